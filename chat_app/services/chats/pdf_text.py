"""The text that readers of a PDF search and copy, where HarfBuzz has shaped the letters.

fpdf2 2.8.9 says of each cluster's first glyph what the cluster means and nothing of the others
(`TTFFont.shape_text`, read 2026-11-29): readers then make up a control character for each. Here a
cluster's characters are shared out among its glyphs, and a glyph too many means nothing. What runs
rightwards also carries its text as a whole (`ActualText`), for glyphs that are moved look to some
readers like words apart. What runs leftwards does not: poppler takes such text for the order seen.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from fpdf.enums import TextDirection
from fpdf.fonts import Glyph, SubsetMap, TTFFont
from fpdf.line_break import Fragment


def tell(font: TTFFont) -> None:
    """Have a font say of every glyph what it means."""
    font.__class__ = _Told
    font.subset.__class__ = _Meanings


def as_a_whole(fragments: list[Fragment]) -> list[Fragment]:
    """Have each fragment carry its text."""
    for fragment in fragments:
        if type(fragment) is Fragment:
            fragment.__class__ = _Whole
    return fragments


class _Nothing(int):
    """A character that is written as none."""

    def __format__(self, _: str) -> str:
        return ""


_NOTHING = _Nothing()


class _Meanings(SubsetMap):
    # As in fpdf2, which empties it; a subset lives as long as its document.
    @cache  # noqa: B019
    def get_glyph(
        self,
        glyph: int | None = None,
        unicode: int | tuple[int, ...] | None = None,
        glyph_name: str | None = None,
        glyph_width: int | None = None,
    ) -> Glyph | None:
        meaning = (_NOTHING,) if unicode == () else unicode
        return super().get_glyph(glyph, meaning, glyph_name, glyph_width)


@dataclass(slots=True)
class _Placed:
    codepoint: int
    """Number of the glyph in the font, as HarfBuzz calls it."""
    cluster: int
    """Index of the first character that the glyph stands for."""


class _Told(TTFFont):
    __slots__ = ()

    def perform_harfbuzz_shaping(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> Any:
        infos, positions = super().perform_harfbuzz_shaping(text, font_size_pt, text_shaping_params)
        placed = [_Placed(info.codepoint, info.cluster) for info in infos]
        if (
            not placed
        ):  # fpdf2 also asks for what is left of a line before its first letter: nothing
            return placed, positions
        runs_leftwards = placed[0].cluster > placed[-1].cluster
        clusters: defaultdict[int, list[_Placed]] = defaultdict(list)
        for glyph in reversed(placed) if runs_leftwards else placed:
            clusters[glyph.cluster].append(glyph)
        ends = [*sorted(clusters)[1:], len(text)]
        for (start, glyphs), end in zip(sorted(clusters.items()), ends, strict=True):
            for number, glyph in enumerate(glyphs):
                glyph.cluster = min(start + number, end - 1)
        return placed, positions


class _Whole(Fragment):
    def render_with_text_shaping(
        self, pos_x: float, pos_y: float, h: float, word_spacing: float
    ) -> str:
        drawn = super().render_with_text_shaping(pos_x, pos_y, h, word_spacing)
        if self.fragment_direction is TextDirection.RTL:
            return drawn
        text = ("\ufeff" + self.string).encode("utf-16-be").hex()
        return f"/Span <</ActualText <{text}>>> BDC {drawn} EMC"
