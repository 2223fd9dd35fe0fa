"""Talking for programs: whole replies, sessions for EventSource, calls that may be repeated."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest
from httpx_sse import EventSource
from sqlmodel import col, func, select, update
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.models import (
    AuditEvent,
    Budget,
    Chat,
    IdempotencyKey,
    LedgerEntry,
    Message,
    SavedPrompt,
    Turn,
    now,
)
from chat_app.services.turns import idempotency, prompts
from tests.api.conftest import refused


async def count(table) -> int:
    async with reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_a_whole_reply_comes_in_one_piece_and_makes_a_chat(ada):
    sent = await ada.http.post("/api/chat", json={"message": "Hello"})
    assert sent.status_code == 200
    body = sent.json()
    assert body.keys() == {"chat_id", "message_id", "reply", "tokens_used", "created_at"}
    again = await ada.http.post("/api/chat", json={"message": "More", "chat_id": body["chat_id"]})
    assert again.json()["chat_id"] == body["chat_id"]
    chat = (await ada.http.get(f"/api/chat/{body['chat_id']}")).json()
    assert chat["title"] == "Hello"
    assert chat["tokens_consumed"] == body["tokens_used"] + again.json()["tokens_used"]


async def test_the_token_stream_makes_a_chat_as_well(ada):
    response, events = await ada.stream("/api/chat/stream", json={"message": "Hello"})
    done = json.loads(events[-1].data)
    assert done["chat_id"] == response.headers["x-chat-id"]
    assert done["fullText"] == "".join(json.loads(event.data)["token"] for event in events[:-1])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"message": " "}, 400, "INVALID_MESSAGE"),
        ({"message": "Hello", "chat_id": "x"}, 400, "CHAT_NOT_FOUND"),
        ({"message": "Hello", "chat_id": str(uuid7())}, 404, "CHAT_NOT_FOUND"),
        ({"message": "Hello", "model": "none-such"}, 400, "INVALID_REQUEST"),
        ({"chat_id": None}, 400, "INVALID_REQUEST"),
    ],
)
@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream"])
async def test_a_refused_message_leaves_no_chat_behind(ada, path, body, status, code):
    refused(await ada.http.post(path, json=body), status, code)
    assert await count(Chat) == 0


async def test_an_empty_budget_leaves_no_chat_behind(ada):
    async with transaction() as session:
        await session.exec(update(Budget).values(total_tokens_used=100_000))
    sent = await ada.http.post("/api/chat", json={"message": "Hello"})
    refused(sent, 403, "TOKEN_LIMIT_EXCEEDED")
    assert await count(Chat) == 0


async def begin(person, **fields) -> dict:
    prompt = {"modelId": "simulated", "prompt": "Hello"} | fields
    started = await person.http.post("/api/chat/start", json=prompt)
    assert started.status_code == 200, started.text
    assert started.json().keys() == {"sessionId", "chatId"}
    return started.json()


async def test_a_session_is_answered_once_however_often_it_is_asked_for(ada):
    started = await begin(ada)
    query = {"sessionId": started["sessionId"]}
    heard = await asyncio.gather(
        *(ada.stream("/api/chat/stream", "GET", params=query) for _ in range(4))
    )
    heard.append(await ada.stream("/api/chat/stream", "GET", params=query))
    texts, replies = set(), set()
    for _, events in heard:
        typing, *pieces, done = (json.loads(event.data) for event in events)
        assert typing == {"type": "typing"}
        texts.add("".join(piece["content"] for piece in pieces))
        replies.add((done["message_id"], done["tokens_used"]))
    assert len(texts) == len(replies) == await count(Turn) == 1
    history = await ada.http.get("/api/chat/history", params={"chatId": started["chatId"]})
    question, reply = history.json()["messages"]
    assert history.json()["chatId"] == started["chatId"]
    assert reply.keys() == {
        *("id", "role", "content", "attachments", "modelId", "tokensUsed", "createdAt")
    }
    assert (question["content"], reply["content"]) == ("Hello", texts.pop())
    assert (reply["id"], reply["tokensUsed"]) == replies.pop()


async def test_a_session_goes_on_after_the_last_event_id(ada):
    started = await begin(ada)
    query = {"sessionId": started["sessionId"], "access_token": ada.token}
    del ada.http.headers["Authorization"]
    _, events = await ada.stream("/api/chat/stream", "GET", params=query)
    half = events[len(events) // 2]
    _, rest = await ada.stream(
        "/api/chat/stream", "GET", params=query, headers={"Last-Event-ID": half.id}
    )

    def text(some) -> str:
        return "".join(json.loads(event.data).get("content", "") for event in some)

    assert text(rest) == text(events)[int(half.id) :]
    assert rest[-1].data == events[-1].data


async def test_a_session_is_its_owners_expires_and_is_forgotten(ada, eve):
    started = await begin(ada)
    query = {"sessionId": started["sessionId"]}
    refused(await eve.http.get("/api/chat/stream", params=query), 403, "FORBIDDEN")
    for missing in ("x", str(uuid7())):
        response = await ada.http.get("/api/chat/stream", params={"sessionId": missing})
        refused(response, 404, "SESSION_NOT_FOUND")
    await ada.stream("/api/chat/stream", "GET", params=query)

    async def expire(ago: timedelta) -> None:
        async with transaction() as session:
            await session.exec(update(SavedPrompt).values(expires_at=now() - ago))
        await prompts.forget_old()

    await expire(timedelta(hours=23))
    refused(await ada.http.get("/api/chat/stream", params=query), 410, "SESSION_EXPIRED")
    await expire(timedelta(hours=25))
    refused(await ada.http.get("/api/chat/stream", params=query), 404, "SESSION_NOT_FOUND")


async def test_a_used_session_does_not_open_a_deleted_chat(ada):
    started = await begin(ada)
    query = {"sessionId": started["sessionId"]}
    await ada.stream("/api/chat/stream", "GET", params=query)
    await ada.http.delete(f"/api/chat/{started['chatId']}")
    gone = await ada.http.get("/api/chat/stream", params=query)
    refused(gone, 404, "CHAT_NOT_FOUND")


async def said(person, chat_id: str) -> list[tuple[str, str]]:
    """Return who said what in the branch that is read, by both ways of reading it."""
    history = await person.http.get("/api/chat/history", params={"chatId": chat_id})
    listed = await person.http.get(f"/api/chat/{chat_id}/messages")
    read = [(each["role"], each["content"]) for each in history.json()["messages"]]
    assert read == [(each["role"], each["content"]) for each in listed.json()["messages"]]
    return read


async def answer(person, started: dict) -> str:
    """Ask for the reply of a session and return it."""
    query = {"sessionId": started["sessionId"]}
    _, events = await person.stream("/api/chat/stream", "GET", params=query)
    return "".join(json.loads(event.data).get("content", "") for event in events)


async def test_a_prompt_is_a_message_at_once_and_the_session_answers_that_one(ada):
    started = await begin(ada, prompt=" One ", projectId="p")
    chat_id = started["chatId"]
    assert await said(ada, chat_id) == [("user", "One")]
    chat = (await ada.http.get(f"/api/chat/{chat_id}")).json()
    assert (chat["title"], chat["message_count"], chat["project_id"]) == ("One", 1, "p")
    reply = await answer(ada, started)
    assert await said(ada, chat_id) == [("user", "One"), ("assistant", reply)]
    second = await begin(ada, prompt="Two", chatId=chat_id)
    assert [text for _, text in await said(ada, chat_id)] == ["One", reply, "Two"]
    assert await answer(ada, second)
    assert (await ada.http.get(f"/api/chat/{chat_id}")).json()["message_count"] == 4


async def test_a_prompt_stays_when_its_session_is_over_and_can_be_answered_then(ada):
    started = await begin(ada)
    async with transaction() as session:
        await session.exec(update(SavedPrompt).values(expires_at=now() - timedelta(days=2)))
    await prompts.forget_old()
    chat_id = started["chatId"]
    assert await said(ada, chat_id) == [("user", "Hello")]
    path = f"/api/chat/{chat_id}/message"
    (question,) = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
    again = f"{path}/{question['message_id']}/regenerate"
    await ada.stream(again)
    assert [role for role, _ in await said(ada, chat_id)] == ["user", "assistant"]
    refused(await ada.http.post(again), 400, "INVALID_REQUEST")


async def test_a_prompt_that_the_chat_went_on_after_is_answered_on_a_branch(ada):
    chat_id = await ada.new_chat()
    first = await begin(ada, prompt="One", chatId=chat_id)
    second = await begin(ada, prompt="Two", chatId=chat_id)
    on_a_branch = await answer(ada, first)
    assert await said(ada, chat_id) == [("user", "One"), ("user", "Two")]
    reply = await answer(ada, second)
    expected = [("user", "One"), ("user", "Two"), ("assistant", reply)]
    assert await said(ada, chat_id) == expected
    everything = await ada.http.get(f"/api/chat/{chat_id}/messages", params={"branch": "all"})
    assert on_a_branch in [each["content"] for each in everything.json()["messages"]]


async def test_a_command_is_carried_out_at_once_and_its_session_tells_the_answer(ada):
    started = await begin(ada, prompt="/title Rivers")
    chat = (await ada.http.get(f"/api/chat/{started['chatId']}")).json()
    assert (chat["title"], chat["message_count"]) == ("Rivers", 2)
    assert await answer(ada, started) == "This chat has its new name."
    assert await count(Turn) == 0


async def test_a_start_sent_twice_with_one_key_is_one_session(ada):
    prompt = {"modelId": "simulated", "prompt": "Hello"}
    headers = {"Idempotency-Key": "k"}
    sent = await asyncio.gather(
        *(ada.http.post("/api/chat/start", json=prompt, headers=headers) for _ in range(4))
    )
    assert [each.status_code for each in sent] == [200] * 4
    assert len({each.text for each in sent}) == await count(SavedPrompt) == await count(Chat) == 1
    assert await said(ada, sent[0].json()["chatId"]) == [("user", "Hello")]
    other = await ada.http.post(
        "/api/chat/start", json=prompt | {"prompt": "Hello!"}, headers=headers
    )
    refused(other, 409, "IDEMPOTENCY_CONFLICT")


@pytest.mark.settings(SESSION_MAX_REQUESTS=3)
async def test_a_session_answers_so_many_times(ada):
    query = {"sessionId": (await begin(ada))["sessionId"]}
    other = {"sessionId": (await begin(ada))["sessionId"]}
    for left in (2, 1, 0):
        response, _ = await ada.stream("/api/chat/stream", "GET", params=query)
        assert response.headers["ratelimit-policy"] == '"session";q=3;w=600'
        assert response.headers["ratelimit"].startswith(f'"session";r={left};')
    refusal = await ada.http.get("/api/chat/stream", params=query)
    refused(refusal, 429, "RATE_LIMITED")
    assert 1 <= int(refusal.headers["retry-after"]) <= 600
    await ada.stream("/api/chat/stream", "GET", params=other)


async def test_the_head_of_a_session_begins_nothing(ada):
    started = await begin(ada)
    query = {"sessionId": started["sessionId"]}
    head = await ada.http.head("/api/chat/stream", params=query)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")
    assert head.headers["x-chat-id"] == started["chatId"]
    assert await count(Turn) == 0
    assert await answer(ada, started)
    head = await ada.http.head("/api/chat/stream", params=query)
    assert head.headers["x-message-id"]


async def nothing_is_left_behind(person, send, status: int, code: str) -> None:
    """Check that a call is refused and that nothing tells of it."""
    tables = (Chat, Message, SavedPrompt, Turn, AuditEvent, IdempotencyKey, LedgerEntry)
    before = [await count(table) for table in tables]
    refused(await send(person), status, code)
    assert [await count(table) for table in tables] == before


async def used_up(person) -> str:
    async with transaction() as session:
        await session.exec(update(Budget).values(total_tokens_used=100_000))
    return ""


async def no_place(person) -> str:
    for _ in range(5):
        await person.new_chat()
    return ""


async def archived(person) -> str:
    chat_id = await person.new_chat()
    await person.http.patch(f"/api/chat/{chat_id}", json={"archived": True})
    return chat_id


REFUSALS = [
    (used_up, {}, 403, "TOKEN_LIMIT_EXCEEDED"),
    (no_place, {}, 403, "CHAT_LIMIT_REACHED"),
    (archived, {}, 403, "FORBIDDEN"),
    (None, {"model": "gpt-6-luna"}, 503, "MODEL_UNAVAILABLE"),
    (None, {"model": "claude-opus-5-5"}, 403, "MODEL_NOT_ALLOWED"),
    (None, {"model": "none-such"}, 400, "INVALID_REQUEST"),
    (None, {"text": "x" * 5001}, 400, "INVALID_MESSAGE"),
    (None, {"chat": "x"}, 400, "CHAT_NOT_FOUND"),
]


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream", "/api/chat/start"])
@pytest.mark.parametrize(("arrange", "fields", "status", "code"), REFUSALS)
async def test_what_is_refused_leaves_nothing_behind(ada, path, arrange, fields, status, code):
    chat_id = await arrange(ada) if arrange else fields.get("chat")
    text, model = fields.get("text", "Hello"), fields.get("model", "simulated")
    body = {"message": text, "model": model, "chat_id": chat_id or None}
    if path.endswith("start"):
        body = {"prompt": text, "modelId": model, "chatId": chat_id or None}

    async def send(person):
        return await person.http.post(path, json=body, headers={"Idempotency-Key": "k"})

    await nothing_is_left_behind(ada, send, status, code)


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_a_session_is_not_opened_while_a_reply_is_written(ada):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    prompt = {"modelId": "simulated", "prompt": "And?", "chatId": chat_id}
    async with ada.http.stream("POST", path, json={"message": "write 500 words"}):
        await nothing_is_left_behind(
            ada,
            lambda person: person.http.post("/api/chat/start", json=prompt),
            *(409, "TURN_IN_PROGRESS"),
        )
        await ada.http.post(f"/api/chat/{chat_id}/stop")


@pytest.mark.settings(SIM_DELAY_MS=20, DISCONNECT_GRACE_S=0)
async def test_a_caller_who_hangs_up_leaves_a_reply_that_nobody_listens_to(ada):
    chat_id = await ada.new_chat()
    body = {"chat_id": chat_id, "message": "write 500 words"}
    asking = asyncio.create_task(ada.http.post("/api/chat", json=body))
    while not (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]:
        await asyncio.sleep(0.01)
    asking.cancel()
    while True:
        found = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
        if found[-1]["status"] != "streaming":
            break
        await asyncio.sleep(0.05)
    assert (found[-1]["status"], found[-1]["finish_reason"]) == ("stopped", "cancelled")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"prompt": ""}, 400, "INVALID_MESSAGE"),
        ({"modelId": "none-such"}, 400, "INVALID_REQUEST"),
        ({"modelId": None}, 400, "INVALID_REQUEST"),
        ({"chatId": "x"}, 400, "CHAT_NOT_FOUND"),
        ({"chatId": str(uuid7())}, 404, "CHAT_NOT_FOUND"),
    ],
)
async def test_a_prompt_is_checked_before_it_is_saved(ada, fields, status, code):
    prompt = {"modelId": "simulated", "prompt": "Hello"} | fields
    refused(await ada.http.post("/api/chat/start", json=prompt), status, code)
    assert await count(SavedPrompt) == await count(Chat) == 0


@pytest.mark.parametrize("path", ["/api/chat/{}/message", "/api/chat/stream", "/api/chat"])
async def test_parallel_calls_with_one_key_are_charged_once(ada, path):
    chat_id = await ada.new_chat()
    path = path.format(chat_id)
    sent = await asyncio.gather(
        *(
            ada.http.post(path, json={"message": "Hello"}, headers={"Idempotency-Key": "one"})
            for _ in range(6)
        )
    )
    assert [response.status_code for response in sent] == [200] * 6, [r.text for r in sent]
    assert await count(Turn) == 1
    async with reading() as session:
        charged = (await session.exec(select(Turn.charged_tokens))).one()
        spent = (await session.exec(select(Budget.total_tokens_used))).one()
    assert spent == charged
    assert await count(Chat) == (1 if chat_id in path else 2)


async def test_a_key_stands_for_one_request_of_one_user(ada, eve):
    chat_id = await ada.new_chat()
    headers = {"Idempotency-Key": "k"}
    path = f"/api/chat/{chat_id}/message"
    first, _ = await ada.stream(path, json={"message": "Hello"}, headers=headers)
    again, _ = await ada.stream(path, json={"message": "Hello"}, headers=headers)
    assert first.headers["x-message-id"] == again.headers["x-message-id"]
    other = await ada.http.post(path, json={"message": "Hello!"}, headers=headers)
    refused(other, 409, "IDEMPOTENCY_CONFLICT")
    reply = f"{path}/{first.headers['x-message-id']}"
    refused(
        await ada.http.post(f"{reply}/regenerate", headers=headers), 409, "IDEMPOTENCY_CONFLICT"
    )
    assert (
        await eve.http.post("/api/chat", json={"message": "Hello"}, headers=headers)
    ).status_code == 200
    long = await ada.http.post(
        path, json={"message": "Hello"}, headers={"Idempotency-Key": "x" * 201}
    )
    refused(long, 400, "INVALID_REQUEST")


async def age_keys(age: timedelta) -> None:
    """Make all keys this old, and forget those that are too old."""
    async with transaction() as session:
        await session.exec(update(IdempotencyKey).values(created_at=now() - age))
    await idempotency.forget_old()


async def test_a_key_is_remembered_for_24_hours_and_not_longer(ada):
    chat_id = await ada.new_chat()

    async def reply_id() -> str:
        headers = {"Idempotency-Key": "k"}
        path = f"/api/chat/{chat_id}/message"
        response, _ = await ada.stream(path, json={"message": "Hello"}, headers=headers)
        return response.headers["x-message-id"]

    first = await reply_id()
    await age_keys(timedelta(hours=23, minutes=50))
    assert await reply_id() == first
    async with transaction() as session:
        await session.exec(
            update(IdempotencyKey).values(created_at=now() - timedelta(hours=24, seconds=1))
        )
    assert await reply_id() != first
    await age_keys(timedelta(hours=24, seconds=1))
    assert await count(IdempotencyKey) == 0


async def test_a_key_does_not_open_a_deleted_chat(ada):
    chat_id = await ada.new_chat()
    headers = {"Idempotency-Key": "k"}
    path = f"/api/chat/{chat_id}/message"
    await ada.stream(path, json={"message": "Hello"}, headers=headers)
    await ada.http.delete(f"/api/chat/{chat_id}")
    gone = await ada.http.post(path, json={"message": "Hello"}, headers=headers)
    refused(gone, 404, "CHAT_NOT_FOUND")


@pytest.mark.settings(SIM_DELAY_MS=5)
async def test_a_cut_call_sent_again_goes_on_with_the_same_reply(ada):
    chat_id = await ada.new_chat()
    headers = {"Idempotency-Key": "k"}
    path = f"/api/chat/{chat_id}/message"
    request = {"json": {"message": "Hello"}, "headers": headers}
    async with ada.http.stream("POST", path, **request) as response:
        await anext(EventSource(response).aiter_sse())
    again, events = await ada.stream(path, **request)
    assert again.headers["x-message-id"] == response.headers["x-message-id"]
    reply = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"][-1]
    assert "".join(event.data for event in events[:-1]) == reply["content"]
    assert UUID(reply["message_id"])
    async with reading() as session:
        found = await session.exec(select(func.count()).where(col(Turn.chat_id) == UUID(chat_id)))
        assert found.one() == 1
