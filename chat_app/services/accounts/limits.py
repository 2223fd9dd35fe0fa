"""How often something may happen: requests a minute, GETs of a session, failed sign-ins.

Counted in memory, or in Redis where `REDIS_URL` is set, so that all workers count together; while
Redis is away each worker counts alone. A
window opens with the first hit and lasts its whole time: exact, and cheap to keep (`limits` 5.8: a
moving window in memory walks all keys through threads on each hit; read in its source, 2026-11-21).
"""

import math
import time
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Generator,
    ValuesView,
)
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeVar
from uuid import UUID

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage, Storage

from chat_app.config import Settings, get_settings
from chat_app.errors import RateLimited, Unavailable
from chat_app.sharing import asking, connect

_SIGN_IN_FAILURES = RateLimitItemPerMinute(5, 15, namespace="sign-in")
_WRONG_LINKS = RateLimitItemPerMinute(60, 15, namespace="wrong-links")
_GUESSES = {
    "password": RateLimitItemPerMinute(5, 15, namespace="password"),
    "code": RateLimitItemPerMinute(5, 15, namespace="code"),
}
_RESETS = RateLimitItemPerMinute(3, 60, namespace="reset")
_FILES_FOR_A_REQUEST = 10
"""How many files may be looked at for each request."""

log = structlog.get_logger()
_T = TypeVar("_T")


_alone = MemoryStorage()
_storage: Storage = _alone


@dataclass(frozen=True, slots=True)
class Window:
    """What is left of a limit."""

    policy: str
    """Which limit."""
    quota: int
    """How often something may happen in a window."""
    seconds: int
    """Length of a window."""
    taken: int
    """How often it did in this one; more than may happen where it was refused."""
    reset_seconds: int
    """Until the next one."""

    @property
    def remaining(self) -> int:
        """How often it still may in this one."""
        return max(self.quota - self.taken, 0)


_noted: ContextVar[dict[str, Window] | None] = ContextVar("_noted", default=None)


@contextmanager
def noted() -> Generator[ValuesView[Window], None, None]:
    """Give what the work in the block is counted against, as it comes to be known."""
    windows: dict[str, Window] = {}
    before = _noted.set(windows)
    try:
        yield windows.values()
    finally:
        _noted.reset(before)


@asynccontextmanager
async def open_limits(settings: Settings) -> AsyncGenerator[None, None]:
    """Count anew, where the settings say, for as long as the block runs."""
    global _alone, _storage
    _storage = _alone = MemoryStorage()
    if not settings.REDIS_URL:
        yield
        return
    redis = connect(settings.REDIS_URL)
    _storage = RedisStorage(
        settings.REDIS_URL,
        implementation="redispy",
        connection_pool=redis.connection_pool,  # pyright: ignore[reportArgumentType] (too narrow)
    )
    async with redis:
        yield


async def take_request(caller: str) -> None:
    """Count one request of a caller against the minute.

    Args:
        caller: What tells callers apart: a user id, else an address.

    Raises:
        RateLimited: The caller made all the requests of this minute.
    """
    limit = get_settings().RATE_LIMIT_PER_MINUTE
    if not limit:
        return
    await _take(RateLimitItemPerMinute(limit, namespace="requests"), caller, "Too many requests")


async def take_file_request(caller: str) -> None:
    """Count likewise a look at a file: a chat with pictures asks for many at once.

    Raises:
        RateLimited: The caller looked at all the files of this minute.
    """
    limit = get_settings().RATE_LIMIT_PER_MINUTE * _FILES_FOR_A_REQUEST
    if limit:
        await _take(RateLimitItemPerMinute(limit, namespace="files"), caller, "Too many requests")


async def take_session_request(session_id: UUID) -> None:
    """Count one request for the stream of a chat session.

    Raises:
        RateLimited: It was asked for `SESSION_MAX_REQUESTS` times.
    """
    settings = get_settings()
    item = RateLimitItemPerSecond(
        settings.SESSION_MAX_REQUESTS, settings.SESSION_TTL_S, namespace="session"
    )
    await _take(item, str(session_id), "This session was asked for too often")


async def take_event(user_id: UUID, events: int = 1) -> None:
    """Count what a person's tabs send to this process.

    It is counted here alone: to ask Redis would cost more than most events do.

    Args:
        user_id: Whose.
        events: How many they count for.

    Raises:
        RateLimited: They sent all the events of this minute.
    """
    limit = get_settings().EVENTS_PER_MINUTE
    if not limit:
        return
    item = RateLimitItemPerMinute(limit, namespace="events")
    key = item.key_for(str(user_id))
    taken = await _alone.incr(key, item.get_expiry(), events)
    if taken > limit:
        left_seconds = math.ceil(await _alone.get_expiry(key) - time.time())
        window = Window("events", limit, item.get_expiry(), taken, max(left_seconds, 1))
        raise _refusal(window, "Too many requests")


async def check_sign_in(email: str, address: str) -> None:
    """Let a sign-in be tried unless too many have failed.

    Raises:
        RateLimited: 5 sign-ins for this account from this address failed within 15 minutes.
    """
    names = (email, address)
    key = _SIGN_IN_FAILURES.key_for(*names)
    window = await _counted(_SIGN_IN_FAILURES, names, lambda storage: storage.get(key))
    if not window.remaining:
        raise _refusal(window, "Too many failed sign-ins")


async def note_failed_sign_in(email: str, address: str) -> None:
    """Count a failure for an account from an address."""
    await _hit(_SIGN_IN_FAILURES, (email, address))


async def forgive_sign_ins(email: str, address: str) -> None:
    """Forget the failures of an account from an address, after a sign-in that worked."""
    key = _SIGN_IN_FAILURES.key_for(email, address)
    await _ask(lambda storage: storage.clear(key))


async def check_links(address: str) -> None:
    """Let a link be followed unless too many from there led nowhere: nobody tries them all.

    Raises:
        RateLimited: 60 links showed nothing to this address within 15 minutes.
    """
    key = _WRONG_LINKS.key_for(address)
    window = await _counted(_WRONG_LINKS, (address,), lambda storage: storage.get(key))
    if not window.remaining:
        raise _refusal(window, "Too many links that show nothing")


async def note_wrong_link(address: str) -> None:
    """Count a link that showed nothing to an address."""
    await _hit(_WRONG_LINKS, (address,))


async def take_guess(what: Literal["password", "code"], user_id: UUID) -> None:
    """Count a guess at what an account knows, before it is looked at; from wherever it comes.

    Raises:
        RateLimited: 5 were made within 15 minutes and were all wrong.
    """
    await _take(_GUESSES[what], str(user_id), "Too many wrong guesses")


async def forgive_guesses(what: Literal["password", "code"], user_id: UUID) -> None:
    """Forget the guesses of an account, after a right one."""
    key = _GUESSES[what].key_for(str(user_id))
    await _ask(lambda storage: storage.clear(key))


async def take_reset(email: str) -> None:
    """Count that a mailbox is to get a link to set a password, whether it has an account or not.

    Raises:
        RateLimited: It was to get three within an hour.
    """
    await _take(_RESETS, email, "Too many links were asked for")


async def _take(item: RateLimitItem, name: str, refusal: str) -> None:
    window = await _hit(item, (name,))
    if window.taken > item.amount:
        raise _refusal(window, refusal)


async def _hit(item: RateLimitItem, names: tuple[str, ...]) -> Window:
    """Count once more."""
    key, seconds = item.key_for(*names), item.get_expiry()
    return await _counted(item, names, lambda storage: storage.incr(key, seconds))


async def _counted(
    item: RateLimitItem, names: tuple[str, ...], count: Callable[[Storage], Awaitable[int]]
) -> Window:
    """Return what a count leaves of a limit, and note it."""

    async def look(storage: Storage) -> tuple[int, float]:
        return await count(storage), await storage.get_expiry(item.key_for(*names))

    taken, ends_at = await _ask(look)
    left_seconds = math.ceil(ends_at - time.time())
    window = Window(
        policy=item.namespace,
        quota=item.amount,
        seconds=item.get_expiry(),
        taken=taken,
        # A window opens with the first hit; until then a whole one is ahead.
        reset_seconds=max(left_seconds, 1) if taken else item.get_expiry(),
    )
    windows = _noted.get()
    if windows is not None:
        windows[window.policy] = window
    return window


async def _ask(question: Callable[[Storage], Awaitable[_T]]) -> _T:
    """Ask where all workers count; while that is away, this one counts alone."""
    if _storage is not _alone:
        try:
            async with asking():
                return await question(_storage)
        except Unavailable:
            log.warning("limits.redis_away")
    return await question(_alone)


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
