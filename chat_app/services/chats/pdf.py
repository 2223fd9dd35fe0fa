"""A chat as PDF, with the fonts inside: it reads the same everywhere.

Noto Sans (Latin, Greek, Cyrillic, Devanagari) and Noto Emoji lie beside this module, as the npm
packages `@expo-google-fonts/noto-sans` 0.4.2 and `noto-emoji` 0.4.7 carry them (SIL Open Font
License). The fonts of other scripts come with the `justmytype-intl-…` packages; they are cut down
to the characters that are there before anything else is done with them. Those of Chinese, Japanese
and Korean weigh 50 MB and are installed where they are wanted (`make fonts`); a page says what it
could not show. Scripts whose letters change with their neighbours, or that run from the right, are
shaped by HarfBuzz.
"""

import os
import pickle
import re
import resource
import signal
import sys
import tempfile
import unicodedata

# fontTools comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont as WrittenFont
from fpdf.line_break import Fragment
from PIL import Image

from chat_app.services.chats import pdf_text
from chat_app.services.chats.enclosed import Enclosed, Section

_HERE = Path(__file__).parent / "fonts"
_TEXT = "NotoSans-Regular"
_EMOJI = "NotoEmoji-Regular"
_FURTHER = (
    "cjk/fonts/ofl/notosanssc/NotoSansSC[wght].ttf",
    "cjk/fonts/ofl/notosanskr/NotoSansKR[wght].ttf",
    "rtl/fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf",
    "rtl/fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf",
    "sea/fonts/ofl/notosansthai/NotoSansThai[wdth,wght].ttf",
    "sea/fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf",
    "sea/fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf",
    "sea/fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf",
    "south_asia/fonts/ofl/notosansbengali/NotoSansBengali[wdth,wght].ttf",
    "south_asia/fonts/ofl/notosanstamil/NotoSansTamil[wdth,wght].ttf",
    "south_asia/fonts/ofl/notosanstelugu/NotoSansTelugu[wdth,wght].ttf",
)
"""Files of the packages `justmytype_intl_…`; a package may be missing."""
_MAX_SECONDS = 60
"""Of computing. A process whose server is gone ends after twice as long, whatever it does."""
_MAX_MEMORY_BYTES = 2 * 1024**3
_PATIENCE = 10
"""How much sooner others get the processor, as `nice` counts: replies are being written there."""
_WIDE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "IDEOGRAPHIC")
"""How the Unicode names of characters begin for which `make fonts` brings the letters."""
_REGULAR = {"wght": 400, "wdth": 100}
_SHAPED = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew to Myanmar, Khmer, the joined forms of Hebrew and Arabic: HarfBuzz places these."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
"""Without shaping they join nothing: a family comes out as its members."""
_SHAPING_JOINERS = {joiner: None for joiner in _JOINERS if chr(joiner) not in "\u200c\u200d"}
"""What shaping has no need of either."""
_STRONG = {"L", "R", "AL"}
_LEFTWARDS = "R"
_MM_A_PIXEL = 25.4 / 96
_BETWEEN_MM = 3
_TALLEST_MM = 140
_PIXELS_A_MM = 216 / 25.4
"""Of pictures: as sharp as print wants them."""
_QUALITY = 88
_INK, _GREY, _ACCENT = (28, 28, 30), (110, 110, 118), (44, 82, 170)


def write(title: str, subtitle: str, sections: Sequence[Section]) -> bytes:
    """Return the PDF; it takes up to some seconds of CPU, so have it called by `pdf_apart`."""
    words = (text for each in sections for text in _texts(each))
    everything = "\n".join([title, subtitle, *words])
    # Cut-down fonts are read from it until the end.
    with tempfile.TemporaryDirectory() as folder:
        pdf = _Page()
        pdf.set_title(title)
        pdf.set_margin(20)
        pdf.set_auto_page_break(True, margin=20)
        written = set(_plain(everything))
        known = pdf.bring_fonts(written, Path(folder))
        pdf.add_page()
        pdf.say(_printable(title, known), 18, _INK)
        pdf.say(_printable(subtitle, known), 9, _GREY)
        if note := _without_letters(written - known):
            pdf.say(note, 9, _GREY)
        for section in sections:
            pdf.ln(4)
            pdf.say(_printable(section.heading, known), 10, _ACCENT)
            for number, part in enumerate(section.parts):
                if number:
                    pdf.ln(_BETWEEN_MM)
                if isinstance(part, Enclosed) and part.picture:
                    pdf.show(part.picture, part.name)
                else:
                    pdf.say(_printable(_words(part), known), 11, _INK)
        return bytes(pdf.output())


class _Page(FPDF):
    """A document whose fonts fit its text."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self._font_of: dict[str, str] = {}

    def bring_fonts(self, characters: set[str], folder: Path) -> set[str]:
        """Add the fonts that the characters need and return those that can be written."""
        known: set[str] = set()
        for name in (_TEXT, _EMOJI):
            path = _HERE / f"{name}.ttf"
            self._add(name, path)
            with TTFont(path, lazy=True) as font:
                known |= set(map(chr, font.getBestCmap() or ()))
        fallbacks = [_TEXT, _EMOJI]
        for name in _FURTHER:
            missing = characters - known - {"\n"}
            found = self._add_cut_down(name, missing, folder) if missing else set()
            if found:
                known |= found
                fallbacks.append(name)
                self._font_of |= dict.fromkeys(found, name)
        self.set_font(_TEXT)
        self.set_fallback_fonts(fallbacks, exact_match=False)
        return known

    def say(self, text: str, size: float, colour: tuple[int, int, int]) -> None:
        """Write a paragraph across the page."""
        self.set_text_color(*colour)
        for line in text.split("\n"):
            # Only where it is needed: it takes fifteen times as long. In the font of that script,
            # for the spaces and joiners between its letters belong to the words.
            shaped = _SHAPED.search(line)
            self.set_text_shaping(bool(shaped))
            self.set_font(self._font_of.get(shaped[0], _TEXT) if shaped else _TEXT, size=size)
            directions = _directions(line)
            runs_leftwards = directions[:1] == [_LEFTWARDS]
            # In a line that runs rightwards fpdf2 2.8.9 swaps what stands around a joiner.
            swaps = not runs_leftwards and _LEFTWARDS in directions
            self.multi_cell(
                0,
                size * 0.55,
                line.translate(_JOINERS) if swaps else line,
                align=Align.R if runs_leftwards else Align.L,
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
            )

    def show(self, picture: bytes, name: str) -> None:
        """Show a picture as large as it is on a screen, or as there is room for.

        Args:
            picture: In any format that Pillow reads.
            name: What is told to whoever cannot see it.
        """
        with Image.open(BytesIO(picture)) as opened:
            width, height = (pixels * _MM_A_PIXEL for pixels in opened.size)
            scale = min(1, (self.epw - 2 * self.c_margin) / width, _TALLEST_MM / height)
            # Letters stand a little off the margin; `image` would not.
            left = self.l_margin + self.c_margin
            width, height = width * scale, height * scale
            drawn = _no_larger(opened, width, height) or BytesIO(picture)
            self.image(drawn, x=left, w=width, h=height, alt_text=name)

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        return pdf_text.as_a_whole(list(super()._preload_bidirectional_text(text, markdown)))

    def _add(self, name: str, path: Path) -> None:
        self.add_font(name, fname=path)
        added = list(self.fonts.values())[-1]
        if isinstance(added, WrittenFont):
            pdf_text.tell(added)

    def _add_cut_down(self, name: str, wanted: set[str], folder: Path) -> set[str]:
        folder_name, _, file = name.partition("/")
        package = f"justmytype_intl_{folder_name}"
        if not find_spec(package):
            return set()
        source = Path(str(files(package))) / file
        with TTFont(source, lazy=True) as font:
            found = wanted & set(map(chr, font.getBestCmap() or ()))
            if found:
                # Shaping wants more than was written: the parts of a letter, and its joined forms.
                if not _SHAPED.search("".join(found)):
                    _cut_down(font, found)
                axes = {axis.axisTag for axis in font["fvar"].axes}
                regular = {tag: place for tag, place in _REGULAR.items() if tag in axes}
                instantiateVariableFont(font, regular, inplace=True)
                font.save(folder / source.name)
                self._add(name, folder / source.name)
        return found


def _cut_down(font: TTFont, characters: set[str]) -> None:
    options = Options(layout_features=[], notdef_outline=True)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "BASE", "vhea", "vmtx", "VVAR"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)


def _no_larger(picture: Image.Image, width_mm: float, height_mm: float) -> BytesIO | None:
    """Return a picture with no more pixels than can be seen, `None` where it has no more."""
    size = (round(width_mm * _PIXELS_A_MM), round(height_mm * _PIXELS_A_MM))
    if picture.width <= size[0] or picture.height <= size[1]:
        return None
    picture.draft("RGB", size)
    small = picture.convert("RGBA")
    small.thumbnail(size, reducing_gap=2)
    on_paper = Image.new("RGB", small.size, "white")
    on_paper.paste(small, mask=small)
    written = BytesIO()
    on_paper.save(written, "JPEG", quality=_QUALITY)
    return written


def _texts(section: Section) -> list[str]:
    return [section.heading, *map(_words, section.parts)]


def _words(part: str | Enclosed) -> str:
    return part if isinstance(part, str) else part.words


def _without_letters(missing: set[str]) -> str:
    """Say how many characters the document cannot show, and what helps; "" where there are none."""
    shown = [each for each in missing if unicodedata.category(each) != "Cc"]
    if not shown:
        return ""
    wide = any(unicodedata.name(each, "").startswith(_WIDE) for each in shown)
    return (
        f"{_UNKNOWN} stands for characters that no font of this server has: {len(shown)} different."
        + (" `make fonts` installs those of Chinese, Japanese and Korean." if wide else "")
    )


def _plain(text: str) -> str:
    joiners = _SHAPING_JOINERS if _SHAPED.search(text) else _JOINERS
    return text.replace("\r\n", "\n").replace("\t", "    ").translate(joiners)


def _directions(line: str) -> list[str]:
    """Return where the letters of a line run; the first one says where the line does."""
    classes = map(unicodedata.bidirectional, line)
    return [_LEFTWARDS if each in {"R", "AL"} else each for each in classes if each in _STRONG]


def _printable(text: str, known: set[str]) -> str:
    return "".join(
        character if character == "\n" or character in known else _UNKNOWN
        for character in _plain(text)
        if character == "\n" or unicodedata.category(character) != "Cc"
    )


def main() -> None:
    """Write what is asked for at the standard input, by our own server, to the standard output."""
    os.nice(_PATIENCE)
    signal.alarm(2 * _MAX_SECONDS)
    for limit, most in (
        (resource.RLIMIT_AS, _MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, _MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.stdout.buffer.write(write(*pickle.load(sys.stdin.buffer)))  # noqa: S301


if __name__ == "__main__":
    main()
