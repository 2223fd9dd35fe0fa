"""Tables of budgets and everything that changes them."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UTC_ZONE, Figure, UtcDateTime, Zone, as_text, figures, whole
from chat_app.models.moments import now


class OwnerKind(StrEnum):
    """Who a budget belongs to."""

    USER = "user"
    KEY = "key"
    ORGANISATION = "organisation"


class Span(StrEnum):
    """How long a budget lasts until the next one opens."""

    MONTH = "month"
    """A calendar month."""
    WEEK = "week"
    """From Monday to Sunday."""


class LedgerKind(StrEnum):
    """Why a budget changed."""

    GRANT = "grant"
    """A budget opened with this limit, or the limit was changed by this much."""
    RESERVE = "reserve"
    """The most a turn can cost, set aside before it streams."""
    RELEASE = "release"
    """A reservation given back at settlement."""
    CHARGE = "charge"
    """What the turn did cost."""
    OVERRUN = "overrun"
    """What a provider billed above the reservation: the operator's, not the user's."""


class Budget(SQLModel, table=True):
    """What an owner may spend in one period; `total_tokens_used + reserved_tokens ≤ token_limit`.

    `services/budgets/periods.py` says which of an owner's budgets is the current one.
    """

    __tablename__: ClassVar[str] = "budget"
    __table_args__ = (
        whole("budget", "token_limit total_tokens_used reserved_tokens"),
        CheckConstraint(
            "total_tokens_used >= 0 AND reserved_tokens >= 0"
            " AND total_tokens_used + reserved_tokens <= token_limit",
            name="ck_budget_never_overspent",
        ),
        CheckConstraint("owner_kind IN ('user', 'key', 'organisation')", name="ck_budget_owner"),
        CheckConstraint(
            "(owner_kind = 'user') = (user_id IS NOT NULL)"
            " AND (user_id IS NULL OR user_id = owner_id)",
            name="ck_budget_user",
        ),
        CheckConstraint("span IN ('month', 'week')", name="ck_budget_span"),
        CheckConstraint("starts_at < ends_at AND starts_at <= reset_at", name="ck_budget_period"),
        Index("ix_budget_current", "owner_kind", "owner_id", "reset_at", unique=True),
    )

    budget_id: UUID = Field(default_factory=uuid7, primary_key=True)
    owner_kind: OwnerKind = Field(sa_type=as_text(OwnerKind))
    owner_id: UUID
    """The id of the user, key or organisation."""
    user_id: UUID | None = Field(default=None, foreign_key="user_account.user_id")
    """The owner once more where it is a user, for the database to know that there is one."""
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    """The first moment of the next period; with `span` and `zone`, that one's end follows."""
    span: Span = Field(default=Span.MONTH, sa_type=as_text(Span))
    zone: ZoneInfo = Field(default=UTC_ZONE, sa_type=Zone)
    """Whose midnights its periods begin and end at."""
    reset_at: datetime = Field(sa_type=UtcDateTime)
    """Since when it counts: the period's start, or a reset in it."""
    token_limit: int = Field(sa_type=Figure)
    total_tokens_used: int = Field(default=0, sa_type=Figure)
    reserved_tokens: int = Field(default=0, sa_type=Figure)


class Hold(SQLModel, table=True):
    """What one turn holds from one budget, and what it was charged there in the end."""

    __tablename__: ClassVar[str] = "hold"
    __table_args__ = (
        *figures("hold", "reserved_tokens charged_tokens"),
        CheckConstraint("charged_tokens <= reserved_tokens", name="ck_hold_within_reservation"),
    )

    turn_id: UUID = Field(
        primary_key=True,
        # Checked at commit: the reservation is taken before the turn that it is for is written.
        sa_column_args=[ForeignKey("turn.turn_id", deferrable=True, initially="DEFERRED")],
    )
    budget_id: UUID = Field(foreign_key="budget.budget_id", primary_key=True)
    """Fixed when the reservation is made: whatever period it is later, this one pays."""
    reserved_tokens: int = Field(sa_type=Figure)
    charged_tokens: int | None = Field(default=None, sa_type=Figure)
    """Null until the turn is settled."""


class LedgerEntry(SQLModel, table=True):
    """An append-only row for every change to a budget; Σ amounts of a budget = what remains."""

    __tablename__: ClassVar[str] = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "balance_tokens >= 0 AND CASE kind"
            " WHEN 'reserve' THEN amount_tokens <= 0 WHEN 'release' THEN amount_tokens >= 0"
            " WHEN 'charge' THEN amount_tokens < 0 WHEN 'overrun' THEN amount_tokens < 0"
            " ELSE true END",
            name="ck_ledger_entry_signs",
        ),
        whole("ledger_entry", "amount_tokens balance_tokens"),
        CheckConstraint(
            "(budget_id IS NULL) = (kind = 'overrun')", name="ck_ledger_entry_names_budget"
        ),
        CheckConstraint("(turn_id IS NULL) = (kind = 'grant')", name="ck_ledger_entry_names_turn"),
        Index("ix_ledger_once_per_turn", "turn_id", "budget_id", "kind", unique=True),
        Index(
            "ix_ledger_one_overrun",
            "turn_id",
            unique=True,
            sqlite_where=text("kind = 'overrun'"),
            postgresql_where=text("kind = 'overrun'"),
        ),
        Index("ix_ledger_user", "user_id", "entry_id"),
        Index("ix_ledger_budget", "budget_id", "kind"),
    )

    entry_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID | None = Field(default=None, foreign_key="user_account.user_id")
    """Whose budget; null where a key or an organisation owns it, or the operator pays."""
    budget_id: UUID | None = Field(default=None, foreign_key="budget.budget_id")
    """Null for the operator's own account, which pays overruns."""
    turn_id: UUID | None = Field(
        default=None,
        # Checked at commit: the reservation is taken before the turn that it is for is written.
        sa_column_args=[ForeignKey("turn.turn_id", deferrable=True, initially="DEFERRED")],
    )
    kind: LedgerKind = Field(sa_type=as_text(LedgerKind))
    amount_tokens: int = Field(sa_type=Figure)
    """Signed effect on what remains."""
    balance_tokens: int = Field(sa_type=Figure)
    """What remains after it."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
