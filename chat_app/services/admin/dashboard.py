"""The figures at the top of the admin dashboard, and who is close to the limit."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import col

from chat_app.db import reading
from chat_app.models import Budget, LedgerEntry, User, now
from chat_app.services.admin.reports import Scope
from chat_app.services.admin.users import is_current
from chat_app.services.budgets import roll_ups
from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE
from chat_app.services.days import number_of


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
    """To about a tenth, as times are kept in classes; likewise the next."""
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
    today = now().date()
    month = replace(scope, first_day=today.replace(day=1), last_day=today).figures()
    is_today = month.c.day == number_of(today)
    this_month = select(
        func.coalesce(func.sum(case((is_today, month.c.tokens), else_=0)), 0),
        func.coalesce(func.sum(month.c.tokens), 0),
    )
    whole = select(*roll_ups.sums(scope.figures()))
    users = scope.figures_of_users()
    active = select(func.count(func.distinct(users.c.user_id)))
    delays = roll_ups.delays(scope.first_day, scope.last_day, scope.model, scope.user_id)
    async with reading() as session:
        connection = await session.connection()
        tokens_today, tokens_this_month = (await connection.execute(this_month)).one()
        found = (await connection.execute(whole)).one()
        active_users = (await connection.execute(active)).scalar_one()
        counts = {row[0]: row[1] for row in await connection.execute(delays)}
    return Cards(
        tokens_today=tokens_today,
        tokens_this_month=tokens_this_month,
        active_users=active_users,
        exchanges=found.exchanges,
        error_rate=found.errors / found.exchanges if found.exchanges else None,
        reply_cache_hit_rate=found.cached / found.exchanges if found.exchanges else None,
        first_delta_p50_ms=roll_ups.percentile(counts, 0.5),
        first_delta_p95_ms=roll_ups.percentile(counts, 0.95),
        charged_tokens=found.charged_where_billed_tokens,
        billed_tokens=found.billed_tokens,
        cost_micro_usd=found.cost_micro_usd,
        estimated_cost_micro_usd=found.estimated_cost_micro_usd,
    )


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
