"""`Idempotency-Key`: a call that is sent again means the turn that the first one began.

The key is saved in the transaction that saves the turn, so that one never exists without the
other and parallel calls with one key begin one turn.
"""

import hashlib
import weakref
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import anyio
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import ChatAppError, IdempotencyConflict, InvalidRequest, TurnInProgress
from chat_app.models import IdempotencyKey, Message, User, now
from chat_app.services import chats
from chat_app.services.drafts import Along
from chat_app.services.turns import Started

_REMEMBERED_FOR = timedelta(hours=24)
MAX_KEY_CHARACTERS = 200

# Calls on one worker queue; calls on several are kept apart by the table's primary key.
_one_call_at_a_time: weakref.WeakValueDictionary[tuple[UUID, str], anyio.Lock] = (
    weakref.WeakValueDictionary()
)


async def once(
    user: User, key: str | None, request: str, begin: Callable[[Along | None], Awaitable[Started]]
) -> Started:
    """Begin a turn, or return the one that the same request with this key began.

    Args:
        user: Who asks; keys of different users have nothing to do with each other.
        key: Without one every call begins a turn.
        request: What the key stands for: address and body.
        begin: Starts the turn, saving along with it what it is given.

    Raises:
        IdempotencyConflict: The key stands for another request.
        InvalidRequest: The key is empty or too long.
        ChatAppError: Whatever `begin` raises.
    """
    if key is None:
        return await begin(None)
    if not 1 <= len(key) <= MAX_KEY_CHARACTERS:
        raise InvalidRequest(f"Idempotency-Key must have 1 to {MAX_KEY_CHARACTERS} characters")
    digest = hashlib.sha256(request.encode()).hexdigest()
    lock = _one_call_at_a_time.setdefault((user.user_id, key), anyio.Lock())
    async with lock:
        return await _once(user, key, digest, begin)


async def forget_old() -> None:
    """Remove the keys of more than 24 hours ago."""
    async with transaction() as session:
        await session.exec(delete(IdempotencyKey).where(_is_old()))


async def _once(
    user: User, key: str, digest: str, begin: Callable[[Along | None], Awaitable[Started]]
) -> Started:
    if begun := await _find(user, key, digest):
        return begun

    async def remember(session: AsyncSession, message_id: UUID) -> None:
        await session.exec(delete(IdempotencyKey).where(*_is(user, key), _is_old()))
        session.add(
            IdempotencyKey(
                user_id=user.user_id, key=key, request_sha256=digest, message_id=message_id
            )
        )
        try:
            await session.flush()
        except IntegrityError as taken:
            raise TurnInProgress from taken

    try:
        return await begin(remember)
    except ChatAppError:
        # Perhaps a call on another worker was quicker, and this one stood in its way.
        if begun := await _find(user, key, digest):
            return begun
        raise


async def _find(user: User, key: str, digest: str) -> Started | None:
    async with reading() as session:
        found = await session.exec(
            select(IdempotencyKey, Message)
            .join(Message, col(Message.message_id) == col(IdempotencyKey.message_id))
            .where(*_is(user, key), ~_is_old())
        )
        begun = found.first()
    if begun is None:
        return None
    known, reply = begun
    if known.request_sha256 != digest:
        raise IdempotencyConflict
    await chats.get(user, reply.chat_id)
    question_id = reply.parent_id or reply.message_id
    return Started(reply.chat_id, question_id, reply.message_id, is_known=True)


def _is(user: User, key: str) -> tuple[Any, ...]:
    return (col(IdempotencyKey.user_id) == user.user_id, col(IdempotencyKey.key) == key)


def _is_old() -> Any:
    return col(IdempotencyKey.created_at) < now() - _REMEMBERED_FOR
