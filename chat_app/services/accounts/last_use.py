"""Notes what was last used, and when to the minute, beside what is asked for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlmodel import col

from chat_app.background import run_errand
from chat_app.db import transaction
from chat_app.errors import Unavailable
from chat_app.models import ApiKey, AuthSession, User, now

log = structlog.get_logger()

_EVERY = timedelta(minutes=1)
_being_noted: set[tuple[Any, ...]] = set()
"""Rows and their columns."""


def note_visit(user_id: UUID, last_seen_at: datetime | None) -> None:
    """Have it written down that somebody is here; nothing waits for it, or fails with it."""
    if _is_due(last_seen_at):
        _note(user_id, col(User.user_id), last_seen_at=now())


def note_sign_in(auth_session_id: UUID, last_used_at: datetime | None) -> None:
    """Have it written down that a sign-in is used, likewise."""
    if _is_due(last_used_at):
        _note(auth_session_id, col(AuthSession.auth_session_id), last_used_at=now())


def note_use(key_id: UUID, last_used_at: datetime | None) -> None:
    """Have it written down that an API key is used, likewise."""
    if _is_due(last_used_at):
        _note(key_id, col(ApiKey.key_id), last_used_at=now())


def note_model(user: User, model_id: str) -> None:
    """Have it written down which model a person talks with, likewise."""
    if user.last_model != model_id:
        _note(user.user_id, col(User.user_id), last_model=model_id)


def _is_due(last: datetime | None) -> bool:
    return last is None or last < now() - _EVERY


def _note(row_id: UUID, ids: Any, **values: Any) -> None:
    noted = (row_id, *values)
    if noted not in _being_noted:
        _being_noted.add(noted)
        run_errand(_write(noted, ids, values))


async def _write(noted: tuple[Any, ...], ids: Any, values: dict[str, Any]) -> None:
    try:
        async with transaction() as session:
            await session.exec(update(ids.class_).where(ids == noted[0]).values(values))
    except Unavailable:
        log.warning("use.not_noted", row_id=str(noted[0]), columns=[*values])
    finally:
        _being_noted.discard(noted)
