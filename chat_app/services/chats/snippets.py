"""The piece of a text around what a search found, with the hits marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, normalize
from uuid import UUID

from chat_app.spelling import fold

_BEFORE_CHARACTERS = 30
_AFTER_CHARACTERS = 130
_PIECE_CHARACTERS = 32
_WHITE = re.compile(r"\s")
_LATER_JAMO = re.compile("[\u1160-\u11ff]")
"""Vowels and ends of Hangul syllables, which compose with what stands before them."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of a title or of a message, as it was written."""

    text: str
    """White space is blanks; "…" stands where it was cut."""
    marks: list[tuple[int, int]]
    """Where in it the words are: first character and the one after the last, in code points."""
    message_id: UUID | None
    """The message; `None` where it is the title."""


def snippet_of(text: str, words: list[str], message_id: UUID | None = None) -> Snippet:
    """Cut out the surroundings of the first of the words and mark all words in it.

    Args:
        words: Folded; the text contains each of them.
    """
    hit, word = min((_place(text, word), word) for word in words)
    start = _letter_at(text, hit - _BEFORE_CHARACTERS)
    # What was composed in folding may be three times as long in the text.
    end = _letter_at(text, hit + max(_AFTER_CHARACTERS, 3 * len(word)))
    lead = "…" if start else ""
    shown = lead + _WHITE.sub(" ", text[start:end]) + ("…" if end < len(text) else "")
    offset = len(lead) - start
    marks = [(first + offset, last + offset) for first, last in _marks(text, start, end, words)]
    return Snippet(shown, marks, message_id)


def _marks(text: str, start: int, end: int, words: list[str]) -> list[tuple[int, int]]:
    """Return where the words are in a part of a text; what overlaps is one."""
    folded = ""
    owners: list[tuple[int, int]] = []
    if text.isascii():
        # Each letter folds to one.
        folded, owners = fold(text[start:end]), [(at, at + 1) for at in range(start, end)]
        start = end
    for first, last in _letters(text, start, end):
        letter = fold(text[first:last])
        folded += letter
        owners += [(first, last)] * len(letter)
    found = sorted(
        (owners[hit.start()][0], owners[hit.end() - 1][1])
        for word in words
        for hit in re.finditer(re.escape(word), folded)
    )
    marks: list[tuple[int, int]] = []
    for first, last in found:
        if marks and first < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(last, marks[-1][1]))
        else:
            marks.append((first, last))
    return marks


def _place(text: str, word: str) -> int:
    """Return the place of the letter with which a folded word begins in a text."""
    left = fold(text).index(word)
    if text.isascii():
        return left
    start = 0
    while True:
        # By pieces first: a letter at a time would be slow in a long text.
        end = _letter_at(text, start + _PIECE_CHARACTERS)
        length = len(fold(text[start:end]))
        if left < length:
            break
        left -= length
        start = end
    for first, last in _letters(text, start, end):
        left -= len(fold(text[first:last]))
        if left < 0:
            return first
    raise AssertionError("letters fold as their text does")


def _letters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the bounds of each letter with its marks; a text folds as its letters do."""
    while start < end:
        following = _letter_at(text, start + 1)
        yield start, following
        start = following


def _letter_at(text: str, at: int) -> int:
    """Return the first place from there on, inside the text, where a letter begins or all ends.

    A mark with nothing before it begins the text.
    """
    if at <= 0:
        return 0
    while at < len(text) and _goes_on(text[at]):
        at += 1
    return min(at, len(text))


def _goes_on(character: str) -> bool:
    if character.isascii():
        return False
    first = normalize("NFKD", character)[0]
    return (
        category(first).startswith("M")
        or bool(_LATER_JAMO.match(first))
        or not fold(character)  # invisible
    )
