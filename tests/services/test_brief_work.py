"""What every message needs of the database is brief, and holds up nobody on the loop's thread."""

import asyncio
import random
import sqlite3
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from sqlalchemy import Connection as SlowConnection
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, col, select, update

from chat_app.config import Settings
from chat_app.db import briefly, read_briefly, transaction, write_briefly
from chat_app.errors import Unavailable
from chat_app.models import User
from chat_app.prepared import Connection
from chat_app.services import chats, turns
from chat_app.services.turns import idempotency, prompts
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import hear

pytestmark = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)


async def _all_that_a_message_may_be(user: User) -> None:
    started = await turns.start(by(user), None, "write 9 words")
    await hear(started)

    async def begin(on_save: Any) -> turns.Started:
        return await turns.start(by(user), started.chat_id, "write 8 words", on_save=on_save)

    again = await idempotency.start_once(by(user), "a key", "a request", begin)
    await hear(again)
    await hear(await turns.edit(by(user), started.chat_id, again.user_message_id, "write 7 words"))
    await hear(await turns.regenerate(by(user), started.chat_id, again.message_id))
    opened = await prompts.open_session(by(user), model="simulated", prompt="write 5 words")
    await hear(await prompts.reply_of(by(user), opened.session_id))
    await turns.quote(by(user), started.chat_id, "and how much is this?")
    await chats.slots(user)


async def test_each_statement_on_the_loops_thread_goes_by_a_key(
    app: Settings, new_user: NewUser
) -> None:
    statements: dict[str, Any] = {}

    @event.listens_for(Engine, "before_cursor_execute")
    def note(
        connection: SlowConnection, _cursor: Any, statement: str, params: Any, _ctx: Any, many: bool
    ) -> None:
        if connection.engine.driver == "pysqlite":
            statements[statement] = params[0] if many else params

    try:
        await _all_that_a_message_may_be(await new_user())
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    explained = [each for each in statements if not each.startswith("BEGIN")]
    assert len(explained) > 15
    tables = SQLModel.metadata.tables
    with sqlite3.connect(app.data_folder / "chat.db") as looking:
        for statement in explained:
            plan = looking.execute(f"EXPLAIN QUERY PLAN {statement}", statements[statement])
            steps = [step for _, _, _, step in plan]
            assert not {f"SCAN {name}" for name in tables}.intersection(steps), (statement, steps)


async def test_a_lock_of_another_process_is_waited_for_without_holding_up_the_loop(
    app: Settings,
) -> None:
    with sqlite3.connect(app.data_folder / "chat.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(write_briefly(_touch))
        with anyio.fail_after(60):
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
            assert await read_briefly(_one) == 1
            assert not writing.done()
            other.execute("ROLLBACK")
            assert await writing == 1


async def test_brief_work_and_sessions_take_turns(app: Settings) -> None:
    async with transaction() as session:
        await briefly(session, _touch)
        writing = asyncio.create_task(write_briefly(_touch))
        for _ in range(20):
            await anyio.lowlevel.checkpoint()
        assert not writing.done()
    assert await writing == 1


async def test_work_that_raises_leaves_nothing(app: Settings) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = 'changed'"))
        raise Unavailable

    with pytest.raises(Unavailable):
        await write_briefly(fail)
    kept = "SELECT count(*) FROM alembic_version WHERE version_num = 'changed'"
    assert await read_briefly(lambda connection: connection.execute(text(kept)).scalar()) == 0


async def test_what_is_committed_goes_into_the_file_by_and_by(app: Settings) -> None:
    file = app.data_folder / "chat.db"
    size = file.stat().st_size
    await write_briefly(
        lambda connection: connection.execute(text("CREATE TABLE scrap (content TEXT)"))
    )
    with anyio.fail_after(60):
        while file.stat().st_size < size + 100 * 4000:
            await write_briefly(_add_a_page)
            await anyio.lowlevel.checkpoint()


def _add_a_page(connection: Connection) -> None:
    connection.execute(text("INSERT INTO scrap VALUES (:content)"), {"content": "x" * 4000})


def _touch(connection: Connection) -> int:
    done = connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    return done.rowcount


def _one(connection: Connection) -> int:
    return connection.execute(text("SELECT 1")).scalar_one()


async def test_who_is_cancelled_in_the_middle_of_a_transaction_leaves_no_lock(
    app: Settings, new_user: NewUser
) -> None:
    user, chance = await new_user(), random.Random(1)
    faults: list[BaseException | None] = []

    async def rename() -> None:
        async with transaction() as session:
            renamed = update(User).where(col(User.user_id) == user.user_id).values(name="Ada")
            (await session.exec(renamed.returning(col(User.name)))).first()
            (await session.exec(select(User))).all()

    for _ in range(100):
        task = asyncio.create_task(rename())
        await asyncio.sleep(chance.random() * 0.006)
        task.cancel()
        # Whoever logs a fault holds on to where it was, and so to the statements there.
        faults += await asyncio.gather(task, return_exceptions=True)
        await rename()
    assert any(isinstance(each, asyncio.CancelledError) for each in faults)
