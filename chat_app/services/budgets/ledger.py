"""Budgets and the append-only book behind them.

A period's budget is what its entries add up to: `grant` adds the limit, `reserve` takes what a
turn may cost at most, `release` gives that back and `charge` takes what it did cost. So
Σ amounts = limit − used − reserved at any time, and `check_books` proves it.

The current period is the latest one that starts in the present calendar month, UTC. A clock that
jumps over a month's end and comes back finds its own month again: what a period of the other month
holds is spent in that month, and no month has two budgets unless an administrator resets one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.db import LOCKED
from chat_app.errors import TokenLimitExceeded
from chat_app.models import BudgetPeriod, LedgerEntry, LedgerKind, User, now

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Balance:
    """A user's budget in the current period, in tokens."""

    token_limit: int
    total_tokens_used: int
    reserved_tokens: int
    starts_at: datetime
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


def month_start(moment: datetime) -> datetime:
    """Return the first moment of a calendar month, UTC."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month_start(moment: datetime) -> datetime:
    """Return the moment at which budgets reset next, UTC."""
    first = month_start(moment)
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


async def balance(session: AsyncSession, user: User) -> Balance:
    """Return a user's budget; a month not yet written in has the whole limit left."""
    moment = now()
    period = (await session.exec(_CURRENT, params=_current(user, moment))).first()
    return Balance(
        token_limit=period.token_limit if period else user.token_limit,
        total_tokens_used=period.total_tokens_used if period else 0,
        reserved_tokens=period.reserved_tokens if period else 0,
        starts_at=period.starts_at if period else month_start(moment),
        resets_at=next_month_start(moment),
    )


async def open_period(
    session: AsyncSession, user: User, *, starts_at: datetime | None = None
) -> None:
    """Open a period, this month's unless told otherwise, and grant it the user's limit.

    Opening one that exists does nothing, so that two requests in a new month may both try.
    """
    dialect = session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    period_id = uuid7()
    opened = await session.exec(
        upsert(BudgetPeriod)
        .values(
            period_id=period_id,
            user_id=user.user_id,
            starts_at=starts_at or month_start(now()),
            token_limit=user.token_limit,
            total_tokens_used=0,
            reserved_tokens=0,
        )
        .on_conflict_do_nothing()
        .returning(col(BudgetPeriod.period_id))
    )
    if opened.first():
        limit = user.token_limit
        await _write(session, [_entry(LedgerKind.GRANT, limit, limit, user.user_id, period_id)])


async def reset(session: AsyncSession, user: User) -> None:
    """Start a fresh period now; turns that run go on to be paid by the one that reserved them."""
    moment = now()
    latest = (await session.exec(_CURRENT, params=_current(user, moment))).first()
    # The clock may have been ahead when the present one was opened.
    after = latest.starts_at + timedelta(microseconds=1) if latest else moment
    await open_period(session, user, starts_at=max(moment, after))


async def set_limit(session: AsyncSession, user: User, token_limit: int) -> int:
    """Change a user's limit, from the current period on, and return what the period got.

    The current period keeps at least what is used and reserved already, so that no budget is
    ever overspent; the next period opens with the limit asked for.

    Args:
        token_limit: Tokens a month.
    """
    user.token_limit = token_limit
    session.add(user)
    await open_period(session, user)
    locked = _CURRENT.with_for_update(**LOCKED)
    period = (await session.exec(locked, params=_current(user, now()))).one()
    spent = period.total_tokens_used + period.reserved_tokens
    change = max(token_limit, spent) - period.token_limit
    if change:
        period.token_limit += change
        session.add(period)
        left = period.token_limit - spent
        await _write(
            session, [_entry(LedgerKind.GRANT, change, left, user.user_id, period.period_id)]
        )
    return period.token_limit


async def reserve(session: AsyncSession, user: User, turn_id: UUID, amount_tokens: int) -> UUID:
    """Hold part of a budget for one turn; `settle` resolves it, exactly once.

    The condition stands in the update itself: whatever runs beside it, on any number of workers,
    the budget row is either taken from within its limit or not at all.

    Args:
        amount_tokens: The most the turn can cost.

    Returns:
        The period that pays.

    Raises:
        TokenLimitExceeded: Less than `amount_tokens` is left in the current period.
    """
    taken = await _take(session, user, amount_tokens)
    if taken is None:
        await open_period(session, user)
        taken = await _take(session, user, amount_tokens)
    if taken is None:
        raise TokenLimitExceeded(f"Your budget has less than {amount_tokens:,} tokens left")
    await _write(
        session,
        [
            _entry(
                LedgerKind.RESERVE,
                -amount_tokens,
                taken.remaining,
                user.user_id,
                taken.period_id,
                turn_id,
            )
        ],
    )
    return taken.period_id


async def settle(
    session: AsyncSession,
    *,
    user_id: UUID,
    period_id: UUID,
    turn_id: UUID,
    reserved_tokens: int,
    cost_tokens: int,
) -> int:
    """Replace a turn's reservation by its charge and return the charge.

    The caller has claimed the turn in the same transaction; the unique (turn, kind) of the
    entries makes a second settlement impossible all the same.

    Args:
        reserved_tokens: What `reserve` held.
        cost_tokens: What the turn cost. The user pays at most what was reserved; what a provider
            reported above it is booked to the operator and logged.
    """
    charge_tokens = min(cost_tokens, reserved_tokens)
    amounts = {"paying_id": period_id, "held": reserved_tokens, "charged": charge_tokens}
    period = (await session.exec(_SETTLE, params=amounts)).one()
    book = (user_id, period_id, turn_id)
    released = period.remaining + charge_tokens
    entries = [_entry(LedgerKind.RELEASE, reserved_tokens, released, *book)]
    if charge_tokens:
        entries.append(_entry(LedgerKind.CHARGE, -charge_tokens, period.remaining, *book))
    if cost_tokens > charge_tokens:
        overrun_tokens = cost_tokens - charge_tokens
        entries.append(_entry(LedgerKind.OVERRUN, -overrun_tokens, 0, None, None, turn_id))
        log.warning("ledger.overrun", turn_id=str(turn_id), tokens=overrun_tokens)
    await _write(session, entries)
    return charge_tokens


async def _take(session: AsyncSession, user: User, amount_tokens: int) -> Row[Any] | None:
    taken = await session.exec(_TAKE, params=_current(user, now()) | {"amount": amount_tokens})
    return taken.first()


def _current(user: User, moment: datetime) -> dict[str, Any]:
    month, after = month_start(moment), next_month_start(moment)
    return {"owner_id": user.user_id, "month": month, "next_month": after}


def _entry(
    kind: LedgerKind,
    amount_tokens: int,
    balance_tokens: int,
    user_id: UUID | None,
    period_id: UUID | None,
    turn_id: UUID | None = None,
) -> dict[str, Any]:
    return {
        "entry_id": uuid7(),
        "user_id": user_id,
        "period_id": period_id,
        "turn_id": turn_id,
        "kind": kind,
        "amount_tokens": amount_tokens,
        "balance_tokens": balance_tokens,
        "created_at": now(),
    }


async def _write(session: AsyncSession, entries: Iterable[dict[str, Any]]) -> None:
    await session.exec(_WRITE, params=list(entries))


# The statements of every turn, built once.
_period = SQLModel.metadata.tables[BudgetPeriod.__tablename__].c
_REMAINING = (_period.token_limit - _period.total_tokens_used - _period.reserved_tokens).label(
    "remaining"
)
_LATEST_OF_MONTH = (
    select(_period.period_id)
    .where(
        _period.user_id == bindparam("owner_id"),
        _period.starts_at >= bindparam("month"),
        _period.starts_at < bindparam("next_month"),
    )
    .order_by(_period.starts_at.desc())
    .limit(1)
    .scalar_subquery()
)
_CURRENT = select_rows(BudgetPeriod).where(col(BudgetPeriod.period_id) == _LATEST_OF_MONTH)
_TAKE = (
    update(_period.period_id.table)
    .where(
        _period.period_id == _LATEST_OF_MONTH,
        _period.total_tokens_used + _period.reserved_tokens + bindparam("amount")
        <= _period.token_limit,
    )
    .values(reserved_tokens=_period.reserved_tokens + bindparam("amount"))
    .returning(_period.period_id, _REMAINING)
)
_SETTLE = (
    update(_period.period_id.table)
    .where(_period.period_id == bindparam("paying_id"))
    .values(
        reserved_tokens=_period.reserved_tokens - bindparam("held"),
        total_tokens_used=_period.total_tokens_used + bindparam("charged"),
    )
    .returning(_REMAINING)
)
_WRITE = insert(SQLModel.metadata.tables[LedgerEntry.__tablename__])
