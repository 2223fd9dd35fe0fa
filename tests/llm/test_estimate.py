"""The estimate against the formula of the product and against a real tokenizer."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.token_estimates import count, table
from benchmarks.token_texts import PROSE, SCRIPTS, made_texts
from chat_app.llm.estimate import RunningEstimate, estimate

OTHER = SCRIPTS | made_texts()


def formula(text: str) -> int:
    specials = len(re.findall(r"[^\w\s]", text))
    return math.ceil(math.ceil(len(text) / 4) * (1 + 0.02 * specials) * 1.03)


@pytest.mark.parametrize("text", ["", "Hi", "How are you?", "x" * 4096, *PROSE.values()])
def test_plain_ascii_prose_gets_the_formula_exactly(text: str) -> None:
    assert estimate(text) == formula(text)


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("a" * 90 + "!" * 10, True),
        ("a" * 89 + "!" * 11, False),
        ("a" * 90 + "1" * 10, True),
        ("a" * 89 + "1" * 11, False),
        ("a" * 99 + "é", False),
        ("a" * 80 + "_" * 20, True),
    ],
)
def test_prose_is_ascii_with_a_tenth_of_specials_and_of_digits_at_most(
    text: str, is_plain: bool
) -> None:
    assert (estimate(text) == formula(text)) is is_plain


@pytest.mark.parametrize("name", OTHER)
def test_other_text_is_not_undercounted_nor_far_too_high(name: str) -> None:
    real = count(OTHER[name])
    assert real >= 45
    assert 0.98 * real <= estimate(OTHER[name]) <= 1.6 * real


@pytest.mark.parametrize("name", PROSE)
def test_the_reservation_covers_what_the_formula_misses(name: str) -> None:
    assert 1.5 * estimate(PROSE[name]) >= max(count(PROSE[name]), count(PROSE[name], "cl100k_base"))


@given(st.text(max_size=400))
def test_no_text_counts_for_less_than_a_quarter_of_its_characters(text: str) -> None:
    assert estimate(text) >= math.ceil(len(text) / 4)


@given(st.lists(st.text(max_size=12), max_size=40), st.sampled_from(list(OTHER.values())))
def test_a_growing_text_is_estimated_like_the_whole(pieces: list[str], text: str) -> None:
    pieces += [text[start : start + 7] for start in range(0, len(text), 7)]
    running = RunningEstimate()
    for index, piece in enumerate(pieces):
        ahead = running.tokens_with(piece)
        running.add(piece)
        if index % 3 == 0:
            assert running.tokens == ahead
    # A sum of many fractions may round to the next token.
    assert abs(running.tokens - estimate("".join(pieces))) <= 1


def test_the_published_tables_are_those_of_today() -> None:
    document = (Path(__file__).parents[2] / "docs" / "tokens.md").read_text()
    assert table(PROSE) in document
    assert table(OTHER) in document
