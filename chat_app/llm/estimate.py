"""Estimates tokens without asking anybody, and never too few.

Plain ASCII prose costs `ceil( ceil(len/4) × (1 + 0.02 × specials) × 1.03 )`, where specials are
characters that are neither word characters nor white space. Any other text is rated by the
kind of its characters, at rates that real tokenizers do not exceed (docs/tokens.md has the proof).
"""

import math
import re

_SPECIAL = re.compile(r"[^\w\s]")
_ASCII_RATES = (
    (re.compile(r"[0-9]"), 0.75),
    (re.compile(r"[^\w\s]"), 0.65),
    (re.compile(r"\n"), 0.3),
)
_ASCII_RATE = 0.3
_RATES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile("[\u00a0-\u024f]"), 0.6),
    (re.compile("[\u0370-\u03ff]"), 0.8),
    (re.compile("[\u0400-\u052f]"), 0.5),
    (re.compile("[\u0590-\u05ff]"), 0.8),
    (re.compile("[\u0600-\u06ff]"), 0.75),
    (re.compile("[\u0900-\u0dff]"), 1.1),
    (re.compile("[\u0e00-\u0eff]"), 0.9),
    (re.compile("[\u3040-\u30ff]"), 1.0),
    (re.compile("[\u3400-\u9fff]"), 1.3),
    (re.compile("[\uac00-\ud7af]"), 1.2),
)
_OTHER_RATE = 3.0
_MARGIN = 1.03


class RunningEstimate:
    """The estimate of a text that grows; adding to it never reads again what it holds."""

    __slots__ = ("_digits", "_is_ascii", "_length", "_rated", "_specials")

    def __init__(self, text: str = ""):
        self._length = 0
        self._specials = 0
        self._digits = 0
        self._rated = 0.0
        self._is_ascii = True
        self.add(text)

    @property
    def tokens(self) -> int:
        """The estimate of all that was added, in tokens."""
        if self._is_prose:
            quarter = -(-self._length // 4)
            return math.ceil(quarter * (1 + 0.02 * self._specials) * _MARGIN)
        return math.ceil(self._rated * _MARGIN)

    @property
    def _is_prose(self) -> bool:
        return (
            self._is_ascii
            and self._specials * 10 <= self._length
            and self._digits * 10 <= self._length
        )

    def add(self, text: str) -> None:
        """Take the next piece of the text in."""
        self._length += len(text)
        self._specials += len(_SPECIAL.findall(text))
        rated, rest = 0.0, len(text)
        for pattern, rate in _ASCII_RATES:
            found = len(pattern.findall(text))
            rated += found * rate
        self._digits += sum(map(str.isdigit, text))
        if not text.isascii():
            self._is_ascii = False
            ascii_length = len(text.encode("ascii", "ignore"))
            rest -= ascii_length
            rated += ascii_length * _ASCII_RATE
            for pattern, rate in _RATES:
                found = len(pattern.findall(text))
                rated += found * rate
                rest -= found
            rated += rest * _OTHER_RATE
        else:
            rated += rest * _ASCII_RATE
        self._rated += rated

    def tokens_with(self, text: str) -> int:
        """Return what `tokens` would be with one more piece."""
        longer = RunningEstimate.__new__(RunningEstimate)
        for name in self.__slots__:
            setattr(longer, name, getattr(self, name))
        longer.add(text)
        return longer.tokens


def estimate(text: str) -> int:
    """Return how many tokens a text has at most, without asking anybody."""
    return RunningEstimate(text).tokens
