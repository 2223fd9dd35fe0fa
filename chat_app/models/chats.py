"""Tables of chats and what stands in them."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, Text, false, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Figure, UtcDateTime, as_text, figures
from chat_app.llm.types import Role
from chat_app.models.moments import now

_JSON_OR_NULL: Any = JSON(none_as_null=True)


class MessageStatus(StrEnum):
    """How far a message is."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    PARTIAL = "partial"
    FAILED = "failed"


_IN_TRASH = text("erased_at IS NULL AND deleted_at IS NOT NULL")
_FILED = text("project_id IS NOT NULL")


class Folder(SQLModel, table=True):
    """Chats of a person that have a mark in common, and what new ones among them begin with.

    A trigger makes one for every mark that is put on a chat.
    """

    __tablename__: ClassVar[str] = "folder"
    __table_args__ = (Index("ix_folder_list", "user_id", "created_at", "project_id"),)

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    project_id: str = Field(max_length=100, primary_key=True)
    """The mark."""
    name: str = Field(max_length=200)
    system_prompt: str | None = Field(default=None, sa_type=Text)
    """What the model is told first in new chats; null for the usual."""
    model: str | None = Field(default=None, max_length=100)
    """Model id of new chats; null for the usual."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Chat(SQLModel, table=True):
    """A conversation of one user; soft-deleted by `is_active = false`."""

    __tablename__: ClassVar[str] = "chat"
    __table_args__ = (
        *figures("chat", "message_count tokens_consumed"),
        Index(
            "ix_chat_list", "user_id", "is_active", "archived", "pinned", "updated_at", "chat_id"
        ),
        Index(
            "ix_chat_folder",
            "user_id",
            "project_id",
            "is_active",
            "archived",
            "pinned",
            "updated_at",
            "chat_id",
            sqlite_where=_FILED,
            postgresql_where=_FILED,
        ),
        Index(
            "ix_chat_trash",
            "user_id",
            "pinned",
            "updated_at",
            "chat_id",
            sqlite_where=_IN_TRASH,
            postgresql_where=_IN_TRASH,
        ),
        Index("ix_chat_to_erase", "deleted_at", sqlite_where=_IN_TRASH, postgresql_where=_IN_TRASH),
        Index("ix_chat_cost", "user_id", "tokens_consumed"),
        Index(
            "ix_chat_temporary",
            "user_id",
            "updated_at",
            sqlite_where=text("is_temporary"),
            postgresql_where=text("is_temporary"),
        ),
    )

    chat_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    title: str = Field(default="", max_length=200)
    """Empty until the first message names it."""
    model: str = Field(max_length=100)
    system_prompt: str | None = Field(default=None, sa_type=Text)
    """Overrides `SYSTEM_PROMPT` in this chat."""
    parameters: dict[str, Any] | None = Field(default=None, sa_type=_JSON_OR_NULL)
    """What else shapes its replies, see `services/chats/parameters.py`; null for the usual."""
    pinned: bool = False
    archived: bool = False
    """Put away: takes no place and is read-only until taken back."""
    is_temporary: bool = False
    """In no list and no search, takes no place, has no title; its text goes when it is closed."""
    is_shared: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether others are or were in it: only then need anybody ask who."""
    project_id: str | None = Field(default=None, max_length=100)
    """The mark of its folder."""
    task_id: str | None = Field(default=None, max_length=100)
    message_count: int = 0
    tokens_consumed: int = Field(default=0, sa_type=Figure)
    """Sum of what its exchanges were charged, all branches."""
    is_active: bool = True
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When title and text were taken away for good, see `services/chats/purge.py`."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ReadingPosition(SQLModel, table=True):
    """Where a person is in the branches of a chat."""

    __tablename__: ClassVar[str] = "reading_position"

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    chat_id: UUID = Field(foreign_key="chat.chat_id", primary_key=True)
    leaf_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """End of the branch that is read."""
    is_comparing: bool = False
    """Whether that end is read beside the other reply that was asked for with it."""
    left_out_id: UUID | None = None
    """What is as old as this message, or older, is told to no model; it may be gone itself."""
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the person last had a shared chat before them, as it was then."""


class Message(SQLModel, table=True):
    """Some text of a chat: a user's question, or the reply that a turn writes.

    What an exchange did cost, and why it ended, stands with its turn.
    """

    __tablename__: ClassVar[str] = "message"
    __table_args__ = (
        Index("ix_message_tree", "chat_id", "parent_id", "message_id"),
        Index("ix_message_chat", "chat_id", "message_id"),
    )

    message_id: UUID = Field(default_factory=uuid7, primary_key=True)
    chat_id: UUID = Field(foreign_key="chat.chat_id")
    parent_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """The message this one answers or follows; siblings are branches. A reply below a reply goes on
    where that one was cut."""
    role: Role = Field(sa_type=as_text(Role))
    author_id: UUID | None = Field(default=None, foreign_key="user_account.user_id")
    """Who wrote a question in somebody else's chat; null where the chat's owner did."""
    content: str = Field(default="", sa_type=Text)
    thinking: str | None = Field(default=None, sa_type=Text)
    """What the model thought before it wrote, as far as its vendor tells; no part of the text."""
    status: MessageStatus = Field(sa_type=as_text(MessageStatus))
    model: str = Field(default="", max_length=100)
    error_message: str | None = Field(default=None, sa_type=Text)
    """What the reader was told, in words."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
