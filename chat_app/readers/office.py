"""The text of docx, xlsx and pptx.

They are zips of XML. What is needed of one is unpacked here and counted meanwhile, as a zip may
say of itself what it likes; the library gets a zip of no more than that, written anew.
"""

import io
import re
import zlib
from typing import Literal
from xml.parsers import expat
from zipfile import ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from office_oxide import Document, OfficeOxideError

from chat_app.errors import FileTooLarge, UnsupportedFile
from chat_app.readers import Contents
from chat_app.readers.kinds import SHEET, SLIDES, WORD
from chat_app.readers.texts import cut

_KINDS: dict[bytes, tuple[str, Literal["docx", "xlsx", "pptx"]]] = {
    b"wordprocessingml.document.main+xml": (WORD, "docx"),
    b"spreadsheetml.sheet.main+xml": (SHEET, "xlsx"),
    b"presentationml.presentation.main+xml": (SLIDES, "pptx"),
}
_TYPES = "[Content_Types].xml"
"""Says what each part of an office file is. Source: ECMA-376-2, 10.1.2.2, read 2026-11-29."""
_PARTS = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE | re.DOTALL)
"""Where text is; pictures, fonts and macros stay packed."""
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_MAX_PARTS = 20_000
_MAX_BYTES = 96 * 1024 * 1024
"""Of XML in a file."""
_CHUNK_BYTES = 256 * 1024
_BROKEN = "This Office file is broken"


def read(content: bytes) -> Contents:
    """Return the text of an office file, as Markdown.

    Raises:
        UnsupportedFile: The zip is no office file, or a broken or locked one.
        FileTooLarge: It has too much in it.
    """
    try:
        parts = _unpacked(content)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise UnsupportedFile(_BROKEN) from fault
    except (RuntimeError, NotImplementedError) as fault:
        raise UnsupportedFile(
            "This Office file is locked with a password; save it without one"
        ) from fault
    if _TYPES not in parts:
        raise UnsupportedFile("A zip cannot be used here; send the files that are in it")
    kind = next((kind for mark, kind in _KINDS.items() if mark in parts[_TYPES]), None)
    if not kind:
        raise UnsupportedFile("Of Office files only docx, xlsx and pptx can be used here")
    media_type, ending = kind
    try:
        for part in parts.values():
            _require_plain_xml(part)
        text = Document.from_bytes(_packed(parts), ending).to_markdown()
    except (expat.ExpatError, OfficeOxideError) as fault:
        raise UnsupportedFile(_BROKEN) from fault
    slides = sum(1 for name in parts if _SLIDE.fullmatch(name))
    return cut(media_type, text, slides if media_type == SLIDES else None)


def _unpacked(content: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    with ZipFile(io.BytesIO(content)) as archive:
        members = [each for each in archive.infolist() if _PARTS.fullmatch(each.filename)]
        if len(members) > _MAX_PARTS or sum(each.file_size for each in members) > _MAX_BYTES:
            raise _too_much()
        left_bytes = _MAX_BYTES
        for member in members:
            chunks: list[bytes] = []
            with archive.open(member) as packed:
                while chunk := packed.read(_CHUNK_BYTES):
                    chunks.append(chunk)
                    left_bytes -= len(chunk)
                    if left_bytes < 0:
                        raise _too_much()
            parts[member.filename] = b"".join(chunks)
    return parts


def _require_plain_xml(part: bytes) -> None:
    """Refuse what the library would take for the end of a text, and what none of these files has.

    Source: ECMA-376-2, 8.1.4 (no DTD), read 2026-11-29.

    Raises:
        expat.ExpatError: It is no XML.
        UnsupportedFile: It declares things of its own.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(part, True)


def _refuse(*_: object) -> None:
    raise UnsupportedFile(_BROKEN)


def _packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _too_much() -> FileTooLarge:
    return FileTooLarge("There is more in this Office file than can be read here")
