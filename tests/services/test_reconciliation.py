"""`check_books` names every row that is wrong, whatever is wrong with it."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from chat_app.config import Settings
from chat_app.db import transaction
from chat_app.llm.types import CountMethod
from chat_app.models import User
from chat_app.services.budgets.reconciliation import check_books
from tests.services.exchanges import settled_exchange

NewUser = Callable[..., Awaitable[User]]
ON_SQLITE = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)

UNREADABLE = [
    "message SET status = 'half-done'",
    "message SET role = ''",
    "turn SET finish_reason = 'bored'",
    "turn SET count_method = 'guess'",
    "turn SET charged_tokens = 3.5",
    "turn SET ai_tokens = 'many'",
    "message SET content = x'00ff'",
    "message SET created_at = 'yesterday'",
    "message SET created_at = '2026-02-31 00:00:00.000000'",
    "message SET created_at = 7",
    "message SET parent_id = 'nobody' WHERE role = 'assistant'",
    "turn SET settled_at = '2026-13-01'",
    "turn SET charged_tokens = 'much'",
    "turn SET outcome = 'won'",
    "turn SET lease_owner = 5",
    "budget SET starts_at = ''",
    "budget SET total_tokens_used = 0.5",
    "budget SET zone = 'Europe/Nowhere'",
    "budget SET span = 'fortnight'",
    "hold SET charged_tokens = 'half'",
    "ledger_entry SET kind = 'gift' WHERE kind = 'charge'",
    "ledger_entry SET amount_tokens = x'01'",
    "user_account SET tier = 'GOLD'",
    "user_account SET role = 'king'",
    "user_account SET token_limit = 'all'",
    "chat SET message_count = 2.5",
]
"""What SQLite lets in where its own rules are off, as they were before there were any."""


async def damage(settings: Settings, what: str) -> None:
    with closing(sqlite3.connect(settings.data_folder / "chat.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE {what}")
        connection.commit()


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "rule"),
    [
        ("turn SET billed_total_tokens = -1", "no figure of turn is negative"),
        ("turn SET cost_micro_usd = -446", "no figure of turn is negative"),
        ("turn SET reserved_tokens = -5", "no figure of turn is negative"),
        ("ledger_entry SET balance_tokens = -5", "no figure of ledger_entry is negative"),
        ("user_account SET token_limit = -5", "no figure of user_account is negative"),
    ],
)
async def test_a_negative_figure_is_named(
    database: Settings, new_user: NewUser, what: str, rule: str
) -> None:
    await settled_exchange(await new_user())

    await damage(database, what)

    assert rule in {each.rule for each in await check_books()}


@pytest.mark.parametrize("part", ["user", "history", "ai", "system", "overhead", "waived"])
async def test_a_receipt_that_does_not_add_up_is_named(
    database: Settings, new_user: NewUser, part: str
) -> None:
    receipt: dict[str, Any] = {
        "user_tokens": 6,
        "ai_tokens": 42,
        "system_tokens": 150,
        "overhead_tokens": 12,
    }
    receipt |= {"waived_tokens": 2, "count_method": CountMethod.USAGE}
    await settled_exchange(await new_user(), 208, **receipt)
    assert await check_books() == []

    async with transaction() as session:
        change = f"UPDATE turn SET {part}_tokens = 1"
        await (await session.connection()).execute(text(change))

    assert {each.rule for each in await check_books()} == {"a receipt adds up to its charge"}


@ON_SQLITE
@pytest.mark.parametrize("what", UNREADABLE)
async def test_a_row_that_no_reader_can_read_is_named(
    database: Settings, new_user: NewUser, what: str
) -> None:
    user = await new_user()
    await settled_exchange(user)
    assert await check_books() == []

    await damage(database, what)

    table, _, column, *_ = what.split()
    named = [each.row for each in await check_books() if each.rule == "every row can be read"]
    assert named
    assert all(row.startswith(f"{table} ") and f"'{column}'" in row for row in named)


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("UPDATE turn SET charged_tokens = NULL", "a turn reserves once"),
        ("UPDATE message SET status = 'streaming' WHERE role = 'user'", "a message is as its turn"),
        ("UPDATE message SET status = 'stopped' WHERE role <> 'user'", "a message is as its turn"),
        ("UPDATE message SET role = 'user'", "a message is as its turn"),
        (
            "UPDATE turn SET message_id = (SELECT message_id FROM message WHERE parent_id IS NULL)",
            "a message is as its turn",
        ),
        ("UPDATE turn SET chat_id = NULL, message_id = NULL", "a chat shows"),
        ("UPDATE chat SET tokens_consumed = 99", "a chat shows"),
        ("UPDATE chat SET message_count = 3", "a chat shows"),
        (
            "UPDATE turn SET settled_at = NULL, lease_expires_at = '2026-01-01 00:00:00.000000'",
            "a turn is settled soon",
        ),
    ],
)
async def test_a_row_that_differs_is_named(
    database: Settings, new_user: NewUser, damage: str, rule: str
) -> None:
    await settled_exchange(await new_user())
    async with transaction() as session:
        await (await session.connection()).execute(text(damage))

    assert rule in " ".join(each.rule for each in await check_books())
