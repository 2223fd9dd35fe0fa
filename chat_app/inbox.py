"""What waits for one task that takes it.

It stands in for the queue of asyncio in each websocket, for uvicorn and for engine.io: that one is
prepared for crowds on both ends, and 3 KB with nothing in it (Python 3.11).
"""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """A queue without a bound, in the words of `asyncio.Queue`; one task may wait for a thing."""

    __slots__ = ("_all_done", "_taker", "_undone", "_waiting")

    def __init__(self) -> None:
        self._waiting: deque[T] = deque()
        self._taker: asyncio.Future[None] | None = None
        self._undone = 0
        self._all_done: asyncio.Event | None = None

    def qsize(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def empty(self) -> bool:
        """Say whether none waits."""
        return not self._waiting

    def put_nowait(self, thing: T) -> None:
        """Add one."""
        self._waiting.append(thing)
        self._undone += 1
        if self._taker and not self._taker.done():
            self._taker.set_result(None)

    async def put(self, thing: T) -> None:
        """Add one, at once: there is always room."""
        self.put_nowait(thing)

    def get_nowait(self) -> T:
        """Take the first.

        Raises:
            QueueEmpty: There is none.
        """
        if not self._waiting:
            raise asyncio.QueueEmpty
        return self._waiting.popleft()

    async def get(self) -> T:
        """Take the first, once there is one; who is cancelled has taken none."""
        while not self._waiting:
            self._taker = asyncio.get_running_loop().create_future()
            try:
                await self._taker
            finally:
                self._taker = None
        return self.get_nowait()

    def task_done(self) -> None:
        """Note that one that was taken is done with."""
        self._undone -= 1
        if not self._undone and self._all_done:
            self._all_done.set()
            self._all_done = None

    async def join(self) -> None:
        """Wait until all that was ever added is done with."""
        while self._undone:
            if self._all_done is None:
                self._all_done = asyncio.Event()
            await self._all_done.wait()
