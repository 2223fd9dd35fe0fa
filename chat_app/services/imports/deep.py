"""Reads JSON of any depth: a talk that LibreChat exports "recursively" lies 2 levels a message.

Python's own reader calls itself for each level and gives up after some hundreds; this one keeps a
list instead, and is many times slower.
"""

import re
from collections.abc import Callable
from json import decoder
from typing import Any, cast

from chat_app.errors import InvalidImport

_text_at = cast("Callable[[str, int], tuple[str, int]]", vars(decoder)["scanstring"])
"""Reads a text from behind its quotation mark; returns it and the place behind it."""
_WHITE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
_WORDS = {"true": True, "false": False, "null": None}


def parse(text: str, place: str) -> Any:
    """Return what a text in JSON says.

    Args:
        text: All of it.
        place: What it is, for people.

    Raises:
        InvalidImport: It is not JSON.
    """
    try:
        return _value_in(text)
    except (ValueError, IndexError) as fault:
        raise InvalidImport(f"{place}: this is not valid JSON") from fault


def _value_in(text: str) -> Any:
    """Return the value; raise ValueError or IndexError where there is none."""
    open_: list[Any] = []
    names: list[str] = []
    at = _past_white(text, 0)
    while True:
        value, at, is_open = _begin(text, at)
        if is_open:
            name, at = _name(text, at) if isinstance(value, dict) else ("", at)
            open_.append(value)
            names.append(name)
            continue
        while True:
            at = _past_white(text, at)
            if not open_:
                if at < len(text):
                    raise ValueError(at)
                return value
            inside = open_[-1]
            if isinstance(inside, dict):
                inside[names[-1]] = value
            else:
                inside.append(value)
            if text[at] == ",":
                at = _past_white(text, at + 1)
                if isinstance(inside, dict):
                    names[-1], at = _name(text, at)
                break
            if text[at] != ("}" if isinstance(inside, dict) else "]"):
                raise ValueError(at)
            value = open_.pop()
            names.pop()
            at += 1


def _begin(text: str, at: int) -> tuple[Any, int, bool]:
    """Return the value that begins at a place, where it ends, and whether more is to come in it."""
    sign = text[at]
    if sign == '"':
        value, at = _text_at(text, at + 1)
        return value, at, False
    if sign in "{[":
        value = cast("Any", {} if sign == "{" else [])
        at = _past_white(text, at + 1)
        is_empty = text[at] == ("}" if sign == "{" else "]")
        return value, at + is_empty, not is_empty
    found = _PLAIN.match(text, at)
    if not found:
        raise ValueError(at)
    word = found[0]
    return (_WORDS[word] if word in _WORDS else float(word)), found.end(), False


def _name(text: str, at: int) -> tuple[str, int]:
    """Return the name at a place, and where its value begins."""
    if text[at] != '"':
        raise ValueError(at)
    name, at = _text_at(text, at + 1)
    at = _past_white(text, at)
    if text[at] != ":":
        raise ValueError(at)
    return name, _past_white(text, at + 1)


def _past_white(text: str, at: int) -> int:
    return _WHITE.match(text, at).end()  # pyright: ignore[reportOptionalMemberAccess]
