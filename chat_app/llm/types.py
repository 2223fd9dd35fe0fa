"""What passes between the app and a provider: a prompt of parts, a stream of deltas, one finish."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal


class FinishReason(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    SAFETY = "safety"
    TOOL_CALLS = "tool_calls"
    """The model asks for tools and waits for their results."""
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


class Tier(StrEnum):
    """What an account pays for, the least first; decides models and chats."""

    BASIC = "BASIC"
    PRO = "PRO"
    ENTERPRISE = "ENTERPRISE"


class Task(StrEnum):
    """What a model is for."""

    CHAT = "chat"
    EMBED = "embed"


class Role(StrEnum):
    """Who wrote a message."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture to be looked at."""

    media_type: str
    """Such as `image/png`."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be read, page by page."""

    media_type: str
    """Such as `application/pdf`."""
    content: bytes
    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording to be listened to."""

    media_type: str
    """Such as `audio/wav`."""
    content: bytes
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model asked for; part of a reply that was given."""

    call_id: str
    name: str
    arguments: str
    """A JSON object, as text."""
    signature: bytes = b""
    """What the vendor gave with the call and wants back with it; empty where it gave nothing."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered; part of a user's message, before all other parts."""

    call_id: str
    name: str
    content: str


Part = Text | Image | Document | Audio | ToolCall | ToolResult


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """A message, as the model sees it."""

    role: Role
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The words among its parts."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))


def text_message(role: Role, text: str) -> PromptMessage:
    """Return a message of words alone."""
    return PromptMessage(role, (Text(text),))


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may ask for."""

    name: str
    description: str
    arguments_schema: Mapping[str, Any]
    """JSON Schema of an object."""


@dataclass(frozen=True, slots=True)
class JsonReply:
    """Asks for a reply in JSON."""

    schema: Mapping[str, Any] | None = None
    """JSON Schema that the reply is to follow; `None` for any object."""
    name: str = "reply"
    """What the schema describes, in letters, digits, `_` and `-`."""
    is_strict: bool = False
    """Whether the vendor is to let nothing but the schema pass, where it can."""


@dataclass(frozen=True, slots=True)
class NamedTool:
    """Asks for a call of one tool."""

    name: str


ToolChoice = Literal["auto", "none", "required"] | NamedTool
"""Whether the model may, must not or must call a tool, or which one it must call."""
ReasoningEffort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What shapes a reply beside the messages; what is left out is the vendor's default.

    All but the first are named as OpenAI's chat completions name them.
    """

    max_output_tokens: int
    """Longest reply the provider may produce, in tokens."""
    temperature: float | None = None
    stop: tuple[str, ...] = ()
    """Texts before which the reply ends."""
    response_format: JsonReply | None = None
    tools: tuple[Tool, ...] = ()
    top_p: float | None = None
    """The share of likelihood that the next token is chosen from, above 0 to 1."""
    seed: int | None = None
    """Asks for the same reply to the same request, as far as the vendor can."""
    presence_penalty: float | None = None
    """Against tokens that were used, -2 to 2."""
    frequency_penalty: float | None = None
    """Against tokens by how often they were used, -2 to 2."""
    tool_choice: ToolChoice | None = None
    """Of no meaning where no tools are offered: then it is not sent."""
    parallel_tool_calls: bool | None = None
    """Whether a reply may have several calls; likewise."""
    reasoning_effort: ReasoningEffort | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that shapes a reply, whichever model gives it."""

    system: str
    """What the model is told before all; where a caller has several such texts, all of them in
    their order with a blank line between, for most vendors have one place for them."""
    messages: tuple[PromptMessage, ...]
    """Oldest first; the last is the one to be answered."""
    parameters: Parameters

    @property
    def history(self) -> tuple[PromptMessage, ...]:
        """Earlier messages, oldest first."""
        return self.messages[:-1]

    @property
    def question(self) -> PromptMessage:
        """The message to be answered."""
        return self.messages[-1]

    def limited_to(self, max_output_tokens: int) -> "Prompt":
        """Return the prompt with another longest reply, in tokens."""
        parameters = replace(self.parameters, max_output_tokens=max_output_tokens)
        return replace(self, parameters=parameters)


@dataclass(frozen=True, slots=True)
class Delta:
    """One piece of text as the provider sent it."""

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
    """The next piece of the JSON object."""
    call_id: str = ""
    """With the first piece."""
    name: str = ""
    """With the first piece."""
    signature: bytes = b""
    """With the first piece, where the vendor gives one."""


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


Event = Delta | PictureDelta | ToolCallDelta | Finish
"""What a provider's stream is made of; a `Finish` is the last."""


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A count of some parts for one model."""

    tokens: int
    method: CountMethod
    cache_hit: bool = False
