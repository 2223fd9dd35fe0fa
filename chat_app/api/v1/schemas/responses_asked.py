"""What a request of the Responses API asks, in its stateless form."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from chat_app.api.schemas.shape import example
from chat_app.api.v1.schemas.asked import (
    MAX_TOOLS,
    NOT_OFFERED,
    WORD_OR_OBJECT,
    WORDS_OR_PARTS,
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
    ReplySchema,
    TextForm,
    Words,
)
from chat_app.api.v1.schemas.response_items import Item


class FunctionToolItem(Function):
    """A tool that the model may call; functions are all there are."""

    model_config = example(type="function", name="weather", parameters=None, strict=True)

    type: Literal["function"]
    """Always `function`."""


class ToolItemChosen(NamedFunction):
    """Asks for a call of one function."""

    model_config = example(type="function", name="weather")

    type: Literal["function"]
    """Always `function`."""


class SchemaItemForm(ReplySchema):
    """A reply in JSON that follows a schema."""

    model_config = example(type="json_schema", name="place", schema={})

    type: Literal["json_schema"]
    """Always `json_schema`."""


class TextIn(Asked):
    """The form of the reply."""

    model_config = example(format={"type": "text"})

    format: Annotated[TextForm | JsonForm | SchemaItemForm, Field(discriminator="type")] | None = (
        None
    )
    """Words, JSON, or JSON that follows a schema."""
    verbosity: Annotated[Literal["medium"] | None, NOT_OFFERED] = None
    """Only the default is offered."""


class ReasoningIn(Asked):
    """How much to think."""

    model_config = example(effort="low")

    effort: Effort | None = None
    """How much to think before the reply."""
    summary: Annotated[Literal["auto"] | None, NOT_OFFERED] = None
    """Thinking is not shown: there are no summaries."""
    generate_summary: Annotated[Literal["auto"] | None, NOT_OFFERED] = None
    """Its older name."""


class ResponseStreamOptions(Asked):
    """What a stream tells beside the reply."""

    model_config = example(include_obfuscation=False)

    include_obfuscation: Annotated[Literal[False] | None, NOT_OFFERED] = None
    """Events are not padded: `true` is refused."""


class ResponseIn(NotKept):
    """What to answer, and how. Nothing is stored: each request brings the whole talk."""

    model_config = example(
        model="simulated", input="What is an event stream?", stream=True, store=False
    )

    model: ModelId
    """Model id, see `GET /v1/models`."""
    input: Annotated[
        Words | Annotated[list[Item], Field(min_length=1), Tag("parts")], WORDS_OR_PARTS
    ]
    """What the user says, or the whole talk, oldest first."""
    instructions: str | None = None
    """What the model is told before all else."""
    stream: bool | None = None
    """Whether the reply comes as it is produced."""
    stream_options: ResponseStreamOptions | None = None
    """What a stream tells beside the reply."""
    max_output_tokens: MostTokens | None = None
    """The longest reply, in tokens; the server has a longest one of its own."""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    """How freely words are chosen."""
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of likelihood that words are chosen from."""
    text: TextIn | None = None
    """The form of the reply."""
    tools: Annotated[list[FunctionToolItem], Field(max_length=MAX_TOOLS)] | None = None
    """What the model may call."""
    tool_choice: Annotated[
        Choice | Annotated[ToolItemChosen, Tag("object")] | Nothing, WORD_OR_OBJECT
    ] = None
    """Whether it may, must not or must call, or what."""
    parallel_tool_calls: bool | None = None
    """Whether a reply may have several calls."""
    reasoning: ReasoningIn | None = None
    """How much to think."""
    include: Annotated[list[Literal["reasoning.encrypted_content"]] | None, NOT_OFFERED] = None
    """What else to tell; there is no more to tell here."""
    truncation: Annotated[Literal["disabled"] | None, NOT_OFFERED] = None
    """Nothing is left out of a talk that is too long."""
    max_tool_calls: Annotated[None, NOT_OFFERED] = None
    """For OpenAI's own tools; not offered."""
    context_management: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    access_programs: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    image: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
