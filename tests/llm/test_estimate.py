"""The estimate against the formula of the product and against real vocabularies."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.real_vocabularies import lines_of, real_counts
from benchmarks.token_estimates import LANGUAGES, PROVEN, growing, ratio, slices, tables
from benchmarks.token_texts import hostile, is_plain_prose, other, prose
from chat_app.llm.catalog import Model, ProviderName, catalogue
from chat_app.llm.estimate import RunningEstimate, estimate
from chat_app.llm.vocabulary import bpe_openai, encode
from chat_app.services.charges import at_most

PROSE, OTHER, REAL = prose(), other(), real_counts()
SLICES = {
    provider: [(part, tokens) for each, part, tokens in slices() if each == provider]
    for provider in PROVEN
}
DOCS = Path(__file__).parents[2] / "docs"


def formula(text: str) -> int:
    specials = len(re.findall(r"[^\w\s]", text))
    return math.ceil(math.ceil(len(text) / 4) * (1 + 0.02 * specials) * 1.03)


def model_of(provider: ProviderName) -> Model:
    return next(model for model in catalogue().models if model.provider == provider)


@pytest.mark.parametrize("provider", [*PROVEN, "simulated", None])
@pytest.mark.parametrize("text", ["", "Hi", "How are you?", "x" * 4096, *PROSE.values()])
def test_plain_ascii_prose_gets_the_formula_exactly_whatever_the_model(
    text: str, provider: ProviderName | None
) -> None:
    assert estimate(text, provider) == formula(text)


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
def test_no_other_text_is_undercounted_nor_far_too_high(name: str) -> None:
    for provider, vocabulary in PROVEN.items():
        assert REAL[name][vocabulary]["text"] >= 50
        assert 0.98 <= ratio(name, OTHER[name], provider) <= 1.6, provider


@pytest.mark.parametrize("provider", PROVEN)
def test_no_part_of_a_text_is_undercounted_nor_far_too_high(provider: ProviderName) -> None:
    out = [
        (part, estimate(part, provider), tokens)
        for part, tokens in SLICES[provider]
        if not 0.98 * tokens <= estimate(part, provider) <= 1.6 * tokens
    ]
    assert len(SLICES[provider]) > 1500
    assert not out


@given(st.sampled_from([*PROVEN]), st.data())
def test_no_mixture_is_undercounted_nor_far_too_high(
    provider: ProviderName, data: st.DataObject
) -> None:
    drawn = st.lists(st.sampled_from(SLICES[provider]), min_size=1, max_size=12)
    parts, counts = zip(*data.draw(drawn), strict=True)
    mixture = "".join(parts)
    assert 0.98 * sum(counts) <= estimate(mixture, provider) <= 1.6 * sum(counts)


def test_the_kept_counts_are_those_of_the_vocabularies_at_hand() -> None:
    cl100k = bpe_openai().get_encoding("cl100k_base")
    for name, text in (PROSE | OTHER | hostile()).items():
        assert REAL[name]["o200k"]["text"] == len(encode(text)), name
        assert REAL[name]["cl100k"]["text"] == len(cl100k.encode_ordinary(text)), name
        assert len(REAL[name]["gemma3"]["lines"]) == len(lines_of(text)), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("provider", PROVEN)
def test_what_is_reserved_covers_what_the_formula_misses(
    language: str, provider: ProviderName
) -> None:
    for least in (50, 100, 250, 500, 1000, 2000):
        text, tokens = growing(language, least, PROVEN[provider])
        assert is_plain_prose(text)
        assert at_most(model_of(provider), text)[0] >= tokens


@pytest.mark.parametrize("provider", PROVEN)
def test_what_is_reserved_covers_every_text(provider: ProviderName) -> None:
    for name, text in (PROSE | OTHER | hostile()).items():
        assert at_most(model_of(provider), text)[0] >= REAL[name][PROVEN[provider]]["text"]


@given(st.text(max_size=400))
def test_a_simulated_text_costs_a_quarter_of_its_characters_at_least(text: str) -> None:
    assert estimate(text, "simulated") >= math.ceil(len(text) / 4)


@given(
    st.sampled_from([*PROVEN, None]),
    st.lists(st.text(max_size=12), max_size=40),
    st.sampled_from([*OTHER.values()]),
    st.integers(1, 60),
)
def test_a_growing_text_is_estimated_like_the_whole(
    provider: ProviderName | None, pieces: list[str], text: str, width: int
) -> None:
    pieces += [text[start : start + width] for start in range(0, len(text), width)]
    running = RunningEstimate(provider)
    for index, piece in enumerate(pieces):
        ahead = running.tokens_with(piece)
        running.add(piece)
        if index % 3 == 0:
            assert running.tokens == ahead
    whole = estimate("".join(pieces), provider)
    assert whole - 2 <= running.tokens <= 1.15 * whole + 3


@pytest.mark.parametrize("row", ["é", "éx", "é "])
def test_a_text_without_an_end_costs_what_its_parts_do(row: str) -> None:
    assert estimate(row * 200_000) == pytest.approx(1000 * estimate(row * 200), rel=0.05)


def test_the_published_tables_are_those_of_today() -> None:
    documents = (DOCS / "tokens.md").read_text() + (DOCS / "token-errors.md").read_text()
    for name, table in tables().items():
        assert table in documents, f"run python -m benchmarks.token_estimates: {name}"
