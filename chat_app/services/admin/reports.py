"""Usage as admins see it: by day, user, model, organisation or API key, and for a chart.

They are read from roll-ups of settled turns (`budgets/roll_ups.py`), so their time does not grow
with the number of exchanges, and a deleted chat keeps its place in the figures.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, Select, func, select
from sqlalchemy.sql.selectable import FromClause, Subquery
from sqlmodel import col

from chat_app.db import reading
from chat_app.errors import InvalidRequest
from chat_app.models import ApiKey, Organisation, User, now
from chat_app.services.accounts.fields import owner_of
from chat_app.services.budgets import roll_ups
from chat_app.services.cursors import parse_offset
from chat_app.services.days import day_of, days_between, number_of
from chat_app.spelling import readable

_DEFAULT_DAYS = 30
_LONGEST_DAYS = 3660
YEARS = range(2000, 3000)
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
WITHOUT_KEY = "Browser"
"""What exchanges are called that no API key asked for."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class GroupBy(StrEnum):
    """What one row of a usage report stands for."""

    DAY = "day"
    USER = "user"
    MODEL = "model"
    ORG = "org"
    KEY = "key"


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

    @property
    def user_id(self) -> UUID | ColumnElement[UUID] | None:
        """The id of the only user, or the select that finds it; `None` for all."""
        if not self.user:
            return None
        try:
            return UUID(self.user)
        except ValueError:
            return owner_of(self.user).with_only_columns(col(User.user_id)).scalar_subquery()

    def figures(self) -> Subquery:
        """Select what is in scope by `day` and `model`."""
        if self.user_id is None:
            return roll_ups.of_everybody(self.first_day, self.last_day, self.model)
        return roll_ups.of_user(self.user_id, self.first_day, self.last_day, self.model)

    def figures_of_users(self) -> Subquery:
        """Select what is in scope by `user_id`, some rows of each."""
        if self.user_id is None:
            return roll_ups.of_users(self.first_day, self.last_day, self.model)
        return self.figures()

    def figures_by_key(self) -> Subquery:
        """Select what is in scope by `key_id`, some rows of each."""
        return roll_ups.by_key(self.first_day, self.last_day, self.model, self.user_id)


@dataclass(frozen=True, slots=True)
class UsageRow:
    """The settled exchanges of one day, user, model, organisation or API key."""

    key: str | None
    """`None` for exchanges without an API key, in a report by key; empty for no organisation."""
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
    groups = _grouped(scope, group_by)
    page = _ordered(groups, groups.selected_columns, group_by)
    page = page.offset(skipped).limit(limit and limit + 1).subquery()
    rows = _ordered(_named(page, group_by), page.c, group_by)
    figures = scope.figures()
    async with reading() as session:
        connection = await session.connection()
        total = (await connection.execute(select(*_sums(figures)))).one()
        found = (await connection.execute(rows)).all()
    more = limit is not None and len(found) > limit
    return UsageReport(
        [_row(group_by, *row) for row in found[:limit]],
        UsageRow(TOTAL_KEY, "Total", *total),
        str(skipped + len(found) - 1) if more else None,
    )


async def series(scope: Scope) -> ModelSeries:
    """Return charged tokens by day and model, days without any included."""
    figures = scope.figures()
    by_day = select(figures.c.day, figures.c.model, func.sum(figures.c.tokens))
    by_day = by_day.group_by(figures.c.day, figures.c.model)
    async with reading() as session:
        connection = await session.connection()
        points = (await connection.execute(by_day)).all()
    tokens_of = Counter[str]()
    for _, model, tokens in points:
        tokens_of[model] += tokens
    models = sorted(tokens_of, key=lambda model: (-tokens_of[model], model))[:_MODELS_IN_CHART]
    shown = [*models, OTHER_MODELS] if len(tokens_of) > len(models) else models
    days = list(days_between(scope.first_day, scope.last_day))
    place_of = {number_of(day): place for place, day in enumerate(days)}
    tokens_by_model = {name: [0] * len(days) for name in shown}
    for day, model, tokens in points:
        name = model if model in models else OTHER_MODELS
        tokens_by_model[name][place_of[day]] += tokens
    return ModelSeries(days, tokens_by_model)


async def models_used(scope: Scope) -> list[str]:
    """Return the ids of all models used in these days, whatever the filters."""
    figures = roll_ups.of_everybody(scope.first_day, scope.last_day)
    used = select(figures.c.model).distinct().order_by(figures.c.model)
    async with reading() as session:
        connection = await session.connection()
        return list((await connection.execute(used)).scalars())


def as_csv(rows: Iterable[UsageRow]) -> str:
    """Write rows as CSV whose cells a spreadsheet takes for text and numbers, never formulas."""
    file = io.StringIO()
    writer = csv.writer(file)
    names = [column.name for column in fields(UsageRow)]
    writer.writerow(names)
    for key, label, *figures in map(attrgetter(*names), rows):
        writer.writerow([defused(key or ""), defused(label), *figures])
    return file.getvalue()


def defused(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run.

    Source: OWASP, "CSV Injection", read 2026-11-21.
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _day(words: str, name: str) -> date:
    try:
        moment = datetime.fromisoformat(words)
        day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError) as fault:
        raise InvalidRequest(f"`{name}` must be a date such as 2026-01-31") from fault
    if day.year not in YEARS:
        raise InvalidRequest(f"`{name}` must lie between 2000 and 2999")
    return day


def _grouped(scope: Scope, group_by: GroupBy) -> Select[*tuple[Any, ...]]:
    """Select the sums of each group, under its key."""
    if group_by in {GroupBy.DAY, GroupBy.MODEL}:
        rows = scope.figures()
        return _summed(rows.c[group_by], rows)
    if group_by is GroupBy.KEY:
        rows = scope.figures_by_key()
        return _summed(rows.c.key_id, rows).having(func.sum(rows.c.exchanges) > 0)
    rows = scope.figures_of_users()
    users = _summed(rows.c.user_id, rows)
    if group_by is GroupBy.USER:
        return users
    each = users.subquery()
    return _summed(col(User.org_id), each, each.join(User, col(User.user_id) == each.c.key))


def _summed(key: Any, rows: Subquery, source: FromClause | None = None) -> Select[*tuple[Any, ...]]:
    return (
        select(key.label("key"), *_sums(rows))
        .select_from(rows if source is None else source)
        .group_by(key)
    )


def _sums(rows: Subquery) -> list[Label[int]]:
    return [func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in _SUMS]


def _named(groups: Subquery, group_by: GroupBy) -> Select[*tuple[Any, ...]]:
    """Select groups with their labels; few, so that names are looked up of what is shown alone."""
    if group_by is GroupBy.USER:
        named = groups.join(User, col(User.user_id) == groups.c.key)
        return select(col(User.email), groups).select_from(named)
    if group_by is GroupBy.ORG:
        named = groups.outerjoin(Organisation, col(Organisation.org_id) == groups.c.key)
        return select(col(Organisation.name), groups).select_from(named)
    if group_by is GroupBy.KEY:
        named = groups.outerjoin(ApiKey, col(ApiKey.key_id) == groups.c.key)
        return select(col(ApiKey.name), groups).select_from(named)
    return select(groups.c.key.label("label"), groups)


def _ordered(
    rows: Select[*tuple[Any, ...]], columns: Any, group_by: GroupBy
) -> Select[*tuple[Any, ...]]:
    """Put days in order, and everything else with most tokens first."""
    is_by_day = group_by is GroupBy.DAY
    return rows.order_by(*(() if is_by_day else (columns.tokens.desc(),)), columns.key)


def _row(group_by: GroupBy, label: Any, key: Any, *figures: int) -> UsageRow:
    if group_by is GroupBy.DAY:
        key = label = day_of(key)
    if group_by is GroupBy.KEY:
        return UsageRow(key and str(key), label or WITHOUT_KEY, *figures)
    return UsageRow(str(key or ""), str(label or "No organisation"), *figures)
