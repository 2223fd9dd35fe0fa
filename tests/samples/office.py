"""Office files: as libraries write them, and zips of a docx written by hand."""

import io
import struct
import zipfile

import docx
import pptx
import xlsxwriter

_TYPES = b"""<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.\
wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = b"""<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/\
officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_DOCUMENT = b"""<?xml version="1.0"?>%b
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
%b</w:body></w:document>"""
_LISTED = b"PK\1\2"
_HELD = b"PK\3\4"


def word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading("Report", 1)
    for words in paragraphs:
        document.add_paragraph(words)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.save(out)
    return out.getvalue()


def sheet(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            added = book.add_worksheet(name)
            for number, row in enumerate(rows):
                added.write_row(number, 0, row)
    return out.getvalue()


def sheet_with_a_cell_at(row: int, column: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(row, column, "far away")
    return out.getvalue()


def slides(*titles: str) -> bytes:
    deck, out = pptx.Presentation(), io.BytesIO()
    for title in titles:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        assert slide.shapes.title
        slide.shapes.title.text = title
        notes = slide.notes_slide.notes_text_frame
        assert notes
        notes.text = f"Say {title} slowly"
    deck.save(out)
    return out.getvalue()


def paragraph(words: bytes) -> bytes:
    return b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>" % words


def by_hand(body: bytes, declared: bytes = b"", **further: bytes) -> bytes:
    """Return a docx with this XML in its body, this before its root, and further members."""
    document = _DOCUMENT % (declared, body)
    return zipped({"word/document.xml": document} | further)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a docx of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            **members,
        }.items():
            archive.writestr(name, content)
    return out.getvalue()


def saying_it_is_smaller(archive: bytes, name: bytes, size_bytes: int) -> bytes:
    """Return a zip that says of a member, in both places, that it unpacks to less."""
    lied = bytearray(archive)
    listed = archive.find(_LISTED)
    while lied[listed + 46 : listed + 46 + len(name)] != name:
        listed = archive.find(_LISTED, listed + 4)
    held = struct.unpack_from("<I", lied, listed + 42)[0]
    struct.pack_into("<I", lied, listed + 24, size_bytes)
    struct.pack_into("<I", lied, held + 22, size_bytes)
    return bytes(lied)


def marked_as_locked(archive: bytes) -> bytes:
    """Return a zip whose members say that they want a password."""
    locked = bytearray(archive)
    for mark, place in ((_LISTED, 8), (_HELD, 6)):
        at = archive.find(mark)
        while at >= 0:
            locked[at + place] |= 1
            at = archive.find(mark, at + 4)
    return bytes(locked)
