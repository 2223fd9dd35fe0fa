"""What vendors over HTTP may put on the wire: one odd field must not cost a reply that was paid."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.catalogue import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Finish, FinishReason
from tests.clock import within
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import EVERY_VENDOR, VENDORS, Vendor

OPENAI, ANTHROPIC = VENDORS[1], VENDORS[2]


async def ask(vendor: Vendor) -> tuple[list[str], Finish]:
    events = [event async for event in stream_reply(find(vendor.model_id), question())]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


def chunk(delta: Any, **choice: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, **choice}]}


def delta(text: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "delta": {"type": "text_delta", "text": text}}


def said(vendor: Vendor, *texts: str) -> list[Any]:
    """Return the events of a text, in the vendor's form."""
    return [delta(text) if vendor is ANTHROPIC else chunk({"content": text}) for text in texts]


def ended(vendor: Vendor) -> list[Any]:
    """Return the events that end a whole reply, the very last left out."""
    if vendor is ANTHROPIC:
        usage = {"input_tokens": 12, "output_tokens": 3}
        return [{"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage}]
    usage = {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}
    return [chunk({}, finish_reason="stop"), {"choices": [], "usage": usage}]


def last(vendor: Vendor) -> Any:
    return {"type": "message_stop"} if vendor is ANTHROPIC else "[DONE]"


@pytest.fixture(params=EVERY_VENDOR[1:], ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return request.param


BYTES = {
    "comments": b": hello\n\n:\n\n",
    "an empty event": b"data\n\ndata:\n\nevent: ping\ndata:\n\n",
    "null": b"data: null\n\n",
    "no objects": b'data: [1]\n\ndata: "x"\n\ndata: 7\n\ndata: true\n\n',
    "another name": b"event: message\nid: 1\nretry: 3\n\n",
}


@pytest.mark.parametrize("odd", BYTES.values(), ids=list(BYTES))
async def test_bytes_that_say_nothing_take_nothing(vendor: Vendor, fake: Fake, odd: bytes) -> None:
    hello, there = said(vendor, "Hello", " there")
    fake.script(Reply(wire=(odd, hello, odd, there, *ended(vendor), odd, last(vendor))))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage is not None


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
async def test_lines_may_end_in_any_way_and_bytes_be_cut_anywhere(
    vendor: Vendor, fake: Fake, end: str, size: int
) -> None:
    events = [*said(vendor, "Grüß", " 👋🏽"), *ended(vendor), last(vendor)]
    lines = [
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in events
    ]
    stream = ("\ufeff" + "".join(f"data: {line}{end}{end}" for line in lines)).encode()
    pieces = (stream[at : at + size] for at in range(0, len(stream), size))
    fake.script(Reply(wire=tuple(pieces)))

    deltas, finish = await ask(vendor)

    assert deltas == ["Grüß", " 👋🏽"]
    assert finish.usage is not None


async def test_a_whole_reply_ends_at_its_end_though_the_connection_stays_open(
    vendor: Vendor, fake: Fake
) -> None:
    events = [*said(vendor, "Hello"), *ended(vendor), last(vendor), *said(vendor, " too late")]
    fake.script(Reply(wire=tuple(events), keeps_open=True))

    async with within(5):
        deltas, finish = await ask(vendor)
        await fake.cancelled.wait()

    assert deltas == ["Hello"]
    assert finish.reason is FinishReason.STOP


async def test_silence_behind_the_reason_takes_nothing(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(wire=(*said(vendor, "Hello"), *ended(vendor)), keeps_open=True))

    async with within(10):
        deltas, finish = await ask(vendor)
        await fake.cancelled.wait()

    assert deltas == ["Hello"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage


async def test_what_breaks_behind_the_reason_takes_nothing(vendor: Vendor, fake: Fake) -> None:
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "scripted"}}
    fake.script(Reply(wire=(*said(vendor, "Hello"), *ended(vendor), error, b"data: {oh\n\n")))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage is not None


async def test_a_surrogate_pair_in_two_pieces_is_one_character(vendor: Vendor, fake: Fake) -> None:
    pieces = said(vendor, "a\ud83d", "\ude00b", "\ud83d", "c", "\ude00", "d\ud83d")
    fake.script(Reply(wire=(*pieces, *ended(vendor), last(vendor))))

    deltas, _ = await ask(vendor)

    assert deltas == ["a", "😀b", "\ufffdc", "\ufffd", "d", "\ufffd"]


async def test_nul_is_taken_out_before_anybody_hears_it(vendor: Vendor, fake: Fake) -> None:
    pieces = said(vendor, "a\0b", "\0", "\0c\0")
    fake.script(Reply(wire=(*pieces, *ended(vendor), last(vendor))))

    deltas, _ = await ask(vendor)

    assert deltas == ["ab", "c"]


ODD_CHUNKS = {
    "choices are null": {"choices": None},
    "choices are empty": {"choices": []},
    "choices are no list": {"choices": {"0": {"delta": {"content": "x"}}}},
    "a choice is null": {"choices": [None]},
    "no choices": {},
    "no delta": {"choices": [{"index": 0, "finish_reason": None}]},
    "delta is null": chunk(None),
    "delta is a list": chunk([1]),
    "content is a number": chunk({"content": 7}),
    "content is null": chunk({"content": None, "refusal": None}),
    "content of parts without text": chunk({"content": [{"type": "image"}, None, 7, {"text": 1}]}),
    "thinking among the content": chunk({"content": [{"type": "thinking", "text": "Hm"}]}),
    "a reason is a list": chunk({}, finish_reason=["stop"]),
    "a reason is empty": chunk({}, finish_reason=""),
    "an empty error": {"error": None, "choices": [{"delta": {}}]},
}


@pytest.mark.parametrize("vendor", [OPENAI], ids=["openai"])
@pytest.mark.parametrize("odd", ODD_CHUNKS.values(), ids=list(ODD_CHUNKS))
async def test_an_odd_chunk_takes_nothing(vendor: Vendor, fake: Fake, odd: Any) -> None:
    fake.script(Reply(wire=(odd, *said(vendor, "Hello"), odd, *ended(vendor), odd, "[DONE]")))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage is not None


@pytest.mark.parametrize("vendor", [OPENAI], ids=["openai"])
async def test_content_in_parts_is_text(vendor: Vendor, fake: Fake) -> None:
    parts = [{"type": "text", "text": "Hello"}, " there", {"type": "output_text", "text": "!"}]
    fake.script(Reply(wire=(chunk({"content": parts}), *ended(vendor), "[DONE]")))

    assert (await ask(vendor))[0] == ["Hello there!"]


ODD_EVENTS = {
    "a ping with nothing": {"type": "ping"},
    "an unknown type": {"type": "novelty", "delta": {"text": "x"}},
    "no type": {"delta": {"text": "x"}},
    "a type that is a list": {"type": ["content_block_delta"]},
    "a start without a message": {"type": "message_start"},
    "a start with an odd message": {"type": "message_start", "message": [1]},
    "a block without a block": {"type": "content_block_start", "index": 0},
    "thinking begins": {
        "type": "content_block_start",
        "content_block": {"type": "thinking", "thinking": "Hm", "text": "Hm"},
    },
    "no delta": {"type": "content_block_delta", "index": 0},
    "delta is null": {"type": "content_block_delta", "delta": None},
    "text is a number": delta(7),
    "an end without a delta": {"type": "message_delta", "usage": None},
    "an end with an odd delta": {"type": "message_delta", "delta": "end_turn"},
    "an end without a reason": {"type": "message_delta", "delta": {"stop_reason": None}},
    "an end with an odd reason": {"type": "message_delta", "delta": {"stop_reason": {}}},
}


@pytest.mark.parametrize("vendor", [ANTHROPIC], ids=["anthropic"])
@pytest.mark.parametrize("odd", ODD_EVENTS.values(), ids=list(ODD_EVENTS))
async def test_an_odd_event_takes_nothing(vendor: Vendor, fake: Fake, odd: Any) -> None:
    wire = (odd, *said(vendor, "Hello"), odd, *ended(vendor), odd, last(vendor))
    fake.script(Reply(wire=wire))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage is not None


@pytest.mark.parametrize("vendor", [ANTHROPIC], ids=["anthropic"])
async def test_text_may_come_with_the_beginning(vendor: Vendor, fake: Fake) -> None:
    message = {"content": [{"type": "text", "text": "Well"}], "usage": {"input_tokens": 12}}
    block = {"type": "content_block_start", "content_block": {"type": "text", "text": ", hello"}}
    start = {"type": "message_start", "message": message}
    fake.script(Reply(wire=(start, block, *said(vendor, "!"), *ended(vendor), last(vendor))))

    assert (await ask(vendor))[0] == ["Well", ", hello", "!"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


def _spoiled(event: Any, path: list[int], value: Any) -> Any:
    """Return an event with another value somewhere in it."""
    if not path or not isinstance(event, dict | list) or not event:
        return value
    at, *rest = path
    if isinstance(event, list):
        at %= len(event)
        return [*event[:at], _spoiled(event[at], rest, value), *event[at + 1 :]]
    name = sorted(event)[at % len(event)]
    return event | {name: _spoiled(event[name], rest, value)}


@pytest.mark.parametrize("vendor", [OPENAI, ANTHROPIC], ids=["openai", "anthropic"])
@given(path=st.lists(st.integers(0, 5), max_size=4), value=JSON, at=st.integers(0, 2))
async def test_any_json_in_any_field_of_one_more_event_leaves_the_reply_whole(
    vendor: Vendor, fake: Fake, path: list[int], value: Any, at: int
) -> None:
    events = said(vendor, "Hello", " there")
    spoiled = json.dumps(_spoiled(said(vendor, "")[0], path, value))
    events.insert(at, f"data: {spoiled}\n\n".encode())
    fake.script(Reply(wire=(*events, *ended(vendor), last(vendor))))

    deltas, finish = await ask(vendor)

    before, _, behind = "".join(deltas).partition("Hello")
    assert behind.endswith(" there") or (not before and behind.startswith(" there"))
    assert finish.reason is FinishReason.STOP
    assert finish.usage
    assert (finish.usage.prompt_tokens, finish.usage.output_tokens) == (12, 3)
