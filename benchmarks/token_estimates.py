"""Measures the token estimate against real vocabularies and writes the tables of the documents.

Run `python -m benchmarks.token_estimates`; it needs no network: o200k is inside `bpe-openai`, and
the counts of the other vocabularies are in `real_counts.json` (see `real_vocabularies.py`).
"""

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median

from benchmarks.real_vocabularies import RealCount, lines_of, real_counts, slices_of
from benchmarks.token_texts import groups, hostile, is_plain_prose, prose
from chat_app.llm.estimate import estimate
from chat_app.llm.provider_table import PROVIDERS, Vocabulary

PROVEN: dict[str, Vocabulary] = {
    name: row.vocabulary for name, row in PROVIDERS.items() if not row.is_simulated
}
"""The vocabulary that stands for a provider's models."""
_OTHERS: tuple[tuple[str, str], ...] = (
    ("claude3", "anthropic"),
    ("claude2", "anthropic"),
    ("cl100k", "openai"),
    ("llama3", "xai"),
    ("qwen2", "xai"),
    ("deepseek3", "xai"),
)
LANGUAGES = (
    "English",
    "French unaccented",
    "Spanish unaccented",
    "Italian unaccented",
    "Dutch unaccented",
    "German unaccented",
    "Swahili",
    "Indonesian",
)
"""Those of the plain prose that is made to grow."""
_LENGTHS = (50, 100, 250, 500, 1000, 2000)
_DOCS = Path(__file__).parent.parent / "docs"
_MARK = "<!-- {}: written by benchmarks/token_estimates.py -->"
_REAL = real_counts()


def ratio(name: str, text: str, provider: str, vocabulary: str | None = None) -> float:
    """Return the estimate of a text as a multiple of its real count."""
    return estimate(text, PROVEN[provider]) / _counts(name, vocabulary or PROVEN[provider])["text"]


def growing(language: str, least_tokens: int, vocabulary: str) -> tuple[str, int]:
    """Return prose of a language with so many tokens or a few more, and how many they are."""
    parts, tokens = [], 0
    lines = cycle(
        pair
        for name, text in prose().items()
        if name.startswith(f"{language}, ") and not name.endswith(", list")
        for pair in zip(lines_of(text), _counts(name, vocabulary)["lines"], strict=True)
    )
    while tokens < least_tokens:
        line, count = next(lines)
        parts.append(line)
        tokens += count
    return "".join(parts), tokens


def prose_table() -> str:
    """Return the error for each text of plain prose."""
    rows = []
    for name, text in prose().items():
        cells = (f"{ratio(name, text, provider) - 1:+.0%}" for provider in PROVEN)
        rows.append([name, len(text), *cells])
    return _table(["text", "characters", *PROVEN], rows)


def growing_table() -> str:
    """Return the error as prose grows."""
    rows = []
    for language in LANGUAGES:
        for provider, vocabulary in PROVEN.items():
            cells = []
            for least in _LENGTHS:
                text, tokens = growing(language, least, vocabulary)
                cells.append(f"{estimate(text, vocabulary) / tokens - 1:+.0%}")
            rows.append([language, provider, *cells])
    return _table(["language", "model of", *(f"{each} tokens" for each in _LENGTHS)], rows)


def summary_table() -> str:
    """Return the least, middle and greatest error of each group of texts."""
    rows = []
    for group, texts in groups().items():
        cells = []
        for provider in PROVEN:
            errors = [ratio(name, text, provider) - 1 for name, text in texts.items()]
            cells.append(f"{min(errors):+.0%} · {median(errors):+.0%} · {max(errors):+.0%}")
        rows.append([group, len(texts), *cells])
    return _table(["texts", "how many", *PROVEN], rows)


def others_table() -> str:
    """Return how the estimates do on vocabularies that they are not made for."""
    rows = []
    for vocabulary, provider in _OTHERS:
        errors = sorted(
            ratio(name, text, provider, vocabulary) - 1
            for texts in groups().values()
            for name, text in texts.items()
        )
        low, high = sum(each < -0.02 for each in errors), sum(each > 0.6 for each in errors)
        span = f"{errors[0]:+.0%} · {median(errors):+.0%} · {errors[-1]:+.0%}"
        rows.append([vocabulary, provider, span, low, high])
    return _table(["vocabulary", "estimated as", "errors", "too low", "too high"], rows)


def errors_table() -> str:
    """Return real count and error of every text that is not plain prose."""
    rows = []
    for texts in [*groups().values(), hostile()]:
        for name, text in texts.items():
            cells = []
            for provider, vocabulary in PROVEN.items():
                real = _counts(name, vocabulary)["text"]
                cells += [real, f"{ratio(name, text, provider) - 1:+.0%}" if real else "none"]
            rows.append([name, len(text), *cells])
    heads = (head for provider, vocabulary in PROVEN.items() for head in (vocabulary, provider))
    return _table(["text", "characters", *heads], rows)


def slices() -> Iterator[tuple[str, str, int]]:
    """Yield the shortest runs of lines of 50 tokens that are not plain prose, and their tokens."""
    for texts in groups().values():
        for provider, part, tokens in _slices(texts, 50):
            if not is_plain_prose(part):
                yield provider, part, tokens


def prose_slices(least_tokens: int) -> Iterator[tuple[str, str, int]]:
    """Yield the shortest runs of lines of prose that have so many tokens, and their tokens."""
    for provider, part, tokens in _slices(prose(), least_tokens):
        if is_plain_prose(part):
            yield provider, part, tokens


def tables() -> dict[str, str]:
    """Return every table by its name in the documents."""
    return {
        "prose": prose_table(),
        "growing prose": growing_table(),
        "other": summary_table(),
        "other vocabularies": others_table(),
        "errors": errors_table(),
    }


def write() -> None:
    """Put the tables into the documents."""
    for path in (_DOCS / "tokens.md", _DOCS / "token-errors.md"):
        document = path.read_text()
        for name, table in tables().items():
            start, end = _MARK.format(name), _MARK.format(f"end of {name}")
            pattern = f"(?s){re.escape(start)}.*?{re.escape(end)}"
            whole = f"{start}\n{table}\n{end}"
            document = re.sub(pattern, lambda _, whole=whole: whole, document)
        path.write_text(document)


def _slices(texts: dict[str, str], least: int) -> Iterator[tuple[str, str, int]]:
    for provider, vocabulary in PROVEN.items():
        for name, text in texts.items():
            for part, tokens in slices_of(text, _counts(name, vocabulary)["lines"], least):
                yield provider, part, tokens


def _counts(name: str, vocabulary: str) -> RealCount:
    return _REAL[name][vocabulary]


def _table(heads: list[str], rows: list[list[object]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


if __name__ == "__main__":
    write()
