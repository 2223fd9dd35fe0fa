"""The events of a stream in its three dialects."""

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
    """A picture of the reply, at `/api/files/{file_id}`."""

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
    """A picture of the reply, between its pieces."""

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


class TypedQueue(Shape):
    """In a shared chat, while others' replies are written: how many come before this one."""

    model_config = example(type="queue", position=2)

    type: Literal["queue"]
    """Always `queue`."""
    position: int
    """1 for the next one; told again whenever it changes."""


class TypedPiece(Shape):
    """A piece of the reply."""

    model_config = example(type="token", content="Hello,")

    type: Literal["token"]
    """Always `token`."""
    content: str
    """Text to append."""


class TypedPicture(PictureOut):
    """A picture of the reply, between its pieces."""

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
    Dialect.TYPED: (TypedTyping, TypedQueue, TypedPiece, TypedPicture, TypedDone, TypedFault),
}
"""What stands in the JSON of an event; a piece in the text dialect is the text itself."""
