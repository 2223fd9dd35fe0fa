"""How often something may happen: requests a minute, GETs of a session, failed sign-ins.

Counted in memory, or in Redis where `REDIS_URL` is set, so that all workers count together. A
window opens with the first hit and lasts its whole time: exact, and cheap to keep (`limits` 5.8: a
moving window in memory walks all keys through threads on each hit; read in its source, 2026-11-21).
"""

import math
import time
from collections.abc import AsyncIterator, Iterator, ValuesView
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from chat_app.config import Settings, get_settings
from chat_app.errors import RateLimited, Unavailable

_SIGN_IN_FAILURES = RateLimitItemPerMinute(5, 15, namespace="sign-in")


_limiter = FixedWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class Window:
    """What is left of a limit."""

    policy: str
    """Which limit."""
    quota: int
    """How often something may happen in a window."""
    seconds: int
    """Length of a window."""
    remaining: int
    """How often it still may in this one."""
    reset_seconds: int
    """Until the next one."""


_noted: ContextVar[dict[str, Window] | None] = ContextVar("_noted", default=None)


@contextmanager
def noted() -> Iterator[ValuesView[Window]]:
    """Give what the work in the block is counted against, as it comes to be known."""
    windows: dict[str, Window] = {}
    before = _noted.set(windows)
    try:
        yield windows.values()
    finally:
        _noted.reset(before)


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
    await _take(RateLimitItemPerMinute(limit, namespace="requests"), caller, "Too many requests")


async def take_session_request(session_id: UUID) -> None:
    """Count one request for the stream of a chat session.

    Raises:
        RateLimited: It was asked for `SESSION_MAX_REQUESTS` times.
        Unavailable: Redis is away.
    """
    settings = get_settings()
    item = RateLimitItemPerSecond(
        settings.SESSION_MAX_REQUESTS, settings.SESSION_TTL_S, namespace="session"
    )
    await _take(item, str(session_id), "This session was asked for too often")


async def check_sign_in(email: str, address: str) -> None:
    """Let a sign-in be tried unless too many have failed.

    Raises:
        RateLimited: 5 sign-ins for this account from this address failed within 15 minutes.
        Unavailable: Redis is away.
    """
    names = (email, address)
    with _away_is_unavailable():
        failures = await _limiter.storage.get(_SIGN_IN_FAILURES.key_for(*names))
        window = await _note(_SIGN_IN_FAILURES, names, failures)
    if not window.remaining:
        raise _refusal(window, "Too many failed sign-ins")


async def note_failed_sign_in(email: str, address: str) -> None:
    """Count a failure for an account from an address."""
    names = (email, address)
    with _away_is_unavailable():
        failures = await _hit(_SIGN_IN_FAILURES, names)
        await _note(_SIGN_IN_FAILURES, names, failures)


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


async def _take(item: RateLimitItem, name: str, refusal: str) -> None:
    with _away_is_unavailable():
        taken = await _hit(item, (name,))
        window = await _note(item, (name,), taken)
    if taken > item.amount:
        raise _refusal(window, refusal)


async def _hit(item: RateLimitItem, names: tuple[str, ...]) -> int:
    """Count once more, and return how often it has happened in this window."""
    return await _limiter.storage.incr(item.key_for(*names), item.get_expiry())


async def _note(item: RateLimitItem, names: tuple[str, ...], taken: int) -> Window:
    ends_at = await _limiter.storage.get_expiry(item.key_for(*names))
    left_seconds = math.ceil(ends_at - time.time())
    window = Window(
        policy=item.namespace,
        quota=item.amount,
        seconds=item.get_expiry(),
        remaining=max(item.amount - taken, 0),
        # A window opens with the first hit; until then a whole one is ahead.
        reset_seconds=max(left_seconds, 1) if taken else item.get_expiry(),
    )
    windows = _noted.get()
    if windows is not None:
        windows[window.policy] = window
    return window


def _refusal(window: Window, what: str) -> RateLimited:
    return RateLimited(
        f"{what}; try again in {_in_words(window.reset_seconds)}",
        retry_after_seconds=window.reset_seconds,
    )


def _in_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
