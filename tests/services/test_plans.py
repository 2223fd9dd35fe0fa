"""What lists, reports and searches ask of a database with many rows: never to go through a table.

There are far more exchanges than days, people and chats, and the database knows: whoever reads more
rows of `turn`, `ledger_entry` or `message` than a page or a chat has reads them all.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chat_app.config import Settings
from chat_app.db import transaction
from chat_app.models import User, now
from chat_app.services import chats
from chat_app.services.admin import audit, dashboard, orgs, reports, users
from chat_app.services.admin.reports import GroupBy, Scope
from chat_app.services.budgets import usage
from chat_app.services.search.writing import index_batch
from chat_app.services.turns import sweeper

pytestmark = pytest.mark.usefixtures("new_tables")
EXCHANGES = 20_000
MOST_ROWS = 700
"""Of one table for one statement; a person has 200 exchanges."""
CHATS = 2000
PEOPLE = 100
WORD, RARE = "ledger", "zanzibarite"

_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {many}))",
}
_ID = {
    "sqlite": "'{kind}' || printf('%031x', {number})",
    "postgresql": "('{kind}' || lpad(to_hex({number}), 31, '0'))::uuid",
}
_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', 'now', '-' || (({many} - i) / 100) || ' days')",
    "postgresql": "now() - (({many} - i) / 100) * interval '1 day'",
}


def fill(settings: Settings) -> list[str]:
    """Return statements that make many exchanges, a hundred a day, in chats of some people."""
    kind = "sqlite" if settings.is_sqlite else "postgresql"

    def id_of(letter: str, number: str) -> str:
        return _ID[kind].format(kind=letter, number=number)

    numbers, at = _NUMBERS[kind].format(many=EXCHANGES), _AT[kind].format(many=EXCHANGES)
    people_numbers = _NUMBERS[kind].format(many=PEOPLE)
    chats_numbers = _NUMBERS[kind].format(many=CHATS)
    owner = id_of("a", f"i % {PEOPLE}")
    chat = id_of("c", f"1 + i % {CHATS}")
    said = f"CASE WHEN i = {PEOPLE} THEN '{RARE}' WHEN i % 2 = 0 THEN '{WORD}' ELSE 'else' END"
    message = (
        "INSERT INTO message"
        " (message_id, chat_id, parent_id, role, content, status, model, created_at)"
    )
    entry = (
        "INSERT INTO ledger_entry (entry_id, user_id, budget_id, turn_id, kind, amount_tokens,"
        f" balance_tokens, created_at) {numbers}"
    )
    begins = "2020-01-01 00:00:00.000000"
    ends = "9999-12-31 00:00:00.000000"
    return [
        "INSERT INTO user_account (user_id, email, email_key, name, search_key, password_hash,"
        " role, tier, user_type, email_verified, is_active, token_limit, created_at)"
        f" {people_numbers} SELECT {id_of('a', 'i - 1')}, 'p' || i || '@example.test', 'p' || i,"
        " 'P', 'p' || i || '@example.test', '!', 'admin', 'PRO', 'individual', false, true,"
        f" 1000000, {at} FROM n",
        "INSERT INTO budget (budget_id, owner_kind, owner_id, user_id, starts_at, ends_at, span,"
        " zone, reset_at, token_limit, total_tokens_used, reserved_tokens)"
        f" SELECT {id_of('b', '1')}, 'user', {id_of('a', '0')}, {id_of('a', '0')}, '{begins}',"
        f" '{ends}', 'month', 'UTC', '{begins}', 1000000, 900000, 0",
        "INSERT INTO chat (chat_id, user_id, title, model, pinned, archived, message_count,"
        f" tokens_consumed, is_active, created_at, updated_at) {chats_numbers}"
        f" SELECT {id_of('c', f'1 + i % {CHATS}')}, {owner}, 'A chat', 'simulated', false, false,"
        f" 0, 5, true, {at}, {at} FROM n",
        f"{message} {numbers} SELECT {id_of('d', '2 * i')}, {chat}, NULL, 'user', {said},"
        f" 'complete', '', {at} FROM n",
        f"{message} {numbers} SELECT {id_of('d', '2 * i + 1')}, {chat}, {id_of('d', '2 * i')},"
        f" 'assistant', {said}, 'complete', 'simulated', {at} FROM n",
        "INSERT INTO turn (turn_id, user_id, chat_id, message_id, model, reserved_tokens,"
        " lease_owner, lease_expires_at, started_at, settled_at, history_dropped, outcome,"
        f" charged_tokens, cache_hit, cached, first_delta_ms, purpose, lane) {numbers}"
        f" SELECT {id_of('e', 'i')}, {owner}, {chat}, {id_of('d', '2 * i + 1')},"
        f" CASE WHEN i % 3 = 0 THEN 'large' ELSE 'simulated' END, 9, {owner}, {at}, {at}, {at}, 0,"
        " 'complete', 5, false, false, i % 7 * 100, 'reply', 0 FROM n",
        *(
            f"{entry} SELECT {id_of(letter, 'i')}, {owner}, {id_of('b', '1')}, {id_of('e', 'i')},"
            f" '{what}', {amount}, 5, {at} FROM n"
            for letter, what, amount in (
                ("1", "reserve", -9),
                ("2", "release", 9),
                ("3", "charge", -5),
            )
        ),
        # Of the texts some are indexed: enough for a search to find, to read and to page.
        f"DELETE FROM search_waiting WHERE message_id > {id_of('d', '400')}",
    ]


Asking = Callable[[User], Awaitable[Any]]


@pytest.fixture
async def admin(database: Settings) -> User:
    """Return somebody among many exchanges."""
    async with transaction() as session:
        connection = await session.connection()
        for statement in fill(database):
            await connection.execute(text(statement))
    while await index_batch():
        pass
    async with transaction() as session:
        await (await session.connection()).exec_driver_sql("ANALYZE")
        return await session.get_one(User, UUID(int=10 << 124))


_TODAY = now().date()
_YEAR = Scope(_TODAY - timedelta(days=364), _TODAY)
_SCOPES = {
    "all": lambda _user: _YEAR,
    "model": lambda _user: replace(_YEAR, model="large"),
    "user": lambda user: replace(_YEAR, user=user.email),
    "both": lambda user: replace(_YEAR, user=str(user.user_id), model="large"),
}


def _in_scopes(ask: Callable[[Scope], Awaitable[Any]]) -> Asking:
    async def asking(user: User) -> None:
        for scope_of in _SCOPES.values():
            await ask(scope_of(user))

    return asking


async def _a_chat(user: User) -> None:
    chat = (await chats.page(user)).chats[3]
    page = await chats.messages(user, chat.chat_id, limit=20, branch="all")
    await chats.messages(
        user, chat.chat_id, limit=20, branch="all", before=page[0].message.message_id
    )
    await chats.messages(user, chat.chat_id, limit=20)


async def _the_book(user: User) -> None:
    for user_id in (None, user.user_id):
        first = await usage.ledger_page(user_id)
        assert len(first.lines) == 50
        await usage.ledger_page(user_id, cursor=first.next_cursor)


async def _people(_user: User) -> None:
    for sort_by in users.SortBy:
        await users.users_page(sort_by=sort_by, descending=True)
    await users.users_page(q="example")
    await users.count_users("example")


def _search(q: str) -> Asking:
    async def asking(user: User) -> None:
        assert (await chats.page(user, q=q)).chats

    return asking


ASKING: dict[str, Asking] = {
    **{
        f"report by {group_by}": _in_scopes(
            lambda scope, group_by=group_by: reports.usage(scope, group_by, limit=50)
        )
        for group_by in GroupBy
    },
    "csv": _in_scopes(lambda scope: reports.usage(scope, GroupBy.USER)),
    "chart": _in_scopes(reports.series),
    "models": _in_scopes(reports.models_used),
    "cards": _in_scopes(dashboard.cards),
    "near their limit": lambda _user: dashboard.near_limit(),
    "stamp": lambda _user: dashboard.stamp(),
    "own usage": usage.token_usage,
    "costly chats": usage.costly_chats,
    "ledger": _the_book,
    "audit": lambda _user: audit.page(),
    "people": _people,
    "organisations": lambda _user: orgs.page(),
    "chats": chats.page,
    "messages": _a_chat,
    "search for a frequent word": _search(WORD),
    "search for two words": _search(f"{WORD} {WORD[:3]}"),
    "search for a rare word": _search(RARE),
    "search for a part": _search(RARE[2:9]),
    "turns left behind": lambda _user: sweeper.sweep(),
}


async def test_no_table_that_grows_with_use_is_read_whole(database: Settings, admin: User) -> None:
    for asked, ask in ASKING.items():
        async with noted() as sent:
            await ask(admin)

        assert sent, asked
        read = _read_on_sqlite if database.is_sqlite else _read_on_postgresql
        async with transaction() as session:
            connection = await session.connection()
            for statement, parameters in sent:
                await read(connection, statement, parameters)


@asynccontextmanager
async def noted() -> AsyncIterator[list[tuple[str, Any]]]:
    """Give what the block sends to the database."""
    sent: list[tuple[str, Any]] = []

    def note(_on: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


_GROWING = "turn|ledger_entry|message"
_SCAN = re.compile(rf"SCAN ({_GROWING})(_\d+)?\b")


async def _read_on_sqlite(connection: AsyncConnection, statement: str, parameters: Any) -> None:
    """Fail where a table is gone through, but for the first rows in an index's order."""
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    plan = "\n".join(row[-1] for row in rows)
    stops = "LIMIT" in statement and "FOR ORDER BY" not in plan and "USING" in plan
    assert stops or not _SCAN.search(plan), f"{statement}\n{plan}"


async def _read_on_postgresql(connection: AsyncConnection, statement: str, parameters: Any) -> None:
    """Fail where more rows are looked at than a page or a chat has."""
    rows = await connection.exec_driver_sql(
        f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters
    )
    told = rows.scalar_one()
    (plan,) = json.loads(told) if isinstance(told, str) else told
    for node in _nodes(plan["Plan"]):
        if re.fullmatch(_GROWING, node.get("Relation Name", "")):
            looked_at = node["Actual Rows"] + sum(
                each for name, each in node.items() if name.startswith("Rows Removed by")
            )
            assert looked_at * node["Actual Loops"] <= MOST_ROWS, f"{statement}\n{json.dumps(plan)}"


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
