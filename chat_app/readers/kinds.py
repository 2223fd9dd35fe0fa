"""What a file is by its bytes; neither its name nor what a browser says of it counts."""

import re

from chat_app.errors import UnsupportedFile

PLAIN = "text/plain"
PDF = "application/pdf"
ZIP = "application/zip"
"""What office files are packed in; `office.py` says which one it is."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{_OFFICE}wordprocessingml.document"
SHEET = f"{_OFFICE}spreadsheetml.sheet"
SLIDES = f"{_OFFICE}presentationml.presentation"
PICTURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
_NO_RATE = 0b1100
_RATES = re.escape(bytes(each for each in range(0x10, 0xF0) if each & _NO_RATE != _NO_RATE))
"""What stands third in a frame of MP3: a bit rate that is one, and a sample rate."""
SOUNDS = {
    "audio/wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    "audio/flac": re.compile(rb"fLaC"),
    "audio/ogg": re.compile(rb"OggS"),
    "audio/webm": re.compile(rb"\x1a\x45\xdf\xa3.{0,60}?\x42\x82.?.?webm", re.DOTALL),
    "audio/mpeg": re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb][" + _RATES + rb"]"),
}
_OTHERS = {
    "picture": re.compile(
        rb"....ftyp(?:hei|hev|mif|msf|avi)|II\*\0|MM\0\*|BM....\0\0\0\0", re.DOTALL
    ),
    "recording": re.compile(rb"....ftypM4A|\xff[\xf0\xf1\xf8\xf9]|FORM....AIF|#!AMR", re.DOTALL),
    "film": re.compile(rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]", re.DOTALL),
    "office": re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
}
"""What is not taken though people send it; the first that fits."""
_WHY_NOT = {
    "picture": "Of pictures only PNG, JPEG, WebP and GIF can be used here",
    "recording": "Of recordings only WAV, MP3, OGG, FLAC and WebM can be used here",
    "film": "Films cannot be used here",
    "office": "This file is of an old Office, or locked with a password; "
    "save it as docx, xlsx or pptx without one",
}
_PDF_WITHIN_BYTES = 1024
"""Readers of PDF take what begins with something else, as mail programs leave it there."""


def picture_type(head: bytes) -> str | None:
    """Return the media type of a picture, `None` where a file is none that is taken.

    Args:
        head: How it begins; 16 bytes are enough.
    """
    return _found(PICTURES, head)


def media_type_of(content: bytes) -> str:
    """Return what a file is: a picture, a recording, `PDF`, `ZIP` or, as far as can be told, text.

    Raises:
        UnsupportedFile: It is empty, or of a kind that is known and not taken.
    """
    if not content:
        raise UnsupportedFile("The file is empty")
    if found := _found(PICTURES, content) or _found(SOUNDS, content):
        return found
    if b"%PDF-" in content[:_PDF_WITHIN_BYTES]:
        return PDF
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        return ZIP
    if other := _found(_OTHERS, content):
        raise UnsupportedFile(_WHY_NOT[other])
    return PLAIN


def _found(kinds: dict[str, re.Pattern[bytes]], content: bytes) -> str | None:
    return next((kind for kind, pattern in kinds.items() if pattern.match(content)), None)
