"""What a user's own account says about tokens: the budget, where it went, and the book."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlmodel import col
from sqlmodel import select as rows_of

from chat_app.db import briefly, read_briefly, reading
from chat_app.models import ApiKey, Budget, Chat, LedgerEntry, OwnerKind, Purpose, Turn, User, now
from chat_app.services.budgets import ledger, roll_ups
from chat_app.services.budgets.receipts import ESTIMATED_COST
from chat_app.services.cursors import parse_cursor
from chat_app.services.days import day_of, days_between, number_of

NEAR_LIMIT_SHARE = 0.8
"""From what share of a limit, used and reserved, people are warned."""
_DAYS_SHOWN = 30
_DAYS_OF_PACE = 7


@dataclass(frozen=True, slots=True)
class DayTokens:
    """Tokens charged on one day."""

    date: date
    tokens: int


@dataclass(frozen=True, slots=True)
class ModelTokens:
    """Tokens charged for one model."""

    model: str
    tokens: int


@dataclass(frozen=True, slots=True)
class KeyTokens:
    """Tokens charged for what one API key asked for."""

    key_id: UUID | None
    """`None` for what was asked without a key."""
    name: str
    """What its owner calls it; empty without one."""
    tokens: int


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """A user's budget in the current period and where the tokens of the last 30 days went."""

    total_tokens_used: int
    token_limit: int
    remaining_tokens: int
    reserved_tokens: int
    estimated_days_until_limit: float | None
    """At the pace of the last 7 days; `None` when nothing was used in them."""
    last_reset_at: datetime
    resets_at: datetime
    by_day: list[DayTokens]
    """The last 30 days, today last, days without any included."""
    by_model: list[ModelTokens]
    """The same 30 days, most tokens first."""


@dataclass(frozen=True, slots=True)
class CostlyChat:
    """A chat and what its exchanges cost."""

    chat_id: UUID
    title: str
    exchanges: int
    tokens: int
    cost_micro_usd: int
    estimated_cost_micro_usd: int
    """How much of the cost is estimated."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry of the book, with the chat it was for and the API key."""

    entry: LedgerEntry
    key_id: UUID | None
    """The key that asked, or whose cap changed; `None` for what was asked without one."""
    key_name: str
    """What its owner calls it; empty without one."""
    chat: Chat | None
    """The chat it was for, deleted ones as well; their title stays until their text goes."""
    purpose: Purpose | None
    """What the exchange was for; `None` where the entry is of none."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some entries, newest first."""

    lines: list[LedgerLine]
    next_cursor: str | None
    """Where the older ones begin; `None` at the end."""


async def budget(user: User) -> ledger.Balance:
    """Return a user's budget in the current period."""
    return await read_briefly(ledger.balance, owner=ledger.Owner.of(user))


async def token_usage(user: User, zone: tzinfo = UTC) -> TokenUsage:
    """Sum up a user's budget and usage.

    Args:
        user: Whose.
        zone: Where the days begin and end. Those of UTC are read from the roll-ups, others from
            the turns, as a day there may have 23 or 25 hours.
    """
    today = now().astimezone(zone).date()
    first = today - timedelta(days=_DAYS_SHOWN - 1)
    by_day_and_model = (
        _by_days_of_utc(user.user_id, first, today)
        if zone is UTC
        else _by_days_of(zone, user.user_id, first, today)
    )
    async with reading() as session:
        connection = await session.connection()
        balance = await briefly(session, ledger.balance, ledger.Owner.of(user))
        found = (await connection.execute(by_day_and_model)).all()
    of_day, of_model = Counter[date](), Counter[str]()
    for number, model, tokens in found:
        of_day[day_of(number)] += tokens
        of_model[model] += tokens
    days = [DayTokens(day, of_day[day]) for day in days_between(first, today)]
    models = [
        ModelTokens(model, tokens)
        for model, tokens in sorted(of_model.items(), key=lambda each: (-each[1], each[0]))
        if tokens
    ]
    spent_lately = sum(day.tokens for day in days[-_DAYS_OF_PACE:])
    return TokenUsage(
        total_tokens_used=balance.total_tokens_used,
        token_limit=balance.token_limit,
        remaining_tokens=balance.remaining_tokens,
        reserved_tokens=balance.reserved_tokens,
        estimated_days_until_limit=round(balance.remaining_tokens * _DAYS_OF_PACE / spent_lately, 1)
        if spent_lately
        else None,
        last_reset_at=balance.starts_at,
        resets_at=balance.resets_at,
        by_day=days,
        by_model=models,
    )


def _by_days_of_utc(user_id: UUID, first: date, last: date) -> Select[*tuple[Any, ...]]:
    figures = roll_ups.of_user(user_id, first, last)
    return select(figures.c.day, figures.c.model, figures.c.tokens)


def _by_days_of(zone: tzinfo, user_id: UUID, first: date, last: date) -> Select[*tuple[Any, ...]]:
    begins = {
        day: datetime.combine(day, time.min, zone).astimezone(UTC)
        for day in days_between(first, last + timedelta(days=1))
    }
    started_at = col(Turn.started_at)
    # What comes before the next day's beginning, and was not before that of an earlier day.
    day = case(
        *(
            (started_at < begins[day + timedelta(days=1)], number_of(day))
            for day in days_between(first, last)
        )
    ).label("day")
    return (
        select(day, col(Turn.model), func.sum(col(Turn.charged_tokens)))
        .where(
            col(Turn.user_id) == user_id,
            started_at >= begins[first],
            started_at < begins[last + timedelta(days=1)],
            col(Turn.settled_at).is_not(None),
        )
        .group_by(day, col(Turn.model))
    )


async def by_key(user: User) -> list[KeyTokens]:
    """Return what each of a user's API keys spent in the last 30 days, revoked ones included.

    Most tokens first; what was asked without a key is among them, what spent nothing is not.
    """
    today = now().date()
    first = today - timedelta(days=_DAYS_SHOWN - 1)
    figures = roll_ups.by_key(first, today, user_id=user.user_id).c
    tokens = func.sum(figures.tokens)
    spent = (
        select(figures.key_id, func.coalesce(col(ApiKey.name), ""), tokens)
        .outerjoin(ApiKey, col(ApiKey.key_id) == figures.key_id)
        .group_by(figures.key_id, col(ApiKey.name))
        .having(tokens > 0)
        .order_by(tokens.desc(), figures.key_id)
    )
    async with reading() as session:
        connection = await session.connection()
        return [KeyTokens(*row) for row in await connection.execute(spent)]


async def costly_chats(user: User, limit: int = 5) -> list[CostlyChat]:
    """Return the user's chats that cost most tokens, the costliest first; free ones left out.

    Of those that cost the same, the newest comes first.
    """
    costliest = (
        select(col(Chat.chat_id), col(Chat.title), col(Chat.tokens_consumed))
        .where(
            col(Chat.user_id) == user.user_id,
            col(Chat.is_active),
            ~col(Chat.is_temporary),
            col(Chat.tokens_consumed) > 0,
        )
        .order_by(col(Chat.tokens_consumed).desc(), col(Chat.chat_id).desc())
        .limit(limit)
        .subquery()
    )
    chats = (
        select(
            costliest.c.chat_id,
            costliest.c.title,
            func.count(case((col(Turn.charged_tokens) > 0, 1))),
            costliest.c.tokens_consumed,
            func.coalesce(func.sum(col(Turn.cost_micro_usd)), 0),
            func.coalesce(func.sum(ESTIMATED_COST), 0),
        )
        .join(Turn, col(Turn.chat_id) == costliest.c.chat_id)
        .group_by(costliest.c.chat_id, costliest.c.title, costliest.c.tokens_consumed)
        .order_by(costliest.c.tokens_consumed.desc(), costliest.c.chat_id.desc())
    )
    async with reading() as session:
        connection = await session.connection()
        return [CostlyChat(*row) for row in await connection.execute(chats)]


async def ledger_page(
    user_id: UUID | None, limit: int = 50, cursor: str | None = None
) -> LedgerPage:
    """Return entries of one user's book, or of everybody's and the operator's; newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    capped = case((col(Budget.owner_kind) == OwnerKind.KEY, col(Budget.owner_id)))
    key_id = func.coalesce(col(Turn.key_id), capped)
    lines = (
        rows_of(LedgerEntry, Turn, ApiKey, Chat)
        .outerjoin(Turn, col(Turn.turn_id) == col(LedgerEntry.turn_id))
        .outerjoin(Budget, col(Budget.budget_id) == col(LedgerEntry.budget_id))
        .outerjoin(ApiKey, col(ApiKey.key_id) == key_id)
        .outerjoin(Chat, col(Chat.chat_id) == col(Turn.chat_id))
        .order_by(col(LedgerEntry.entry_id).desc())
        .limit(limit + 1)
    )
    if user_id:
        lines = lines.where(col(LedgerEntry.user_id) == user_id)
    if cursor:
        lines = lines.where(col(LedgerEntry.entry_id) < parse_cursor(cursor))
    async with reading() as session:
        found = (await session.exec(lines)).all()
    page = [
        LedgerLine(
            entry,
            key and key.key_id,
            key.name if key else "",
            chat,
            turn and turn.purpose,
        )
        for entry, turn, key, chat in found[:limit]
    ]
    more = len(found) > limit
    return LedgerPage(page, str(page[-1].entry.entry_id) if more else None)
