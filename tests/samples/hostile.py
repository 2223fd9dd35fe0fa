"""Files that nobody should send, and how each is refused."""

import gzip
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from chat_app.errors import ChatAppError, FileTooLarge, UnsupportedFile
from tests.samples import office, pdfs, sounds

MIB = 1024 * 1024
SOME_BYTES = random.Random(1).randbytes(20_000)


def _entities() -> bytes:
    """Return declarations of which the last one stands for gigabytes."""
    names = "abcdefghijk"
    steps = [f'<!ENTITY {each} "{f"&{before};" * 20}">' for before, each in pairwise(names)]
    return f'<!DOCTYPE l [<!ENTITY a "{"a" * 30}">{"".join(steps)}]>'.encode()


BROKEN_PDF = (UnsupportedFile, "This PDF is broken")
BROKEN_OFFICE = (UnsupportedFile, "This Office file is broken")
BROKEN_SOUND = (UnsupportedFile, "This recording is broken")
SILENT = (UnsupportedFile, "nothing to hear")
NOT_HERE = (UnsupportedFile, "Files of this kind")
MUCH_OFFICE = (FileTooLarge, "more in this Office file")

HOSTILE: dict[str, tuple[Callable[[], bytes], tuple[type[ChatAppError], str]]] = {
    "nothing": (lambda: b"", (UnsupportedFile, "is empty")),
    "zeros": (lambda: bytes(50_000), NOT_HERE),
    "noise": (lambda: SOME_BYTES, NOT_HERE),
    "a program": (lambda: Path("/bin/sh").resolve().read_bytes(), NOT_HERE),
    "gzip": (lambda: gzip.compress(SOME_BYTES), NOT_HERE),
    "controls": (lambda: bytes(range(1, 32)) * 50, NOT_HERE),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1", (UnsupportedFile, "Of pictures only PNG")),
    "TIFF": (lambda: b"II*\0\x08\0\0\0", (UnsupportedFile, "Of pictures only PNG")),
    "M4A": (lambda: b"\0\0\0\x18ftypM4A \0\0\0\0", (UnsupportedFile, "Of recordings only WAV")),
    "MP4": (lambda: b"\0\0\0\x18ftypisom\0\0\0\0", (UnsupportedFile, "Films cannot")),
    "a PDF of 10 000 pages": (
        lambda: pdfs.of_pages(b"3 0 R " * 10_000, 10_000, pdfs.PAGE),
        (FileTooLarge, "more than 1000 pages"),
    ),
    "a PDF of 10 000 pages that says it has 3": (
        lambda: pdfs.of_pages(
            b" ".join(b"%d 0 R" % (number + 3) for number in range(10_000)),
            3,
            *[pdfs.PAGE] * 10_000,
        ),
        (FileTooLarge, "more than 1000 pages"),
    ),
    "a PDF that says it has two milliards of pages": (
        lambda: pdfs.of_pages(b"3 0 R", 2_000_000_000, pdfs.PAGE),
        (FileTooLarge, "more than 1000 pages"),
    ),
    "a PDF whose pages are their own parents": (lambda: pdfs.of_pages(b"2 0 R", 3), BROKEN_PDF),
    "a PDF whose tree of pages has a milliard of leaves": (
        lambda: pdfs.of_pages(
            b"3 0 R " * 10,
            3,
            *(b"<</Type/Pages/Kids[%b]>>" % (b"%d 0 R " % below * 10) for below in range(4, 12)),
            pdfs.PAGE,
        ),
        BROKEN_PDF,
    ),
    "a PDF without pages": (lambda: pdfs.of_pages(b"", 0), (UnsupportedFile, "has no pages")),
    "a PDF without a tree": (lambda: pdfs.of_objects(b"<</Type/Catalog>>"), BROKEN_PDF),
    "a PDF that is nested without end": (
        lambda: pdfs.of_objects(b"<</Type/Catalog/Pages %b>>" % (b"[" * 200_000)),
        BROKEN_PDF,
    ),
    "a PDF that is only its beginning": (lambda: b"%PDF-1.7\nhello", BROKEN_PDF),
    "a PDF that was cut off": (lambda: pdfs.written("One", "Two")[:700], BROKEN_PDF),
    "a PDF with 100 MB in it": (pdfs.bomb, (FileTooLarge, "more in this PDF")),
    "a docx of 100 MB": (
        lambda: office.by_hand(office.paragraph(b" " * (100 * MIB))),
        MUCH_OFFICE,
    ),
    "a docx that says it is small": (
        lambda: office.saying_it_is_smaller(
            office.by_hand(office.paragraph(b"a" * (100 * MIB))), b"word/document.xml", 300
        ),
        BROKEN_OFFICE,
    ),
    "a docx of 20 001 members": (
        lambda: office.zipped({f"{number}.xml": b"" for number in range(20_001)}),
        MUCH_OFFICE,
    ),
    "a docx that stands for gigabytes": (
        lambda: office.by_hand(office.paragraph(b"&k;"), _entities()),
        BROKEN_OFFICE,
    ),
    "a docx that names a file of the server": (
        lambda: office.by_hand(
            office.paragraph(b"&a;"), b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        ),
        BROKEN_OFFICE,
    ),
    "a docx whose text breaks off": (lambda: office.by_hand(b"<w:p><w:r>"), BROKEN_OFFICE),
    "a docx that was cut off": (lambda: office.word("One")[:9000], BROKEN_OFFICE),
    "a docx with a password": (
        lambda: office.marked_as_locked(office.word("One")),
        (UnsupportedFile, "locked with a password"),
    ),
    "an Office file of before 2007": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
        (UnsupportedFile, "of an old Office, or locked"),
    ),
    "a docx with macros": (
        lambda: office.zipped({"[Content_Types].xml": b"<Types>macroEnabled.main+xml</Types>"}),
        (UnsupportedFile, "only docx, xlsx and pptx"),
    ),
    "a zip": (lambda: b"PK\5\6" + bytes(18), (UnsupportedFile, "A zip cannot")),
    "a film": (sounds.film, (UnsupportedFile, "Films cannot")),
    "a WAV without sound": (lambda: sounds.wav(b""), SILENT),
    "a WAV that was cut off": (
        lambda: sounds.wav(sounds.tone(0, 8000, 8000), says_bytes=160_000),
        (UnsupportedFile, "is cut off"),
    ),
    "a FLAC that was cut off": (
        lambda: sounds.encoded("flac", "flac", 5)[:20_000],
        (UnsupportedFile, "This recording is"),
    ),
    "a WAV of 65 535 channels": (
        lambda: sounds.wav(sounds.tone(0, 8000, 8000), channels=65_535),
        BROKEN_SOUND,
    ),
    "a WAV without a rate": (
        lambda: sounds.wav(sounds.tone(0, 8000, 8000), rate_hz=0),
        BROKEN_SOUND,
    ),
    "a WAV of a codec that is none": (
        lambda: sounds.wav(sounds.tone(0, 8000, 8000), codec=0x7777),
        BROKEN_SOUND,
    ),
    "an MP3 that is noise": (lambda: b"ID3\4\0\0\0\0\0\0" + SOME_BYTES, BROKEN_SOUND),
    "a FLAC that is noise": (lambda: b"fLaC" + SOME_BYTES, BROKEN_SOUND),
    "an OGG that is noise": (lambda: b"OggS" + SOME_BYTES, BROKEN_SOUND),
}
"""What a file is, how to make it, and how it is refused."""
