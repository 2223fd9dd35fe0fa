"""All tables and their enumerations.

Ids are UUIDv7, so that they sort by time and one column both identifies and pages.
"""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    event,
    text,
)
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UTC_ZONE, Figure, Names, UtcDateTime, Zone, as_text, figures, whole
from chat_app.llm.types import CostMethod, CountMethod, FinishReason, Role, Tier
from chat_app.spelling import fold, mailbox


def now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)


class UserRole(StrEnum):
    """What an account may do."""

    USER = "user"
    ADMIN = "admin"


class Via(StrEnum):
    """Through which door somebody came in."""

    BROWSER = "browser"
    """A page of the app."""
    API = "api"
    KEY = "key"
    """A program, by an API key."""
    CLI = "cli"
    """The operator's command line."""


class UserType(StrEnum):
    """On whose behalf an account is used."""

    INDIVIDUAL = "individual"
    BUSINESS = "business"


class MessageStatus(StrEnum):
    """How far a message is."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    PARTIAL = "partial"
    FAILED = "failed"


class Reaction(StrEnum):
    """What the reader thought of a reply."""

    LIKE = "like"
    DISLIKE = "dislike"


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


class Organisation(SQLModel, table=True):
    """A group of users."""

    __tablename__: ClassVar[str] = "organisation"

    org_id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class User(SQLModel, table=True):
    """A person with an account."""

    __tablename__: ClassVar[str] = "user_account"
    __table_args__ = (
        *figures("user_account", "token_limit"),
        Index("ix_user_account_email_key", "email_key", unique=True),
        Index("ix_user_account_created", "created_at", "user_id"),
    )

    user_id: UUID = Field(default_factory=uuid7, primary_key=True)
    email: str = Field(max_length=320, unique=True)
    """Tidy and in lower case, as it is shown."""
    email_key: str = Field(default="", sa_type=Text, repr=False)
    """Its mailbox, see `spelling.mailbox`; kept by `_spell`."""
    name: str = Field(max_length=200)
    search_key: str = Field(default="", sa_type=Text, repr=False)
    """Name and e-mail as they are searched; kept by `_spell`."""
    password_hash: str = Field(max_length=255, repr=False)
    """Empty until one is set; then nobody can sign in with a password."""
    role: UserRole = Field(default=UserRole.USER, sa_type=as_text(UserRole))
    tier: Tier = Field(default=Tier.BASIC, sa_type=as_text(Tier))
    user_type: str = Field(default="individual", max_length=32)
    org_id: UUID | None = Field(default=None, foreign_key="organisation.org_id", index=True)
    email_verified: bool = False
    is_active: bool = True
    token_limit: int = Field(sa_type=Figure)
    """Tokens granted when a new budget opens."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _spell(_mapper: object, _connection: object, user: User) -> None:
    """Keep the forms in which an account is compared; two old accounts may share a mailbox."""
    user.email_key = user.email_key or mailbox(user.email)
    user.search_key = fold(f"{user.name}\n{user.email}")


class AuthSession(SQLModel, table=True):
    """An access token that was given out; revoking the row kills the token at once."""

    __tablename__: ClassVar[str] = "auth_session"
    __table_args__ = (Index("ix_auth_session_user", "user_id", "auth_session_id"),)

    auth_session_id: UUID = Field(default_factory=uuid7, primary_key=True)
    """The token's `jti`."""
    user_id: UUID = Field(foreign_key="user_account.user_id")
    user_agent: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasswordLink(SQLModel, table=True):
    """A link by which an account sets its password, once; an account has one at most."""

    __tablename__: ClassVar[str] = "password_link"

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True, repr=False)
    """Digest of the token in the link, which itself is kept nowhere."""
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ApiKey(SQLModel, table=True):
    """By which a program spends its owner's budget; a revoked one is kept for the books."""

    __tablename__: ClassVar[str] = "api_key"
    __table_args__ = (
        *figures("api_key", "token_limit"),
        Index("ix_api_key_user", "user_id", "key_id"),
    )

    key_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    name: str = Field(max_length=200)
    prefix: str = Field(max_length=10)
    """How the secret begins, for people to tell keys apart."""
    key_sha256: str = Field(max_length=64, unique=True, repr=False)
    """Digest of the secret, which itself is kept nowhere."""
    token_limit: int | None = Field(default=None, sa_type=Figure)
    """Most tokens a calendar month, within the owner's budget; null for no cap."""
    models: tuple[str, ...] | None = Field(default=None, sa_type=Names)
    """Ids of those it may ask for; null for all."""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To about a minute."""


class Chat(SQLModel, table=True):
    """A conversation of one user; soft-deleted by `is_active = false`."""

    __tablename__: ClassVar[str] = "chat"
    __table_args__ = (
        *figures("chat", "message_count tokens_consumed"),
        Index(
            "ix_chat_list", "user_id", "is_active", "archived", "pinned", "updated_at", "chat_id"
        ),
        Index("ix_chat_cost", "user_id", "tokens_consumed"),
    )

    chat_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    title: str = Field(default="", max_length=200)
    """Empty until the first message names it."""
    model: str = Field(max_length=100)
    system_prompt: str | None = Field(default=None, sa_type=Text)
    """Overrides `SYSTEM_PROMPT` in this chat."""
    pinned: bool = False
    archived: bool = False
    """Put away: takes no place and is read-only until taken back."""
    project_id: str | None = Field(default=None, max_length=100)
    task_id: str | None = Field(default=None, max_length=100)
    message_count: int = 0
    tokens_consumed: int = Field(default=0, sa_type=Figure)
    """Sum of what its exchanges were charged, all branches."""
    is_active: bool = True
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ReadingPosition(SQLModel, table=True):
    """Where a person is in the branches of a chat."""

    __tablename__: ClassVar[str] = "reading_position"

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    chat_id: UUID = Field(foreign_key="chat.chat_id", primary_key=True)
    leaf_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """End of the branch that is read."""


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
    """The message this one answers or follows; siblings are branches."""
    role: Role = Field(sa_type=as_text(Role))
    content: str = Field(default="", sa_type=Text)
    status: MessageStatus = Field(sa_type=as_text(MessageStatus))
    model: str = Field(default="", max_length=100)
    error_message: str | None = Field(default=None, sa_type=Text)
    """What the reader was told, in words."""
    reaction: Reaction | None = Field(default=None, sa_type=as_text(Reaction))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


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


class Turn(SQLModel, table=True):
    """An exchange: its reservation, its lease while it runs, how it ended, and its receipt.

    Where its text is kept, it is a chat's and writes a message; an exchange without stored text
    has neither.
    """

    __tablename__: ClassVar[str] = "turn"
    __table_args__ = (
        *figures(
            "turn",
            "reserved_tokens charged_tokens first_delta_ms history_dropped user_tokens"
            " history_tokens ai_tokens system_tokens overhead_tokens waived_tokens"
            " billed_prompt_tokens billed_cached_tokens billed_output_tokens"
            " billed_thinking_tokens billed_total_tokens cost_micro_usd price_input"
            " price_cached_input price_output",
        ),
        CheckConstraint("charged_tokens <= reserved_tokens", name="ck_turn_within_reservation"),
        CheckConstraint("(chat_id IS NULL) = (message_id IS NULL)", name="ck_turn_text_in_chat"),
        CheckConstraint(
            "billed_cached_tokens <= billed_prompt_tokens", name="ck_turn_cached_in_prompt"
        ),
        CheckConstraint(
            "(cost_micro_usd IS NULL) = (cost_method IS NULL)", name="ck_turn_cost_method"
        ),
        Index(
            "ix_turn_one_running_per_chat",
            "chat_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
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
    history_dropped: int = 0
    """Messages of the context left out to fit the model's window."""
    outcome: MessageStatus | None = Field(default=None, sa_type=as_text(MessageStatus))
    finish_reason: FinishReason | None = Field(default=None, sa_type=as_text(FinishReason))
    error_code: str | None = Field(default=None, max_length=40)

    charged_tokens: int | None = Field(default=None, sa_type=Figure)
    """What its parts have together, without what was waived."""
    user_tokens: int | None = Field(default=None, sa_type=Figure)
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
    cost_micro_usd: int | None = Field(default=None, sa_type=Figure)
    cost_method: CostMethod | None = Field(default=None, sa_type=as_text(CostMethod))
    """Where the cost is from; there where the cost is."""
    price_input: int | None = Field(default=None, sa_type=Figure)
    """Micro-USD for a million input tokens at the time; likewise the next two."""
    price_cached_input: int | None = Field(default=None, sa_type=Figure)
    price_output: int | None = Field(default=None, sa_type=Figure)


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


class AuditEvent(SQLModel, table=True):
    """Who did what to what; append-only."""

    __tablename__: ClassVar[str] = "audit_event"
    __table_args__ = (Index("ix_audit_actor", "actor_id", "event_id"),)

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
    question_id: UUID = Field(foreign_key="message.message_id", unique=True)
    """The user message."""
    message_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """The assistant message of its turn, once a GET has started it."""
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
    message_id: UUID | None = Field(default=None, foreign_key="message.message_id")
    """The reply that the first call began; of a session, its user message."""
    turn_id: UUID | None = Field(default=None, foreign_key="turn.turn_id")
    """The exchange that it began instead, where its text is kept nowhere."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
