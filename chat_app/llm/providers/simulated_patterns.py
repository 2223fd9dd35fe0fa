"""A text that fits a regular expression, by the way Python's own parser reads it.

It is made, never searched: callers send patterns that would take for ever to match. Look-arounds
are passed over, so what they ask for may be missed.
"""

import re
import warnings
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")
_LONGEST_PATTERN = 1_000
_LIKELY = "aA0 _-.,:/@~é"
_OF_CATEGORIES = {
    "CATEGORY_DIGIT": "0",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": "-",
}


def text_for(pattern: str, least: int, most: int) -> str | None:
    """Return a text that a pattern finds; `None` where none is made.

    Args:
        pattern: Of ECMA 262, as JSON Schema has it; what Python reads otherwise is not made.
        least: How many characters it is to have.
        most: How many it may have.
    """
    if len(pattern) > _LONGEST_PATTERN:
        return None
    try:
        with warnings.catch_warnings():
            # Of what later versions of Python may read otherwise.
            warnings.simplefilter("ignore")
            tree = _PARSER.parse(pattern)
        texts = (_Maker(most, repeats).text(tree) for repeats in (0, 1, least))
        return next((text for text in texts if least <= len(text) <= most), None)
    except (_NotMade, OverflowError, RecursionError, re.error):
        return None


class _NotMade(ValueError):
    """The pattern has something that is not known here, or its text is too long."""


class _Maker:
    """Makes one text."""

    def __init__(self, most: int, repeats: int) -> None:
        self._most = most
        self._repeats = repeats
        """How often what may be repeated is, where its bounds allow it."""
        self._groups: dict[int, str] = {}

    def text(self, items: Any) -> str:
        """Return a text for items that follow each other."""
        made = ""
        for kind, what in items:
            made += self._one(str(kind), what)
            if len(made) > self._most:
                raise _NotMade
        return made

    def _one(self, kind: str, what: Any) -> str:
        match kind:
            case "LITERAL" | "IN":
                return _character([(kind, what)] if kind == "LITERAL" else what)
            case "NOT_LITERAL" | "ANY":
                return _character([("NEGATE", None), ("LITERAL", what)])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, repeated = what
                text = self.text(repeated)
                times = max(int(least), min(int(most), self._repeats))
                if len(text) * times > self._most:
                    raise _NotMade
                return text * times
            case "SUBPATTERN" | "ATOMIC_GROUP":
                text = self.text(what[-1] if kind == "SUBPATTERN" else what)
                if kind == "SUBPATTERN" and what[0] is not None:
                    self._groups[what[0]] = text
                return text
            case "BRANCH":
                return self.text(what[1][0])
            case "GROUPREF" | "AT" | "ASSERT" | "ASSERT_NOT":
                return self._groups.get(what, "") if kind == "GROUPREF" else ""
            case _:
                raise _NotMade


def _character(items: Any) -> str:
    """Return a character of a set."""
    kinds = [(str(kind), what) for kind, what in items]
    if kinds[0][0] == "NEGATE":
        found = (each for each in _LIKELY if not any(_is_in(each, one) for one in kinds[1:]))
        if character := next(found, None):
            return character
        raise _NotMade
    kind, what = kinds[0]
    if kind == "CATEGORY":
        return _OF_CATEGORIES[str(what)]
    return chr(what if kind == "LITERAL" else what[0])


def _is_in(character: str, item: tuple[str, Any]) -> bool:
    kind, what = item
    match kind:
        case "LITERAL":
            return what == ord(character)
        case "RANGE":
            return what[0] <= ord(character) <= what[1]
        case _:
            is_not = "_NOT_" in str(what)
            name = str(what).replace("_NOT_", "_")
            tests = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_SPACE": str.isspace}
            is_word = character.isalnum() or character == "_"
            found = tests[name](character) if name in tests else is_word
            return found is not is_not
