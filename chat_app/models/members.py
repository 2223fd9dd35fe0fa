"""Table of who reads and writes along in the chats of others."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UtcDateTime, as_text
from chat_app.models.moments import now


class MemberRole(StrEnum):
    """What a member may do in a chat of somebody else."""

    EDITOR = "editor"
    """Write, edit own messages, stop own replies, and all that a viewer may."""
    VIEWER = "viewer"
    """Read, react and export."""


_HERE = text("left_at IS NULL")


class Membership(SQLModel, table=True):
    """One stay of a person in a chat of somebody else; who comes back has another one.

    Those that are over are kept: they say who joined and left, and when.
    """

    __tablename__: ClassVar[str] = "membership"
    __table_args__ = (
        Index(
            "ix_membership_here",
            "user_id",
            "chat_id",
            unique=True,
            sqlite_where=_HERE,
            postgresql_where=_HERE,
        ),
        Index("ix_membership_chat", "chat_id", "membership_id"),
    )

    membership_id: UUID = Field(default_factory=uuid7, primary_key=True)
    chat_id: UUID = Field(foreign_key="chat.chat_id")
    user_id: UUID = Field(foreign_key="user_account.user_id")
    role: MemberRole = Field(sa_type=as_text(MemberRole))
    added_by: UUID = Field(foreign_key="user_account.user_id")
    joined_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Null while they are a member."""
    removed_by: UUID | None = Field(default=None, foreign_key="user_account.user_id")
    """Who took them out; null where they left, and while they are here."""
    pinned: bool = False
    """Whether the member, for themselves, keeps it on top."""
    project_id: str | None = Field(default=None, max_length=100)
    """The mark of the member's own folder that it lies in."""
