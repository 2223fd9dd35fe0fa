"""What people have seen of the chats that they share: what is newer is marked in their lists.

A chat is unread where something happened in it since its reader last had it before them. Chats of
one person are never: nobody else does anything there, and nothing is asked or kept about them.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from chat_app.columns import UtcDateTime
from chat_app.db import briefly, read_briefly, reading, write_briefly
from chat_app.models import Chat, ReadingPosition, User
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.roles import chats, stays

_MOST_LOOKED_AT = 200
"""Chats of others that are looked at for news: a list is read often, and by everybody."""
_NO_CHAT = UUID(int=0)


async def see(user: User, chat_id: UUID) -> None:
    """Note that a reader has a chat before them, as it is now.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    opened = await read_briefly(open_chat, user=user, chat_id=chat_id)
    await saw(user, opened.chat)


async def saw(user: User, chat: Chat) -> None:
    """Note that a reader has had a chat before them, as it was read."""
    if chat.is_shared:
        await write_briefly(note, user.user_id, chat.chat_id, chat.updated_at)


def note(connection: Connection, user_id: UUID, chat_id: UUID, moment: datetime) -> None:
    """Note that somebody has seen a shared chat as it was at a moment, and tell their tabs."""
    params = {"seer_id": user_id, "seen_chat_id": chat_id, "moment": moment}
    if connection.execute(_NOTE[connection.dialect.name], params).first():
        live.publish(live.of_user(user_id), live.Kind.SEEN, chat=str(chat_id))


async def unread(user: User, some: Iterable[Chat]) -> Collection[UUID]:
    """Return those of some chats in which something is new to a reader of theirs."""
    # What its owner deleted can be opened by nobody, so its mark would stay.
    shared = {chat.chat_id: chat.updated_at for chat in some if chat.is_shared and chat.is_active}
    if not shared:
        return ()
    seen = await read_briefly(_seen, user.user_id, shared)
    return {
        chat_id
        for chat_id, moment in shared.items()
        if (before := seen.get(chat_id)) is None or before < moment
    }


async def has_news_of_others(user: User, besides: UUID | None = None) -> bool:
    """Say whether something is new to a person in a chat of somebody else that they are in.

    Args:
        user: The person.
        besides: The chat that they have before them.
    """
    async with reading() as session:
        return await briefly(session, _has_news, user.user_id, besides or _NO_CHAT)


def _has_news(connection: Connection, user_id: UUID, besides: UUID) -> bool:
    params = {"seer_id": user_id, "besides_id": besides}
    return connection.execute(_NEWS, params).first() is not None


def _seen(
    connection: Connection, user_id: UUID, chat_ids: Iterable[UUID]
) -> dict[UUID, datetime | None]:
    params = {"seer_id": user_id, "seen_chat_ids": list(chat_ids)}
    return {row.chat_id: row.seen_at for row in connection.execute(_SEEN, params)}


_position = SQLModel.metadata.tables[ReadingPosition.__tablename__].c
_is_mine = _position.user_id == bindparam("seer_id", type_=Uuid())
_ROW = {
    "user_id": bindparam("seer_id", type_=Uuid()),
    "chat_id": bindparam("seen_chat_id", type_=Uuid()),
    "is_comparing": false(),
    "seen_at": bindparam("moment", type_=UtcDateTime()),
}


def _note(insert: Callable[..., Any]) -> Any:
    """Return the statement that keeps the newest moment, and gives the chat where it is newer."""
    written = insert(_position.user_id.table).values(_ROW)
    newer = written.excluded.seen_at
    return written.on_conflict_do_update(
        index_elements=["user_id", "chat_id"],
        set_={"seen_at": newer},
        where=or_(_position.seen_at.is_(None), _position.seen_at < newer),
    ).returning(_position.chat_id)


_NOTE = {"postgresql": _note(postgresql.insert), "sqlite": _note(sqlite.insert)}
_SEEN = select(_position.chat_id, _position.seen_at).where(
    _is_mine, _position.chat_id.in_(bindparam("seen_chat_ids", type_=Uuid(), expanding=True))
)
_stay = (
    select(stays.chat_id)
    .where(stays.user_id == bindparam("seer_id", type_=Uuid()), stays.left_at.is_(None))
    .order_by(stays.chat_id.desc())
    .limit(_MOST_LOOKED_AT)
    .subquery()
)
_NEWS = (
    select(chats.chat_id)
    .join(_stay, _stay.c.chat_id == chats.chat_id)
    .outerjoin(_position.user_id.table, and_(_position.chat_id == chats.chat_id, _is_mine))
    .where(
        chats.is_active,
        chats.chat_id != bindparam("besides_id", type_=Uuid()),
        or_(_position.seen_at.is_(None), _position.seen_at < chats.updated_at),
    )
    .limit(1)
)
"""Of the newest chats; each is looked up by its key."""
