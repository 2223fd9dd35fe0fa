"""The catalogues, one a language, as Project Fluent writes them (https://projectfluent.org).

English is complete and the source; a test holds the others to its messages and their variables.
"""

from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast, parse, visitor

SOURCE = "en"
"""Language of the complete catalogue, of the HTTP API, and of whoever's is not here."""

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "ja": "日本語",
    "ar": "العربية",
}
"""Languages by tag, each under the name it has for itself."""

_RIGHT_TO_LEFT = {"ar"}

DIRECTIONS = {tag: "rtl" if tag in _RIGHT_TO_LEFT else "ltr" for tag in LANGUAGES}
"""The way each language is written, as HTML names it."""

_HERE = Path(__file__).parent


def file_of(language: str) -> Path:
    """Return the catalogue of a language."""
    return _HERE / f"{language}.ftl"


def bundle(language: str, locale: Locale) -> FluentBundle:
    """Return a language's messages with the numbers and plurals of a locale.

    What is put in is marked off by invisible signs where the language is written from the right,
    as names and figures there run against the sentence.
    """
    made = FluentBundle([str(locale)], use_isolating=language in _RIGHT_TO_LEFT)
    made.add_resource(_resource(language))
    return made


@cache
def _resource(language: str) -> ast.Resource:
    return FluentResource(file_of(language).read_text())


@cache
def messages(language: str) -> dict[str, ast.Message]:
    """Return a language's messages as they are written, by id.

    Raises:
        ValueError: The catalogue is not Fluent, or says something twice.
    """
    found: dict[str, ast.Message] = {}
    for entry in parse(file_of(language).read_text()).body:
        if isinstance(entry, ast.Junk):
            raise ValueError(f"{language}.ftl: {entry.annotations[0].message}")  # noqa: TRY004
        if isinstance(entry, ast.Message):
            if entry.id.name in found:
                raise ValueError(f"{language}.ftl says {entry.id.name} twice")
            found[entry.id.name] = entry
    return found


def variables_of(message_id: str, language: str = SOURCE) -> set[str]:
    """Return the names of what is put into a message.

    Raises:
        KeyError: The catalogue has no such message.
    """
    names = _Variables()
    names.visit(messages(language)[message_id])
    return names.found


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 (named by Fluent's visitor)
        self.found.add(node.id.name)
