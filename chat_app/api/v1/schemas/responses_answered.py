"""What the Responses API answers, whole or event by event."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chat_app.api.schemas.shape import Shape, example
from chat_app.api.v1.schemas.asked import (
    Metadata,
)

_ID = "resp_019de2b49c4571dab8c72e90ab63d104"
_MESSAGE_ID = "msg_019de2b49c4571dab8c72e90ab63d104_0"
_MESSAGE: dict[str, Any] = {
    "id": _MESSAGE_ID,
    "type": "message",
    "status": "completed",
    "role": "assistant",
    "content": [
        {"type": "output_text", "text": "A stream of events.", "annotations": [], "logprobs": []}
    ],
}
_USAGE: dict[str, Any] = {
    "input_tokens": 12,
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens": 20,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 32,
}


class InputDetails(Shape):
    """What a prompt was made of."""

    model_config = example(**_USAGE["input_tokens_details"])

    cached_tokens: int
    """Tokens that the vendor had in its cache."""
    cache_write_tokens: int
    """Always 0."""


class OutputDetails(Shape):
    """What a reply was made of."""

    model_config = example(**_USAGE["output_tokens_details"])

    reasoning_tokens: int
    """Tokens of thinking, which is not shown."""


class ResponseUsage(Shape):
    """What the vendor bills; our own counts where it told nothing."""

    model_config = example(**_USAGE)

    input_tokens: int
    """Tokens of the whole prompt."""
    input_tokens_details: InputDetails
    """What the prompt was made of."""
    output_tokens: int
    """Tokens of the reply, thinking included."""
    output_tokens_details: OutputDetails
    """What the reply was made of."""
    total_tokens: int
    """Their sum, in tokens."""


class ResponseText(Shape):
    """Words of a reply."""

    model_config = example(**_MESSAGE["content"][0])

    type: Literal["output_text"]
    """Always `output_text`."""
    text: str
    """The words."""
    annotations: list[Any] = Field(max_length=0)
    """Always empty."""
    logprobs: list[Any] = Field(max_length=0)
    """Always empty."""


class ResponseMessage(Shape):
    """What the model said."""

    model_config = example(**_MESSAGE)

    id: str
    """The item."""
    type: Literal["message"]
    """Always `message`."""
    status: Literal["in_progress", "completed", "incomplete"]
    """Whether it is whole."""
    role: Literal["assistant"]
    """Always `assistant`."""
    content: list[ResponseText]
    """The words."""


class ResponseCall(Shape):
    """A call that the model made."""

    model_config = example(
        id="fc_019de2b49c4571dab8c72e90ab63d104_0",
        type="function_call",
        status="completed",
        call_id="call_1",
        name="weather",
        arguments='{"city": "Oslo"}',
    )

    id: str
    """The item."""
    type: Literal["function_call"]
    """Always `function_call`."""
    status: Literal["in_progress", "completed", "incomplete"]
    """Whether it is whole."""
    call_id: str
    """By which its output names it."""
    name: str
    """The function."""
    arguments: str
    """A JSON object, as text."""


class IncompleteDetails(Shape):
    """Why a reply is not whole."""

    model_config = example(reason="max_output_tokens")

    reason: Literal["max_output_tokens", "content_filter"]
    """The longest reply, asked for or paid for, or the vendor's filter."""


_RESPONSE: dict[str, Any] = {
    "id": _ID,
    "object": "response",
    "created_at": 1_796_000_000,
    "status": "completed",
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "model": "simulated",
    "output": [_MESSAGE],
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "store": False,
    "temperature": 1,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1,
    "truncation": "disabled",
    "usage": _USAGE,
}


class ResponseAnswer(Shape):
    """A reply, whole or as it begins."""

    model_config = example(**_RESPONSE)

    id: str
    """The exchange, as the ledger knows it."""
    object: Literal["response"]
    """Always `response`."""
    created_at: int
    """When it was asked, in seconds since 1970."""
    status: Literal["in_progress", "completed", "incomplete"]
    """How it is."""
    error: None
    """Always null: faults are told by a status, or by an event."""
    incomplete_details: IncompleteDetails | None
    """Why it is not whole; null where it is."""
    instructions: str | None
    """As asked."""
    max_output_tokens: int | None
    """As asked, in tokens."""
    metadata: Metadata
    """As asked."""
    model: str
    """Who answers."""
    output: list[Annotated[ResponseMessage | ResponseCall, Field(discriminator="type")]]
    """What it said and called, in order."""
    parallel_tool_calls: bool
    """As asked."""
    previous_response_id: None
    """Always null."""
    reasoning: dict[str, Any]
    """As asked."""
    store: Literal[False]
    """Nothing is stored."""
    temperature: float
    """As asked; 1 where nothing was."""
    text: dict[str, Any]
    """As asked."""
    tool_choice: str | dict[str, Any]
    """As asked."""
    tools: list[dict[str, Any]]
    """As asked."""
    top_p: float
    """As asked; 1 where nothing was."""
    truncation: Literal["disabled"]
    """Nothing is left out."""
    usage: ResponseUsage | None
    """What the vendor bills; null until the end."""
    cut: Literal["budget"] | None = None
    """In the last event, where the budget or the key's cap cut the reply."""


class ResponseEvent(Shape):
    """An event of a streamed reply: what else is in it goes by its type, as OpenAI has it.

    Types: `response.created`, `response.in_progress`, `response.output_item.added`,
    `response.content_part.added`, `response.output_text.delta`, `response.output_text.done`,
    `response.content_part.done`, `response.function_call_arguments.delta`,
    `response.function_call_arguments.done`, `response.output_item.done`, at the end
    `response.completed` or `response.incomplete`, or `error`, after which nothing comes.
    """

    model_config = example(
        type="response.output_text.delta",
        sequence_number=4,
        item_id=_MESSAGE_ID,
        output_index=0,
        content_index=0,
        delta="A stream",
        logprobs=[],
    )

    type: str
    """The kind, which stands in the `event` line, too."""
    sequence_number: int
    """Counted from 0."""
    response: ResponseAnswer | None = None
    """The reply as it is now, at its beginning and its end."""
    output_index: int | None = None
    """Which item of the output."""
    item: Annotated[ResponseMessage | ResponseCall, Field(discriminator="type")] | None = None
    """An item as it begins or ends."""
    item_id: str | None = None
    """The item."""
    content_index: Literal[0] | None = None
    """Which part of a message; there is one."""
    part: ResponseText | None = None
    """A part as it begins or ends."""
    delta: str | None = None
    """What to append: words, or arguments of a call."""
    text: str | None = None
    """The whole words."""
    arguments: str | None = None
    """The whole arguments."""
    logprobs: list[Any] | None = None
    """Always empty."""
