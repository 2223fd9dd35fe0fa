"""Bodies about chats."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.messages import EXPORTED_MESSAGE, ExportedMessageOut
from chat_app.api.schemas.shape import (
    CHAT_ID,
    NOT_BLANK,
    REPLY_ID,
    In,
    Mark,
    Out,
    Shape,
    Text,
    example,
)

_CHAT = {
    "chat_id": CHAT_ID,
    "title": "What is a token?",
    "model": "simulated",
    "pinned": False,
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:04.125000Z",
    "message_count": 2,
    "tokens_consumed": 208,
}
Title = Annotated[Text, Field(json_schema_extra={"maxLength": 200})]


class ChatIn(In):
    """A new chat."""

    model_config = example(title="What is a token?", model="simulated")

    title: Title = ""
    """At most 200 characters; named after the first message when empty."""
    model: Text | None = None
    """Model id, see `/api/models`; the default model when left out."""
    project_id: Mark | None = None
    """The caller's own mark, kept as it is."""
    task_id: Mark | None = None
    """Another one."""


class ChatPatch(In):
    """What to change of a chat; what is left out stays."""

    model_config = example(title="Tokens", pinned=True)

    title: Annotated[Title, Field(json_schema_extra=NOT_BLANK)] | None = None
    """1 to 200 characters."""
    pinned: bool | None = None
    """Whether it stays on top of the list."""
    model: Text | None = None
    """Model id, see `/api/models`; answers from now on."""


class ChatOut(Out):
    """A chat."""

    model_config = example(**_CHAT)

    chat_id: UUID
    """Sorts by the time the chat was made."""
    title: str
    """Empty until the first message names it."""
    model: str
    """Id of the model that answers."""
    pinned: bool
    """Whether it stays on top of the list."""
    created_at: datetime
    """When it was made, UTC."""
    updated_at: datetime
    """When something was last said in it, UTC."""
    message_count: int
    """Messages in all branches."""
    tokens_consumed: int
    """What all its exchanges were charged, in tokens."""


class ChatPageOut(Out):
    """Part of the chat list, pinned first, then newest first."""

    model_config = example(chats=[_CHAT], next_cursor="MCAyMDI2LTExLTIx…")

    chats: list[ChatOut]
    """As many as were asked for, fewer on the last page."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


class ChatDeletedOut(Shape):
    """A chat was deleted."""

    model_config = example(status="success", chat_id=CHAT_ID, message="Chat deleted")

    status: Literal["success"] = "success"
    """Always `success`."""
    chat_id: UUID
    """The chat that is gone."""
    message: str = "Chat deleted"
    """For people."""


class ExportOut(Shape):
    """The current branch of a chat as a file for programs."""

    model_config = example(
        **{name: _CHAT[name] for name in _CHAT if name not in {"pinned", "message_count"}},
        messages=[EXPORTED_MESSAGE],
    )

    chat_id: UUID
    """The chat."""
    title: str
    """Empty until the first message names it."""
    model: str
    """Id of the model that answers."""
    created_at: datetime
    """When it was made, UTC."""
    updated_at: datetime
    """When something was last said in it, UTC."""
    tokens_consumed: int
    """What the exchanges of all its branches were charged, in tokens."""
    messages: list[ExportedMessageOut]
    """Oldest first."""


class BranchIn(In):
    """Which branch becomes the current one."""

    model_config = example(message_id=REPLY_ID)

    message_id: UUID
    """A message of the branch; of several branches through it, the newest is meant."""
