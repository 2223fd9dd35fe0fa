"""What a JSON Schema of somebody's says of a value; whatever stands in it, nothing here raises."""

import math
from collections.abc import Callable
from typing import Any, TypeGuard

from chat_app.llm.json_shapes import fields_of, list_of

_LARGEST = 1e300
_TELLING = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
"""What tells the type of a value where a schema does not say it."""
_KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
}
_STRICTER: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("min", max),
    ("max", min),
    ("exclusiveMin", max),
    ("exclusiveMax", min),
)


def type_of(schema: dict[str, Any]) -> str:
    """Return the type of a value: the first that is said and no null, else what tells it."""
    told = schema.get("type")
    if isinstance(told, list):
        told = next((each for each in list_of(told) if each != "null"), "null")
    if isinstance(told, str):
        return told
    tells = (kind for kind, keys in _TELLING.items() if any(key in schema for key in keys))
    return next(tells, "string")


def named_values(schema: dict[str, Any]) -> list[Any]:
    """Return the values that `enum` names, those of the schema's type and what is no null first."""
    kind = _KINDS.get(type_of(schema), object) if "type" in schema else object
    return sorted(
        list_of(schema.get("enum")), key=lambda each: (not isinstance(each, kind), each is None)
    )


def merged(schema: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return what two schemas ask for together."""
    both = schema.keys() & more.keys()
    made = schema | more
    if "properties" in both:
        ours, theirs = fields_of(schema["properties"]), fields_of(more["properties"])
        shared = {name: {"allOf": [ours[name], theirs[name]]} for name in ours.keys() & theirs}
        made["properties"] = ours | theirs | shared
    if "required" in both:
        made["required"] = [*list_of(schema["required"]), *list_of(more["required"])]
    if "enum" in both:
        theirs = list_of(more["enum"])
        made["enum"] = [each for each in list_of(schema["enum"]) if each in theirs]
    for start, stricter in _STRICTER:
        for key in both:
            ours, theirs = schema[key], more[key]
            if key.startswith(start) and is_number(ours) and is_number(theirs):
                made[key] = stricter(ours, theirs)
    return made


def number_of(schema: dict[str, Any]) -> int | float | None:
    """Return the first of the likely numbers that fits; `None` where none does."""
    least = _bound(schema, "minimum", "exclusiveMinimum", max)
    most = _bound(schema, "maximum", "exclusiveMaximum", min)
    step = schema.get("multipleOf")
    step = step if is_number(step) and step > 0 else 1
    likely: list[int | float] = [1, 0, step]
    if least is not None:
        first = math.ceil(least / step) * step
        likely += [least, first, first + step]
    if most is not None:
        last = math.floor(most / step) * step
        likely += [most, last, last - step]
    if least is not None and most is not None:
        likely.append((least + most) / 2)
    return next((number for number in likely if fits(schema, number)), None)


def fits(schema: dict[str, Any], number: float) -> bool:
    """Say whether a number does; `exclusiveMinimum: true` is how drafts before 6 say it."""
    bounds = {key: schema[key] for key in _TELLING["number"] if is_number(schema.get(key))}
    least, most = bounds.get("minimum", number), bounds.get("maximum", number)
    step = bounds.get("multipleOf", 0)
    return (
        least <= number <= most
        and bounds.get("exclusiveMinimum", number - 1) < number
        and bounds.get("exclusiveMaximum", number + 1) > number
        and (schema.get("exclusiveMinimum") is not True or least != number)
        and (schema.get("exclusiveMaximum") is not True or most != number)
        and (step <= 0 or number / step == round(number / step))
        and (type_of(schema) != "integer" or number == int(number))
    )


def whole(schema: dict[str, Any], key: str) -> int:
    """Return a length or number of things; 0 where none is said."""
    told = schema.get(key)
    return math.ceil(told) if is_number(told) and told > 0 else 0


def is_number(value: Any) -> TypeGuard[int | float]:
    """Say whether a value is a number that one can reckon with."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -_LARGEST < value < _LARGEST


def _bound(
    schema: dict[str, Any], inclusive: str, exclusive: str, stricter: Callable[..., Any]
) -> int | float | None:
    bounds = [schema[key] for key in (inclusive, exclusive) if is_number(schema.get(key))]
    return stricter(bounds) if bounds else None
