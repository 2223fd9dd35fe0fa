"""Cuts texts into what they are indexed by: words, pairs and parts of so many characters."""

import itertools
import re

from chat_app.spelling import fold

LONGEST_PART_CHARACTERS = 32
"""A longer part of a word is looked up by its beginning."""
LONGEST_GRAM_CHARACTERS = 3
_LONGEST_WORD_CHARACTERS = 2 * LONGEST_PART_CHARACTERS

# Thai, Lao, Tibetan, Burmese, Hangul, Khmer, Tai, Balinese, Javanese; kana, Han and their signs.
_SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u2e80-\u9fff\ua960-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
"""Scripts written without spaces, and Hangul, whose syllables are words often enough."""
# Marks that belong to the letter before them, which Python's `\w` leaves out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711"
    "\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0898-\u0dff\u135d-\u135f"
    "\u1712-\u1734\u1885-\u18a9\u1920-\u193b\u1ab0-\u1aff\u1b80-\u1bff\u1c24-\u1c37\u1cd0-\u1cff"
    "\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2de0-\u2dff\ua66f-\ua69f\ua6f0\ua802-\ua8ff"
    "\ua926-\ua953\uaa29-\uaa36\uabe3-\uabed\ufb1e\ufe20-\ufe2f"
)
# Classes that share no character, so that each is looked at once.
_PARTS = re.compile(
    rf"((?:[^\W{_SPACELESS}]+|[{_MARKS}]+)+)|((?:[{_SPACELESS}]+|[^\s\w{_MARKS}{_SPACELESS}]+)+)"
)


def parts(folded: str) -> list[tuple[str, str]]:
    """Cut a folded text into words, and runs of signs and of letters that need no spaces.

    Returns:
        Pairs of which one half is empty: a word, or a run.
    """
    return _PARTS.findall(folded)


def pairs(run: str) -> list[str]:
    """Return each two characters of a run that stand side by side; a single one stays alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def words_of(content: str) -> set[str]:
    """Return what a message is indexed by: its words, and the pairs of its runs."""
    tokens = set(fold(content).split())
    words = {each for each in tokens if each.isalnum() and each.isascii()}
    for word, run in itertools.chain.from_iterable(map(parts, tokens - words)):
        if run:
            words.update(pairs(run))
        else:
            words.add(word)
    for word in [each for each in words if len(each) > _LONGEST_WORD_CHARACTERS]:
        # They overlap, so that the longest part looked up lies in one of them.
        starts = range(0, len(word) - LONGEST_PART_CHARACTERS, LONGEST_PART_CHARACTERS)
        words.update(word[at : at + _LONGEST_WORD_CHARACTERS] for at in starts)
        words.remove(word)
    return words


def grams_of(folded: str, *lengths: int) -> set[str]:
    """Return all parts of so many characters of a folded text."""
    return {folded[at : at + n] for n in lengths for at in range(len(folded) - n + 1)}
