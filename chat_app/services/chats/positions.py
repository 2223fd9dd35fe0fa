"""Where people are in the branches of a chat: one row a person and chat, kept for each alone.

Who has no row has read nothing of the chat yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Uuid,
    and_,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.errors import ChatArchived
from chat_app.models import Chat, ReadingPosition, User
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.chats.roles import IS_HERE, ChatRole, require_writer, role_in, stays


@dataclass(frozen=True, slots=True)
class OpenChat:
    """A chat as somebody reads it."""

    chat: Chat
    leaf_id: UUID | None = None
    """End of the branch that is read; nothing where there is none."""
    left_out_id: UUID | None = None
    """The newest of the older messages that the reader has models told nothing of."""
    is_comparing: bool = False
    """Whether that end is read beside the other reply that was asked for with it."""
    role: ChatRole = ChatRole.OWNER
    """What the reader is in the chat."""


def open_chat(
    connection: Connection, user: User, chat_id: UUID, *, to_write: bool = False
) -> OpenChat:
    """Return a chat that a user reads, where the user is in it, and what they are there.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: The caller means to write, and may only read.
        ChatArchived: It can only be read, and the caller means to write.
    """
    params = {"opened_id": chat_id, "reader_id": user.user_id}
    found: Any = connection.execute(_OPENED, params).first()
    role = role_in(connection, user, found, found and found.role)
    if to_write:
        require_writer(role)
        if found.archived:
            raise ChatArchived
    # The row has a chat's attributes.
    return OpenChat(found, found.leaf_id, found.left_out_id, bool(found.is_comparing), role)


async def move(session: AsyncSession, user_id: UUID, chat_id: UUID, leaf_id: UUID | None) -> None:
    """Take a reader to the branch that ends in a message, and to it alone."""
    moving = _MOVE[session.get_bind().dialect.name]
    where_to: dict[str, Any] = {"reader_id": user_id, "of_chat_id": chat_id}
    where_to |= {"new_leaf_id": leaf_id, "comparing": False}
    await session.exec(moving, params=where_to)
    live.publish(live.of_user(user_id), live.Kind.PLACE, chat=str(chat_id))


def leave_out(connection: Connection, user: User, chat_id: UUID, message_id: UUID | None) -> None:
    """Have models told nothing of a message and those before it, or of none of them nothing.

    Who has read nothing of the chat yet has nothing to leave out.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    open_chat(connection, user, chat_id)
    params = {"reader_id": user.user_id, "of_chat_id": chat_id, "new_left_out_id": message_id}
    connection.execute(_LEAVE_OUT, params)


def moving(dialect: str, rows: Any = None, where: ColumnElement[bool] | None = None) -> Any:
    """Return the statement that takes a reader elsewhere, and gives the chat where it did.

    Its parameters are `reader_id`, `of_chat_id`, `new_leaf_id` and `comparing`.

    Args:
        dialect: Which database's.
        rows: What the parameters say, from elsewhere; that of the parameters where there is none.
        where: Whether a reader who is somewhere already may go.
    """
    insert = INSERTS[dialect](position.leaf_id.table)
    names = ["user_id", "chat_id", "leaf_id", "is_comparing"]
    written = insert.values(dict(zip(names, TARGET, strict=True)))
    if rows is not None:
        written = insert.from_select(names, rows)
    return written.on_conflict_do_update(
        index_elements=names[:2],
        set_={name: insert.excluded[name] for name in names[2:]},
        where=where,
    ).returning(position.chat_id)


_chats = SQLModel.metadata.tables[Chat.__tablename__]
position = SQLModel.metadata.tables[ReadingPosition.__tablename__].c
_OPENED = (
    select(_chats, position.leaf_id, position.left_out_id, position.is_comparing, stays.role)
    .select_from(
        _chats.outerjoin(
            position.leaf_id.table,
            and_(position.chat_id == _chats.c.chat_id, position.user_id == bindparam("reader_id")),
        ).outerjoin(stays.role.table, IS_HERE)
    )
    .where(_chats.c.chat_id == bindparam("opened_id"))
)
TARGET = (
    *(bindparam(name, type_=Uuid()) for name in ("reader_id", "of_chat_id", "new_leaf_id")),
    bindparam("comparing", type_=Boolean()),
)
INSERTS: dict[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""By database: what inserts a row, or changes the one that is there."""
_LEAVE_OUT = (
    update(position.leaf_id.table)
    .where(position.user_id == bindparam("reader_id"), position.chat_id == bindparam("of_chat_id"))
    .values(left_out_id=bindparam("new_left_out_id", type_=Uuid()))
)
_MOVE = {dialect: moving(dialect) for dialect in INSERTS}
