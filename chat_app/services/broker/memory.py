"""The broker of a single process."""

import asyncio
import time
from bisect import bisect_right
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from uuid import UUID

from chat_app.services.broker.events import End, Piece


@dataclass(slots=True)
class _Log:
    stop: Callable[[], None]
    parts: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    length: int = 0
    end: End | None = None
    listeners: int = 0
    unheard_since: float = field(default_factory=time.monotonic)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    def text_from(self, offset: int) -> str:
        """Return all text from an offset on; the cost is that of the text returned."""
        first = max(bisect_right(self.offsets, offset) - 1, 0)
        skipped = offset - self.offsets[first] if self.offsets else 0
        return "".join(self.parts[first:])[skipped:]


class MemoryBroker:
    """Keeps the log of each running turn until it has ended."""

    def __init__(self) -> None:
        self._logs: dict[UUID, _Log] = {}

    async def open(self, message_id: UUID, stop: Callable[[], None]) -> None:
        """See `Broker.open`."""
        self._logs[message_id] = _Log(stop)

    async def publish(self, message_id: UUID, text: str) -> None:
        """See `Broker.publish`."""
        log = self._logs[message_id]
        log.parts.append(text)
        log.offsets.append(log.length)
        log.length += len(text)
        log.wake()

    async def finish(self, message_id: UUID, end: End) -> None:
        """See `Broker.finish`. Whoever listens now holds the log; later ones read the database."""
        log = self._logs.pop(message_id, None)
        if log:
            log.end = end
            log.wake()

    async def listen(
        self, message_id: UUID, after: int
    ) -> AsyncGenerator[Piece | End, None] | None:
        """See `Broker.listen`."""
        log = self._logs.get(message_id)
        return _heard(log, after) if log else None

    def follow(self, message_id: UUID) -> AsyncGenerator[Piece | End, None]:
        """Return the events of a log from the start, without counting as a listener."""
        return _read(self._logs[message_id], 0)

    async def unheard_seconds(self, message_id: UUID) -> float:
        """See `Broker.unheard_seconds`."""
        log = self._logs.get(message_id)
        return 0.0 if log is None or log.listeners else time.monotonic() - log.unheard_since

    async def request_stop(self, message_id: UUID) -> None:
        """See `Broker.request_stop`."""
        log = self._logs.get(message_id)
        if log:
            log.stop()

    async def recover(self, message_id: UUID) -> str:
        """See `Broker.recover`: memory dies with its process."""
        log = self._logs.get(message_id)
        return log.text_from(0) if log else ""


async def _read(log: _Log, offset: int) -> AsyncGenerator[Piece | End, None]:
    while True:
        changed = log.changed
        # Pieces that queued up while the listener was busy travel together.
        if log.length > offset:
            piece = Piece(offset, log.text_from(offset))
            offset = piece.end
            yield piece
        elif log.end:
            yield log.end
            return
        else:
            await changed.wait()


async def _heard(log: _Log, offset: int) -> AsyncGenerator[Piece | End, None]:
    log.listeners += 1
    try:
        async with aclosing(_read(log, offset)) as events:
            async for event in events:
                yield event
    finally:
        log.listeners -= 1
        log.unheard_since = time.monotonic()
