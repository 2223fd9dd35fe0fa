"""A chat as PDF: whatever people write comes out, with the font inside."""

import io
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from chat_app.services import pdf
from chat_app.services.pdf import Section


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
    document = pdf.write("Title", "2026-11-21", [Section("You", text)])
    said = read(document)
    assert text in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


def test_the_fonts_are_inside() -> None:
    document = pdf.write("中文", "", [Section("You", "a 😀 한글")])
    assert document.count(b"/Type /FontDescriptor") == document.count(b"/FontFile2 ") == 4


def test_a_long_chat_takes_pages_and_loses_nothing() -> None:
    sections = [Section("You", f"This is message {number}. " * 20) for number in range(40)]
    document = pdf.write("Long", "", sections)
    assert len(PdfReader(io.BytesIO(document)).pages) > 3
    said = read(document)
    assert all(f"message {number}." in said for number in range(40))


def test_a_character_without_a_glyph_is_marked_and_never_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    document = pdf.write("T", "", [Section("You", "a\U00012000b \x07 👩\u200d💻 c\td")])
    assert "a\N{REPLACEMENT CHARACTER}b" in read(document)
    assert "missing" not in caplog.text


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
    said = read(pdf.write("Title", "2026-11-21", [Section("You", text)]))
    assert "\N{REPLACEMENT CHARACTER}" not in said
    assert {letter for letter in text if letter.isalpha()} <= set(said)


def test_letters_are_joined_to_their_neighbours() -> None:
    """One letter four times over has a form for the beginning, the middle and the end."""
    document = PdfReader(io.BytesIO(pdf.write("", "", [Section("", "ببببب")])))
    shapes = [len(font.getGlyphOrder()) for font in fonts(document)]
    assert max(shapes) >= 4
    alone = PdfReader(io.BytesIO(pdf.write("", "", [Section("", "ب")])))
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
    page = PdfReader(io.BytesIO(pdf.write("", "", [Section("", text)]))).pages[0]
    places: list[float] = []

    def note(said: str, _matrix: Any, place: list[float], _font: Any, _size: Any) -> None:
        if said.strip():
            places.append(place[4])

    page.extract_text(visitor_text=note)
    middle = float(page.mediabox.width) / 2
    assert (min(places) > middle) is is_at_the_right
