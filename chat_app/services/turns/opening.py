"""Saves a turn as it begins, in one transaction: what it holds and, in a chat, its messages."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import columns_of
from chat_app.db import write_briefly
from chat_app.errors import TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.services.accounts import Caller, keys
from chat_app.services.budgets import holds
from chat_app.services.budgets.charges import Quote
from chat_app.services.chats import positions
from chat_app.services.chats.access import running_reply
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.slots import add
from chat_app.services.turns import runner
from chat_app.services.turns.drafts import Draft, Place, title_of
from chat_app.services.turns.settlement import Claim


async def save_turn(
    caller: Caller, draft: Draft, quoted: Quote, *, cached: bool = False
) -> tuple[Claim, UUID | None]:
    """Take the reservation and save the turn and, where its text is kept, both messages.

    Args:
        caller: Who pays.
        draft: What is asked.
        quoted: What it can cost at most.
        cached: Whether the reply comes from the reply cache; then nobody will charge for it.

    Returns:
        What the turn holds, and the user message's id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        KeyRefused: The caller's API key has died meanwhile.
        TokenLimitExceeded: A budget has less left than was quoted.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
    """
    moment, turn_id, place = now(), uuid7(), draft.place
    # In this order: ids sort by time, and a question comes before its answer.
    question_id, message_id = (place.answered_id or uuid7(), uuid7()) if place else (None, None)
    written: list[dict[str, Any]] = []
    if place:
        question = _question(draft, place, question_id, moment)
        reply = _reply(draft, place, message_id, question_id, moment)
        written = [reply] if place.answered_id else [question, reply]
    claim = Claim(
        turn_id=turn_id,
        chat_id=place and place.chat.chat_id,
        user_id=caller.user.user_id,
        message_id=message_id,
        reserved_tokens=quoted.max_total_tokens,
        lease_owner=runner.lease_owner,
        started_at=moment,
    )
    turn = columns_of(claim) | {
        "model": draft.model.model_id,
        "via": caller.via,
        "key_id": caller.key_id,
        "history_dropped": draft.history_dropped,
        "cached": cached,
    }
    if not place:
        # It is charged by this where nothing else is left of the exchange.
        turn |= {
            "user_tokens": draft.price.user.likely_tokens,
            "system_tokens": draft.price.system.likely_tokens,
            "history_tokens": sum(each.likely_tokens for each in draft.price.history),
        }

    def save(connection: Connection) -> None:
        # From here on, not from when it was drafted: who waited long for the database would find
        # the turn lapsed, and swept, before it runs.
        turn["lease_expires_at"] = now() + timedelta(seconds=runner.LEASE_SECONDS)
        if place and place.is_new_chat:
            add(connection, caller.user, place.chat)
        payers = keys.payers(connection, caller, to_reserve=True)
        holds.reserve(connection, payers, turn_id, quoted.max_total_tokens)
        if written:
            connection.execute(_INSERT_MESSAGES, written)
        try:
            connection.execute(_INSERT_TURN, turn)
        except IntegrityError as clash:
            if place is None:
                raise
            # The index of running turns lets a chat have one.
            raise TurnInProgress from clash
        if place:
            _move_leaf(connection, caller.user, draft, place, message_id, len(written), moment)
        if draft.on_save:
            draft.on_save(connection, claim.reply_id)

    with runner.beginning(turn_id):
        await write_briefly(save)
    return claim, question_id


async def save_question(user: User, draft: Draft, place: Place) -> UUID:
    """Save a user message that is to be answered later, and return its id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
    """
    moment, question_id = now(), uuid7()
    question = _question(draft, place, question_id, moment)

    def save(connection: Connection) -> None:
        if place.is_new_chat:
            add(connection, user, place.chat)
        if running_reply(connection, place.chat.chat_id):
            raise TurnInProgress
        connection.execute(_INSERT_MESSAGES, [question])
        _move_leaf(connection, user, draft, place, question_id, 1, moment)
        if draft.on_save:
            draft.on_save(connection, question_id)

    await write_briefly(save)
    return question_id


def _question(
    draft: Draft, place: Place, message_id: UUID | None, moment: datetime
) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "parent_id": place.parent_id,
        "role": Role.USER,
        "content": draft.prompt.question.text,
        "status": MessageStatus.COMPLETE,
    } | _common(draft, place, moment)


def _reply(
    draft: Draft,
    place: Place,
    message_id: UUID | None,
    question_id: UUID | None,
    moment: datetime,
) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "parent_id": question_id,
        "role": Role.ASSISTANT,
        "content": "",
        "status": MessageStatus.STREAMING,
    } | _common(draft, place, moment)


def _common(draft: Draft, place: Place, moment: datetime) -> dict[str, Any]:
    return {
        "chat_id": place.chat.chat_id,
        "model": draft.model.model_id,
        "created_at": moment,
    }


def _move_leaf(
    connection: Connection,
    user: User,
    draft: Draft,
    place: Place,
    leaf_id: UUID | None,
    added: int,
    moment: datetime,
) -> None:
    """Take the reader to the new message, unless the reader went elsewhere meanwhile."""
    new_leaf_id = place.opened.leaf_id if place.keeps_branch else leaf_id
    params = {
        "of_chat_id": place.chat.chat_id,
        "reader_id": user.user_id,
        "old_leaf_id": place.opened.leaf_id,
        "new_leaf_id": new_leaf_id,
        "added": added,
        "named": place.chat.title or title_of(draft.prompt.question.text),
        "moment": moment,
    }
    for statement in _MOVES[connection.dialect.name]:
        if connection.execute(statement, params).first() is None:
            open_chat(connection, user, place.chat.chat_id, to_write=True)
            raise TurnInProgress("This chat went on elsewhere; reload it and send again")


# The statements of every turn, built once.
_tables = SQLModel.metadata.tables
_chat = _tables[Chat.__tablename__].c
_INSERT_MESSAGES = insert(_tables[Message.__tablename__])
_INSERT_TURN = insert(_tables[Turn.__tablename__])
_GROW = (
    update(_chat.chat_id.table)
    .where(
        _chat.chat_id == bindparam("of_chat_id"),
        _chat.is_active,
        ~_chat.archived,
    )
    .values(
        message_count=_chat.message_count + bindparam("added"),
        title=bindparam("named"),
        updated_at=bindparam("moment"),
    )
    .returning(_chat.chat_id)
)
_grown = _GROW.cte("grown")
_reader_id, _, _new_leaf_id = positions.TARGET
_is_still_there = positions.position.leaf_id.is_not_distinct_from(
    bindparam("old_leaf_id", type_=Uuid())
)
_MOVES = {
    # One round trip; SQLite, which needs none, cannot change two tables at once.
    "postgresql": (
        positions.moving(
            "postgresql",
            select_columns(_reader_id, _grown.c.chat_id, _new_leaf_id),
            where=_is_still_there,
        ),
    ),
    "sqlite": (_GROW, positions.moving("sqlite", where=_is_still_there)),
}
"""By database: the chat grows and its reader goes on, or neither."""
