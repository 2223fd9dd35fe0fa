"""What every body on the wire has in common, and the few shapes that belong to no noun.

A field is described by the docstring below it, units included; a shape shows itself by an example.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from chat_app.errors import MAX_MESSAGE_CHARACTERS

USER_ID = "019de2b4-5f0a-7c31-9d3e-6b0c41f2a801"
CHAT_ID = "019de2b4-8a17-7b52-8f6d-0c9be5d3f702"
QUESTION_ID = "019de2b4-9c44-7e09-a1b2-7d5fe8a46c03"
REPLY_ID = "019de2b4-9c45-71da-b8c7-2e90ab63d104"
ORG_ID = "019de2b3-1e2d-7a6b-b0f4-45c8d9e71200"
"""Ids of the examples: one user, one chat, a message and its reply, wherever they show up.

FastAPI (0.165) leaves null out of examples, so they have a value for everything."""


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("may not contain the NUL character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("is not valid Unicode")
    return text


Text = Annotated[
    str,
    AfterValidator(_storable),
    Field(json_schema_extra={"pattern": r"^[^\u0000]*$"}),
]
"""Text that every database can keep."""
NOT_BLANK: dict[str, Any] = {"minLength": 1, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
"""Says of a text that white space alone will not do."""
MessageText = Annotated[
    Text,
    # Said here and checked by the services, after trimming, with an error code of its own.
    Field(json_schema_extra={"maxLength": MAX_MESSAGE_CHARACTERS}),
]
"""The text of a message, which may be empty beside files."""
A_UUID: dict[str, Any] = {"format": "uuid"}
"""Says what an id must look like where a malformed one has an error code of its own."""
Id = Annotated[str, Field(json_schema_extra=A_UUID)]
Mark = Annotated[Text, Field(max_length=100)]
"""A program's own note on a chat."""
Absent = SkipJsonSchema[None]
"""What a parameter is that was left out; on the wire it cannot be null."""
Limit = Annotated[int, Field(ge=1, le=200, description="Most entries of the page.")]
Cursor = Annotated[
    Text | Absent, Field(description="`next_cursor` of the page before; the first page without it.")
]


def example(rule: dict[str, Any] | None = None, /, **fields: Any) -> ConfigDict:
    """Return the configuration of a shape that shows itself by this example.

    Args:
        rule: What JSON Schema says of fields that have to fit each other; the schema only says it.
        **fields: The example.
    """
    shown: dict[str, Any] = {"examples": [fields]}
    return ConfigDict(json_schema_extra=shown | (rule or {}))


class Shape(BaseModel):
    """A body: what comes is an `In`, what goes a plain shape or an `Out`."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class In(Shape):
    """A request; a field that it does not know is refused, so that no mistake passes for a wish."""

    model_config = ConfigDict(extra="forbid")


class Out(Shape):
    """A response, read from the attributes of what the services return."""

    model_config = ConfigDict(from_attributes=True)


class ErrorOut(Shape):
    """The shape of every error."""

    model_config = example(
        status="error",
        code="CHAT_NOT_FOUND",
        message="This chat does not exist or was deleted, or you are no longer in it",
    )

    status: Literal["error"]
    """Always `error`."""
    code: str
    """What went wrong, for programs; each route lists its codes."""
    message: str
    """What went wrong, for people; the wording may change."""


class DoneOut(Shape):
    """Says that it worked, where there is nothing else to say."""

    model_config = example(status="success")

    status: Literal["success"] = "success"
    """Always `success`."""
