"""What the simulated model makes of a schema fits it, whatever the schema."""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.providers.simulated_json import example_of

TREE = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
            },
            "required": ["name", "children", "parent"],
        }
    },
}
SCHEMAS: dict[str, Any] = {
    "everything": {},
    "an empty object": {"type": "object", "properties": {}},
    "required fields alone": {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    },
    "an enumeration": {"enum": ["celsius", "fahrenheit"]},
    "an enumeration of one type": {"type": "string", "enum": [1, None, "a"]},
    "nothing but null": {"enum": [None]},
    "null or text": {"type": ["null", "string"], "enum": [None, "a"]},
    "a constant": {"const": {"a": [1]}},
    "objects in objects": {
        "type": "object",
        "properties": {
            "where": {
                "type": "object",
                "properties": {"at": {"type": "array", "items": {"type": "number"}, "minItems": 2}},
                "required": ["at"],
            }
        },
        "required": ["where"],
    },
    "a tuple": {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer"}],
        "minItems": 2,
        "items": False,
    },
    "distinct values": {
        "type": "array",
        "items": {"enum": ["a", "b", "c"]},
        "minItems": 3,
        "uniqueItems": True,
    },
    "distinct numbers": {
        "type": "array",
        "items": {"type": "integer", "minimum": 3, "maximum": 5},
        "minItems": 3,
        "uniqueItems": True,
    },
    "both truths": {
        "type": "array",
        "items": {"type": "boolean"},
        "minItems": 2,
        "uniqueItems": True,
    },
    "no items at all": {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    "bounds": {"type": "integer", "minimum": 10, "maximum": 20, "multipleOf": 7},
    "exclusive bounds": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "a step of cents": {"type": "number", "minimum": 0.5, "multipleOf": 0.25},
    "below nothing": {"type": "integer", "exclusiveMaximum": -3},
    "a length": {"type": "string", "minLength": 30, "maxLength": 40},
    "a short length": {"type": "string", "maxLength": 2},
    "dates": {"type": "string", "format": "date-time"},
    "a reference": {
        "type": "object",
        "properties": {"city": {"$ref": "#/$defs/a~1city%20name"}},
        "required": ["city"],
        "$defs": {"a/city name": {"type": "string", "minLength": 9}},
    },
    "a tree": TREE,
    "one of several": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    "one of what is required": {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
        "anyOf": [{"required": ["b"]}, {"required": ["a"]}],
    },
    "all of several": {
        "allOf": [
            {"type": "object", "properties": {"a": {"minimum": 3}}, "required": ["a"]},
            {"properties": {"a": {"type": "integer", "maximum": 9}}, "required": ["b"]},
        ]
    },
    "variants told apart": {
        "oneOf": [
            {
                "type": "object",
                "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
                "required": ["kind", "lives"],
            },
            {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]},
        ]
    },
    "a map": {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    "an option that goes on for ever": {
        "anyOf": [{"$ref": "#"}, {"type": "integer"}],
    },
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
def test_a_value_fits_its_schema_and_is_always_the_same(schema: Any) -> None:
    made = example_of(schema)

    jsonschema_rs.validate(schema, made)
    assert made == example_of(json.loads(json.dumps(schema)))


SCALARS = st.one_of(
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.builds(
        lambda least, more: {"type": "string", "minLength": least, "maxLength": least + more},
        st.integers(0, 30),
        st.integers(0, 9),
    ),
    st.builds(
        lambda least, more, kind: {"type": kind, "minimum": least, "maximum": least + more},
        st.integers(-100, 100),
        st.integers(0, 9),
        st.sampled_from(["integer", "number"]),
    ),
    st.lists(st.text(max_size=3) | st.integers() | st.none(), min_size=1).map(
        lambda values: {"enum": values}
    ),
)
NAMES = st.text(max_size=5)


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda needed, others: {
            "type": "object",
            "properties": others | needed,
            "required": list(needed),
            "additionalProperties": False,
        },
        st.dictionaries(NAMES, inner, max_size=4),
        st.dictionaries(NAMES, inner, max_size=3),
    )


FITTABLE = st.recursive(
    SCALARS,
    lambda inner: (
        objects(inner)
        | st.builds(
            lambda item, least: {"type": "array", "items": item, "minItems": least},
            inner,
            st.integers(0, 4),
        )
        | st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options})
        | inner.map(lambda one: {"allOf": [one]})
        | inner.map(lambda one: {"$defs": {"a b": one}, "allOf": [one]})
    ),
    max_leaves=12,
)


PATTERNS = [
    r"^[A-Z]{3}$",
    r"^\d{5}(-\d{4})?$",
    r"^\+?[1-9]\d{1,14}$",
    r"^(?:red|green)-[a-f0-9]+$",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    r"^#(?:[0-9a-fA-F]{3}){1,2}$",
    r"x.y",
    r"^\S+\W\D$",
    r"^[^a]b$",
    r"^$",
    r"^(ab|c)\1$",
    r"^(?:x|(a)\1)$",
    r"^[\w.-]*?/v\d+$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("is_key", [False, True], ids=["alone", "in an object"])
def test_a_text_fits_its_pattern(pattern: str, is_key: bool) -> None:
    schema: dict[str, Any] = {"type": "string", "pattern": pattern}
    if is_key:
        schema = {"type": "object", "properties": {"code": schema}, "required": ["code"]}

    jsonschema_rs.validate(schema, example_of(schema))


def test_a_text_of_a_pattern_has_the_length_asked_for() -> None:
    schema = {"type": "string", "pattern": "^[a-z]+$", "minLength": 12, "maxLength": 20}

    jsonschema_rs.validate(schema, example_of(schema))


@given(st.text(alphabet="ab(|)[]{}^$.*+?\\d1,9-:=!<>", max_size=12))
def test_no_pattern_raises_anything(pattern: str) -> None:
    assert isinstance(example_of({"type": "string", "pattern": pattern}), str)


@given(FITTABLE)
def test_any_schema_of_the_usual_kinds_is_fitted(schema: Any) -> None:
    jsonschema_rs.validate(schema, example_of(schema))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type", "properties", "required", "items", "prefixItems", "minItems", "enum",
                    "anyOf", "oneOf", "allOf", "$ref", "minimum", "exclusiveMaximum", "multipleOf",
                    "minLength", "maxLength", "uniqueItems", "format", "minProperties",
                ]
            )
            | NAMES,
            inner,
            max_size=5,
        )
    ),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["type", "items", "allOf", "$ref", "enum"]), ANYTHING))
def test_what_is_no_schema_raises_nothing(schema: Any) -> None:
    example_of(schema)


ENDLESS: dict[str, Any] = {
    "itself": {"$ref": "#"},
    "itself, twice": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
    "itself in each field": {
        "type": "object",
        "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}},
        "required": ["a", "b"],
    },
    "a choice of itself": {"anyOf": [{"$ref": "#"}] * 9},
    "a billion items": {"type": "array", "minItems": 1_000_000_000},
    "a billion fields": {"type": "object", "minProperties": 1_000_000_000},
    "a billion letters": {"type": "string", "minLength": 1_000_000_000},
    "many long texts": {
        "type": "array",
        "minItems": 4_000,
        "items": {"type": "string", "minLength": 40_000},
    },
    "a pattern that repeats for ever": {"type": "string", "pattern": "((a{900}){900}){900}"},
    "a pattern that is slow to match": {"type": "string", "pattern": "^(a+)+$"},
    "a number beyond numbers": {"type": "integer", "minimum": 10**400},
    "a fetched schema": {"$ref": "https://example.org/schema.json"},
    "nothing at all": {"type": "integer", "minimum": 3, "maximum": 2},
}


@pytest.mark.parametrize("schema", ENDLESS.values(), ids=list(ENDLESS))
def test_what_has_no_value_of_bounded_size_gets_something_small_at_once(schema: Any) -> None:
    made = example_of(schema)

    assert len(json.dumps(made)) < 200
