"""What passes between the app and a provider: one request, a stream of deltas, one finish."""

from dataclasses import dataclass
from enum import StrEnum


class FinishReason(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    SAFETY = "safety"
    CANCELLED = "cancelled"
    BUDGET = "budget"
    ERROR = "error"


class CountMethod(StrEnum):
    """How a token count was made, from the most to the least exact."""

    USAGE = "usage"
    API = "api"
    ESTIMATE = "estimate"


class CostMethod(StrEnum):
    """Where the cost of an exchange is from."""

    BILLED = "billed"
    """Made from the provider's figures."""
    ESTIMATED = "estimated"
    """Made from our own counts, where the provider told too little."""


class Role(StrEnum):
    """Who wrote a message."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """An earlier message of the chat, as the model sees it."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """All that shapes a reply."""

    model: str
    """Model id of the catalogue, which is the provider's own."""
    system_prompt: str
    history: tuple[PromptMessage, ...]
    """Earlier messages, oldest first."""
    message: str
    """The new user message."""
    max_output_tokens: int
    """Longest reply the provider may produce, in tokens."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One piece of text as the provider sent it."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """The provider's own token figures; `None` where it gave none, never a guess."""

    prompt_tokens: int | None = None
    """All of the prompt, cached tokens included."""
    cached_tokens: int | None = None
    """The part of the prompt that the provider had cached."""
    output_tokens: int | None = None
    """The reply's text, without thinking."""
    thinking_tokens: int | None = None
    """Reasoning the provider billed as output and did not show."""
    total_tokens: int | None = None
    """What the provider bills in all."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a reply; a refusal is a finish reason, not an exception."""

    reason: FinishReason
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A count of one text for one model."""

    tokens: int
    method: CountMethod
    cache_hit: bool = False
