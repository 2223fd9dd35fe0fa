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
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType
from sqlmodel import SQLModel, col

from chat_app.columns import Figure
from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.models import BudgetPeriod, Chat, LedgerEntry, LedgerKind, Message, Turn, now

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
        for rule, query in _RULES.items():
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


def _sum(kind: LedgerKind, *more: LedgerKind) -> Any:
    amount = case((col(LedgerEntry.kind).in_([kind, *more]), LedgerEntry.amount_tokens), else_=0)
    return func.coalesce(func.sum(amount), 0)


def _periods() -> Select[*tuple[Any, ...]]:
    granted = _sum(LedgerKind.GRANT)
    used = -_sum(LedgerKind.CHARGE)
    reserved = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    return (
        select(
            col(BudgetPeriod.period_id),
            col(BudgetPeriod.user_id),
            col(BudgetPeriod.token_limit),
            granted.label("granted"),
            col(BudgetPeriod.total_tokens_used),
            used.label("charged"),
            col(BudgetPeriod.reserved_tokens),
            reserved.label("held"),
        )
        .outerjoin(LedgerEntry, col(LedgerEntry.period_id) == col(BudgetPeriod.period_id))
        .group_by(col(BudgetPeriod.period_id))
        .having(
            or_(
                granted.is_distinct_from(col(BudgetPeriod.token_limit)),
                used.is_distinct_from(col(BudgetPeriod.total_tokens_used)),
                reserved.is_distinct_from(col(BudgetPeriod.reserved_tokens)),
                used + reserved > granted,
            )
        )
    )


def _turns() -> Select[*tuple[Any, ...]]:
    entries = func.count(col(LedgerEntry.entry_id))
    releases = func.sum(case((col(LedgerEntry.kind) == LedgerKind.RELEASE, 1), else_=0))
    charged = -_sum(LedgerKind.CHARGE)
    held = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    settled = col(Turn.settled_at).is_not(None)
    return (
        select(
            col(Turn.turn_id),
            col(Turn.settled_at),
            col(Turn.charged_tokens),
            charged.label("charged"),
            held.label("held"),
            entries.label("entries"),
        )
        .outerjoin(LedgerEntry, col(LedgerEntry.turn_id) == col(Turn.turn_id))
        .group_by(col(Turn.turn_id))
        .having(
            or_(
                and_(
                    settled,
                    or_(
                        releases != 1,
                        held != 0,
                        charged.is_distinct_from(col(Turn.charged_tokens)),
                        ~col(Turn.charged_tokens).between(0, col(Turn.reserved_tokens)),
                    ),
                ),
                and_(~settled, or_(entries != 1, held.is_distinct_from(col(Turn.reserved_tokens)))),
                entries == 0,
            )
        )
    )


def _left_behind() -> Select[*tuple[Any, ...]]:
    return select(
        col(Turn.turn_id), col(Turn.chat_id), col(Turn.reserved_tokens), col(Turn.lease_expires_at)
    ).where(col(Turn.settled_at).is_(None), col(Turn.lease_expires_at) < bindparam("long_ago"))


def _messages() -> Select[*tuple[Any, ...]]:
    is_written = col(Turn.turn_id).is_not(None)
    is_running = and_(is_written, col(Turn.settled_at).is_(None))
    ended_as = func.coalesce(col(Turn.outcome), "streaming")
    return (
        select(
            col(Message.message_id),
            col(Message.chat_id),
            col(Message.role),
            col(Message.status),
            col(Turn.turn_id),
            col(Turn.outcome),
        )
        .outerjoin(Turn, col(Message.message_id) == col(Turn.message_id))
        .where(
            or_(
                is_running != (col(Message.status) == "streaming"),
                and_(
                    is_written,
                    or_(
                        col(Message.role) != "assistant",
                        col(Message.chat_id).is_distinct_from(col(Turn.chat_id)),
                        ended_as.is_distinct_from(col(Message.status)),
                    ),
                ),
            )
        )
    )


def _chats() -> Select[*tuple[Any, ...]]:
    charged = func.coalesce(func.sum(col(Turn.charged_tokens)), 0).label("spent")
    turns = select(col(Turn.chat_id), charged).group_by(col(Turn.chat_id)).subquery()
    counted = func.count(col(Message.message_id)).label("count")
    messages = select(col(Message.chat_id), counted).group_by(col(Message.chat_id)).subquery()
    spent, count = func.coalesce(turns.c.spent, 0), func.coalesce(messages.c.count, 0)
    return (
        select(
            col(Chat.chat_id),
            col(Chat.tokens_consumed),
            spent.label("spent"),
            col(Chat.message_count),
            count.label("count"),
        )
        .outerjoin(turns, turns.c.chat_id == col(Chat.chat_id))
        .outerjoin(messages, messages.c.chat_id == col(Chat.chat_id))
        .where(
            or_(
                spent.is_distinct_from(col(Chat.tokens_consumed)),
                count.is_distinct_from(col(Chat.message_count)),
            )
        )
    )


def _receipts() -> Select[*tuple[Any, ...]]:
    parts = [
        func.coalesce(part, 0)
        for part in (
            Turn.user_tokens,
            Turn.history_tokens,
            Turn.ai_tokens,
            Turn.system_tokens,
            Turn.overhead_tokens,
        )
    ]
    total = sum(parts, -func.coalesce(Turn.waived_tokens, 0))
    receipt = col(Turn.turn_id), total.label("parts"), col(Turn.charged_tokens)
    is_off = total.is_distinct_from(col(Turn.charged_tokens))
    return select(*receipt).where(col(Turn.count_method).is_not(None), is_off)


def _negative(table: Table) -> Select[*tuple[Any, ...]]:
    figures = [each for each in table.columns if isinstance(each.type, Figure)]
    # An amount has the sign of what it does.
    below_zero = [each < 0 for each in figures if each.name != "amount_tokens"]
    return select(*table.primary_key, *figures).where(or_(*below_zero))


_WITH_FIGURES = [
    table
    for table in SQLModel.metadata.sorted_tables
    if any(isinstance(each.type, Figure) for each in table.columns)
]
_RULES = {
    "a period holds what its ledger entries add up to": _periods(),
    "a turn reserves once, is released once, and is charged what it says": _turns(),
    "a turn is settled soon after its process is gone": _left_behind(),
    "a message is as its turn has left it": _messages(),
    "a receipt adds up to its charge": _receipts(),
    "a chat shows what its exchanges cost": _chats(),
    **{f"no figure of {table.name} is negative": _negative(table) for table in _WITH_FIGURES},
}
