"""The events of a stream in its three dialects, and how OpenAPI describes a stream."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chat_app.api.schemas.event_ids import END_OFFSET, PATTERN
from chat_app.api.schemas.messages import BREAKDOWN, BreakdownOut
from chat_app.api.schemas.shape import CHAT_ID, REPLY_ID, Shape, example
from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderTimeout,
    StreamFailed,
)

IN_STREAM = (ProviderRateLimited, ProviderError, ProviderTimeout, ContentBlocked, StreamFailed)
"""What may end a reply that has begun."""
_CODES: dict[str, Any] = {"enum": [kind.code for kind in IN_STREAM]}
_FAULT = {"code": ProviderError.code, "message": ProviderError.message}
_PICTURE: dict[str, Any] = {
    "file_id": "0199c2d1-7e55-7c8b-9a51-3b0f6a4d2e17",
    "media_type": "image/png",
    "width": 1024,
    "height": 768,
}


class Dialect(StrEnum):
    """How a reply is written on the wire."""

    TEXT = "text"
    TOKEN = "token"  # noqa: S105 (no password)
    TYPED = "typed"


class _Done(Shape):
    tokens_used: int
    """What the exchange was charged, in tokens."""
    message_id: UUID
    """The reply."""
    cached: Literal[True] | None = None
    """There and true where the reply came from the reply cache, and was free."""
    history_dropped: int | None = None
    """There where earlier messages did not fit into the model's window: how many."""


class PictureOut(Shape):
    """A picture of the reply, at `/api/files/{file_id}`. None is sent yet: they come with files."""

    model_config = example(**_PICTURE)

    file_id: UUID
    """Where it is kept."""
    media_type: str
    """Such as `image/png`."""
    width: int
    """In pixels."""
    height: int
    """In pixels."""


class TextDone(_Done):
    """The end of a reply."""

    model_config = example(done=True, tokens_used=208, message_id=REPLY_ID)

    done: Literal[True]
    """Always true."""


class TextFault(Shape):
    """A fault that ended the reply; what came before it is saved and charged."""

    model_config = example(error=True, **_FAULT)

    error: Literal[True]
    """Always true."""
    code: str = Field(json_schema_extra=_CODES)
    """What went wrong, for programs."""
    message: str
    """What went wrong, for people."""


class TokenPiece(Shape):
    """A piece of the reply."""

    model_config = example(token="Hello,", done=False)  # noqa: S106 (no password)

    token: str
    """Text to append."""
    done: Literal[False]
    """Always false."""


class TokenPicture(Shape):
    """A picture of the reply, between its pieces. None is sent yet: they come with files."""

    model_config = example(image=_PICTURE, done=False)

    image: PictureOut
    """The picture."""
    done: Literal[False]
    """Always false."""


class TokenDone(_Done):
    """The end of a reply."""

    model_config = example(
        token="",
        done=True,
        fullText="Hello, world",
        tokens_used=208,
        message_id=REPLY_ID,
        chat_id=CHAT_ID,
    )

    token: Literal[""]
    """Always empty."""
    done: Literal[True]
    """Always true."""
    fullText: str  # noqa: N815 (the wire says so)
    """The whole reply."""
    chat_id: UUID
    """The chat it stands in."""


class TokenFault(Shape):
    """A fault that ended the reply; what came before it is saved and charged."""

    model_config = example(error=ProviderError.code, message=ProviderError.message)

    error: str = Field(json_schema_extra=_CODES)
    """What went wrong, for programs."""
    message: str
    """What went wrong, for people."""


class TypedTyping(Shape):
    """The first event: the reply is on its way."""

    model_config = example(type="typing")

    type: Literal["typing"]
    """Always `typing`."""


class TypedPiece(Shape):
    """A piece of the reply."""

    model_config = example(type="token", content="Hello,")

    type: Literal["token"]
    """Always `token`."""
    content: str
    """Text to append."""


class TypedPicture(PictureOut):
    """A picture of the reply, between its pieces. None is sent yet: they come with files."""

    model_config = example(type="image", **_PICTURE)

    type: Literal["image"]
    """Always `image`."""


class TypedDone(_Done):
    """The end of a reply."""

    model_config = example(type="done", tokens_used=208, message_id=REPLY_ID, breakdown=BREAKDOWN)

    type: Literal["done"]
    """Always `done`."""
    breakdown: BreakdownOut | None
    """How the charge came about; null where nothing was asked of a model."""


class TypedFault(Shape):
    """A fault that ended the reply; what came before it is saved and charged."""

    model_config = example(type="error", **_FAULT)

    type: Literal["error"]
    """Always `error`."""
    code: str = Field(json_schema_extra=_CODES)
    """What went wrong, for programs."""
    message: str
    """What went wrong, for people."""


EVENTS: dict[Dialect, tuple[type[Shape], ...]] = {
    Dialect.TEXT: (TextDone, TextFault),
    Dialect.TOKEN: (TokenPiece, TokenPicture, TokenDone, TokenFault),
    Dialect.TYPED: (TypedTyping, TypedPiece, TypedPicture, TypedDone, TypedFault),
}
"""What stands in the JSON of an event; a piece in the text dialect is the text itself."""
_NAMES = {dialect: f"{dialect.capitalize()}Event" for dialect in Dialect}
"""Components that stand for all events of a dialect."""
_REF = "#/components/schemas/{model}"
NOTHING_MORE: dict[int | str, dict[str, Any]] = {
    204: {"description": "The caller has heard the closing event: an EventSource stops asking."}
}


def components() -> dict[str, Any]:
    """Return the schemas of all events, and of each dialect's, for the document."""
    shapes = [shape for kinds in EVENTS.values() for shape in kinds]
    wanted: list[tuple[type[Shape], JsonSchemaMode]] = [(each, "serialization") for each in shapes]
    _, definitions = models_json_schema(wanted, ref_template=_REF)
    return definitions["$defs"] | {
        _NAMES[dialect]: {
            "title": _NAMES[dialect],
            "description": f"What stands in the data of an event of the {dialect} dialect"
            + (", where it is JSON: a piece is the text itself." if _is_plain(dialect) else "."),
            "anyOf": [{"$ref": _REF.format(model=shape.__name__)} for shape in kinds],
        }
        for dialect, kinds in EVENTS.items()
    }


def _is_plain(dialect: Dialect) -> bool:
    return dialect is Dialect.TEXT


def stream_responses(*dialects: Dialect) -> dict[int | str, dict[str, Any]]:
    """Describe for OpenAPI a stream that may speak these dialects."""
    return {
        200: {
            "description": "The reply as it is produced and one closing event, which tells of"
            " success or of a fault: "
            + "; ".join(f"`{kind.code}`: {kind.message}" for kind in IN_STREAM),
            "headers": {
                "X-Chat-Id": {
                    "description": "The chat of the reply.",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                },
                "X-Message-Id": {
                    "description": "The reply; attach to it to go on after a cut.",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                },
            },
            "content": {
                "text/event-stream": {
                    # Generated clients read the whole as text. OpenAPI 3.2 has an itemSchema, which
                    # is foreign to 3.1; generators do not know 3.2 yet (tried 2026-11-21).
                    "schema": {"type": "string"},
                    "x-itemSchema": _event_schema(dialects),
                    "examples": {dialect: {"value": _EXAMPLES[dialect]} for dialect in dialects},
                }
            },
        }
    }


def _event_schema(dialects: Sequence[Dialect]) -> dict[str, Any]:
    data: list[dict[str, Any]] = [
        {
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": _REF.format(model=_NAMES[dialect])},
        }
        for dialect in dialects
    ]
    if any(map(_is_plain, dialects)):
        data.append({"description": "Text to append."})
    return {
        "type": "object",
        "required": ["id", "data"],
        "properties": {
            "id": {
                "type": "string",
                "pattern": PATTERN,
                "description": "Characters of the reply up to here, where to go on after a cut;"
                f" {END_OFFSET} on the closing event. Behind it stands `@` and the id of the reply"
                " where the same was sent before within a day.",
            },
            "retry": {
                "type": "integer",
                "description": "On GET: connect again so many milliseconds after a cut.",
            },
            "data": {"type": "string", "anyOf": data},
        },
    }


_EXAMPLES = {
    Dialect.TEXT: "id: 6\ndata: Hello,\n\nid: 12\ndata:  world\n\n"
    f'id: {END_OFFSET}\ndata: {{"done": true, "tokens_used": 208, "message_id": "{REPLY_ID}"}}\n\n',
    Dialect.TOKEN: 'id: 6\ndata: {"token": "Hello,", "done": false}\n\n'
    f'id: {END_OFFSET}\ndata: {{"token": "", "done": true, "fullText": "Hello,", '
    f'"tokens_used": 208, "message_id": "{REPLY_ID}", "chat_id": "{CHAT_ID}"}}\n\n',
    Dialect.TYPED: 'id: 0\ndata: {"type": "typing"}\n\n'
    'id: 6\ndata: {"type": "token", "content": "Hello,"}\n\n'
    f'id: {END_OFFSET}\ndata: {{"type": "done", "tokens_used": 208, '
    f'"message_id": "{REPLY_ID}", "breakdown": null}}\n\n',
}
