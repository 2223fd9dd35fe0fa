"""Bodies about chats."""

from datetime import datetime
from typing import Annotated, Any, Literal
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
from chat_app.services.chats.changes import MAX_SYSTEM_PROMPT_CHARACTERS, ChatChanges

_CHAT = {
    "chat_id": CHAT_ID,
    "title": "What is a token?",
    "model": "simulated",
    "pinned": False,
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:04.125000Z",
    "message_count": 2,
    "tokens_consumed": 208,
    "project_id": "website",
    "task_id": "faq",
    "archived": False,
    "deleted_at": "2026-11-21T10:00:00Z",
}
_EXPORTED = ("chat_id", "title", "model", "created_at", "updated_at", "tokens_consumed")
_SNIPPET = {
    "text": "Every token is part of a word.",
    "marks": [[6, 11]],
    "message_id": REPLY_ID,
}
Title = Annotated[Text, Field(json_schema_extra={"maxLength": 200})]


class ChatIn(In):
    """A new chat."""

    model_config = example(
        title="What is a token?", model="simulated", project_id="website", task_id="faq"
    )

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

    model_config = example(title="Tokens", pinned=True, project_id="website")

    title: Annotated[Title, Field(json_schema_extra=NOT_BLANK)] | None = None
    """1 to 200 characters; null leaves it."""
    pinned: bool | None = None
    """Whether it stays on top of the list; null leaves it."""
    archived: bool | None = None
    """True puts it away: it takes no place and is read-only until false takes it back."""
    model: Text | None = None
    """Model id, see `/api/models`; answers from now on. Null leaves it."""
    system_prompt: Annotated[Text, Field(max_length=MAX_SYSTEM_PROMPT_CHARACTERS)] | None = None
    """What the model is told first in this chat; null is the usual."""
    project_id: Mark | None = None
    """The caller's own mark; null takes it off."""
    task_id: Mark | None = None
    """Another one; null takes it off."""

    def changes(self) -> ChatChanges:
        """Return what was sent and means a change."""
        clearable = {"system_prompt", "project_id", "task_id"}
        sent = self.model_dump(exclude_unset=True).items()
        changes: Any = {name: to for name, to in sent if to is not None or name in clearable}
        return changes


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
    project_id: str | None
    """The caller's own mark."""
    task_id: str | None
    """Another one."""
    archived: bool
    """Whether it is put away: takes no place and is read-only."""
    deleted_at: datetime | None
    """When it was deleted, UTC; from then on it can be restored for 30 days."""


class SnippetOut(Out):
    """Where a search found its words: a piece of the title or of a message, as it was written."""

    model_config = example(**_SNIPPET)

    text: str
    """Plain text, white space as blanks, with "…" where it was cut."""
    marks: list[tuple[int, int]]
    """Each hit in it: its first character and the one after its last, in code points from 0."""
    message_id: UUID | None
    """The message that it is from; null for the title."""


class ListedChatOut(ChatOut):
    """A chat in a list."""

    model_config = example(**_CHAT, snippet=_SNIPPET)

    snippet: SnippetOut | None = None
    """Where the words of `q` are; null without a search."""


class ChatPageOut(Out):
    """Part of the chat list, pinned first, then newest first."""

    model_config = example(chats=[_CHAT | {"snippet": _SNIPPET}], next_cursor="MCAyMDI2LTExLTIx…")

    chats: list[ListedChatOut]
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
        **{name: _CHAT[name] for name in _EXPORTED},
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
