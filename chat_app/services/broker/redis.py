"""The broker of several workers: every turn's log is mirrored into a Redis stream.

Listeners on the worker that runs the turn read its memory; those on others read the stream.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from chat_app.background import in_background
from chat_app.services.broker.events import End, Piece
from chat_app.services.broker.memory import MemoryBroker

_STOPS = "turns:stop"
_LOG_TTL_S = 3600
"""A log that nobody closed (its worker and the sweepers died) goes away by itself."""
_CLOSED_LOG_TTL_S = 30
_HEARD_TTL_S = 3
_BLOCK_MS = 1000
_end = TypeAdapter(End)


@asynccontextmanager
async def open_redis_broker(url: str) -> AsyncIterator["RedisBroker"]:
    """Keep a broker connected, and its ear for stops open, for as long as the block runs."""
    # A blocking read may last longer than the usual socket time-out; retries cover a restart.
    redis = Redis.from_url(
        url, decode_responses=True, socket_timeout=10, retry=Retry(ExponentialBackoff(cap=1), 5)
    )
    broker = RedisBroker(redis)
    async with redis, redis.pubsub() as stops:
        await stops.subscribe(_STOPS)
        async with in_background(broker.hear_stops(stops)):
            yield broker


class RedisBroker:
    """Writes to memory first and lets one task per turn carry the text over to Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._local = MemoryBroker()
        self._mirrors: dict[UUID, asyncio.Task[None]] = {}

    async def open(self, message_id: UUID, stop: Callable[[], None]) -> None:
        """See `Broker.open`."""
        await self._local.open(message_id, stop)
        await self._append(message_id, {"o": "0", "t": ""}, _LOG_TTL_S)
        self._mirrors[message_id] = asyncio.create_task(self._mirror(message_id))

    async def publish(self, message_id: UUID, text: str) -> None:
        """See `Broker.publish`."""
        await self._local.publish(message_id, text)

    async def finish(self, message_id: UUID, end: End) -> None:
        """See `Broker.finish`."""
        await self._local.finish(message_id, end)
        mirror = self._mirrors.pop(message_id, None)
        if mirror:
            await mirror
        elif await self._redis.exists(_key(message_id)):
            await self._close(message_id, end)

    async def listen(
        self, message_id: UUID, after: int
    ) -> AsyncGenerator[Piece | End, None] | None:
        """See `Broker.listen`."""
        events = await self._local.listen(message_id, after)
        if events is None and await self._redis.exists(_key(message_id)):
            events = self._read(message_id, after)
        return events

    async def unheard_seconds(self, message_id: UUID) -> float:
        """See `Broker.unheard_seconds`."""
        seconds = await self._local.unheard_seconds(message_id)
        return 0.0 if seconds and await self._redis.exists(_heard(message_id)) else seconds

    async def request_stop(self, message_id: UUID) -> None:
        """See `Broker.request_stop`."""
        await self._redis.publish(_STOPS, str(message_id))

    async def recover(self, message_id: UUID) -> str:
        """See `Broker.recover`."""
        entries = await self._redis.xrange(_key(message_id))
        return "".join(fields.get("t", "") for _, fields in entries)

    async def hear_stops(self, stops: PubSub) -> None:
        """Pass stops that any worker asked for to the turns that run here."""
        async for heard in stops.listen():
            if heard["type"] == "message":
                await self._local.request_stop(UUID(heard["data"]))

    async def _mirror(self, message_id: UUID) -> None:
        # Not a listener for `unheard_seconds`: a turn must not keep itself company.
        async with aclosing(self._local.follow(message_id)) as events:
            async for event in events:
                if isinstance(event, Piece):
                    fields = {"o": str(event.offset), "t": event.text}
                    await self._append(message_id, fields, _LOG_TTL_S)
                else:
                    await self._close(message_id, event)

    async def _close(self, message_id: UUID, end: End) -> None:
        await self._append(message_id, {"e": _end.dump_json(end).decode()}, _CLOSED_LOG_TTL_S)

    async def _append(self, message_id: UUID, fields: dict[Any, Any], ttl_s: int) -> None:
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.xadd(_key(message_id), fields)
            pipe.expire(_key(message_id), ttl_s)
            await pipe.execute()

    async def _read(self, message_id: UUID, offset: int) -> AsyncGenerator[Piece | End, None]:
        last = "0"
        while True:
            await self._redis.set(_heard(message_id), "1", ex=_HEARD_TTL_S)
            answer = await self._redis.xread({_key(message_id): last}, block=_BLOCK_MS)
            for entry_id, fields in answer[0][1] if answer else []:
                last = entry_id
                if "e" in fields:
                    yield _end.validate_json(fields["e"])
                    return
                start, text = int(fields["o"]), fields["t"]
                if start + len(text) > offset:
                    piece = Piece(offset, text[offset - start :])
                    offset = piece.end
                    yield piece


def _key(message_id: UUID) -> str:
    return f"turn:{message_id}"


def _heard(message_id: UUID) -> str:
    return f"turn:{message_id}:heard"
