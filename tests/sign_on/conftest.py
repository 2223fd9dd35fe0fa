"""The app and a real OpenID provider beside it, each at its address."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from chat_app.api.app import create_app
from chat_app.config import Settings
from chat_app.lifespan import lifespan
from chat_app.server import Server, listen
from chat_app.services.sign_on import published
from tests.conftest import free_port
from tests.sign_on.openid import CLIENT_ID, CLIENT_SECRET, Browser, OpenIdProvider

PORT, APP_PORT = free_port(), free_port()
APP = f"http://127.0.0.1:{APP_PORT}"
OIDC = {
    "OIDC_ISSUER": f"http://127.0.0.1:{PORT}",
    "OIDC_CLIENT_ID": CLIENT_ID,
    "OIDC_CLIENT_SECRET": CLIENT_SECRET,
    "OIDC_NAME": "Acme",
    "OIDC_SCOPES": "openid email profile groups",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell every test's server of the provider, unless the test says otherwise."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents and "app_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.settings(**OIDC))


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdProvider]:
    """Run the provider."""
    provider = OpenIdProvider(tmp_path_factory.mktemp("provider"), PORT, APP_PORT)
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running: OpenIdProvider) -> OpenIdProvider:
    """Give the provider, as nobody has asked for it yet; it knows Ada."""
    published._published.clear()
    running.knows("ada", email="ada@example.com", email_verified=True, name="Ada", groups=[])
    return running


@pytest.fixture(params=["sqlite"])
def database_settings(database_settings: Settings) -> Settings:
    """Use SQLite: what differs on PostgreSQL is tested below."""
    return database_settings


@pytest.fixture(scope="session")
def api() -> FastAPI:
    """Make the API's app once."""
    return create_app(lifespan)


@pytest.fixture
async def app_url(
    database_settings: Settings, api: FastAPI, provider: OpenIdProvider
) -> AsyncIterator[str]:
    """Run the API at the address that the provider knows."""
    server = Server(api, websockets=False)
    serving = asyncio.create_task(server.serve(listen("127.0.0.1", APP_PORT)))
    async with httpx.AsyncClient(base_url=APP, timeout=60) as probe:
        while True:
            try:
                await probe.get("/api/health")
                break
            except httpx.ConnectError:
                assert not serving.done(), serving
                await asyncio.sleep(0.02)
    yield APP
    server.should_exit = True
    await serving


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Give a browser that nobody has used yet."""
    browser = Browser()
    yield browser
    await browser.http.aclose()
