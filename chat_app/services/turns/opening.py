"""Saves a turn as it begins: chat, reservation, messages, lease and branch, in one transaction."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.db import transaction
from chat_app.errors import TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.services.accounts import Caller
from chat_app.services.budgets import holds, ledger
from chat_app.services.budgets.charges import Quote
from chat_app.services.chats import positions
from chat_app.services.chats.access import writable_chat
from chat_app.services.chats.places import take
from chat_app.services.turns import runner
from chat_app.services.turns.drafts import Draft, title_of
from chat_app.services.turns.settlement import Claim


async def save_turn(
    caller: Caller, draft: Draft, quoted: Quote, *, cached: bool = False
) -> tuple[Claim, UUID]:
    """Take the reservation and save both messages and the turn, in one transaction.

    Args:
        cached: Whether the reply comes from the reply cache; then nobody will charge for it.

    Returns:
        What the turn holds, and the user message's id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        TokenLimitExceeded: The budget has less left than was quoted.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
    """
    moment = now()
    # In this order: ids sort by time, and a question comes before its answer.
    user_message_id = draft.answered_id or uuid7()
    message_id = uuid7()
    turn_id = uuid7()
    reply = {
        "message_id": message_id,
        "parent_id": user_message_id,
        "role": Role.ASSISTANT,
        "content": "",
        "status": MessageStatus.STREAMING,
    } | _common(draft, moment)
    written = [reply] if draft.answered_id else [_question(draft, user_message_id, moment), reply]
    async with transaction() as session:
        await _settle_in(session, caller.user, draft)
        payers = [ledger.Owner.of(caller.user)]
        await holds.reserve(session, payers, turn_id, quoted.max_total_tokens)
        await session.exec(_INSERT_MESSAGES, params=written)
        claim = Claim(
            turn_id=turn_id,
            chat_id=draft.chat.chat_id,
            user_id=caller.user.user_id,
            message_id=message_id,
            reserved_tokens=quoted.max_total_tokens,
            lease_owner=runner.lease_owner,
            started_at=moment,
        )
        turn = asdict(claim) | {
            "model": draft.model.model_id,
            "via": caller.via,
            "lease_expires_at": moment + timedelta(seconds=runner.LEASE_SECONDS),
            "history_dropped": draft.history_dropped,
            "cached": cached,
        }
        try:
            await session.exec(_INSERT_TURN, params=turn)
        except IntegrityError as clash:
            # The index of running turns lets a chat have one.
            raise TurnInProgress from clash
        await _move_leaf(session, caller.user, draft, message_id, len(written), moment)
        if draft.along:
            await draft.along(session, message_id)
    return claim, user_message_id


async def save_question(user: User, draft: Draft) -> UUID:
    """Save a user message that is to be answered later, and return its id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
    """
    moment, question_id = now(), uuid7()
    running = select(Turn.turn_id).where(
        Turn.chat_id == draft.chat.chat_id, col(Turn.settled_at).is_(None)
    )
    async with transaction() as session:
        await _settle_in(session, user, draft)
        if (await session.exec(running)).first():
            raise TurnInProgress
        await session.exec(_INSERT_MESSAGES, params=[_question(draft, question_id, moment)])
        await _move_leaf(session, user, draft, question_id, 1, moment)
        if draft.along:
            await draft.along(session, question_id)
    return question_id


async def _settle_in(session: AsyncSession, user: User, draft: Draft) -> None:
    """Save the chat where it is new."""
    if draft.is_new_chat:
        await take(session, user)
        session.add(draft.chat)
        await session.flush()


def _question(draft: Draft, message_id: UUID, moment: datetime) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "parent_id": draft.parent_id,
        "role": Role.USER,
        "content": draft.text,
        "status": MessageStatus.COMPLETE,
    } | _common(draft, moment)


def _common(draft: Draft, moment: datetime) -> dict[str, Any]:
    return {
        "chat_id": draft.chat.chat_id,
        "model": draft.model.model_id,
        "created_at": moment,
    }


async def _move_leaf(
    session: AsyncSession, user: User, draft: Draft, leaf_id: UUID, added: int, moment: datetime
) -> None:
    """Take the reader to the new message, unless the reader went elsewhere meanwhile."""
    new_leaf_id = draft.leaf_id if draft.keeps_branch else leaf_id
    params = {
        "of_chat_id": draft.chat.chat_id,
        "reader_id": user.user_id,
        "old_leaf_id": draft.leaf_id,
        "new_leaf_id": new_leaf_id,
        "added": added,
        "named": draft.chat.title or title_of(draft.text),
        "moment": moment,
    }
    for statement in _MOVES[session.get_bind().dialect.name]:
        if (await session.exec(statement, params=params)).first() is None:
            await writable_chat(session, user, draft.chat.chat_id)
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
