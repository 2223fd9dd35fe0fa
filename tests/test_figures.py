"""The database refuses figures that cannot be true; the migration heals those it once let in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Table, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from chat_app.columns import Figure
from chat_app.config import Settings
from chat_app.db import create_engine, transaction
from chat_app.db import database as open_database
from chat_app.llm.types import CostMethod, CountMethod
from chat_app.models import (
    Attachment,
    Authenticator,
    File,
    FileKind,
    LedgerEntry,
    LedgerKind,
    Passkey,
    SharedLink,
    Turn,
    User,
)
from chat_app.services import chats
from chat_app.services.admin import dashboard, reports, users
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import ROOT, migrate
from tests.keys import issue
from tests.services.exchanges import settled_exchange

NewUser = Callable[..., Awaitable[User]]
CONFIG = Config(ROOT / "alembic.ini")
RECEIPT = {
    "user_tokens": 6,
    "ai_tokens": 42,
    "system_tokens": 150,
    "overhead_tokens": 10,
    "waived_tokens": 0,
    "history_tokens": 0,
    "count_method": CountMethod.USAGE,
    "billed_prompt_tokens": 200,
    "billed_cached_tokens": 20,
    "billed_output_tokens": 42,
    "billed_thinking_tokens": 0,
    "billed_total_tokens": 242,
    "cost_micro_usd": 161,
    "price_input": 300_000,
    "price_cached_input": 75_000,
    "price_output": 2_500_000,
}
OF_FILES: dict[str, Any] = {
    "attachment_tokens": 0,
    "billed_audio_tokens": 0,
    "billed_picture_tokens": 0,
    "price_audio": 1_000_000,
    "price_picture": 30_000_000,
}
"""What a receipt has beside, since there are files."""


async def run(settings: Settings, *statements: str) -> None:
    engine = create_engine(settings)
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            [
                "UPDATE message SET ai_tokens = -83, tokens_consumed = -59"
                " WHERE role = 'assistant'",
                "UPDATE turn SET charged_tokens = -59",
                "UPDATE ledger_entry SET amount_tokens = 59 WHERE kind = 'charge'",
                "UPDATE chat SET tokens_consumed = -59",
                "UPDATE user_usage SET total_tokens_used = 0",
            ],
            id="a charge that was a refund",
        ),
        pytest.param(
            [
                "UPDATE message SET billed_cached_tokens = 5000, cost_micro_usd = -446"
                " WHERE role = 'assistant'"
            ],
            id="more cached than there was",
        ),
        pytest.param(
            [
                "UPDATE message SET billed_output_tokens = -7, billed_total_tokens = -1,"
                " cost_micro_usd = -446 WHERE role = 'assistant'"
            ],
            id="a negative bill",
        ),
    ],
)
def test_charges_and_bills_that_cannot_be_true_are_healed(
    database_settings: Settings, new_user: NewUser, damage: list[str]
) -> None:
    asyncio.run(heal(database_settings, new_user, damage))


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
def test_rows_that_no_reader_could_parse_are_healed(
    database_settings: Settings, new_user: NewUser
) -> None:
    damage = [
        "UPDATE message SET ai_tokens = 3.5, tokens_consumed = 207.5,"
        " billed_output_tokens = 3.5, billed_total_tokens = 'much' WHERE role = 'assistant'",
        "UPDATE turn SET charged_tokens = 207.5, first_delta_ms = 'soon'",
        "UPDATE ledger_entry SET amount_tokens = -207.5, balance_tokens = 0.5"
        " WHERE kind = 'charge'",
        "UPDATE chat SET tokens_consumed = 207.5",
        "UPDATE user_usage SET total_tokens_used = 207.5",
    ]

    asyncio.run(heal(database_settings, new_user, damage))


async def heal(settings: Settings, new_user: NewUser, damage: list[str]) -> None:
    """Damage rows as they were before the migration, apply it, and read every list."""
    async with open_database(settings):
        user = await new_user(token_limit=300)
        chat_id = await settled_exchange(user, 208, **RECEIPT)
    await asyncio.to_thread(command.downgrade, CONFIG, _before("0004"))
    await run(settings, *damage)

    await asyncio.to_thread(migrate)

    async with open_database(settings):
        assert await check_books() == []
        _, answer = await chats.messages(user, chat_id, branch="all")
        receipt = answer.breakdown
        assert receipt is not None
        parts = receipt.user_tokens + receipt.ai_tokens + receipt.system_tokens
        parts += receipt.overhead_tokens + receipt.history_tokens - receipt.waived_tokens
        assert parts == receipt.total_tokens >= 0
        assert (receipt.cost_micro_usd is None) == (receipt.cost_method is None)
        assert (receipt.cost_micro_usd or 0) >= 0
        page = await usage.ledger_page(None)
        assert all(isinstance(line.entry.amount_tokens, int) for line in page.lines)
        await usage.token_usage(user)
        await usage.costly_chats(user)
        await users.users_page()
        await dashboard.cards(reports.scope_of())
        await reports.usage(reports.scope_of(), reports.GroupBy.USER)


def _before(revision: str) -> str:
    script = ScriptDirectory.from_config(CONFIG).get_revision(revision)
    assert script
    assert isinstance(script.down_revision, str)
    return script.down_revision


def test_a_receipt_of_old_keeps_its_figures(database_settings: Settings, new_user: NewUser) -> None:
    async def write() -> tuple[User, UUID]:
        async with open_database(database_settings):
            user = await new_user()
            return user, await settled_exchange(user, 208, **RECEIPT)

    user, chat_id = asyncio.run(write())
    command.downgrade(CONFIG, _before("0004"))
    migrate()

    async def read() -> None:
        async with open_database(database_settings):
            _, answer = await chats.messages(user, chat_id, branch="all")
            turn = answer.turn
            assert turn
            assert {name: getattr(turn, name) for name in RECEIPT} == RECEIPT
            assert turn.cost_method is CostMethod.BILLED

    asyncio.run(read())


def _figures() -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Figure)
    ]


async def is_taken(settings: Settings, change: str) -> bool:
    """Say whether the database does what it is told."""
    try:
        await run(settings, change)
    except DBAPIError:
        return False
    return True


def test_every_figure_is_refused_where_it_cannot_be_true(
    database_settings: Settings, new_user: NewUser
) -> None:
    values = ["-1000000", "3.5", "'7 or so'", "x'07'"] if database_settings.is_sqlite else ["-1"]
    changes = [
        f"UPDATE {table} SET {name} = {value}"
        for table, name in _figures()
        for value in values
        # An amount has the sign of its kind.
        if (name, value[0]) != ("amount_tokens", "-")
    ]
    amounts = {"charge": 0, "overrun": 0, "reserve": 1, "release": -1}
    changes += [
        f"UPDATE ledger_entry SET amount_tokens = {amount} WHERE kind = '{kind}'"
        for kind, amount in amounts.items()
    ]

    async def write() -> None:
        async with open_database(database_settings):
            user = await new_user()
            key_id = (await issue(user, token_limit=9)).key.key_id
            chat_id = await settled_exchange(user, 208, key_id=key_id, **(RECEIPT | OF_FILES))
            async with transaction() as session:
                turn = (await session.exec(select(Turn))).one()
                overrun = LedgerEntry(
                    turn_id=turn.turn_id,
                    kind=LedgerKind.OVERRUN,
                    amount_tokens=-1,
                    balance_tokens=0,
                )
                session.add(overrun)
                file = File(
                    user_id=user.user_id,
                    name="a.png",
                    kind=FileKind.IMAGE,
                    media_type="image/png",
                    size_bytes=9,
                    sha256="0" * 64,
                )
                session.add(file)
                await session.flush()
                message_id = turn.message_id or uuid4()
                session.add(Attachment(message_id=message_id, place=0, file_id=file.file_id))
                link = SharedLink(
                    slug="s", chat_id=chat_id, user_id=user.user_id, leaf_id=message_id
                )
                session.add(link)
                session.add(Authenticator(user_id=user.user_id, secret_encrypted="x"))
                key = Passkey(user_id=user.user_id, name="x", credential_id="x", public_key=b"x")
                session.add(key)
        assert [change for change in changes if await is_taken(database_settings, change)] == []

    asyncio.run(write())


def test_the_rules_of_the_tables_are_those_of_the_models(database_settings: Settings) -> None:
    def found(connection: Connection) -> dict[str, set[Any]]:
        look = inspect(connection)
        return {
            table: {each["name"] for each in look.get_check_constraints(table)}
            for table in SQLModel.metadata.tables
        }

    async def ask() -> dict[str, set[Any]]:
        engine = create_engine(database_settings)
        async with engine.connect() as connection:
            names = await connection.run_sync(found)
        await engine.dispose()
        return names

    def named(table: Table) -> set[Any]:
        checks = {each.name for each in table.constraints if isinstance(each, CheckConstraint)}
        if database_settings.is_sqlite:
            return checks
        return {name for name in checks if not str(name).endswith("_whole")}

    assert asyncio.run(ask()) == {
        name: named(table) for name, table in SQLModel.metadata.tables.items()
    }
