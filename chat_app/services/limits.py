"""How often something may happen: requests a minute, failed sign-ins for an account.

Counted in memory, or in Redis where `REDIS_URL` is set, so that all workers count together. A
window opens with the first hit and lasts its whole time: exact, and cheap to keep (`limits` 5.8: a
moving window in memory walks all keys through threads on each hit; read in its source, 2026-11-21).
"""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from chat_app.config import Settings, get_settings
from chat_app.errors import RateLimited, Unavailable

_SIGN_IN_FAILURES = RateLimitItemPerMinute(5, 15, namespace="sign-in")


_limiter = FixedWindowRateLimiter(MemoryStorage())


@asynccontextmanager
async def open_limits(settings: Settings) -> AsyncIterator[None]:
    """Count anew, where the settings say, for as long as the block runs."""
    global _limiter
    if settings.REDIS_URL:
        pool = ConnectionPool.from_url(settings.REDIS_URL)
        storage = RedisStorage(
            settings.REDIS_URL,
            wrap_exceptions=True,
            implementation="redispy",
            connection_pool=pool,  # pyright: ignore[reportArgumentType] (typed too narrowly)
        )
        _limiter = FixedWindowRateLimiter(storage)
        try:
            yield
        finally:
            await pool.aclose()
    else:
        _limiter = FixedWindowRateLimiter(MemoryStorage())
        yield


async def take_request(caller: str) -> None:
    """Count one request of a caller against the minute.

    Args:
        caller: What tells callers apart: a user id, else an address.

    Raises:
        RateLimited: The caller made all the requests of this minute.
        Unavailable: Redis is away.
    """
    limit = get_settings().RATE_LIMIT_PER_MINUTE
    if not limit:
        return
    item = RateLimitItemPerMinute(limit, namespace="requests")
    with _away_is_unavailable():
        if not await _limiter.hit(item, caller):
            raise await _refusal(item, (caller,), "Too many requests")


async def check_sign_in(email: str, address: str) -> None:
    """Let a sign-in be tried unless too many have failed.

    Raises:
        RateLimited: 5 sign-ins for this account from this address failed within 15 minutes.
        Unavailable: Redis is away.
    """
    names = (email, address)
    with _away_is_unavailable():
        if not await _limiter.test(_SIGN_IN_FAILURES, *names):
            raise await _refusal(_SIGN_IN_FAILURES, names, "Too many failed sign-ins")


async def note_failed_sign_in(email: str, address: str) -> None:
    """Count a failure for an account from an address."""
    with _away_is_unavailable():
        await _limiter.hit(_SIGN_IN_FAILURES, email, address)


async def forgive_sign_ins(email: str, address: str) -> None:
    """Forget the failures of an account from an address, after a sign-in that worked."""
    with _away_is_unavailable():
        await _limiter.clear(_SIGN_IN_FAILURES, email, address)


@contextmanager
def _away_is_unavailable() -> Iterator[None]:
    try:
        yield
    except StorageError as fault:
        raise Unavailable from fault


async def _refusal(item: RateLimitItem, names: tuple[str, ...], what: str) -> RateLimited:
    window = await _limiter.get_window_stats(item, *names)
    wait_seconds = max(1.0, window.reset_time - time.time())
    return RateLimited(
        f"{what}; try again in {_in_words(wait_seconds)}", retry_after_seconds=wait_seconds
    )


def _in_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
