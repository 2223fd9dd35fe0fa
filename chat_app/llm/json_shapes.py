"""JSON as it comes from others, who may put anything in place of anything."""

from typing import Any, cast

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
