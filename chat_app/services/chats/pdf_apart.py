"""PDFs, written by a process of their own: up to some seconds of a processor each.

A person has one at a time. Two are written at once, others wait for their turn.
"""

import pickle
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO
from uuid import UUID

import anyio
import anyio.to_thread
import structlog

from chat_app.errors import FileTooLarge, InternalError, RateLimited
from chat_app.services.chats.enclosed import Section

_COMMAND = (sys.executable, "-B", "-P", "-m", "chat_app.services.chats.pdf")
_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[3])}
_MAX_SECONDS = 120
"""On a machine that is busy; in time of the processor it is less, see `pdf.py`."""
_RETRY_S = 5
_STOPPED = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM, -signal.SIGABRT}
"""How a process ends at its limits."""
_at_once = anyio.CapacityLimiter(2)
_theirs: set[UUID] = set()
"""Whose PDF is being written."""

log = structlog.get_logger()


async def write(user_id: UUID, title: str, subtitle: str, sections: Sequence[Section]) -> bytes:
    """Return a chat as PDF.

    Raises:
        RateLimited: Another one is being written for this person.
        FileTooLarge: It takes more time or memory than there is.
    """
    if user_id in _theirs:
        raise RateLimited(
            "Another PDF is being written for you; wait for it", retry_after_seconds=_RETRY_S
        )
    _theirs.add(user_id)
    try:
        with await anyio.to_thread.run_sync(_asked, (title, subtitle, sections)) as file:
            async with _at_once:
                return await _written(file)
    finally:
        _theirs.discard(user_id)


def _asked(what: object) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    pickle.dump(what, file)
    file.flush()
    file.seek(0)
    return file


async def _written(file: IO[bytes]) -> bytes:
    status, document = None, b""
    # Not by the loop: see `files/reading.py`.
    process = Popen(  # noqa: ASYNC220
        _COMMAND, stdin=file, stdout=PIPE, stderr=DEVNULL, cwd="/", env=_ENVIRONMENT
    )
    try:
        with anyio.move_on_after(_MAX_SECONDS):
            status, document = await anyio.to_thread.run_sync(
                _heard, process, abandon_on_cancel=True
            )
    finally:
        if process.poll() is None:
            process.kill()
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(process.wait)
    if status is None or status in _STOPPED:
        raise FileTooLarge("This chat takes more time or memory to write as PDF than there is")
    if status:
        log.error("pdf.failed", status=status)
        raise InternalError
    return document


def _heard(process: Popen[bytes]) -> tuple[int, bytes]:
    with process:
        assert process.stdout  # noqa: S101 - it was asked for
        document = process.stdout.read()
    return process.returncode, document
