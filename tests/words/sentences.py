"""The English sentences that the product raises, found in its source."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from chat_app import errors
from chat_app.services.budgets.ledger import _IN_WORDS
from tests.conftest import ROOT

_ERRORS: dict[str, type[errors.ChatAppError]] = {
    name: found
    for name, found in vars(errors).items()
    if inspect.isclass(found) and issubclass(found, errors.ChatAppError)
}
_PLACES = ("errors.py", "outages.py", "sharing.py", "llm", "readers", "services", "ui")
"""Where errors come from that pages show; others are for programs, which read English."""
_FOR_PROGRAMS = {
    "llm/embedding.py",
    "services/turns/embeddings.py",
    "services/readiness.py",
    "services/broker/redis.py",
}
_PUT_IN = "7"
"""Stands for what a sentence says of the case at hand."""
_COMPOSED = {
    "7; try again in 7": [
        f"{what}; try again in {wait}"
        for what in (
            "Too many requests",
            "Too many failed sign-ins",
            "This session was asked for too often",
            "Too many links that show nothing",
        )
        for wait in ("5 s", "a minute", "3 minutes")
    ],
    "This message needs up to 7 tokens7; 7 has 7 left": [
        f"This message needs up to 1,207 tokens{reply}; {whose} has 12 left"
        for reply in ("", " and at least 5 for a reply")
        for whose in _IN_WORDS.values()
    ],
    "7 has less than 7 tokens left": [
        f"{whose.capitalize()} has less than 1,207 tokens left" for whose in _IN_WORDS.values()
    ],
    "To ask 7 models at once needs 7 tokens at least; 7 has 7 left": [
        f"To ask 2 models at once needs 1,207 tokens at least; {whose} has 12 left"
        for whose in _IN_WORDS.values()
    ],
    "7 is 7, not 7": ["m is for chats, not for embeddings", "m is for embeddings, not for chats"],
}
"""What sentences come to that are put together from more than the source shows at one place."""


@dataclass(frozen=True)
class Sentence:
    """An English sentence of an error."""

    text: str
    """With `7` in the place of what is put in; empty where the source does not show it."""
    where: str


def raised() -> Iterator[Sentence]:
    """Yield what errors say: by their class, and where one is made with words of its own."""
    for name, kind in sorted(_ERRORS.items()):
        yield Sentence(kind.message, f"errors.py: {name}")
    for place in _PLACES:
        found = ROOT / "chat_app" / place
        for file in sorted(found.rglob("*.py")) or [found]:
            if str(file.relative_to(ROOT / "chat_app")) not in _FOR_PROGRAMS:
                yield from _in(file)


def _in(file: Path) -> Iterator[Sentence]:
    tree = ast.parse(file.read_text())
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and _name(node.func) in _ERRORS and node.args):
            continue
        where = f"{file.relative_to(ROOT)}:{node.lineno}"
        for text in _texts(node.args[0], named):
            for sentence in _COMPOSED.get(text, [text]):
                yield Sentence(sentence, where)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _texts(node: ast.expr, named: dict[str, ast.expr]) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            found = [text]
        case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)) if name in named:
            found = _texts(named[name], named)
        case ast.Dict(values=values):
            found = [text for value in values for text in _texts(value, named)]
        case ast.IfExp(body=body, orelse=otherwise):
            found = _texts(body, named) + _texts(otherwise, named)
        case ast.JoinedStr(values=parts):
            found = ["".join(one) for one in product(*(_piece(part, named) for part in parts))]
        case _:
            found = [""]
    return found


def _piece(part: ast.expr, named: dict[str, ast.expr]) -> list[str]:
    match part:
        case ast.FormattedValue(value=ast.IfExp() as choice):
            return _texts(choice, named)
        case ast.FormattedValue(conversion=conversion):
            return [repr(_PUT_IN) if conversion == ord("r") else _PUT_IN]
        case _:
            return _texts(part, named)
