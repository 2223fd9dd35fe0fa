"""Bodies for administrators."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.accounts import USER, Email, NewPassword, UserOut
from chat_app.api.schemas.shape import ORG_ID, USER_ID, In, Out, Shape, Text, example
from chat_app.config.limits import MAX_TOKEN_LIMIT
from chat_app.llm.types import Tier
from chat_app.models import LedgerKind, Purpose, UserRole, UserType, Via
from chat_app.services.admin.users import UserChanges

_ROW = {
    "key": "2026-11-21",
    "label": "2026-11-21",
    "exchanges": 6,
    "tokens": 1248,
    "billed_tokens": 1188,
    "cost_micro_usd": 0,
    "errors": 0,
    "estimated_cost_micro_usd": 0,
}
_PERSON = {
    **USER,
    "token_limit": 100_000,
    "total_tokens_used": 1248,
    "reserved_tokens": 0,
    "is_active": True,
    "created_at": "2026-11-01T08:00:00Z",
    "last_seen_at": "2026-11-21T09:30:00Z",
    "has_second_factor": True,
    "closed_at": "2026-11-22T08:00:00Z",
    "erased_at": "2026-12-22T08:00:00Z",
}
_LINK = {
    "password_link": "https://chat.example.org/set-password#token=2bUo…",
    "password_link_expires_at": "2026-11-24T09:30:00Z",
}
_ENTRY = {
    "entry_id": "019de2b6-1d20-7a41-9b6c-58e3f0c7d206",
    "user_id": USER_ID,
    "key_id": "019de2b8-3f42-7063-9d8e-7a05b2e9f409",
    "turn_id": "019de2b6-1d1f-7c90-a4d8-c02b91e6f307",
    "purpose": "reply",
    "kind": "charge",
    "amount_tokens": -208,
    "balance_tokens": 98_752,
    "created_at": "2026-11-21T09:30:04Z",
}
_EVENT = {
    "event_id": "019de2b7-2e31-7f52-8c7d-69f4a1d8e308",
    "actor_id": USER_ID,
    "via": "browser",
    "action": "user.update",
    "target": f"user:{USER_ID}",
    "before": {"token_limit": 100_000},
    "after": {"token_limit": 250_000},
    "created_at": "2026-11-21T09:31:00Z",
}


class UsageRowOut(Out):
    """The settled exchanges of one day, user, model, organisation or API key."""

    model_config = example(**_ROW)

    key: str | None
    """The day, or the id of the user, model, organisation or API key; empty for users without
    organisation, null for exchanges without an API key."""
    label: str
    """The same for people: the user's e-mail, the name of the organisation or key."""
    exchanges: int
    """How many were settled."""
    tokens: int
    """Charged to budgets, in tokens."""
    billed_tokens: int
    """Billed by providers as far as they said, in tokens."""
    cost_micro_usd: int
    """What the providers' work comes to, in millionths of a US dollar."""
    errors: int
    """Exchanges that failed or were cut by a fault."""
    estimated_cost_micro_usd: int
    """How much of the cost is estimated, where replies were stopped, cut or not billed."""


class UsageOut(Out):
    """Usage, grouped, and its sum."""

    model_config = example(
        rows=[_ROW], total=_ROW | {"key": "total", "label": "Total"}, next_cursor="50"
    )

    rows: list[UsageRowOut]
    """Days in order; anything else with most tokens first."""
    total: UsageRowOut
    """The sum of all rows, those of other pages included."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


class PersonOut(UserOut):
    """An account with its budget of the current period."""

    model_config = example(**_PERSON)

    token_limit: int
    """What the period grants, in tokens."""
    total_tokens_used: int
    """Charged in it, in tokens."""
    reserved_tokens: int
    """Set aside for replies that are being written, in tokens."""
    is_active: bool
    """Whether it may sign in."""
    created_at: datetime
    """When it signed up, UTC."""
    last_seen_at: datetime | None
    """When it last asked for something, UTC, to about a minute."""
    has_second_factor: bool
    """Whether an authenticator app is set up, or a passkey is there."""
    closed_at: datetime | None
    """When it was closed, UTC; it can be brought back for 30 days."""
    erased_at: datetime | None
    """When all that told whose it was was taken away, UTC."""


class PeopleOut(Shape):
    """Some of the accounts."""

    model_config = example(users=[_PERSON], next_cursor="50")

    users: list[PersonOut]
    """Oldest first."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


class PersonPatch(In):
    """What to change of an account; what is left out stays."""

    model_config = example(token_limit=250_000, tier="PRO", org_id=ORG_ID, user_type="business")

    token_limit: Annotated[int, Field(strict=True, ge=0, le=MAX_TOKEN_LIMIT)] | None = None
    """Tokens a month."""
    tier: Tier | None = None
    """Decides which models and how many chats it may use."""
    role: UserRole | None = None
    """What it may do."""
    is_active: Annotated[bool, Field(strict=True)] | None = None
    """False signs it out everywhere and keeps it out."""
    org_id: UUID | None = None
    """The organisation it belongs to; null takes it out of one."""
    user_type: UserType | None = None
    """On whose behalf it is used."""
    email_verified: Annotated[bool, Field(strict=True)] | None = None
    """Whether the e-mail is known to be the owner's."""

    def changes(self) -> UserChanges:
        """Return what was sent and means a change."""
        sent = self.model_dump(exclude_unset=True).items()
        changes: Any = {name: to for name, to in sent if to is not None or name == "org_id"}
        return changes


class PersonIn(In):
    """An account for somebody."""

    model_config = example(email="grace@example.com", name="Grace", tier="PRO", org_id=ORG_ID)

    email: Email
    """Signs in; upper and lower case mean the same."""
    name: Text = Field(default="", json_schema_extra={"maxLength": 200})
    """Shown in the app; what stands before the `@` when empty."""
    tier: Tier = Tier.BASIC
    """Decides which models and how many chats it may use."""
    org_id: UUID | None = None
    """The organisation it belongs to, if any."""
    password: NewPassword | None = None
    """8 to 1000 characters; without one the answer has a link to set one."""


class PersonMadeOut(PersonOut):
    """A new account and, where it has no password yet, the link to set one."""

    model_config = example(**_PERSON, **_LINK)

    password_link: str | None
    """Works once, until it expires or another is made; shown here and never again."""
    password_link_expires_at: datetime | None
    """When the link stops working, UTC."""


class PasswordLinkOut(Shape):
    """A link to set a password."""

    model_config = example(**_LINK)

    password_link: str
    """Works once, until it expires or another is made; shown here and never again."""
    password_link_expires_at: datetime
    """When the link stops working, UTC."""


class TokenCacheOut(Shape):
    """The cache of token counts was emptied."""

    model_config = example(status="success", removed_entries=41)

    status: Literal["success"] = "success"
    """Always `success`."""
    removed_entries: int
    """Counts that were forgotten."""


class LedgerEntryOut(Out):
    """A change to a budget."""

    model_config = example(**_ENTRY)

    entry_id: UUID
    """Sorts by time."""
    user_id: UUID | None
    """Whose budget; null for an API key's cap and for the operator's own account."""
    key_id: UUID | None
    """The API key that asked, or whose cap it is; null without one."""
    turn_id: UUID | None
    """The turn it was for; null for a grant."""
    purpose: Purpose | None
    """What that turn was for: a reply, the name of a chat, words that were dictated, a reply read
    aloud; null for a grant."""
    kind: LedgerKind
    """Why the budget changed."""
    amount_tokens: int
    """By how much what remains changed, in tokens; negative where it shrank."""
    balance_tokens: int
    """What remains after it, in tokens."""
    created_at: datetime
    """When, UTC."""


class LedgerOut(Shape):
    """Some entries of the ledger."""

    model_config = example(entries=[_ENTRY], next_cursor=_ENTRY["entry_id"])

    entries: list[LedgerEntryOut]
    """Newest first."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


class AuditEventOut(Out):
    """Who did what to what."""

    model_config = example(**_EVENT)

    event_id: UUID
    """Sorts by time."""
    actor_id: UUID | None
    """Who did it; null for the operator's command line."""
    via: Via | None
    """How they had come in; null where it was done before that was kept."""
    action: str
    """Noun and verb."""
    target: str
    """Kind and id of what it was done to."""
    before: dict[str, Any] | None
    """What was changed, as it was."""
    after: dict[str, Any] | None
    """What was changed, as it is since."""
    created_at: datetime
    """When, UTC."""


class AuditOut(Shape):
    """Some audited actions."""

    model_config = example(events=[_EVENT], next_cursor=_EVENT["event_id"])

    events: list[AuditEventOut]
    """Newest first."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
