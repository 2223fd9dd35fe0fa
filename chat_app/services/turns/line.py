"""The line of a shared chat: what was asked while a reply was written there, in the server's order.

A chat runs one turn at a time. Where several write, what comes meanwhile is not refused: it waits,
with the ids that its messages will have, and begins when its turn comes. Whoever changes a line, or
begins a turn past it, holds the row of the chat, so that all agree who was first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, select, update
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import LOCKED, write_briefly
from chat_app.errors import ChatAppError, TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import (
    Chat,
    IdempotencyKey,
    Message,
    ReadingPosition,
    SendKind,
    Turn,
    WaitingSend,
    now,
)
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import running_replies
from chat_app.services.chats.positions import open_chat
from chat_app.services.turns.drafts import OnSave
from chat_app.services.turns.sendings import Promised, Sending


class LeftTheLine(Exception):
    """What was about to begin waits no more: it was taken back, or begun elsewhere."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something in the line of a chat, and where."""

    send: WaitingSend
    position: int
    """How many begin before it, and itself; 0 where it was refused."""


async def join(
    caller: Caller,
    chat_id: UUID,
    sending: Sending,
    on_save: OnSave | None,
    refusal: TurnInProgress,
) -> WaitingSend | None:
    """Have something wait in the line of a shared chat; return `None` where the way is free again.

    Args:
        caller: Who asks.
        chat_id: The chat.
        sending: What is asked, which was checked and would have begun.
        on_save: What to save together with it; it is given the id that its reply will have.
        refusal: What kept it from beginning.

    Raises:
        TurnInProgress: The refusal, where the chat is nobody's but the owner's; or the line is as
            long as it may be.
        ChatNotFound, ChatArchived, Forbidden: It can be written in no more.
    """

    def save(connection: Connection) -> WaitingSend | None:
        is_shared = connection.execute(_HOLD, {"held_id": chat_id}).scalar()
        if not is_shared:
            raise refusal
        opened = open_chat(connection, caller.user, chat_id, to_write=True)
        ahead = connection.execute(_LENGTH, {"in_chat": chat_id}).scalar_one()
        if not ahead and not running_replies(connection, chat_id):
            return None
        if ahead >= (most := get_settings().MAX_WAITING_PER_CHAT):
            raise TurnInProgress(f"{most} messages wait in this chat already; try again later")
        answered_id = _answered(connection, sending)
        waiting = _waiting(caller, chat_id, sending, answered_id, opened.leaf_id)
        connection.execute(_INSERT, waiting.model_dump())
        if on_save:
            on_save(connection, waiting.reply_id)
        _tell(chat_id)
        return waiting

    return await write_briefly(save)


def _answered(connection: Connection, sending: Sending) -> UUID | None:
    """Return the message that is answered, or gone on with, where it is there already."""
    if sending.kind not in {SendKind.REGENERATE, SendKind.CONTINUE}:
        return None
    answered_id = sending.target_id
    if sending.kind is SendKind.REGENERATE:
        # A reply may stand below one that it goes on with.
        while above := connection.execute(_ABOVE_REPLY, {"reply_id": answered_id}).scalar():
            answered_id = above
    return answered_id


def _waiting(
    caller: Caller,
    chat_id: UUID,
    sending: Sending,
    answered_id: UUID | None,
    leaf_id: UUID | None,
) -> WaitingSend:
    """Make ids while the chat's row is held: they are newer than all before."""
    waiting_id, question_id, reply_id, rival_id = (uuid7() for _ in range(4))
    sent = sending.attachments
    return WaitingSend(
        waiting_id=waiting_id,
        chat_id=chat_id,
        user_id=caller.user.user_id,
        kind=sending.kind,
        question_id=answered_id or question_id,
        reply_id=reply_id,
        rival_id=rival_id if sending.kind is SendKind.COMPARE else None,
        leaf_id=leaf_id,
        target_id=sending.target_id,
        content=sending.text,
        models=list(sending.models),
        attachments=None if sent is None else [str(each) for each in sent],
        via=caller.via,
        key_id=caller.key_id,
        created_at=now(),
    )


def leave(connection: Connection, promised: Promised | None) -> None:
    """Take what is about to begin out of its line, first of all: of several workers one begins it.

    Raises:
        LeftTheLine: It waits no more.
    """
    if promised is None:
        return
    left = connection.execute(_LEAVE, {"waited_id": promised.waiting_id}).first()
    if left is None:
        raise LeftTheLine
    _tell(left.chat_id)


def require_first(connection: Connection, chat_id: UUID, promised: Promised | None) -> None:
    """Let nothing begin before those who waited longer; what was promised something has waited.

    Raises:
        TurnInProgress: Others wait.
    """
    if not promised and connection.execute(_LENGTH, {"in_chat": chat_id}).scalar_one():
        raise TurnInProgress


def go_on(
    connection: Connection,
    chat_id: UUID,
    old_leaf_id: UUID | None,
    new_leaf_id: UUID | None,
    *,
    is_comparing: bool,
) -> None:
    """Take all who read, or wait, at the end of a branch along as it grows."""
    params = {
        "in_chat": chat_id,
        "old_leaf_id": old_leaf_id,
        "new_leaf_id": new_leaf_id,
        "comparing": is_comparing,
    }
    connection.execute(_READERS_GO_ON, params)
    connection.execute(_WAITING_GO_ON, params)


def head(connection: Connection, chat_id: UUID) -> WaitingSend | None:
    """Return whose turn it is in a chat; nobody's while a reply is written there."""
    # The row has the attributes of what waits.
    return cast("WaitingSend | None", connection.execute(_HEAD, {"in_chat": chat_id}).first())


def due(connection: Connection) -> Sequence[UUID]:
    """Return the chats in which something waits, and for nothing."""
    return connection.execute(_DUE).scalars()


def standing(connection: Connection, reply_id: UUID) -> Standing | None:
    """Return what waits to write a reply, if anything does."""
    found = connection.execute(_BY_REPLY, {"promised_id": reply_id}).first()
    if found is None:
        return None
    waiting = cast("WaitingSend", found)
    ahead = {"in_chat": waiting.chat_id, "until_id": waiting.waiting_id}
    is_refused = waiting.refused_code is not None
    return Standing(waiting, 0 if is_refused else connection.execute(_PLACE, ahead).scalar_one())


def everybody(connection: Connection, chat_id: UUID) -> list[Standing]:
    """Return the line of a chat, and what was refused."""
    found: list[Standing] = []
    position = 0
    for row in connection.execute(_ALL, {"in_chat": chat_id}):
        position += row.refused_code is None
        found.append(Standing(cast("WaitingSend", row), 0 if row.refused_code else position))
    return found


async def refuse(waiting: WaitingSend, refusal: ChatAppError) -> None:
    """Keep the words of what cannot be sent for its sender, and say why."""

    def save(connection: Connection) -> None:
        params = {"waited_id": waiting.waiting_id, "code": refusal.code, "why": refusal.message}
        if connection.execute(_REFUSE, params).first():
            _tell(waiting.chat_id)

    await write_briefly(save)


def take_out(connection: Connection, waiting: WaitingSend) -> bool:
    """Take something out of the line with all that was promised; say whether it was still there."""
    if connection.execute(_TAKE_OUT, {"waited_id": waiting.waiting_id}).first() is None:
        return False
    connection.execute(_FORGET_KEYS, {"promised_id": waiting.reply_id})
    _tell(waiting.chat_id)
    return True


def _tell(chat_id: UUID) -> None:
    live.publish(live.of_chat(chat_id), live.Kind.QUEUE)


# Built once: some of them run for every message of a shared chat.
_table = SQLModel.metadata.tables[WaitingSend.__tablename__]
_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_chat = SQLModel.metadata.tables[Chat.__tablename__].c
_place = SQLModel.metadata.tables[ReadingPosition.__tablename__].c
_key = SQLModel.metadata.tables[IdempotencyKey.__tablename__].c
_message = SQLModel.metadata.tables[Message.__tablename__].c
_ABOVE_REPLY = select(_message.parent_id).where(
    _message.message_id == bindparam("reply_id"), _message.role == Role.ASSISTANT
)
_IN_CHAT = _table.c.chat_id == bindparam("in_chat", type_=Uuid())
_WAITS = _table.c.refused_code.is_(None)
_HOLD = (
    select(_chat.is_shared).where(_chat.chat_id == bindparam("held_id")).with_for_update(**LOCKED)
)
_INSERT = insert(_table)
_LENGTH = select(func.count()).where(_IN_CHAT, _WAITS)
_PLACE = _LENGTH.where(_table.c.waiting_id <= bindparam("until_id", type_=Uuid()))
_IS_FREE = (
    ~select(_turn.turn_id)
    .where(
        _turn.chat_id == _table.c.chat_id,
        _turn.settled_at.is_(None),
        _turn.message_id.is_not(None),
    )
    .exists()
)
_HEAD = select(_table).where(_IN_CHAT, _WAITS, _IS_FREE).order_by(_table.c.waiting_id).limit(1)
_ALL = select(_table).where(_IN_CHAT).order_by(_table.c.waiting_id)
_BY_REPLY = select(_table).where(
    (_table.c.reply_id == bindparam("promised_id", type_=Uuid()))
    | (_table.c.rival_id == bindparam("promised_id", type_=Uuid()))
)
_DUE = select(_table.c.chat_id).distinct().where(_WAITS, _IS_FREE)
_TAKE_OUT = (
    delete(_table)
    .where(_table.c.waiting_id == bindparam("waited_id"))
    .returning(_table.c.waiting_id, _table.c.chat_id)
)
_LEAVE = _TAKE_OUT.where(_WAITS)
_REFUSE = (
    update(_table)
    .where(_table.c.waiting_id == bindparam("waited_id"), _WAITS)
    .values(refused_code=bindparam("code"), refused_message=bindparam("why"))
    .returning(_table.c.waiting_id)
)
_FORGET_KEYS = delete(_key.message_id.table).where(_key.message_id == bindparam("promised_id"))


def _at_the_end(leaf_id: Any) -> Any:
    return leaf_id.is_not_distinct_from(bindparam("old_leaf_id", type_=Uuid()))


_NEW = bindparam("new_leaf_id", type_=Uuid())
_READERS_GO_ON = (
    update(_place.leaf_id.table)
    .where(_place.chat_id == bindparam("in_chat", type_=Uuid()), _at_the_end(_place.leaf_id))
    .values(leaf_id=_NEW, is_comparing=bindparam("comparing"))
)
_WAITING_GO_ON = update(_table).where(_IN_CHAT, _at_the_end(_table.c.leaf_id)).values(leaf_id=_NEW)
