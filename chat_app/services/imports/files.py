"""Opens what was sent: JSON, or a zip with JSON in it, and gives one conversation after another.

A file may be some hundred megabytes, so it is cut at the commas between conversations before
Python's reader of JSON sees any of it: that holds the interpreter as long as it reads. (ijson 3.6,
which would read it in pieces, ends the process on a number of 5 000 digits; seen 2026-11-29.)
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from chat_app.errors import InvalidImport
from chat_app.services.imports import deep
from chat_app.services.imports.zips import require_few_members

_CHUNK_BYTES = 256 * 1024
_MAX_CHAT_BYTES = 128 * 1024 * 1024
"""Of one conversation, and of what is no list: so much is in memory at a time."""
_MAX_DEPTH = 100_000
_CONVERSATIONS = re.compile(r"conversations(-\d+)?\.json", re.IGNORECASE)
_BRACKET = re.compile(rb'[^"\[\]{}]*+(?:"(?:[^"\\]++|\\.)*+"[^"\[\]{}]*+)*+([\[\]{}])', re.DOTALL)
"""Up to the next bracket outside of texts; `_STEP` likewise, and commas."""
_STEP = re.compile(rb'[^"\[\]{},]*+(?:"(?:[^"\\]++|\\.)*+"[^"\[\]{},]*+)*+([\[\]{},])', re.DOTALL)
_DEEPER = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
_WHITE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_MAX_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that may be a conversation, and where it stands: `conversations.json #17`."""

    value: Any
    place: str


def entries_of(file: IO[bytes], max_bytes: int) -> Iterator[Entry]:
    """Yield what may be conversations.

    Args:
        file: JSON or a zip.
        max_bytes: How much there may be to read once it is unpacked.

    Raises:
        InvalidImport: It is neither, or broken, too large or too deep.
    """
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    budget = _Budget(max_bytes)
    if head[:2] != b"PK":
        yield from _entries(_Reader(file, budget), "file")
        return
    require_few_members(file)
    try:
        with ZipFile(file) as archive:
            for member in _members(archive):
                with archive.open(member) as packed:
                    yield from _entries(_Reader(packed, budget), member.filename)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError) as fault:
        raise InvalidImport("The zip is broken; download the export once more") from fault
    except (RuntimeError, NotImplementedError) as fault:
        raise InvalidImport(
            "The zip is locked with a password, or packed in a way that is not known here; "
            "unpack it and choose the JSON in it"
        ) from fault


def _members(archive: ZipFile) -> list[ZipInfo]:
    """Return the files of a zip to read: conversations by name, else all that is JSON."""
    files = [each for each in archive.infolist() if not each.is_dir()]
    files = [each for each in files if "__MACOSX" not in each.filename]
    named = [each for each in files if _CONVERSATIONS.fullmatch(_name(each))]
    found = named or [each for each in files if _name(each).lower().endswith(".json")]
    if not found:
        if any(_name(each).lower().endswith(".zip") for each in files):
            raise InvalidImport("There is a zip in this zip; unpack it and choose the one inside")
        raise InvalidImport("There is no conversations.json in this zip, nor any other JSON")
    return sorted(found, key=lambda each: each.filename)


def _name(member: ZipInfo) -> str:
    return PurePosixPath(member.filename).name


@dataclass(slots=True)
class _Budget:
    left_bytes: int


@dataclass(slots=True)
class _Reader:
    file: IO[bytes]
    budget: _Budget

    def read(self, size_bytes: int) -> bytes:
        chunk = self.file.read(size_bytes)
        self.budget.left_bytes -= len(chunk)
        if self.budget.left_bytes < 0:
            raise InvalidImport("Unpacked, the file is larger than may be read here")
        return chunk


def _entries(file: _Reader, name: str) -> Iterator[Entry]:
    """Yield the entries of a JSON file: of a list, of `conversations` in an object, or itself."""
    text = file.read(_CHUNK_BYTES).removeprefix(_BOM).lstrip(_WHITE)
    if text[:1] == b"[":
        for number, raw in enumerate(_List(file, name, text).entries(), 1):
            place = f"{name} #{number}"
            yield Entry(_parsed(raw, place), place)
        return
    if text[:1] != b"{":
        raise InvalidImport(f"{name}: this is not JSON, as exports of chats are")
    while chunk := file.read(_CHUNK_BYTES):
        text += chunk
        if len(text) > _MAX_CHAT_BYTES:
            raise _too_large(name)
    whole = _parsed(text, name)
    listed = whole.get("conversations")
    if not isinstance(listed, list):
        yield Entry(whole, name)
        return
    for number, value in enumerate(cast("list[Any]", listed), 1):
        yield Entry(value, f"{name} #{number}")


@dataclass(slots=True)
class _List:
    """A list in JSON that is read as far as it is looked at."""

    file: _Reader
    name: str
    text: bytes
    """What was read and not given yet; it begins with an entry or, at first, with `[`."""
    start: int = 1
    place: int = 1

    def entries(self) -> Iterator[bytes]:
        """Yield the entries as they stand there."""
        depth, is_begun, sign = 1, False, b""
        while depth:
            sign = self._next_sign(_STEP if depth == 1 else _BRACKET)
            depth += _DEEPER.get(sign, 0)
            if depth > _MAX_DEPTH:
                raise InvalidImport(f"{self.name}: this is nested too deep")
            if depth == 0 or (depth == 1 and sign == b","):
                raw = self.text[self.start : self.place - 1].strip(_WHITE)
                self.start = self.place
                # A comma has something on both sides.
                if raw or sign == b"," or is_begun:
                    yield raw
                is_begun = True
        if sign != b"]" or self.text[self.place :].strip(_WHITE) or self.file.read(1).strip(_WHITE):
            raise InvalidImport(f"{self.name}: this goes on behind its end; it is not JSON")

    def _next_sign(self, pattern: re.Pattern[bytes]) -> bytes:
        while not (found := pattern.match(self.text, self.place)):
            # The more there is of one text, the more is read at once: it is looked at from its
            # beginning each time.
            more = self.file.read(max(_CHUNK_BYTES, len(self.text) - self.place))
            if not more:
                raise InvalidImport(f"{self.name}: this ends in the middle; it was cut off")
            self.text = self.text[self.start :] + more
            self.place -= self.start
            self.start = 0
            if len(self.text) > _MAX_CHAT_BYTES + len(more):
                raise _too_large(self.name)
        self.place = found.end()
        return found[1]


def _parsed(raw: bytes, place: str) -> Any:
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        raise InvalidImport(f"{place}: this is not written in UTF-8") from fault
    try:
        return json.loads(text, parse_int=_whole, parse_constant=_refuse)
    except RecursionError:
        return deep.parse(text, place)
    except ValueError as fault:
        raise InvalidImport(f"{place}: this is not valid JSON") from fault


def _whole(digits: str) -> int | float:
    """Return a whole number; none of exports is so long that it would have to be exact."""
    return int(digits) if len(digits) <= _MAX_DIGITS else float(digits)


def _refuse(_constant: str) -> None:
    raise ValueError("is not JSON")


def _too_large(place: str) -> InvalidImport:
    return InvalidImport(f"{place}: this is larger than {_MAX_CHAT_BYTES // 1024**2} MiB")
