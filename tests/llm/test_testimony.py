"""What vendors report is believed as far as it can be true, through their SDKs and the wire."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from chat_app.errors import ProviderError
from chat_app.llm.catalogue import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Finish, Text, Usage
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor

GEMINI, OPENAI, ANTHROPIC, XAI = VENDORS


async def usage_of(vendor: Vendor, fake: Fake, reply: Reply) -> tuple[Usage | None, set[str]]:
    """Return what is believed of a reply's reports, and the figures that were refused."""
    fake.script(reply)
    with capture_logs() as lines:
        events = [event async for event in stream_reply(find(vendor.model_id), question())]
    finish = events[-1]
    assert isinstance(finish, Finish)
    return finish.usage, {line["figure"] for line in lines if line["event"] == "usage.untrue"}


def told(prompt: Any, completion: Any, total: Any = None, **details: Any) -> dict[str, Any]:
    """Return a report on OpenAI's wire."""
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": total,
        "prompt_tokens_details": {
            "cached_tokens": details.get("cached"),
            "audio_tokens": details.get("heard"),
        },
        "completion_tokens_details": {"reasoning_tokens": details.get("reasoning")},
    }


def gemini(prompt: int, output: int, total: int, cached: int = 0) -> dict[str, int]:
    """Return a report on Gemini's wire."""
    return {
        "prompt_token_count": prompt,
        "candidates_token_count": output,
        "total_token_count": total,
        "cached_content_token_count": cached,
    }


PROMPT, CACHED = "prompt_tokens", "prompt_tokens_details.cached_tokens"
HEARD = "prompt_tokens_details.audio_tokens"
OUTPUT, THINKING = "completion_tokens", "completion_tokens_details.reasoning_tokens"
TOTAL = "total_tokens"

ON_OPENAIS_WIRE: dict[str, tuple[Any, Usage | None, set[str]]] = {
    "thinking beside the output": (
        told(279, 6, 374, reasoning=89),
        Usage(279, None, 6, 89, 374),
        set(),
    ),
    "thinking inside it": (
        told(686, 123, 809, reasoning=112),
        Usage(686, None, 11, 112, 809),
        set(),
    ),
    "beside, and it would fit inside": (
        told(663, 124, 837, reasoning=50),
        Usage(663, None, 124, 50, 837),
        set(),
    ),
    "thinking that nobody names": (told(40, 7, 60), Usage(40, None, 7, 13, 60), set()),
    "thinking that fits nowhere": (
        told(279, 6, 285, reasoning=89),
        Usage(279, None, 6, None, 285),
        {THINKING},
    ),
    "no integer": (told(40, 3.5, 60), Usage(40, None, None, None, 60), {OUTPUT}),
    "an integer as JSON may write it": (told(40.0, 7.0, 47.0), Usage(40, None, 7, None, 47), set()),
    "strings": (told("40", "7", "47"), None, {PROMPT, OUTPUT, TOTAL}),
    "booleans": (told(True, True, True), None, {PROMPT, OUTPUT, TOTAL}),
    "negative": (told(-40, 7, 47), Usage(None, None, 7, None, 47), {PROMPT}),
    "beyond the window": (told(3_000_000_000, 7, 47), Usage(None, None, 7, None, 47), {PROMPT}),
    "beyond any number": (told(1e400, float("nan"), 10**400), None, {PROMPT, OUTPUT, TOTAL}),
    "more cached than there was": (
        told(20, 7, 27, cached=5000),
        Usage(20, None, 7, None, 27),
        {CACHED},
    ),
    "less in all than in parts": (told(40, 7, 12), Usage(40, None, 7, None, 47), {TOTAL}),
    "cached of a prompt that is not told": (
        {"completion_tokens": 7, "total_tokens": 12} | told(None, 7, 12, cached=40),
        Usage(None, None, 7, None, 12),
        {CACHED},
    ),
    "thinking of an output that is not told": (
        told(40, None, 47, reasoning=90),
        Usage(40, None, None, None, 47),
        {THINKING},
    ),
    "more thinking than in all, of a prompt that is not told": (
        told(None, 7, 12, reasoning=13),
        Usage(None, None, 7, None, 12),
        {THINKING},
    ),
    "some of the prompt heard": (
        told(40, 7, 47, heard=32),
        Usage(40, None, 7, None, 47, audio_tokens=32),
        set(),
    ),
    "nothing heard": (told(40, 7, 47, heard=0), Usage(40, None, 7, None, 47), set()),
    "more heard than was sent": (
        told(40, 7, 47, heard=41),
        Usage(40, None, 7, None, 47),
        {HEARD},
    ),
    "heard of a prompt that is not told": (
        told(None, 7, 47, heard=4),
        Usage(None, None, 7, None, 47),
        {HEARD},
    ),
    "zeros for a text": (told(0, 0, 0, cached=0), None, {PROMPT, OUTPUT, TOTAL}),
    "no output for a text": (told(40, 0, 40), Usage(40, None, None, None, 40), {OUTPUT}),
    "nothing but thinking for a text": (
        told(40, 9, 49, reasoning=9),
        Usage(40, None, None, 9, 49),
        {OUTPUT},
    ),
    "groups that are none": (
        told(40, 7, 47) | {"prompt_tokens_details": [1], "completion_tokens_details": "much"},
        Usage(40, None, 7, None, 47),
        {"prompt_tokens_details", "completion_tokens_details"},
    ),
    "a figure that is a group": (
        told({"tokens": 40}, [7], 47),
        Usage(None, None, None, None, 47),
        {PROMPT, OUTPUT},
    ),
    "an empty report": ({}, None, set()),
    "a list": ([told(40, 7, 47)], None, {"usage"}),
    "a word": ("much", None, {"usage"}),
    "a number": (47, None, {"usage"}),
    "nothing": (None, None, set()),
}


@pytest.mark.parametrize("vendor", [OPENAI, XAI], ids=lambda vendor: vendor.name)
@pytest.mark.parametrize(
    ("report", "usage", "untrue"), ON_OPENAIS_WIRE.values(), ids=list(ON_OPENAIS_WIRE)
)
async def test_figures_of_chat_completions_count_as_far_as_they_can_be_true(
    vendor: Vendor, fake: Fake, report: Any, usage: Usage | None, untrue: set[str]
) -> None:
    assert await usage_of(vendor, fake, Reply(last_reports=(report,))) == (usage, untrue)


@pytest.mark.parametrize(
    ("vendor", "usage"),
    [(OPENAI, Usage(40, None, 4, 16, 60)), (XAI, Usage(40, None, 7, 13, 60))],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_where_the_total_leaves_it_open_the_vendors_word_says_where_thinking_lies(
    vendor: Vendor, fake: Fake, usage: Usage
) -> None:
    reply = Reply(last_reports=(told(40, 7, 60, reasoning=3),))

    assert await usage_of(vendor, fake, reply) == (usage, set())


START = {"input_tokens": 20, "cache_read_input_tokens": 5, "output_tokens": 1}
ON_ANTHROPICS_WIRE: dict[str, tuple[Any, tuple[Any, ...], Usage | None, set[str]]] = {
    "a prompt in three parts": (
        START | {"cache_creation_input_tokens": 7},
        ({"output_tokens": 9},),
        Usage(32, 5, 9, None, 41),
        set(),
    ),
    "a later zero takes nothing back": (
        START,
        ({"input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 9},),
        Usage(25, 5, 9, None, 34),
        set(),
    ),
    "a later null takes nothing back": (
        START,
        ({"input_tokens": None, "output_tokens": 9}, None, {}, {"output_tokens": None}),
        Usage(25, 5, 9, None, 34),
        set(),
    ),
    "a later oddity takes nothing back": (
        START,
        ({"output_tokens": 9}, {"input_tokens": "x", "output_tokens": -1}, [3]),
        Usage(25, 5, 9, None, 34),
        {"input_tokens", "output_tokens", "usage"},
    ),
    "what shrinks is not believed": (
        START,
        ({"input_tokens": 3, "output_tokens": 9}, {"output_tokens": 4}),
        Usage(25, 5, 9, None, 34),
        {"input_tokens", "output_tokens"},
    ),
    "told at the start is no bill": (START, (), Usage(25, 5, None, None, None), set()),
    "an odd end leaves no bill": (
        START,
        ({"output_tokens": "9"},),
        Usage(25, 5, None, None, None),
        {"output_tokens"},
    ),
    "a prompt with a part that is odd is not known": (
        START | {"cache_creation_input_tokens": -7},
        ({"output_tokens": 9},),
        Usage(None, None, 9, None, None),
        {"cache_creation_input_tokens", "cache_read_input_tokens"},
    ),
    "a start that is no object": (
        "x",
        ({"output_tokens": 9},),
        Usage(None, None, 9, None, None),
        {"usage"},
    ),
    "more thinking than output": (
        START,
        ({"output_tokens": 9, "output_tokens_details": {"thinking_tokens": 10}},),
        Usage(25, 5, 9, None, 34),
        {"output_tokens_details.thinking_tokens"},
    ),
    "parts within the window, and beyond it together": (
        {"input_tokens": 900_000, "cache_read_input_tokens": 900_000},
        ({"output_tokens": 9},),
        Usage(None, None, 9, None, None),
        {"input_tokens", "cache_read_input_tokens"},
    ),
}


@pytest.mark.parametrize("vendor", [ANTHROPIC], ids=["anthropic"])
@pytest.mark.parametrize(
    ("start", "ends", "usage", "untrue"), ON_ANTHROPICS_WIRE.values(), ids=list(ON_ANTHROPICS_WIRE)
)
async def test_figures_of_messages_count_as_far_as_they_can_be_true(
    vendor: Vendor,
    fake: Fake,
    start: Any,
    ends: tuple[Any, ...],
    usage: Usage | None,
    untrue: set[str],
) -> None:
    reply = Reply(first_report=start, last_reports=ends)

    assert await usage_of(vendor, fake, reply) == (usage, untrue)


ON_GEMINIS_WIRE: dict[str, tuple[Any, Usage | None, set[str]]] = {
    "thinking is what the total has beyond": (gemini(40, 7, 60, 8), Usage(40, 8, 7, 13, 60), set()),
    "a negative output": (
        gemini(40, -7, 60),
        Usage(40, 0, None, 0, 60),
        {"candidates_token_count"},
    ),
    "the greatest number of the wire": (
        gemini(2**31 - 1, 7, 2**31 - 1),
        Usage(None, 0, 7, 0, None),
        {"prompt_token_count", "total_token_count"},
    ),
    "all negative": (
        gemini(-1, -2, -3, -4),
        None,
        {
            "prompt_token_count",
            "candidates_token_count",
            "total_token_count",
            "cached_content_token_count",
        },
    ),
}


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
@pytest.mark.parametrize(
    ("report", "usage", "untrue"), ON_GEMINIS_WIRE.values(), ids=list(ON_GEMINIS_WIRE)
)
async def test_figures_of_gemini_count_as_far_as_they_can_be_true(
    vendor: Vendor, fake: Fake, report: Any, usage: Usage | None, untrue: set[str]
) -> None:
    reply = Reply(first_report={}, last_reports=(report,))

    assert await usage_of(vendor, fake, reply) == (usage, untrue)


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
@pytest.mark.parametrize(
    ("told", "believed", "untrue"),
    [
        ((32, 5), (32, 5), set[str]()),
        ((0, 0), (None, None), set[str]()),
        ((41, 5), (None, 5), {"audio_prompt_token_count"}),
        ((32, 8), (32, None), {"picture_candidates_token_count"}),
    ],
    ids=["heard and drawn", "neither", "more heard than sent", "more drawn than made"],
)
async def test_of_gemini_the_tokens_heard_and_drawn_are_told_apart(
    vendor: Vendor,
    fake: Fake,
    told: tuple[int, int],
    believed: tuple[int | None, int | None],
    untrue: set[str],
) -> None:
    usage, refused = await usage_of(vendor, fake, Reply(usage=Usage(40, 0, 7, 0, 47, *told)))

    assert usage == Usage(40, 0, 7, 0, 47, *believed)
    assert refused == untrue


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
@pytest.mark.parametrize(
    "details",
    [b"\x2a\x01\xff", b"\x28\x07", b"\x2a\x02\x12\x00", b"\x2a\x04\x08\x09\x10\x07"],
    ids=["unreadable", "a number", "a group for a figure", "another modality"],
)
async def test_details_of_gemini_that_say_nothing_are_left_out(
    vendor: Vendor, fake: Fake, details: bytes
) -> None:
    figures = bytes([0x08, 40, 0x10, 7, 0x18, 47]) + details
    said = b"\x0a\x0b\x0a\x07\x0a\x05\x12\x03Yes\x10\x01"
    report = bytes([0x1A, len(figures)]) + figures

    usage, refused = await usage_of(vendor, fake, Reply(wire=(said + report,)))

    assert (usage, refused) == (Usage(40, 0, 7, 0, 47), set())


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
@pytest.mark.parametrize(
    ("reports", "untrue"),
    [
        ((gemini(40, 9, 49), gemini(40, 4, 44)), {"candidates_token_count", "total_token_count"}),
        ((gemini(40, 9, 49), None), set[str]()),
        ((gemini(40, 5, 45), gemini(40, 9, 49), {}), set[str]()),
        ((gemini(40, 9, 49), gemini(40, 9, 49, 8), gemini(40, 9, 49)), set[str]()),
    ],
    ids=["shrinks", "nothing behind it", "zeros behind it", "cached no more"],
)
async def test_of_geminis_reports_what_was_true_stays(
    vendor: Vendor, fake: Fake, reports: tuple[Any, ...], untrue: set[str]
) -> None:
    usage, refused = await usage_of(vendor, fake, Reply(first_report={}, last_reports=reports))

    assert usage
    assert (usage.prompt_tokens, usage.output_tokens, usage.total_tokens) == (40, 9, 49)
    assert usage.cached_tokens == max(
        (report or {}).get("cached_content_token_count", 0) for report in reports
    )
    assert refused == untrue


async def test_what_was_told_of_a_reply_before_its_last_text_is_no_bill_for_it(
    vendor: Vendor, fake: Fake
) -> None:
    early = {
        "gemini": gemini(40, 1, 41),
        "anthropic": {"input_tokens": 40, "output_tokens": 1},
    }.get(vendor.name, told(40, 1, 41))

    usage, _ = await usage_of(vendor, fake, Reply(first_report=early, last_reports=()))

    assert usage is not None
    assert (usage.prompt_tokens, usage.output_tokens, usage.total_tokens) == (40, None, None)


@pytest.mark.parametrize("beyond_tokens", [0, 1])
async def test_a_prompt_may_fill_the_window_to_its_last_token(
    vendor: Vendor, fake: Fake, beyond_tokens: int
) -> None:
    model = find(vendor.model_id)
    most_tokens = max(model.context_window_tokens, model.max_output_tokens)
    prompt = most_tokens + beyond_tokens
    report = {
        "gemini": gemini(prompt, 7, prompt + 7),
        # The sum of the parts is what has to fit.
        "anthropic": {
            "input_tokens": prompt - 5,
            "cache_read_input_tokens": 5,
            "output_tokens": 7,
        },
    }.get(vendor.name, told(prompt, 7, prompt + 7))

    usage, _ = await usage_of(vendor, fake, Reply(first_report={}, last_reports=(report,)))

    assert usage is not None
    assert usage.prompt_tokens == (None if beyond_tokens else most_tokens)


@pytest.mark.parametrize("vendor", [OPENAI, XAI], ids=lambda vendor: vendor.name)
async def test_no_output_is_believed_where_there_is_no_text(vendor: Vendor, fake: Fake) -> None:
    reply = Reply(deltas=(), last_reports=(told(40, 0, 40),))

    assert await usage_of(vendor, fake, reply) == (Usage(40, None, 0, None, 40), set())


@pytest.mark.parametrize("count", [0, -1, 2**31 - 1, 3.5, "7", True, [7], {"tokens": 7}])
async def test_a_count_that_cannot_be_true_is_none(vendor: Vendor, fake: Fake, count: Any) -> None:
    if vendor.name == "gemini" and type(count) is not int:
        count = -7  # its wire holds nothing but whole numbers
    if vendor.name == "xai" and isinstance(count, list):
        count = []  # where others send a number it sends what it counted
    fake.script(Reply(count=count))
    counting = vendor.adapter().count(find(vendor.model_id), [Text("text")])

    if vendor.name == "compatible":  # its wire has no call that counts
        assert await counting is None
        return
    with pytest.raises(ProviderError):
        await counting
