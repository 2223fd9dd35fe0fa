"""When budgets begin and end, and which of an owner's budgets is the current one."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chat_app.columns import UTC_ZONE
from chat_app.models import Budget, Span

_WEEK = timedelta(days=7)
_MORE_THAN_A_MONTH = timedelta(days=31)


def period_of(
    moment: datetime, span: Span = Span.MONTH, zone: ZoneInfo = UTC_ZONE
) -> tuple[datetime, datetime]:
    """Return the first moment, UTC, of the period that a moment is in, and that of the next one.

    Args:
        zone: Whose midnights they are, whatever its clocks were put to in between.
    """
    day = moment.astimezone(zone).date()
    if span is Span.WEEK:
        first = day - timedelta(days=day.weekday())
        next_first = first + _WEEK
    else:
        first = day.replace(day=1)
        next_first = (first + _MORE_THAN_A_MONTH).replace(day=1)
    return _midnight(first, zone), _midnight(next_first, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return a day's first moment, UTC; where clocks skip its midnight, the moment they do."""
    return datetime.combine(day, time.min, zone).astimezone(UTC_ZONE)


def current(owner_kind: Any, owner_id: Any, moment: Any) -> Select[UUID]:
    """Select the id of an owner's current budget: of those whose period a moment is in, the last.

    A clock that jumps into another period and comes back finds its own again: what a budget of
    the other holds is spent in that one, and no period has two unless an administrator resets it.

    Args:
        owner_kind: A value, a column or a parameter; likewise the others.
    """
    each = aliased(Budget)
    return (
        select(col(each.budget_id))
        .where(
            col(each.owner_kind) == owner_kind,
            col(each.owner_id) == owner_id,
            col(each.starts_at) <= moment,
            col(each.ends_at) > moment,
        )
        .order_by(col(each.reset_at).desc())
        .limit(1)
    )
