"""Makes the rates of `chat_app/llm/rates/`: what a token of o200k costs in another vocabulary.

Run as `real_vocabularies` says, with `scipy` beside the vocabularies:

    python -m benchmarks.token_rates FOLDER PYTHON_WITH_CTOK gemma3 claude5 tekken

A rate is the vocabulary's own count of the token's text, alone, times a factor for its kind:
what stands in a word costs less, or more, than alone. The factors keep the estimates of the
corpus, whole and in slices of 50 tokens, above the real counts and as near to them as can be (a
linear program). Nothing else is fitted.
"""

# pyright: reportMissingImports=false

import re
import sys
import unicodedata
import zlib
from array import array
from pathlib import Path

import numpy as np
from bpe_openai.registry import o200k_base
from scipy.optimize import linprog

from benchmarks.real_vocabularies import count_all, real_counts, slices_of
from benchmarks.token_texts import hostile, is_plain_prose, other
from chat_app.llm.vocabulary import (
    BLOCK_BITS,
    BLOCKS,
    COMPOSING,
    O200K_TOKENS,
    RATES,
    UNIT,
    characters_of,
    encode,
)

_LEAST, _USUAL, _MOST = 1.06, 1.1, 1.5
"""Times the real count: what an estimate is to be at least, usually and at most."""
_SPARE = 0.05
"""How far beyond that an estimate may go at a low price; any farther is dear."""
_LEAST_FACTOR, _MOST_FACTOR = 0.85, 1.9
_LEAST_BLANK = 1.06
"""Blanks cost in a row what they cost alone: columns of words are half blanks."""
_LEAST_JOINED = 0.4
"""For what may cost far less than alone: Claude's words, which alone have their ends marked, and
letters of scripts that o200k does not join but another vocabulary may."""
_MARKS_WORDS = {"claude5"}
_WHOLE = (
    (0x1E00, 0x2070),  # Latin and Greek with accents, punctuation: they stand amid known letters
    (0x2500, 0x2600),  # boxes: rows of them are one token
    (0x3000, 0x3100),
    (0x3400, 0xA000),
    (0xAC00, 0xE000),
    (0xFF00, 0xFF40),
)
"""Characters left to o200k's tokens, though it cuts many of them into bytes."""
_RARE = re.compile("[\u0180-\u024f\u0400\u0402-\u040f\u0450\u0452-\u052f\u1e00-\u1eff]")
"""Latin and Cyrillic letters that few languages use."""


def cut_into_bytes() -> list[int]:
    """Return the blocks of characters that o200k hardly knows, and all beyond the first plane."""
    blocks = []
    for block in range(0x700 >> BLOCK_BITS, BLOCKS):
        first = block << BLOCK_BITS
        assigned = _assigned(block)
        parts = sum(len(encode(each)) for each in assigned)
        unknown = (
            first > 0xFFFF
            or 0xE000 <= first < 0xF900
            or (assigned and parts >= 1.9 * len(assigned))
        )
        if unknown and not any(start <= first < end for start, end in _WHOLE):
            blocks.append(block)
    return blocks


def kind(text: str) -> str:
    """Return the kind of a text by its first letter: what has a factor of its own."""
    first = text.strip()[:1]
    if not first:
        return "blank"
    category = unicodedata.category(first)
    if first.isascii():
        name = "digit" if first.isdigit() else "letter" if first.isalpha() else "sign"
    elif 0x1F1E6 <= ord(first) < 0x1F200:
        name = "flag"
    elif category[0] in "SP":
        name = "East Asian" if 0x3000 <= ord(first) < 0xFFFF else category
    else:
        name = unicodedata.name(first, "?").replace("-", " ").split()[0]
        name += ", rare letters" * bool(_RARE.search(text))
    length = len(text.strip())
    if first.isupper():
        name += ", capital"
    elif first.isalpha() and length < 5:
        name += f", {length} letters"
    return f"{name}, after a space" if first.isalpha() and text[0] == " " else name


def token_texts() -> list[tuple[str, bytes]]:
    """Return of each token the whole characters, and the start of one at its end."""
    texts = [("", b"")] * O200K_TOKENS
    for token, number in o200k_base()["mergeable_ranks"].items():
        whole = token.lstrip(bytes(range(0x80, 0xC0)))
        try:
            texts[number] = whole.decode(), b""
        except UnicodeDecodeError as fault:
            texts[number] = whole[: fault.start].decode(), whole[fault.start :]
    return texts


def write(folder: Path, python_with_ctok: str, names: list[str]) -> None:
    """Write the rates of these vocabularies."""
    tokens, blocks = token_texts(), cut_into_bytes()
    begun: dict[bytes, list[str]] = {start: [] for _, start in tokens if start}
    for character in (
        each for block in range(2, 0x20000 >> BLOCK_BITS) for each in _assigned(block)
    ):
        for length in range(1, len(character.encode())):
            begun.get(character.encode()[:length], []).append(character)
    texts = {head for head, _ in tokens} | {each for block in blocks for each in _assigned(block)}
    texts = sorted(texts.union(*begun.values()) - {""})
    kinds = [kind(head or "".join(begun.get(start, [])[:1])) for head, start in tokens]
    kinds += [_kind_of_block(block) if block in {*blocks} else "" for block in range(BLOCKS)]
    blanks = [
        each for each in texts if each not in {each.strip(), f" {each.strip()}"} or each == " "
    ]
    # Of blanks in a row o200k leaves the last one to the word behind them.
    between = [f"q{each}{' q' if each[-1] == ' ' else 'q' * each[-1].isspace()}" for each in blanks]
    counted = count_all([*texts, *between], folder, python_with_ctok, names)
    for name in names:
        costs = dict(zip(texts, counted[name], strict=False)) | {"": 0}
        if name in COMPOSING:  # at the ends of a message Claude's blanks cost nothing
            costs |= {
                each: tokens - (2 if each[-1].isspace() else 1)
                for each, tokens in zip(blanks, counted[name][len(texts) :], strict=True)
            }
        rates = [costs[head] + _mean(costs, begun.get(start, [])) for head, start in tokens]
        rates += [0.0] * BLOCKS
        for block in blocks:
            in_bytes = len(chr(block << BLOCK_BITS).encode())
            rates[O200K_TOKENS + block] = _mean(costs, _assigned(block)) or in_bytes
        fitted = np.rint(np.array(rates) * fit(name, np.array(rates), kinds) * UNIT)
        whole = array("H", np.minimum(fitted, 2**16 - 1).astype(int).tolist())
        if sys.byteorder == "big":
            whole.byteswap()
        (RATES / f"{name}.zlib").write_bytes(zlib.compress(whole.tobytes(), 9))


def fit(name: str, rates: np.ndarray, kinds: list[str]) -> np.ndarray:
    """Return the factor of each rate."""
    by_character = characters_of([int(rate > 0) for rate in rates[O200K_TOKENS:]])
    named, index = np.unique(kinds, return_inverse=True)
    real = real_counts()
    rows, titles, spared = [], [], []
    for title, text in (other() | hostile()).items():
        counts = real[title][name]
        parts = [] if title in hostile() else slices_of(text, counts["lines"])
        for each, tokens in [(text, counts["text"]), *parts]:
            if is_plain_prose(each) or not tokens:
                continue
            read = unicodedata.normalize("NFC", each) if name in COMPOSING else each
            apart = "".join(by_character.findall(read))
            at = [O200K_TOKENS + (ord(character) >> BLOCK_BITS) for character in apart]
            at += encode(by_character.sub("", read))
            rows.append(np.bincount(index[at], rates[at], len(named)) / tokens)
            spared.append(_SPARE if title not in hostile() else None)
            titles.append(title if each == text else f"{title}: {each[:40]!r}")
    shares = np.array(rows)
    count, width = shares.shape
    usual = shares.sum(1) * _USUAL
    # Variables: what each factor is above and below the usual one, and how far each estimate
    # is out of the range aimed at, within what is spared and beyond.
    slack = np.hstack([-np.eye(count), -np.eye(count)])
    prices = [0.3 if each is None else 1 for each in spared]
    least = [
        _LEAST_BLANK
        if each == "blank"
        else _LEAST_JOINED
        if name in _MARKS_WORDS or "character" in each
        else _LEAST_FACTOR
        for each in named
    ]
    solved = linprog(
        np.concatenate([np.full(2 * width, 0.01), prices, np.full(count, 20)]),
        np.vstack([np.hstack([shares, -shares, slack]), np.hstack([-shares, shares, slack])]),
        np.concatenate([_MOST - usual, usual - _LEAST]),
        bounds=[(0, _MOST_FACTOR - _USUAL)] * width
        + [(0, _USUAL - each) for each in least]
        + [(0, each) for each in spared]
        + [(0, None)] * count,
    )
    factors = _USUAL + solved.x[:width] - solved.x[width : 2 * width]
    for title, ratio in zip(titles, shares @ factors, strict=True):
        if not _LEAST - _SPARE <= round(ratio, 3) <= _MOST + _SPARE:
            print(f"{name}: {title} is estimated at {ratio:.2f} times its tokens")
    return factors[index]


def _assigned(block: int) -> list[str]:
    characters = map(chr, range(block << BLOCK_BITS, (block + 1) << BLOCK_BITS))
    return [
        each for each in characters if unicodedata.category(each) not in {"Cn", "Co", "Cc", "Cs"}
    ]


def _kind_of_block(block: int) -> str:
    assigned = _assigned(block)
    letters = [*filter(str.isalpha, assigned), *assigned]
    return f"character: {kind(letters[0])}" if letters else "nothing"


def _mean(costs: dict[str, int], texts: list[str]) -> float:
    return sum(costs[each] for each in texts) / len(texts) if texts else 0.0


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
