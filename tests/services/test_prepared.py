"""Brief work has its statements compiled once; what they give is as SQLAlchemy has it."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, bindparam, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, NoResultFound, ProgrammingError
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import briefly, read_briefly, reading, transaction, write_briefly
from chat_app.errors import Unavailable
from chat_app.llm.types import Tier
from chat_app.models import Chat, OwnerKind, User, now
from chat_app.prepared import Connection
from chat_app.services import chats
from chat_app.services.budgets import ledger
from tests.callers import by
from tests.conftest import NewUser

_users = SQLModel.metadata.tables[User.__tablename__].c
_chats = SQLModel.metadata.tables[Chat.__tablename__].c
_BY_ID = select(_users.user_id.table).where(_users.user_id == bindparam("wanted_id"))
_RENAME = (
    update(_users.user_id.table)
    .where(_users.user_id == bindparam("wanted_id"))
    .values(name=bindparam("new_name"))
    .returning(_users.name)
)


async def test_a_row_is_what_a_session_reads(database: Settings, new_user: NewUser) -> None:
    user = await new_user(tier=Tier.PRO)

    row = await read_briefly(lambda db: db.execute(_BY_ID, {"wanted_id": user.user_id}).one())

    async with reading() as session:
        read = await session.get_one(User, user.user_id)
    assert row._asdict() == read.model_dump()
    assert row.tier is Tier.PRO
    assert row.created_at.tzinfo is not None


async def test_brief_work_does_the_same_inside_a_session(
    database: Settings, new_user: NewUser
) -> None:
    user = await new_user()

    def rename(connection: Connection, name: str) -> str:
        params = {"wanted_id": user.user_id, "new_name": name}
        return connection.execute(_RENAME, params).scalar_one()

    async with transaction() as session:
        assert await briefly(session, rename, "Ada") == "Ada"
        assert (await session.get_one(User, user.user_id)).name == "Ada"
    assert await write_briefly(rename, name="Bea") == "Bea"


async def test_some_of_many_are_found_however_many_are_asked_for(
    database: Settings, new_user: NewUser
) -> None:
    people = [await new_user() for _ in range(4)]
    found = select(_users.user_id).where(
        _users.user_id.in_(bindparam("wanted", expanding=True)),
        _users.token_limit == bindparam("limit"),
    )

    def ask(connection: Connection, wanted: list[UUID]) -> list[UUID]:
        return connection.execute(found, {"wanted": wanted, "limit": 100_000}).scalars()

    for several in (people, people[:2], []):
        wanted = [each.user_id for each in several]
        assert sorted(await read_briefly(ask, wanted)) == sorted(wanted)


async def test_what_is_executed_several_times_changes_each_row(
    database: Settings, new_user: NewUser
) -> None:
    people = [await new_user() for _ in range(3)]
    named = [{"wanted_id": each.user_id, "new_name": f"{n}"} for n, each in enumerate(people)]

    def rename_all(connection: Connection) -> None:
        connection.execute(_RENAME, named)

    await write_briefly(rename_all)

    async with reading() as session:
        names = [(await session.get_one(User, each.user_id)).name for each in people]
    assert names == ["0", "1", "2"]


async def test_what_gives_nothing_goes_along_with_what_comes_next_or_at_the_end(
    database: Settings, new_user: NewUser
) -> None:
    people = [await new_user() for _ in range(4)]
    first, second, third, last = [each.user_id for each in people]
    counted = select(func.count()).where(_users.user_id.in_(bindparam("wanted", expanding=True)))
    sent: list[str] = []

    def note(_on: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    def rename_all(connection: Connection) -> tuple[int, str]:
        renamed = [{"wanted_id": each, "new_name": "silent"} for each in (first, second)]
        connection.execute_with_next(_RENAME, *renamed)
        found = connection.execute(counted, {"wanted": [first, third]}).scalar_one()
        connection.execute_with_next(_RENAME, {"wanted_id": first, "new_name": "again"})
        name = connection.execute(_RENAME, {"wanted_id": third, "new_name": "heard"}).scalar_one()
        connection.execute_with_next(_RENAME, {"wanted_id": last, "new_name": "last"})
        return found, name

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert await write_briefly(rename_all) == (2, "heard")
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    async with reading() as session:
        names = [(await session.get_one(User, each.user_id)).name for each in people]
    assert names == ["again", "silent", "heard", "last"]
    assert database.is_sqlite or len(sent) == 3


async def test_a_column_that_is_not_given_gets_its_default(
    database: Settings, new_user: NewUser
) -> None:
    user, chat_id = await new_user(), uuid7()
    given: dict[str, Any] = {"chat_id": chat_id, "user_id": user.user_id, "model": "simulated"}

    def add(connection: Connection) -> None:
        connection.execute(insert(_chats.chat_id.table), given)

    await write_briefly(add)

    made = await chats.get(user, chat_id)
    assert made.is_active
    assert made.message_count == 0
    assert (now() - made.created_at).total_seconds() < 60


async def test_a_parameter_that_is_missing_is_no_null(
    database: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    with pytest.raises(KeyError, match="new_name"):
        await write_briefly(lambda db: db.execute(_RENAME, {"wanted_id": user.user_id}))


async def test_one_row_is_one_row(database: Settings) -> None:
    nobody = {"wanted_id": uuid7()}
    assert await read_briefly(lambda db: db.execute(_BY_ID, nobody).first()) is None
    assert await read_briefly(lambda db: db.execute(_BY_ID, nobody).scalar()) is None
    with pytest.raises(NoResultFound):
        await read_briefly(lambda db: db.execute(_BY_ID, nobody).one())
    counted = select(func.count()).select_from(_users.user_id.table)
    assert await read_briefly(lambda db: db.execute(counted).scalar_one()) == 0


async def test_what_the_database_refuses_is_undone_and_quotes_no_value(
    database: Settings, new_user: NewUser
) -> None:
    user, budgets = await new_user(), SQLModel.metadata.tables["budget"]
    secret = uuid7()

    def overspend(connection: Connection) -> None:
        connection.execute(_RENAME, {"wanted_id": user.user_id, "new_name": "undone"})
        ledger.open_budget(connection, ledger.Owner(OwnerKind.USER, user.user_id, 10))
        clash = {"user_id": user.user_id, "chat_id": secret, "model": "simulated"}
        connection.execute(insert(_chats.chat_id.table), [clash])
        connection.execute(insert(_chats.chat_id.table), [clash])

    with pytest.raises(IntegrityError) as refused:
        await write_briefly(overspend)

    assert str(secret) not in str(refused.value)
    assert secret.hex not in str(refused.value)
    async with reading() as session:
        assert (await session.get_one(User, user.user_id)).name == user.name
    opened = select(func.count()).select_from(budgets)
    assert await read_briefly(lambda db: db.execute(opened).scalar_one()) == 0


async def test_a_fault_leaves_the_connection_usable(database: Settings, new_user: NewUser) -> None:
    user = await new_user()
    for _ in range(3):
        with pytest.raises(Exception, match="nowhere") as fault:
            await read_briefly(lambda db: db.execute(text("SELECT * FROM nowhere")))
        assert not isinstance(fault.value, Unavailable)
        with pytest.raises(Exception, match="nowhere"):
            await write_briefly(lambda db: db.execute(text("DELETE FROM nowhere")))
    again = {"wanted_id": user.user_id, "new_name": "Ada"}
    assert await write_briefly(lambda db: db.execute(_RENAME, again).scalar()) == "Ada"


@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
async def test_who_is_cancelled_in_the_middle_leaves_no_connection_in_a_transaction(
    database: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    asleep = asyncio.Event()

    def rename_and_sleep(connection: Connection) -> None:
        connection.execute(_RENAME, {"wanted_id": user.user_id, "new_name": "asleep"})
        asleep.set()
        connection.execute(text("SELECT pg_sleep(60)"))

    sleeping = asyncio.create_task(write_briefly(rename_and_sleep))
    await asleep.wait()
    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping

    again = {"wanted_id": user.user_id, "new_name": "awake"}
    assert await write_briefly(lambda db: db.execute(_RENAME, again).scalar()) == "awake"


@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
async def test_a_connection_that_is_cut_is_an_outage_and_replaced(
    database: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    again = {"wanted_id": user.user_id, "new_name": "Ada"}
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def cut_off(connection: Connection) -> None:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    for work in (read_briefly, write_briefly):
        with pytest.raises(Unavailable):
            await work(cut_off)
        assert await work(lambda db: db.execute(text("SELECT 1")).scalar()) == 1
    await read_briefly(lambda db: db.execute(cut))
    with pytest.raises(Unavailable):
        await write_briefly(lambda db: db.execute(_RENAME, again))
    assert await write_briefly(lambda db: db.execute(_RENAME, again).scalar()) == "Ada"


@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
async def test_a_column_that_changes_its_type_is_asked_for_anew(database: Settings) -> None:
    whole = text("SELECT figure FROM scrap")
    await write_briefly(lambda db: db.execute(text("CREATE TABLE scrap (figure INTEGER)")))
    try:
        for work in (read_briefly, write_briefly):
            await work(lambda db: db.execute(whole))
        await write_briefly(
            lambda db: db.execute(text("ALTER TABLE scrap ALTER figure TYPE BIGINT"))
        )
        for work in (read_briefly, write_briefly):
            with pytest.raises((Unavailable, ProgrammingError)):
                await work(lambda db: db.execute(whole))
            assert await work(lambda db: db.execute(whole).all()) == []
    finally:
        await write_briefly(lambda db: db.execute(text("DROP TABLE scrap")))


async def test_chats_of_brief_work_can_be_read(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    made = await chats.create(by(user), title="Ada's")
    assert (await chats.get(user, made.chat_id)).title == "Ada's"
