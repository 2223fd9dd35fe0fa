"""Lets what holds the loop for long begin one by one, and what people read go out in between.

A message begins and ends with a millisecond or more of work in one piece. Where many of them come
together, the text of all replies would wait for the last.
"""

import asyncio
from collections import deque


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


_rounds: _Rounds | None = None


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
