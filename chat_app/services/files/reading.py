"""What is in a file, read by a process of its own that cannot harm this one (ADR 33).

Each file gets a new process, so that none can do anything to what is read after it. The process
sets itself limits of time and memory (`chat_app/readers`), has nothing of this one's environment
and no place to write to. Two run at a time, others wait for their turn.
"""

import json
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import anyio
import structlog

from chat_app import apart
from chat_app.errors import FileTooLarge, Unavailable, UnsupportedFile
from chat_app.models import FileKind
from chat_app.readers import Picture
from chat_app.readers.kinds import PLAIN, picture_type

__all__ = ["Picture", "Read", "picture_type", "read", "renew"]

_COMMAND = (*apart.COMMAND, "chat_app.readers")
_MAX_SECONDS = 60
"""On a machine that is busy; in time of the processor it is less, see `chat_app/readers`."""
_MAX_BYTES = 16 * 1024 * 1024
"""Of what a process may say."""
_HEAD_BYTES = 16
_REFUSALS = {each.code: each for each in (UnsupportedFile, FileTooLarge, Unavailable)}
_STOPPED = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM, -signal.SIGABRT}
"""How a process ends at its limits; a library that gets no memory aborts."""
_reading = anyio.CapacityLimiter(2)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Read:
    """What a file turned out to be."""

    kind: FileKind
    media_type: str
    """From its bytes; that of any text is `text/plain`."""
    text: str = ""
    """What can be read of it, as Markdown where an office program wrote it; none of pictures
    and recordings."""
    pages: int | None = None
    """Of a PDF; the slides of a presentation."""
    duration_ms: int | None = None
    """Of a recording, in milliseconds."""
    is_cut: bool = False
    """The text says in its last line that there is more in the file."""


async def read(source: Path | bytes) -> Read:
    """Return what is in a file; of a picture only which kind it is.

    Raises:
        UnsupportedFile: It is of no kind that is taken, or broken, locked or silent.
        FileTooLarge: There is more in it than can be read in reasonable time and memory.
    """
    file = await anyio.to_thread.run_sync(_opened, source)
    with file:
        media_type = picture_type(file.read(_HEAD_BYTES))
        if media_type:
            return Read(FileKind.IMAGE, media_type)
        file.seek(0)
        async with _reading:
            said = await _said_of(file)
    return Read(_kind_of(_unless_refused(said)["media_type"]), **said)


async def renew(
    source: Path, media_type: str, target: Path, thumb: Path, most_bytes: int
) -> Picture:
    """Write a picture anew, without anything that is not seen, and a small one beside it.

    Args:
        source: The picture.
        media_type: What `read` says it is.
        target: Where the new one goes.
        thumb: Where the small one goes, a WebP of at most 512 pixels.
        most_bytes: How large the new one may be; what would be larger becomes a WebP.

    Raises:
        UnsupportedFile: It is broken.
        FileTooLarge: It has more pixels than can be read in reasonable time and memory.
        Unavailable: This machine's disk is full.
    """
    with source.open("rb") as file, target.open("wb") as whole, thumb.open("wb") as small:
        async with _reading:
            said = await _said_of(file, (media_type, str(most_bytes)), (whole, small))
    return Picture(**_unless_refused(said))


def _opened(source: Path | bytes) -> IO[bytes]:
    # Without a buffer, as the process goes on from where this one is in the file.
    if isinstance(source, Path):
        return source.open("rb", buffering=0)
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - whoever asked for it closes it
    try:
        file.write(source)
        file.seek(0)
    except OSError:
        file.close()
        raise
    return file


def _unless_refused(said: dict[str, Any]) -> dict[str, Any]:
    if "code" in said:
        raise _REFUSALS[said["code"]](said["words"])
    return said


async def _said_of(
    file: IO[bytes], asked: Sequence[str] = (), targets: Sequence[IO[bytes]] = ()
) -> dict[str, Any]:
    places = [each.fileno() for each in targets]
    command = [*_COMMAND, *asked, *map(str, places)]
    status, said = await apart.said_by(
        command, file, _MAX_SECONDS, most_bytes=_MAX_BYTES, handed=places
    )
    if status is None or status in _STOPPED:
        raise FileTooLarge("This file takes more time or memory to read than there is")
    if status:
        log.warning("A file broke its reader", status=status)
        raise UnsupportedFile("This file is broken")
    return json.loads(said)


def _kind_of(media_type: str) -> FileKind:
    if media_type == PLAIN:
        return FileKind.TEXT
    return FileKind.AUDIO if media_type.startswith("audio/") else FileKind.DOCUMENT
