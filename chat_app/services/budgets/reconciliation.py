"""Proves that the books balance: every figure that is kept is what its entries add up to.

Rows that no reader could read are named like those that differ: all is compared as it is stored.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    RowMapping,
    Select,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.models import now
from chat_app.services.budgets.rules import RULES

_LONG_LAPSED = timedelta(minutes=5)
"""Since the end of a lease; whoever sweeps settles its turn within seconds."""

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
    """Read every row as its readers do, and name those that would fail them."""
    for table in SQLModel.metadata.sorted_tables:
        async with connection.stream(_as_stored(table.columns)) as rows:
            async for row in rows.mappings():
                odd = [
                    each.name
                    for each in table.columns
                    if not _is_readable(each, row[each.name], connection)
                ]
                if odd:
                    ids = _shown(table.primary_key.columns, row, connection)
                    yield Difference("every row can be read", f"{table.name} {ids}: {odd}")


def _is_readable(column: Column[Any], stored: Any, connection: AsyncConnection) -> bool:
    try:
        value = _read(column, stored, connection)
    except _UNREADABLE:
        return False
    if value is None:
        return bool(column.nullable)
    is_of_its_kind = isinstance(value, column.type.python_type)
    return is_of_its_kind and not (isinstance(value, int) and stored != value)


def _read(column: ColumnElement[Any], stored: Any, connection: AsyncConnection) -> Any:
    """Return what a stored value means; raises `_UNREADABLE` where it means nothing."""
    kind = column.type.dialect_impl(connection.dialect)
    read = kind.result_processor(connection.dialect, None)
    return read(stored) if read else stored


def _shown(
    columns: Iterable[ColumnElement[Any]], row: RowMapping, connection: AsyncConnection
) -> str:
    """Name values of a row to people: as they are read, else as they are stored."""
    shown: dict[str, str] = {}
    for column in columns:
        stored = row[column.key or ""]
        try:
            shown[column.key or ""] = str(_read(column, stored, connection))
        except _UNREADABLE:
            shown[column.key or ""] = repr(stored)
    return ", ".join(f"{name} {value}" for name, value in shown.items())
