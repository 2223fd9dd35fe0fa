"""The figures at the top of the admin dashboard, and who is close to the limit."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from chat_app.db import reading
from chat_app.models import Budget, LedgerEntry, MessageStatus, Turn, User, now
from chat_app.services.admin.reports import Scope
from chat_app.services.admin.users import is_current
from chat_app.services.budgets.periods import period_of
from chat_app.services.budgets.receipts import ESTIMATED_COST
from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE
from chat_app.services.days import start_of


@dataclass(frozen=True, slots=True)
class Cards:
    """What the dashboard says at a glance; today and this month in UTC, the rest in scope."""

    tokens_today: int
    tokens_this_month: int
    active_users: int
    """Users with at least one exchange."""
    exchanges: int
    error_rate: float | None
    """Share of exchanges that failed or were cut by a fault; `None` without any."""
    reply_cache_hit_rate: float | None
    """Share of exchanges answered from the reply cache; `None` without any."""
    first_delta_p50_ms: int | None
    first_delta_p95_ms: int | None
    charged_tokens: int
    """Charged for exchanges whose provider said what it billed."""
    billed_tokens: int
    """Billed for those."""
    cost_micro_usd: int
    estimated_cost_micro_usd: int
    """How much of the cost is estimated, because providers told too little."""

    @property
    def drift(self) -> float | None:
        """How far the charge is above (or below) the bill, as a share of the bill."""
        if not self.billed_tokens:
            return None
        return (self.charged_tokens - self.billed_tokens) / self.billed_tokens


@dataclass(frozen=True, slots=True)
class NearLimit:
    """A user who has spent most of the current budget."""

    user_id: UUID
    email: str
    spent_tokens: int
    """Used and reserved."""
    token_limit: int


async def cards(scope: Scope) -> Cards:
    """Sum up what is in scope, and today and this month with the same filters."""
    async with reading() as session:
        connection = await session.connection()
        moment = now()
        tokens = col(Turn.charged_tokens)
        is_today = col(Turn.started_at) >= start_of(moment.date())
        month = select(
            func.sum(case((is_today, tokens), else_=0)),
            func.sum(tokens),
        ).where(col(Turn.started_at) >= period_of(moment)[0], *scope.who_and_what())
        today_tokens, month_tokens = (await connection.execute(month)).one()

        failed = col(Turn.outcome).in_([MessageStatus.PARTIAL, MessageStatus.FAILED])
        is_billed = col(Turn.billed_total_tokens).is_not(None)
        whole = (
            select(
                func.count(func.distinct(col(Turn.user_id))),
                func.count(),
                func.coalesce(func.sum(case((failed, 1), else_=0)), 0),
                func.coalesce(func.sum(case((col(Turn.cached), 1), else_=0)), 0),
                func.count(col(Turn.first_delta_ms)),
                func.sum(case((is_billed, tokens), else_=0)),
                func.sum(col(Turn.billed_total_tokens)),
                func.sum(col(Turn.cost_micro_usd)),
                func.sum(ESTIMATED_COST),
            )
            .select_from(Turn)
            .where(*scope.turns())
        )
        users, exchanges, errors, cached, timed, charged, billed, cost, estimated = (
            await connection.execute(whole)
        ).one()
        p50, p95 = await _first_delta_ms(connection, scope, timed, (0.5, 0.95))
    return Cards(
        tokens_today=today_tokens or 0,
        tokens_this_month=month_tokens or 0,
        active_users=users,
        exchanges=exchanges,
        error_rate=errors / exchanges if exchanges else None,
        reply_cache_hit_rate=cached / exchanges if exchanges else None,
        first_delta_p50_ms=p50,
        first_delta_p95_ms=p95,
        charged_tokens=charged or 0,
        billed_tokens=billed or 0,
        cost_micro_usd=cost or 0,
        estimated_cost_micro_usd=estimated or 0,
    )


async def _first_delta_ms(
    connection: AsyncConnection, scope: Scope, count: int, shares: tuple[float, ...]
) -> list[int | None]:
    """Return percentiles by nearest rank; the database sorts and one row travels for each."""
    timed = select(col(Turn.first_delta_ms)).where(
        col(Turn.first_delta_ms).is_not(None), *scope.turns()
    )
    timed = timed.order_by(col(Turn.first_delta_ms)).limit(1)
    return [
        (await connection.execute(timed.offset(max(0, ceil(share * count) - 1)))).scalar()
        for share in shares
    ]


async def near_limit(limit: int = 10) -> list[NearLimit]:
    """Return active users near their limit, the closest first."""
    spent = col(Budget.total_tokens_used) + col(Budget.reserved_tokens)
    share = spent * 1.0 / func.nullif(col(Budget.token_limit), 0)
    rows = (
        select(col(User.user_id), col(User.email), spent, col(Budget.token_limit))
        .join(Budget, is_current())
        .where(col(User.is_active), share >= NEAR_LIMIT_SHARE)
        .order_by(share.desc(), col(User.email))
        .limit(limit)
    )
    async with reading() as session:
        connection = await session.connection()
        return [NearLimit(*row) for row in await connection.execute(rows)]


async def stamp() -> tuple[date, UUID | None]:
    """Return what differs whenever the figures may: today's date and the ledger's last entry.

    One look at the end of an index, so a dashboard may ask every few seconds.
    """
    last = select(col(LedgerEntry.entry_id)).order_by(col(LedgerEntry.entry_id).desc()).limit(1)
    async with reading() as session:
        connection = await session.connection()
        return now().date(), (await connection.execute(last)).scalar()
