"""JSON that fits a schema, always the same for the same one: what the simulated model calls with.

It knows what tools and forms of replies are described by in practice: types, required and further
properties, `enum`, `const`, arrays, bounds, patterns, common formats, `$ref`, `allOf`, `anyOf`,
`oneOf`. It does not look for what fits `not` or `if`. The smallest value is taken: nothing that may
be left out. Callers send any schema, so work and size are bounded.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from chat_app.llm.json_shapes import fields_of, list_of
from chat_app.llm.providers.simulated_patterns import text_for
from chat_app.llm.providers.simulated_schemas import (
    fits,
    is_number,
    merged,
    named_values,
    number_of,
    type_of,
    whole,
)

_MOST_VALUES = 5_000
_CHARACTERS_OF_A_VALUE = 10
"""How many a text may have to count as one value."""
_DEPTHS = (4, 8, 16, 32, 64)
"""How deep a value may be: the least first, for what may go on for ever had better end soon."""
_LONGEST_TEXT_OF_A_PATTERN = 1_000
_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "somebody@example.org",
    "hostname": "example.org",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.org/",
    "url": "https://example.org/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


class _NothingFits(ValueError):
    """There is no value here, or none of bounded size."""


def example_of(schema: Mapping[str, Any]) -> Any:
    """Return a value that fits a JSON Schema; an empty object where none is found."""
    for deepest in _DEPTHS:
        with suppress(_NothingFits):
            return _Maker(schema, deepest).value(schema, "text", 0)
    return {}


class _Maker:
    """Makes a value by one schema, whose parts may refer to each other."""

    def __init__(self, root: Mapping[str, Any], deepest: int) -> None:
        self._root = root
        self._deepest = deepest
        self._left = _MOST_VALUES

    def value(self, schema: Any, name: str, depth: int) -> Any:
        """Return a value.

        Args:
            schema: Its schema.
            name: What it is called where it stands; texts say it.
            depth: How deep in the whole it stands.

        Raises:
            _NothingFits: There is none.
        """
        if schema is False:
            raise _NothingFits
        self._spend(1, depth)
        known = self._resolved(fields_of(schema), depth)
        if "const" in known:
            return known["const"]
        if "enum" in known:
            return _first(named_values(known))
        for choice in ("anyOf", "oneOf"):
            if options := list_of(known.get(choice)):
                return self._one_of(known, choice, options, name, depth)
        return self._of_type(type_of(known), known, name, depth)

    def _of_type(self, kind: str, schema: dict[str, Any], name: str, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer" | "number":
                number = number_of(schema)
                return _first([] if number is None else [number])
            case "boolean" | "null":
                return True if kind == "boolean" else None
            case _:
                return self._text(schema, name, depth)

    def _spend(self, values: int, depth: int) -> None:
        self._left -= values
        if self._left < 0 or depth > self._deepest:
            raise _NothingFits

    def _resolved(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        """Return a schema with what it refers to and is made of, all in one."""
        for _ in range(self._deepest):
            if isinstance(schema.get("$ref"), str):
                rest = {key: value for key, value in schema.items() if key != "$ref"}
                schema = merged(self._referred(schema["$ref"]), rest)
            elif parts := list_of(schema.get("allOf")):
                schema = {key: value for key, value in schema.items() if key != "allOf"}
                for part in parts:
                    self._spend(1, depth)
                    schema = merged(schema, self._resolved(fields_of(part), depth + 1))
            else:
                return schema
        raise _NothingFits

    def _referred(self, reference: str) -> dict[str, Any]:
        """Return what a JSON pointer (RFC 6901) leads to; other schemas are not fetched."""
        if not reference.startswith("#"):
            raise _NothingFits
        found: Any = self._root
        for step in unquote(reference[1:]).split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list):
                found = dict(enumerate(list_of(found))).get(int(key) if key.isdecimal() else -1)
            else:
                found = fields_of(found).get(key)
        if not isinstance(found, dict):
            raise _NothingFits
        return fields_of(found)

    def _one_of(
        self, schema: dict[str, Any], choice: str, options: list[Any], name: str, depth: int
    ) -> Any:
        """Return a value for the first option that has one; something rather than nothing."""
        base = {key: value for key, value in schema.items() if key != choice}
        for option in sorted(options, key=lambda each: fields_of(each).get("type") == "null"):
            if option is False:
                continue
            try:
                known = self._resolved(fields_of(option), depth)
                return self.value(merged(base, known), name, depth + 1)
            except _NothingFits:
                self._spend(0, depth)
        raise _NothingFits

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        properties = fields_of(schema.get("properties"))
        others = schema.get("additionalProperties", True)
        least = whole(schema, "minProperties")
        made: dict[str, Any] = {}
        for name in list_of(schema.get("required")):
            if isinstance(name, str):
                made[name] = self.value(properties.get(name, others), name, depth + 1)
        self._spend(max(least - len(made), 0), depth)
        for name in (*properties, *(f"key_{number}" for number in range(least))):
            if len(made) >= least:
                break
            if name not in made:
                made[name] = self.value(properties.get(name, others), name, depth + 1)
        return made

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        items = schema.get("items", True)
        first = list_of(schema.get("prefixItems"))
        if isinstance(items, list):
            # As drafts before 2020 say it.
            first, items = list_of(items), schema.get("additionalItems", True)
        least = whole(schema, "minItems")
        self._spend(least, depth)
        made: list[Any] = []
        for number in range(0 if schema.get("maxItems") == 0 else max(least, 1)):
            item = first[number] if number < len(first) else items
            try:
                value = self.value(item, f"{name} {number + 1}" if number else name, depth + 1)
                if schema.get("uniqueItems") is True and value in made:
                    value = self._other(item, value, made, depth)
            except _NothingFits:
                if len(made) < least:
                    raise
                break
            made.append(value)
        return made

    def _other(self, item: Any, value: Any, made: list[Any], depth: int) -> Any:
        """Return another value than those made, where one can be told at a glance."""
        known = self._resolved(fields_of(item), depth)
        options = named_values(known)
        if isinstance(value, bool):
            options = options or [False]
        elif isinstance(value, int | float):
            step = known.get("multipleOf")
            steps = range(-len(made) - 1, len(made) + 2)
            near = [value + number * (step if is_number(step) else 1) for number in steps]
            options = options or [number for number in near if fits(known, number)]
        return _first([each for each in options if each not in made])

    def _text(self, schema: dict[str, Any], name: str, depth: int) -> str:
        form = schema.get("format")
        if isinstance(form, str) and form in _FORMATS:
            return _FORMATS[form]
        least, most = whole(schema, "minLength"), schema.get("maxLength")
        self._spend(least // _CHARACTERS_OF_A_VALUE, depth)
        if isinstance(pattern := schema.get("pattern"), str):
            bound = int(most) if is_number(most) else _LONGEST_TEXT_OF_A_PATTERN
            made = text_for(pattern, least, min(bound, _LONGEST_TEXT_OF_A_PATTERN))
            self._spend(len(made or "") // _CHARACTERS_OF_A_VALUE, depth)
            if made is not None:
                return made
        text = name if len(name) >= least else f"{name} ".ljust(least, "x")
        return text[: int(most)] if is_number(most) and most >= 0 else text


def _first(values: list[Any]) -> Any:
    if not values:
        raise _NothingFits
    return values[0]
