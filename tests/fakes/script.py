"""What a fake vendor is told to do; each fake says it in its vendor's own way on the wire."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

from chat_app.llm.types import FinishReason, PictureDelta, Prompt, Usage

Fault = Literal["rate_limit", "server", "unavailable", "bad_key", "unknown_model"]


class Oddity(Enum):
    """What a vendor may send between deltas; each fake has its vendor's own form of it."""

    THOUGHT = auto()
    """The words `THOUGHT`, as a piece of its thinking."""
    TOOL_CALL = auto()
    """A call of a tool that nobody offered."""
    UNKNOWN = auto()
    """An event of a kind that came after this app."""
    REFUSAL = auto()
    """The words `REFUSAL`, marked as a refusal where the vendor marks them."""
    UNREADABLE = auto()
    """Bytes that cannot be decoded."""
    MISSHAPEN = auto()
    """An event that lacks what it should have."""
    OVERLOADED = auto()
    """The vendor's own fault, told in the stream."""
    RATE_LIMITED = auto()
    """A rate limit, told in the stream."""


@dataclass(frozen=True)
class Call:
    """A call of a tool, sent in pieces where the vendor sends pieces."""

    call_id: str
    name: str
    pieces: tuple[str, ...]
    """Of its arguments."""
    signature: bytes = b""
    """What Gemini wants back with it."""


Said = str | Oddity | Call | PictureDelta


def counted(*texts: str) -> int:
    """Return how the vendors count: for each text a token for four characters and one."""
    return sum(len(text) // 4 + 1 for text in texts)


REFUSAL = "I cannot talk about that."
THOUGHT = "Hm, let me see."
_USAGE = Usage(
    prompt_tokens=12, cached_tokens=0, output_tokens=3, thinking_tokens=0, total_tokens=15
)


@dataclass(frozen=True)
class Reply:
    """One answer to one call."""

    deltas: tuple[Said, ...] = ("Hello", " there", "!")
    usage: Usage | None = _USAGE
    bills: bool = False
    """Report what the vendor's published rules ask (`bills.py`), in place of `usage`."""
    first_report: Any = None
    """Any JSON in place of the figures that are told before the text."""
    last_reports: tuple[Any, ...] | None = None
    """Any JSON in place of the figures that are told after it, a report each."""
    finish: FinishReason | None = FinishReason.STOP
    """Why the reply ended; `None` ends the stream in order and without a reason."""
    fault: Fault | None = None
    """Fail in this way, before the first delta."""
    fault_message: str = "scripted"
    """What the vendor says of it; real ones echo keys and prompts."""
    retry_after_seconds: float | None = None
    """What a `rate_limit` asks for."""
    retry_after_form: Literal["seconds", "milliseconds", "date"] = "seconds"
    """How it asks over HTTP; gRPC has one form."""
    cut_after: int | None = None
    """Break the connection after so many deltas."""
    stall_after: int | None = None
    """Say nothing more after so many deltas."""
    blocks_prompt: bool = False
    """Refuse before any text."""
    wire: tuple[Any, ...] | None = None
    """What is sent in place of all the above: JSON as an event, bytes as they are."""
    keeps_open: bool = False
    """Do not close the stream behind `wire`."""
    answer: tuple[Any, ...] | None = None
    """What a reply or a count is answered with instead: HTTP status and body (JSON or bytes);
    gRPC status, message and details."""
    pause_seconds: float = 0
    """Before each delta."""
    samples: bytes = b"\x10\x20" * 12_000
    """What a text is read aloud as, 24 000 samples a second."""
    vectors: tuple[tuple[float, ...], ...] | None = None
    """What texts are embedded as, in place of `vectors_of`."""
    vectors_as_lists: bool = False
    """Send vectors as lists though base64 was asked for, as some do."""
    count: Any = None
    """Any JSON in place of the figure that answers a count."""
    count_is_unreadable: bool = False
    """Answer counts with what is no count."""


def vectors_of(reply: Reply, texts: list[str], dimensions: int | None) -> list[list[float]]:
    """Return the vectors of texts: the script's, or some that tell the texts apart by length."""
    if reply.vectors is not None:
        return [list(vector) for vector in reply.vectors]
    return [[len(text), 1, *[0] * ((dimensions or 4) - 2)] for text in texts]


@dataclass(frozen=True)
class Asked:
    """A request for a reply, read from the wire in our terms."""

    model_id: str
    prompt: Prompt


BEYOND_TEXT_TOKENS = 100
"""What a part that is no text counts where it is not real: bytes that are no picture."""


@dataclass
class Fake:
    """A vendor of models on this machine.

    Calls take the scripted replies in order; the last one serves every call after it.
    """

    endpoint: str = ""
    requests: list[Any] = field(default_factory=list)
    """Requests for replies as they came over the wire, oldest first."""
    counted: list[str] = field(default_factory=list)
    """Texts that were to be counted."""
    keys: list[str] = field(default_factory=list)
    """API keys, a call each."""
    headers: list[dict[str, str]] = field(default_factory=list)
    """Headers of calls over HTTP, names in lower case."""
    called: asyncio.Event = field(default_factory=asyncio.Event)
    """A request for a reply has come."""
    may_count: asyncio.Event = field(default_factory=asyncio.Event)
    """Counts are answered while this is set; it is, until a test clears it."""
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    """A caller has hung up on a reply."""
    models: tuple[str, ...] | int = ("llama3.2:3b", "ears-and-brush")
    """What it says that it has, where it is asked for a list; or the status it refuses one with."""
    replies: deque[Reply] = field(default_factory=lambda: deque([Reply()]))
    answer: Callable[[Any], Reply] | None = None
    """Makes the reply to a request; the script then is for counts alone."""

    def __post_init__(self) -> None:
        self.may_count.set()

    def script(self, *replies: Reply) -> None:
        """Answer the next calls like this."""
        self.replies = deque(replies)

    def next_reply(self, request: Any) -> Reply:
        """Take the reply of a call that came in."""
        self.requests.append(request)
        self.called.set()
        if self.answer:
            return self.answer(request)
        return self.replies.popleft() if len(self.replies) > 1 else self.replies[0]

    async def count(self, text: str, others_tokens: int = 0) -> int:
        """Count a message that came in, as soon as it may: its text, and what is no text."""
        self.counted.append(text)
        await self.may_count.wait()
        return counted(text) + others_tokens
