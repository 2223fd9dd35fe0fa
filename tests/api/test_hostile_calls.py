"""What one caller may have, and what odd or huge values come to, over HTTP."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from chat_app.services.chats import pdf_apart
from chat_app.services.turns import runner
from tests.api.conftest import Person, refused

pytestmark = pytest.mark.settings(DRAIN_S=0)


@pytest.mark.parametrize("path", ["/api/chats", "/api/admin/users"])
async def test_a_search_text_that_is_too_long_is_refused_in_words(ada: Person, path: str) -> None:
    long = await ada.http.get(path, params={"q": "q" * 50_000})
    assert "500 characters" in refused(long, 400, "INVALID_REQUEST")
    for q in ("q" * 500, "a b " * 125, "茶" * 500, "in:" * 160, "\U0001f600" * 500):
        assert (await ada.http.get(path, params={"q": q})).status_code == 200


@pytest.mark.settings(MAX_TURNS_PER_USER=2, SIM_DELAY_MS=500)
async def test_a_person_has_so_many_replies_written_at_once_and_others_have_theirs(
    ada: Person, eve: Person
) -> None:
    chats = [await ada.new_chat() for _ in range(4)]
    texts = {"message": "word " * 300}
    before = len(runner._running)

    async def send(person: Person, chat_id: str) -> int:
        path = f"/api/chat/{chat_id}/message"
        async with person.http.stream("POST", path, json=texts) as response:
            if response.status_code == 429:
                await response.aread()
                refused(response, 429, "RATE_LIMITED")
            return response.status_code

    statuses = await asyncio.gather(*(send(ada, chat_id) for chat_id in chats))
    assert sorted(statuses) == [200, 200, 429, 429]
    assert await send(eve, await eve.new_chat()) == 200
    assert len(runner._running) - before == 3
    for chat_id in chats:
        await ada.http.post(f"/api/chat/{chat_id}/stop")
    while runner._at_once[UUID(ada.user["user_id"])]:
        await asyncio.sleep(0.05)
    assert await send(ada, chats[0]) == 200


@pytest.mark.settings(MAX_STREAMS_PER_USER=2, SIM_DELAY_MS=500)
async def test_a_persons_programs_hear_so_many_streams_at_once(ada: Person) -> None:
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    async with ada.http.stream("POST", path, json={"message": "word " * 300}) as response:
        assert response.status_code == 200
        lines = response.aiter_lines()
        await anext(lines)
        again = f"{path}/{response.headers['x-message-id']}/stream"
        async with ada.http.stream("GET", again) as second:
            heard = second.aiter_lines()
            await anext(heard)
            third = await ada.http.get(again)
            assert "2 streams" in refused(third, 429, "RATE_LIMITED")
        await anext(lines)


@pytest.mark.settings(MAX_MESSAGES_PER_CHAT=4)
async def test_a_chat_has_so_many_messages_and_says_so(ada: Person) -> None:
    chat_id = await ada.new_chat()
    reply = await ada.say(chat_id)
    await ada.say(chat_id, "/help")
    for path, body in (
        ("message", {"message": "Hello"}),
        ("message", {"message": "/usage"}),
        (f"message/{reply}/regenerate", {}),
    ):
        full = await ada.http.post(f"/api/chat/{chat_id}/{path}", json=body)
        refused(full, 403, "FORBIDDEN")
    found = (await ada.http.get(f"/api/chat/{chat_id}")).json()
    assert found["message_count"] == 4
    usage = (await ada.http.get("/api/user/token-usage")).json()
    assert usage["reserved_tokens"] == 0


async def test_one_pdf_is_written_for_a_person_at_a_time_and_apart(
    ada: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await ada.new_chat(), await eve.new_chat()
    await ada.say(one)
    await eve.say(other)

    async def export(person: Person, chat_id: str) -> Any:
        return await person.http.get(f"/api/chat/{chat_id}/export", params={"format": "pdf"})

    answers = await asyncio.gather(*(export(ada, one) for _ in range(3)), export(eve, other))
    assert sorted(each.status_code for each in answers[:3]) == [200, 429, 429]
    assert answers[3].status_code == 200
    assert all(each.content.startswith(b"%PDF") for each in answers if each.is_success)
    monkeypatch.setattr(pdf_apart, "_MAX_SECONDS", 0.01)
    late = await export(ada, one)
    assert "PDF" in refused(late, 413, "FILE_TOO_LARGE")
    monkeypatch.undo()
    assert (await export(ada, one)).status_code == 200


async def test_half_a_character_anywhere_is_no_fault_of_ours(ada: Person) -> None:
    chat_id = await ada.new_chat()
    half = '"' + "\\ud800" + '"'
    calls = [
        ("POST", "/api/auth/login", f'{{"email": {half}, "password": {half}}}'),
        ("POST", "/api/auth/register", f'{{"email": {half}, "password": {half}, "name": {half}}}'),
        ("POST", "/api/auth/password", f'{{"current": {half}, "new": {half}}}'),
        ("PATCH", "/api/auth/me", f'{{"name": {half}}}'),
        ("POST", "/api/chats", f'{{"title": {half}, "project_id": {half}}}'),
        ("PATCH", f"/api/chat/{chat_id}", f'{{"title": {half}, "system_prompt": {half}}}'),
        ("POST", f"/api/chat/{chat_id}/message", f'{{"message": {half}}}'),
        ("POST", f"/api/chat/{chat_id}/quote", f'{{"message": {half}}}'),
        ("POST", "/api/prompts", f'{{"name": {half}, "content": {half}}}'),
        ("POST", "/api/keys", f'{{"name": {half}}}'),
        ("POST", "/api/admin/orgs", f'{{"name": {half}}}'),
        ("POST", f"/api/chat/{chat_id}/message", f"{{{half}: 1}}"),
    ]
    for method, path, body in calls:
        answer = await ada.http.request(
            method, path, content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code < 500, (path, answer.text)
    for q in ("%ED%A0%80", "%00", "%FF%FE", "%F0%9F"):
        assert (await ada.http.get(f"/api/chats?q={q}")).status_code < 500
