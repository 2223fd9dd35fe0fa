"""PDFs: as programs write them, and written by hand where none would."""

import io
import zlib

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<<>>>>/Contents 4 0 R>>"
_MIB = 1024 * 1024


def written(*pages: str) -> bytes:
    """Return a PDF with a line of text a page, or none."""
    pdf = FPDF()
    pdf.set_font("Helvetica")
    for words in pages:
        pdf.add_page()
        if words:
            pdf.cell(text=words)
    return bytes(pdf.output())


def locked(pdf: bytes, password: str, algorithm: str) -> bytes:
    """Return a PDF that wants a password; with "" one that is locked against printing alone."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, owner_password="another", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def of_objects(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1 on; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)


def of_pages(kids: bytes, count: int, *further: bytes) -> bytes:
    """Return a PDF whose tree of pages has these children and says that they are so many."""
    pages = b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)
    return of_objects(b"<</Type/Catalog/Pages 2 0 R>>", pages, *further)


def with_content(content: bytes) -> bytes:
    """Return a PDF of one page, whose content is packed."""
    packed = zlib.compress(content, 9)
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)
    return of_pages(b"3 0 R", 1, PAGE, stream)


def bomb() -> bytes:
    """Return a PDF of a hundred kilobytes with a hundred megabytes in it."""
    return with_content(bytes(100 * _MIB))
