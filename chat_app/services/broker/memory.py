"""The broker of a single process."""

import asyncio
import time
from bisect import bisect_right
from collections.abc import AsyncGenerator, Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import cast
from uuid import UUID

from chat_app.pacing import tell_soon
from chat_app.services.broker.events import CallPiece, End, Heard, Picture, Piece, Said, Thought


@dataclass(slots=True, eq=False)
class _Log:
    stop: Callable[[], None]
    parts: list[Said] = field(default_factory=list[Said])
    offsets: list[int] = field(default_factory=list[int])
    length: int = 0
    """The offset behind all that was said."""
    thoughts: list[str] = field(default_factory=list[str])
    thought_length: int = 0
    """Characters of all that was thought."""
    end: End | None = None
    is_abandoned: bool = False
    listeners: int = 0
    unheard_since: float = field(default_factory=time.monotonic)
    waiting: list[asyncio.Future[None]] = field(default_factory=list[asyncio.Future[None]])
    is_due: bool = False
    """Whether all who wait are woken at the next tick."""

    def wake_soon(self) -> None:
        """Wake all who wait together with those of other turns."""
        if self.waiting and not self.is_due:
            self.is_due = True
            tell_soon(self.wake)

    def wake(self) -> None:
        """Wake all who wait, now."""
        self.is_due = False
        for each in self.waiting:
            if not each.done():
                each.set_result(None)
        self.waiting.clear()

    async def change(self) -> None:
        """Wait until there is more to tell."""
        change = asyncio.get_running_loop().create_future()
        self.waiting.append(change)
        await change

    def append(self, said: Said) -> None:
        self.parts.append(said)
        self.offsets.append(self.length)
        self.length += len(said) if isinstance(said, str) else 1

    def piece_from(self, offset: int) -> Piece | Picture | CallPiece:
        """Return what stands at an offset: all text up to what is none, or one thing that is none.

        There is more than `offset`; the cost is that of what is returned.
        """
        if self.offsets[-1] == offset and isinstance(last := self.parts[-1], str):
            return Piece(offset, last)
        first = bisect_right(self.offsets, offset) - 1
        said = self.parts[first]
        if isinstance(said, Picture):
            return replace(said, offset=offset)
        if not isinstance(said, str):
            return CallPiece(offset, said)
        texts = takewhile(lambda part: isinstance(part, str), islice(self.parts, first, None))
        return Piece(offset, "".join(cast("Iterable[str]", texts))[offset - self.offsets[first] :])

    def thought_from(self, offset: int) -> Thought:
        """Return what was thought from an offset on; there is more than `offset`."""
        if self.thought_length - len(self.thoughts[-1]) == offset:
            return Thought(offset, self.thoughts[-1])
        return Thought(offset, "".join(self.thoughts)[offset:])

    def text(self) -> str:
        """Return all text."""
        return "".join(part for part in self.parts if isinstance(part, str))


class MemoryBroker:
    """Keeps the log of each running turn until it has ended."""

    def __init__(self) -> None:
        self._logs: dict[UUID, _Log] = {}

    def open(
        self,
        message_id: UUID,
        stop: Callable[[], None],
        *,
        is_for_all: bool = True,  # noqa: ARG002
    ) -> None:
        """See `Broker.open`; there is one worker."""
        self._logs[message_id] = _Log(stop)

    def publish(self, message_id: UUID, said: Said) -> None:
        """See `Broker.publish`."""
        log = self._logs[message_id]
        # Nobody is to wait for the first word.
        is_first = not log.parts
        log.append(said)
        if is_first:
            log.wake()
        else:
            log.wake_soon()

    def think(self, message_id: UUID, text: str) -> None:
        """See `Broker.think`."""
        log = self._logs[message_id]
        is_first = not log.thoughts
        log.thoughts.append(text)
        log.thought_length += len(text)
        if is_first:
            log.wake()
        else:
            log.wake_soon()

    def abandon(self, message_id: UUID) -> None:
        """See `Broker.abandon`."""
        log = self._logs.pop(message_id, None)
        if log:
            log.is_abandoned = True
            log.wake()

    async def finish(self, message_id: UUID, end: End) -> None:
        """See `Broker.finish`. Whoever listens now holds the log; later ones read the database."""
        log = self._logs.pop(message_id, None)
        if log:
            log.end = end
            log.wake()

    def is_open(self, message_id: UUID) -> bool:
        """Say whether the turn runs in this process."""
        return message_id in self._logs

    def open_ids(self) -> list[UUID]:
        """Return the turns that run in this process."""
        return list(self._logs)

    async def listen(
        self, message_id: UUID, after: int, thought_after: int | None = None
    ) -> AsyncGenerator[Heard, None] | None:
        """See `Broker.listen`."""
        log = self._logs.get(message_id)
        return _read(log, after, thought_after, is_heard=True) if log else None

    def follow(self, message_id: UUID) -> Callable[[], AsyncGenerator[Heard, None]]:
        """Return what tells a log from the start, as often as it is called, ended or not.

        That does not count as listening.
        """
        log = self._logs[message_id]
        return lambda: _read(log, 0, 0)

    async def stop_unheard(
        self, grace_seconds: float, heard_elsewhere: Collection[UUID] = ()
    ) -> None:
        """See `Broker.stop_unheard`; some may be heard on another worker."""
        moment = time.monotonic()
        for message_id, log in list(self._logs.items()):
            if log.listeners or message_id in heard_elsewhere:
                log.unheard_since = moment
            elif moment - log.unheard_since > grace_seconds:
                log.stop()

    async def request_stop(self, message_id: UUID) -> None:
        """See `Broker.request_stop`."""
        log = self._logs.get(message_id)
        if log:
            log.stop()

    async def recover(self, message_id: UUID) -> str:
        """See `Broker.recover`: memory dies with its process."""
        log = self._logs.get(message_id)
        return log.text() if log else ""


async def _read(
    log: _Log, offset: int, thought_offset: int | None, *, is_heard: bool = False
) -> AsyncGenerator[Heard, None]:
    log.listeners += is_heard
    try:
        while True:
            # Text that queued up while the listener was busy travels together.
            if thought_offset is not None and log.thought_length > thought_offset:
                thought = log.thought_from(thought_offset)
                thought_offset = thought.end
                yield thought
            elif log.length > offset:
                piece = log.piece_from(offset)
                offset = piece.end
                yield piece
            elif log.end:
                yield log.end
                return
            elif log.is_abandoned:
                return
            else:
                await log.change()
    finally:
        log.listeners -= is_heard
        if is_heard:
            log.unheard_since = time.monotonic()
