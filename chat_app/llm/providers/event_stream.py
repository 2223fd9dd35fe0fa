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
            if self._take(line):
                yield from self._dispatch()
                if self.is_over:
                    return
        if rest:
            self._line.append(rest)

    def end(self) -> Iterator[dict[str, Any]]:
        """Yield the object of a last event that no blank line closed, if all of it came."""
        with suppress(ValueError):
            self._take(b"".join(self._line))
            yield from self._dispatch()

    def _take(self, line: bytes) -> bool:
        """Take a line in; say whether an event ends with it."""
        if not line:
            return bool(self._data)
        field, _, value = line.partition(b":")
        if field != b"data":
            return False
        if value.strip() == _LAST_PAYLOAD:
            self.is_over = True
            return True
        self._data.append(value)
        return False

    def _dispatch(self) -> Iterator[dict[str, Any]]:
        lines = [line for line in self._data if line.strip()]
        self._data.clear()
        try:
            events = [_parse(b"\n".join(lines))] if lines else []
        except ValueError:
            # Some leave out the blank lines between events.
            events = [_parse(line) for line in lines]
        for event in events:
            if isinstance(event, dict):
                fields = fields_of(event)
                self.is_over = self.is_over or fields.get("type") == _LAST_TYPE
                yield fields


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
