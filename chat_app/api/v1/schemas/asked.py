"""What requests under `/v1` have in common: strict values, fields nobody knows passed over."""

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from chat_app.api.schemas.shape import Shape, example

_SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
MAX_TOOLS = 128
MAX_STOPS = 4


class Asked(Shape):
    """A request as clients of OpenAI send it.

    A field that nobody knows is passed over, for their clients send new ones; one that is known
    and not offered is refused, so that nobody waits for what will not happen.
    """

    model_config = ConfigDict(extra="ignore", strict=True)


def _refuse(value: Any, handler: Any) -> Any:
    try:
        return handler(value)
    except ValidationError as fault:
        words = "is not offered here; leave it out"
        for each in fault.errors():
            if only := each.get("ctx", {}).get("expected"):
                only = str(only).replace("False", "false")
                words = f"only {only} is offered here; send that, or leave it out"
        raise PydanticCustomError("not_offered", "{words}", {"words": words}) from fault


NOT_OFFERED = WrapValidator(_refuse)
"""Marks a field of OpenAI's of which nothing is offered but what it is when left out."""

ModelId = Annotated[str, Field(min_length=1, max_length=200)]
ToolName = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
Penalty = Annotated[float, Field(ge=-2, le=2)]


def _whole(number: Any) -> Any:
    return int(number) if isinstance(number, float) and number.is_integer() else number


WHOLE = BeforeValidator(_whole)
"""Takes 8.0 for 8, as JSON does."""
Seed = Annotated[int, Field(ge=-(2**63), le=2**63 - 1), WHOLE]
MostTokens = Annotated[int, Field(ge=1), WHOLE]
Metadata = dict[str, str]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
Schema = dict[str, Any]


def _kind_of_content(content: Any) -> str | None:
    if isinstance(content, str):
        return "words"
    if content is None:
        return "nothing"
    return "parts" if isinstance(content, list) else None


WORDS_OR_PARTS = Discriminator(
    _kind_of_content,
    custom_error_type="content",
    custom_error_message="must be text, or a list of parts",
)
"""Tells text from a list of parts, so that a fault in a part is told as such."""
Words = Annotated[str, Tag("words")]
Nothing = Annotated[None, Tag("nothing")]


def _kind_of_choice(choice: Any) -> str | None:
    if choice is None:
        return "nothing"
    return "object" if isinstance(choice, dict) else "word"


WORD_OR_OBJECT = Discriminator(_kind_of_choice)
"""Tells a word from an object likewise."""
Stops = Annotated[
    Words
    | Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(max_length=MAX_STOPS), Tag("parts")
    ]
    | Nothing,
    WORDS_OR_PARTS,
]
Choice = Annotated[Literal["none", "auto", "required"], Tag("word")]


class NotKept(Asked):
    """What is taken and has no effect, and what is refused, whichever API of OpenAI's has it."""

    user: str | None = None
    """Who asks, to the program. Neither kept nor passed on."""
    metadata: Metadata | None = None
    """The program's own notes. Neither kept nor passed on."""
    safety_identifier: str | None = None
    """Who asks, to the program. Neither kept nor passed on."""
    prompt_cache_key: str | None = None
    """What like prompts have in common. Not passed on: vendors find out by themselves."""
    prompt_cache_retention: str | None = None
    """How long a vendor keeps a prompt. Not passed on."""
    prompt_cache_options: dict[str, Any] | None = None
    """How a vendor keeps a prompt. Not passed on."""
    service_tier: Annotated[Literal["auto", "default"] | None, NOT_OFFERED] = None
    """Only the default is offered."""
    store: Annotated[Literal[False] | None, NOT_OFFERED] = None
    """Nothing is stored: `true` is refused."""
    moderation: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    background: Annotated[Literal[False] | None, NOT_OFFERED] = None
    """Not offered."""
    previous_response_id: Annotated[None, NOT_OFFERED] = None
    """Nothing is stored: not offered."""
    conversation: Annotated[None, NOT_OFFERED] = None
    """Nothing is stored: not offered."""
    prompt: Annotated[None, NOT_OFFERED] = None
    """Nothing is stored: not offered."""
    n: Annotated[Literal[1] | None, NOT_OFFERED] = None
    """One reply is all there is."""
    logprobs: Annotated[Literal[False] | None, NOT_OFFERED] = None
    """Not offered."""
    top_logprobs: Annotated[Literal[0] | None, NOT_OFFERED] = None
    """Not offered."""
    logit_bias: Annotated[Annotated[dict[str, int], Field(max_length=0)] | None, NOT_OFFERED] = None
    """Not offered."""
    modalities: Annotated[list[Literal["text"]] | None, NOT_OFFERED] = None
    """Text is all there is."""
    audio: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    prediction: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    web_search_options: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    functions: Annotated[None, NOT_OFFERED] = None
    """OpenAI's older form of tools; not offered."""
    function_call: Annotated[None, NOT_OFFERED] = None
    """OpenAI's older form of a choice of tools; not offered."""


class StreamOptions(Asked):
    """What a stream tells beside the reply."""

    model_config = example(include_usage=True)

    include_usage: bool | None = None
    """Whether the last chunk tells the tokens used."""
    include_obfuscation: Annotated[Literal[False] | None, NOT_OFFERED] = None
    """Chunks are not padded: `true` is refused."""


class Function(Asked):
    """A function that the model may call."""

    model_config = example(name="weather", description="Tells the weather", parameters=_SCHEMA)

    name: ToolName
    """What calls name."""
    description: str | None = None
    """When to call it, and what it does."""
    parameters: Schema | None = None
    """JSON Schema of an object: its arguments; without it there are none."""
    strict: bool | None = None
    """Whether the vendor is to let nothing but the schema pass, where it can."""


class NamedFunction(Asked):
    """A function, by its name."""

    model_config = example(name="weather")

    name: ToolName
    """Its name."""


class ReplySchema(Asked):
    """The form of a reply."""

    model_config = example(name="place", schema=_SCHEMA, strict=True)

    name: ToolName
    """What it describes."""
    description: str | None = None
    """What it is for. Not passed on."""
    json_schema: Annotated[Schema | None, Field(alias="schema")] = None
    """JSON Schema that the reply follows."""
    strict: bool | None = None
    """Whether the vendor is to let nothing but the schema pass, where it can."""


class TextForm(Asked):
    """A reply in words."""

    model_config = example(type="text")

    type: Literal["text"]
    """Always `text`."""


class JsonForm(Asked):
    """A reply in JSON, whichever object it is."""

    model_config = example(type="json_object")

    type: Literal["json_object"]
    """Always `json_object`."""
