"""What a turn's log holds, and what a broker does."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus
from chat_app.services.charges import Breakdown


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a reply and where it belongs."""

    offset: int
    """Characters before it."""
    text: str

    @property
    def end(self) -> int:
        """Characters up to and including it: the offset to go on from."""
        return self.offset + len(self.text)


@dataclass(frozen=True, slots=True)
class End:
    """The one event that closes a turn; what it says is committed."""

    chat_id: UUID
    message_id: UUID
    status: MessageStatus
    finish_reason: FinishReason
    text: str
    """The whole reply."""
    tokens_used: int
    breakdown: Breakdown | None
    error_code: str | None = None
    error_message: str | None = None
    history_dropped: int = 0
    """Earlier messages that were left out to fit the model's window."""


class Broker(Protocol):
    """The logs of running turns, by the id of the assistant message each one writes."""

    async def open(self, message_id: UUID, stop: Callable[[], None]) -> None:
        """Begin a log; `stop` is called when anybody, on any worker, asks the turn to stop."""
        ...

    async def publish(self, message_id: UUID, text: str) -> None:
        """Append text and wake the listeners."""
        ...

    async def finish(self, message_id: UUID, end: End) -> None:
        """Close a log; works for a turn of another worker that died, too."""
        ...

    async def listen(
        self, message_id: UUID, after: int
    ) -> AsyncGenerator[Piece | End, None] | None:
        """Return the events from an offset on, or `None` where no log is kept any more."""
        ...

    async def unheard_seconds(self, message_id: UUID) -> float:
        """Say for how long nobody has listened; 0 while somebody does."""
        ...

    async def request_stop(self, message_id: UUID) -> None:
        """Ask the turn to stop, on whatever worker it runs."""
        ...

    async def recover(self, message_id: UUID) -> str:
        """Return what listeners were given of a turn whose worker died; empty where unknown."""
        ...
