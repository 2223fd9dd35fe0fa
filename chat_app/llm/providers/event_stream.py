"""An event stream, read from its bytes.

By the standard (html.spec.whatwg.org, 9.2.6, read 2026-11-29); names, ids and comments are of no
use here. The SDKs' typed events cost six times more, and httpx-sse takes lines, no bytes.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic_core import from_json

from chat_app.llm.json_shapes import fields_of

_BOM = b"\xef\xbb\xbf"
_DATA = b"data:"
_LAST_PAYLOAD = b"[DONE]"
_LAST_TYPE = "message_stop"


class EventReader:
    """Finds the JSON objects in the bytes of an event stream, however the bytes are cut."""

    def __init__(self) -> None:
        self._line: list[bytes] = []
        """What came of a line that has no end yet."""
        self._data: list[bytes] = []
        """The data of the event that has no end yet, a line each."""
        self._is_first_line = True
        self._ended_in_cr = False
        self.is_over = False
        """Whether the vendor's last event has come; nothing is read behind it."""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take the next bytes in and yield the objects they complete.

        Raises:
            ValueError: What came is not JSON.
        """
        if self.is_over:
            return
        for line in self._lines(chunk):
            if line.startswith(_DATA):
                value = line[len(_DATA) :]
                self.is_over = value.strip() == _LAST_PAYLOAD
                if not self.is_over:
                    self._data.append(value)
            if self._data and (self.is_over or not line):
                yield from self._dispatch()
            if self.is_over:
                return

    def end(self) -> Iterator[dict[str, Any]]:
        """Yield the object of a last event that no blank line closed, if all of it came."""
        with suppress(ValueError):
            yield from self.feed(b"\n\n")

    def _dispatch(self) -> Iterator[dict[str, Any]]:
        lines, self._data = self._data, []
        try:
            events = [_parse(b"\n".join(lines))]
        except ValueError:
            # Some leave out the blank lines between events.
            events = [_parse(line) for line in lines if line.strip()]
        for event in events:
            if isinstance(event, dict):
                fields = fields_of(event)
                is_last = fields.get("type") == _LAST_TYPE
                self.is_over = self.is_over or is_last
                yield fields
                if is_last:
                    return

    def _lines(self, chunk: bytes) -> Iterator[bytes]:
        """Take the next bytes in and yield the lines that end in them."""
        if self._ended_in_cr and chunk:
            chunk, self._ended_in_cr = chunk.removeprefix(b"\n"), False
        if b"\r" in chunk:
            self._ended_in_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            line = end
            if self._line:
                line = b"".join([*self._line, end])
                self._line.clear()
            if self._is_first_line:
                line, self._is_first_line = line.removeprefix(_BOM), False
            yield line
        if rest:
            self._line.append(rest)


def _parse(payload: bytes) -> Any:
    """Return what a payload means; bytes that are no text are read as U+FFFD.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return from_json(payload)
    except ValueError:
        pass
    try:
        # Slower, and takes half a surrogate pair and numbers of any length.
        return json.loads(payload.decode(errors="replace"), parse_int=float)
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault
