"""A really running app, as `make run` starts it, and people with browsers who use it."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from chat_app.config import get_settings
from chat_app.db import database as open_database
from chat_app.db import transaction
from chat_app.llm.types import CountMethod, FinishReason, Role
from chat_app.models import Chat, Message, MessageStatus, now
from chat_app.services import accounts, chats
from chat_app.services.accounts import COOKIE_NAME, SignedIn
from chat_app.services.chats import positions
from tests import browser as chromium
from tests.callers import by
from tests.conftest import ROOT, PostgresServer, free_port
from tests.services.exchanges import settled_turn

PASSWORD = "correct horse"
LISTED_ORIGIN = "http://localhost:5173"
"""An origin whose pages may call the app; nothing has to serve there."""
_START_S = 400
"""The first start builds the pages; later ones take seconds."""
_TINY = """
[[models]]
model_id = "tiny"
provider = "simulated"
name = "Tiny"
tier = "BASIC"
inputs = ["text"]
context_window_tokens = 500
max_output_tokens = 256
input_usd = 0
cached_input_usd = 0
output_usd = 0
source = "the test"
as_of = 2026-11-21
"""
_CONTEXT: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    # It would be asked before `page.route` is.
    "service_workers": "block",
}

_PATIENCE_MS = 60_000
"""Other tests want the processor, too."""

expect.set_options(timeout=_PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser for the end of a process: it keeps an event loop running in its thread."""
    folder = Path(__file__).parent
    items.sort(key=lambda item: folder in item.path.parents)


@pytest.fixture(scope="session")
def app_settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of the running app: fresh data, no keys, no limits, the usual pace.

    It offers one model more than others do, which sees no pictures and whose window is soon full.
    """
    folder = tmp_path_factory.mktemp("app")
    built_in = ROOT / "chat_app" / "llm" / "catalogue.toml"
    catalogue = folder / "models.toml"
    catalogue.write_text(built_in.read_text() + _TINY)
    return {
        "CATALOGUE_FILE": str(catalogue),
        "DATABASE_URL": f"sqlite:///{folder}/chat.db",
        "RATE_LIMIT_PER_MINUTE": "0",
        "REPLY_CACHE_TTL_S": "0",
        "DEFAULT_TOKEN_LIMIT": "1000000",
        "CORS_ORIGINS": LISTED_ORIGIN,
        "ALLOW_PUBLIC_LINKS": "true",
        # Of chats, a test makes some that are as old.
        "RETENTION_DAYS": "3650",
        "PORT": str(free_port()),
    }


@pytest.fixture(scope="session")
def app_url(
    app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve browser app and API in a process of their own; return the address."""
    with serving(app_settings, tmp_path_factory.mktemp("log") / "app.log") as url:
        yield url


@contextmanager
def on_two_workers(
    request: pytest.FixtureRequest, app_settings: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Give the settings of two workers with a PostgreSQL and a Redis of their own."""
    postgres: PostgresServer = request.getfixturevalue("postgres")
    with postgres.copy_of() as url:
        yield app_settings | {
            "DATABASE_URL": url,
            "REDIS_URL": request.getfixturevalue("redis_server"),
            "WORKERS": "2",
            "PORT": str(free_port()),
        }


@contextmanager
def serving(app_settings: dict[str, str], log: Path) -> Iterator[str]:
    """Serve with these settings and give the address.

    The first account is an administrator, so somebody signs up before any test does.
    """
    url = f"http://localhost:{app_settings['PORT']}"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "chat_app.cli", "run"],
            cwd=ROOT,
            env=without_settings() | app_settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(url, server, log)
        _register(url, "admin@example.com")
        yield url
    finally:
        server.terminate()
        # Not by the alarm that ends a server which does not end by itself.
        assert server.wait(60) == 0, log.read_text()[-3000:]


def without_settings() -> dict[str, str]:
    """Return the environment without what a developer set of ours."""
    from chat_app.config import Settings

    return {name: value for name, value in os.environ.items() if name not in Settings.model_fields}


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers with pages and API."""
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the app went down:\n{log.read_text()[-3000:]}"
        try:
            # The page first: the API answers before the pages are there.
            if (
                httpx.get(url + "/login", timeout=60).is_success
                and httpx.get(url + "/api/ready", timeout=60).is_success
            ):
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"the app did not start:\n{log.read_text()[-3000:]}")


def _register(url: str, email: str) -> dict[str, Any]:
    made = httpx.post(
        url + "/api/auth/register",
        json={"email": email, "password": PASSWORD, "name": "Ada Lovelace"},
        timeout=60,
    )
    assert made.status_code == 201, made.text
    return made.json()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, as `python -m tests.browser` found or brought it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield started
        started.close()


def _watched(page: Page, complaints: list[str]) -> Page:
    page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))
    return page


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What went wrong in the scripts of the pages; a test passes only where nothing did."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_context(browser: Browser, app_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser window signed in with a token."""
    opened: list[BrowserContext] = []

    def _new_context(token: str, **options: Any) -> BrowserContext:
        context = browser.new_context(**_CONTEXT | options)
        context.set_default_timeout(_PATIENCE_MS)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app_url)
        context.add_cookies(
            [{"name": COOKIE_NAME, "value": token, "url": app_url, "httpOnly": True}]
        )
        opened.append(context)
        return context

    yield _new_context
    for context in opened:
        context.close()


@pytest.fixture
def new_account(
    new_context: Callable[..., BrowserContext], app_url: str, complaints: list[str]
) -> Callable[..., Page]:
    """Return a function that signs a new person up and gives a page of theirs."""

    def _new_account(**options: Any) -> Page:
        token = _register(app_url, f"{uuid4().hex}@example.com")["access_token"]
        return _watched(new_context(token, **options).new_page(), complaints)

    return _new_account


@pytest.fixture
def signed_up(in_app: Callable[[Coroutine[Any, Any, SignedIn]], SignedIn]) -> SignedIn:
    """The person whose page is `page`."""
    return in_app(accounts.register(f"{uuid4().hex}@example.com", PASSWORD, "Ada Lovelace"))


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], signed_up: SignedIn) -> BrowserContext:
    """The browser window of `page`; more tabs of it are more tabs of the same person."""
    return new_context(signed_up.access_token)


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    """A page of somebody who has just signed up."""
    return _watched(context.new_page(), complaints)


@pytest.fixture
def admin_page(
    new_context: Callable[..., BrowserContext], app_url: str, complaints: list[str]
) -> Page:
    """A page of the administrator."""
    signed_in = httpx.post(
        app_url + "/api/auth/login",
        json={"email": "admin@example.com", "password": PASSWORD},
        timeout=60,
    )
    token = signed_in.json()["access_token"]
    return _watched(new_context(token).new_page(), complaints)


@pytest.fixture
def in_app(
    app_url: str, app_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Return a function that runs a coroutine on the running app's database."""
    for name, value in app_settings.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()

    async def _with_database(work: Awaitable[Any]) -> Any:
        async with open_database(get_settings()):
            return await work

    def _in_app(work: Coroutine[Any, Any, Any]) -> Any:
        # Playwright keeps a loop of its own running in this thread.
        results: list[Any] = []
        thread = threading.Thread(target=lambda: results.append(asyncio.run(_with_database(work))))
        thread.start()
        thread.join()
        assert results, "the work on the app's database failed"
        return results[0]

    return _in_app


@pytest.fixture
def seed(
    in_app: Callable[[Coroutine[Any, Any, UUID]], UUID], signed_up: SignedIn
) -> Callable[..., UUID]:
    """Return a function that writes a chat of the person of `page` and returns its id."""

    def _seed(exchanges: list[tuple[str, str]], *, failed: str | None = None) -> UUID:
        return in_app(_write_chat(signed_up, exchanges, failed))

    return _seed


async def _write_chat(
    owner: SignedIn, exchanges: list[tuple[str, str]], failed: str | None
) -> UUID:
    chat = await chats.create(by(owner.user), title=exchanges[0][0][:100])
    leaf_id = None
    async with transaction() as session:
        for question, answer in exchanges:
            asked = Message(
                chat_id=chat.chat_id,
                parent_id=leaf_id,
                role=Role.USER,
                content=question,
                status=MessageStatus.COMPLETE,
                model="simulated",
            )
            told = Message(
                chat_id=chat.chat_id,
                parent_id=asked.message_id,
                role=Role.ASSISTANT,
                content=answer,
                status=MessageStatus.FAILED if failed else MessageStatus.COMPLETE,
                error_message=failed,
                model="simulated",
            )
            for message in (asked, told):
                session.add(message)
                await session.flush()
            await settled_turn(
                session,
                owner.user,
                told,
                0,
                at=now(),
                finish_reason=FinishReason.ERROR if failed else FinishReason.STOP,
                error_code="PROVIDER_TIMEOUT" if failed else None,
                count_method=None if failed else CountMethod.USAGE,
            )
            leaf_id = told.message_id
        saved = await session.get_one(Chat, chat.chat_id)
        await positions.move(session, saved.user_id, saved.chat_id, leaf_id)
        saved.message_count = 2 * len(exchanges)
    return chat.chat_id
