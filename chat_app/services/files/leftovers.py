"""What a process that was killed left on the disk while it kept a file."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from anyio.to_thread import run_sync

from chat_app.config import get_settings

_FOLDER = "chat-file-"
_OLD_S = 3600
"""No file takes longer to be kept."""
_PART = "*#[0-9]*"
"""What a file is called in a folder until it is there whole (obstore 0.12)."""


def workplace() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for a file on its way; it goes with the block that opens it."""
    return tempfile.TemporaryDirectory(prefix=_FOLDER)


async def erase_leftovers() -> None:
    """Erase what lies there for an hour; who else is at a file meanwhile is not disturbed."""
    await run_sync(_erase, time.time() - _OLD_S)


def _erase(before: float) -> None:
    for path in _unfinished():
        # Another process may be at the same.
        with suppress(OSError):
            if path.lstat().st_mtime >= before:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def _unfinished() -> Iterator[Path]:
    yield from Path(tempfile.gettempdir()).glob(f"{_FOLDER}*")
    if folder := get_settings().files_folder:
        yield from folder.glob(f"*/{_PART}")
