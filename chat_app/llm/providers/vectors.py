"""Vectors as vendors send them: of the number that was asked for, each of finite numbers."""

import math
from array import array
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from chat_app.llm.json_shapes import fields_of, list_of
from chat_app.llm.types import Usage

Vector: TypeAlias = "array[float]"
"""Of 32-bit floats (type code `f`)."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as vectors."""

    vectors: tuple[Vector, ...]
    """One a text, in the order of the texts."""
    usage: Usage | None
    """Prompt and total, where the provider told them."""


def vectors_of(data: Any, number: int) -> tuple[Vector, ...]:
    """Return the vectors of an answer of OpenAI's wire, in the order of the texts.

    Each is base64 of 32-bit floats, or a list, which some send whatever they are asked for.

    Raises:
        ValueError: They are not as many as the texts, or something is no vector.
    """
    told = [fields_of(each) for each in list_of(data)]
    if all(isinstance(each.get("index"), int) for each in told):
        told.sort(key=lambda each: each["index"])
    return whole([_vector(each.get("embedding")) for each in told], number)


def whole(vectors: Sequence[Vector], number: int) -> tuple[Vector, ...]:
    """Return vectors if they are as many as they should be, alike and of finite numbers.

    Raises:
        ValueError: They are not.
    """
    is_whole = len(vectors) == number and len({len(vector) for vector in vectors}) == 1
    if not is_whole or not vectors[0] or not all(map(_is_finite, vectors)):
        raise ValueError("vectors")
    return tuple(vectors)


def of_length_1(vector: Vector) -> Vector:
    """Return a vector of the same direction whose length is 1."""
    length = math.hypot(*vector)
    return array("f", [value / length for value in vector]) if length else vector


def _is_finite(vector: Vector) -> bool:
    # A sum is finite only if every part is; infinities of both signs make NaN.
    return math.isfinite(sum(vector))


def _vector(told: Any) -> Vector:
    if isinstance(told, str):
        return array("f", b64decode(told, validate=True))
    try:
        return array("f", list_of(told))
    except OverflowError as fault:
        raise ValueError("vector") from fault
