"""A chat as PDF, with the fonts inside: it reads the same everywhere.

Noto Sans (Latin, Greek, Cyrillic, Devanagari) and Noto Emoji lie beside this module, as the npm
packages `@expo-google-fonts/noto-sans` 0.4.2 and `noto-emoji` 0.4.7 carry them (SIL Open Font
License). The large fonts for Chinese, Japanese and Korean come with `justmytype-intl-cjk`; they
are cut down to the characters that are there before anything else is done with them.
"""

import tempfile
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

_HERE = Path(__file__).parent / "fonts"
_TEXT = "NotoSans-Regular"
_EMOJI = "NotoEmoji-Regular"
_EAST_ASIAN = ("notosanssc/NotoSansSC[wght].ttf", "notosanskr/NotoSansKR[wght].ttf")
_NORMAL_WEIGHT = 400
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
"""Without shaping they join nothing: a family comes out as its members."""
_INK, _GREY, _ACCENT = (28, 28, 30), (110, 110, 118), (44, 82, 170)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it."""

    heading: str
    text: str


def write(title: str, subtitle: str, sections: list[Section]) -> bytes:
    """Return the PDF; it takes up to some seconds of CPU, so call it in a thread."""
    everything = "\n".join(
        [title, subtitle, *(part for each in sections for part in (each.heading, each.text))]
    )
    pdf = _Page(format="A4")
    pdf.set_title(title)
    pdf.set_margin(20)
    pdf.set_auto_page_break(True, margin=20)
    known = pdf.bring_fonts(set(_plain(everything)))
    pdf.add_page()
    pdf.say(_printable(title, known), 18, _INK)
    pdf.say(_printable(subtitle, known), 9, _GREY)
    for section in sections:
        pdf.ln(4)
        pdf.say(_printable(section.heading, known), 10, _ACCENT)
        pdf.say(_printable(section.text, known), 11, _INK)
    return bytes(pdf.output())


class _Page(FPDF):
    """A document whose fonts fit its text."""

    def bring_fonts(self, characters: set[str]) -> set[str]:
        """Add the fonts that the characters need and return those that can be written."""
        known: set[str] = set()
        for name in (_TEXT, _EMOJI):
            path = _HERE / f"{name}.ttf"
            self.add_font(name, fname=path)
            with TTFont(path, lazy=True) as font:
                known |= set(map(chr, font.getBestCmap() or ()))
        fallbacks = [_EMOJI]
        for name in _EAST_ASIAN:
            missing = characters - known - {"\n"}
            found = self._add_cut_down(name, missing) if missing else set()
            if found:
                known |= found
                fallbacks.append(name)
        self.set_font(_TEXT)
        self.set_fallback_fonts(fallbacks, exact_match=False)
        return known

    def say(self, text: str, size: float, colour: tuple[int, int, int]) -> None:
        """Write a paragraph across the page."""
        self.set_font(_TEXT, size=size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.55, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _add_cut_down(self, name: str, wanted: set[str]) -> set[str]:
        source = Path(str(files("justmytype_intl_cjk"))) / "fonts/ofl" / name
        with TTFont(source, lazy=True) as font, tempfile.TemporaryDirectory() as folder:
            found = wanted & set(map(chr, font.getBestCmap() or ()))
            if found:
                options = Options(layout_features=[], notdef_outline=True)
                options.drop_tables += ["GDEF", "GPOS", "GSUB", "BASE", "vhea", "vmtx", "VVAR"]
                subsetter = Subsetter(options)
                subsetter.populate(text="".join(found))
                subsetter.subset(font)
                path = Path(folder) / "cut.ttf"
                instantiateVariableFont(font, {"wght": _NORMAL_WEIGHT}, inplace=True)
                font.save(path)
                self.add_font(name, fname=path)
        return found


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\t", "    ").translate(_JOINERS)


def _printable(text: str, known: set[str]) -> str:
    return "".join(
        character if character == "\n" or character in known else _UNKNOWN
        for character in _plain(text)
        if character == "\n" or unicodedata.category(character) != "Cc"
    )
