"""PDFs: how many pages, and their text."""

import io
import time
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from chat_app.errors import FileTooLarge, UnsupportedFile
from chat_app.readers import Contents
from chat_app.readers.kinds import PDF
from chat_app.readers.texts import MAX_CHARACTERS, cut

MAX_PAGES = 1000
"""A thick book: more than this no window has room for, and it is read in reasonable time."""
_PATIENCE_SECONDS = 10
"""How long text is read, in time of the processor; a page takes some hundredths of a second."""
_NO_TEXT = "[There is no text in this PDF; its pages are pictures.]"
_UNREADABLE = "[This page cannot be read.]"
_FAULTS = (
    PyPdfError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    DependencyError,
)
"""What pypdf 7.1 raises on what is not built as it should be."""


def read(content: bytes) -> Contents:
    """Return the pages and the text of a PDF.

    Raises:
        UnsupportedFile: It is locked, has no pages, or is broken.
        FileTooLarge: It has too many pages.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnsupportedFile("This PDF is locked with a password; save it without one")
        _require_few_pages(reader)
        pages = len(reader.pages)
    except _FAULTS as fault:
        is_unknown = isinstance(fault, DependencyError | NotImplementedError)
        if is_unknown and b"/Encrypt" in content:
            raise UnsupportedFile("This PDF is locked in a way that is not known here") from fault
        raise UnsupportedFile("This PDF is broken") from fault
    if not pages:
        raise UnsupportedFile("This PDF has no pages")
    if pages > MAX_PAGES:
        raise FileTooLarge(f"This PDF has more than {MAX_PAGES} pages")
    texts = list(_texts(reader))
    if not any(texts):
        return Contents(PDF, _NO_TEXT, pages)
    numbered = (f"[Page {number}]\n{text}" for number, text in enumerate(texts, 1))
    return cut(PDF, "\n\n".join(numbered), pages, is_cut=len(texts) < pages)


def _require_few_pages(reader: PdfReader) -> None:
    """Believe a PDF that says it has too many pages, as to look at each takes its time."""
    said = reader.root_object["/Pages"].get_object().get("/Count", 0)  # pyright: ignore
    if isinstance(said, int) and said > MAX_PAGES:
        raise FileTooLarge(f"This PDF has more than {MAX_PAGES} pages")


def _texts(reader: PdfReader) -> Iterator[str]:
    begun, characters = time.process_time(), 0
    for page in reader.pages:
        try:
            text = page.extract_text().strip()
        except LimitReachedError as fault:
            raise FileTooLarge("There is more in this PDF than can be read here") from fault
        except _FAULTS:
            text = _UNREADABLE
        yield text
        characters += len(text)
        if characters > MAX_CHARACTERS or time.process_time() - begun > _PATIENCE_SECONDS:
            return
