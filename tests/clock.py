"""Lets time pass, without waiting for it; limits it by what this process gets of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_TICK_S = 0.01


def pass_time(seconds: float) -> None:
    """Put the clock of the running loop ahead: whoever waits for a moment until then has waited.

    What came before is a matter of events, so that a slow machine changes nothing.
    """
    loop = asyncio.get_running_loop()
    time = loop.time
    loop.time = lambda: time() + seconds


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Limit a block whose promise is that it ends so soon, where without it would end late.

    Time is counted by ticks of the running loop: one in which the machine stands still, or gives
    this process nothing, is one tick, however long. What only hangs needs no more than
    `asyncio.timeout`.

    Raises:
        TimeoutError: It took longer.
    """
    async with asyncio.timeout(None) as limit:
        ticking = asyncio.create_task(_end(limit, round(seconds / _TICK_S)))
        try:
            yield
        finally:
            ticking.cancel()


async def _end(limit: asyncio.Timeout, ticks: int) -> None:
    for _ in range(ticks):
        await asyncio.sleep(_TICK_S)
    limit.reschedule(asyncio.get_running_loop().time())
