"""Bodies about chats."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.members import WHO, WhoOut
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
from chat_app.llm.types import ReasoningEffort
from chat_app.services.chats.changes import MAX_SYSTEM_PROMPT_CHARACTERS, ChatChanges
from chat_app.services.chats.parameters import ChatParameters, LongestReply, Temperature
from chat_app.services.chats.putting_away import MOST_CHATS, Place
from chat_app.services.chats.roles import ChatRole

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
    "is_temporary": False,
    "deleted_at": "2026-11-21T10:00:00Z",
    "is_shared": True,
    "unread": False,
    "role": "owner",
    "owner": WHO,
}
PARAMETERS = {"temperature": 0.7, "max_output_tokens": 500, "reasoning_effort": "low"}
_EXPORTED = ("chat_id", "title", "model", "created_at", "updated_at", "tokens_consumed")
_SNIPPET = {
    "text": "Every token is part of a word.",
    "marks": [[6, 11]],
    "message_id": REPLY_ID,
}
Title = Annotated[Text, Field(json_schema_extra={"maxLength": 200})]


class ParametersIn(In):
    """What shapes the replies of a chat beside its messages; what is left out is the usual.

    What a model does not take is kept, and sent to those that do (`/api/models` says which).
    """

    model_config = example(**PARAMETERS)

    temperature: Temperature | None = None
    """0 for the likeliest words, 2 for the most daring."""
    max_output_tokens: LongestReply | None = None
    """The longest reply, in tokens; a smaller limit of the model or the server goes before it."""
    reasoning_effort: ReasoningEffort | None = None
    """How hard the model thinks before it answers."""

    def chosen(self) -> ChatParameters:
        """Return what is not the usual."""
        chosen: Any = self.model_dump(exclude_none=True)
        return chosen


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
    """The mark of a folder, whose model and system prompt the chat begins with; see `/api/folders`.
    One that no chat has had yet makes a folder."""
    task_id: Mark | None = None
    """The caller's own mark, kept as it is."""
    is_temporary: bool = False
    """Whether it is in no list and no search, takes no place, and loses its text when it is
    deleted, when its person signs out, or a day after what happened in it last. What it costs
    stays in the books."""


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
    parameters: ParametersIn | None = None
    """What else shapes its replies, all of it anew; null is the usual."""
    project_id: Mark | None = None
    """The mark of a folder; null takes the chat out of its folder."""
    task_id: Mark | None = None
    """The caller's own mark; null takes it off."""

    def changes(self) -> ChatChanges:
        """Return what was sent and means a change."""
        clearable = {"system_prompt", "parameters", "project_id", "task_id"}
        sent = self.model_dump(exclude_unset=True).items()
        changes: Any = {name: to for name, to in sent if to is not None or name in clearable}
        if self.parameters:
            changes["parameters"] = self.parameters.chosen()
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
    """Whether the caller keeps it on top of the list."""
    created_at: datetime
    """When it was made, UTC."""
    updated_at: datetime
    """When something was last said in it, UTC."""
    message_count: int
    """Messages in all branches."""
    tokens_consumed: int
    """What all its exchanges were charged, in tokens."""
    project_id: str | None
    """The mark of the caller's folder that it is in."""
    task_id: str | None
    """The owner's own mark."""
    archived: bool
    """Whether it is put away: takes no place and is read-only."""
    is_temporary: bool
    """Whether its text goes when it is closed."""
    deleted_at: datetime | None
    """When it was deleted, UTC; from then on its owner can restore it for 30 days."""
    is_shared: bool
    """Whether others are in it, or were."""
    unread: bool
    """Whether others did something in it since the caller looked, in the browser or by
    `POST /api/chat/{chat_id}/seen`."""
    role: ChatRole
    """What the caller is in it: `owner`, `editor` or `viewer`."""
    owner: WhoOut
    """Whose it is: who let the others in, and whose place it takes."""


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


class PlaceIn(In):
    """Where several chats are to be; what is left out stays."""

    model_config = example(chat_ids=[CHAT_ID], archived=True)

    chat_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_CHATS)]
    """1 to 200 chats."""
    deleted: bool | None = None
    """True puts them into the trash; false takes them out of it, within 30 days."""
    archived: bool | None = None
    """True puts them away; false takes them back."""
    project_id: Mark | None = None
    """The mark of a folder; null takes them out of theirs."""

    def place(self) -> Place:
        """Return what was sent and means a change."""
        sent = self.model_dump(exclude_unset=True, exclude={"chat_ids"}).items()
        place: Any = {name: to for name, to in sent if to is not None or name == "project_id"}
        return place


class ChatsOut(Shape):
    """Several chats."""

    model_config = example(chats=[_CHAT])

    chats: list[ChatOut]
    """In the order in which they were named."""


class TrashEmptiedOut(Shape):
    """The trash was emptied."""

    model_config = example(status="success", erased=3)

    status: Literal["success"] = "success"
    """Always `success`."""
    erased: int
    """How many chats lost their text for good; what they used stays in the books."""


class BranchIn(In):
    """Which branch becomes the current one."""

    model_config = example(message_id=REPLY_ID)

    message_id: UUID
    """A message of the branch; of several branches through it, the newest is meant."""
