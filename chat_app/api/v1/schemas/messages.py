"""The messages of a chat completion, as clients send them."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from chat_app.api.schemas.shape import example
from chat_app.api.v1.schemas.asked import (
    NOT_OFFERED,
    WORDS_OR_PARTS,
    Asked,
    Nothing,
    ToolName,
    Words,
)

_PICTURE = "data:image/png;base64,iVBORw0KGgo="


class TextPart(Asked):
    """Words."""

    model_config = example(type="text", text="What is in this picture?")

    type: Literal["text"]
    """Always `text`."""
    text: str
    """The words."""


class ImageUrl(Asked):
    """A picture."""

    model_config = example(url=_PICTURE)

    url: str
    """A `data:` URL that holds the picture; nothing is fetched from anywhere."""
    detail: Literal["auto", "low", "high", "original"] | None = None
    """How closely to look. Not passed on: vendors look closely."""


class ImagePart(Asked):
    """A picture to be looked at."""

    model_config = example(type="image_url", image_url={"url": _PICTURE})

    type: Literal["image_url"]
    """Always `image_url`."""
    image_url: ImageUrl
    """The picture."""


class RefusalPart(Asked):
    """Words by which the model refused."""

    model_config = example(type="refusal", refusal="I cannot help with that.")

    type: Literal["refusal"]
    """Always `refusal`."""
    refusal: str
    """The words."""


Texts = Annotated[list[TextPart], Field(min_length=1), Tag("parts")]
Told = Annotated[Words | Texts, WORDS_OR_PARTS]
"""Words, or parts that are words."""
_UserPart = Annotated[TextPart | ImagePart, Field(discriminator="type")]
_AssistantPart = Annotated[TextPart | RefusalPart, Field(discriminator="type")]


class CalledFunction(Asked):
    """What was called, and with what."""

    model_config = example(name="weather", arguments='{"city": "Oslo"}')

    name: ToolName
    """The function."""
    arguments: str
    """A JSON object, as text."""


class CalledTool(Asked):
    """A call that the model made."""

    model_config = example(
        id="call_1", type="function", function={"name": "weather", "arguments": "{}"}
    )

    id: Annotated[str, Field(min_length=1)]
    """By which its result names it."""
    type: Literal["function"]
    """Always `function`."""
    function: CalledFunction
    """What was called."""


class SystemMessage(Asked):
    """What the model is told before all else, wherever it stands; `developer` means the same."""

    model_config = example(role="system", content="Answer briefly.")

    role: Literal["system", "developer"]
    """`system` or `developer`."""
    content: Told
    """The words."""
    name: str | None = None
    """Who says so. Not passed on."""


class UserMessage(Asked):
    """What the user says."""

    model_config = example(role="user", content="What is an event stream?")

    role: Literal["user"]
    """Always `user`."""
    content: Annotated[
        Words | Annotated[list[_UserPart], Field(min_length=1), Tag("parts")], WORDS_OR_PARTS
    ]
    """Words, or words and pictures."""
    name: str | None = None
    """Who says so. Not passed on."""


class AssistantMessage(Asked):
    """What the model said, and what it called."""

    model_config = example(role="assistant", content="A stream of events.")

    role: Literal["assistant"]
    """Always `assistant`."""
    content: Annotated[
        Words | Annotated[list[_AssistantPart], Field(min_length=1), Tag("parts")] | Nothing,
        WORDS_OR_PARTS,
    ] = None
    """The words; may be missing where there are calls."""
    refusal: str | None = None
    """The words by which it refused."""
    tool_calls: list[CalledTool] | None = None
    """What it called."""
    name: str | None = None
    """Who says so. Not passed on."""
    audio: Annotated[None, NOT_OFFERED] = None
    """Not offered."""
    function_call: Annotated[None, NOT_OFFERED] = None
    """OpenAI's older form of calls; not offered."""


class ToolMessage(Asked):
    """What a called function answered."""

    model_config = example(role="tool", tool_call_id="call_1", content="7 °C")

    role: Literal["tool"]
    """Always `tool`."""
    tool_call_id: str
    """The call it answers."""
    content: Told
    """The answer."""


Message = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]
"""A message, told apart by its role."""
