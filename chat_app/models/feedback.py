"""Table of what people say about replies."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Names, UtcDateTime, as_text
from chat_app.models.moments import now


class Reaction(StrEnum):
    """What a reader thought of a reply."""

    LIKE = "like"
    DISLIKE = "dislike"


class MessageReaction(SQLModel, table=True):
    """What one reader of a chat thinks of a reply."""

    __tablename__: ClassVar[str] = "message_reaction"
    __table_args__ = (Index("ix_message_reaction", "model", "reaction"),)

    message_id: UUID = Field(foreign_key="message.message_id", primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    model: str = Field(max_length=100)
    """Id of the model that wrote the reply, as reports go by it."""
    reaction: Reaction = Field(sa_type=as_text(Reaction))


class Complaint(StrEnum):
    """What somebody did not like about a reply."""

    NOT_TRUE = "not_true"
    NOT_ASKED = "not_asked"
    """It does something else than was asked for."""
    STYLE = "style"
    LENGTH = "length"
    REFUSED = "refused"
    """It refuses without need."""
    HARMFUL = "harmful"


class Feedback(SQLModel, table=True):
    """Why somebody did not like a reply; goes when they think otherwise."""

    __tablename__: ClassVar[str] = "feedback"
    __table_args__ = (UniqueConstraint("message_id", "user_id", name="uq_feedback"),)

    feedback_id: UUID = Field(default_factory=uuid7, primary_key=True)
    message_id: UUID = Field(foreign_key="message.message_id")
    user_id: UUID = Field(foreign_key="user_account.user_id")
    complaints: tuple[str, ...] = Field(default=(), sa_type=Names, nullable=False)
    words: str = Field(default="", sa_type=Text)
    """What the person wrote; nothing of the chat is copied."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
