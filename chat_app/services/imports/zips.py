"""How much a zip says to have in it, read before anybody makes an object of each."""

import struct
from typing import IO

from chat_app.errors import InvalidImport

_MAX_MEMBERS = 200_000
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
_LONGEST_COMMENT = 0xFFFF
_SAID_ELSEWHERE = 0xFFFFFFFF
_MIN_MEMBER_BYTES = 46


def require_few_members(file: IO[bytes]) -> None:
    """Refuse a zip whose list of files would not be read in reasonable memory.

    Source: APPNOTE.TXT 6.3.10 of PKWARE, 4.3.14 to 4.3.16, read 2026-11-29.

    Raises:
        InvalidImport: It has too many files, or no end.
    """
    size_bytes = file.seek(0, 2)
    file.seek(max(0, size_bytes - _LONGEST_COMMENT - _END.size - _LOCATOR_64.size))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise InvalidImport("The zip is broken; download the export once more")
    directory_bytes = _END.unpack_from(tail, at)[5]
    if directory_bytes == _SAID_ELSEWHERE and at >= _LOCATOR_64.size:
        _, _, offset, _ = _LOCATOR_64.unpack_from(tail, at - _LOCATOR_64.size)
        file.seek(min(offset, size_bytes))
        record = file.read(_END_64.size)
        directory_bytes = _END_64.unpack(record)[8] if len(record) == _END_64.size else 0
    if directory_bytes > _MAX_MEMBERS * _MIN_MEMBER_BYTES * 2:
        raise InvalidImport("The zip has too many files; take conversations.json out of it")
