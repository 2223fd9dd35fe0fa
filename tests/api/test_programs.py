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
from chat_app.models import BudgetPeriod, Chat, ChatSession, IdempotencyKey, Turn, now
from chat_app.services import chat_sessions, idempotency
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
        await session.exec(update(BudgetPeriod).values(total_tokens_used=100_000))
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
    assert reply.keys() == {"id", "role", "content", "modelId", "tokensUsed", "createdAt"}
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
            await session.exec(update(ChatSession).values(expires_at=now() - ago))
        await chat_sessions.forget_old()

    await expire(timedelta(hours=23))
    refused(await ada.http.get("/api/chat/stream", params=query), 410, "SESSION_EXPIRED")
    await expire(timedelta(hours=25))
    refused(await ada.http.get("/api/chat/stream", params=query), 404, "SESSION_NOT_FOUND")


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
    assert await count(ChatSession) == await count(Chat) == 0


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
        spent = (await session.exec(select(BudgetPeriod.total_tokens_used))).one()
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


async def test_a_key_is_forgotten_after_a_day(ada):
    chat_id = await ada.new_chat()
    headers = {"Idempotency-Key": "k"}
    path = f"/api/chat/{chat_id}/message"
    first, _ = await ada.stream(path, json={"message": "Hello"}, headers=headers)
    async with transaction() as session:
        await session.exec(
            update(IdempotencyKey).values(created_at=now() - timedelta(hours=24, seconds=1))
        )
    second, _ = await ada.stream(path, json={"message": "Hello"}, headers=headers)
    assert first.headers["x-message-id"] != second.headers["x-message-id"]
    async with transaction() as session:
        await session.exec(
            update(IdempotencyKey).values(created_at=now() - timedelta(hours=24, seconds=1))
        )
    await idempotency.forget_old()
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
