"""Guesses how many tokens a text has, without asking anybody, and not too low.

Plain ASCII prose (all ASCII, at most 10 % specials, at most 10 % digits) gets
`ceil( ceil(len/4) × (1 + 0.02 × specials) × 1.03 )`. Other text is weighed by the kind of its
characters, as scripts differ in how many of them make a token.
"""

import math
from dataclasses import dataclass, replace

_PROSE_SHARE = 0.10
_MARGIN = 1.03


@dataclass(slots=True)
class RunningEstimate:
    """The estimate of a text that grows; adding a piece costs that piece and nothing more."""

    length: int = 0
    specials: int = 0
    """Characters that are neither word characters nor white space."""
    digits: int = 0
    weight: float = 0
    """Tokens by kind of character, for text that is not plain prose."""
    ascii: bool = True

    def add(self, text: str) -> None:
        """Append a piece."""
        self.length += len(text)
        self.ascii = self.ascii and text.isascii()
        for character in text:
            if not (character.isalnum() or character == "_" or character.isspace()):
                self.specials += 1
            elif character.isdigit():
                self.digits += 1
            self.weight += _weight(character)

    @property
    def tokens(self) -> int:
        """The estimate of all that was added."""
        if not self.length:
            return 0
        prose = math.ceil(self.length / 4) * (1 + 0.02 * self.specials) * _MARGIN
        plain = self.ascii and max(self.specials, self.digits) <= _PROSE_SHARE * self.length
        return math.ceil(prose if plain else self.weight * _MARGIN)

    def tokens_with(self, text: str) -> int:
        """Return what the estimate would be with another piece."""
        other = replace(self)
        other.add(text)
        return other.tokens


def estimate(text: str) -> int:
    """Return the estimated tokens of a text."""
    running = RunningEstimate()
    running.add(text)
    return running.tokens


def _weight(character: str) -> float:
    """Return the tokens a character may take in a vocabulary that does not favour its script."""
    code = ord(character)
    if code < 0x80:
        if character.isalpha():
            return 0.32
        return 0.12 if character.isspace() else 1.0
    if code < 0x250:
        return 0.8
    if code < 0x2E80:
        return 1.0
    return 1.5 if code < 0x10000 else 3.0
