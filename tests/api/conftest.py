"""A real server on loopback, and people who speak to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from httpx_sse import EventSource, ServerSentEvent
from tenacity import wait_none

from chat_app.api.app import create_app
from chat_app.config import Settings, get_settings
from chat_app.lifespan import lifespan
from chat_app.llm import tries
from chat_app.llm.providers import load_providers
from chat_app.server import Server, listen
from tests.conftest import free_port
from tests.fakes.openai import fake_openai
from tests.fakes.script import Fake

PASSWORD = "correct horse"
_PATIENCE_S = 60
"""A process of its own, which steps back for all others, makes PDFs."""
DOCUMENT: dict[str, Any] = create_app().openapi()
"""What the API says of itself, made once: it takes a second."""


@pytest.fixture(params=["sqlite"])
def database_settings(database_settings: Settings) -> Settings:
    """Use SQLite: what differs on PostgreSQL is tested below the API."""
    return database_settings


@pytest.fixture(scope="session")
def api() -> FastAPI:
    """Make the API's app once: what differs between servers comes with their lifespan."""
    return create_app(lifespan)


@pytest.fixture
async def server(database_settings: Settings, api: FastAPI) -> AsyncIterator[str]:
    """Run the API alone and return its address."""
    port = free_port()
    server = Server(api, websockets=False)
    running = asyncio.create_task(server.serve(listen("127.0.0.1", port)))
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, timeout=60) as probe:
        while True:
            try:
                await probe.get("/api/health")
                break
            except httpx.ConnectError:
                assert not running.done(), running
                await asyncio.sleep(0.02)
    yield url
    server.should_exit = True
    await running


@dataclass
class Person:
    """Somebody with an account, and the client that carries the token."""

    http: httpx.AsyncClient
    token: str
    user: dict[str, Any]

    async def new_chat(self, **fields: Any) -> str:
        """Make a chat and return its id."""
        made = await self.http.post("/api/chats", json=fields)
        assert made.status_code == 201, made.text
        return made.json()["chat_id"]

    async def stream(
        self, path: str, method: str = "POST", **request: Any
    ) -> tuple[httpx.Response, list[ServerSentEvent]]:
        """Read a stream to its end and return its head and its events."""
        async with self.http.stream(method, path, **request) as response:
            assert response.status_code == 200, await response.aread()
            return response, [event async for event in EventSource(response).aiter_sse()]

    async def say(self, chat_id: str, text: str = "Hello") -> str:
        """Send a message, wait for the reply and return the reply's id."""
        response, _ = await self.stream(f"/api/chat/{chat_id}/message", json={"message": text})
        return response.headers["x-message-id"]


NewPerson = Callable[[str], Awaitable[Person]]


@pytest.fixture
async def new_person(server: str) -> AsyncIterator[NewPerson]:
    """Return a function that signs somebody up."""
    clients: list[httpx.AsyncClient] = []

    async def _new_person(name: str) -> Person:
        # Cookies would sign in as well: each test says which way it means.
        http = httpx.AsyncClient(base_url=server, timeout=_PATIENCE_S)
        clients.append(http)
        made = await http.post(
            "/api/auth/register", json={"email": f"{name}@example.com", "password": PASSWORD}
        )
        assert made.status_code == 201, made.text
        http.cookies.clear()
        token = made.json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        return Person(http, token, made.json()["user"])

    yield _new_person
    for http in clients:
        await http.aclose()


@pytest.fixture
async def ada(new_person: NewPerson) -> Person:
    """Sign Ada up: the first account, an administrator."""
    return await new_person("ada")


@pytest.fixture
async def eve(ada: Person, new_person: NewPerson) -> Person:
    """Sign Eve up after Ada."""
    return await new_person("eve")


@pytest.fixture
async def nobody(server: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client without an account."""
    async with httpx.AsyncClient(base_url=server, timeout=_PATIENCE_S) as http:
        yield http


@pytest.fixture
async def vendor(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fake]:
    """Serve OpenAI on this machine; tries follow each other at once."""
    monkeypatch.setattr(tries, "_backoff", wait_none())
    async with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", fake.endpoint + "/v1")
        get_settings.cache_clear()
        await load_providers()
        yield fake


def refused(response: Any, status: int, code: str) -> str:
    """Check the one shape of errors and return what a person reads."""
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert body.keys() == {"status", "code", "message"}
    assert body["status"] == "error"
    assert body["message"]
    assert ("retry-after" in response.headers) == (status in {429, 503})
    return body["message"]
