"""Tables of what people bring along: prompts to use again, and chats from elsewhere."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UtcDateTime, as_text, figures
from chat_app.models.moments import now


class LibraryPrompt(SQLModel, table=True):
    """A text to send again, called by its name as `/name`; blanks in it are filled in then."""

    __tablename__: ClassVar[str] = "library_prompt"
    __table_args__ = (
        Index(
            "ix_library_prompt_own",
            "user_id",
            "name",
            unique=True,
            sqlite_where=text("NOT shared"),
            postgresql_where=text("NOT shared"),
        ),
        Index(
            "ix_library_prompt_shared",
            "name",
            unique=True,
            sqlite_where=text("shared"),
            postgresql_where=text("shared"),
        ),
    )

    prompt_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    """Whose it is; of a shared one, the administrator who made it."""
    name: str = Field(max_length=40)
    """Folded, without the slash."""
    description: str = Field(default="", max_length=200)
    content: str = Field(sa_type=Text)
    """With its blanks, as `{{language}}`."""
    shared: bool = False
    """Whether everybody may use it."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ImportStatus(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Nothing of it is there."""


class ChatImport(SQLModel, table=True):
    """Chats that somebody brought from another app, all of a file or none of them."""

    __tablename__: ClassVar[str] = "chat_import"
    __table_args__ = (
        *figures("chat_import", "total_chats saved_chats archived_chats known_chats messages"),
        Index(
            "ix_chat_import_one_running",
            "user_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_chat_import_user", "user_id", "import_id"),
    )

    import_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    source: str = Field(max_length=40)
    """The app that wrote the file, see `imports.Source`."""
    status: ImportStatus = Field(default=ImportStatus.RUNNING, sa_type=as_text(ImportStatus))
    total_chats: int
    """How many are in the file, without empty ones."""
    saved_chats: int = 0
    """How many of them are saved so far; nobody sees them until all are."""
    archived_chats: int = 0
    """How many of them went to the archive, for no place in the list was free."""
    known_chats: int = 0
    """How many had been imported before, and were passed over."""
    messages: int = 0
    left_out: dict[str, int] = Field(default_factory=dict[str, int], sa_type=JSON)
    """What the chats had that was not imported, and how often; see `imports.LeftOut`."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    moved_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    """When it last went on."""
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportedChat(SQLModel, table=True):
    """From which import a chat is, and which one of the file it was."""

    __tablename__: ClassVar[str] = "imported_chat"
    __table_args__ = (
        Index("ix_imported_chat_import", "import_id"),
        Index("ix_imported_chat_origin", "user_id", "origin_sha256"),
    )

    chat_id: UUID = Field(foreign_key="chat.chat_id", primary_key=True)
    import_id: UUID = Field(foreign_key="chat_import.import_id")
    user_id: UUID = Field(foreign_key="user_account.user_id")
    """The chat's, once more, for the index."""
    origin_sha256: str = Field(max_length=64)
    """Digest of app, id and last change there: the same file again brings nothing twice."""
