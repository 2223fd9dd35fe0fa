"""Calls of tools as vendors stream them, who name and number them in ways of their own."""

import json
from secrets import token_hex
from typing import Any

from chat_app.llm.json_shapes import fields_of
from chat_app.llm.types import ToolCallDelta


def new_call_id() -> str:
    """Return an id for a call whose vendor gave it none; no two of a conversation may be alike."""
    return f"call_{token_hex(12)}"


class CallReader:
    """Numbers the calls of a reply of chat completions.

    A piece belongs to the call of its id, else to the latest of its index. Ollama gave every call
    the index 0, some repeat the id with each piece, some leave the index or the id out, and some
    send arguments as an object (seen in public issue trackers, 2026-11-29).
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._latest: dict[int | None, int] = {}

    @property
    def has_any(self) -> bool:
        """Whether a call has come."""
        return bool(self._ids)

    def read(self, told: Any) -> ToolCallDelta | None:
        """Return the piece of a call in JSON of any shape; `None` where it is none."""
        call = fields_of(told)
        function = fields_of(call.get("function"))
        arguments, index = function.get("arguments"), call.get("index")
        if isinstance(arguments, dict):
            arguments = json.dumps(arguments)
        if not isinstance(arguments, str):
            arguments = ""
        index = index if isinstance(index, int) else None
        call_id, name = (_text(value) for value in (call.get("id"), function.get("name")))
        number = self._ids.index(call_id) if call_id in self._ids else self._latest.get(index)
        if number is None or (call_id and call_id not in self._ids):
            if not name:
                return None
            number = len(self._ids)
            self._ids.append(call_id or new_call_id())
            self._latest[index] = number
            return ToolCallDelta(number, arguments, self._ids[number], name)
        return ToolCallDelta(number, arguments)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
