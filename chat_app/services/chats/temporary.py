"""Chats whose text is gone when they are closed; what they used stays in the books."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from chat_app.background import run_errand
from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.errors import InvalidRequest
from chat_app.models import Chat, User, now
from chat_app.services.chats import purge

_TRIES = 20
_PAUSE_S = 0.5
"""A reply that runs there is stopped, and settled in a moment; the cleaner does the rest."""
_FIXED = {"title", "pinned", "archived", "project_id"}


def require_keepable(chat: Chat, changes: Collection[str]) -> None:
    """Refuse what is for chats that stay.

    Raises:
        InvalidRequest: It is a temporary one, and to be named, pinned, archived or put elsewhere.
    """
    if chat.is_temporary and _FIXED.intersection(changes):
        raise InvalidRequest("A temporary chat has no name and no place in the list")


async def close(user: User, chat_id: UUID) -> None:
    """Erase a temporary chat of a person; one of another kind, or of somebody else, stays.

    Raises:
        Unavailable: The database is away.
    """
    await _erase(await _left(Chat.user_id == user.user_id, Chat.chat_id == chat_id))


async def close_all(user: User) -> None:
    """Erase all temporary chats of a person, who signs out.

    Raises:
        Unavailable: The database is away.
    """
    await _erase(await _left(Chat.user_id == user.user_id))


async def close_old() -> None:
    """Erase those in which nothing happened for long, whoever forgot to close them.

    Raises:
        Unavailable: The database is away.
    """
    before = now() - timedelta(seconds=get_settings().TEMPORARY_CHAT_TTL_S)
    await _erase(await _left(col(Chat.updated_at) < before))


async def _left(*which: Any) -> list[UUID]:
    """Return the temporary chats that have text."""
    wanted = select(Chat.chat_id).where(
        col(Chat.is_temporary), col(Chat.erased_at).is_(None), *which
    )
    async with reading() as session:
        return list(await session.exec(wanted))


async def _erase(chat_ids: list[UUID]) -> None:
    if chat_ids:
        await purge.erase(chat_ids)
        if await _left(col(Chat.chat_id).in_(chat_ids)):
            run_errand(_erase_once_settled(chat_ids))


async def _erase_once_settled(chat_ids: list[UUID]) -> None:
    for _ in range(_TRIES):
        await asyncio.sleep(_PAUSE_S)
        await purge.erase(chat_ids)
        if not await _left(col(Chat.chat_id).in_(chat_ids)):
            return
