"""The broker of several workers: every turn's log is mirrored into a Redis stream.

Listeners on the worker that runs the turn read its memory; those on others read the stream. While
Redis is away they read what is saved, and the mirror is made anew once it is back.
"""

# redis-py does not say what its answers are; what comes of them is checked where it is used.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from itertools import compress
from typing import Any
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from chat_app.background import log_fault, repeating
from chat_app.errors import Unavailable
from chat_app.services.broker.entries import fields_of, told_by
from chat_app.services.broker.events import End, Heard, Piece, Said, Thought
from chat_app.services.broker.memory import MemoryBroker
from chat_app.sharing import asking, connect

_STOPS = "turns:stop"
_LOG_TTL_S = 3600
"""A log that nobody closed (its worker and the sweepers died) goes away by itself."""
_CLOSED_LOG_TTL_S = 30
_STOP_PATIENCE_S = 3
"""Who stops a reply rather waits for a Redis that is slow just now than hear that it is."""
_STOP_TTL_S = 30
"""A stop that the ear for them missed is found by the turn itself, as long as this."""
_HEARD_TTL_S = 3
_BLOCK_MS = 1000
_READ_S = 3
"""Longer than a read may block."""
_SILENCE_READS = 3
"""After so many reads without an event, a listener is to see whether the turn has ended."""
_MIRROR_PAUSE_S = 0.5
_CLOSING_S = 1
"""What the mirrors of turns that have ended get at a shutdown."""
log = structlog.get_logger()


@asynccontextmanager
async def open_redis_broker(url: str) -> AsyncGenerator["RedisBroker", None]:
    """Keep a broker, and its ear for stops, open for as long as the block runs."""
    redis = connect(url, decode_responses=True)
    broker = RedisBroker(redis)
    async with redis, redis.pubsub() as stops:
        async with repeating("The ear for stops", lambda: broker.hear_stop(stops), 0):
            yield broker
        await broker.close()


class RedisBroker:
    """Writes to memory first and lets one task per turn carry the text over to Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._local = MemoryBroker()
        self._mirrors: set[asyncio.Task[None]] = set()
        self._heard_elsewhere: set[UUID] = set()
        """Turns that somebody listened to on another worker when that was known last."""

    def open(self, message_id: UUID, stop: Callable[[], None], *, is_for_all: bool = True) -> None:
        """See `Broker.open`."""
        self._local.open(message_id, stop)
        if not is_for_all:
            return
        mirror = asyncio.create_task(self._mirror(message_id))
        self._mirrors.add(mirror)
        mirror.add_done_callback(self._mirrors.discard)
        mirror.add_done_callback(log_fault)

    def publish(self, message_id: UUID, said: Said) -> None:
        """See `Broker.publish`."""
        self._local.publish(message_id, said)

    def think(self, message_id: UUID, text: str) -> None:
        """See `Broker.think`."""
        self._local.think(message_id, text)

    def abandon(self, message_id: UUID) -> None:
        """See `Broker.abandon`."""
        self._local.abandon(message_id)

    async def finish(self, message_id: UUID, end: End) -> None:
        """See `Broker.finish`."""
        if self._local.is_open(message_id):
            # Its mirror carries the end over.
            await self._local.finish(message_id, end)
            return
        try:
            async with asking():
                if await self._redis.exists(_key(message_id)):
                    if end.text and not (end.pictures or end.calls):
                        # Its worker may have saved more than it came to carry over. Whoever heard
                        # some of it is given the rest alone.
                        said = fields_of(Piece(0, end.text))
                        await self._append(message_id, said, _CLOSED_LOG_TTL_S)
                    await self._close(message_id, end)
        except Unavailable:
            log.warning("broker.redis_away", message_id=str(message_id))

    async def listen(
        self, message_id: UUID, after: int, thought_after: int | None = None
    ) -> AsyncGenerator[Heard, None] | None:
        """See `Broker.listen`."""
        if events := await self._local.listen(message_id, after, thought_after):
            return events
        try:
            async with asking():
                is_kept = await self._redis.exists(_key(message_id))
        except Unavailable:
            return None
        return self._read(message_id, after, thought_after) if is_kept else None

    async def stop_unheard(self, grace_seconds: float) -> None:
        """See `Broker.stop_unheard`. While Redis is away, what was known last holds."""
        message_ids = self._local.open_ids()
        if not message_ids:
            return
        try:
            async with asking():
                heard = await self._redis.mget(map(_heard, message_ids))
                stopped = await self._redis.mget(map(_stop, message_ids))
        except Unavailable:
            log.warning("broker.redis_away", turns=len(message_ids))
        else:
            self._heard_elsewhere = set(compress(message_ids, heard))
            for message_id in compress(message_ids, stopped):
                await self._local.request_stop(message_id)
        await self._local.stop_unheard(grace_seconds, self._heard_elsewhere)

    async def request_stop(self, message_id: UUID) -> None:
        """See `Broker.request_stop`."""
        if self._local.is_open(message_id):
            await self._local.request_stop(message_id)
            return
        async with asking(_STOP_PATIENCE_S):
            # Heard at once, or, where the ear was deaf just now, found by `stop_unheard`.
            await self._redis.set(_stop(message_id), "1", ex=_STOP_TTL_S)
            await self._redis.publish(_STOPS, str(message_id))

    async def recover(self, message_id: UUID) -> str:
        """See `Broker.recover`."""
        texts: list[str] = []
        offset = 0
        with contextlib.suppress(Unavailable, LookupError):
            async with asking():
                entries = await self._redis.xrange(_key(message_id))
            for _, fields in entries:
                event = told_by(fields, offset, None)
                if isinstance(event, End):
                    break
                if event:
                    offset = event.end
                if isinstance(event, Piece):
                    texts.append(event.text)
        return "".join(texts)

    async def hear_stop(self, stops: PubSub) -> None:
        """Wait a moment for a stop that any worker asked for, and pass it on."""
        async with asking(_READ_S):
            if not stops.subscribed:
                await stops.subscribe(_STOPS)
            heard = await stops.get_message(ignore_subscribe_messages=True, timeout=1)
        if heard:
            await self._local.request_stop(UUID(heard["data"]))

    async def close(self) -> None:
        """Give the mirrors a moment to carry over what is left."""
        if self._mirrors:
            _, late = await asyncio.wait(self._mirrors, timeout=_CLOSING_S)
            for mirror in late:
                mirror.cancel()

    async def _mirror(self, message_id: UUID) -> None:
        """Carry a log over to Redis; after a fault of it from the beginning, for it forgets."""
        follow = self._local.follow(message_id)
        while True:
            try:
                # Not a listener for `unheard_seconds`: a turn must not keep itself company.
                async with aclosing(follow()) as events:
                    await self._carry(message_id, events)
            except Unavailable:
                if not self._local.is_open(message_id):
                    # Listeners elsewhere find the end in the database.
                    return
                await asyncio.sleep(_MIRROR_PAUSE_S)
            else:
                return

    async def _carry(self, message_id: UUID, events: AsyncGenerator[Heard, None]) -> None:
        async with asking():
            await self._append(message_id, fields_of(Piece(0, "")), _LOG_TTL_S)
        async for event in events:
            async with asking():
                if isinstance(event, End):
                    await self._close(message_id, event)
                elif not await self._append(message_id, fields_of(event), _LOG_TTL_S):
                    raise Unavailable("Redis has forgotten a log")

    async def _close(self, message_id: UUID, end: End) -> None:
        await self._append(message_id, fields_of(end), _CLOSED_LOG_TTL_S)

    async def _append(self, message_id: UUID, fields: dict[Any, Any], ttl_s: int) -> bool:
        """Add an entry and say whether it was; only the one at offset 0 begins a log."""
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.xadd(_key(message_id), fields, nomkstream=fields.get("o") != "0")
            pipe.expire(_key(message_id), ttl_s)
            added, _ = await pipe.execute()
        return added is not None

    async def _read(
        self, message_id: UUID, offset: int, thought_offset: int | None
    ) -> AsyncGenerator[Heard, None]:
        last = "0"
        silent_reads = 0
        while silent_reads < _SILENCE_READS:
            try:
                async with asking(_READ_S):
                    await self._redis.set(_heard(message_id), "1", ex=_HEARD_TTL_S)
                    answer = await self._redis.xread({_key(message_id): last}, block=_BLOCK_MS)
            except Unavailable:
                return
            silent_reads = 0 if answer else silent_reads + 1
            for entry_id, fields in answer[0][1] if answer else []:
                last = entry_id
                try:
                    event = told_by(fields, offset, thought_offset)
                except LookupError:
                    return
                if event is None:
                    continue
                yield event
                if isinstance(event, End):
                    return
                if isinstance(event, Thought):
                    thought_offset = event.end
                else:
                    offset = event.end


def _key(message_id: UUID) -> str:
    return f"turn:{message_id}"


def _heard(message_id: UUID) -> str:
    return f"turn:{message_id}:heard"


def _stop(message_id: UUID) -> str:
    return f"turn:{message_id}:stop"
