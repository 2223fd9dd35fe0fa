"""A database as an earlier version of the app filled it, and what people were shown of it then.

The files beside this one were written by the app at the revision they name, while its books
balanced: a few dozen exchanges of every kind, with four vendors and both bases, and one that
still runs.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table, Uuid, insert, types
from sqlmodel import col, select

from chat_app.api.chats import message_out
from chat_app.db import reading
from chat_app.models import Chat, User
from chat_app.services import chats
from chat_app.services.admin import dashboard, reports
from chat_app.services.budgets import usage
from tests.conftest import ROOT

Rows = list[dict[str, Any]]
_DAYS = reports.Scope(date(2026, 1, 1), date(2027, 12, 31))
_OF_TODAY = ("tokens_today", "tokens_this_month")


def read(revision: str) -> dict[str, Any]:
    """Return what stands in a file: `tables`, and what was `shown` of them."""
    return json.loads((ROOT / f"tests/filled/{revision}.json").read_text())


def fill(connection: Connection, tables: dict[str, Any]) -> None:
    """Write the rows into a database of their revision."""
    for table in _tables(connection, tables):
        connection.execute(insert(table), rows_of(table, tables[table.name]))


def differing(connection: Connection, tables: dict[str, Any]) -> list[str]:
    """Return the tables of a database of that revision whose rows are others."""
    return [
        table.name
        for table in _tables(connection, tables)
        if _sorted(dict(row) for row in connection.execute(table.select()).mappings())
        != _sorted(rows_of(table, tables[table.name]))
    ]


def rows_of(table: Table, stored: dict[str, Any]) -> Rows:
    """Return the rows of a table as the database at hand has them."""
    kinds = [table.columns[name].type for name in stored["columns"]]
    return [
        {
            name: _read(kind, value)
            for name, kind, value in zip(stored["columns"], kinds, row, strict=True)
        }
        for row in stored["rows"]
    ]


def _tables(connection: Connection, tables: dict[str, Any]) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name in tables]


def _sorted(rows: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def _read(kind: types.TypeEngine[Any], stored: Any) -> Any:
    """Return a value of SQLite's as any database takes it."""
    if stored is None:
        return None
    if isinstance(kind, Uuid):
        return UUID(stored)
    if isinstance(kind, types.DateTime):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC if kind.timezone else None)
    if isinstance(kind, types.Boolean):
        return bool(stored)
    return json.loads(stored) if isinstance(kind, types.JSON) else stored


async def shown() -> dict[str, Rows]:
    """Return every receipt, report and statement, as whoever reads it gets it."""
    async with reading() as session:
        people = (await session.exec(select(User).order_by(col(User.email)))).all()
        in_use = select(Chat).where(col(Chat.is_active)).order_by(col(Chat.chat_id))
        every_chat = (await session.exec(in_use)).all()
    by_id = {each.user_id: each for each in people}
    found: dict[str, Rows] = {"messages": [], "costly chats": []}
    for chat in every_chat:
        views = await chats.messages(
            by_id[chat.user_id], chat.chat_id, limit=chat.message_count, branch="all"
        )
        found["messages"] += [message_out(view).model_dump(mode="json") for view in views]
    for group_by in reports.GroupBy:
        report = await reports.usage(_DAYS, group_by)
        found[f"usage by {group_by}"] = [asdict(row) for row in (*report.rows, report.total)]
    cards = asdict(await dashboard.cards(_DAYS))
    found["cards"] = [{name: cards[name] for name in cards if name not in _OF_TODAY}]
    for user in people:
        costly = await usage.costly_chats(user)
        found["costly chats"] += [asdict(each) | {"chat_id": str(each.chat_id)} for each in costly]
    return found
