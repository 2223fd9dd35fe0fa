"""Tables of files: pictures, documents and recordings, and the messages that hold them."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Figure, UtcDateTime, as_text, figures
from chat_app.models.moments import now


class FileKind(StrEnum):
    """What a file is to a model."""

    IMAGE = "image"
    DOCUMENT = "document"
    """Has pages, or comes from an office program."""
    TEXT = "text"
    AUDIO = "audio"


class FileOrigin(StrEnum):
    """Where a file is from."""

    SENT = "sent"
    """Its owner brought it."""
    DRAWN = "drawn"
    """A model drew it."""
    SPOKEN = "spoken"
    """A model read a reply aloud."""


class File(SQLModel, table=True):
    """Some bytes of a person; equal bytes of the same person are kept once."""

    __tablename__: ClassVar[str] = "file"
    __table_args__ = (
        *figures("file", "size_bytes width height pages duration_ms"),
        Index("ix_file_list", "user_id", "file_id"),
        Index("ix_file_content", "user_id", "sha256"),
        Index(
            "ix_file_deleted",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL"),
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
        Index("ix_file_created", "created_at"),
    )

    file_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    name: str = Field(max_length=255)
    kind: FileKind = Field(sa_type=as_text(FileKind))
    origin: FileOrigin = Field(default=FileOrigin.SENT, sa_type=as_text(FileOrigin))
    media_type: str = Field(max_length=100)
    """Such as `image/png`: what it is served as."""
    size_bytes: int = Field(sa_type=Figure)
    """Of what is served."""
    sha256: str = Field(max_length=64)
    """Of what is served, in hexadecimal."""
    width: int | None = None
    """In pixels, of a picture; likewise the next."""
    height: int | None = None
    pages: int | None = None
    duration_ms: int | None = Field(default=None, sa_type=Figure)
    """Of a recording, in milliseconds."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its owner took it out of the list; messages that hold it keep it."""


class Attachment(SQLModel, table=True):
    """A file in a message: sent with a question, or drawn in a reply."""

    __tablename__: ClassVar[str] = "attachment"
    __table_args__ = (
        *figures("attachment", "place tokens text_offset"),
        Index("ix_attachment_file", "file_id"),
    )

    message_id: UUID = Field(foreign_key="message.message_id", primary_key=True)
    place: int = Field(primary_key=True)
    """Its number in the message, from 0 on."""
    file_id: UUID = Field(foreign_key="file.file_id")
    tokens: int | None = Field(default=None, sa_type=Figure)
    """Its share of the exchange's `attachment_tokens` or, of a picture that was drawn, of the
    reply's tokens; null until that is settled."""
    text_offset: int | None = Field(default=None, sa_type=Figure)
    """Of a picture that was drawn: the characters of the reply's text before it."""


class SpokenReply(SQLModel, table=True):
    """A reply as a model read it aloud; made and charged once."""

    __tablename__: ClassVar[str] = "spoken_reply"
    __table_args__ = (Index("ix_spoken_reply_file", "file_id"),)

    message_id: UUID = Field(foreign_key="message.message_id", primary_key=True)
    model: str = Field(max_length=100, primary_key=True)
    file_id: UUID = Field(foreign_key="file.file_id")
