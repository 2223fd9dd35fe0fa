"""Each vendor's fake, with the app pointed at it."""

from collections.abc import AsyncIterator

import pytest
from tenacity import wait_none

from chat_app.config import Settings, get_settings
from chat_app.llm import tries
from chat_app.llm.providers import close_providers
from tests.fakes.script import Fake
from tests.llm.vendors import EVERY_VENDOR, Vendor


@pytest.fixture(params=EVERY_VENDOR, ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return request.param


@pytest.fixture
async def fake(
    vendor: Vendor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Fake]:
    """Serve the vendor; tries follow each other at once unless the vendor asks to wait."""
    monkeypatch.setattr(tries, "_backoff", wait_none())
    async with vendor.open() as fake:
        for name, value in vendor.settings(fake.endpoint).items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        yield fake
        await close_providers()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that tries wait for each other, which nobody waits for here."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(tries._tries, "sleep", wait)
    return waited
