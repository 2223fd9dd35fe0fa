"""What the server says in English is found again in the catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app import ui
from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus
from chat_app.services.broker import End
from chat_app.ui.chat import wire
from chat_app.words import variables_of, words_for
from chat_app.words.recognition import recognised
from tests.words.sentences import Sentence, raised

SENTENCES = list(raised())


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.where)
def test_every_sentence_of_an_error_is_in_the_catalogue(sentence: Sentence) -> None:
    assert sentence.text, "what it says cannot be read from the source: name it in sentences.py"
    found = recognised(sentence.text)
    assert found, sentence.text
    message_id, variables = found
    assert variables.keys() == variables_of(message_id)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.where)
def test_a_sentence_says_in_english_what_it_said(sentence: Sentence) -> None:
    message_id, variables = recognised(sentence.text) or ("", {})
    said = words_for("en").say(message_id, **variables)
    assert said.replace(",", "") == sentence.text.replace(",", "")


def test_figures_are_found_as_numbers_and_written_as_the_reader_writes_them() -> None:
    refusal = "A cap is between 0 and 2,000,000,000 tokens"
    assert recognised(refusal) == ("error-cap-between", {"most": 2_000_000_000})
    assert "2.000.000.000" in words_for("de").translated(refusal)


def test_words_of_others_stay_as_they_are() -> None:
    foreign = "Le modèle est fatigué; try again in 7 days"
    assert recognised(foreign) is None
    assert words_for("de").translated(foreign) == foreign


def test_a_reply_that_failed_says_why_in_the_readers_language() -> None:
    gone = "This chat does not exist or was deleted, or you are no longer in it"
    end = End(
        chat_id=None,
        message_id=None,
        status=MessageStatus.FAILED,
        finish_reason=FinishReason.ERROR,
        text="",
        tokens_used=0,
        breakdown=None,
        error_message=gone,
    )
    said = wire.end_row(end, words_for("de"))["ending"]["error"]
    assert said == words_for("de").say("error-chat-gone") != gone


def test_pages_show_no_error_as_it_was_raised() -> None:
    paths = sorted(Path(ui.__file__).parent.rglob("*.py"))
    assert paths
    assert [f"{path.name}:{line}" for path in paths for line in shown_as_raised(path)] == []


def shown_as_raised(path: Path) -> Iterator[int]:
    """Give the lines where the message of a caught error goes anywhere but to `translated`."""
    for caught in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(caught, ast.ExceptHandler) and caught.name):
            continue
        inside = [node for body in caught.body for node in ast.walk(body)]
        translated = {
            id(argument)
            for node in inside
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "translated"
            for argument in node.args
        }
        for node in inside:
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr) == (caught.name, "message")
                and id(node) not in translated
            ):
                yield node.lineno
