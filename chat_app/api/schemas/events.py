"""The events of a stream in its three dialects, and how OpenAPI describes a stream."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

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
    Dialect.TOKEN: (TokenPiece, TokenDone, TokenFault),
    Dialect.TYPED: (TypedTyping, TypedPiece, TypedDone, TypedFault),
}
"""What stands in the JSON of an event; a piece in the text dialect is the text itself."""


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


def _event_schema(dialects: Iterable[Dialect]) -> dict[str, Any]:
    payloads = [
        {"contentMediaType": "application/json", "contentSchema": _schema(shape)}
        for dialect in dialects
        for shape in EVENTS[dialect]
    ]
    text = [{"description": "Text to append."}] if Dialect.TEXT in dialects else []
    return {
        "type": "object",
        "required": ["id", "data"],
        "properties": {
            "id": {
                "type": "string",
                "pattern": r"^\d+$",
                "description": "Characters of the reply up to here: where to go on after a cut.",
            },
            "retry": {
                "type": "integer",
                "description": "Connect again so many milliseconds after a cut.",
            },
            "data": {"type": "string", "anyOf": payloads + text},
        },
    }


def _schema(shape: type[Shape]) -> dict[str, Any]:
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema


_EXAMPLES = {
    Dialect.TEXT: "retry: 3000\nid: 6\ndata: Hello,\n\nid: 12\ndata:  world\n\n"
    f'id: 12\ndata: {{"done": true, "tokens_used": 208, "message_id": "{REPLY_ID}"}}\n\n',
    Dialect.TOKEN: 'retry: 3000\nid: 6\ndata: {"token": "Hello,", "done": false}\n\n'
    'id: 6\ndata: {"token": "", "done": true, "fullText": "Hello,", "tokens_used": 208, '
    f'"message_id": "{REPLY_ID}", "chat_id": "{CHAT_ID}"}}\n\n',
    Dialect.TYPED: 'retry: 3000\nid: 0\ndata: {"type": "typing"}\n\n'
    'id: 6\ndata: {"type": "token", "content": "Hello,"}\n\n'
    'id: 6\ndata: {"type": "done", "tokens_used": 208, '
    f'"message_id": "{REPLY_ID}", "breakdown": null}}\n\n',
}
