"""Server-sent events to the standard, however their bytes are cut."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.providers.event_stream import EventReader

A, B = {"a": "Grüß"}, {"b": 2}


def read(stream: bytes, cuts: list[int] | None = None) -> list[dict[str, Any]]:
    """Return the events of a stream that comes in the pieces that `cuts` make of it."""
    reader = EventReader()
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts or ())})
    events: list[dict[str, Any]] = []
    for start, stop in pairwise(places):
        events += reader.feed(stream[start:stop])
    return [*events, *reader.end()]


CASES = {
    "the usual form": b'data: {"a": 1}\n\ndata: {"b": 2}\n\n',
    "a BOM before the first": b'\xef\xbb\xbfdata: {"a": 1}\n\ndata: {"b": 2}\n\n',
    "lines that end in CR": b'data: {"a": 1}\r\rdata: {"b": 2}\r\r',
    "lines that end in CR LF": b'data: {"a": 1}\r\n\r\ndata: {"b": 2}\r\n\r\n',
    "ends of all kinds": b'data: {"a": 1}\n\rdata: {"b": 2}\r\n\n\r',
    "no space behind the colon": b'data:{"a": 1}\n\ndata:{"b": 2}\n\n',
    "an event of several lines": b'data: {"a":\ndata: 1}\n\ndata: {\ndata: "b": 2\ndata: }\n\n',
    "names, ids and comments": b': hi\nevent: x\nid: 7\nretry: 9\ndata: {"a": 1}\n\n:\n\n'
    b'data: {"b": 2}\nid: 8\n\n',
    "empty data": b'data\n\ndata:\n\ndata: \n\ndata: {"a": 1}\n\nevent: ping\n\ndata: {"b": 2}\n\n',
    "what is no object": b'data: null\n\ndata: {"a": 1}\n\ndata: [1]\n\ndata: 7\n\ndata: "x"\n\n'
    b'data: true\n\ndata: {"b": 2}\n\n',
    "fields of another name": b'dataa: {"c": 3}\n\nDATA: {"c": 3}\n data: {"c": 3}\n\n'
    b'data: {"a": 1}\n\ndata: {"b": 2}\n\n',
    "no blank line behind the last": b'data: {"a": 1}\n\ndata: {"b": 2}\n',
    "no line end behind the last": b'data: {"a": 1}\n\ndata: {"b": 2}',
    "no blank lines at all": b'data: {"a": 1}\ndata: {"b": 2}\ndata: [DONE]\n',
    "a last event that was cut": b'data: {"a": 1}\n\ndata: {"b": 2}\n\ndata: {"c": ',
    "nothing behind the last": b'data: {"a": 1}\n\ndata: {"b": 2}\n\ndata: [DONE]\n\n'
    b'data: {"c": 3}\n\ndata: <html>\n\n',
}


@pytest.mark.parametrize("stream", CASES.values(), ids=list(CASES))
@given(cuts=st.lists(st.integers(0, 400), max_size=12))
def test_a_stream_means_the_same_however_it_is_cut(stream: bytes, cuts: list[int]) -> None:
    assert read(stream, cuts) == [{"a": 1}, {"b": 2}]


def test_nothing_is_read_behind_message_stop() -> None:
    reader = EventReader()
    stream = b'data: {"type": "message_stop"}\n\ndata: {"a": 1}\n\n'

    assert list(reader.feed(stream)) == [{"type": "message_stop"}]
    assert reader.is_over
    assert [*reader.feed(stream), *reader.end()] == []


def test_nothing_is_read_behind_message_stop_where_no_blank_lines_are() -> None:
    assert read(b'data: {"type": "message_stop"}\ndata: {"a": 1}\n\n') == [{"type": "message_stop"}]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_the_end_is_known_with_the_end_of_its_line(end: bytes) -> None:
    reader = EventReader()

    list(reader.feed(b"data: [DONE]" + end))

    assert reader.is_over


def test_an_event_ends_with_its_line_end_and_not_with_the_byte_behind_it() -> None:
    assert list(EventReader().feed(b'data: {"a": 1}\r\r')) == [{"a": 1}]


@given(
    payloads=st.lists(
        st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none(), max_size=4),
        max_size=5,
    ),
    ends=st.lists(st.sampled_from(["\n", "\r", "\r\n"]), min_size=1, max_size=4),
    escapes=st.booleans(),
    has_bom=st.booleans(),
    cuts=st.lists(st.integers(0, 10_000), max_size=20),
)
def test_what_was_sent_is_what_is_read(
    payloads: list[dict[str, Any]],
    ends: list[str],
    escapes: bool,
    has_bom: bool,
    cuts: list[int],
) -> None:
    stream = "\ufeff" if has_bom else ""
    for number, payload in enumerate(payloads):
        end, other = ends[number % len(ends)], ends[(number + 1) % len(ends)]
        # CR before LF would be one end of a line, no two.
        other = end if (end, other) == ("\r", "\n") else other
        for line in json.dumps(payload, indent=1, ensure_ascii=escapes).split("\n"):
            stream += f"data: {line}{end}"
        stream += other if other != "\n" or not stream.endswith("\r") else "\r"
    assert read(stream.encode(), cuts) == payloads


def test_half_a_surrogate_pair_and_a_number_without_end_break_no_event() -> None:
    digits = "1" * 5000
    (event,) = read(f'data: {{"text": "\\ud83d", "number": {digits}}}\n\n'.encode())

    assert event["text"] == "\ud83d"


@pytest.mark.parametrize("payload", [b"<html>", b'{"a": ', b"[" * 100_000, b"pong"])
def test_what_is_not_json_is_unreadable(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        list(EventReader().feed(b"data: " + payload + b"\n\n"))


def test_bytes_that_are_no_text_become_the_replacement_character() -> None:
    assert read(b'data: {"a": "x\xffy"}\n\n') == [{"a": "x\ufffdy"}]


def test_a_line_is_read_in_time_that_grows_with_its_length() -> None:
    # 300 kB a byte at a time; a copy of the line for each byte would be 45 GB.
    reader = EventReader()
    line = b'data: {"a": "' + b"x" * 300_000 + b'"}\n\n'

    events = [event for index in range(len(line)) for event in reader.feed(line[index : index + 1])]

    assert len(events[0]["a"]) == 300_000
