"""Migrations: up, down and up again on both databases, with and without rows."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from chat_app.config import Settings
from chat_app.db import create_engine
from chat_app.db import database as open_database
from chat_app.models import User
from chat_app.services import chats
from chat_app.services.books import check_books
from tests.conftest import ROOT, migrate
from tests.services.exchanges import settled_exchange

NewUser = Callable[..., Awaitable[User]]
CONFIG = Config(ROOT / "alembic.ini")


def tables(settings: Settings) -> set[str]:
    """Return the tables that the database has, without a search index's own."""

    def names(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    return {name for name in ask(settings, names) if "search" not in name} - {"alembic_version"}


def ask(settings: Settings, question: Callable[[Connection], Any]) -> Any:
    """Ask the database something."""

    async def _ask() -> Any:
        engine = create_engine(settings)
        async with engine.connect() as connection:
            answer = await connection.run_sync(question)
        await engine.dispose()
        return answer

    return asyncio.run(_ask())


def test_the_tables_are_those_of_the_models(database_settings: Settings) -> None:
    assert tables(database_settings) == set(SQLModel.metadata.tables)
    # Fails with the operations that a new migration would need.
    command.check(CONFIG)


def test_down_to_nothing_and_up_again(database_settings: Settings) -> None:
    command.downgrade(CONFIG, "base")
    assert tables(database_settings) == set()

    migrate()

    assert tables(database_settings) == set(SQLModel.metadata.tables)
    command.check(CONFIG)


def test_every_step_goes_down_and_up(database_settings: Settings) -> None:
    command.downgrade(CONFIG, "base")
    revisions = [each.revision for each in _scripts()]
    for revision in revisions:
        migrate(revision)
        command.downgrade(CONFIG, "-1")
        migrate(revision)
    command.check(CONFIG)


def _scripts() -> list[Any]:
    from alembic.script import ScriptDirectory

    return list(ScriptDirectory.from_config(CONFIG).walk_revisions())[::-1]


def test_rows_survive_every_step_but_the_first(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> Any:
        async with open_database(database_settings):
            user = await new_user()
            return user, await settled_exchange(user)

    async def read(user: User, chat_id: Any) -> None:
        async with open_database(database_settings):
            question, answer = await chats.messages(user, chat_id, branch="all")
            assert (question.message.content, answer.message.content) == ("?", "!")
            assert await check_books() == []

    user, chat_id = asyncio.run(write())

    command.downgrade(CONFIG, "0001")
    migrate()

    asyncio.run(read(user, chat_id))


def test_tables_with_rows_go_down(database_settings: Settings, new_user: NewUser) -> None:
    async def write() -> None:
        async with open_database(database_settings):
            await settled_exchange(await new_user())

    asyncio.run(write())

    command.downgrade(CONFIG, "base")

    assert tables(database_settings) == set()
    migrate()
    assert ask(database_settings, lambda on: on.scalar(text("SELECT count(*) FROM message"))) == 0


def test_several_workers_may_migrate_at_once(database_settings: Settings) -> None:
    command.downgrade(CONFIG, "base")
    script = (
        "import asyncio; from chat_app.config import get_settings;"
        " from chat_app.lifespan import migrate; asyncio.run(migrate(get_settings()))"
    )

    workers = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) for _ in range(3)]

    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert tables(database_settings) == set(SQLModel.metadata.tables)
