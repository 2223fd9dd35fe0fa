"""A chat as PDF: whatever people write comes out, with the font inside."""

import io
import random
import subprocess
import sys
from subprocess import PIPE
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from chat_app.services.chats import pdf
from chat_app.services.chats.enclosed import Section


def read(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


@pytest.mark.parametrize(
    "text",
    [
        "Grüße, Ελλάδα, Привет",
        "你好,世界。我想要一杯茶。",
        "こんにちは、カタカナと漢字",
        "안녕하세요",
        "😀 🎉 🚀 ✅",
        "x² + y² ≤ 5 € → “done”",
    ],
)
def test_what_is_written_comes_out(text: str) -> None:
    document = pdf.write("Title", "2026-11-21", [Section("You", [text])])
    said = read(document)
    assert text in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


def test_the_fonts_are_inside() -> None:
    document = pdf.write("中文", "", [Section("You", ["a 😀 한글"])])
    assert document.count(b"/Type /FontDescriptor") == document.count(b"/FontFile2 ") == 4


def test_a_long_chat_takes_pages_and_loses_nothing() -> None:
    sections = [Section("You", [f"This is message {number}. " * 20]) for number in range(40)]
    document = pdf.write("Long", "", sections)
    assert len(PdfReader(io.BytesIO(document)).pages) > 3
    said = read(document)
    assert all(f"message {number}." in said for number in range(40))


def test_a_character_without_a_glyph_is_marked_and_never_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    document = pdf.write("T", "", [Section("You", ["a\U00012000b \x07 👩\u200d💻 c\td"])])
    assert "a\N{REPLACEMENT CHARACTER}b" in read(document)
    assert "missing" not in caplog.text


@pytest.mark.parametrize("line", ["a\U00012000 שלום", "茶 tea שלום", "\U00012000 مرحبا 茶"])
def test_a_line_of_several_fonts_and_directions_comes_out(line: str) -> None:
    said = read(pdf.write("T", "", [Section("You", [line])]))
    assert {letter for letter in line if letter.isalpha() and letter < "\U00012000"} <= set(said)


WITHOUT_CJK_FONTS = """
import importlib.util, sys
found = importlib.util.find_spec
def find_spec(name, package=None):
    return None if name == "justmytype_intl_cjk" else found(name, package)
importlib.util.find_spec = find_spec
from chat_app.services.chats import pdf
from chat_app.services.chats.enclosed import Section
sys.stdout.buffer.write(pdf.write("旅行", "", [Section("You", ["茶とお茶 tea שלום"])]))
"""


def test_without_the_fonts_of_make_fonts_a_page_says_what_it_cannot_show() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_CJK_FONTS], stdout=PIPE, check=True)
    said = " ".join(read(run.stdout).split())
    unknown = "\N{REPLACEMENT CHARACTER}"
    assert f"{unknown} stands for characters that no font of this server has: 5 different" in said
    assert "`make fonts` installs those of Chinese, Japanese and Korean" in said
    assert f"{unknown * 4} tea" in said


def test_a_page_that_shows_everything_says_nothing_of_fonts() -> None:
    assert "font" not in read(pdf.write("旅行", "", [Section("You", ["茶 tea שלום \x07"])]))


@pytest.mark.parametrize(
    "text",
    [
        "สวัสดีครับ ที่นี่มีน้ำ",
        "ສະບາຍດີ",
        "ជំរាបសួរ",
        "မင်္ဂလာပါ",
        "नमस्ते दुनिया",
        "আমি চা চাই",
        "எனக்கு தேநீர்",
        "నాకు టీ",
        "مرحبا بالعالم، می‌خواهم",
        "שלום עולם",
    ],
)
def test_each_script_has_its_letters(text: str) -> None:
    said = read(pdf.write("Title", "2026-11-21", [Section("You", [text])]))
    assert "\N{REPLACEMENT CHARACTER}" not in said
    assert {letter for letter in text if letter.isalpha()} <= set(said)


SCRIPTS = {
    "Thai": ("0e01-0e2e", "0e34-0e39 0e48-0e4c", ""),
    "Devanagari": ("0915-0939", "093e-094c", "क्षत्रिय हिन्दी दुनिया"),
    "Bengali": ("0995-09a8", "09be-09c0 09c7 09cb", "আমি চাই"),
    "Tamil": ("0b95 0b9a 0ba4 0ba8-0baa 0bae-0bb5", "0bbe-0bc2 0bc6-0bc8 0bca", "தேநீர் கொடு"),
    "Telugu": ("0c15-0c28 0c2a-0c30", "0c3e-0c44 0c46-0c48", "నాకు టీ"),
    "Khmer": ("1780-17a2", "17b6-17c5", "ជំរាបសួរ"),
    "Myanmar": ("1000-1021", "102b-1032 1036-1038", "မင်္ဂလာပါ"),
    "Arabic": ("0627-063a 0641-064a", "", "السَّلامُ عليكم لا إله"),
    "Hebrew": ("05d0-05ea", "", "שלום עולם"),
}
"""Letters, marks behind them, and words that are hard to set."""


def letters(ranges: str) -> list[str]:
    found: list[str] = []
    for each in ranges.split():
        first, _, last = each.partition("-")
        found += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return found


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_read_back_is_the_text_written(script: str) -> None:
    bases, marks = map(letters, SCRIPTS[script][:2])
    chance = random.Random(script)
    words = [
        "".join(chance.choice(bases) + chance.choice([*marks, ""]) for _ in range(4))
        for _ in range(60)
    ]
    lines = [*filter(None, [SCRIPTS[script][2]]), *words]
    said = read(pdf.write("", "", [Section("", ["\n".join(lines)])]))
    assert "".join(said.split()) == "".join("".join(lines).split())


def test_letters_are_joined_to_their_neighbours() -> None:
    """One letter four times over has a form for the beginning, the middle and the end."""
    document = PdfReader(io.BytesIO(pdf.write("", "", [Section("", ["ببببب"])])))
    shapes = [len(font.getGlyphOrder()) for font in fonts(document)]
    assert max(shapes) >= 4
    alone = PdfReader(io.BytesIO(pdf.write("", "", [Section("", ["ب"])])))
    assert max(len(font.getGlyphOrder()) for font in fonts(alone)) < max(shapes)


def fonts(document: PdfReader) -> list[TTFont]:
    resources: Any = document.pages[0]["/Resources"]
    found = []
    for font in resources["/Font"].values():
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        found.append(TTFont(io.BytesIO(described.get_object()["/FontFile2"].get_data())))
    return found


@pytest.mark.parametrize(
    ("text", "is_at_the_right"),
    [("שלום hello", True), ("- مرحبا", True), ("hello שלום", False), ("สวัสดี", False)],
)
def test_a_line_begins_where_its_script_does(text: str, is_at_the_right: bool) -> None:
    page = PdfReader(io.BytesIO(pdf.write("", "", [Section("", [text])]))).pages[0]
    places: list[float] = []

    def note(said: str, _matrix: Any, place: list[float], _font: Any, _size: Any) -> None:
        if said.strip():
            places.append(place[4])

    page.extract_text(visitor_text=note)
    middle = float(page.mediabox.width) / 2
    assert (min(places) > middle) is is_at_the_right
