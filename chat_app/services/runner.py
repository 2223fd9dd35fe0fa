"""Keeps the turns of this process: starts their tasks, their heartbeats and checkpoints, ends them.

Twice a second one transaction renews all leases and saves all text that grew, however many turns
run. A turn nobody has listened to for `DISCONNECT_GRACE_S` is stopped here.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import anyio
import structlog
from sqlalchemy import bindparam, update
from sqlmodel import SQLModel, col

from chat_app.background import in_background, log_fault
from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.errors import StreamFailed, Unavailable
from chat_app.models import Message, MessageStatus, Turn, now
from chat_app.services.broker import broker
from chat_app.services.generation import Generation, generate

LEASE_SECONDS = 10
"""A turn whose process gave no heartbeat for this long counts as orphaned."""
_HEARTBEAT_S = 0.5
"""Text is to be saved every second at least; a beat takes time of its own."""
_DRAIN_S = 4
"""How long a shutdown waits for replies to end by themselves before it ends them."""

log = structlog.get_logger()

lease_owner = uuid4()
"""This process, as leases name it; made anew when the process begins to keep turns."""
_running: dict[UUID, Generation] = {}
_tasks: set[asyncio.Task[None]] = set()
_accepting = False


def require_accepting() -> None:
    """Refuse new turns while the server shuts down.

    Raises:
        Unavailable: It does.
    """
    if not _accepting:
        raise Unavailable("The server is restarting; try again in a moment")


async def launch(generation: Generation) -> None:
    """Start a turn's task; it outlives the connection that asked for it."""
    message_id = generation.claim.message_id
    await broker().open(message_id, generation.stop)
    _running[message_id] = generation
    task = asyncio.create_task(generate(generation), name=f"turn {message_id}")
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    task.add_done_callback(lambda _: _running.pop(message_id, None))
    # One that crashed is not settled: its lease lapses and the sweeper settles it.
    task.add_done_callback(log_fault)


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Take turns for as long as the block runs; then settle what still runs, within 10 seconds."""
    global _accepting, lease_owner
    lease_owner = uuid4()
    _accepting = True
    async with in_background(_keep()):
        yield
        await drain()


async def drain() -> None:
    """Take no more turns, give those that run a few seconds to end, and settle the rest."""
    global _accepting
    _accepting = False
    if _tasks:
        log.info("turns.draining", turns=len(_tasks))
        await asyncio.wait(_tasks, timeout=_DRAIN_S)
    for generation in _running.values():
        generation.interrupt(StreamFailed("The server was restarted; what arrived is saved"))
    if _tasks:
        await asyncio.wait(_tasks)


async def _keep() -> None:
    while True:
        await anyio.sleep(_HEARTBEAT_S)
        generations = list(_running.values())
        if not generations:
            continue
        try:
            await _checkpoint(generations)
        except Unavailable:
            # The leases may lapse meanwhile; the text stays in memory and is saved at the end.
            log.warning("turns.heartbeat_missed", turns=len(generations))
        for generation in generations:
            unheard_seconds = await broker().unheard_seconds(generation.claim.message_id)
            if unheard_seconds > get_settings().DISCONNECT_GRACE_S:
                generation.stop()


async def _checkpoint(generations: Sequence[Generation]) -> None:
    grown = [
        generation for generation in generations if generation.length > generation.saved_length
    ]
    texts = [
        {"written_id": generation.claim.message_id, "written": generation.text}
        for generation in grown
    ]
    async with transaction() as session:
        await session.exec(
            update(Turn)
            .where(
                col(Turn.turn_id).in_([each.claim.turn_id for each in generations]),
                col(Turn.settled_at).is_(None),
                col(Turn.lease_owner) == lease_owner,
            )
            .values(lease_expires_at=now() + timedelta(seconds=LEASE_SECONDS))
        )
        if texts:
            await (await session.connection()).execute(_SAVE_TEXT, texts)
    for generation, saved in zip(grown, texts, strict=True):
        generation.saved_length = len(saved["written"])


_messages = SQLModel.metadata.tables[Message.__tablename__]
_SAVE_TEXT = (
    update(_messages)
    .where(
        _messages.c.message_id == bindparam("written_id"),
        # A checkpoint that comes late must not undo a settlement.
        _messages.c.status == MessageStatus.STREAMING,
    )
    .values(content=bindparam("written"))
)
