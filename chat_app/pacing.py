"""When the loop does what: beginnings one by one, and pieces of replies together.

A message begins and ends with a millisecond or more of work in one piece. Where many of them come
together, the text of all replies would wait for the last (`own_round`). A piece of a reply is
little work, and to wake somebody for it costs more than that (`tick`, `tell_soon`).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager

_TICK_S = 0.006
_LONGEST_TICK_S = 0.04
_CROWD = 200
"""Replies at once; with more of them, a process may have more to do than it can."""
_TICK_S_OF_EACH = 0.0006
"""By so much each reply beyond makes the tick longer."""


class _Rounds:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.is_taken = False
        """Whether the round that runs is somebody's already, or promised."""

    async def take(self) -> None:
        if self.is_taken:
            turn = self.loop.create_future()
            self.waiting.append(turn)
            try:
                await turn
            finally:
                # Who is cancelled with the promise in hand passes it on as well.
                if turn.done() and not turn.cancelled():
                    self.loop.call_soon(self.go_on)
        else:
            self.is_taken = True
            self.loop.call_soon(self.go_on)

    def go_on(self) -> None:
        """Promise the next round to who waits first."""
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.is_taken = False


class _Ticks:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.reading: list[asyncio.Future[None]] = []
        self.told: list[Callable[[], None]] = []
        self.is_set = False
        """Whether the next one comes by itself."""

    def set(self) -> None:
        if not self.is_set:
            self.is_set = True
            self.loop.call_later(_tick_seconds(), self.tick)

    def tick(self) -> None:
        if self.reading:
            for each in self.reading:
                if not each.done():
                    each.set_result(None)
            self.reading.clear()
            # Behind those who read now: what they find is told with the rest.
            self.loop.call_soon(self.tell)
        else:
            self.tell()

    def tell(self) -> None:
        self.is_set = False
        told, self.told = self.told, []
        for each in told:
            each()
        if self.reading:
            self.set()


_rounds: _Rounds | None = None
_ticks: _Ticks | None = None
_replies = 0
"""How many are being read from vendors."""


async def own_round() -> None:
    """Wait for a round of the loop in which nobody else begins; who finds one does not wait.

    In each round the loop hears of all that came and tells all that is due. It is first come, first
    served.
    """
    global _rounds
    loop = asyncio.get_running_loop()
    if _rounds is None or _rounds.loop is not loop:
        _rounds = _Rounds(loop)
    await _rounds.take()


@contextmanager
def reading_reply() -> Generator[None, None, None]:
    """Count one more reply that is read from a vendor, for as long as the block runs."""
    global _replies
    _replies += 1
    try:
        yield
    finally:
        _replies -= 1


def _too_many() -> int:
    """Return how many replies are read, or wait for a round, beyond a crowd."""
    waiting = len(_rounds.waiting) if _rounds else 0
    return max(_replies + waiting - _CROWD, 0)


def _tick_seconds() -> float:
    return min(_TICK_S + _too_many() * _TICK_S_OF_EACH, _LONGEST_TICK_S)


async def tick() -> None:
    """Wait until it is time to look for more of a reply; that is at once, but in a crowd.

    There, what a vendor sends within a tick is read together, for the price of one wake.
    """
    if _too_many():
        ticks = _current_ticks()
        due = ticks.loop.create_future()
        ticks.reading.append(due)
        ticks.set()
        await due


def tell_soon(tell: Callable[[], None]) -> None:
    """Have something called at the next tick, together with all else that is to be told then."""
    ticks = _current_ticks()
    ticks.told.append(tell)
    ticks.set()


def _current_ticks() -> _Ticks:
    global _ticks
    loop = asyncio.get_running_loop()
    if _ticks is None or _ticks.loop is not loop:
        _ticks = _Ticks(loop)
    return _ticks
