"""Budgets and the append-only book behind them.

A budget is what its entries add up to: `grant` adds the limit, `reserve` takes what a turn may
cost at most, `release` gives that back and `charge` takes what it did cost. So
Σ amounts = limit − used − reserved at any time, and `check_books` proves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UTC_ZONE
from chat_app.db import LOCKED
from chat_app.models import Budget, LedgerEntry, LedgerKind, OwnerKind, Span, User, now
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.budgets.periods import current, period_of

log = structlog.get_logger()

_IN_WORDS = {
    OwnerKind.USER: "your budget",
    OwnerKind.KEY: "this key's budget",
    OwnerKind.ORGANISATION: "your organisation's budget",
}
"""Budgets, as the one who spends calls them."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a budget is."""

    kind: OwnerKind
    owner_id: UUID
    token_limit: int
    """Tokens granted when a new budget opens."""

    @classmethod
    def of(cls, user: User) -> "Owner":
        """Return a user as the owner of budgets."""
        return cls(OwnerKind.USER, user.user_id, user.token_limit)

    @property
    def budget_in_words(self) -> str:
        """How the one who spends calls the budget."""
        return _IN_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Balance:
    """An owner's current budget, in tokens."""

    token_limit: int
    total_tokens_used: int
    reserved_tokens: int
    starts_at: datetime
    """Since when it counts: the period's start, or a reset in it."""
    resets_at: datetime

    @property
    def remaining_tokens(self) -> int:
        """What may still be reserved."""
        return self.token_limit - self.total_tokens_used - self.reserved_tokens

    @property
    def share_used(self) -> float:
        """Used and reserved, as a share of the limit, 0 to 1."""
        spent = self.total_tokens_used + self.reserved_tokens
        return spent / self.token_limit if self.token_limit else 1.0


@dataclass(frozen=True, slots=True)
class Left:
    """What may still be reserved from a budget."""

    remaining_tokens: int
    whose: str
    """Which budget it is, in the words of the one who spends."""


def balance(connection: Connection, owner: Owner) -> Balance:
    """Return an owner's budget; a period not yet written in has the whole limit left."""
    moment = now()
    budget = _find(connection, owner, moment) or _unopened(connection, owner, moment)
    return Balance(
        token_limit=budget.token_limit,
        total_tokens_used=budget.total_tokens_used,
        reserved_tokens=budget.reserved_tokens,
        starts_at=budget.reset_at,
        resets_at=budget.ends_at,
    )


def least(connection: Connection, owners: Iterable[Owner]) -> Left:
    """Return what is left of the one of several owners' budgets that has least."""
    left = [
        Left(balance(connection, owner).remaining_tokens, owner.budget_in_words) for owner in owners
    ]
    return min(left, key=lambda each: each.remaining_tokens)


def open_budget(connection: Connection, owner: Owner, moment: datetime | None = None) -> None:
    """Open the budget of the period that a moment, now unless told otherwise, is in.

    Opening one that exists does nothing, so that two requests in a new period may both try.
    """
    moment = moment or now()
    if not _find(connection, owner, moment):
        _open(connection, _unopened(connection, owner, moment))


def reset(connection: Connection, owner: Owner) -> None:
    """Open a fresh budget now; turns that run go on to be paid by the one they hold from."""
    moment = now()
    latest = _find(connection, owner, moment)
    fresh = _unopened(connection, owner, moment)
    fresh.reset_at = moment
    if latest:
        fresh.starts_at, fresh.ends_at = latest.starts_at, latest.ends_at
        fresh.span, fresh.zone = latest.span, latest.zone
        # The clock may have been ahead when the present one was opened.
        fresh.reset_at = max(moment, latest.reset_at + timedelta(microseconds=1))
    _open(connection, fresh)


def set_limit(connection: Connection, owner: Owner) -> int:
    """Bring the current budget to its owner's limit, and return what it got.

    It keeps at least what is used and reserved already, so that no budget is ever overspent; the
    next one opens with the limit asked for.
    """
    open_budget(connection, owner)
    budget = connection.execute(_HOLD_CURRENT, current_of(owner, now())).one()
    spent = budget.total_tokens_used + budget.reserved_tokens
    token_limit = max(owner.token_limit, spent)
    change = token_limit - budget.token_limit
    if change:
        connection.execute(_LIMIT, {"limited_id": budget.budget_id, "limited_to": token_limit})
        write(connection, [entry(LedgerKind.GRANT, change, token_limit - spent, budget)])
    return token_limit


def _find(connection: Connection, owner: Owner, moment: datetime) -> Budget | None:
    """Return an owner's budget of the period that a moment is in."""
    # The row has a budget's attributes.
    found = connection.execute(_CURRENT, current_of(owner, moment)).first()
    return cast("Budget | None", found)


def _unopened(connection: Connection, owner: Owner, moment: datetime) -> Budget:
    """Return the budget that an owner has next: its span and zone are those of the last one."""
    last = connection.execute(_LAST_BEFORE, current_of(owner, moment)).first()
    span, zone = (last.span, last.zone) if last else (Span.MONTH, UTC_ZONE)
    starts_at, ends_at = period_of(moment, span, zone)
    if last and last.ends_at <= moment:
        starts_at = max(starts_at, last.ends_at)
    return Budget(
        owner_kind=owner.kind,
        owner_id=owner.owner_id,
        user_id=owner.owner_id if owner.kind is OwnerKind.USER else None,
        starts_at=starts_at,
        ends_at=ends_at,
        span=span,
        zone=zone,
        reset_at=starts_at,
        token_limit=owner.token_limit,
    )


def _open(connection: Connection, budget: Budget) -> None:
    """Save a budget and grant it its limit, unless another request was quicker."""
    if connection.execute(_OPEN[connection.dialect.name], budget.model_dump()):
        limit = budget.token_limit
        write(connection, [entry(LedgerKind.GRANT, limit, limit, budget)])


def current_of(owner: Owner, moment: datetime) -> dict[str, Any]:
    """Return the parameters of `CURRENT_ID`."""
    return {"kind_of_owner": owner.kind, "owner": owner.owner_id, "moment": moment}


def entry(
    kind: LedgerKind,
    amount_tokens: int,
    balance_tokens: int,
    budget: Any,
    turn_id: UUID | None = None,
) -> dict[str, Any]:
    """Return an entry of a budget's book; without a budget, of the operator's."""
    return {
        "entry_id": uuid7(),
        "user_id": budget and budget.user_id,
        "budget_id": budget and budget.budget_id,
        "turn_id": turn_id,
        "kind": kind,
        "amount_tokens": amount_tokens,
        "balance_tokens": balance_tokens,
        "created_at": now(),
    }


def write(connection: Connection, entries: Iterable[dict[str, Any]]) -> None:
    """Write entries of the book."""
    written = list(entries)
    connection.execute_with_next(_WRITE, *written)
    # The people whose budgets they are hear of it once it is committed.
    for user_id in {each["user_id"] for each in written} - {None}:
        live.publish(live.of_user(user_id), live.Kind.BUDGET)


# The statements of every turn, built once.
CURRENT_ID = current(
    bindparam("kind_of_owner"), bindparam("owner"), bindparam("moment")
).scalar_subquery()
_budgets = SQLModel.metadata.tables[Budget.__tablename__]
_CURRENT = select(_budgets).where(_budgets.c.budget_id == CURRENT_ID)
_HOLD_CURRENT = _CURRENT.with_for_update(**LOCKED)
_OPEN = {
    dialect: insert_into(_budgets).on_conflict_do_nothing().returning(_budgets.c.budget_id)
    for dialect, insert_into in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
_LAST_BEFORE = (
    select(_budgets)
    .where(
        _budgets.c.owner_kind == bindparam("kind_of_owner"),
        _budgets.c.owner_id == bindparam("owner"),
        _budgets.c.starts_at <= bindparam("moment"),
    )
    .order_by(_budgets.c.starts_at.desc(), _budgets.c.reset_at.desc())
    .limit(1)
)
_LIMIT = (
    update(_budgets)
    .where(_budgets.c.budget_id == bindparam("limited_id"))
    .values(token_limit=bindparam("limited_to"))
)
_WRITE = insert(SQLModel.metadata.tables[LedgerEntry.__tablename__])
