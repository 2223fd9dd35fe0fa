"""Whether those who were let in may stay: asked again when something is told of them.

A stream or a websocket may last for hours, and the sign-in, the key or the chat that it was opened
with be gone in a second. Whoever holds one open has a `Stay`: it hears of the person and of the
chat, and asks the database, as an event only says that something is different. Every now and then
all are asked after, as time passes without an event, and one may be lost.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from uuid import UUID

import anyio
import anyio.lowlevel

from chat_app.background import run_errand
from chat_app.config import get_settings
from chat_app.db import read_briefly
from chat_app.errors import ChatAppError, RateLimited, Unauthenticated, Unavailable
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.accounts import callers, keys
from chat_app.services.accounts.callers import Caller

LOOK_EVERY_SECONDS = 20
_TRY_AGAIN_S = 1
_RETRY_S = 5
_DELETION_S = 0.5
"""What streams get to end by themselves once their chat was deleted: replies are stopped then."""
_ASKED_AT_ONCE = {live.Kind.ACCOUNT, live.Kind.MEMBERS, live.Kind.ANEW}

Check = Callable[[], Awaitable[object]]
"""Raises a `ChatAppError` where somebody may not stay."""


class Stay:
    """Somebody's stay, asked after until it is closed or lost."""

    __slots__ = ("_check", "_listener", "_lose", "caller")

    def __init__(
        self,
        caller: Caller,
        lose: Callable[[ChatAppError], None],
        *topics: str,
        check: Check | None = None,
    ) -> None:
        """Begin a stay.

        Args:
            caller: Who was let in.
            lose: Called once with the reason when they may not stay; it must be quick.
            topics: What is told of what they stay with; see `live`.
            check: What is asked beside the sign-in or the key.
        """
        self.caller = caller
        self._lose = lose
        self._check = check
        self._listener = live.listener(self._hear)
        self._listener.attend([live.of_user(caller.user.user_id), *topics])
        _stays.add(self)

    @property
    def token_id(self) -> UUID | None:
        """What the caller was let in by; none where that is nothing which can be taken away."""
        return self.caller.auth_session_id or self.caller.key_id

    def close(self) -> None:
        """Ask no more."""
        self._listener.close()
        _stays.discard(self)

    def lose(self, reason: ChatAppError) -> None:
        """End it, unless it has ended."""
        if self in _stays:
            self.close()
            self._lose(reason)

    async def check(self) -> None:
        """Ask what is asked beside the sign-in.

        Raises:
            ChatAppError: They may not stay, or nobody can tell now (`Unavailable`).
        """
        if self._check:
            await self._check()

    def _hear(self, event: live.Event) -> None:
        if event.kind in _ASKED_AT_ONCE:
            _ask_soon(self)
        elif event.kind is live.Kind.DELETED:
            run_errand(_ask_later(self))


_stays: set[Stay] = set()
_due: set[Stay] = set()
"""Those to ask after as soon as may be, all together."""
_is_asking = False
_streams: Counter[UUID] = Counter()
"""Blocks that run for each person in `staying`."""


def require_room(caller: Caller) -> None:
    """Let a stream be opened unless the person's programs hear as many as may be here.

    Raises:
        RateLimited: They do.
    """
    most, user_id = get_settings().MAX_STREAMS_PER_USER, caller.user.user_id
    if 0 < most <= _streams[user_id]:
        raise RateLimited(
            f"You hear {most} streams, as many as may be at once; close some first",
            retry_after_seconds=_RETRY_S,
        )


@asynccontextmanager
async def staying(
    caller: Caller, *topics: str, check: Check | None = None
) -> AsyncGenerator[None, None]:
    """Run the block for as long as the caller may stay; then cancel it, and say why.

    Args:
        caller: Who was let in.
        topics: What is told of what they stay with; see `live`.
        check: What is asked beside the sign-in or the key.

    Raises:
        ChatAppError: They may not stay: `Unauthenticated`, or what `check` raises.
    """
    reasons: list[ChatAppError] = []
    with anyio.CancelScope() as scope:

        def lose(reason: ChatAppError) -> None:
            reasons.append(reason)
            scope.cancel()

        user_id = caller.user.user_id
        stay = Stay(caller, lose, *topics, check=check)
        _streams[user_id] += 1
        try:
            yield
        finally:
            stay.close()
            _streams[user_id] -= 1
            if not _streams[user_id]:
                del _streams[user_id]
    if scope.cancelled_caught:
        raise reasons[0]


async def look_after_all() -> None:
    """Ask after everybody who stays.

    Raises:
        Unavailable: The database is away; all stay meanwhile.
    """
    await _look_after(list(_stays))


def _ask_soon(stay: Stay) -> None:
    _due.add(stay)
    if not _is_asking:
        run_errand(_ask_due())


async def _ask_later(stay: Stay) -> None:
    await anyio.sleep(_DELETION_S)
    _ask_soon(stay)


async def _ask_due() -> None:
    global _is_asking
    if _is_asking:
        return
    _is_asking = True
    try:
        while _due:
            some = _due & _stays
            _due.clear()
            try:
                await _look_after(some)
            except Unavailable:
                _due.update(some)
                await anyio.sleep(_TRY_AGAIN_S)
    finally:
        _is_asking = False


async def _look_after(stays: Collection[Stay]) -> None:
    if not stays:
        return
    callers_ = [each.caller for each in stays]
    dead = await read_briefly(_dead, callers_)
    for stay in stays:
        if stay.token_id in dead:
            stay.lose(dead[stay.token_id])
            continue
        # Each may be a statement on the loop, and they are as many as there are streams.
        await anyio.lowlevel.checkpoint()
        try:
            await stay.check()
        except Unavailable:
            raise
        except ChatAppError as reason:
            stay.lose(reason)


def _dead(connection: Connection, some: Collection[Caller]) -> dict[UUID | None, ChatAppError]:
    """Return the sign-ins and keys that let nobody in any more, and why not."""
    sessions = {each.auth_session_id for each in some if each.auth_session_id}
    used = {each.key_id for each in some if each.key_id}
    dead: dict[UUID | None, ChatAppError] = {}
    if sessions:
        over = sessions - callers.alive(connection, sessions)
        dead |= {each: Unauthenticated() for each in over}
    if used:
        dead |= keys.dead(connection, used)
    return dead
