"""Where people are in the branches of a chat: one row a person and chat, kept for each alone.

Who has no row has read nothing of the chat yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Uuid, and_, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.errors import ChatArchived
from chat_app.models import Chat, ReadingPosition, User
from chat_app.services.chats.access import checked_chat


@dataclass(frozen=True, slots=True)
class OpenChat:
    """A chat as somebody reads it."""

    chat: Chat
    leaf_id: UUID | None = None
    """End of the branch that is read; nothing where there is none."""


def open_chat(
    connection: Connection, user: User, chat_id: UUID, *, to_write: bool = False
) -> OpenChat:
    """Return a user's chat and where the user is in it.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: It can only be read, and the caller means to write.
    """
    params = {"opened_id": chat_id, "reader_id": user.user_id}
    found = connection.execute(_OPENED, params).first()
    # The row has a chat's attributes.
    chat = checked_chat(user, cast("Chat | None", found))
    opened = OpenChat(chat, found.leaf_id if found else None)
    if to_write and opened.chat.archived:
        raise ChatArchived
    return opened


async def move(session: AsyncSession, user_id: UUID, chat_id: UUID, leaf_id: UUID | None) -> None:
    """Take a reader to the branch that ends in a message."""
    moving = _MOVE[session.get_bind().dialect.name]
    where_to = {"reader_id": user_id, "of_chat_id": chat_id, "new_leaf_id": leaf_id}
    await session.exec(moving, params=where_to)


def moving(dialect: str, rows: Any = None, where: ColumnElement[bool] | None = None) -> Any:
    """Return the statement that takes a reader elsewhere, and gives the chat where it did.

    Its parameters are `reader_id`, `of_chat_id` and `new_leaf_id`.

    Args:
        dialect: Which database's.
        rows: Readers, chats and new leaves; those of the parameters where there are none.
        where: Whether a reader who is somewhere already may go.
    """
    insert = _INSERTS[dialect](position.leaf_id.table)
    names = ["user_id", "chat_id", "leaf_id"]
    written = insert.values(dict(zip(names, TARGET, strict=True)))
    if rows is not None:
        written = insert.from_select(names, rows)
    return written.on_conflict_do_update(
        index_elements=names[:2], set_={"leaf_id": insert.excluded.leaf_id}, where=where
    ).returning(position.chat_id)


_chats = SQLModel.metadata.tables[Chat.__tablename__]
position = SQLModel.metadata.tables[ReadingPosition.__tablename__].c
_OPENED = (
    select(_chats, position.leaf_id)
    .select_from(
        _chats.outerjoin(
            position.leaf_id.table,
            and_(position.chat_id == _chats.c.chat_id, position.user_id == bindparam("reader_id")),
        )
    )
    .where(_chats.c.chat_id == bindparam("opened_id"))
)
TARGET = tuple(bindparam(name, type_=Uuid()) for name in ("reader_id", "of_chat_id", "new_leaf_id"))
_INSERTS: dict[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
_MOVE = {dialect: moving(dialect) for dialect in _INSERTS}
