"""Days in UTC, in Python and in SQL; as numbers, 20261129, where databases keep them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UtcDay(FunctionElement[int]):
    """The UTC day of a moment, as a number; each database cuts it out in its own way."""

    type = Integer()
    inherit_cache = True


@compiles(UtcDay, "sqlite")
def _in_sqlite(element: UtcDay, compiler: SQLCompiler, **options: Any) -> str:
    # `UtcDateTime` keeps text that begins with the day, in UTC.
    day = f"substr({compiler.process(element.clauses, **options)}, 1, 10)"
    return f"CAST(replace({day}, '-', '') AS INTEGER)"


@compiles(UtcDay, "postgresql")
def _in_postgresql(element: UtcDay, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(to_char({moment} AT TIME ZONE 'UTC', 'YYYYMMDD') AS INTEGER)"


def number_of(day: date) -> int:
    """Return a day as a number."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """Return the day that a number stands for."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def start_of(day: date) -> datetime:
    """Return the first moment of a UTC day."""
    return datetime.combine(day, time.min, UTC)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from the first to the last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
