"""What settled turns came to together, from the rows that triggers add each of them to.

Everybody's stand by day, model and how soon the reply began; each user's and each API key's by day
and model, by month and model, and by month alone. So a year of everybody is read in some ten
thousand rows.
"""

from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import SQLModel, col

from chat_app.models import ROLLED_UP, ApiKey, KeyRollUp, ModelRollUp, Turn, UserRollUp
from chat_app.services.days import days_between, number_of, start_of

_STEPS = (10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82)
CLASSES_MS = (
    *range(1, 10),
    *(step * 10**power for power in range(4) for step in _STEPS),
    *(100_000, 1_000_000),
)
"""The longest time to the first delta in each class: from 10 on a fifth longer than in the one
before, and the last has the rest."""
_A_DAY = timedelta(days=1)
_MORE_THAN_A_MONTH = timedelta(days=31)


def of_everybody(first: date, last: date, model: str = "") -> Subquery:
    """Select figures of these days, both included: by `day`, `model` and `first_delta_class_ms`.

    Args:
        model: This one alone; empty for all.
    """
    days = _models.day.between(number_of(first), number_of(last))
    rows = select(*_models).where(days)
    return (rows.where(_models.model == model) if model else rows).subquery()


def of_user(
    user_id: UUID | ColumnElement[UUID], first: date, last: date, model: str = ""
) -> Subquery:
    """Select the same figures of one user: by `day`, `model` and `user_id`."""
    days = _users.period.between(number_of(first), number_of(last))
    figures = (_users[name] for name in ROLLED_UP)
    rows = select(_users.period.label("day"), _users.model, _users.user_id, *figures)
    rows = rows.where(_users.user_id == user_id, days)
    return (rows.where(_users.model == model) if model else rows).subquery()


def of_users(first: date, last: date, model: str = "") -> Subquery:
    """Select the same figures of all users: by `user_id`, some rows of each.

    Whole months have rows of their own; what is before the first and after the last is added up
    from days.
    """
    return union_all(*_days_and_months(_users, _users.user_id, first, last, model)).subquery()


def by_key(
    first: date, last: date, model: str = "", user_id: UUID | ColumnElement[UUID] | None = None
) -> Subquery:
    """Select the same figures by `key_id`, some rows of each; null for what had no key.

    Args:
        model: This one alone; empty for all.
        user_id: This user alone; `None` for all.
    """
    parts = _days_and_months(_keys, _keys.key_id, first, last, model)
    if user_id is None:
        everything = of_everybody(first, last, model).c
    else:
        everything = of_user(user_id, first, last, model).c
        parts = [part.where(_keys.key_id.in_(_keys_of(user_id))) for part in parts]
    with_key = union_all(*parts).subquery().c
    none = null().cast(Uuid).label("key_id")
    # What had no key is what is left of everything without that which had one.
    return union_all(
        select(with_key.key_id, *(with_key[name] for name in ROLLED_UP)),
        select(none, *(everything[name] for name in ROLLED_UP)),
        select(none, *((-with_key[name]).label(name) for name in ROLLED_UP)),
    ).subquery()


def sums(rows: Any) -> list[ColumnElement[int]]:
    """Return the sum of each figure of some rows; of none, zero."""
    return [func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in ROLLED_UP]


def delays(
    first: date, last: date, model: str = "", user_id: UUID | ColumnElement[UUID] | None = None
) -> Select[*tuple[Any, ...]]:
    """Select how many first deltas of these days are in each class; a user's from the turns."""
    if user_id is None:
        rows = of_everybody(first, last, model).c
        by_class = select(rows.first_delta_class_ms, func.sum(rows.exchanges))
        return by_class.where(rows.first_delta_class_ms > 0).group_by(rows.first_delta_class_ms)
    conditions = [
        col(Turn.user_id) == user_id,
        col(Turn.started_at) >= start_of(first),
        col(Turn.started_at) < start_of(last + _A_DAY),
        col(Turn.settled_at).is_not(None),
        col(Turn.first_delta_ms).is_not(None),
    ]
    if model:
        conditions.append(col(Turn.model) == model)
    return select(CLASS_OF_TURN, func.count()).where(and_(*conditions)).group_by(CLASS_OF_TURN)


def percentile(counts: dict[int, int], share: float) -> int | None:
    """Return about a percentile: a time in the class that it is in; `None` of nothing.

    Args:
        counts: How many are in each class.
        share: Such as 0.95.
    """
    left = max(1, ceil(share * sum(counts.values())))
    for lowest, highest in pairwise((0, *CLASSES_MS)):
        count = counts.get(highest, 0)
        if left <= count:
            return ceil(lowest + (highest - lowest) * (left - 0.5) / count)
        left -= count
    return None


def _days_and_months(
    rows: Any, key: ColumnElement[UUID], first: date, last: date, model: str
) -> list[Select[*tuple[Any, ...]]]:
    """Select figures of the days that are in no whole month, and of whole months, by a key."""
    days, months = _split(first, last)
    figures = select(key, *(rows[name] for name in ROLLED_UP))
    by_day = figures.where(rows.period.in_(days))
    if model:
        by_day = by_day.where(rows.model == model)
    return [by_day, figures.where(rows.period.in_(months), rows.model == model)]


def _keys_of(user_id: UUID | ColumnElement[UUID]) -> Select[*tuple[Any, ...]]:
    return select(col(ApiKey.key_id)).where(col(ApiKey.user_id) == user_id)


def _split(first: date, last: date) -> tuple[list[int], list[int]]:
    """Return the days that are in no whole month, and the whole months."""
    begin = first if first.day == 1 else _next_month(first)
    end = (last + _A_DAY).replace(day=1)
    if begin >= end:
        begin = end = last + _A_DAY
    apart = [*days_between(first, begin - _A_DAY), *days_between(end, last)]
    months: list[int] = []
    while begin < end:
        months.append(number_of(begin) // 100)
        begin = _next_month(begin)
    return [number_of(day) for day in apart], months


def _next_month(day: date) -> date:
    return (day.replace(day=1) + _MORE_THAN_A_MONTH).replace(day=1)


_models = SQLModel.metadata.tables[ModelRollUp.__tablename__].c
_users = SQLModel.metadata.tables[UserRollUp.__tablename__].c
_keys = SQLModel.metadata.tables[KeyRollUp.__tablename__].c
CLASS_OF_TURN: ColumnElement[int] = literal_column(
    "CASE WHEN turn.first_delta_ms IS NULL THEN 0"
    + "".join(f" WHEN turn.first_delta_ms <= {most} THEN {most}" for most in CLASSES_MS[:-1])
    + f" ELSE {CLASSES_MS[-1]} END",
    Integer,
)
"""The class of a turn's first delta; 0 without one. As text: a hundred parameters take longer."""
