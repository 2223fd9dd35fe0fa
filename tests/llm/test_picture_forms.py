"""Every picture can be shown to every model that sees, in a form that its vendor takes."""

import io
import random

import pytest
from PIL import Image as Pictures

from chat_app.llm.catalogue import find
from chat_app.llm.picture_forms import with_sizes
from chat_app.llm.stream import stream_reply
from chat_app.llm.tokens import counter, open_counter
from chat_app.llm.types import Image, Parameters, Prompt, PromptMessage, Role, Text
from tests.fakes import bills
from tests.fakes.script import Fake, Reply, counted
from tests.llm.prompts import question
from tests.llm.vendors import Vendor

TAKEN = {
    "gemini": {"image/png", "image/jpeg", "image/webp"},
    "openai": {"image/png", "image/jpeg", "image/webp"},
    "anthropic": {"image/png", "image/jpeg", "image/webp"},
    "xai": {"image/png", "image/jpeg"},
    "compatible": {"image/png", "image/jpeg"},
}
RED, BLUE = (200, 30, 30), (20, 40, 190)


def drawn(form: str, size: tuple[int, int] = (60, 40), **saving: object) -> bytes:
    """Return a red picture."""
    file = io.BytesIO()
    Pictures.new("RGB", size, RED).save(file, form, **saving)  # pyright: ignore[reportArgumentType]
    return file.getvalue()


def noise(side_px: int) -> bytes:
    """Return a picture that no format makes small."""
    file = io.BytesIO()
    pixels = random.Random(13).randbytes(side_px * side_px * 3)
    Pictures.frombytes("RGB", (side_px, side_px), pixels).save(file, "PNG")
    return file.getvalue()


async def shown(vendor: Vendor, fake: Fake, *pictures: Image) -> list[Image]:
    """Return what the vendor was sent of pictures."""
    message = PromptMessage(Role.USER, (Text("What is it?"), *pictures))
    prompt = Prompt("", (message,), Parameters(77))
    async for _ in stream_reply(find(vendor.model_id), prompt):
        pass
    parts = vendor.read(fake.requests[-1]).prompt.question.parts
    return [part for part in parts if isinstance(part, Image)]


def opened(picture: Image) -> Pictures.Image:
    """Return a picture to look at, whose media type is what its bytes are."""
    seen = Pictures.open(io.BytesIO(picture.content))
    assert Pictures.MIME[str(seen.format)] == picture.media_type
    return seen.convert("RGB")


@pytest.mark.parametrize("knows_size", [True, False], ids=["of a file", "of a program"])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_of_any_kind_reaches_every_vendor_in_a_form_it_takes(
    vendor: Vendor, fake: Fake, form: str, knows_size: bool
) -> None:
    size = (60, 40) if knows_size else (0, 0)
    sent = Image(f"image/{form.lower()}", drawn(form), *size)

    (got,) = await shown(vendor, fake, sent)

    assert got.media_type in TAKEN[vendor.name]
    if form == "GIF":
        assert got.media_type == "image/png"
    if sent.media_type in TAKEN[vendor.name]:
        assert got.content == sent.content
    assert opened(got).size == (60, 40)
    red, green, blue = opened(got).getpixel((30, 20))  # pyright: ignore
    assert red > 180
    assert max(green, blue) < 60


def moving(form: str) -> bytes:
    file = io.BytesIO()
    second = Pictures.new("RGB", (60, 40), BLUE)
    first = Pictures.new("RGB", (60, 40), RED)
    first.save(file, form, save_all=True, append_images=[second], duration=100)
    return file.getvalue()


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
async def test_a_picture_that_moves_is_shown_by_its_first(
    vendor: Vendor, fake: Fake, form: str
) -> None:
    (got,) = await shown(vendor, fake, Image(f"image/{form.lower()}", moving(form), 60, 40))

    assert got.media_type in {"image/png", "image/jpeg"}
    red, _, blue = opened(got).getpixel((30, 20))  # pyright: ignore
    assert red > 180 > blue


async def test_what_a_sender_calls_a_picture_is_not_believed(vendor: Vendor, fake: Fake) -> None:
    (got,) = await shown(vendor, fake, Image("image/png", drawn("JPEG")))

    assert (got.media_type, got.content) == ("image/jpeg", drawn("JPEG"))


async def test_transparency_is_kept(vendor: Vendor, fake: Fake) -> None:
    file = io.BytesIO()
    Pictures.new("RGBA", (60, 40), (*RED, 0)).save(file, "GIF")

    (got,) = await shown(vendor, fake, Image("image/gif", file.getvalue(), 60, 40))

    assert got.media_type == "image/png"
    assert Pictures.open(io.BytesIO(got.content)).convert("RGBA").getpixel((30, 20))[3] == 0  # pyright: ignore


async def test_a_picture_too_heavy_for_its_vendor_is_made_lighter_and_priced_as_it_was(
    vendor: Vendor, fake: Fake
) -> None:
    content = noise(1300)
    row = vendor.row()

    (got,) = await shown(vendor, fake, Image("image/png", content, 1300, 1300))

    assert len(got.content) <= row.pictures.most_bytes
    if len(content) <= row.pictures.most_bytes:
        assert got.content == content
    else:
        assert vendor.name == "anthropic"
        priced = row.figures.picture.tokens(1300, 1300)
        assert bills.tokens_of(vendor.name, got) <= priced


@pytest.mark.parametrize("number", [20, 21])
async def test_among_many_pictures_each_is_as_wide_as_its_vendor_takes_them(
    vendor: Vendor, fake: Fake, number: int
) -> None:
    picture = Image("image/png", drawn("PNG", (2100, 8)), 2100, 8)

    got = await shown(vendor, fake, *[picture] * number)

    is_narrow = vendor.name == "anthropic" and number > 20
    assert [opened(each).width for each in got] == [2000 if is_narrow else 2100] * number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        drawn("PNG")[:60],
        moving("GIF")[: moving("GIF").rindex(b"\x21\xf9") + 3],
        moving("GIF")[: moving("GIF").rindex(b",") + 1],
        # 60 000 pixels square, says its header.
        b"GIF89a" + (60_000).to_bytes(2, "little") * 2 + drawn("GIF")[10:],
    ],
    ids=["nothing", "no picture", "cut", "cut where it moves", "cut where it goes on", "a bomb"],
)
async def test_what_nobody_can_read_is_left_to_the_vendor(
    vendor: Vendor, fake: Fake, content: bytes
) -> None:
    (got,) = await shown(vendor, fake, Image("image/gif", content))

    assert got.content == content


async def test_a_count_is_asked_of_what_will_be_sent(vendor: Vendor, fake: Fake) -> None:
    if Image not in (vendor.counts or ()):
        return
    picture = Image("image/gif", drawn("GIF"), 60, 40)
    fake.script(Reply(bills=True))
    async with open_counter():
        count = await counter().count(find(vendor.model_id), Text("Hello"), picture)

    assert count.tokens == counted("Hello") + bills.picture_tokens(vendor.name, 60, 40)


async def test_pictures_of_programs_are_told_their_size_and_what_they_are() -> None:
    kept = (Text("Look"), Image("image/png", b"no picture"), Image("image/png", b"x", 7, 9))
    unknown = Image("image/png", drawn("GIF", (70, 50)))
    prompt = Prompt("", (PromptMessage(Role.USER, (*kept, unknown)),), Parameters(77))

    *others, sized = (await with_sizes(prompt)).question.parts

    assert tuple(others) == kept
    assert sized == Image("image/gif", unknown.content, 70, 50)
    assert await with_sizes(question()) == question()
