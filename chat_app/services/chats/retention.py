"""Puts chats into the trash that nobody touched for longer than the operator has them kept.

A chat is touched by a message in it and when it is taken back; one that its owner pinned stays, and
one that was imported begins its time anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.models import Chat, User, now
from chat_app.services import live
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action

WARNED_FOR = timedelta(days=7)
"""How long before a chat goes its owner is told."""
_CHATS_AT_ONCE = 50
"""Few enough for the writer of SQLite to be held for milliseconds."""
_MOST_TOLD = 20
_UUID7_BITS = 80
"""Of a UUIDv7, those below the milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A chat that goes to the trash soon."""

    chat_id: UUID
    title: str
    leaves_at: datetime


def kept_for() -> timedelta | None:
    """Return how long chats stay that nobody touches; `None` for ever."""
    days = get_settings().RETENTION_DAYS
    return timedelta(days=days) if days else None


def touch(chat: Chat) -> None:
    """Begin the time of a chat anew, where it is about to be over: somebody took it back."""
    kept = kept_for()
    if kept and chat.updated_at <= now() - kept + WARNED_FOR:
        chat.updated_at = now()


async def retire_untouched() -> None:
    """Put into the trash what nobody touched for too long, some at a time.

    Raises:
        Unavailable: The database is away.
    """
    kept = kept_for()
    if kept is None:
        return
    due = select(Chat.chat_id).where(*_untouched_since(now() - kept))
    last = UUID(int=0)
    while True:
        async with reading() as session:
            page = due.where(col(Chat.chat_id) > last).order_by(col(Chat.chat_id))
            some = list(await session.exec(page.limit(_CHATS_AT_ONCE)))
        if not some:
            return
        await _retire(some, now() - kept)
        last = some[-1]


async def leaving_soon(user: User) -> list[Leaving]:
    """Return the chats of a person that go within a week, the next one first; not too many."""
    kept = kept_for()
    if kept is None:
        return []
    soon = _untouched_since(now() - kept + WARNED_FOR)
    async with reading() as session:
        found = await session.exec(
            select(Chat)
            .where(Chat.user_id == user.user_id, *soon)
            .order_by(col(Chat.updated_at), col(Chat.chat_id))
            .limit(_MOST_TOLD)
        )
        return [Leaving(chat.chat_id, chat.title, _leaves_at(chat, kept)) for chat in found]


def leaves_soon_at(chat: Chat) -> datetime | None:
    """Return when a chat goes to the trash; `None` where that is more than a week away, or never.

    Args:
        chat: As its owner sees it, who alone pins it for good.
    """
    kept = kept_for()
    if kept is None or chat.pinned or chat.is_temporary:
        return None
    leaves_at = _leaves_at(chat, kept)
    return leaves_at if leaves_at <= now() + WARNED_FOR else None


def _leaves_at(chat: Chat, kept: timedelta) -> datetime:
    # What was imported is as old as it says, and stays as long as if it had been made here.
    made_ms = chat.chat_id.int >> _UUID7_BITS
    made_at = datetime.fromtimestamp(made_ms / 1000, tz=chat.updated_at.tzinfo)
    return max(chat.updated_at, made_at) + kept


async def _retire(chat_ids: list[UUID], before: datetime) -> None:
    moment = now()
    async with transaction() as session:
        gone = await session.exec(
            update(Chat)
            .where(col(Chat.chat_id).in_(chat_ids), *_untouched_since(before))
            .values(is_active=False, deleted_at=moment)
            .returning(col(Chat.chat_id), col(Chat.user_id))
        )
        for chat_id, user_id in gone:
            after = {"days": get_settings().RETENTION_DAYS}
            audit.record(session, None, Action.CHAT_EXPIRE, f"chat:{chat_id}", after=after)
            live.chat_changed(user_id, chat_id, live.Kind.DELETED)


def _untouched_since(moment: datetime) -> list[ColumnElement[bool]]:
    oldest_ms = int(moment.timestamp() * 1000)
    conditions: list[ColumnElement[bool]] = [
        # By the key: a chat that is younger was touched when it came here.
        col(Chat.chat_id) < UUID(int=oldest_ms << _UUID7_BITS),
        col(Chat.updated_at) < moment,
        col(Chat.is_active).is_(True),
        ~col(Chat.pinned),
        ~col(Chat.is_temporary),
    ]
    return conditions
