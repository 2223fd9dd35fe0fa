"""Every language says everything, with the same things put in, and nothing that nobody asks for."""

import re
from typing import Any

import pytest
from babel import Locale
from fluent.syntax import ast, visitor

from chat_app.words import LANGUAGES, SOURCE, variables_of, words_for
from chat_app.words.catalogue import messages
from chat_app.words.recognition import PREFIX
from tests.conftest import ROOT

OTHERS = [language for language in LANGUAGES if language != SOURCE]
_SOURCES = [
    path.read_text()
    for path in (ROOT / "chat_app").rglob("*")
    if path.suffix in {".py", ".js", ".jsx", ".html"}
]
_PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_what_english_says_and_no_more(language: str) -> None:
    assert messages(language).keys() == messages(SOURCE).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_is_put_into_a_message_in_every_language(language: str) -> None:
    others = {
        message_id: variables_of(message_id, language)
        for message_id in messages(language)
        if variables_of(message_id, language) != variables_of(message_id)
    }
    assert others == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said(language: str) -> None:
    words = words_for(language)
    for message_id in messages(SOURCE):
        given: dict[str, Any] = dict.fromkeys(variables_of(message_id), 3)
        said = words.say(message_id, **given)
        assert said.strip()
        assert "{$" not in said, message_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_is_said_in_every_form_that_the_language_has(language: str) -> None:
    wanted = Locale.parse(language).plural_form.tags | {"other"}
    # Of millions alone, which say "de" before what they count.
    wanted -= {"many"} if language == "es" else set()
    for message in messages(language).values():
        forms = _Forms()
        forms.visit(message)
        for found in forms.found:
            assert found >= wanted, message.id.name


class _Forms(visitor.Visitor):
    def __init__(self) -> None:
        self.found: list[set[str]] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        keys = {each.key.name for each in node.variants if isinstance(each.key, ast.Identifier)}
        if keys <= _PLURAL_FORMS:
            self.found.append(keys)
        self.generic_visit(node)


def test_nothing_is_in_the_catalogue_that_nobody_says() -> None:
    whole = set(re.findall(r"[\"'`]([a-z][a-z0-9-]*)[\"'`]", "\n".join(_SOURCES)))
    begun = {
        begin
        for source in _SOURCES
        for begin in re.findall(r"[\"'`]([a-z][a-z0-9]*-(?:[a-z0-9]+-)*)\$?\{", source)
    }
    ended = {
        end for source in _SOURCES for end in re.findall(r"\$\{\w+\}(-[a-z0-9-]+)[\"'`]", source)
    }
    whole |= {begin + end for begin in whole for end in ended}
    unsaid = [
        message_id
        for message_id in messages(SOURCE)
        if message_id not in whole and not message_id.startswith((PREFIX, *begun))
    ]
    assert unsaid == []


def test_what_is_looked_up_by_its_words_says_each_thing_once() -> None:
    said = [
        words_for(SOURCE).say(each, **dict.fromkeys(variables_of(each), 7))
        for each in messages(SOURCE)
        if each.startswith(PREFIX)
    ]
    assert len(said) == len(set(said))
