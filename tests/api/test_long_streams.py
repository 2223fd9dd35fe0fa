"""A stream ends within a second for whoever may not hear it any more, and for nobody else."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent
from sqlmodel import col, update
from starlette.types import Message

from chat_app.api import sse
from chat_app.db import transaction
from chat_app.models import AuthSession, now
from chat_app.services.accounts import stays
from tests.api.conftest import PASSWORD, Person, refused
from tests.clock import within

pytestmark = pytest.mark.settings(SIM_DELAY_MS=150, DRAIN_S=0)
LONG = "word " * 900
"""The simulated model answers at length; at this pace for minutes."""


@asynccontextmanager
async def hearing(
    http: httpx.AsyncClient, token: str, chat_id: str
) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
    """Begin a long reply and give its events, behind the first."""
    sent = http.stream(
        "POST",
        f"/api/chat/{chat_id}/message?dialect=typed",
        json={"message": LONG},
        headers={"Authorization": f"Bearer {token}"},
    )
    async with sent as response:
        assert response.status_code == 200
        events = EventSource(response).aiter_sse()
        await anext(events)
        await anext(events)
        yield events


async def end_of(events: AsyncIterator[ServerSentEvent]) -> Any:
    """Return the closing event; it has to come soon, long before the reply's own end."""
    async with within(3):
        said = [json.loads(event.data) async for event in events]
    return said[-1]


async def another_sign_in(person: Person) -> str:
    signed_in = await person.http.post(
        "/api/auth/login", json={"email": person.user["email"], "password": PASSWORD}
    )
    person.http.cookies.clear()
    return signed_in.json()["access_token"]


async def sign_out(eve: Person, _ada: Person) -> None:
    await eve.http.post("/api/auth/logout")


async def change_the_password(eve: Person, _ada: Person) -> None:
    token = await another_sign_in(eve)
    changed = await eve.http.post(
        "/api/auth/password",
        json={"current": PASSWORD, "new": "another correct horse"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert changed.is_success


async def switch_off(eve: Person, ada: Person) -> None:
    path = f"/api/admin/users/{eve.user['user_id']}"
    assert (await ada.http.patch(path, json={"is_active": False})).is_success


LOSSES = [sign_out, change_the_password, switch_off]


@pytest.mark.parametrize("lose", LOSSES)
async def test_who_is_signed_out_hears_no_more(
    ada: Person, eve: Person, lose: Callable[[Person, Person], Awaitable[None]]
) -> None:
    chat_id = await eve.new_chat()
    async with hearing(eve.http, eve.token, chat_id) as events:
        await lose(eve, ada)
        end = await end_of(events)
    assert (end["type"], end["code"]) == ("error", "UNAUTHENTICATED")
    again = await eve.http.get("/api/auth/me")
    refused(again, 401, "UNAUTHENTICATED")


async def test_who_is_still_signed_in_hears_on(ada: Person, eve: Person) -> None:
    other, chat_id = await another_sign_in(eve), await eve.new_chat()
    async with hearing(eve.http, other, chat_id) as events:
        await sign_out(eve, ada)
        for _ in range(12):
            event = json.loads((await anext(events)).data)
            assert event["type"] == "token"


@pytest.mark.parametrize("dialect", ["text", "token", "typed"])
async def test_who_attached_is_told_in_the_dialect_and_can_go_on_from_there(
    eve: Person, ada: Person, dialect: str
) -> None:
    chat_id, other = await eve.new_chat(), await another_sign_in(eve)
    async with hearing(eve.http, other, chat_id):
        found = await eve.http.get(f"/api/chat/{chat_id}/messages")
        reply = found.json()["messages"][-1]["message_id"]
        path = f"/api/chat/{chat_id}/message/{reply}/stream"
        query = {"dialect": dialect, "access_token": eve.token}
        async with eve.http.stream("GET", path, params=query) as response:
            events = EventSource(response).aiter_sse()
            first = await anext(events)
            await sign_out(eve, ada)
            async with within(3):
                rest = [event async for event in events]
        last = rest[-1]
        assert "UNAUTHENTICATED" in last.data
        # Its id is that of the last piece: there a stream goes on.
        assert last.id == [first, *rest][-2].id
        headers = {"Authorization": f"Bearer {other}", "Last-Event-ID": last.id}
        async with eve.http.stream("GET", path, headers=headers) as response:
            assert response.status_code == 200


async def test_a_revoked_key_hears_no_more_of_what_another_began(ada: Person) -> None:
    made = await ada.http.post("/api/keys", json={"name": "program"})
    secret, key_id = made.json()["key"], made.json()["key_id"]
    chat_id = await ada.new_chat()
    async with hearing(ada.http, ada.token, chat_id) as own:
        found = await ada.http.get(f"/api/chat/{chat_id}/messages")
        reply = found.json()["messages"][-1]["message_id"]
        path = f"/api/chat/{chat_id}/message/{reply}/stream"
        program = {"Authorization": f"Bearer {secret}"}
        async with ada.http.stream("GET", path, headers=program) as response:
            events = EventSource(response).aiter_sse()
            await anext(events)
            await ada.http.delete(f"/api/keys/{key_id}")
            assert (await end_of(events))["code"] == "UNAUTHENTICATED"
        await anext(own)


async def test_a_deleted_chat_ends_its_stream_in_order(ada: Person) -> None:
    chat_id = await ada.new_chat()
    async with hearing(ada.http, ada.token, chat_id) as events:
        await ada.http.delete(f"/api/chat/{chat_id}")
        end = await end_of(events)
    assert end["type"] == "done"


async def test_who_waits_for_a_whole_reply_is_told_as_well(ada: Person, eve: Person) -> None:
    waiting = asyncio.create_task(eve.http.post("/api/chat", json={"message": LONG}))
    while not (await eve.http.get("/api/chats")).json()["chats"]:
        await asyncio.sleep(0.05)
    await switch_off(eve, ada)
    async with within(3):
        refused(await waiting, 401, "UNAUTHENTICATED")


async def test_a_sign_in_whose_time_is_over_is_noticed_without_an_event(ada: Person) -> None:
    chat_id = await ada.new_chat()
    async with hearing(ada.http, ada.token, chat_id) as events:
        async with transaction() as session:
            ends_at = now() - timedelta(seconds=1)
            await session.exec(
                update(AuthSession)
                .where(col(AuthSession.revoked_at).is_(None))
                .values(expires_at=ends_at)
            )
        await stays.look_after_all()
        assert (await end_of(events))["code"] == "UNAUTHENTICATED"
    assert stays._stays == set()


async def test_no_ping_comes_behind_the_end_of_a_stream_that_nobody_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sse, "PING_SECONDS", 0.01)
    taken, waits = list[Message](), asyncio.Event()
    takes = asyncio.Event()

    async def send(message: Message) -> None:
        assert not waits.is_set(), "a second ping beside one that waits"
        waits.set()
        await takes.wait()
        taken.append(message)

    with sse.pinging(send):
        await waits.wait()
        # Long enough for more of them.
        await asyncio.sleep(0.05)
    takes.set()
    await asyncio.sleep(0)

    assert not taken
