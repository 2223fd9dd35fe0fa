"""Proves that the books balance: every figure that is kept is what its entries add up to.

Rows that no reader could read are named like those that differ: all is compared as it is stored.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Enum,
    RowMapping,
    Select,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from chat_app.columns import Zone
from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.models import now
from chat_app.services.budgets.rules import RULES

_LONG_LAPSED = timedelta(minutes=5)
"""Since the end of a lease; whoever sweeps settles its turn within seconds."""

_ROWS_AT_ONCE = 5000

_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What reading a value raises that is not of its column's kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose kept figure is not what it should be."""

    rule: str
    """The rule it breaks, in words."""
    row: str
    """Ids and figures of the row."""


async def check_books() -> list[Difference]:
    """Compare budgets, turns, messages and chats with the ledger; an empty list is the proof.

    All is read as of one moment, whatever a server writes meanwhile.
    """
    async with reading() as session:
        level = "SERIALIZABLE" if get_settings().is_sqlite else "REPEATABLE READ"
        connection = await session.connection(execution_options={"isolation_level": level})
        if connection.dialect.name == "postgresql":
            # Every rule joins whole tables, of which PostgreSQL may know nothing yet.
            await connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
        differences = [each async for each in _unreadable(connection)]
        moment = {"long_ago": now() - _LONG_LAPSED}
        for rule, query in RULES.items():
            columns = query.subquery().c
            rows = (await connection.execute(_as_stored(columns), moment)).mappings()
            differences += [Difference(rule, _shown(columns, row, connection)) for row in rows]
    return differences


def _as_stored(columns: Any) -> Select[*tuple[Any, ...]]:
    """Select columns without a thought of what their values mean."""
    return select(*(type_coerce(each, NullType()).label(each.name) for each in columns))


async def _unreadable(connection: AsyncConnection) -> AsyncIterator[Difference]:
    """Read every value as its readers do, and name the rows with some that would fail them."""
    for table in SQLModel.metadata.sorted_tables:
        columns = [each for each in table.columns if not _is_kept(each, connection)]
        if not columns:
            continue
        keys = list(table.primary_key.columns)
        read = list(dict.fromkeys([*keys, *columns]))
        async with connection.stream(_as_stored(read)) as rows:
            async for some in rows.mappings().partitions(_ROWS_AT_ONCE):
                for row, names in _odd(columns, some, connection):
                    ids = _shown(keys, row, connection)
                    yield Difference("every row can be read", f"{table.name} {ids}: {names}")


def _is_kept(column: Column[Any], connection: AsyncConnection) -> bool:
    """Return whether the database itself lets nothing into a column but what is of its kind.

    SQLite keeps whatever it is given; to PostgreSQL two of our kinds are any text.
    """
    return connection.dialect.name == "postgresql" and not isinstance(column.type, Enum | Zone)


def _odd(
    columns: list[Column[Any]], rows: Sequence[RowMapping], connection: AsyncConnection
) -> Iterator[tuple[RowMapping, list[str]]]:
    """Give the rows with values that cannot be read, and the names of their columns."""
    odd: defaultdict[int, list[str]] = defaultdict(list)
    for column in columns:
        # What many rows have is read once; 1, 1.0 and True are equal, but not the same.
        stored: list[tuple[type[Any], Any]] = [
            (type(row[column.name]), row[column.name]) for row in rows
        ]
        read = _reader(column, connection)
        unreadable = {each for each in set(stored) if not _is_readable(column, read, each[1])}
        if unreadable:
            for place, value in enumerate(stored):
                if value in unreadable:
                    odd[place].append(column.name)
    for place, names in odd.items():
        yield rows[place], names


def _is_readable(column: Column[Any], read: Callable[[Any], Any], stored: Any) -> bool:
    try:
        value = read(stored)
    except _UNREADABLE:
        return False
    if value is None:
        return bool(column.nullable)
    is_of_its_kind = isinstance(value, column.type.python_type)
    return is_of_its_kind and not (isinstance(value, int) and stored != value)


def _reader(column: ColumnElement[Any], connection: AsyncConnection) -> Callable[[Any], Any]:
    """Return what gives a stored value its meaning; it raises `_UNREADABLE` where there is none."""
    kind = column.type.dialect_impl(connection.dialect)
    return kind.result_processor(connection.dialect, None) or (lambda stored: stored)


def _shown(
    columns: Iterable[ColumnElement[Any]], row: RowMapping, connection: AsyncConnection
) -> str:
    """Name values of a row to people: as they are read, else as they are stored."""
    shown: dict[str, str] = {}
    for column in columns:
        stored = row[column.key or ""]
        try:
            shown[column.key or ""] = str(_reader(column, connection)(stored))
        except _UNREADABLE:
            shown[column.key or ""] = repr(stored)
    return ", ".join(f"{name} {value}" for name, value in shown.items())
