"""Real tokens: OpenAI's vocabularies, and what the tokens of one cost in those of others.

`bpe-openai` carries o200k, and cl100k, by which OpenAI's embeddings count; it counts in linear
time, whatever the text. The first text that needs one loads it: many a process never meets one. For
another vocabulary each token of o200k has a rate: how many tokens the other makes of the same
characters. Scripts that o200k cuts into bytes are rated by their characters instead, in blocks of
64. The rates are data, in `rates/`, written by `benchmarks/token_rates.py`; ADR 0007 says why.
"""

import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

RATES = Path(__file__).with_name("rates")
UNIT = 256
"""Rates are whole numbers of this part of a token."""
O200K_TOKENS = 199_998
CL100K_TOKENS = 100_256
BLOCK_BITS = 6
"""Characters are rated in blocks of 2 ** 6."""
BLOCKS = (sys.maxunicode + 1) >> BLOCK_BITS
COMPOSING = {"claude5"}
_CARRIED = {"o200k": "o200k_base", "cl100k": "cl100k_base"}
"""Vocabularies that `bpe-openai` has, and its names of them."""
_LONGEST = 100_000
"""Characters counted at a time; `bpe-openai` refuses a million."""
_LONGEST_CHARACTER = 4
"""In bytes, which are tokens each where a text was cut within it."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What text costs in a vocabulary other than o200k, in parts of a token."""

    tokens: Sequence[int]
    """By the number of a token of o200k."""
    blocks: Sequence[int]
    """By the block of a character; zero where o200k's tokens are rated."""
    by_character: re.Pattern[str]
    """Runs of characters in the blocks that are rated."""
    is_composing: bool
    """Whether the vocabulary reads an accent after its letter as one with it."""


def count_tokens(text: str, vocabulary: str) -> float:
    """Return the tokens of a text in a vocabulary."""
    pieces = (text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST))
    if vocabulary in _CARRIED:
        return sum(len(encode(piece, _CARRIED[vocabulary])) for piece in pieces)
    rates = load(vocabulary)
    return sum(_count(piece, rates) for piece in pieces)


def _count(text: str, rates: Rates) -> float:
    parts = 0
    if not text.isascii():
        if rates.is_composing:
            text = unicodedata.normalize("NFC", text)
        apart = "".join(rates.by_character.findall(text))
        if apart:
            parts = sum(rates.blocks[ord(character) >> BLOCK_BITS] for character in apart)
            text = rates.by_character.sub("", text)
    return (parts + sum(map(rates.tokens.__getitem__, encode(text)))) / UNIT


def encode(text: str, name: str = "o200k_base") -> list[int]:
    """Return the numbers of a text's tokens in a vocabulary of OpenAI's.

    Half a surrogate pair counts as U+FFFD.
    """
    encoder = encoder_of(name)
    try:
        return encoder(text)
    except UnicodeEncodeError:
        return encoder(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def decode(tokens: Sequence[int]) -> str:
    """Return the text of tokens of cl100k, in which clients of OpenAI cut what they embed.

    They cut long texts anywhere: a character in pieces at either end is U+FFFD.

    Args:
        tokens: Each below `CL100K_TOKENS`.

    Raises:
        ValueError: They are no text.
    """
    reader = tokenizer_of("cl100k_base")
    for lost in range(2 * _LONGEST_CHARACTER - 1):
        for at_start in range(lost + 1):
            whole = tokens[at_start : len(tokens) - (lost - at_start)]
            try:
                text = reader.decode(whole)
            except ValueError:
                continue
            return "\ufffd" * (at_start > 0) + text + "\ufffd" * (lost > at_start)
    raise ValueError("these tokens are no text")


def encoder_of(name: str) -> Callable[[str], list[int]]:
    """Return what cuts text into the tokens of a vocabulary; see `tokenizer_of`."""
    return tokenizer_of(name).encode


@lru_cache
def tokenizer_of(name: str) -> Any:
    """Return the tokenizer of a vocabulary in `bpe-openai`.

    It takes 40 ms of CPU and 65 MB, once, half of them pages of the file that workers share. Only
    the compiled part is imported: the package around it would read three vocabularies into
    dictionaries, which are another 67 MB, hold every thread up for 1.2 s and serve nothing here
    (bpe-openai 0.1.4, seen 2026-11-29).
    """
    package = find_spec("bpe_openai")
    places = package.submodule_search_locations if package else None
    compiled = PathFinder.find_spec("_bindings", places or ())
    if compiled is None or compiled.loader is None:
        raise ImportError("bpe-openai has no compiled part here", name="bpe_openai._bindings")
    bindings = module_from_spec(compiled)
    compiled.loader.exec_module(bindings)
    return bindings.tokenizer_for_encoding(name)


@lru_cache
def load(name: str) -> Rates:
    """Read the rates of a vocabulary."""
    rates = array("H", zlib.decompress((RATES / f"{name}.zlib").read_bytes()))
    if sys.byteorder == "big":
        rates.byteswap()
    blocks = rates[O200K_TOKENS:]
    return Rates(rates[:O200K_TOKENS], blocks, characters_of(blocks), name in COMPOSING)


def characters_of(blocks: Sequence[int]) -> re.Pattern[str]:
    """Return a pattern of the characters in the blocks that have a rate."""
    rated = [False, *map(bool, blocks), False]
    edges = [block for block in range(len(blocks) + 1) if rated[block] != rated[block + 1]]
    ranges = (
        f"\\U{first << BLOCK_BITS:08x}-\\U{(end << BLOCK_BITS) - 1:08x}"
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    )
    return re.compile(f"[{''.join(ranges)}]+")
