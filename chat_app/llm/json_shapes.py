"""JSON as it comes from others, who may put anything in place of anything."""

import json
from typing import Any, cast

from pydantic_core import from_json

_TEXT_TYPES = (None, "text", "text_delta", "output_text")


def fields_of(value: Any) -> dict[str, Any]:
    """Return an object of JSON; an empty one in place of anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Return a list of JSON; an empty one in place of anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def first_of(value: Any) -> dict[str, Any]:
    """Return the first object of a list; an empty one in place of anything else."""
    values = list_of(value)
    return fields_of(values[0]) if values else {}


def read_portable(text: str, most_levels: int = 200) -> Any:
    """Return what a text of JSON says, if every wire has a form for it.

    A model may have written it, or a tool: NaN, infinity, half characters and what is nested
    without end are no JSON to others, whom they would make fail.

    Raises:
        ValueError: It is no such text, or has more objects and lists in one another than these.
    """
    read = from_json(text, allow_inf_nan=False)
    # That lets 1e999 pass, which is infinity.
    json.dumps(read, allow_nan=False)
    if _is_deeper(read, most_levels):
        raise ValueError("nested too deep")
    return read


def _is_deeper(value: Any, levels: int) -> bool:
    inner = list_of(value) or list(fields_of(value).values())
    return bool(inner) and (levels == 0 or any(_is_deeper(each, levels - 1) for each in inner))


def text_of(value: Any) -> str:
    """Return the text for people in a field: a string, a part that has one, or a list of them."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    parts = list_of(value) if isinstance(value, list) else [value]
    return "".join(map(_text_of_part, parts))


def _text_of_part(part: Any) -> str:
    if isinstance(part, str):
        return part
    fields = fields_of(part)
    text = fields.get("text") if fields.get("type") in _TEXT_TYPES else None
    return text if isinstance(text, str) else ""
