"""Has a chat grow by an exchange and its readers go on with it, or neither."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel

from chat_app.config import get_settings
from chat_app.errors import ChatFull, TurnInProgress
from chat_app.models import Chat, Turn, User
from chat_app.prepared import Connection
from chat_app.services.chats import positions, seen
from chat_app.services.chats.access import running_replies
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.roles import MAY_WRITE, stays
from chat_app.services.turns import line
from chat_app.services.turns.drafts import Draft, Place, first_title


def grow(
    connection: Connection,
    user: User,
    draft: Draft,
    place: Place,
    leaf_id: UUID | None,
    added: int,
    moment: datetime,
    lanes: int = 1,
) -> None:
    """Take the reader to the new message, unless the reader went elsewhere meanwhile.

    In a shared chat all who were at the end of the same branch come along; nobody else is moved.

    Args:
        lanes: How many replies are being written to it; others stand in its way.
    """
    new_leaf_id, comparing = leaf_id, lanes > 1
    if place.keeps_branch:
        new_leaf_id, comparing = place.opened.leaf_id, place.opened.is_comparing
    params: dict[str, Any] = {
        "of_chat_id": place.chat.chat_id,
        "reader_id": user.user_id,
        "old_leaf_id": place.opened.leaf_id,
        "new_leaf_id": new_leaf_id,
        "comparing": comparing,
        "added": added,
        "named": first_title(draft, place),
        "moment": moment,
        "lanes": lanes,
        "most": get_settings().MAX_MESSAGES_PER_CHAT,
    }
    for statement in _MOVES[connection.dialect.name]:
        if connection.execute(statement, params).first() is None:
            opened = open_chat(connection, user, place.chat.chat_id, to_write=True)
            if opened.chat.message_count + added > params["most"]:
                raise ChatFull
            if len(running_replies(connection, place.chat.chat_id)) > lanes:
                raise TurnInProgress
            raise TurnInProgress("This chat went on elsewhere; reload it and send again")
    if place.chat.is_shared:
        chat_id = place.chat.chat_id
        line.require_first(connection, chat_id, place.promised)
        line.go_on(connection, chat_id, place.before_id, leaf_id, is_comparing=lanes > 1)
        seen.note(connection, user.user_id, chat_id, moment)


# The statements of every turn, built once.
_chat = SQLModel.metadata.tables[Chat.__tablename__].c
_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_GROW = (
    update(_chat.chat_id.table)
    .where(
        _chat.chat_id == bindparam("of_chat_id"),
        _chat.is_active,
        ~_chat.archived,
        _chat.message_count + bindparam("added") <= bindparam("most"),
        # Who wrote it may have been let in, and taken out meanwhile.
        or_(
            ~_chat.is_shared,
            _chat.user_id == bindparam("reader_id"),
            MAY_WRITE.where(stays.chat_id == bindparam("of_chat_id")).exists(),
        ),
        # A reply may still be written beside one that has ended.
        ~select_columns(_turn.turn_id)
        .where(
            _turn.chat_id == bindparam("of_chat_id"),
            _turn.settled_at.is_(None),
            _turn.message_id.is_not(None),
            _turn.lane >= bindparam("lanes"),
        )
        .exists(),
    )
    .values(
        message_count=_chat.message_count + bindparam("added"),
        # What somebody called it since it was read stays.
        title=func.coalesce(func.nullif(_chat.title, ""), bindparam("named", type_=String())),
        updated_at=bindparam("moment"),
    )
    .returning(_chat.chat_id)
)
_grown = _GROW.cte("grown")
_reader_id, _, _new_leaf_id, _comparing = positions.TARGET
_is_still_there = positions.position.leaf_id.is_not_distinct_from(
    bindparam("old_leaf_id", type_=Uuid())
)
_MOVES = {
    # One round trip; SQLite, which needs none, cannot change two tables at once.
    "postgresql": (
        positions.moving(
            "postgresql",
            select_columns(_reader_id, _grown.c.chat_id, _new_leaf_id, _comparing),
            where=_is_still_there,
        ),
    ),
    "sqlite": (_GROW, positions.moving("sqlite", where=_is_still_there)),
}
"""By database: the chat grows and its reader goes on, or neither."""
