"""Tables of exchanges, and of what they come to together."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Figure, UtcDateTime, as_text, figures
from chat_app.llm.types import CostMethod, CountMethod, FinishReason
from chat_app.models.accounts import Via
from chat_app.models.chats import MessageStatus
from chat_app.models.moments import now


class Purpose(StrEnum):
    """What an exchange is for."""

    REPLY = "reply"
    TITLE = "title"
    """It names a chat; the app asks for it beside the first reply."""
    TRANSCRIPTION = "transcription"
    """It writes down what somebody dictated."""
    SPEECH = "speech"
    """It reads a reply aloud."""


class Turn(SQLModel, table=True):
    """An exchange: its reservation, its lease while it runs, how it ended, and its receipt.

    Where its text is kept, it is a chat's and writes a message; one that names a chat is the chat's
    and writes none; an exchange without stored text has neither.
    """

    __tablename__: ClassVar[str] = "turn"
    __table_args__ = (
        *figures(
            "turn",
            "reserved_tokens charged_tokens first_delta_ms history_dropped user_tokens"
            " history_tokens ai_tokens system_tokens overhead_tokens waived_tokens"
            " billed_prompt_tokens billed_cached_tokens billed_output_tokens"
            " billed_thinking_tokens billed_total_tokens cost_micro_usd price_input"
            " price_cached_input price_output lane thinking_ms attachment_tokens"
            " billed_audio_tokens billed_picture_tokens price_audio price_picture",
        ),
        CheckConstraint("charged_tokens <= reserved_tokens", name="ck_turn_within_reservation"),
        CheckConstraint(
            "CASE purpose WHEN 'title' THEN chat_id IS NOT NULL AND message_id IS NULL"
            " ELSE (chat_id IS NULL) = (message_id IS NULL) END",
            name="ck_turn_text_in_chat",
        ),
        CheckConstraint(
            "billed_cached_tokens <= billed_prompt_tokens", name="ck_turn_cached_in_prompt"
        ),
        CheckConstraint(
            "(cost_micro_usd IS NULL) = (cost_method IS NULL)", name="ck_turn_cost_method"
        ),
        Index(
            "ix_turn_one_running_per_chat",
            "chat_id",
            "lane",
            unique=True,
            sqlite_where=text("settled_at IS NULL AND message_id IS NOT NULL"),
            postgresql_where=text("settled_at IS NULL AND message_id IS NOT NULL"),
        ),
        Index(
            "ix_turn_lease",
            "lease_expires_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_turn_key_running",
            "key_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_turn_chat", "chat_id", "message_id"),
        Index("ix_turn_user", "user_id", "started_at"),
        Index("ix_turn_started", "started_at"),
    )

    turn_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    chat_id: UUID | None = Field(default=None, foreign_key="chat.chat_id")
    message_id: UUID | None = Field(default=None, foreign_key="message.message_id", unique=True)
    """The assistant message it writes."""
    model: str = Field(max_length=100)
    purpose: Purpose = Field(default=Purpose.REPLY, sa_type=as_text(Purpose))
    lane: int = 0
    """Which of the replies that one question gets at once: 0, and 1 for the second of two."""
    reserved_tokens: int = Field(sa_type=Figure)
    via: Via | None = Field(default=None, sa_type=as_text(Via))
    """How the one who asked had come in; null where it began before that was kept."""
    key_id: UUID | None = Field(default=None, foreign_key="api_key.key_id")
    """The API key it was asked with."""
    lease_owner: UUID
    """The process that runs it."""
    lease_expires_at: datetime = Field(sa_type=UtcDateTime)
    """After this moment without a heartbeat the process counts as gone."""
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_delta_ms: int | None = None
    """From the start to the first delta, in milliseconds."""
    thinking_ms: int | None = None
    """How long the model thought, in milliseconds; null where it told nothing of that."""
    history_dropped: int = 0
    """Of the last messages, the oldest that the model was not told: see `Draft`."""
    outcome: MessageStatus | None = Field(default=None, sa_type=as_text(MessageStatus))
    finish_reason: FinishReason | None = Field(default=None, sa_type=as_text(FinishReason))
    error_code: str | None = Field(default=None, max_length=40)

    charged_tokens: int | None = Field(default=None, sa_type=Figure)
    """What its parts have together, without what was waived."""
    user_tokens: int | None = Field(default=None, sa_type=Figure)
    attachment_tokens: int | None = Field(default=None, sa_type=Figure)
    """Of the files of the message that is answered."""
    ai_tokens: int | None = Field(default=None, sa_type=Figure)
    history_tokens: int | None = Field(default=None, sa_type=Figure)
    """Share of earlier messages, under `BUDGET_BASIS=provider`; otherwise they are free."""
    system_tokens: int | None = Field(default=None, sa_type=Figure)
    overhead_tokens: int | None = Field(default=None, sa_type=Figure)
    waived_tokens: int | None = Field(default=None, sa_type=Figure)
    """What the parts have above the charge: the operator's, not the user's."""
    count_method: CountMethod | None = Field(default=None, sa_type=as_text(CountMethod))
    """The least exact method among the counts of the charge."""
    cache_hit: bool = False
    """Whether every count came from the token cache."""
    cached: bool = False
    """Whether the reply came from the reply cache."""

    billed_prompt_tokens: int | None = Field(default=None, sa_type=Figure)
    billed_cached_tokens: int | None = Field(default=None, sa_type=Figure)
    billed_output_tokens: int | None = Field(default=None, sa_type=Figure)
    billed_thinking_tokens: int | None = Field(default=None, sa_type=Figure)
    billed_total_tokens: int | None = Field(default=None, sa_type=Figure)
    billed_audio_tokens: int | None = Field(default=None, sa_type=Figure)
    """Those of the prompt that were heard, where they have a price of their own."""
    billed_picture_tokens: int | None = Field(default=None, sa_type=Figure)
    """Those of the output that were drawn, where they have a price of their own."""
    cost_micro_usd: int | None = Field(default=None, sa_type=Figure)
    cost_method: CostMethod | None = Field(default=None, sa_type=as_text(CostMethod))
    """Where the cost is from; there where the cost is."""
    price_input: int | None = Field(default=None, sa_type=Figure)
    """Micro-USD for a million input tokens at the time; likewise the next two."""
    price_cached_input: int | None = Field(default=None, sa_type=Figure)
    price_output: int | None = Field(default=None, sa_type=Figure)
    price_audio: int | None = Field(default=None, sa_type=Figure)
    """For input that is heard; null where it is paid like words. Likewise the next, for output."""
    price_picture: int | None = Field(default=None, sa_type=Figure)


class RollUp(SQLModel):
    """What settled turns came to together; triggers add each when it is settled, see ADR 18."""

    exchanges: int = Field(sa_type=Figure)
    tokens: int = Field(sa_type=Figure)
    """Charged to budgets."""
    billed_tokens: int = Field(sa_type=Figure)
    """Billed by providers, as far as they said."""
    charged_where_billed_tokens: int = Field(sa_type=Figure)
    """Charged for the exchanges whose provider said what it billed."""
    cost_micro_usd: int = Field(sa_type=Figure)
    estimated_cost_micro_usd: int = Field(sa_type=Figure)
    """How much of the cost is estimated."""
    errors: int = Field(sa_type=Figure)
    """Exchanges that failed or were cut by a fault."""
    cached: int = Field(sa_type=Figure)
    """Exchanges answered from the reply cache."""


ROLLED_UP = tuple(RollUp.model_fields)


class ModelRollUp(RollUp, table=True):
    """What everybody's exchanges with a model came to on a day, by how soon the reply began."""

    __tablename__: ClassVar[str] = "model_roll_up"
    __table_args__ = (
        *figures("model_roll_up", " ".join(ROLLED_UP)),
        {"sqlite_with_rowid": False},
    )

    day: int = Field(primary_key=True)
    """In UTC, as 20261129."""
    model: str = Field(max_length=100, primary_key=True)
    first_delta_class_ms: int = Field(primary_key=True)
    """The longest time to a first delta in the class, see `roll_ups.CLASSES_MS`; 0 without one."""


class UserRollUp(RollUp, table=True):
    """What a user's exchanges with each model came to by day and month, and with all by month."""

    __tablename__: ClassVar[str] = "user_roll_up"
    __table_args__ = (
        *figures("user_roll_up", " ".join(ROLLED_UP)),
        Index("ix_user_roll_up_user", "user_id", "period"),
        {"sqlite_with_rowid": False},
    )

    period: int = Field(primary_key=True)
    """A day in UTC, as 20261129, or a month, as 202611."""
    model: str = Field(max_length=100, primary_key=True)
    """Empty for all models together, in months."""
    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)


class KeyRollUp(RollUp, table=True):
    """The same of each API key as of a user."""

    __tablename__: ClassVar[str] = "key_roll_up"
    __table_args__ = (
        *figures("key_roll_up", " ".join(ROLLED_UP)),
        Index("ix_key_roll_up_key", "key_id", "period"),
        {"sqlite_with_rowid": False},
    )

    period: int = Field(primary_key=True)
    """See `UserRollUp`; likewise the next."""
    model: str = Field(max_length=100, primary_key=True)
    key_id: UUID = Field(foreign_key="api_key.key_id", primary_key=True)
