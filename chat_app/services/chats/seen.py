"""What people have seen of the chats that they share: what is newer is marked in their lists.

A chat is unread where something happened in it since its reader last had it before them. Chats of
one person are never: nobody else does anything there, and nothing is asked or kept about them.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from chat_app.columns import UtcDateTime
from chat_app.db import read_briefly, write_briefly
from chat_app.models import Chat, ReadingPosition, User
from chat_app.services import live
from chat_app.services.chats.positions import open_chat


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
    shared = {chat.chat_id: chat.updated_at for chat in some if chat.is_shared}
    if not shared:
        return ()
    seen = await read_briefly(_seen, user.user_id, shared)
    return {
        chat_id
        for chat_id, moment in shared.items()
        if (before := seen.get(chat_id)) is None or before < moment
    }


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
