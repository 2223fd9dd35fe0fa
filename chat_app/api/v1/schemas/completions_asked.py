"""What a chat completion asks."""

from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from chat_app.api.schemas.shape import example
from chat_app.api.v1.schemas.asked import (
    MAX_TOOLS,
    NOT_OFFERED,
    WORD_OR_OBJECT,
    Asked,
    Choice,
    Effort,
    Function,
    JsonForm,
    ModelId,
    MostTokens,
    NamedFunction,
    Nothing,
    NotKept,
    Penalty,
    ReplySchema,
    Seed,
    Stops,
    StreamOptions,
    TextForm,
)
from chat_app.api.v1.schemas.messages import Message

_WEATHER: dict[str, Any] = {"name": "weather"}


class FunctionTool(Asked):
    """A tool that the model may call; functions are all there are."""

    model_config = example(type="function", function=_WEATHER)

    type: Literal["function"]
    """Always `function`."""
    function: Function
    """The function."""


class ToolChosen(Asked):
    """Asks for a call of one function."""

    model_config = example(type="function", function=_WEATHER)

    type: Literal["function"]
    """Always `function`."""
    function: NamedFunction
    """The function."""


class SchemaForm(Asked):
    """A reply in JSON that follows a schema."""

    model_config = example(type="json_schema", json_schema={"name": "place", "schema": {}})

    type: Literal["json_schema"]
    """Always `json_schema`."""
    json_schema: ReplySchema
    """The schema."""


class ChatCompletionIn(NotKept):
    """What to answer, and how."""

    model_config = example(
        model="simulated",
        messages=[{"role": "user", "content": "What is an event stream?"}],
        stream=True,
        stream_options={"include_usage": True},
    )

    model: ModelId
    """Model id, see `GET /v1/models`."""
    messages: Annotated[list[Message], Field(min_length=1)]
    """The whole talk, oldest first; the last is of the user or a tool, or a reply to go on with."""
    stream: bool | None = None
    """Whether the reply comes as it is produced."""
    stream_options: StreamOptions | None = None
    """What a stream tells beside the reply."""
    max_tokens: MostTokens | None = None
    """The longest reply, in tokens; the server has a longest one of its own."""
    max_completion_tokens: MostTokens | None = None
    """The same by its newer name; where both are sent, the smaller counts."""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    """How freely words are chosen."""
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of likelihood that words are chosen from."""
    stop: Stops = None
    """Texts before which the reply ends."""
    seed: Seed | None = None
    """Asks for the same reply to the same request."""
    presence_penalty: Penalty | None = None
    """Against words that were used."""
    frequency_penalty: Penalty | None = None
    """Against words by how often they were used."""
    response_format: (
        Annotated[TextForm | JsonForm | SchemaForm, Field(discriminator="type")] | None
    ) = None
    """The form of the reply."""
    tools: Annotated[list[FunctionTool], Field(max_length=MAX_TOOLS)] | None = None
    """What the model may call."""
    tool_choice: Annotated[
        Choice | Annotated[ToolChosen, Tag("object")] | Nothing, WORD_OR_OBJECT
    ] = None
    """Whether it may, must not or must call, or what."""
    parallel_tool_calls: bool | None = None
    """Whether a reply may have several calls."""
    reasoning_effort: Effort | None = None
    """How much to think before the reply."""
    verbosity: Annotated[Literal["medium"] | None, NOT_OFFERED] = None
    """Only the default is offered."""
