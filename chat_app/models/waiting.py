"""Table of what waits in line in chats of several people."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, SQLModel

from chat_app.columns import UtcDateTime, as_text
from chat_app.models.accounts import Via
from chat_app.models.moments import now


class SendKind(StrEnum):
    """What somebody asks of a chat."""

    SEND = "send"
    """To answer a message at the end of a branch."""
    COMPARE = "compare"
    """The same, of two models at once."""
    EDIT = "edit"
    """To answer a message that is written anew."""
    REGENERATE = "regenerate"
    """To answer the same message again."""
    CONTINUE = "continue"
    """To go on with a reply that was cut."""


_WAITS = text("refused_code IS NULL")


class WaitingSend(SQLModel, table=True):
    """Something asked in a shared chat while a reply was written there; ids are in their order.

    Nothing is reserved for it: all is checked when its turn comes. What is refused then stays, with
    its words, until its sender has taken them back.
    """

    __tablename__: ClassVar[str] = "waiting_send"
    __table_args__ = (
        Index("ix_waiting_send_chat", "chat_id", "waiting_id"),
        Index(
            "ix_waiting_send_due",
            "chat_id",
            "waiting_id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index("ix_waiting_send_rival", "rival_id"),
    )

    waiting_id: UUID = Field(primary_key=True)
    chat_id: UUID = Field(foreign_key="chat.chat_id")
    user_id: UUID = Field(foreign_key="user_account.user_id")
    """Who asks, and pays."""
    kind: SendKind = Field(sa_type=as_text(SendKind))
    question_id: UUID
    """The message that will be answered; of a new one, the id that was promised to it."""
    reply_id: UUID = Field(unique=True)
    """The id that was promised to the reply."""
    rival_id: UUID | None = None
    """Likewise to the one beside it."""
    leaf_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """End of the branch that the sender read, which goes on with it."""
    target_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """The message that is edited, answered again or gone on with."""
    content: str = Field(default="", sa_type=Text)
    """What a new message says."""
    models: list[str] = Field(default_factory=list, sa_type=JSON)
    """Ids of the models that are asked; none for the chat's own."""
    attachments: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """Ids of the files of a new message; null where an edited one keeps its own."""
    via: Via = Field(sa_type=as_text(Via))
    key_id: UUID | None = Field(default=None, foreign_key="api_key.key_id")
    """The API key that it came with."""
    refused_code: str | None = Field(default=None, max_length=40)
    """Why it was not sent when its turn came; null while it waits."""
    refused_message: str | None = Field(default=None, sa_type=Text)
    """The same in words."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
