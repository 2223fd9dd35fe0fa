"""The app on a vendor of models that does as it is told."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select
from tenacity import wait_none

from chat_app.config import Settings, get_settings
from chat_app.db import reading, transaction
from chat_app.lifespan import lifespan
from chat_app.llm import tries
from chat_app.models import Budget, Chat, User
from chat_app.services import chats
from chat_app.services.budgets.reconciliation import check_books
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake
from tests.llm.vendors import EVERY_VENDOR, VENDORS, Vendor


@pytest.fixture
def vendor(request: pytest.FixtureRequest) -> Vendor:
    """Choose Gemini; a test for others is parametrized with them, indirectly."""
    return getattr(request, "param", VENDORS[0])


@pytest.fixture
async def fakes(
    database_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[dict[str, Fake]]:
    """Run the app on a fake of each vendor; afterwards nothing is held and the books balance."""
    monkeypatch.setattr(tries, "_backoff", wait_none())
    async with AsyncExitStack() as opened:
        fakes: dict[str, Fake] = {}
        for vendor in EVERY_VENDOR:
            fakes[vendor.name] = fake = await opened.enter_async_context(vendor.open())
            for name, value in vendor.settings(fake.endpoint).items():
                monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        async with lifespan():
            yield fakes
            async with reading() as session:
                held = (await session.exec(select(Budget.reserved_tokens))).all()
            assert set(held) <= {0}
            assert await check_books() == []


@pytest.fixture
async def user(fakes: dict[str, Fake], new_user: NewUser) -> User:
    """Return somebody who may talk with every model."""
    return await new_user(tier="ENTERPRISE")


@pytest.fixture
async def chat(user: User, vendor: Vendor) -> Chat:
    """Return a chat with the vendor's model."""
    return await chats.create(by(user), model=vendor.model_id)


@pytest.fixture
def fake(fakes: dict[str, Fake], vendor: Vendor) -> Fake:
    """Return the fake of the vendor that the test talks with."""
    return fakes[vendor.name]


Plans = Callable[[str], AbstractAsyncContextManager[list[str]]]


@pytest.fixture
def plans(new_tables: None, database: Settings) -> Plans:
    """Return a block that explains each statement run in it, and fails where one scans a table.

    It gives the plans that use the index named, or on SQLite the table of tokens.
    """

    @asynccontextmanager
    async def _plans(index: str) -> AsyncIterator[list[str]]:
        sent: list[tuple[str, Any]] = []

        def note(
            _on: object, _cursor: object, statement: str, parameters: Any, *_more: object
        ) -> None:
            sent.append((statement, parameters))

        using: list[str] = []
        event.listen(Engine, "before_cursor_execute", note)
        yield using
        event.remove(Engine, "before_cursor_execute", note)
        async with transaction() as session:
            connection = await session.connection()
            how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
            if not database.is_sqlite:
                await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            for statement, parameters in sent:
                rows = await connection.exec_driver_sql(f"{how} {statement}", parameters)
                plan = "\n".join(str(row) for row in rows)
                assert not _SCAN.search(plan), plan
                if index in plan or "SCAN t VIRTUAL TABLE INDEX 0:M" in plan:
                    using.append(plan)

    return _plans


_SCAN = re.compile(
    r"(SCAN|Seq Scan on) (message|chat|user_account|search_(entry|word|waiting|chat))\b"
)
