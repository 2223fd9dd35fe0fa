"""The app on a vendor of models that does as it is told."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlmodel import select
from tenacity import wait_none

from chat_app.config import Settings, get_settings
from chat_app.db import reading
from chat_app.lifespan import lifespan
from chat_app.llm import stream
from chat_app.models import BudgetPeriod
from chat_app.services.budgets.books import check_books
from tests.fakes.script import Fake
from tests.llm.vendors import VENDORS, Vendor


@pytest.fixture
def vendor(request: pytest.FixtureRequest) -> Vendor:
    """Choose Gemini; a test for others is parametrized with them, indirectly."""
    return getattr(request, "param", VENDORS[0])


@pytest.fixture
async def fakes(
    database_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[dict[str, Fake]]:
    """Run the app on a fake of each vendor; afterwards nothing is held and the books balance."""
    monkeypatch.setattr(stream, "_backoff", wait_none())
    async with AsyncExitStack() as opened:
        fakes: dict[str, Fake] = {}
        for vendor in VENDORS:
            fakes[vendor.name] = fake = await opened.enter_async_context(vendor.open())
            for name, value in vendor.settings(fake.endpoint).items():
                monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        async with lifespan():
            yield fakes
            async with reading() as session:
                held = (await session.exec(select(BudgetPeriod.reserved_tokens))).all()
            assert set(held) <= {0}
            assert await check_books() == []


@pytest.fixture
def fake(fakes: dict[str, Fake], vendor: Vendor) -> Fake:
    """Return the fake of the vendor that the test talks with."""
    return fakes[vendor.name]
