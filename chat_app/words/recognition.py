"""English sentences of the server, found again in the catalogue.

The API speaks English, and so do the errors that are raised and those that the database keeps of
replies. A page says them in its reader's language: the sentence is looked up among the messages
whose ids begin with `error-`, and what stands in it is put into the reader's. A test holds every
sentence that is raised to this; the words of vendors are found nowhere and stay as they are.
"""

import re
from functools import cache
from typing import Any

from fluent.syntax import ast

from chat_app.words.catalogue import SOURCE, messages

PREFIX = "error-"
"""How the ids begin of what is looked up."""

_FIGURE = re.compile(r"\d{1,3}(,\d{3})*")


def recognised(sentence: str) -> tuple[str, dict[str, Any]] | None:
    """Return the message that an English sentence is, and what was put into it; none of ours: None.

    Figures come as numbers, all else as it stands there.
    """
    for message_id, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return message_id, {name: _value(text) for name, text in found.groupdict().items()}
    return None


def _value(text: str) -> str | int:
    return int(text.replace(",", "")) if _FIGURE.fullmatch(text) else text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = [
        (message_id, parts)
        for message_id, message in messages(SOURCE).items()
        if message_id.startswith(PREFIX) and message.value
        for parts in _spellings(message.value)
    ]
    # What says most by itself is asked first: a sentence that is all variable would take any other.
    found.sort(key=lambda one: -sum(len(text) for text, is_name in one[1] if not is_name))
    return [(message_id, re.compile(_expression(parts), re.DOTALL)) for message_id, parts in found]


def _spellings(value: ast.Pattern) -> list[list[tuple[str, bool]]]:
    """Return the ways a message may read, by its plurals: texts, and names of what is put in."""
    ways: list[list[tuple[str, bool]]] = [[]]
    for part in value.elements:
        if isinstance(part, ast.TextElement):
            more = [[(part.value, False)]]
        elif isinstance(inside := part.expression, ast.SelectExpression):
            more = [way for variant in inside.variants for way in _spellings(variant.value)]
        elif isinstance(inside, ast.VariableReference):
            more = [[(inside.id.name, True)]]
        else:
            raise TypeError(f"A message that is looked up holds {type(inside).__name__}")
        ways = [[*way, *one] for way in ways for one in more]
    return ways


def _expression(parts: list[tuple[str, bool]]) -> str:
    named: set[str] = set()
    written: list[str] = []
    for text, is_name in parts:
        if not is_name:
            written.append(re.escape(text))
        elif text in named:
            written.append(f"(?P={text})")
        else:
            named.add(text)
            written.append(f"(?P<{text}>.+?)")
    return "".join(written)
