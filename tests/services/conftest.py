"""The app on a vendor of models that does as it is told."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select
from tenacity import wait_none

from chat_app.config import Settings, get_settings
from chat_app.db import reading
from chat_app.lifespan import lifespan
from chat_app.llm import stream
from chat_app.models import BudgetPeriod
from chat_app.services.books import check_books
from tests.fakes.gemini import fake_gemini
from tests.fakes.script import Fake


@pytest.fixture
async def fake(database_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fake]:
    """Run the app on a fake Gemini; afterwards nothing is held and the books balance."""
    monkeypatch.setattr(stream, "_backoff", wait_none())
    async with fake_gemini() as fake:
        monkeypatch.setenv("GEMINI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("GEMINI_API_ENDPOINT", fake.endpoint)
        get_settings.cache_clear()
        async with lifespan():
            yield fake
            async with reading() as session:
                held = (await session.exec(select(BudgetPeriod.reserved_tokens))).all()
            assert set(held) <= {0}
            assert await check_books() == []
