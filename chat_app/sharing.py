"""What the workers share: a Redis, and the one place where its faults become ours.

Redis carries nothing that must not be lost. Whoever asks it is ready to be told `Unavailable`, and
goes on without it.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from chat_app.errors import Unavailable

# Only who shares something imports it: 5 MB.
if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger()

_PATIENCE_S = 0.5
"""What takes longer than this is no help."""


def connect(url: str, *, decode_responses: bool = False) -> "Redis":
    """Return a client; ask it inside `asking` alone.

    Left to itself, redis-py 7.4 waits for an answer for ever, and tries a call again three times
    with pauses of up to 10 s (read in its source, 2026-11-29).
    """
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    from chat_app.redis_pool import Pool

    # Once again at once: a connection of before a restart fails one time.
    retry = Retry(NoBackoff(), 1)
    return Redis.from_pool(Pool.from_url(url, decode_responses=decode_responses, retry=retry))


@asynccontextmanager
async def client(url: str | None) -> AsyncGenerator["Redis | None", None]:
    """Keep a client open for as long as the block runs; `None` where there is no Redis."""
    if not url:
        yield None
        return
    async with connect(url) as redis:
        yield redis


def is_of_redis(fault: Exception) -> bool:
    """Say whether it is Redis that a fault came from, by whichever client."""
    from redis.exceptions import RedisError

    return isinstance(fault, RedisError)


@asynccontextmanager
async def asking(patience_seconds: float = _PATIENCE_S) -> AsyncGenerator[None, None]:
    """Hold what is asked of Redis in the block to a time, and make its faults ours.

    Raises:
        Unavailable: Redis does not answer, not in time, or not as it should.
    """
    from redis.exceptions import RedisError

    try:
        async with asyncio.timeout(patience_seconds):
            yield
    except (RedisError, OSError) as fault:
        raise Unavailable("Redis does not answer; try again in a moment") from fault


async def recall(redis: "Redis", name: str) -> str | None:
    """Return what is kept under a name; nothing where Redis is away."""
    try:
        async with asking():
            kept = await redis.get(name)
    except Unavailable:
        log.warning("redis.away", name=name.partition(":")[0])
        return None
    return None if kept is None else kept.decode()


async def keep(redis: "Redis", name: str, value: str | int, life_seconds: int) -> None:
    """Keep a value for a while; where Redis is away it is simply not kept."""
    try:
        async with asking():
            await redis.set(name, value, ex=life_seconds)
    except Unavailable:
        log.warning("redis.away", name=name.partition(":")[0])
