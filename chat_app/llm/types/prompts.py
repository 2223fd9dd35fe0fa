"""A prompt: messages, and all that shapes the reply beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from chat_app.llm.types.parts import PromptMessage


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
    """Texts before which it ends."""
    response_format: JsonReply | None = None
    tools: tuple[Tool, ...] = ()
    top_p: float | None = None
    """The share of likelihood that the next token is chosen from, above 0 to 1."""
    seed: int | None = None
    """Asks for the same reply to the same request, as far as the vendor can."""
    presence_penalty: float | None = None
    """Against tokens that were used, -2 to 2; likewise the next, by how often they were."""
    frequency_penalty: float | None = None
    tool_choice: ToolChoice | None = None
    """Of no meaning where no tools are offered: then it is not sent."""
    parallel_tool_calls: bool | None = None
    """Whether a reply may have several calls; likewise."""
    reasoning_effort: ReasoningEffort | None = None
    shows_thinking: bool = False
    """Whether to be told what the model thinks anyway, where its vendor tells."""


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
