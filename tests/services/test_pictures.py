"""Pictures are written anew: what is seen stays, all else is gone, and bad ones do no harm."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from chat_app.errors import FileTooLarge, Unavailable, UnsupportedFile
from chat_app.readers import Picture
from chat_app.services.files import reading
from tests.pictures import opened, picture, written

MIB = 1024 * 1024
SECRET = "Zanzibar"


@dataclass(frozen=True)
class Renewed:
    told: Picture
    content: bytes
    thumb: bytes

    @property
    def image(self) -> Image.Image:
        return opened(self.content)


@dataclass(frozen=True)
class Renew:
    folder: Path

    async def __call__(self, content: bytes, most_bytes: int = 20 * MIB) -> Renewed:
        source, target, thumb = (self.folder / name for name in ("source", "target", "thumb"))
        source.write_bytes(content)
        media_type = (await reading.read(source)).media_type
        told = await reading.renew(source, media_type, target, thumb, most_bytes)
        return Renewed(told, target.read_bytes(), thumb.read_bytes())


@pytest.fixture
def renew(tmp_path: Path) -> Renew:
    return Renew(tmp_path)


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, _, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return red > 180 and blue < 80


def phone_photo(kind: str = "JPEG", orientation: int = 6) -> bytes:
    """Return a photo as a phone held upright writes it: lying, and with where it was taken."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = SECRET
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (48.0, 8.0, 30.5)
    return picture(kind, (60, 40), exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_stands_upright_and_tells_nothing_of_its_phone(
    renew: Renew, kind: str
) -> None:
    found = await renew(phone_photo(kind))
    assert (found.told.width, found.told.height) == found.image.size == (40, 60)
    # Turned clockwise, what was left is on top.
    assert is_red(found.image, 20, 5)
    assert not is_red(found.image, 20, 55)
    assert is_red(opened(found.thumb), 20, 5)
    for content in (found.content, found.thumb):
        assert SECRET.encode() not in content
        assert not opened(content).getexif()


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG", comment=SECRET.encode()),
        picture("GIF", comment=SECRET.encode()),
        picture("PNG") + SECRET.encode(),
        picture("JPEG") + f"<script>{SECRET}</script>".encode(),
        picture("JPEG", xmp=SECRET.encode()),
        picture("WEBP", xmp=SECRET.encode()),
        picture("JPEG", icc_profile=SECRET.encode() * 20),
    ],
    ids=["comment", "gif comment", "behind png", "behind jpeg", "xmp", "webp xmp", "profile"],
)
async def test_nothing_is_kept_but_what_is_seen(renew: Renew, content: bytes) -> None:
    assert SECRET.encode() in content
    found = await renew(content)
    assert SECRET.encode() not in found.content + found.thumb
    assert is_red(found.image, 5, 5)


async def test_text_in_a_picture_is_not_kept(renew: Renew) -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", SECRET)
    found = await renew(picture("PNG", pnginfo=told))
    assert SECRET.encode() not in found.content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_keeps_its_kind(renew: Renew, kind: str) -> None:
    found = await renew(picture(kind))
    assert found.image.format == kind
    assert found.told == Picture(f"image/{kind.lower()}", 60, 40)
    assert opened(found.thumb).format == "WEBP"


@pytest.mark.parametrize(
    ("size", "whole", "small"),
    [
        ((5000, 2500), (4096, 2048), (512, 256)),
        ((100, 6000), (68, 4096), (8, 512)),
        ((30, 20), (30, 20), (30, 20)),
        ((1, 1), (1, 1), (1, 1)),
        ((20_000, 1), (4096, 1), (512, 1)),
    ],
    ids=str,
)
async def test_a_large_picture_is_made_smaller(
    renew: Renew, size: tuple[int, int], whole: tuple[int, int], small: tuple[int, int]
) -> None:
    found = await renew(written(Image.new("RGB", size, "red"), "PNG"))
    assert (found.image.size, opened(found.thumb).size) == (whole, small)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
async def test_every_sort_of_png_is_taken(renew: Renew, mode: str) -> None:
    image = Image.new("L", (60, 40), 255)
    image.paste(0, (30, 0, 60, 40))
    if mode == "I;16":
        # 20 of 256 times as fine: were only its top cut off, it would be white.
        grey = Image.new("I;16", (60, 40), 65_535)
        grey.paste(20 * 256, (30, 0, 60, 40))
    else:
        grey = image.convert(mode)
    found = (await renew(written(grey, "PNG"))).image.convert("L")
    left, right = found.getpixel((5, 5)), found.getpixel((55, 5))
    assert isinstance(left, int)
    assert isinstance(right, int)
    assert left > 190
    assert right < 30


async def test_what_is_see_through_stays_so(renew: Renew) -> None:
    image = Image.new("RGBA", (60, 40), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (30, 0, 60, 40))
    for content in (
        written(image, "PNG"),
        written(image, "WEBP", lossless=True),
        written(image, "GIF"),
    ):
        found = await renew(content)
        for shown in (found.image, opened(found.thumb)):
            alphas = [shown.convert("RGBA").getpixel((x, 20)) for x in (5, 55)]
            assert [each[3] for each in alphas] == [0, 255]  # type: ignore[index]


async def test_colours_of_print_and_of_wide_screens_become_usual_ones(renew: Renew) -> None:
    found = await renew(picture("JPEG", mode="CMYK"))
    assert found.image.mode == "RGB"
    assert is_red(found.image, 5, 5)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    changed = await renew(picture("PNG", icc_profile=lab))
    assert "icc_profile" not in changed.image.info


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
async def test_what_moves_goes_on_moving(renew: Renew, kind: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    found = await renew(
        written(
            frames[0],
            kind,
            save_all=True,
            append_images=frames[1:],
            duration=[100, 200, 300],
            loop=0,
            **({"comment": SECRET.encode()} if kind == "GIF" else {}),
        )
    )
    image = Image.open(BytesIO(found.content))
    assert image.n_frames == 3  # type: ignore[attr-defined]
    durations = []
    for number in range(3):
        image.seek(number)
        image.load()
        durations.append(image.info["duration"])
    assert durations == [100, 200, 300]
    assert image.info["loop"] == 0
    assert SECRET.encode() not in found.content
    assert getattr(opened(found.thumb), "n_frames", 1) == 1


async def test_what_moves_for_too_long_is_kept_as_its_first_picture(renew: Renew) -> None:
    frames = [Image.new("L", (8, 8), number % 256) for number in range(600)]
    found = await renew(written(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert getattr(found.image, "n_frames", 1) == 1


@pytest.mark.parametrize("size", [(60, 40), (900, 900)], ids=["at its end", "at once"])
async def test_a_full_disk_is_no_fault_of_the_picture(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    source = tmp_path / "source"
    source.write_bytes(written(Image.effect_noise(size, 80), "PNG"))
    with pytest.raises(Unavailable, match="disk"):
        await reading.renew(source, "image/png", Path("/dev/full"), tmp_path / "thumb", MIB)


async def test_a_picture_that_would_be_too_many_bytes_is_written_as_webp(renew: Renew) -> None:
    noise = Image.effect_noise((600, 600), 80).convert("RGB")
    found = await renew(written(noise, "PNG"), most_bytes=300 * 1024)
    assert (found.told.media_type, found.image.format) == ("image/webp", "WEBP")
    assert len(found.content) < 300 * 1024


def png_of(width: int, height: int) -> bytes:
    """Return a picture of a few bytes that says it is so large."""
    content = picture("PNG")
    head = struct.pack(">4sIIBBBBB", b"IHDR", width, height, 8, 2, 0, 0, 0)
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


def jpeg_of(width: int, height: int) -> bytes:
    content = picture("JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def gif_of(width: int, height: int) -> bytes:
    content = picture("GIF")
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


def webp_of(width: int, height: int) -> bytes:
    head = struct.pack("<4sII", b"VP8X", 10, 0x10) + (width - 1).to_bytes(3, "little")
    body = head + (height - 1).to_bytes(3, "little") + picture("WEBP", lossless=True)[12:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize(
    "content",
    [
        png_of(60_000, 60_000),
        png_of(2_000_000_000, 2_000_000_000),
        png_of(8_000, 8_000),
        jpeg_of(65_000, 65_000),
        gif_of(65_000, 65_000),
    ],
    ids=["png", "png of pebibytes", "png of 64 million pixels", "jpeg", "gif"],
)
async def test_a_bomb_is_refused_by_what_its_header_says(renew: Renew, content: bytes) -> None:
    with pytest.raises(FileTooLarge, match="million pixels"):
        await renew(content)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def scribbled(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + b"\xff\x00" * 40 + content[middle + 80 :]


NOISE = Image.effect_noise((200, 200), 80).convert("RGB")
KINDS = ["PNG", "JPEG", "WEBP", "GIF"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_picture_that_was_cut_off_is_refused(renew: Renew, kind: str) -> None:
    with pytest.raises(UnsupportedFile, match="broken, or was cut off"):
        await renew(cut(written(NOISE, kind)))


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + picture("JPEG"),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + picture("PNG"),
        b"GIF89a",
        b"GIF89a" + b"<script>alert(1)</script>",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(100),
        png_of(0, 0),
        webp_of(16_000, 16_000),
        scribbled(picture("PNG")),
    ],
    ids=[
        *("png head", "jpeg called png", "jpeg head", "png called jpeg", "gif head", "script"),
        *("webp head", "webp of nothing", "nothing to see", "webp that lies", "scribbled png"),
    ],
)
async def test_what_only_begins_like_a_picture_is_refused(renew: Renew, content: bytes) -> None:
    with pytest.raises((UnsupportedFile, FileTooLarge)):
        await renew(content)
