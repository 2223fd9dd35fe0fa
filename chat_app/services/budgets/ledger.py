"""Budgets and the append-only book behind them.

A budget is what its entries add up to: `grant` adds the limit, `reserve` takes what a turn may
cost at most, `release` gives that back and `charge` takes what it did cost. So
Σ amounts = limit − used − reserved at any time, and `check_books` proves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.columns import UTC_ZONE
from chat_app.db import LOCKED
from chat_app.models import Budget, LedgerEntry, LedgerKind, OwnerKind, Span, User, now
from chat_app.services.budgets.periods import current, period_of

log = structlog.get_logger()


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


async def balance(session: AsyncSession, owner: Owner) -> Balance:
    """Return an owner's budget; a period not yet written in has the whole limit left."""
    moment = now()
    budget = await _find(session, owner, moment) or await _unopened(session, owner, moment)
    return Balance(
        token_limit=budget.token_limit,
        total_tokens_used=budget.total_tokens_used,
        reserved_tokens=budget.reserved_tokens,
        starts_at=budget.reset_at,
        resets_at=budget.ends_at,
    )


async def open_budget(session: AsyncSession, owner: Owner, moment: datetime | None = None) -> None:
    """Open the budget of the period that a moment, now unless told otherwise, is in.

    Opening one that exists does nothing, so that two requests in a new period may both try.
    """
    moment = moment or now()
    if not await _find(session, owner, moment):
        await _open(session, await _unopened(session, owner, moment))


async def reset(session: AsyncSession, owner: Owner) -> None:
    """Open a fresh budget now; turns that run go on to be paid by the one they hold from."""
    moment = now()
    latest = await _find(session, owner, moment)
    fresh = await _unopened(session, owner, moment)
    fresh.reset_at = moment
    if latest:
        fresh.starts_at, fresh.ends_at = latest.starts_at, latest.ends_at
        fresh.span, fresh.zone = latest.span, latest.zone
        # The clock may have been ahead when the present one was opened.
        fresh.reset_at = max(moment, latest.reset_at + timedelta(microseconds=1))
    await _open(session, fresh)


async def set_limit(session: AsyncSession, owner: Owner) -> int:
    """Bring the current budget to its owner's limit, and return what it got.

    It keeps at least what is used and reserved already, so that no budget is ever overspent; the
    next one opens with the limit asked for.
    """
    await open_budget(session, owner)
    locked = _CURRENT.with_for_update(**LOCKED)
    budget = (await session.exec(locked, params=current_of(owner, now()))).one()
    spent = budget.total_tokens_used + budget.reserved_tokens
    change = max(owner.token_limit, spent) - budget.token_limit
    if change:
        budget.token_limit += change
        session.add(budget)
        left = budget.token_limit - spent
        await write(session, [entry(LedgerKind.GRANT, change, left, budget)])
    return budget.token_limit


async def _find(session: AsyncSession, owner: Owner, moment: datetime) -> Budget | None:
    """Return an owner's budget of the period that a moment is in."""
    return (await session.exec(_CURRENT, params=current_of(owner, moment))).first()


async def _unopened(session: AsyncSession, owner: Owner, moment: datetime) -> Budget:
    """Return the budget that an owner has next: its span and zone are those of the last one."""
    last = (await session.exec(_LAST_BEFORE, params=current_of(owner, moment))).first()
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


async def _open(session: AsyncSession, budget: Budget) -> None:
    """Save a budget and grant it its limit, unless another request was quicker."""
    dialect = session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    opened = await session.exec(
        upsert(Budget)
        .values(budget.model_dump())
        .on_conflict_do_nothing()
        .returning(col(Budget.budget_id))
    )
    if opened.first():
        limit = budget.token_limit
        await write(session, [entry(LedgerKind.GRANT, limit, limit, budget)])


def current_of(owner: Owner, moment: datetime) -> dict[str, Any]:
    """Return the parameters of `CURRENT_ID`."""
    return {"kind_of_owner": owner.kind, "owner": owner.owner_id, "moment": moment}


def entry(
    kind: LedgerKind,
    amount_tokens: int,
    balance_tokens: int,
    budget: Budget | Row[Any] | None,
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


async def write(session: AsyncSession, entries: Iterable[dict[str, Any]]) -> None:
    """Write entries of the book."""
    await session.exec(WRITE, params=list(entries))


# The statements of every turn, built once.
CURRENT_ID = current(
    bindparam("kind_of_owner"), bindparam("owner"), bindparam("moment")
).scalar_subquery()
_CURRENT = select_rows(Budget).where(col(Budget.budget_id) == CURRENT_ID)
_LAST_BEFORE = (
    select_rows(Budget)
    .where(
        col(Budget.owner_kind) == bindparam("kind_of_owner"),
        col(Budget.owner_id) == bindparam("owner"),
        col(Budget.starts_at) <= bindparam("moment"),
    )
    .order_by(col(Budget.starts_at).desc(), col(Budget.reset_at).desc())
    .limit(1)
)
WRITE = insert(SQLModel.metadata.tables[LedgerEntry.__tablename__])
