"""What parts come to: never below their words, told apart, and with a figure for every kind."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.catalogue import find
from chat_app.llm.estimate import estimate
from chat_app.llm.parts import (
    CALL_TOKENS,
    Countable,
    around_calls_tokens,
    beyond_words_tokens,
    digest,
    estimate_parts,
    instructions_of,
    texts_of,
)
from chat_app.llm.provider_table import PROVIDERS, UNKNOWN, ProviderRow
from chat_app.llm.tokens import counter, open_counter
from chat_app.llm.types import (
    Audio,
    CountMethod,
    Document,
    Image,
    JsonReply,
    Parameters,
    Prompt,
    Text,
    TokenCount,
    Tool,
    ToolCall,
    ToolResult,
)
from tests.fakes.script import BEYOND_TEXT_TOKENS, Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import Vendor

pytestmark = pytest.mark.settings(COUNT_TIMEOUT_S="60")

TOOL = Tool("weather", "Tells it", {"type": "object", "properties": {"city": {}}})
EVERY_KIND: dict[str, Countable] = {
    "text": Text("Hello"),
    "another text": Text("Hello "),
    "image": Image("image/png", b"x"),
    "image of another type": Image("image/jpeg", b"x"),
    "another image": Image("image/png", b"y"),
    "document": Document("application/pdf", b"x", "a.pdf", 1),
    "document of more pages": Document("application/pdf", b"x", "a.pdf", 2),
    "audio": Audio("audio/wav", b"x", 1),
    "longer audio": Audio("audio/wav", b"x", 1.5),
    "call": ToolCall("1", "weather", "{}"),
    "call with a signature": ToolCall("1", "weather", "{}", b"s"),
    "result": ToolResult("1", "weather", "{}"),
    "tool": TOOL,
    "tool with another schema": Tool("weather", "Tells it", {"type": "object"}),
    "form": JsonReply(),
    "form with a schema": JsonReply({"type": "object"}),
    "text of an image's bytes": Text("x"),
}


def test_different_parts_have_different_digests_and_equal_ones_the_same() -> None:
    alone = [(part,) for part in EVERY_KIND.values()]
    pairs = list(permutations(EVERY_KIND.values(), 2))

    digests = {digest(parts) for parts in [*alone, *pairs]}

    assert len(digests) == len(alone) + len(pairs)
    assert digest((Tool("a", "b", {"x": 1, "y": 2}),)) == digest(
        (Tool("a", "b", {"y": 2, "x": 1}),)
    )


@given(texts=st.lists(st.text(), max_size=3), others=st.lists(st.text(), max_size=3))
def test_texts_cut_in_other_places_have_other_digests(texts: list[str], others: list[str]) -> None:
    one, other = (tuple(map(Text, each)) for each in (texts, others))
    assert (digest(one) == digest(other)) is (texts == others)


@pytest.mark.parametrize("provider", [*PROVIDERS.values(), UNKNOWN], ids=lambda row: row.name)
@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_an_estimate_is_never_below_that_of_the_words(
    provider: ProviderRow, texts: list[str]
) -> None:
    estimated = estimate_parts([*map(Text, texts), Image("image/png", b"")], provider)

    picture = beyond_words_tokens([Image("image/png", b"")], provider)
    assert estimated >= picture + estimate("".join(texts), provider.vocabulary)
    assert estimated >= picture + max(estimate(text, provider.vocabulary) for text in texts)


def test_words_are_counted_wherever_they_stand() -> None:
    parts = [
        ToolCall("id", "name", '{"argument": 1}'),
        ToolResult("id", "name", "the result"),
        Tool("name", "the description", {"type": "the schema"}),
        JsonReply({"type": "the form"}, name="reply"),
    ]
    told = " ".join(texts_of(parts))

    for words in ("argument", "the result", "the description", "the schema", "the form", "reply"):
        assert words in told


def test_each_call_and_the_first_tool_cost_what_stands_around_them() -> None:
    call = ToolCall("1", "weather", "{}")

    assert (
        around_calls_tokens([call, ToolResult("1", "weather", "")], PROVIDERS["openai"])
        == 2 * CALL_TOKENS
    )
    offered = around_calls_tokens([TOOL], PROVIDERS["anthropic"])
    assert around_calls_tokens([TOOL, TOOL], PROVIDERS["anthropic"]) == offered > 0
    assert around_calls_tokens([Text("Hello")], PROVIDERS["anthropic"]) == 0


def test_what_a_vendor_takes_has_a_figure_and_grows_with_its_size(
    vendor: Vendor, fake: Fake
) -> None:
    small, large = (
        {
            Image: Image("image/png", b""),
            Document: Document("application/pdf", b"", "a.pdf", pages=size),
            Audio: Audio("audio/wav", b"", duration_seconds=size),
        }
        for size in (1, 10)
    )
    row = vendor.row()
    for kind in vendor.takes:
        least = beyond_words_tokens([small[kind]], row)
        assert least > 0
        growth = 1 if kind is Image else 10
        assert beyond_words_tokens([large[kind]], row) == least * growth
        assert beyond_words_tokens([large[kind]], UNKNOWN) >= least * growth


def test_what_is_told_beside_the_messages_has_tools_and_form() -> None:
    assert instructions_of(question(system="Be brief.")) == (Text("Be brief."),)
    parameters = Parameters(7, response_format=JsonReply(), tools=(TOOL,))
    prompt = Prompt("Be brief.", question().messages, parameters)
    assert instructions_of(prompt) == (Text("Be brief."), TOOL, JsonReply())


async def count(vendor: Vendor, *parts: Countable) -> TokenCount:
    async with open_counter():
        return await counter().count(find(vendor.model_id), *parts)


async def test_the_counter_asks_the_vendor_about_parts_and_adds_what_it_does_not_see(
    vendor: Vendor, fake: Fake
) -> None:
    picture, call = Image("image/png", b"x"), ToolCall("1", "weather", "{}")
    counted = await count(vendor, Text("x" * 40), picture, call)

    if Image in (vendor.counts or ()):
        seen = len("x" * 40 + "1 weather {}") // 4 + 1 + BEYOND_TEXT_TOKENS
        assert counted == TokenCount(seen + CALL_TOKENS, CountMethod.API)
    else:
        estimated = estimate_parts((Text("x" * 40), picture, call), vendor.row())
        assert counted == TokenCount(estimated, CountMethod.ESTIMATE)


async def test_what_the_vendor_does_not_count_is_estimated(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(fault="bad_key"))
    sound = Audio("audio/wav", b"x", 2.5)

    counted = await count(vendor, Text("Well?"), sound)

    assert counted == TokenCount(
        estimate("Well?", vendor.row().vocabulary) + beyond_words_tokens([sound], vendor.row()),
        CountMethod.ESTIMATE,
    )
