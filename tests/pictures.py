"""Pictures made by tests, as cameras, phones and programs write them."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any
) -> bytes:
    """Return a picture that is red on the left and blue on the right, so that turns are seen."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return written(image.convert(mode), kind, **options)


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file has it."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return the picture that a file has."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


async def chunks(content: bytes, size_bytes: int = 64 * 1024) -> AsyncIterator[bytes]:
    """Yield a file as it comes over a connection."""
    for start in range(0, len(content), size_bytes):
        yield content[start : start + size_bytes]
