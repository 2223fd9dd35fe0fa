"""A person with ten thousand chats: each page of a list is read in the order of an index."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import transaction
from chat_app.models import Chat, User, now
from chat_app.services import chats
from chat_app.services.chats import folders, purge
from chat_app.services.chats.filter import ChatFilter
from tests.services.test_plans import _nodes, noted

pytestmark = pytest.mark.usefixtures("new_tables")
CHATS = 10_000
MOST_ROWS = 60
"""Of chats for one statement: a page of 50, the first of the next, and some that a plan passes."""
_PLACES: list[dict[str, Any]] = [
    {"is_active": True, "archived": False},
    {"is_active": True, "archived": False, "project_id": "p"},
    {"is_active": True, "archived": True},
    {"is_active": False, "archived": False, "deleted_at": now()},
    {"is_active": False, "archived": True, "deleted_at": now() - timedelta(days=60)},
]


@pytest.fixture
async def ada(database: Settings, new_user: Callable[..., Awaitable[User]]) -> User:
    user = await new_user()
    moment = now()
    rows = [
        {
            "chat_id": uuid7(),
            "user_id": user.user_id,
            "title": f"Chat {n}",
            "model": "simulated",
            "pinned": False,
            "message_count": 0,
            "tokens_consumed": 0,
            "is_temporary": False,
            "project_id": None,
            "deleted_at": None,
            # What was erased stays in the table for good.
            "erased_at": moment if n % len(_PLACES) == len(_PLACES) - 1 else None,
            "created_at": moment,
            "updated_at": moment - timedelta(minutes=n),
            **_PLACES[n % len(_PLACES)],
        }
        for n in range(CHATS)
    ]
    async with transaction() as session:
        connection = await session.connection()
        for at in range(0, CHATS, 500):
            await connection.execute(insert(Chat), rows[at : at + 500])
        await connection.exec_driver_sql("ANALYZE")
    return user


async def _pages(user: User, which: ChatFilter) -> None:
    first = await chats.page(user, which=which)
    assert len(first.chats) == 50
    assert len((await chats.page(user, which=which, cursor=first.next_cursor)).chats) == 50


ASKING: dict[str, Callable[[User], Awaitable[Any]]] = {
    "in use": lambda user: _pages(user, ChatFilter()),
    "folder": lambda user: _pages(user, ChatFilter(project_id="p")),
    "archive": lambda user: _pages(user, ChatFilter(archived=True)),
    "trash": lambda user: _pages(user, ChatFilter(deleted=True)),
    "what is to be erased": lambda _user: purge.erase_old(),
    "new chat of a folder": lambda user: folders.model_of_new_chat(user, "p"),
}


@pytest.mark.parametrize("asked", ASKING)
async def test_a_page_is_read_in_the_order_of_an_index(
    database: Settings, ada: User, asked: str
) -> None:
    async with noted() as sent:
        await ASKING[asked](ada)
    assert sent
    look = _look_on_sqlite if database.is_sqlite else _look_on_postgresql
    async with transaction() as session:
        connection = await session.connection()
        for statement, parameters in sent:
            await look(connection, statement, parameters)


async def _look_on_sqlite(connection: AsyncConnection, statement: str, parameters: Any) -> None:
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    plan = "\n".join(row[-1] for row in rows)
    assert "SCAN chat" not in plan, plan
    # What was deleted at one moment may be sorted by its id.
    assert "TEMP B-TREE FOR ORDER BY" not in plan


async def _look_on_postgresql(connection: AsyncConnection, statement: str, parameters: Any) -> None:
    rows = await connection.exec_driver_sql(
        f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters
    )
    told = rows.scalar_one()
    (plan,) = json.loads(told) if isinstance(told, str) else told
    for node in _nodes(plan["Plan"]):
        if node.get("Relation Name") == "chat":
            removed = sum(each for name, each in node.items() if name.startswith("Rows Removed"))
            assert node["Actual Rows"] + removed <= MOST_ROWS, json.dumps(plan)
