r"""Estimates tokens without asking anybody.

Plain ASCII prose (all ASCII, at most 10 % specials, at most 10 % digits) costs
`ceil( ceil(len/4) × (1 + 0.02 × specials) × 1.03 )`, where specials are characters that are
neither word characters nor white space.

Any other text is rated by its characters: a rate for each kind, and a surcharge or discount for
what stands before it, because tokenizers join what often stands together. The rates are a
linear fit to the counts of a real tokenizer, set to come out about a quarter high so as not to
undercount; docs/tokens.md has the errors and how they were measured.
"""

import math
import re
from functools import lru_cache

_PROSE_SHARE = 0.10
_MARGIN = 1.03
_SPECIAL = re.compile(r"[^\w\s]")
_DIGIT = re.compile(r"[0-9]")
_S = r"[!-/:-@\[-`{-~]"
"""A special character of ASCII, the underscore included."""

_ASCII_RATES = (
    (r"[A-Za-z]", 0.249),
    (r"(?<![A-Za-z])[A-Za-z]", 0.098),  # a word begins
    (r"(?<=[a-z])[A-Z]", 1.198),  # camelCase, base64
    (r"(?<=[A-Z])[A-Z]", 0.08),
    (r"(?<=[A-Za-z]{7})[A-Za-z]", -0.055),  # a long word
    (r"(?<=[bcdfghjklmnpqrstvwxz]{3})[bcdfghjklmnpqrstvwxz]", 0.401),  # no word at all
    (r"[0-9]", 0.521),
    (r"(?<![0-9])[0-9]", 0.711),
    (r"(?<=[0-9])[A-Za-z]", 1.672),
    (r"(?<=[0-9a-fA-F]{8})[0-9a-fA-F]", -0.174),  # hexadecimal
    (_S, 0.645),
    (rf"(?<!{_S}){_S}", 0.326),
    (rf"(?<=({_S}))\1", -0.5),  # a line of dashes
    (r"(?<!\s)[ \t]", 0.473),
    (r"(?<=\s)\s", 0.196),
    (r"(?<=\s{4})\s", -0.1),  # indentation
)
_SCRIPT_RATES = (
    ("[\u00a1-\u00ff]", 0.9),  # Latin with accents
    ("[\u0100-\u024f]", 1.328),
    ("[\u1e00-\u1eff]", 0.0),  # Vietnamese; its letters come with those around them
    ("[\u200b\u200c\u200e\u200f]", 0.0),  # parts words in Persian and Khmer, and shows nothing
    ("[\u0370-\u03ff\u1f00-\u1fff]", 0.481),  # Greek
    ("[\u0400-\u052f]", 0.305),  # Cyrillic
    ("[\u0530-\u058f]", 0.346),  # Armenian
    ("[\u0590-\u05ff]", 0.491),  # Hebrew
    ("[\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]", 0.372),  # Arabic
    ("[\u0900-\u0bff]", 0.41),  # Devanagari to Tamil
    ("[\u0c00-\u0cff]", 0.481),  # Telugu, Kannada
    ("[\u0d00-\u0d7f]", 0.353),  # Malayalam
    ("[\u0d80-\u0dff]", 0.577),  # Sinhala
    ("[\u0e00-\u0eff]", 0.469),  # Thai, Lao
    ("[\u0f00-\u0fff]", 1.673),  # Tibetan
    ("[\u1000-\u109f\u1780-\u17ff]", 0.736),  # Burmese, Khmer
    ("[\u10a0-\u10ff]", 0.385),  # Georgian
    ("[\u2010-\u203f]", 1.839),  # typographic punctuation
    ("[\u2070-\u2bff]", 1.137),  # symbols, arrows, boxes
    ("[\u3000-\u303f\uff00-\uffef]", 0.735),  # East Asian punctuation
    ("[\u3040-\u30ff]", 0.743),  # kana
    ("[\u3400-\u9fff]", 1.077),  # Chinese characters
    ("[\uac00-\ud7af]", 0.68),  # hangul
    ("[\u200d\ufe0f]", 1.27),  # joins emoji
    ("[\U00010000-\U0010ffff]", 2.535),  # emoji
)
_OTHER_RATE = 2.8
"""For scripts without a rate of their own: nearly a token a byte."""
_SCRIPT_SURCHARGES = (
    ("[\u0400-\u040f\u0450-\u052f]", 0.834),  # Cyrillic letters that Russian does not use
    ("[ыэё]", 0.403),
    ("[\u0671-\u06d5]", 0.647),  # Arabic letters that Arabic does not use
    ("[\u0a00-\u0a7f]", 0.2),  # Gurmukhi
    ("[😀😂🥰😍👍🙏🔥🎉😭🤔💯🚀✅❤😊👏✨🤣💪🎶🌟👇👉💕😁😎😉📌📢🌍🌈🎁🏆]", -0.907),
)
_REPEATED_RATE = 0.327
"""For a character after its like, outside ASCII."""
_LONGEST_LOOK_BACK = 8

_ASCII = [(re.compile(pattern), rate) for pattern, rate in _ASCII_RATES]
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_REPEATED = re.compile(r"(?<=([^\x00-\x7f]))\1")


class RunningEstimate:
    """The estimate of a text that grows; each character is read a fixed number of times."""

    __slots__ = (
        "_digits",
        "_is_ascii",
        "_length",
        "_rate",
        "_specials",
        "_tail",
        "_tail_rate",
        "_unrated",
    )

    def __init__(self) -> None:
        self._length = 0
        self._specials = 0
        self._digits = 0
        self._is_ascii = True
        self._rate = 0.0
        self._unrated: list[str] = []
        self._tail = ""
        self._tail_rate = 0.0

    @property
    def tokens(self) -> int:
        """The estimate of all that was added."""
        if self._is_prose(self._length, self._specials, self._digits, self._is_ascii):
            return _prose_tokens(self._length, self._specials)
        self._rate_pending()
        return _rated_tokens(self._rate, self._length)

    def add(self, text: str) -> None:
        """Append a piece."""
        self._length += len(text)
        self._specials += len(_SPECIAL.findall(text))
        self._digits += len(_DIGIT.findall(text))
        self._is_ascii = self._is_ascii and text.isascii()
        self._unrated.append(text)

    def tokens_with(self, text: str) -> int:
        """Return what `tokens` would be with another piece."""
        length = self._length + len(text)
        specials = self._specials + len(_SPECIAL.findall(text))
        digits = self._digits + len(_DIGIT.findall(text))
        if self._is_prose(length, specials, digits, self._is_ascii and text.isascii()):
            return _prose_tokens(length, specials)
        self._rate_pending()
        return _rated_tokens(self._rate + _rate(self._tail + text) - self._tail_rate, length)

    @staticmethod
    def _is_prose(length: int, specials: int, digits: int, is_ascii: bool) -> bool:
        return is_ascii and max(specials, digits) <= _PROSE_SHARE * length

    def _rate_pending(self) -> None:
        """Rate what came since the last time; while a text is plain prose nothing needs it."""
        if self._unrated:
            seen = self._tail + "".join(self._unrated)
            self._rate += _rate(seen) - self._tail_rate
            self._tail = seen[-_LONGEST_LOOK_BACK:]
            self._tail_rate = _rate(self._tail)
            self._unrated.clear()


def estimate(text: str) -> int:
    """Return the estimated tokens of a text."""
    running = RunningEstimate()
    running.add(text)
    return running.tokens


def _prose_tokens(length: int, specials: int) -> int:
    return math.ceil(math.ceil(length / 4) * (1 + 0.02 * specials) * _MARGIN)


def _rated_tokens(rate: float, length: int) -> int:
    """Round up; blank space may be discounted, but not below a token for four characters."""
    return max(math.ceil(rate), math.ceil(length / 4))


@lru_cache(maxsize=256)  # a delta is rated when it is tried, and again when it is added
def _rate(text: str) -> float:
    """Return the tokens of a text by its characters, as if nothing stood before it."""
    foreign = _NOT_ASCII.findall(text)
    rate = sum(map(_script_rate, foreign))
    if foreign:
        rate += len(_REPEATED.findall(text)) * _REPEATED_RATE
    if len(foreign) < len(text):
        rate += sum(len(pattern.findall(text)) * each for pattern, each in _ASCII)
    return rate


@lru_cache(maxsize=16_384)
def _script_rate(character: str) -> float:
    rates = (rate for pattern, rate in _SCRIPT_RATES if re.match(pattern, character))
    surcharges = (rate for pattern, rate in _SCRIPT_SURCHARGES if re.match(pattern, character))
    return next(rates, _OTHER_RATE) + sum(surcharges)
