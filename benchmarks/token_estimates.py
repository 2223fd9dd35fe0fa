"""Measures the token estimate against a real tokenizer and writes the tables of docs/tokens.md.

Run `python -m benchmarks.token_estimates`; it needs no network: the vocabularies (OpenAI's
o200k and, for comparison, the older cl100k) are inside the `bpe-openai` package.
"""

import re
import warnings
from pathlib import Path

from benchmarks.token_texts import PROSE, SCRIPTS, made_texts
from chat_app.llm.estimate import estimate

with warnings.catch_warnings():
    # It opens its vocabularies in a way that Python 3.11 deprecated and 3.13 took back in.
    warnings.simplefilter("ignore", DeprecationWarning)
    import bpe_openai

_DOCUMENT = Path(__file__).parent.parent / "docs" / "tokens.md"
_MARK = "<!-- {}: written by benchmarks/token_estimates.py -->"


def count(text: str, vocabulary: str = "o200k_base") -> int:
    """Return the tokens of a text in a real vocabulary."""
    return len(bpe_openai.get_encoding(vocabulary).encode_ordinary(text))


def table(texts: dict[str, str]) -> str:
    """Return the errors of the estimate as a Markdown table."""
    lines = [
        "| text | characters | o200k | estimate | error | cl100k | error |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, text in texts.items():
        real, older, guess = count(text), count(text, "cl100k_base"), estimate(text)
        lines.append(
            f"| {name} | {len(text)} | {real} | {guess} | {guess / real - 1:+.0%} "
            f"| {older} | {guess / older - 1:+.0%} |"
        )
    return "\n".join(lines)


def write() -> None:
    """Put the tables into the document."""
    document = _DOCUMENT.read_text()
    for name, texts in {"prose": PROSE, "other": SCRIPTS | made_texts()}.items():
        start, end = _MARK.format(name), _MARK.format(f"end of {name}")
        pattern = f"(?s){re.escape(start)}.*?{re.escape(end)}"
        document = re.sub(
            pattern, lambda _, t=texts, s=start, e=end: f"{s}\n{table(t)}\n{e}", document
        )
    _DOCUMENT.write_text(document)


if __name__ == "__main__":
    write()
