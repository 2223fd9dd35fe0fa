"""A chat as PDF: whatever people write comes out, with the font inside."""

import io

import pytest
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
