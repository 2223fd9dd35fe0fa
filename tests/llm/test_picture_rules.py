"""What a picture, a page or a second is priced at: never below the vendor's bill, nor far above."""

import io
import math
import random
from collections.abc import Iterator

import pytest
from PIL import Image as Pictures

from chat_app.llm.catalogue import find
from chat_app.llm.figures import PictureRule
from chat_app.llm.parts import tokens_of
from chat_app.llm.provider_table import PROVIDERS, UNKNOWN
from chat_app.llm.stream import stream_reply
from chat_app.llm.tokens import counter, open_counter
from chat_app.llm.types import (
    Audio,
    CountMethod,
    Document,
    Finish,
    Image,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
    Text,
    TokenCount,
)
from tests.fakes import bills
from tests.fakes.script import Fake, Reply, counted
from tests.llm.vendors import Vendor

NAMES = ["gemini", "openai", "anthropic", "xai"]
MOST_ABOVE = 1.3
MEASURED = [
    # JOHNISKING/image-token-cost on Hugging Face, read 2026-11-30: Claude 5.5 (without the 77
    # tokens of the text it was asked with) and GPT-6 at `detail: high`.
    ("anthropic", 256, 256, 100),
    ("anthropic", 1024, 1024, 1369),
    ("anthropic", 1280, 720, 1196),
    ("anthropic", 1920, 1080, 2691),
    ("openai", 256, 256, 77),
    ("openai", 1024, 1024, 1229),
    ("openai", 1280, 720, 1104),
    ("openai", 1920, 1080, 2448),
    ("openai", 3840, 2160, 2931),
    ("openai", 4032, 3024, 2942),
    # platform.claude.com, "Vision": the largest that is not made smaller.
    ("anthropic", 2576, 1456, 4784),
]


def sizes() -> Iterator[tuple[int, int]]:
    """Yield sizes of all kinds: small, at edges of squares, at limits, long and thin, by lot."""
    sides = [1, 27, 28, 29, 31, 32, 33, 447, 448, 449, 768, 1092, 1568, 1600, 2576, 2577, 4096]
    yield from ((width, height) for width in sides for height in sides)
    lot = random.Random(13)
    for _ in range(1500):
        longest, ratio = lot.randint(1, 4096), lot.random() ** 2
        yield longest, max(1, round(longest * ratio))
        yield max(1, round(longest * ratio)), longest


@pytest.mark.parametrize("name", NAMES)
def test_no_picture_is_priced_below_its_bill_nor_far_above_it(name: str) -> None:
    for width, height in sizes():
        priced = tokens_of(Image("image/png", width=width, height=height), PROVIDERS[name])
        billed = bills.picture_tokens(name, width, height)
        assert billed <= priced <= MOST_ABOVE * billed, (width, height)


@pytest.mark.parametrize(("name", "width", "height", "tokens"), MEASURED)
def test_pictures_that_somebody_measured_are_billed_so(
    name: str, width: int, height: int, tokens: int
) -> None:
    assert bills.picture_tokens(name, width, height) == tokens
    assert bills.picture_tokens(name, height, width) == tokens


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_unknown_size_is_taken_for_the_largest(name: str) -> None:
    row = PROVIDERS[name]
    most = tokens_of(Image("image/png"), row)
    assert most == row.figures.picture.most_tokens
    assert most >= max(bills.picture_tokens(name, *size) for size in sizes())
    assert most <= tokens_of(Image("image/png"), UNKNOWN)


def test_a_rule_without_squares_asks_the_same_of_every_picture() -> None:
    assert {PictureRule(258).tokens(*size) for size in sizes()} == {258}


def test_a_picture_turned_on_its_side_costs_the_same() -> None:
    rule = PROVIDERS["anthropic"].figures.picture
    assert all(rule.tokens(*size) == rule.tokens(*size[::-1]) for size in sizes())


@pytest.mark.parametrize("name", ["gemini", "openai", "anthropic"])
@pytest.mark.parametrize("pages", [1, 2, 57, 600])
def test_no_document_is_priced_below_its_bill_nor_far_above_it(name: str, pages: int) -> None:
    content = b"/Type /Pages " + b"/Type /Page " * pages
    billed = bills.tokens_of(name, Document("application/pdf", content, "a.pdf", pages))
    priced = tokens_of(Document("application/pdf", b"", "a.pdf", pages), PROVIDERS[name])
    assert billed <= priced <= MOST_ABOVE * billed


@pytest.mark.parametrize("name", ["gemini", "openai"])
@pytest.mark.parametrize("seconds", [0.04, 0.99, 1, 61.337, 1800])
def test_no_recording_is_priced_below_its_bill_nor_far_above_it(name: str, seconds: float) -> None:
    billed = math.ceil(seconds * {"gemini": 32, "openai": 10}[name])
    priced = tokens_of(Audio("audio/wav", b"", seconds), PROVIDERS[name])
    assert billed <= priced <= MOST_ABOVE * billed


@pytest.mark.parametrize("size", [(1, 1), (640, 480), (1920, 1080), (3000, 2000)], ids=str)
async def test_a_picture_is_billed_no_more_than_it_was_priced_at_and_counted_exactly(
    vendor: Vendor, fake: Fake, size: tuple[int, int]
) -> None:
    file = io.BytesIO()
    Pictures.new("RGB", size).save(file, "PNG")
    model, row = find(vendor.model_id), vendor.row()
    picture = Image("image/png", file.getvalue(), *size)
    message = PromptMessage(Role.USER, (picture, Text("Well?")))
    fake.script(Reply(bills=True))

    events = [e async for e in stream_reply(model, Prompt("", (message,), Parameters(77)))]
    async with open_counter():
        count = await counter().count(model, picture)

    (finish,) = (each for each in events if isinstance(each, Finish))
    assert finish.usage
    # Who speaks OpenAI's wire is played by the same fake.
    biller = "openai" if vendor.name == "compatible" else vendor.name
    billed = bills.of_parts(biller, message.parts)[1] + counted("Well?")
    assert finish.usage.prompt_tokens == billed
    assert billed <= tokens_of(picture, row) + counted("Well?")
    if Image in (vendor.counts or ()):
        billed_alone = bills.picture_tokens(vendor.name, *size) + counted("")
        assert count == TokenCount(billed_alone, CountMethod.API)
    else:
        assert count == TokenCount(tokens_of(picture, row), CountMethod.ESTIMATE)
