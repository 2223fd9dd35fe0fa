"""Estimates tokens without asking anybody.

Plain ASCII prose (all ASCII, at most 10 % specials, at most 10 % digits) of up to 400 characters
costs `ceil( ceil(len/4) × (1 + 0.02 × specials) × 1.03 )` for every model, where specials are
characters that are neither word characters nor white space. In longer prose every comma would
multiply the whole, up to six times the real count at 5 000 characters.

It and any other text are counted by a real tokenizer and taken over to the vocabulary of the
model's provider (`vocabulary.py`). docs/tokens.md has the errors and how they were measured.
"""

import math
import re

from chat_app.llm.provider_table import Vocabulary
from chat_app.llm.vocabulary import count_tokens

FORMULA_CHARACTERS = 400
"""The longest prose that the formula is for."""
_STAND_IN: Vocabulary = "tekken"
"""For vocabularies that nobody published, xAI's among them: Mistral's, which spares no digit."""
MOST_TOKENS_OF_A_BYTE = 3
"""No vocabulary makes more of any text. Few make more than one; Claude's makes 152 tokens of 136
bytes of Syriac, and more than two of a byte of Cherokee."""
_PROSE_SHARE = 0.10
_MARGIN = 1.03
_SPECIAL = re.compile(r"[^\w\s]")
_DIGIT = re.compile(r"[0-9]")
_SEAM = re.compile(
    r"(?s:.*)(?:\S(?=[ \t])|[\r\n](?=[^\s/])|[^\W_](?=[\s…、。，；：？！])"
    r"|[0-9A-Za-z](?=[!-&(-/:-@\[-^`{-~])|(?<!\w)(?:[0-9]{3})+(?=[0-9]))"
)
"""Up to the last place that no token of o200k goes on over: before a space, behind a line end,
between a letter or digit and white space or punctuation, but for an apostrophe (`'s`), and behind
each third digit of a row."""
_LONGEST_TAIL = 32
"""How many characters are counted anew, at most, with each piece of a text that has seams."""
_LONGEST_ROW = 128
"""How many where no seam is found; there the row is cut all the same."""
_CUT_TOKENS = 4
"""What a row's parts may come out lower than the whole, found by trying (docs/tokens.md)."""


class RunningEstimate:
    """The estimate of a text that grows; each character is read a bounded number of times.

    It is what `estimate` says of the whole, but for a few tokens more for every 128 characters
    of a row without white space or punctuation.
    """

    __slots__ = (
        "_digits",
        "_head",
        "_head_tokens",
        "_is_ascii",
        "_length",
        "_length_bytes",
        "_settled",
        "_specials",
        "_tail",
        "_uncounted",
        "_unread",
        "_vocabulary",
    )

    def __init__(self, vocabulary: Vocabulary = _STAND_IN) -> None:
        self._vocabulary: Vocabulary = vocabulary
        self._length_bytes = 0
        """The length of all that was added, in UTF-8."""
        self._unread: list[str] = []
        """What was added and nothing is known of but its length."""
        self._length = 0
        self._specials = 0
        self._digits = 0
        self._is_ascii = True
        self._settled = 0.0
        self._tail = ""
        self._uncounted = ""
        self._head = ""
        self._head_tokens = 0.0

    @property
    def tokens(self) -> int:
        """The estimate of all that was added."""
        return self.tokens_with("")

    def add(self, text: str) -> None:
        """Append a piece."""
        self._length_bytes += len(text.encode())
        self._unread.append(text)

    def fits(self, text: str, tokens: float) -> bool:
        """Say whether the whole with another piece has so many tokens at most.

        While the bytes could not be so many, nothing is counted.
        """
        length_bytes = self._length_bytes + len(text.encode())
        return length_bytes * MOST_TOKENS_OF_A_BYTE <= tokens or self.tokens_with(text) <= tokens

    def tokens_with(self, text: str) -> int:
        """Return what `tokens` would be with another piece."""
        self._read()
        length = self._length + len(text)
        specials = self._specials + len(_SPECIAL.findall(text))
        digits = self._digits + len(_DIGIT.findall(text))
        if _goes_by_formula(length, specials, digits, self._is_ascii and text.isascii()):
            return _by_formula(length, specials)
        self._settle()
        head, tail = _cut(self._tail + text)
        tokens = self._settled + self._count_head(head, tail) + _count(tail, self._vocabulary)
        return _whole(tokens, self._vocabulary)

    def _read(self) -> None:
        """Take in what was added."""
        if self._unread:
            text = "".join(self._unread)
            self._unread.clear()
            self._length += len(text)
            self._specials += len(_SPECIAL.findall(text))
            self._digits += len(_DIGIT.findall(text))
            self._is_ascii = self._is_ascii and text.isascii()
            self._uncounted += text

    def _settle(self) -> None:
        """Count what came, but for a tail; while a text goes by the formula nothing needs it."""
        if self._uncounted:
            head, self._tail = _cut(self._tail + self._uncounted)
            self._uncounted = ""
            self._settled += self._count_head(head, self._tail)

    def _count_head(self, head: str, tail: str) -> float:
        """Count a text; what was tried last is what is added next."""
        if head != self._head:
            self._head, self._head_tokens = head, _count(head, self._vocabulary)
        return self._head_tokens + (0 if tail or not head else _CUT_TOKENS)


def estimate(text: str, vocabulary: Vocabulary = _STAND_IN) -> int:
    """Return the estimated tokens of a text by a vocabulary, or by the one that stands in."""
    # A search through megabytes would keep every other thread waiting.
    if len(text) <= FORMULA_CHARACTERS:
        specials, digits = len(_SPECIAL.findall(text)), len(_DIGIT.findall(text))
        if _goes_by_formula(len(text), specials, digits, text.isascii()):
            return _by_formula(len(text), specials)
    return count_by_vocabulary(text, vocabulary)


def count_by_vocabulary(text: str, vocabulary: Vocabulary = _STAND_IN) -> int:
    """Return the estimate of a text by its vocabulary alone, though it be short prose."""
    return _whole(_count(text, vocabulary), vocabulary)


def _cut(text: str) -> tuple[str, str]:
    """Return what of a growing text can be counted for good, and the rest.

    The parts have the tokens of the whole, unless nothing is left: then the text had no seam.
    """
    if len(text) <= _LONGEST_TAIL:
        return "", text
    seam = _SEAM.match(text, max(len(text) - _LONGEST_ROW, 0))
    if seam:
        return text[: seam.end()], text[seam.end() :]
    return ("", text) if len(text) <= _LONGEST_ROW else (text, "")


def _goes_by_formula(length: int, specials: int, digits: int, is_ascii: bool) -> bool:
    is_prose = is_ascii and max(specials, digits) <= _PROSE_SHARE * length
    return is_prose and length <= FORMULA_CHARACTERS


def _by_formula(length: int, specials: int) -> int:
    return math.ceil(math.ceil(length / 4) * (1 + 0.02 * specials) * _MARGIN)


def _count(text: str, vocabulary: Vocabulary) -> float:
    if vocabulary == "quarters":
        return len(text) / 4
    return count_tokens(text, vocabulary)


def _whole(tokens: float, vocabulary: Vocabulary) -> int:
    """Round up; where the count is o200k's own, a margin is in no rate yet."""
    return math.ceil(tokens * (_MARGIN if vocabulary == "o200k" else 1))
