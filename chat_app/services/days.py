"""Days and months in UTC, in Python and in SQL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UtcDay(FunctionElement[str]):
    """The UTC day of a moment, as `YYYY-MM-DD`; each database cuts it out in its own way."""

    type = String()
    inherit_cache = True


@compiles(UtcDay, "sqlite")
def _in_sqlite(element: UtcDay, compiler: SQLCompiler, **options: Any) -> str:
    # `UtcDateTime` keeps text that begins with the day, in UTC.
    return f"substr({compiler.process(element.clauses, **options)}, 1, 10)"


@compiles(UtcDay, "postgresql")
def _in_postgresql(element: UtcDay, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


def start_of(day: date) -> datetime:
    """Return the first moment of a UTC day."""
    return datetime.combine(day, time.min, UTC)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from the first to the last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
