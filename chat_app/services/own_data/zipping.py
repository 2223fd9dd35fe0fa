"""A zip that is sent while it is written: no more of it is in memory than a piece."""

import io
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import anyio.to_thread


class _Outlet(io.RawIOBase):
    """Takes what is written until somebody fetches it; nobody can go back in it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | bytearray | memoryview", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] (any buffer)
        self._written += content
        return len(content)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


class Zip:
    """Writes a zip file by file; the bytes of it so far are fetched in between."""

    def __init__(self, moment: datetime) -> None:
        """Begin one.

        Args:
            moment: When all files in it were made, in UTC.
        """
        self._outlet = _Outlet()
        self._zip = ZipFile(self._outlet, "w")
        self._moment = moment.timetuple()[:6]

    async def add(
        self, name: str, pieces: AsyncGenerator[bytes, None], *, is_packed: bool = False
    ) -> AsyncGenerator[bytes, None]:
        """Write a file, and yield the bytes of the zip as they come to be.

        Args:
            name: Path in the zip.
            pieces: What is in it.
            is_packed: Whether it is of a kind that cannot be made smaller.
        """
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        # How long it is, is told behind it: nobody knows before.
        async with aclosing(pieces):
            with self._zip.open(info, "w", force_zip64=True) as file:
                async for piece in pieces:
                    await anyio.to_thread.run_sync(_write, file, piece)
                    yield self._outlet.take()
        yield self._outlet.take()

    def end(self) -> bytes:
        """Return what comes last: the list of the files."""
        self._zip.close()
        return self._outlet.take()


def _write(file: IO[bytes], piece: bytes) -> None:
    file.write(piece)
