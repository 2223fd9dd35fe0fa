"""The bodies of requests and responses that programs talk in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chat_app.api.schemas import MessageIn, Text
from chat_app.llm.types import Role


class ChatMessageIn(MessageIn):
    """A message to be answered, in a new chat where none is given."""

    chat_id: str | None = Field(default=None, description="A UUID; without it a chat is made.")


class ReplyOut(BaseModel):
    """A whole reply."""

    chat_id: UUID
    message_id: UUID
    reply: str
    tokens_used: int
    created_at: datetime


class StartIn(BaseModel):
    """A prompt to be answered by a later GET."""

    modelId: Text  # noqa: N815 (the wire says so)
    prompt: Text = Field(description="1–5000 characters.")
    chatId: str | None = Field(default=None, description="A UUID.")  # noqa: N815
    projectId: Annotated[Text, Field(max_length=100)] | None = None  # noqa: N815
    taskId: Annotated[Text, Field(max_length=100)] | None = None  # noqa: N815


class StartedOut(BaseModel):
    """The session whose stream answers the prompt."""

    sessionId: UUID  # noqa: N815
    chatId: UUID  # noqa: N815


class HistoryMessageOut(BaseModel):
    """A message of the current branch."""

    id: UUID
    role: Role
    content: str
    modelId: str  # noqa: N815
    tokensUsed: int  # noqa: N815
    createdAt: datetime  # noqa: N815


class HistoryOut(BaseModel):
    """The current branch of a chat, oldest first."""

    chatId: UUID  # noqa: N815
    messages: list[HistoryMessageOut]
