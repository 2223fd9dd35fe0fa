"""Bodies that programs talk in."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.attachments import (
    ATTACHMENT,
    SAYS_SOMETHING,
    AttachmentOut,
    Attachments,
)
from chat_app.api.schemas.shape import (
    CHAT_ID,
    QUESTION_ID,
    REPLY_ID,
    Id,
    In,
    Mark,
    MessageText,
    Shape,
    Text,
    example,
)
from chat_app.api.schemas.talk import MessageIn
from chat_app.llm.types import Role

_HISTORY_MESSAGE = {
    "id": QUESTION_ID,
    "role": "user",
    "content": "What is an event stream?",
    "modelId": "simulated",
    "tokensUsed": 0,
    "createdAt": "2026-11-21T09:30:01Z",
    "attachments": [ATTACHMENT],
}


class ChatMessageIn(MessageIn):
    """A message to be answered, in a new chat where none is given."""

    model_config = example(SAYS_SOMETHING, message="What is an event stream?", model="simulated")

    chat_id: Id | None = None
    """A UUID; without it a chat is made."""


class ReplyOut(Shape):
    """A whole reply."""

    model_config = example(
        chat_id=CHAT_ID,
        message_id=REPLY_ID,
        reply="An event stream is…",
        tokens_used=208,
        created_at="2026-11-21T09:30:01Z",
    )

    chat_id: UUID
    """The chat it stands in."""
    message_id: UUID
    """The reply."""
    reply: str
    """Its whole text; Markdown, with its pictures in it."""
    tokens_used: int
    """What the exchange was charged, in tokens."""
    created_at: datetime
    """When the reply began, UTC."""


class StartIn(In):
    """A prompt to be answered by a later GET."""

    model_config = example(SAYS_SOMETHING, modelId="simulated", prompt="What is an event stream?")

    modelId: Text  # noqa: N815 (the wire says so)
    """Model id, see `/api/models`."""
    prompt: MessageText
    """1 to 5000 characters, white space around them aside; beside files it may be empty."""
    attachments: Attachments = Field(default_factory=list[UUID])
    """Ids of files of mine, see `/api/files`; ten at most, in the order the model gets them."""
    chatId: Id | None = None  # noqa: N815
    """A UUID; without it a chat is made."""
    projectId: Mark | None = None  # noqa: N815
    """The caller's own mark on a chat that is made, kept as it is."""
    taskId: Mark | None = None  # noqa: N815
    """Another one."""


class StartedOut(Shape):
    """The session whose stream answers the prompt."""

    model_config = example(sessionId="019de2b5-0b3c-7d10-8e5a-93f7c1d08e05", chatId=CHAT_ID)

    sessionId: UUID  # noqa: N815
    """For `GET /api/chat/stream?sessionId=`; open for 10 minutes."""
    chatId: UUID  # noqa: N815
    """The chat the prompt belongs to."""


class HistoryMessageOut(Shape):
    """A message of the current branch."""

    model_config = example(**_HISTORY_MESSAGE)

    id: UUID
    """The message."""
    role: Role
    """Who said it."""
    content: str
    """What was said; Markdown in a reply."""
    modelId: str  # noqa: N815
    """Id of the model that answers or was asked."""
    tokensUsed: int  # noqa: N815
    """What the exchange was charged, in tokens; 0 on a user message."""
    createdAt: datetime  # noqa: N815
    """When it was saved, UTC."""
    attachments: list[AttachmentOut]
    """Its files, in their order."""


class HistoryOut(Shape):
    """The current branch of a chat."""

    model_config = example(chatId=CHAT_ID, messages=[_HISTORY_MESSAGE])

    chatId: UUID  # noqa: N815
    """The chat."""
    messages: list[HistoryMessageOut]
    """Oldest first."""
