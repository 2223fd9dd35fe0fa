"""Begins what waits in the lines of shared chats as soon as a reply there has ended.

Whoever settles a turn rings for its chat. What nobody rang for, as the process is gone that would
have, is found by a look at all lines every two seconds. Several may try to begin the same: it
leaves the line in the transaction that saves its turn, so it begins once.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import structlog

from chat_app.background import repeating, run_errand
from chat_app.db import read_briefly
from chat_app.errors import (
    ChatAppError,
    InternalError,
    ModelUnavailable,
    RateLimited,
    TurnInProgress,
    Unavailable,
)
from chat_app.locks import lock_of
from chat_app.models import WaitingSend
from chat_app.services.accounts import callers, keys
from chat_app.services.turns import line, turns
from chat_app.services.turns.bell import hearing
from chat_app.services.turns.line import LeftTheLine
from chat_app.services.turns.sendings import Promised, Sending

_LOOK_S = 2
_TRIES = 5
"""How often something is tried whose sender, or whose chat, changed while it began."""

log = structlog.get_logger()


@asynccontextmanager
async def keeping_order() -> AsyncGenerator[None, None]:
    """Begin what waits for as long as the block runs."""
    bell = _Bell()
    async with repeating("The line of shared chats", bell.hear, 0):
        with hearing(bell.ring):
            yield


class _Bell:
    """Hears in which chats a turn has ended, and looks after the others now and then."""

    def __init__(self) -> None:
        self._rung: set[UUID] = set()
        self._rings = asyncio.Event()
        self._looked_at = 0.0

    def ring(self, chat_id: UUID) -> None:
        """Have the line of a chat go on."""
        self._rung.add(chat_id)
        self._rings.set()

    async def hear(self) -> None:
        """Wait for a ring or for the time to look, and begin what can."""
        left_s = self._looked_at + _LOOK_S - time.monotonic()
        try:
            await asyncio.wait_for(self._rings.wait(), max(0, left_s))
        except TimeoutError:
            self._looked_at = time.monotonic()
            self._rung |= set(await read_briefly(line.due))
        self._rings.clear()
        rung, self._rung = self._rung, set()
        for chat_id in rung:
            run_errand(advance(chat_id))


async def advance(chat_id: UUID) -> None:
    """Begin what is first in a line, if nothing runs there; what is refused makes way."""
    async with lock_of("line", chat_id):
        try:
            while (first := await read_briefly(line.head, chat_id)) and await _begin(first):
                pass
        except Unavailable as away:
            # Nothing is lost: it waits for the next look.
            log.warning("line.waits", chat_id=str(chat_id), reason=away.message)


async def _begin(first: WaitingSend) -> bool:
    """Begin something, or refuse it; say whether the next one's turn is now."""
    for _ in range(_TRIES):
        try:
            caller = await _caller_of(first)
            started = await turns.carry_out(
                caller, first.chat_id, Sending.of(first), promised=Promised.of(first)
            )
        except LeftTheLine:
            return True
        except TurnInProgress:
            # Another one runs, whose end rings; or its sender went elsewhere this very moment.
            continue
        except RateLimited:
            # As many of its sender's replies run as may: the next look tries again.
            return False
        except ChatAppError as refusal:
            if isinstance(refusal, Unavailable) and not isinstance(refusal, ModelUnavailable):
                raise
            return await _refuse(first, refusal)
        except Exception:
            # The edge of the task: a bug of ours must not hold up all who come after.
            log.exception("line.failed", chat_id=str(first.chat_id))
            return await _refuse(first, InternalError())
        # What the app answers by itself is over at once.
        return started.model is None
    return False


async def _refuse(first: WaitingSend, refusal: ChatAppError) -> bool:
    log.info("line.refused", chat_id=str(first.chat_id), code=refusal.code)
    await line.refuse(first, refusal)
    return True


async def _caller_of(waiting: WaitingSend) -> callers.Caller:
    if waiting.key_id:
        return await keys.caller_again(waiting.key_id)
    return await callers.caller_again(waiting.user_id, waiting.via)
