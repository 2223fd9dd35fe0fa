"""The talk of a request of the Responses API, item by item."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from chat_app.api.schemas.shape import example
from chat_app.api.v1.schemas.asked import (
    NOT_OFFERED,
    WORDS_OR_PARTS,
    Asked,
    Words,
)
from chat_app.api.v1.schemas.messages import RefusalPart
from chat_app.llm.json_shapes import fields_of

_PICTURE = "data:image/png;base64,iVBORw0KGgo="


class InputText(Asked):
    """Words."""

    model_config = example(type="input_text", text="What is in this picture?")

    type: Literal["input_text"]
    """Always `input_text`."""
    text: str
    """The words."""


class InputImage(Asked):
    """A picture to be looked at."""

    model_config = example(type="input_image", image_url=_PICTURE)

    type: Literal["input_image"]
    """Always `input_image`."""
    image_url: str
    """A `data:` URL that holds the picture; nothing is fetched from anywhere."""
    detail: Literal["auto", "low", "high", "original"] | None = None
    """How closely to look. Not passed on: vendors look closely."""
    file_id: Annotated[None, NOT_OFFERED] = None
    """Nothing is stored: not offered."""


class OutputText(Asked):
    """Words that the model said."""

    model_config = example(type="output_text", text="A stream of events.")

    type: Literal["output_text"]
    """Always `output_text`."""
    text: str
    """The words."""


_Texts = Annotated[list[InputText], Field(min_length=1), Tag("parts")]
_UserPart = Annotated[InputText | InputImage, Field(discriminator="type")]
_UserParts = Annotated[list[_UserPart], Field(min_length=1), Tag("parts")]
_SaidPart = Annotated[OutputText | RefusalPart | InputText, Field(discriminator="type")]
_SaidParts = Annotated[list[_SaidPart], Tag("parts")]


class SystemItem(Asked):
    """What the model is told before all else, wherever it stands."""

    model_config = example(role="developer", content="Answer briefly.")

    role: Literal["system", "developer"]
    """`system` or `developer`."""
    content: Annotated[Words | _Texts, WORDS_OR_PARTS]
    """The words."""


class UserItem(Asked):
    """What the user says."""

    model_config = example(role="user", content="What is an event stream?")

    role: Literal["user"]
    """Always `user`."""
    content: Annotated[Words | _UserParts, WORDS_OR_PARTS]
    """Words, or words and pictures."""


class AssistantItem(Asked):
    """What the model said."""

    model_config = example(role="assistant", content="A stream of events.")

    role: Literal["assistant"]
    """Always `assistant`."""
    content: Annotated[Words | _SaidParts, WORDS_OR_PARTS]
    """The words."""


class FunctionCallItem(Asked):
    """A call that the model made."""

    model_config = example(
        type="function_call", call_id="call_1", name="weather", arguments='{"city": "Oslo"}'
    )

    type: Literal["function_call"]
    """Always `function_call`."""
    call_id: Annotated[str, Field(min_length=1)]
    """By which its output names it."""
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    """The function."""
    arguments: str
    """A JSON object, as text."""


class FunctionOutputItem(Asked):
    """What a called function answered."""

    model_config = example(type="function_call_output", call_id="call_1", output="7 °C")

    type: Literal["function_call_output"]
    """Always `function_call_output`."""
    call_id: str
    """The call it answers."""
    output: Annotated[Words | _Texts, WORDS_OR_PARTS]
    """The answer."""


def _type_of(item: Any) -> str | None:
    return fields_of(item).get("type", "message") if isinstance(item, dict) else None


_Message = Annotated[SystemItem | UserItem | AssistantItem, Field(discriminator="role")]
Item = Annotated[
    Annotated[_Message, Tag("message")]
    | Annotated[FunctionCallItem, Tag("function_call")]
    | Annotated[FunctionOutputItem, Tag("function_call_output")],
    Discriminator(
        _type_of,
        custom_error_type="union_tag_item",
        custom_error_message="must be one of 'message', 'function_call', 'function_call_output'",
    ),
]
"""A message, a call or its output; what says no type is a message."""
