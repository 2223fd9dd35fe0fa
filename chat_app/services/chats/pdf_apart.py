"""PDFs, written by a process of their own: up to some seconds of a processor each.

A person has one at a time. Two are written at once, others wait for their turn.
"""

import pickle
import signal
import tempfile
from collections.abc import Sequence
from typing import IO
from uuid import UUID

import anyio
import anyio.to_thread
import structlog

from chat_app import apart
from chat_app.errors import FileTooLarge, InternalError, RateLimited
from chat_app.services.chats.enclosed import Section

_COMMAND = (*apart.COMMAND, "chat_app.services.chats.pdf")
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
        with tempfile.TemporaryFile() as file:
            await anyio.to_thread.run_sync(_ask, file, (title, subtitle, sections))
            async with _at_once:
                return await _written(file)
    finally:
        _theirs.discard(user_id)


def _ask(file: IO[bytes], what: object) -> None:
    pickle.dump(what, file)
    file.flush()
    file.seek(0)


async def _written(file: IO[bytes]) -> bytes:
    status, document = await apart.said_by(_COMMAND, file, _MAX_SECONDS)
    if status is None or status in _STOPPED:
        raise FileTooLarge("This chat takes more time or memory to write as PDF than there is")
    if status:
        log.error("pdf.failed", status=status)
        raise InternalError
    return document
