"""Usage as admins see it: by day, user, model or organisation, and by day and model for a chart.

The database sums settled turns, so a deleted chat keeps its place in the figures.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlmodel import col

from chat_app.db import reading
from chat_app.errors import InvalidRequest
from chat_app.models import MessageStatus, Organisation, Turn, User, now
from chat_app.services.accounts.fields import owner_of
from chat_app.services.budgets.receipts import ESTIMATED_COST
from chat_app.services.cursors import parse_offset
from chat_app.services.days import UtcDay, days_between, start_of
from chat_app.spelling import readable

_DEFAULT_DAYS = 30
_LONGEST_DAYS = 3660
_YEARS = range(2000, 3000)
_MODELS_IN_CHART = 6
OTHER_MODELS = "other"
"""Name of what stands for all models that a chart has no room for."""
_SUMS = (
    "exchanges",
    "tokens",
    "billed_tokens",
    "cost_micro_usd",
    "errors",
    "estimated_cost_micro_usd",
)
TOTAL_KEY = "total"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class GroupBy(StrEnum):
    """What one row of a usage report stands for."""

    DAY = "day"
    USER = "user"
    MODEL = "model"
    ORG = "org"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which settled turns a report looks at."""

    first_day: date
    last_day: date
    """The last day is part of the report."""
    model: str = ""
    """Only this model id; empty for all."""
    user: str = ""
    """Only this user, by id or e-mail; empty for all."""

    def turns(self) -> list[ColumnElement[bool]]:
        """Return the conditions for the turns of these days."""
        first, after = start_of(self.first_day), start_of(self.last_day + timedelta(days=1))
        return [col(Turn.started_at) >= first, col(Turn.started_at) < after, *self.who_and_what()]

    def who_and_what(self) -> list[ColumnElement[bool]]:
        """Return the conditions that hold whatever the days: settled, and the filters."""
        conditions: list[ColumnElement[bool]] = [col(Turn.settled_at).is_not(None)]
        if self.model:
            conditions.append(col(Turn.model) == self.model)
        if self.user:
            conditions.append(col(Turn.user_id) == _user_id(self.user))
        return conditions


@dataclass(frozen=True, slots=True)
class UsageRow:
    """The settled exchanges of one day, user, model or organisation."""

    key: str
    label: str
    exchanges: int
    tokens: int
    """Charged to budgets."""
    billed_tokens: int
    """Billed by providers, as far as they said."""
    cost_micro_usd: int
    errors: int
    """Exchanges that failed or were cut by a fault."""
    estimated_cost_micro_usd: int = 0
    """How much of the cost is estimated, because providers told too little."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Rows of usage and their sum over everything in scope."""

    rows: list[UsageRow]
    total: UsageRow
    next_cursor: str | None = None
    """Gives the following rows; `None` at the end."""


@dataclass(frozen=True, slots=True)
class ModelSeries:
    """Charged tokens by day, one list for each model."""

    days: list[date]
    tokens_by_model: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """The models with most tokens, most first; the others together as `OTHER_MODELS`."""


def scope_of(first: str = "", last: str = "", model: str = "", user: str = "") -> Scope:
    """Read a scope from the words of a query; the last 30 days where no dates are given.

    Raises:
        InvalidRequest: A date is not one, or the range makes no sense.
    """
    today = now().date()
    last_day = _day(last, "to") if last else max(today, _day(first, "from") if first else today)
    first_day = _day(first, "from") if first else last_day - timedelta(days=_DEFAULT_DAYS - 1)
    if first_day > last_day:
        raise InvalidRequest("`from` must not be after `to`")
    if (last_day - first_day).days >= _LONGEST_DAYS:
        raise InvalidRequest("A report covers at most ten years")
    return Scope(first_day, last_day, readable(model).strip(), readable(user).strip())


async def usage(
    scope: Scope, group_by: GroupBy, *, limit: int | None = None, cursor: str | None = None
) -> UsageReport:
    """Sum what is in scope: days in order, everything else with most tokens first.

    Args:
        limit: Most rows wanted; the total covers the rest as well.
        cursor: `next_cursor` of the page before.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    skipped = parse_offset(cursor)
    key, label = _GROUPS[group_by]
    summed = _joined(group_by).with_only_columns(key.label("key"), label.label("label"), *_sums())
    groups = summed.where(*scope.turns()).group_by(key, label).subquery()
    order = groups.c.key if group_by is GroupBy.DAY else groups.c.tokens.desc()
    whole = select(*(func.coalesce(func.sum(groups.c[name]), 0) for name in _SUMS))
    rows = select(groups).order_by(order, groups.c.key).offset(skipped)
    rows = rows.limit(limit and limit + 1)
    async with reading() as session:
        connection = await session.connection()
        total = (await connection.execute(whole)).one()
        found = (await connection.execute(rows)).all()
    more = limit is not None and len(found) > limit
    return UsageReport(
        [
            UsageRow(str(row.key or ""), row.label or "No organisation", *row[2:])
            for row in found[:limit]
        ],
        UsageRow(TOTAL_KEY, "Total", *map(int, total)),
        str(skipped + len(found) - 1) if more else None,
    )


async def series(scope: Scope) -> ModelSeries:
    """Return charged tokens by day and model, days without any included."""
    tokens = func.sum(col(Turn.charged_tokens))
    day = UtcDay(col(Turn.started_at))
    by_model = select(col(Turn.model)).where(*scope.turns()).group_by(col(Turn.model))
    by_model = by_model.order_by(tokens.desc(), col(Turn.model)).limit(_MODELS_IN_CHART)
    async with reading() as session:
        connection = await session.connection()
        models = list((await connection.execute(by_model)).scalars())
        name = case((col(Turn.model).in_(models), col(Turn.model)), else_=OTHER_MODELS)
        points = select(day, name.label("name"), tokens).where(*scope.turns())
        points = points.group_by(day, "name")
        found = {(row[0], row[1]): row[2] for row in await connection.execute(points)}
    if any(name == OTHER_MODELS for _, name in found):
        models.append(OTHER_MODELS)
    days = list(days_between(scope.first_day, scope.last_day))
    return ModelSeries(
        days, {name: [found.get((str(day), name)) or 0 for day in days] for name in models}
    )


async def models_used(scope: Scope) -> list[str]:
    """Return the ids of all models used in these days, whatever the filters."""
    days = replace(scope, model="", user="")
    used = select(col(Turn.model)).where(*days.turns()).distinct().order_by(col(Turn.model))
    async with reading() as session:
        connection = await session.connection()
        return list((await connection.execute(used)).scalars())


def as_csv(rows: Iterable[UsageRow]) -> str:
    """Write rows as CSV whose cells a spreadsheet takes for text and numbers, never formulas."""
    file = io.StringIO()
    writer = csv.writer(file)
    names = [column.name for column in fields(UsageRow)]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_defused(getattr(row, name)) for name in names])
    return file.getvalue()


def _defused(cell: str | int) -> str | int:
    """Put an apostrophe before text that a spreadsheet would run.

    Source: OWASP, "CSV Injection", read 2026-11-21.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _day(words: str, name: str) -> date:
    try:
        moment = datetime.fromisoformat(words)
        day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError) as fault:
        raise InvalidRequest(f"`{name}` must be a date such as 2026-01-31") from fault
    if day.year not in _YEARS:
        raise InvalidRequest(f"`{name}` must lie between 2000 and 2999")
    return day


def _user_id(user: str) -> UUID | ColumnElement[UUID]:
    try:
        return UUID(user)
    except ValueError:
        return owner_of(user).with_only_columns(col(User.user_id)).scalar_subquery()


def _sums() -> list[ColumnElement[Any]]:
    fault = col(Turn.outcome).in_([MessageStatus.PARTIAL, MessageStatus.FAILED])
    figures = [
        func.count(),
        func.coalesce(func.sum(Turn.charged_tokens), 0),
        func.coalesce(func.sum(Turn.billed_total_tokens), 0),
        func.coalesce(func.sum(Turn.cost_micro_usd), 0),
        func.coalesce(func.sum(case((fault, 1), else_=0)), 0),
        func.coalesce(func.sum(ESTIMATED_COST), 0),
    ]
    return [figure.label(name) for name, figure in zip(_SUMS, figures, strict=True)]


_GROUPS: dict[GroupBy, tuple[Any, Any]] = {
    GroupBy.DAY: (UtcDay(col(Turn.started_at)), UtcDay(col(Turn.started_at))),
    GroupBy.USER: (col(User.user_id), col(User.email)),
    GroupBy.MODEL: (col(Turn.model), col(Turn.model)),
    GroupBy.ORG: (col(Organisation.org_id), col(Organisation.name)),
}


def _joined(group_by: GroupBy) -> Select[Any]:
    turns = select(col(Turn.turn_id))
    if group_by in {GroupBy.USER, GroupBy.ORG}:
        turns = turns.join(User, col(User.user_id) == col(Turn.user_id))
    if group_by is GroupBy.ORG:
        turns = turns.outerjoin(Organisation, col(Organisation.org_id) == col(User.org_id))
    return turns
