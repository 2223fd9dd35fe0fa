"""What a turn's log holds, and what a broker does."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from chat_app.errors import ChatAppError
from chat_app.llm.types import FinishReason, ToolCall, ToolCallDelta, Usage
from chat_app.models import MessageStatus
from chat_app.services.budgets.receipts import Breakdown


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a reply and where it belongs."""

    offset: int
    """What came before it: characters of text and, one for each, pictures."""
    text: str

    @property
    def end(self) -> int:
        """The offset to go on from."""
        return self.offset + len(self.text)


@dataclass(frozen=True, slots=True)
class Thought:
    """Some of what the model thinks before it writes; it has offsets of its own."""

    offset: int
    """Characters of thinking before it."""
    text: str

    @property
    def end(self) -> int:
        """Characters of thinking up to and including it: the offset to go on from."""
        return self.offset + len(self.text)


@dataclass(frozen=True, slots=True)
class CallPiece:
    """One piece of a tool's call, as the provider sent it, and where it belongs."""

    offset: int
    """What came before it: characters of text and, one for each, pieces of calls."""
    delta: ToolCallDelta

    @property
    def end(self) -> int:
        """The offset to go on from."""
        return self.offset + 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a reply, kept as a file, and where it belongs."""

    offset: int
    """As of a `Piece`."""
    file_id: UUID
    media_type: str
    """Such as `image/png`."""
    width: int
    """In pixels, as is `height`."""
    height: int
    alt: str
    """What it shows, in words."""
    size_bytes: int = 0
    """Of the file."""

    @property
    def end(self) -> int:
        """The offset to go on from."""
        return self.offset + 1


Said = str | ToolCallDelta | Picture
"""What a log is given of a reply: text, pieces of calls, pictures."""


@dataclass(frozen=True, slots=True)
class End:
    """The one event that closes a turn; what it says is committed."""

    chat_id: UUID | None
    message_id: UUID | None
    """Where its text is kept; `None` where it is kept nowhere."""
    status: MessageStatus
    finish_reason: FinishReason
    text: str
    """All text of the reply."""
    tokens_used: int
    breakdown: Breakdown | None
    error_code: str | None = None
    error_message: str | None = None
    history_dropped: int = 0
    """Earlier messages that were left out to fit the model's window."""
    calls: tuple[ToolCall, ...] = ()
    """The tools it asked for; where the reply was cut, the last one may be in pieces."""
    pictures: tuple[Picture, ...] = ()
    """Those of the reply, in their order."""
    usage: Usage = field(default_factory=Usage)
    """The provider's figures; where it told none, our counts, and the breakdown says by which
    method. Empty where nothing was counted."""
    attachments: tuple[int, ...] = ()
    """What each file of the message that is answered came to, in tokens and in their order; empty
    where that is read of the message."""
    thinking: str = ""
    """All that the model told of its thinking."""
    thinking_ms: int | None = None
    """How long it thought, in milliseconds; `None` where it told nothing of that."""
    error: ChatAppError | None = field(default=None, compare=False)
    """The fault itself, where the process that met it is heard: no log carries it on."""


Heard = Piece | Picture | CallPiece | Thought | End
"""What listeners get. Pieces of calls come only where tools were offered: in no chat; thoughts only
to who asks for them."""


class Broker(Protocol):
    """The logs of running turns, by the id of the assistant message each one writes.

    Whoever writes to a log is never held up, nor met by a fault: what a log is kept in beside the
    memory of the process that runs the turn is a mirror.
    """

    def open(self, message_id: UUID, stop: Callable[[], None], *, is_for_all: bool = True) -> None:
        """Begin a log.

        Args:
            message_id: Of the reply or, where its text is kept nowhere, of the exchange.
            stop: Called when anybody, on any worker, asks the turn to stop.
            is_for_all: Whether listeners may be on any worker; else the log never leaves this one.
        """
        ...

    def publish(self, message_id: UUID, said: Said) -> None:
        """Append text, a picture or a piece of a tool's call, and wake the listeners."""
        ...

    def think(self, message_id: UUID, text: str) -> None:
        """Append to what the model thinks, and wake the listeners."""
        ...

    def abandon(self, message_id: UUID) -> None:
        """Close a log without an `End`: who listens is to look elsewhere for what became of it."""
        ...

    async def finish(self, message_id: UUID, end: End) -> None:
        """Close a log; works for a turn of another worker that died, too."""
        ...

    async def listen(
        self, message_id: UUID, after: int, thought_after: int | None = None
    ) -> AsyncGenerator[Heard, None] | None:
        """Return the events from an offset on, or `None` where no log is to be had.

        Args:
            message_id: Whose log.
            after: How much is there already: characters of text and, one for each, pictures.
            thought_after: How many of thinking are; `None` for who wants to hear none of it.

        The events may end without an `End`, where the log is gone or falls silent for long.
        """
        ...

    async def stop_unheard(self, grace_seconds: float) -> None:
        """Stop the turns of this process that nobody, on any worker, has listened to for long."""
        ...

    async def request_stop(self, message_id: UUID) -> None:
        """Ask the turn to stop, on whatever worker it runs.

        Raises:
            Unavailable: It runs on another one, which cannot be told now.
        """
        ...

    async def recover(self, message_id: UUID) -> str:
        """Return what listeners were given of a turn whose worker died; empty where unknown."""
        ...
