"""Forgets what has had its time: chat sessions and idempotency keys."""

import anyio
import structlog

from chat_app.errors import Unavailable
from chat_app.services import chat_sessions, idempotency

_EVERY_SECONDS = 600

log = structlog.get_logger()


async def clean_regularly() -> None:
    """Clean at start and every ten minutes; never returns."""
    while True:
        try:
            await chat_sessions.forget_old()
            await idempotency.forget_old()
        except Unavailable:
            log.warning("cleanup.database_away")
        await anyio.sleep(_EVERY_SECONDS)
