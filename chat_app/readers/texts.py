"""Text in whatever encoding, and the length that any text may have."""

import codecs
import re

from charset_normalizer import from_bytes

from chat_app.errors import UnsupportedFile
from chat_app.readers import Contents
from chat_app.readers.kinds import PLAIN

MAX_CHARACTERS = 2_000_000
"""Of what is read of a file: more than fits the largest window of any model."""
LEFT_OUT = "[The rest of this file is left out: it is longer than what can be read here.]"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Those of UTF-32 stand before those of UTF-16, which they begin with."""
_OTHERS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874"),
]
"""Encodings that files are in today; a short text would pass for many that none is in any more."""
_USUAL = "cp1252"
_SAMPLE_BYTES = 64 * 1024
_MIN_ZEROS = 1 / 4
"""Of every second byte, in a text of UTF-16 with a few Latin letters."""
_OF_MACHINES = re.compile(r"\x1b\[[\d;]*[A-Za-z]|[^\n]\x08|\x1a\Z")
"""Signs to terminals, printers and DOS: colours, bold by overstriking, the end."""
_NEW_LINES = dict.fromkeys([11, 12], "\n")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
"""What is in no text, but for a slip of somebody's; of more than a few, this is their share."""
_MAX_CONTROLS, _SLIPS = 1 / 200, 2
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def read(content: bytes) -> Contents:
    """Return the text of a file.

    Raises:
        UnsupportedFile: It is no text.
    """
    text = _OF_MACHINES.sub("", _decoded(content)[: MAX_CHARACTERS + 1]).translate(_NEW_LINES)
    cleaned = text.translate(_CONTROLS)
    if len(text) - len(cleaned) > _SLIPS + len(text) * _MAX_CONTROLS:
        raise UnsupportedFile
    return cut(PLAIN, cleaned)


def cut(media_type: str, text: str, pages: int | None = None, *, is_cut: bool = False) -> Contents:
    """Return what was read of a file, no longer than it may be.

    Args:
        media_type: What the file is.
        text: What was read of it.
        pages: How many it has.
        is_cut: There is more in it than was read.
    """
    is_cut = is_cut or len(text) > MAX_CHARACTERS
    text = text[:MAX_CHARACTERS].translate(_CONTROLS | _HALVES).strip("\n")
    return Contents(media_type, f"{text}\n\n{LEFT_OUT}" if is_cut else text, pages, is_cut=is_cut)


def _decoded(content: bytes) -> str:
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError:
        return content.decode(_guessed(content[:_SAMPLE_BYTES]), "replace")


def _guessed(sample: bytes) -> str:
    """Return the likeliest of the encodings of before Unicode; of several the one of most texts."""
    found = from_bytes(sample, cp_isolation=_OTHERS)
    best = found.best()
    if best is None:
        return _USUAL
    alike = (each for each in found if each.chaos == best.chaos)
    names = {
        name
        for each in alike
        if each.coherence == best.coherence
        for name in each.could_be_from_charset
    }
    return _USUAL if _USUAL in names else best.encoding


def _encoding(content: bytes) -> str:
    """Return what a text is in if it is in any of Unicode's encodings."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if marked:
        return marked
    for first, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        half = content[first:_SAMPLE_BYTES:2]
        if half.count(0) > len(half) * _MIN_ZEROS and not content[
            1 - first : _SAMPLE_BYTES : 2
        ].count(0):
            return name
    return "utf-8"
