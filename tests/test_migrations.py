"""Migrations: up, down and up again on both databases, with and without rows."""

import asyncio
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, text
from sqlmodel import SQLModel, col, select
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import briefly, create_engine, reading, transaction
from chat_app.db import database as open_database
from chat_app.errors import Unavailable
from chat_app.lifespan import migrate as bring_up_to_date
from chat_app.lifespan import newest_revision
from chat_app.llm.types import Tier
from chat_app.models import (
    Budget,
    Chat,
    ChatImport,
    Hold,
    IdempotencyKey,
    ImportedChat,
    ImportStatus,
    LedgerEntry,
    OwnerKind,
    Turn,
    User,
    UserRole,
    Via,
    now,
)
from chat_app.services import chats
from chat_app.services.accounts.fields import owner_of
from chat_app.services.admin import audit, reports
from chat_app.services.admin.reports import GroupBy
from chat_app.services.admin.users import users_page
from chat_app.services.budgets import ledger
from chat_app.services.budgets.ledger import Owner
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.budgets.roll_ups import CLASSES_MS
from chat_app.services.chats import positions
from chat_app.services.search.writing import index_batch
from tests import filled
from tests.callers import by
from tests.conftest import ROOT, migrate
from tests.keys import issue
from tests.services.exchanges import say, settled_exchange, settled_turn
from tests.services.test_ledger import reserve, settle

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


def _before(revision: str) -> str:
    (found,) = (each for each in _scripts() if each.revision == revision)
    return found.down_revision


def _scripts() -> list[Any]:
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


def test_what_was_written_before_the_index_changed_is_found(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> User:
        async with open_database(database_settings):
            user = await new_user(name="Ada Lovelace")
            await settled_exchange(user)
            await chats.create(by(user), title="A marmot")
            while await index_batch():
                pass
            return user

    async def read(user: User) -> None:
        async with open_database(database_settings):
            for _ in range(2):
                for q, titles in (("marm", ["A marmot"]), ("nothing", [])):
                    page = await chats.page(user, q=q)
                    assert [chat.title for chat in page.chats] == titles
                assert [one.user.user_id for one in (await users_page(q="vela")).people] == [
                    user.user_id
                ]
                while await index_batch():
                    pass

    user = asyncio.run(write())
    command.downgrade(CONFIG, "0004")
    migrate()
    asyncio.run(read(user))


def test_a_copy_of_a_table_has_not_lost_its_triggers(
    database_settings: Settings,
) -> None:
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if database_settings.is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    triggers = set(ask(database_settings, lambda on: on.scalars(text(names)).all()))
    assert triggers >= {
        *("search_insert", "search_update", "search_delete"),
        *("search_attach", "search_detach"),
        *("search_title", "search_retitle", "search_untitle"),
        *("search_person", "search_respell", "search_leave"),
        *("roll_up_settled", "roll_up_inserted"),
        *("roll_up_key_settled", "roll_up_key_inserted"),
    }


def test_several_workers_may_migrate_at_once(database_settings: Settings) -> None:
    command.downgrade(CONFIG, "base")
    script = (
        "import asyncio; from chat_app.config import get_settings;"
        " from chat_app.lifespan import migrate; asyncio.run(migrate(get_settings()))"
    )

    workers = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) for _ in range(3)]

    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert tables(database_settings) == set(SQLModel.metadata.tables)


def test_old_accounts_that_share_a_mailbox_keep_their_own_spelling(
    database_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    emails = ["ada@bücher.example", "straße@example.com", "strasse@example.com", "ａda@example.com"]
    emails += ["ada@example.com", "eve@example.com"]
    ids = [uuid7() for _ in emails]
    command.downgrade(CONFIG, "0003")

    def write(connection: Connection) -> None:
        columns = inspect(connection).get_columns("user_account")
        names = {column["name"] for column in columns}
        ours = SQLModel.metadata.tables["user_account"].columns
        accounts = Table(
            "user_account", MetaData(), *(Column(c.name, c.type) for c in ours if c.name in names)
        )
        common = {"name": "Á", "password_hash": "!", "role": UserRole.USER, "tier": Tier.BASIC}
        common |= {"user_type": "individual", "email_verified": False, "is_active": True}
        common |= {"token_limit": 1, "created_at": now()}
        rows = [{"user_id": i, "email": e} | common for i, e in zip(ids, emails, strict=True)]
        connection.execute(insert(accounts), rows)
        connection.commit()

    ask(database_settings, write)
    with caplog.at_level("WARNING", "alembic"):
        migrate()

    async def read() -> None:
        async with open_database(database_settings), reading() as session:
            for user_id, email in zip(ids, emails, strict=True):
                assert (await session.exec(owner_of(email))).one().user_id == user_id
            for email, of in [
                ("STRASSE@EXAMPLE.com", 2),
                ("STRAẞE@example.com", 1),
                ("ADА@example.com", 3),
            ]:
                assert (await session.exec(owner_of(email))).one().user_id == ids[of]
            (found,) = (await users_page(q="a\u0301 eve")).people
            assert found.user.user_id == ids[5]

    asyncio.run(read())
    told = [
        record.getMessage()
        for record in caplog.records
        if record.levelname == "WARNING" and "mailbox" in record.getMessage()
    ]
    assert len(told) == 2
    assert str(ids[1]) in told[0]
    assert str(ids[2]) in told[0]
    assert "example.com" not in "".join(told)


def test_a_filled_database_of_old_keeps_its_books_and_shows_the_same(
    database_settings: Settings,
) -> None:
    revision = "0004"
    old = filled.read(revision)
    command.downgrade(CONFIG, revision)
    ask(database_settings, lambda on: (filled.fill(on, old["tables"]), on.commit()))

    for _ in "again":
        migrate()

        asyncio.run(shows(database_settings, old["shown"]))
        command.downgrade(CONFIG, revision)
        assert ask(database_settings, lambda on: filled.differing(on, old["tables"])) == []


async def shows(settings: Settings, old: dict[str, Any]) -> None:
    """Check the books, and what is shown, field by field: there may be more of both by now."""
    async with open_database(settings):
        assert await check_books() == []
        shown = await filled.shown()
    assert shown.keys() >= old.keys()
    for name, rows in old.items():
        together = zip(shown[name], rows, strict=True)
        told = [as_known(row, known) for row, known in together]
        assert [by_class(row) for row in told] == [by_class(row) for row in rows], name


def as_known(told: Any, known: Any) -> Any:
    """Return what is told now, of those fields alone that were told before."""
    if not (isinstance(told, dict) and isinstance(known, dict)):
        return told
    return {key: as_known(told[key], known[key]) for key in known}


def by_class(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the classes of times instead of the times, as no more is kept of them."""
    times = {name for name in row if name.startswith("first_delta")}
    return row | {name: bisect_left(CLASSES_MS, row[name]) for name in times}


def test_an_exchange_without_text_goes_down_with_the_books_and_comes_up_again(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> User:
        async with open_database(database_settings):
            user = await new_user()
            await settled_exchange(user, 7)
            async with transaction() as session:
                await settled_turn(session, user, None, 208, at=now(), ai_tokens=198)
            return user

    async def read(user: User) -> None:
        async with open_database(database_settings), reading() as session:
            assert await check_books() == []
            found = await session.exec(select(Turn).order_by(col(Turn.turn_id)))
            (with_text, without) = found
            assert with_text.message_id
            assert (without.chat_id, without.message_id) == (None, None)
            assert (without.charged_tokens, without.ai_tokens) == (208, 198)
            (chat,) = await session.exec(select(Chat))
            assert chat.chat_id == with_text.chat_id

    user = asyncio.run(write())
    asyncio.run(read(user))
    command.downgrade(CONFIG, _before("0017"))

    def sums(on: Connection) -> Any:
        chats = "SELECT sum(tokens_consumed), sum(message_count), count(*) FROM chat"
        messages = "SELECT sum(tokens_consumed), count(*) FROM message"
        # Of a turn that nobody runs any more, a sweeper of then reads the question.
        unasked = "SELECT count(*) FROM message WHERE role = 'assistant' AND parent_id IS NULL"
        return [tuple(on.execute(text(each)).one()) for each in (chats, messages, unasked)]

    assert ask(database_settings, sums) == [(215, 4, 2), (215, 4), (0,)]
    migrate()
    asyncio.run(read(user))


def test_audited_actions_of_old_get_the_names_of_today_and_say_no_more_than_is_known(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def sign_up() -> User:
        async with open_database(database_settings):
            return await new_user()

    actor_id = asyncio.run(sign_up()).user_id
    command.downgrade(CONFIG, _before("0019"))
    names = {
        "user.grant_admin": "user.promote",
        "user.reset-usage": "usage.reset",
        "user.password-link": "password_link.create",
        "user.set-password": "password.set",
        "token-cache.empty": "token_cache.empty",
        "chat.delete": "chat.delete",
    }

    def write(on: Connection) -> None:
        ours = SQLModel.metadata.tables["audit_event"].columns
        kept = (column for column in ours if column.name != "via")
        events = Table("audit_event", MetaData(), *(Column(c.name, c.type) for c in kept))
        rows = [
            {
                "event_id": uuid7(),
                "actor_id": None if action == "user.grant_admin" else actor_id,
                "action": action,
                "target": f"user:{actor_id}",
                "created_at": now(),
            }
            for action in names
        ]
        on.execute(insert(events), rows)
        on.commit()

    def actions(on: Connection, columns: str = "action") -> Any:
        rows = on.execute(text(f"SELECT {columns} FROM audit_event ORDER BY event_id"))
        return [tuple(row) for row in rows]

    ask(database_settings, write)
    migrate()

    async def read() -> list[tuple[str, str | None]]:
        async with open_database(database_settings):
            lines = (await audit.page()).lines
            return [(line.event.action, line.event.via) for line in lines[::-1]]

    told = asyncio.run(read())
    assert [action for action, _ in told] == list(names.values())
    assert [via for _, via in told] == ["cli", *[None] * 5]
    command.downgrade(CONFIG, _before("0019"))
    assert [action for (action,) in ask(database_settings, actions)] == list(names)


def test_the_place_of_a_chats_owner_goes_down_with_the_chat_and_comes_up_again(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> tuple[User, Chat, Any]:
        async with open_database(database_settings):
            user, other = await new_user(), await new_user()
            chat = await chats.create(by(user))
            first, second = await say(chat, "first"), await say(chat, "second")
            async with transaction() as session:
                await positions.move(session, user.user_id, chat.chat_id, first.message_id)
                await positions.move(session, other.user_id, chat.chat_id, second.message_id)
            return user, chat, first.message_id

    async def leaf_of(user: User, chat: Chat) -> Any:
        async with open_database(database_settings):
            return (await chats.get_to_write(user, chat.chat_id)).leaf_id

    user, chat, leaf_id = asyncio.run(write())

    command.downgrade(CONFIG, _before("0020"))
    kept = ask(database_settings, lambda on: on.scalar(text("SELECT current_message_id FROM chat")))
    assert str(kept).replace("-", "") == leaf_id.hex
    migrate()

    assert asyncio.run(leaf_of(user, chat)) == leaf_id


def test_what_users_own_goes_down_with_the_books_and_comes_up_again(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> User:
        async with open_database(database_settings):
            user = await new_user(token_limit=1000)
            owner, past = Owner.of(user), now() - timedelta(days=40)
            async with transaction() as session:
                await briefly(session, ledger.open_budget, owner, past)
            await settle(await reserve(user, 300, Owner(OwnerKind.KEY, uuid7(), 400)), 350)
            async with transaction() as session:
                await briefly(session, ledger.reset, owner)
            await reserve(user, 200)
            return user

    async def books(user: User) -> list[list[dict[str, Any]]]:
        async with open_database(database_settings), reading() as session:
            assert await check_books() == []
            budgets = select(Budget).where(Budget.user_id == user.user_id)
            budgets = budgets.order_by(col(Budget.reset_at))
            entries = (
                select(LedgerEntry).join(Budget, isouter=True).order_by(col(LedgerEntry.entry_id))
            )
            entries = entries.where(col(Budget.owner_kind).is_distinct_from(OwnerKind.KEY))
            holds = select(Hold).join(Budget).where(col(Budget.user_id).is_not(None))
            holds = holds.order_by(col(Hold.turn_id))
            return [
                [row.model_dump() for row in await session.exec(query)]
                for query in (budgets, entries, holds)
            ]

    user = asyncio.run(write())
    before = asyncio.run(books(user))
    command.downgrade(CONFIG, _before("0018"))

    old = "SELECT total_tokens_used, reserved_tokens FROM user_usage ORDER BY starts_at"
    rows = ask(database_settings, lambda on: [tuple(row) for row in on.execute(text(old))])
    assert rows == [(0, 0), (300, 0), (0, 200)]
    migrate()

    assert asyncio.run(books(user)) == before


def test_keys_are_lost_going_down_and_their_exchanges_stay_in_the_books(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> User:
        async with open_database(database_settings):
            user = await new_user()
            for wanted in ({"token_limit": 9000}, {}):
                key = (await issue(user, **wanted)).key
                owners = [Owner(OwnerKind.KEY, key.key_id, 9000)] if wanted else []
                held = await reserve(user, 300, *owners)
                async with transaction() as session:
                    turn = await session.get_one(Turn, held.turn_id)
                    turn.key_id, turn.via = key.key_id, Via.KEY
                await settle(held, 250)
                await settled_exchange(user, 40, key_id=key.key_id, via=Via.KEY)
            return user

    async def books(user: User) -> list[Any]:
        async with open_database(database_settings), reading() as session:
            assert await check_books() == []
            entries = await session.exec(select(LedgerEntry).order_by(col(LedgerEntry.entry_id)))
            vias = await session.exec(select(Turn.via).distinct())
            report = await reports.usage(reports.scope_of(user=user.email), GroupBy.KEY)
            by_key = [(row.label, row.tokens) for row in report.rows]
            return [[each.model_dump() for each in entries], vias.all(), by_key]

    user = asyncio.run(write())
    before = asyncio.run(books(user))
    assert before[1:] == [[Via.KEY], [("CI", 290), ("CI", 290)]]
    command.downgrade(CONFIG, _before("0023"))
    migrate()
    after = asyncio.run(books(user))
    assert after == [before[0], [Via.API], [("Browser", 580)]]


def test_the_last_file_of_migrations_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(CONFIG).get_heads() == [newest_revision()]


def test_a_database_of_a_version_that_is_not_known_here_is_refused(
    database_settings: Settings,
) -> None:
    async def pretend() -> None:
        engine = create_engine(database_settings)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()

    asyncio.run(pretend())
    with pytest.raises(Unavailable, match=r"newer version .*9999"):
        asyncio.run(bring_up_to_date(database_settings))


def test_going_down_forgets_the_keys_of_exchanges_without_text_and_no_others(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> None:
        async with open_database(database_settings):
            user = await new_user()
            await settled_exchange(user)
            async with transaction() as session:
                await settled_turn(session, user, None, 10, at=now())
            async with transaction() as session:
                for turn in (await session.exec(select(Turn))).all():
                    is_kept = turn.message_id is not None
                    session.add(
                        IdempotencyKey(
                            user_id=user.user_id,
                            key="of a message" if is_kept else "of an exchange",
                            request_sha256="",
                            message_id=turn.message_id,
                            turn_id=None if is_kept else turn.turn_id,
                        )
                    )

    asyncio.run(write())

    command.downgrade(CONFIG, _before("0024"))
    migrate()

    keys = text("SELECT key FROM idempotency_key")
    assert ask(database_settings, lambda on: on.scalars(keys).all()) == ["of a message"]


def test_going_down_imported_chats_stay_and_those_that_nobody_has_seen_yet_go(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> User:
        async with open_database(database_settings):
            user = await new_user()
            for status, title in (
                (ImportStatus.DONE, "Here"),
                (ImportStatus.RUNNING, "On its way"),
            ):
                begun = ChatImport(
                    user_id=user.user_id, source="claude", status=status, total_chats=1
                )
                begun.finished_at = now() if status is ImportStatus.DONE else None
                chat = await chats.create(by(user), title=title)
                await say(chat, title)
                async with transaction() as session:
                    session.add(begun)
                    await session.flush()
                    await positions.move(session, user.user_id, chat.chat_id, None)
                    session.add(
                        ImportedChat(
                            chat_id=chat.chat_id,
                            import_id=begun.import_id,
                            user_id=user.user_id,
                            origin_sha256="",
                        )
                    )
            return user

    async def titles(user: User) -> list[str]:
        async with open_database(database_settings):
            return [chat.title for chat in (await chats.page(user)).chats]

    user = asyncio.run(write())
    command.downgrade(CONFIG, _before("0028"))
    migrate()
    assert asyncio.run(titles(user)) == ["Here"]
