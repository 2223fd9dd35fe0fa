"""What a chat completion answers, whole or chunk by chunk."""

from typing import Any, Literal

from chat_app.api.schemas.shape import Shape, example
from chat_app.api.v1.schemas.messages import CalledTool

_USAGE: dict[str, Any] = {
    "prompt_tokens": 12,
    "completion_tokens": 20,
    "total_tokens": 32,
    "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 0,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}
_ID = "chatcmpl-019de2b49c4571dab8c72e90ab63d104"
_CREATED = 1_796_000_000
Finish = Literal["stop", "length", "tool_calls", "content_filter"]


class PromptDetails(Shape):
    """What a prompt was made of."""

    model_config = example(**_USAGE["prompt_tokens_details"])

    cached_tokens: int
    """Tokens that the vendor had in its cache."""
    audio_tokens: int
    """Always 0."""


class CompletionDetails(Shape):
    """What a reply was made of."""

    model_config = example(**_USAGE["completion_tokens_details"])

    reasoning_tokens: int
    """Tokens of thinking, which is not shown."""
    audio_tokens: int
    """Always 0."""
    accepted_prediction_tokens: int
    """Always 0."""
    rejected_prediction_tokens: int
    """Always 0."""


class CompletionUsage(Shape):
    """What the vendor bills; our own counts where it told nothing."""

    model_config = example(**_USAGE)

    prompt_tokens: int
    """Tokens of the whole prompt."""
    completion_tokens: int
    """Tokens of the reply, thinking included."""
    total_tokens: int
    """Their sum, in tokens."""
    prompt_tokens_details: PromptDetails
    """What the prompt was made of."""
    completion_tokens_details: CompletionDetails
    """What the reply was made of."""


class CompletionMessage(Shape):
    """The reply."""

    model_config = example(role="assistant", content="A stream of events.", refusal=None)

    role: Literal["assistant"]
    """Always `assistant`."""
    content: str | None
    """The words; null where there are calls alone."""
    refusal: None
    """Always null: what is refused ends with `content_filter`."""
    tool_calls: list[CalledTool] | None = None
    """There where the model called something."""


class CompletionChoice(Shape):
    """The one reply."""

    model_config = example(
        index=0,
        message={"role": "assistant", "content": "A stream of events.", "refusal": None},
        logprobs=None,
        finish_reason="stop",
    )

    index: Literal[0]
    """Always 0."""
    message: CompletionMessage
    """What it says."""
    logprobs: None
    """Always null."""
    finish_reason: Finish
    """Why it ended; `length` also where the budget cut it, see `X-Tally-Cut`."""


class ChatCompletion(Shape):
    """A whole reply."""

    model_config = example(
        id=_ID,
        object="chat.completion",
        created=_CREATED,
        model="simulated",
        choices=[
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "A stream of events.",
                    "refusal": None,
                },
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        usage=_USAGE,
    )

    id: str
    """The exchange, as the ledger knows it."""
    object: Literal["chat.completion"]
    """Always `chat.completion`."""
    created: int
    """When it was asked, in seconds since 1970."""
    model: str
    """Who answered."""
    choices: list[CompletionChoice]
    """The one reply."""
    usage: CompletionUsage
    """What the vendor bills."""


class CalledFunctionPiece(Shape):
    """A piece of what is called."""

    model_config = example(name="weather", arguments="")

    name: str | None = None
    """The function; with the first piece."""
    arguments: str
    """The next piece of the arguments."""


class CalledToolPiece(Shape):
    """A piece of a call."""

    model_config = example(
        index=0, id="call_1", type="function", function={"name": "weather", "arguments": ""}
    )

    index: int
    """Which of the calls."""
    id: str | None = None
    """By which its result names it; with the first piece."""
    type: Literal["function"] | None = None
    """With the first piece."""
    function: CalledFunctionPiece
    """What is called."""


class ChunkDelta(Shape):
    """What is new."""

    model_config = example(content="A stream")

    role: Literal["assistant"] | None = None
    """With the first chunk."""
    content: str | None = None
    """Words to append."""
    refusal: None = None
    """Always null."""
    tool_calls: list[CalledToolPiece] | None = None
    """Pieces of calls."""


class ChunkChoice(Shape):
    """What is new of the one reply."""

    model_config = example(
        index=0, delta={"content": "A stream"}, logprobs=None, finish_reason=None
    )

    index: Literal[0]
    """Always 0."""
    delta: ChunkDelta
    """Its new words, or pieces of calls."""
    logprobs: None
    """Always null."""
    finish_reason: Finish | None
    """Why it ended; null until then."""


class ChatCompletionChunk(Shape):
    """A piece of a streamed reply."""

    model_config = example(
        id=_ID,
        object="chat.completion.chunk",
        created=_CREATED,
        model="simulated",
        choices=[
            {
                "index": 0,
                "delta": {"content": "A stream"},
                "logprobs": None,
                "finish_reason": None,
            }
        ],
    )

    id: str
    """The exchange; the same in every chunk."""
    object: Literal["chat.completion.chunk"]
    """Always `chat.completion.chunk`."""
    created: int
    """When it was asked, in seconds since 1970."""
    model: str
    """Who answers."""
    choices: list[ChunkChoice]
    """What is new; empty in the chunk that tells the usage."""
    usage: CompletionUsage | None = None
    """In the last chunk, where it was asked for; null in the others then."""
    cut: Literal["budget"] | None = None
    """In the last chunk, where the budget or the key's cap cut the reply."""
