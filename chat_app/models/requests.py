"""Tables of what was asked of the app, and by whom."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UtcDateTime, as_text
from chat_app.models.accounts import Via
from chat_app.models.moments import now

_ORG_GONE = text("action = 'org.delete'")


class AuditEvent(SQLModel, table=True):
    """Who did what to what; append-only."""

    __tablename__: ClassVar[str] = "audit_event"
    __table_args__ = (
        Index("ix_audit_actor", "actor_id", "event_id"),
        # By which an organisation that is gone has a name still.
        Index("ix_audit_gone_org", "target", sqlite_where=_ORG_GONE, postgresql_where=_ORG_GONE),
    )

    event_id: UUID = Field(default_factory=uuid7, primary_key=True)
    actor_id: UUID | None = Field(default=None, foreign_key="user_account.user_id")
    via: Via | None = Field(default=None, sa_type=as_text(Via))
    """How they had come in; null where it was done before that was kept."""
    action: str = Field(max_length=60)
    """Noun and verb, such as `chat.delete`."""
    target: str = Field(max_length=120)
    """Kind and id, such as `chat:0192…`."""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class SavedPrompt(SQLModel, table=True):
    """A message saved by `POST /api/chat/start`, to be answered by a later GET."""

    __tablename__: ClassVar[str] = "saved_prompt"
    __table_args__ = (Index("ix_saved_prompt_expiry", "expires_at"),)

    session_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    chat_id: UUID = Field(foreign_key="chat.chat_id")
    model: str = Field(max_length=100)
    question_id: UUID = Field(unique=True)
    """The user message; one that waits in line has only the promise of this id."""
    message_id: UUID | None = None
    """The assistant message of its turn, once a GET has started it, or it waits in line."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class IdempotencyKey(SQLModel, table=True):
    """A sending call's key, its own or made of the call: the same again means the same reply.

    Where that is kept nowhere, the same again is refused.
    """

    __tablename__: ClassVar[str] = "idempotency_key"
    __table_args__ = (
        CheckConstraint(
            "(message_id IS NULL) <> (turn_id IS NULL)", name="ck_idempotency_key_names_one"
        ),
        Index("ix_idempotency_key_age", "created_at"),
    )

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    key: str = Field(max_length=200, primary_key=True)
    request_sha256: str = Field(max_length=64)
    """Digest of the address and body it came with."""
    message_id: UUID | None = None
    """The reply that the first call began, or that will have this id when its turn comes; of a
    session, its user message."""
    turn_id: UUID | None = Field(default=None, foreign_key="turn.turn_id")
    """The exchange that it began instead, where its text is kept nowhere."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
