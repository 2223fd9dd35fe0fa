"""Calls that are sent again: they mean the turn that the first one began.

Where its text is kept nowhere it cannot be told again: then such a call is refused.

A call is known by its `Idempotency-Key`, or by its body where it comes again with the id of an
event that it had. Either is saved in the transaction that saves the turn, so that one never exists
without the other and parallel calls with one key begin one turn.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, delete
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select

from chat_app.db import briefly, read_briefly, reading, transaction
from chat_app.errors import ChatAppError, IdempotencyConflict, InvalidRequest, TurnInProgress
from chat_app.llm.types import Role
from chat_app.locks import lock_of
from chat_app.models import IdempotencyKey, Message, User, now
from chat_app.prepared import Connection
from chat_app.services import chats
from chat_app.services.accounts import Caller
from chat_app.services.chats import branches
from chat_app.services.turns import line
from chat_app.services.turns.drafts import OnSave
from chat_app.services.turns.turns import Started

_REMEMBERED_FOR = timedelta(hours=24)
MAX_KEY_CHARACTERS = 200
_ASKED_BEFORE = (
    "This Idempotency-Key was used within the last 24 hours; what was answered is kept nowhere and "
    "cannot be given again"
)
T = TypeVar("T")


async def start_once(
    caller: Caller,
    key: str | None,
    request: str,
    begin: Callable[[OnSave | None], Awaitable[Started]],
) -> Started:
    """Begin a turn, or return the one that the same request with this key began.

    Args:
        caller: Who asks; keys of different users have nothing to do with each other.
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
    _require_usable(key)
    digest = _digest(request)
    # Calls on one worker queue; those on several are kept apart by the primary key of the table.
    async with lock_of("idempotency", caller.user.user_id, key):
        return await _once(caller.user, key, digest, begin)


async def start_or_resume(
    caller: Caller,
    key: str | None,
    request: str,
    begin: Callable[[OnSave | None], Awaitable[Started]],
    *,
    is_heard: bool,
    reply_id: UUID | None,
) -> Started:
    """Begin a turn, or return the one of which the caller has heard something already.

    The events of a stream lead back to it: by the request alone the first of its kind within a
    day, by the id of the reply, too, where the same was sent before (see `Started.tag`).

    Args:
        caller: Who asks.
        key: An `Idempotency-Key`, which goes before: see `start_once`.
        request: Address and body.
        begin: Starts the turn, saving along with it what it is given.
        is_heard: Whether the caller names an event of the turn.
        reply_id: Which reply that event named, if it named one.

    Raises:
        ChatAppError: See `start_once`.
    """
    if key is not None:
        return await start_once(caller, key, request, begin)
    digest = _digest(request)
    if is_heard and (begun := await _find(caller.user, _name(digest, reply_id), digest)):
        return replace(begun, tag=reply_id)
    tag: UUID | None = None

    def remember(connection: Connection, message_id: UUID) -> None:
        nonlocal tag
        is_first = _save(connection, caller.user, _name(digest), digest, message_id)
        tag = None if is_first else message_id
        if tag:
            _save(connection, caller.user, _name(digest, tag), digest, message_id)

    return replace(await begin(remember), tag=tag)


async def ask_once(
    caller: Caller, key: str | None, begin: Callable[[OnSave | None], Awaitable[T]]
) -> T:
    """Begin an exchange whose text is kept nowhere, if no other had its key.

    Args:
        caller: Who asks; whichever API key they came with, a key is used once.
        key: Without one every call begins an exchange.
        begin: Starts it, saving along with it what it is given.

    Raises:
        IdempotencyConflict: The key began one within 24 hours, be it running or finished.
        InvalidRequest: The key is empty or too long.
        ChatAppError: Whatever `begin` raises.
    """
    if key is None:
        return await begin(None)
    _require_usable(key)
    digest = _digest(key)
    # Apart from those of chats, which have these names to themselves.
    name = f"asked {digest}"

    def remember(connection: Connection, turn_id: UUID) -> None:
        if not _save(connection, caller.user, name, digest, turn_id=turn_id):
            raise IdempotencyConflict(_ASKED_BEFORE)

    if await _is_known(caller.user, name):
        raise IdempotencyConflict(_ASKED_BEFORE)
    try:
        return await begin(remember)
    except ChatAppError as refusal:
        # Perhaps the one that was quicker took what this one would have needed.
        if await _is_known(caller.user, name):
            raise IdempotencyConflict(_ASKED_BEFORE) from refusal
        raise


async def forget_old() -> None:
    """Remove the keys of more than 24 hours ago."""
    async with transaction() as session:
        await session.exec(delete(IdempotencyKey).where(_is_old()))


async def _once(
    user: User, key: str, digest: str, begin: Callable[[OnSave | None], Awaitable[Started]]
) -> Started:
    if begun := await _find(user, key, digest):
        return begun

    def remember(connection: Connection, message_id: UUID) -> None:
        if not _save(connection, user, key, digest, message_id):
            raise TurnInProgress

    try:
        return await begin(remember)
    except ChatAppError:
        # Perhaps a call on another worker was quicker, and this one stood in its way.
        if begun := await _find(user, key, digest):
            return begun
        raise


def _require_usable(key: str) -> None:
    if not 1 <= len(key) <= MAX_KEY_CHARACTERS:
        raise InvalidRequest(f"Idempotency-Key must have 1 to {MAX_KEY_CHARACTERS} characters")


async def _is_known(user: User, key: str) -> bool:
    params = {"user_id": user.user_id, "key": key, "since": now() - _REMEMBERED_FOR}
    return (
        await read_briefly(lambda connection: connection.execute(_KNOWN, params).first())
        is not None
    )


def _save(
    connection: Connection,
    user: User,
    key: str,
    digest: str,
    message_id: UUID | None = None,
    turn_id: UUID | None = None,
) -> bool:
    """Save a key unless it is taken, and say whether it was free."""
    moment = now()
    params = {
        "user_id": user.user_id,
        "key": key,
        "request_sha256": digest,
        "message_id": message_id,
        "turn_id": turn_id,
        "created_at": moment,
        "forgotten_before": moment - _REMEMBERED_FOR,
    }
    return connection.execute(_SAVES[connection.dialect.name], params).first() is not None


def _digest(request: str) -> str:
    return hashlib.sha256(request.encode()).hexdigest()


def _name(digest: str, reply_id: UUID | None = None) -> str:
    """Return the key of a call that has none: what was sent, where it came again the reply too."""
    return f"sent {digest} {reply_id}" if reply_id else f"sent {digest}"


async def _find(user: User, key: str, digest: str) -> Started | None:
    async with reading() as session:
        found = await session.exec(select(IdempotencyKey).where(*_is(user, key), ~_is_old()))
        known = found.first()
        if known is None or known.message_id is None:
            return None
        if known.request_sha256 != digest:
            raise IdempotencyConflict
        # In this order: what leaves the line between the two looks is a message by then.
        waits = await briefly(session, line.standing, known.message_id)
        reply = None if waits else await session.get(Message, known.message_id)
    if reply is None:
        if waits is None:
            return None
        await chats.get(user, waits.send.chat_id)
        return replace(Started.waiting(waits.send), is_known=True)
    await chats.get(user, reply.chat_id)
    async with reading() as session:
        beside = await branches.rival(session, reply)
    question_id = reply.parent_id if reply.role is Role.ASSISTANT else None
    question_id = question_id or reply.message_id
    return Started(
        reply.chat_id,
        question_id,
        reply.message_id,
        rival_id=beside[0].message_id if beside else None,
        is_known=True,
    )


def _is(user: User, key: str) -> tuple[Any, ...]:
    return (col(IdempotencyKey.user_id) == user.user_id, col(IdempotencyKey.key) == key)


def _is_old() -> Any:
    return col(IdempotencyKey.created_at) < now() - _REMEMBERED_FOR


def _build_save(insert: Callable[..., Any]) -> Any:
    saved = insert(_keys).values({column.name: bindparam(column.name) for column in _keys.c})
    return saved.on_conflict_do_update(
        index_elements=["user_id", "key"],
        set_={
            name: saved.excluded[name]
            for name in ("request_sha256", "message_id", "turn_id", "created_at")
        },
        where=_keys.c.created_at < bindparam("forgotten_before"),
    ).returning(_keys.c.key)


_keys = SQLModel.metadata.tables[IdempotencyKey.__tablename__]
_KNOWN = select_columns(_keys.c.key).where(
    _keys.c.user_id == bindparam("user_id"),
    _keys.c.key == bindparam("key"),
    _keys.c.created_at >= bindparam("since"),
)
_SAVES = {"postgresql": _build_save(postgresql.insert), "sqlite": _build_save(sqlite.insert)}
"""By database; built once, as one runs for every message sent."""
