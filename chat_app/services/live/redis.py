"""What brings an event to the logs of several workers: one short stream in Redis, read by each.

A worker reads the stream once, whoever listens in it. What it says itself it hears from there as
well, so that all agree on the order. While Redis is away what is said waits; when it is back,
everybody is told to read anew.
"""

# redis-py does not say what its answers are.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from redis.asyncio import Redis

from chat_app.background import cancel, log_fault, repeating
from chat_app.errors import Unavailable
from chat_app.services.live.log import SEQUENCE_BITS, Event, Kind, Log, Saying
from chat_app.sharing import asking, connect

_STREAM = "live"
_KEPT = 4096
_WAITING = 4096
"""What is kept of what is said while Redis is away; then the oldest go."""
_PAUSE_S = 0.5
_BLOCK_MS = 5000
_READ_S = 8
"""Longer than a read may block."""

log = structlog.get_logger()


@asynccontextmanager
async def open_redis_carrier(url: str, to: Log) -> AsyncGenerator["RedisCarrier", None]:
    """Keep a carrier, and its ear, open for as long as the block runs."""
    redis = connect(url, decode_responses=True)
    carrier = RedisCarrier(redis, to)
    async with redis:
        async with repeating("The ear for what changes", carrier.hear, 0):
            yield carrier
        await carrier.close()


class RedisCarrier:
    """Writes what is said to the stream, and tells its log what the stream says."""

    def __init__(self, redis: Redis, to: Log) -> None:
        self._redis = redis
        self._log = to
        self._waiting: deque[Saying] = deque(maxlen=_WAITING)
        self._sending: asyncio.Task[None] | None = None
        self._last: str | None = None
        """Id of the entry heard last; `None` before the first look."""
        self._is_deaf = False

    def carry(self, saying: Saying) -> None:
        """See `Carrier.carry`."""
        self._waiting.append(saying)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send(), name="send what changed")
            self._sending.add_done_callback(log_fault)

    async def hear(self) -> None:
        """Wait a moment for what any worker says, and tell it here.

        Raises:
            Unavailable: Redis is away.
        """
        try:
            entries = await self._read()
        except Unavailable:
            self._is_deaf = True
            raise
        for entry_id, fields in entries:
            self._last = entry_id
            self._log.append(_told(entry_id, fields))
        if self._is_deaf:
            self._is_deaf = False
            self._log.break_off()

    async def _read(self) -> list[tuple[str, dict[str, str]]]:
        last = self._last
        if last is None:
            async with asking():
                newest = await self._redis.xrevrange(_STREAM, count=1)
                seconds, microseconds = await self._redis.time()
            # What was told by a Redis before this one is not known to an empty stream.
            begun = f"{seconds * 1000 + microseconds // 1000 - 1}-0"
            self._last = last = newest[0][0] if newest else begun
            self._log.start(_number(last))
            return []
        async with asking(_READ_S):
            answer = await self._redis.xread(
                {_STREAM: last}, block=None if self._is_deaf else _BLOCK_MS
            )
        return answer[0][1] if answer else []

    async def _send(self) -> None:
        while self._waiting:
            batch = list(self._waiting)
            self._waiting.clear()
            try:
                async with asking(), self._redis.pipeline(transaction=False) as pipe:
                    for saying in batch:
                        pipe.xadd(_STREAM, _fields(saying), maxlen=_KEPT, approximate=True)
                    await pipe.execute()
            except Unavailable:
                # Some may have arrived: to be told twice does no harm.
                self._waiting.extendleft(reversed(batch))
                log.warning("live.redis_away", waiting=len(batch))
                await asyncio.sleep(_PAUSE_S)

    async def close(self) -> None:
        """Say no more."""
        if self._sending:
            await cancel(self._sending)


def _fields(saying: Saying) -> dict[Any, Any]:
    return {
        "topic": saying.topic,
        "kind": saying.kind.value,
        "fields": json.dumps(dict(saying.fields)),
        "origin": saying.origin,
    }


def _told(entry_id: str, fields: dict[str, str]) -> Event:
    return Event(
        number=_number(entry_id),
        topic=fields["topic"],
        kind=Kind(fields["kind"]),
        fields=json.loads(fields["fields"]),
        origin=fields["origin"],
    )


def _number(entry_id: str) -> int:
    milliseconds, _, sequence = entry_id.partition("-")
    return (int(milliseconds) << SEQUENCE_BITS) + int(sequence)
