"""What providers ask for what is no text, by the rules that they publish (docs/tokens.md)."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureRule:
    """How a provider bills a picture: cut into squares, made smaller first where it is too large.

    What it says is never below the bill: where vendors make a picture smaller, they look for whole
    pixels or squares below what is allowed, and this takes what is allowed.
    """

    most_tokens: int
    """For a picture of any size."""
    side_px: int = 0
    """Of a square, in pixels; 0 where every picture costs the most."""
    square_tokens: float = 1
    beside_tokens: int = 0
    """For each picture, beside its squares."""
    longest_px: int = 0
    """The longest side that is looked at, in pixels; 0 where only the tokens are bounded."""

    def tokens(self, width: int, height: int) -> int:
        """Return what a picture is billed, given its size in pixels.

        Where that is not known (0), it is taken for the largest.
        """
        if not (self.side_px and width > 0 and height > 0):
            return self.most_tokens
        most_squares = (self.most_tokens - self.beside_tokens) / self.square_tokens
        scale = min(1.0, self.side_px * math.sqrt(most_squares / (width * height)))
        if self.longest_px:
            scale = min(scale, self.longest_px / max(width, height))
        columns, rows = (
            math.ceil(max(round(each * scale), 1) / self.side_px) for each in (width, height)
        )
        tokens = math.ceil(columns * rows * self.square_tokens) + self.beside_tokens
        return min(tokens, self.most_tokens)


@dataclass(frozen=True, slots=True)
class Figures:
    """The most that a provider asks for what is no text, in tokens."""

    picture: PictureRule
    page_tokens: int
    """A page of a document, its words included."""
    audio_tokens_per_second: int
    tools_tokens: int
    """What it tells the model about tools in general, where any is offered."""
