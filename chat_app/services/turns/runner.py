"""Keeps the turns of this process: starts their tasks, their heartbeats and checkpoints, ends them.

Twice a second one transaction renews all leases and saves all text that grew, however many turns
run; whose API key has died, wherever it was revoked, is ended then. A turn nobody has listened to
for `DISCONNECT_GRACE_S` is stopped beside it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from chat_app import metrics
from chat_app.background import cancel, log_fault, repeating
from chat_app.config import get_settings
from chat_app.db import write_briefly
from chat_app.errors import KeyRefused, RateLimited, StreamFailed, Unavailable
from chat_app.models import Message, MessageStatus, Turn, now
from chat_app.prepared import Connection
from chat_app.services.accounts import keys
from chat_app.services.broker import broker
from chat_app.services.turns.endings import generate
from chat_app.services.turns.generation import Generation

LEASE_SECONDS = 10
"""A turn whose process gave no heartbeat for this long counts as orphaned."""
_HEARTBEAT_S = 0.5
"""Text is to be saved every second at least; a beat takes time of its own."""
_RETRY_S = 5
_LAST_S = 5
"""How long it waits for them to be settled: a database that is away may not come back."""

log = structlog.get_logger()

lease_owner = uuid4()
"""This process, as leases name it; made anew when the process begins to keep turns."""
_beginning: set[UUID] = set()
_running: dict[UUID, Generation] = {}
_at_once: Counter[UUID] = Counter()
"""Turns of each person that run here, or are about to."""
_tasks: set[asyncio.Task[None]] = set()
_accepting = False


def require_accepting() -> None:
    """Refuse new turns while the server shuts down.

    Raises:
        Unavailable: It does.
    """
    if not _accepting:
        raise Unavailable("The server is restarting; try again in a moment")


@contextmanager
def room_for(user_id: UUID, turns: int) -> Generator[None, None, None]:
    """Keep room for turns that a person begins in the block, of all that may run here at once.

    Raises:
        RateLimited: They would be too many.
    """
    most = get_settings().MAX_TURNS_PER_USER
    if 0 < most < _at_once[user_id] + turns:
        raise RateLimited(
            f"{most} replies are being written for you, as many as may be at once; wait for one",
            retry_after_seconds=_RETRY_S,
        )
    _count(user_id, turns)
    try:
        yield
    finally:
        # Those that were launched count by themselves.
        _count(user_id, -turns)


def _count(user_id: UUID, turns: int) -> None:
    _at_once[user_id] += turns
    if not _at_once[user_id]:
        del _at_once[user_id]


def launch(generation: Generation) -> None:
    """Start a turn's task; it outlives the connection that asked for it."""
    message_id = generation.claim.reply_id
    _count(generation.claim.user_id, 1)
    broker().open(message_id, generation.stop, is_for_all=generation.claim.keeps_text)
    _running[message_id] = generation
    task = _keep(generate(generation), f"turn {message_id}")
    task.add_done_callback(lambda _: _ended(generation))


def _keep(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Start a task that a shutdown waits for."""
    task = asyncio.create_task(work, name=name)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    task.add_done_callback(log_fault)
    return task


def _ended(generation: Generation) -> None:
    reply_id = generation.claim.reply_id
    _running.pop(reply_id, None)
    _count(generation.claim.user_id, -1)
    if generation.end and generation.afterwards:
        _keep(generation.afterwards(generation.end), f"what follows turn {reply_id}")


@contextmanager
def beginning(*turn_ids: UUID) -> Generator[None, None, None]:
    """Keep the sweeper from turns while they are saved; launch them as soon as the block ends."""
    _beginning.update(turn_ids)
    try:
        yield
    finally:
        _beginning.difference_update(turn_ids)


def running_turn_ids() -> list[UUID]:
    """Return the turns of this process that begin, or have not ended."""
    return [*_beginning, *(generation.claim.turn_id for generation in _running.values())]


@asynccontextmanager
async def running() -> AsyncGenerator[None, None]:
    """Take turns for as long as the block runs; then settle what still runs."""
    global _accepting, lease_owner
    lease_owner = uuid4()
    _accepting = True
    async with (
        repeating("The heartbeat of replies", _beat, _HEARTBEAT_S),
        repeating("The stop of replies nobody hears", _stop_unheard, _HEARTBEAT_S),
    ):
        yield
        await drain(get_settings().DRAIN_S)


async def wait_for_turns(seconds: float) -> None:
    """Return when none runs, those included that begin meanwhile, or after so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while _tasks:
                await asyncio.wait(_tasks)


async def drain(seconds: float) -> None:
    """Take no more turns, give those that run some seconds to end, and settle the rest."""
    global _accepting
    _accepting = False
    if _tasks:
        log.info("turns.draining", turns=len(_tasks))
        await asyncio.wait(_tasks, timeout=seconds)
    for generation in _running.values():
        generation.interrupt(StreamFailed("The server was restarted; what arrived is saved"))
    if _tasks:
        await asyncio.wait(_tasks, timeout=_LAST_S)
    for task in list(_tasks):
        # Its lease lapses, and whoever sweeps next settles it from what was saved.
        log.warning("turn.left_unsettled", task=task.get_name())
        await cancel(task)


async def _stop_unheard() -> None:
    await broker().stop_unheard(get_settings().DISCONNECT_GRACE_S)


async def _beat() -> None:
    """Renew the leases and save what grew.

    While the database is away the leases may lapse; the text stays in memory and is saved at the
    end. A lease that another process took meanwhile is lost, and so is the turn.
    """
    metrics.count_tasks()
    generations = list(_running.values())
    if not generations:
        return
    try:
        await _checkpoint(generations)
    except Unavailable:
        raise
    except Exception:
        log.exception("turns.checkpoint_refused")
        # One text that the database will not have must not cost the others their leases.
        for generation in generations:
            await _checkpoint_alone(generation)


async def _checkpoint_alone(generation: Generation) -> None:
    try:
        await _checkpoint([generation])
    except Unavailable:
        raise
    except Exception:
        log.exception("turn.checkpoint_refused", message_id=str(generation.claim.reply_id))
        generation.interrupt(StreamFailed())


async def _checkpoint(generations: Sequence[Generation]) -> None:
    grown = [
        generation for generation in generations if generation.length > generation.saved_length
    ]
    lengths = [generation.length for generation in grown]
    texts: list[dict[str, Any]] = [
        {
            "written_id": generation.claim.message_id,
            "written": generation.text,
            "thought": generation.thinking,
        }
        for generation in grown
        if generation.claim.message_id
    ]
    counts: list[dict[str, Any]] = [
        {"counted_id": generation.claim.turn_id, "counted": generation.meter.tokens}
        for generation in grown
        if not generation.claim.message_id
    ]
    lease: dict[str, Any] = {
        "renewed_ids": [each.claim.turn_id for each in generations],
        "owner_id": lease_owner,
        "expires_at": now() + timedelta(seconds=LEASE_SECONDS),
    }

    def save(connection: Connection) -> dict[UUID, KeyRefused | None]:
        renewed = connection.execute(_RENEW, lease).all()
        for statement, saved in ((_SAVE_TEXT, texts), (_SAVE_COUNT, counts)):
            if saved:
                connection.execute(statement, saved)
        used = {each.key_id for each in renewed} - {None}
        dead = keys.dead(connection, used) if used else {}
        return {each.turn_id: dead.get(each.key_id) for each in renewed}

    held = await write_briefly(save)
    for generation, length in zip(grown, lengths, strict=True):
        generation.saved_length = length
    for generation in generations:
        if generation.claim.turn_id not in held:
            # Settled just now, or taken by another process, which settles it.
            generation.stop()
        elif refusal := held[generation.claim.turn_id]:
            generation.refuse(refusal)


_turns = SQLModel.metadata.tables[Turn.__tablename__]
_RENEW = (
    update(_turns)
    .where(
        _turns.c.turn_id.in_(bindparam("renewed_ids", expanding=True)),
        _turns.c.settled_at.is_(None),
        _turns.c.lease_owner == bindparam("owner_id"),
    )
    .values(lease_expires_at=bindparam("expires_at"))
    .returning(_turns.c.turn_id, _turns.c.key_id)
)
_SAVE_COUNT = (
    update(_turns)
    .where(_turns.c.turn_id == bindparam("counted_id"), _turns.c.settled_at.is_(None))
    .values(ai_tokens=bindparam("counted"))
)
_messages = SQLModel.metadata.tables[Message.__tablename__]
_SAVE_TEXT = (
    update(_messages)
    .where(
        _messages.c.message_id == bindparam("written_id"),
        # A checkpoint that comes late must not undo a settlement.
        _messages.c.status == MessageStatus.STREAMING,
    )
    .values(content=bindparam("written"), thinking=bindparam("thought"))
)
