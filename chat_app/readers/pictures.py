"""Writes pictures anew, so that nothing but what is seen is kept of them, and makes small ones.

Where a phone was, what it is and which way it was held are gone; the picture stands upright.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

from chat_app.errors import FileTooLarge, UnsupportedFile
from chat_app.readers import NO_ROOM, Picture

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
"""What is read, by media type, as Pillow calls it."""
_LONGEST_EDGE = 4096
_THUMB_EDGE = 512
_MOST_PIXELS = 120_000_000
"""Of what the header says; the largest that phones take have 108 million, in JPEG."""
_MOST_DECODED_PIXELS = 50_000_000
"""A JPEG is decoded at a half or a quarter of its size where it is to be made smaller anyway."""
_MOST_MOVING_PIXELS = 40_000_000
_MOST_FRAMES = 500
"""What moves longer or larger is kept as its first picture."""
_QUALITY = 90
_WRITTEN: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": _QUALITY, "subsampling": 0},
    "WEBP": {"quality": _QUALITY, "method": 2},
    "GIF": {},
}
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, LookupError, TypeError),
    *(ArithmeticError, AttributeError, AssertionError, NotImplementedError),
)
"""What Pillow 13 raises of files that are cut or made up."""
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
_WHOLE = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""Modes that all but JPEG can be written in."""


def renew(
    source: IO[bytes], media_type: str, target: IO[bytes], thumb: IO[bytes], most_bytes: int
) -> Picture:
    """Write a picture anew, at most 4096 pixels long, and a small one of at most 512.

    Args:
        source: What was sent.
        media_type: What it is, by its bytes.
        target: Where the new one goes.
        thumb: Where the small one goes, as WebP.
        most_bytes: How large the new one may be; what would be larger is written as WebP.

    Raises:
        FileTooLarge: It has more pixels than are read, by what its header says.
        UnsupportedFile: It is broken, or not what it seems to be.
    """
    try:
        with Image.open(source, formats=[FORMATS[media_type]]) as image:
            return _written(image, FORMATS[media_type], target, thumb, most_bytes)
    except Image.DecompressionBombError as fault:
        raise _too_many_pixels() from fault
    except _BROKEN as fault:
        if isinstance(fault, OSError) and fault.errno in NO_ROOM:
            raise
        raise UnsupportedFile("The picture is broken, or was cut off; send it once more") from fault


def _written(
    image: Image.Image, kind: str, target: IO[bytes], thumb: IO[bytes], most_bytes: int
) -> Picture:
    if image.width * image.height > _MOST_PIXELS:
        raise _too_many_pixels()
    frames = _moving(image) if kind in {"GIF", "WEBP"} else []
    if frames:
        first = frames[0]
        durations = [frame.info["duration"] for frame in frames]
        first.save(
            target,
            kind,
            **_WRITTEN[kind],
            save_all=True,
            append_images=frames[1:],
            duration=durations,
            loop=image.info.get("loop", 1 if kind == "GIF" else 0),
            **({"disposal": 2} if kind == "GIF" else {}),
        )
    else:
        first = _still(image, kind)
        first.save(target, kind, **_WRITTEN[kind])
    if target.tell() > most_bytes:
        kind = "WEBP"
        target.seek(0)
        target.truncate()
        first.save(target, kind, **_WRITTEN[kind])
    _save_thumb(first, thumb)
    (media_type,) = (name for name, each in FORMATS.items() if each == kind)
    return Picture(media_type, *first.size)


def _still(image: Image.Image, kind: str) -> Image.Image:
    if kind == "JPEG":
        image.draft(None, (_LONGEST_EDGE, _LONGEST_EDGE))
    if image.width * image.height > _MOST_DECODED_PIXELS:
        raise _too_many_pixels()
    image.load()
    upright = ImageOps.exif_transpose(image)
    return _bare(_fitting(_in_usual_colours(upright, kind)))


def _moving(image: Image.Image) -> list[Image.Image]:
    """Return the frames of a picture that moves, each with its duration; none of one that stays."""
    count = getattr(image, "n_frames", 1)
    if count > _MOST_FRAMES or not 1 < count <= _MOST_MOVING_PIXELS / (image.width * image.height):
        image.seek(0)
        return []
    return list(_frames(image, count))


def _frames(image: Image.Image, count: int) -> Iterator[Image.Image]:
    for frame in islice(ImageSequence.Iterator(image), count):
        fitting = _bare(_fitting(frame.convert("RGBA")))
        fitting.info["duration"] = frame.info.get("duration", 100)
        yield fitting


def _in_usual_colours(image: Image.Image, kind: str) -> Image.Image:
    """Return a picture in sRGB, in a mode that its kind can be written in."""
    if image.mode == "I;16":
        # As grey pictures of scanners are; by itself Pillow makes white of most of it.
        image = image.point(lambda value: value / 256).convert("L")  # pyright: ignore[reportUnknownMemberType]
    if profile := image.info.get("icc_profile"):
        image = _in_srgb(image, profile)
    if kind == "JPEG" and image.mode not in {"L", "RGB"}:
        return image.convert("RGB")
    return image if image.mode in _WHOLE else image.convert("RGBA")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    if image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        image = image.convert("RGBA" if has_alpha else "RGB")
    try:
        made = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            _SRGB,
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that cannot be read says nothing; the colours stay as they are.
        return image
    return made or image


def _fitting(image: Image.Image) -> Image.Image:
    if max(image.size) <= _LONGEST_EDGE:
        return image
    return _smaller(image, _LONGEST_EDGE)


def _smaller(image: Image.Image, edge: int) -> Image.Image:
    if image.mode in {"1", "P", "LA"}:
        image = image.convert("L" if image.mode == "1" else "RGBA")
    small = image.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2)
    return small


def _bare(image: Image.Image) -> Image.Image:
    """Return a picture of which nothing is known but how it looks.

    Pillow writes some of what a file said of itself into the next one: comments, profiles.
    """
    bare = image.copy()
    for said in set(bare.info) - {"transparency"}:
        del bare.info[said]
    return bare


def _save_thumb(image: Image.Image, thumb: IO[bytes]) -> None:
    small = _smaller(image, _THUMB_EDGE)
    if small.mode not in {"RGB", "RGBA"}:
        has_alpha = "transparency" in small.info
        small = small.convert("RGBA" if has_alpha else "RGB")
    small.save(thumb, "WEBP", quality=80, method=4)


def _too_many_pixels() -> FileTooLarge:
    return FileTooLarge(
        f"The picture has more than {_MOST_DECODED_PIXELS // 1_000_000} million pixels"
    )
