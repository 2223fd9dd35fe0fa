"""Notes when accounts and API keys were last used, to the minute, beside what they ask for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlmodel import col

from chat_app.background import run_errand
from chat_app.db import transaction
from chat_app.errors import Unavailable
from chat_app.models import ApiKey, User, now

log = structlog.get_logger()

_EVERY = timedelta(minutes=1)
_being_noted: set[UUID] = set()


def note_visit(user_id: UUID, last_seen_at: datetime | None) -> None:
    """Have it written down that somebody is here; nothing waits for it, or fails with it."""
    _note(user_id, last_seen_at, col(User.user_id), "last_seen_at")


def note_use(key_id: UUID, last_used_at: datetime | None) -> None:
    """Have it written down that an API key is used, likewise."""
    _note(key_id, last_used_at, col(ApiKey.key_id), "last_used_at")


def _note(row_id: UUID, last: datetime | None, ids: Any, name: str) -> None:
    if row_id not in _being_noted and (last is None or last < now() - _EVERY):
        _being_noted.add(row_id)
        run_errand(_write(row_id, ids, name))


async def _write(row_id: UUID, ids: Any, name: str) -> None:
    try:
        async with transaction() as session:
            await session.exec(update(ids.class_).where(ids == row_id).values({name: now()}))
    except Unavailable:
        log.warning("use.not_noted", row_id=str(row_id), column=name)
    finally:
        _being_noted.discard(row_id)
