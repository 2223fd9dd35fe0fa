"""What a provider's stream is made of, and its figures."""

from dataclasses import dataclass

from chat_app.llm.types.names import CountMethod, FinishReason


@dataclass(frozen=True, slots=True)
class Delta:
    """One piece of text as the provider sent it."""

    text: str


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    """One piece of what the model thinks before it writes, as the provider tells it."""

    text: str


@dataclass(frozen=True, slots=True)
class PictureDelta:
    """A picture that the model drew, whole."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """One piece of a tool call; the pieces of a call together are a `ToolCall`."""

    index: int
    """Which of the reply's calls, from 0 on."""
    arguments: str
    """The next piece of the JSON object; the others come with the first piece, where at all."""
    call_id: str = ""
    name: str = ""
    signature: bytes = b""


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
    """Reasoning the provider billed as output, whether it was shown or not."""
    total_tokens: int | None = None
    """What the provider bills in all."""
    audio_tokens: int | None = None
    """The part of the prompt that was heard; `None` where nothing was, or nobody told."""
    picture_tokens: int | None = None
    """The part of the output that was drawn; likewise."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a reply; a refusal is a finish reason, not an exception."""

    reason: FinishReason
    usage: Usage | None = None


Event = Delta | ThinkingDelta | PictureDelta | ToolCallDelta | Finish
"""What a provider's stream is made of; a `Finish` is the last."""


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A count of some parts for one model."""

    tokens: int
    method: CountMethod
    cache_hit: bool = False
