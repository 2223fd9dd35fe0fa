"""Saves a turn as it begins, in one transaction: what it holds and, in a chat, its messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import columns_of
from chat_app.db import write_briefly
from chat_app.errors import TurnInProgress
from chat_app.llm.types import Prompt, Role
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.outages import is_duplicate
from chat_app.prepared import Connection
from chat_app.services import files, live
from chat_app.services.accounts import Caller, keys
from chat_app.services.budgets import holds
from chat_app.services.budgets.charges import Quote
from chat_app.services.chats.access import running_replies
from chat_app.services.chats.slots import add
from chat_app.services.turns import line, runner
from chat_app.services.turns.drafts import Draft, Place
from chat_app.services.turns.growing import grow
from chat_app.services.turns.settlement import Claim


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft on its way."""

    draft: Draft
    quoted: Quote
    """What it can cost at most."""
    prompt: Prompt
    """What is sent: the draft's, with the longest reply that was quoted."""
    cache_key: str | None = None
    """What a whole reply is kept under; none where an earlier one must not be given again."""
    kept_reply: str | None = None
    """The reply, where it is known already; then nobody will charge for it."""


async def save_turns(caller: Caller, *asked: Asked) -> tuple[list[Claim], UUID | None]:
    """Take the reservations and save the turns and, where text is kept, question and replies.

    All of it or nothing.

    Args:
        caller: Who pays.
        asked: What is asked of one model or, in a chat, of two at once.

    Returns:
        What each turn holds, and the user message's id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        KeyRefused: The caller's API key has died meanwhile.
        TokenLimitExceeded: A budget has less left than was quoted.
        FileNotFound: A file was removed for good meanwhile.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
        LeftTheLine: It was promised to something that waits no more.
    """
    moment, first = now(), asked[0].draft
    place = first.place
    question_id, reply_ids, written = _messages(caller.user, asked, moment)
    claims = [
        Claim(
            turn_id=uuid7(),
            chat_id=place.chat.chat_id if place else each.draft.named_chat_id,
            user_id=caller.user.user_id,
            message_id=message_id,
            reserved_tokens=each.quoted.max_total_tokens,
            lease_owner=runner.lease_owner,
            started_at=moment,
        )
        for each, message_id in zip(asked, reply_ids, strict=True)
    ]
    turns = [
        _turn(caller, each, claim, lane)
        for lane, (each, claim) in enumerate(zip(asked, claims, strict=True))
    ]

    def save(connection: Connection) -> None:
        # From here on, not from when it was drafted: who waited long for the database would find
        # the turn lapsed, and swept, before it runs.
        expires_at = now() + timedelta(seconds=runner.LEASE_SECONDS)
        for turn in turns:
            turn["lease_expires_at"] = expires_at
        line.leave(connection, place and place.promised)
        if place and place.is_new_chat:
            add(connection, caller.user, place.chat)
        payers = keys.payers(connection, caller, to_reserve=True)
        for claim in claims:
            holds.reserve(connection, payers, claim.turn_id, claim.reserved_tokens)
        if written:
            _write(connection, first, written)
        try:
            connection.execute(_INSERT_TURN, turns)
        except IntegrityError as clash:
            # The index of running turns lets a chat have one of each lane. What is refused
            # otherwise may be something that goes along.
            if place is None or not is_duplicate(clash):
                raise
            raise TurnInProgress from clash
        if place:
            leaf_id = claims[0].message_id
            grow(connection, caller.user, first, place, leaf_id, len(written), moment, len(claims))
            live.chat_changed(
                place.chat.user_id,
                place.chat.chat_id,
                live.Kind.TURN,
                state="began",
                question=str(question_id),
                reply=str(leaf_id),
            )
        if first.on_save:
            first.on_save(connection, claims[0].reply_id)

    with runner.beginning(*(claim.turn_id for claim in claims)):
        await write_briefly(save)
    return claims, question_id


def _messages(
    user: User, asked: Sequence[Asked], moment: datetime
) -> tuple[UUID | None, list[UUID | None], list[dict[str, Any]]]:
    """Return the ids of question and replies, and the messages to be written; none without a place.

    Ids sort by time: a question comes before its answers.
    """
    place = asked[0].draft.place
    if place is None:
        return None, [None] * len(asked), []
    promised = place.promised
    question_id = place.answered_id or (promised.question_id if promised else uuid7())
    reply_ids: list[UUID | None] = [*promised.reply_ids] if promised else [uuid7() for _ in asked]
    written: list[dict[str, Any]] = []
    if not place.answered_id:
        written.append(_question(user, asked[0].draft, place, question_id, moment))
    for each, message_id in zip(asked, reply_ids, strict=True):
        written.append(_row(Role.ASSISTANT, "", each.draft, place, message_id, question_id, moment))
    return question_id, reply_ids, written


def _turn(caller: Caller, asked: Asked, claim: Claim, lane: int) -> dict[str, Any]:
    draft = asked.draft
    turn = columns_of(claim) | {
        "model": draft.model.model_id,
        "purpose": draft.purpose,
        "lane": lane,
        "via": caller.via,
        "key_id": caller.key_id,
        "history_dropped": draft.history_dropped,
        "cached": asked.kept_reply is not None,
    }
    if not draft.place:
        # It is charged by this where nothing else is left of the exchange.
        turn |= {
            "user_tokens": draft.price.user.likely_tokens,
            "system_tokens": draft.price.system.likely_tokens,
            "history_tokens": sum(each.likely_tokens for each in draft.price.history),
        }
    return turn


async def save_question(user: User, draft: Draft, place: Place) -> UUID:
    """Save a user message that is to be answered later, and return its id.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        FileNotFound: A file was removed for good meanwhile.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat, or it went on elsewhere.
    """
    moment, question_id = now(), uuid7()
    question = _question(user, draft, place, question_id, moment)

    def save(connection: Connection) -> None:
        if place.is_new_chat:
            add(connection, user, place.chat)
        if running_replies(connection, place.chat.chat_id):
            raise TurnInProgress
        _write(connection, draft, [question])
        grow(connection, user, draft, place, question_id, 1, moment)
        live.chat_changed(
            place.chat.user_id, place.chat.chat_id, live.Kind.MESSAGE, message=str(question_id)
        )
        if draft.on_save:
            draft.on_save(connection, question_id)

    await write_briefly(save)
    return question_id


def _write(connection: Connection, draft: Draft, written: list[dict[str, Any]]) -> None:
    """Save messages, and which files the question has."""
    connection.execute_with_next(_INSERT_MESSAGES, *written)
    if draft.attached and written[0]["role"] is Role.USER:
        sent = [each.file.file_id for each in draft.attached]
        files.attach(connection, written[0]["message_id"], sent)


def _question(
    user: User, draft: Draft, place: Place, message_id: UUID | None, moment: datetime
) -> dict[str, Any]:
    row = _row(Role.USER, draft.text, draft, place, message_id, place.parent_id, moment)
    return row | {"author_id": author_of(user, place.chat)}


def author_of(user: User, chat: Chat) -> UUID | None:
    """Return what is kept of who writes a question: nothing where it is the chat's owner."""
    return None if chat.user_id == user.user_id else user.user_id


def _row(
    role: Role,
    content: str,
    draft: Draft,
    place: Place,
    message_id: UUID | None,
    parent_id: UUID | None,
    moment: datetime,
) -> dict[str, Any]:
    is_whole = role is Role.USER
    return {
        "message_id": message_id,
        "parent_id": parent_id,
        "chat_id": place.chat.chat_id,
        "role": role,
        "content": content,
        "status": MessageStatus.COMPLETE if is_whole else MessageStatus.STREAMING,
        "model": draft.model.model_id,
        "author_id": None,
        "created_at": moment,
    }


# The statements of every turn, built once.
_tables = SQLModel.metadata.tables
_INSERT_MESSAGES = insert(_tables[Message.__tablename__])
_INSERT_TURN = insert(_tables[Turn.__tablename__])
