"""No log line, at any level, holds what people write, their passwords, tokens or our keys."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chat_app.config import Settings
from tests.conftest import PostgresServer
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import EVERY_VENDOR, Vendor
from tests.serving import serving

WORDS = "SAIDBYADA"
PASSWORD = "PASSWORDOFADA"
NEW_PASSWORD = "NEWPASSWORDOFADA"
WRONG_PASSWORD = "WRONGPASSWORD"
OPERATORS = "TOKENOFTHEOPERATOR"
VENDORS_KEY = "KEYOFTHEVENDOR"
SIGNING = "SECRETTHATSIGNSTOKENSANDISLONGENOUGH"
ACCOUNT = {"email": "ada@example.com", "password": PASSWORD}
ECHO = f"Incorrect API key provided: {VENDORS_KEY}. Your prompt was: {WORDS}"
FAULTS = [
    Reply(fault="bad_key", fault_message=ECHO),
    Reply(fault="server", fault_message=ECHO),
    Reply(fault="unknown_model", fault_message=ECHO),
    Reply(deltas=(WORDS, WORDS), cut_after=1),
    Reply(blocks_prompt=True),
]
SETTLED = {
    *("chat_id", "user_id", "breakdown", "method", "cache_hit", "deltas", "reply_characters"),
    *("first_delta_ms", "seconds", "request_id"),
}
"""What docs/contract/api.md wants on the line of a settled exchange."""


@pytest.fixture
async def fakes() -> AsyncIterator[list[tuple[Vendor, Fake]]]:
    """Serve all four vendors."""
    async with AsyncExitStack() as rooms:
        yield [(vendor, await rooms.enter_async_context(vendor.open())) for vendor in EVERY_VENDOR]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(
    request: pytest.FixtureRequest, postgres: PostgresServer, migrated_postgres: str, tmp_path: Path
) -> Iterator[str]:
    """Give the address of a database of the test's own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/chat.db"
    else:
        with postgres.copy_of(migrated_postgres) as address:
            yield address


async def sign_up(http: httpx.AsyncClient) -> str:
    """Make an account of the highest tier, and use every door well and badly."""
    made = (await http.post("/api/auth/register", json=ACCOUNT)).json()
    http.cookies.clear()
    await http.post("/api/auth/register", json=ACCOUNT)
    await http.post("/api/auth/login", json=ACCOUNT | {"password": WRONG_PASSWORD})
    http.cookies.clear()
    await http.get("/metrics", headers={"Authorization": f"Bearer {OPERATORS}"})
    token = made["access_token"]
    await http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}x"})
    http.headers["Authorization"] = f"Bearer {token}"
    person = f"/api/admin/users/{made['user']['user_id']}"
    assert (await http.patch(person, json={"tier": "ENTERPRISE"})).is_success
    for current, status in ((WRONG_PASSWORD, 401), (PASSWORD, 200)):
        passwords = {"current": current, "new": NEW_PASSWORD}
        answer = await http.post("/api/auth/password", json=passwords)
        assert answer.status_code == status, answer.text
    return token


async def talk(http: httpx.AsyncClient, token: str) -> str:
    """Use a chat in every way, and return its id."""
    sent = await http.post("/api/chat", json={"message": f"Repeat {WORDS} 茶"})
    assert sent.status_code == 200, sent.text
    chat_id, reply_id = sent.json()["chat_id"], sent.json()["message_id"]
    path = f"/api/chat/{chat_id}"
    assert (await http.post(f"{path}/message", json={"message": WORDS * 1000})).status_code == 400
    assert (await http.patch(path, json={"title": WORDS})).is_success
    assert (await http.get("/api/chats", params={"q": WORDS})).is_success
    for kind in ("json", "md", "pdf"):
        assert (await http.get(f"{path}/export", params={"format": kind})).is_success
    prompt = {"modelId": "simulated", "prompt": WORDS, "chatId": chat_id}
    started = (await http.post("/api/chat/start", json=prompt)).json()
    bare = {"Authorization": ""}
    for stream, query in (
        (f"{path}/message/{reply_id}/stream", {}),
        ("/api/chat/stream", {"sessionId": started["sessionId"]}),
    ):
        answer = await http.get(stream, params=query | {"access_token": token}, headers=bare)
        assert answer.status_code == 200, answer.text
    return chat_id


async def meet_faults(http: httpx.AsyncClient, vendor: Vendor, fake: Fake) -> None:
    """Have a vendor fail in every way, telling us what it was told."""
    for fault in FAULTS:
        fake.script(fault)
        body = {"message": f"Repeat {WORDS}", "model": vendor.model_id}
        answer = await http.post("/api/chat", json=body, timeout=60)
        assert answer.status_code in {422, 502, 503}, answer.text


async def spoil(url: str, http: httpx.AsyncClient, chat_id: str) -> None:
    """Provoke faults of ours while a message is read and while one is written."""
    engine = create_async_engine(Settings(DATABASE_URL=url).DATABASE_URL)

    async def run(statement: str) -> None:
        async with engine.begin() as connection:
            await connection.execute(text(statement))

    await run("UPDATE message SET role = 'ghost'")
    path = f"/api/chat/{chat_id}"
    assert (await http.get(f"{path}/messages")).status_code == 500
    if "postgresql" in url:
        await run("ALTER TABLE message ADD CONSTRAINT spoilt CHECK (content = '') NOT VALID")
    else:
        fault = "SELECT RAISE(ABORT, 'spoilt');"
        await run(f"CREATE TRIGGER spoilt BEFORE INSERT ON message BEGIN {fault} END")
    body = {"message": f"Repeat {WORDS}"}
    assert (await http.post("/api/chat", json=body)).status_code == 500
    await engine.dispose()


async def test_no_secret_and_no_word_of_anybody_reaches_the_log(
    url: str, fakes: list[tuple[Vendor, Fake]], tmp_path: Path
) -> None:
    vendors: dict[str, Any] = {}
    for vendor, fake in fakes:
        vendors |= vendor.settings(fake.endpoint)
        vendors[f"{vendor.name.upper()}_API_KEY"] = VENDORS_KEY
    with serving(
        tmp_path,
        DATABASE_URL=url,
        LOG_LEVEL="DEBUG",
        JWT_SECRET=SIGNING,
        METRICS_TOKEN=OPERATORS,
        DEFAULT_MODEL="simulated",
        SIM_DELAY_MS="0",
        RATE_LIMIT_PER_MINUTE="0",
        **vendors,
    ) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            token = await sign_up(http)
            chat_id = await talk(http, token)
            await asyncio.gather(*(meet_faults(http, *each) for each in fakes))
            await spoil(url, http, chat_id)
    written = server.log.read_text()
    printed = written + (tmp_path / "stdout").read_text()
    for secret in (
        *(WORDS, PASSWORD, NEW_PASSWORD, WRONG_PASSWORD),
        *(OPERATORS, VENDORS_KEY, SIGNING, token),
    ):
        lines = [line for line in printed.splitlines() if secret in line]
        assert lines == [], lines[0][:3000]

    assert [line for line in written.splitlines() if not line.startswith("{")] == []
    lines = [json.loads(line) for line in written.splitlines()]
    events = [line["event"] for line in lines]
    assert events.count("request.failed") == 2
    for vendor, _ in fakes:
        assert any(vendor.name.removeprefix("x") in event for event in events), vendor.name
    settled = [line for line in lines if line["event"] == "exchange.settled"]
    assert len(settled) == 2 + len(FAULTS) * len(fakes)
    assert all(line.keys() >= SETTLED for line in settled)
    assert all(line["request_id"] for line in lines if line["event"] == "request.failed")
    assert max(line["deltas"] for line in settled) > 10
