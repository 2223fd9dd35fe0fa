"""Talking over HTTP: dialects, attaching, stopping, refusals before the first byte."""

import asyncio
import json

import pytest
from httpx_sse import EventSource
from sqlmodel import col, update

from chat_app.api import sse
from chat_app.api.schemas.event_ids import END_OFFSET
from chat_app.db import transaction
from chat_app.models import Budget
from tests.api.conftest import refused


async def content(person, chat_id: str) -> str:
    """Return the newest reply of a chat."""
    found = await person.http.get(f"/api/chat/{chat_id}/messages")
    return found.json()["messages"][-1]["content"]


async def test_the_text_dialect_carries_the_text_whole(ada):
    chat_id = await ada.new_chat()
    response, events = await ada.stream(
        f"/api/chat/{chat_id}/message", json={"message": "a\n\n  b"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["x-chat-id"] == chat_id
    *pieces, last = events
    text = "".join(event.data for event in pieces)
    assert text == await content(ada, chat_id)
    assert "\n" in text
    offset = 0
    for event in pieces:
        offset += len(event.data)
        assert event.id == str(offset)
    done = json.loads(last.data)
    assert int(last.id) == END_OFFSET
    assert done.keys() == {"done", "tokens_used", "message_id"}
    assert (done["done"], done["message_id"]) == (True, response.headers["x-message-id"])
    assert done["tokens_used"] > 10


async def test_the_token_dialect(ada):
    chat_id = await ada.new_chat()
    response, events = await ada.stream(
        f"/api/chat/{chat_id}/message", params={"dialect": "token"}, json={"message": "Hello"}
    )
    *pieces, done = (json.loads(event.data) for event in events)
    assert all(piece.keys() == {"token", "done"} and not piece["done"] for piece in pieces)
    text = "".join(piece["token"] for piece in pieces)
    assert done.pop("tokens_used") > 10
    assert done == {
        "token": "",
        "done": True,
        "fullText": text,
        "message_id": response.headers["x-message-id"],
        "chat_id": chat_id,
    }


async def test_the_typed_dialect(ada):
    chat_id = await ada.new_chat()
    response, events = await ada.stream(
        f"/api/chat/{chat_id}/message", params={"dialect": "typed"}, json={"message": "Hello"}
    )
    typing, *pieces, done = (json.loads(event.data) for event in events)
    assert typing == {"type": "typing"}
    assert all(piece.keys() == {"type", "content"} for piece in pieces)
    assert "".join(piece["content"] for piece in pieces) == await content(ada, chat_id)
    assert done["type"] == "done"
    assert done["message_id"] == response.headers["x-message-id"]
    assert done["breakdown"]["total_tokens"] == done["tokens_used"]
    assert all(event.id for event in events)


@pytest.mark.parametrize("where", ["query", "header", "both"])
async def test_a_finished_reply_is_replayed_from_any_offset(ada, where):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    text = await content(ada, chat_id)
    params = {"query": {"after": 7}, "header": {}, "both": {"after": 3}}[where]
    headers = {} if where == "query" else {"Last-Event-ID": "7"}
    _, events = await ada.stream(
        f"/api/chat/{chat_id}/message/{message_id}/stream",
        "GET",
        params=params | {"dialect": "text"},
        headers=headers,
    )
    *pieces, last = events
    assert "".join(event.data for event in pieces) == text[7:]
    assert json.loads(last.data)["done"] is True


@pytest.mark.settings(SIM_DELAY_MS=3)
async def test_a_cut_stream_goes_on_where_it_stopped(ada):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    got, last_id = "", "0"
    async with ada.http.stream("POST", path, json={"message": "Hello"}) as response:
        message_id = response.headers["x-message-id"]
        async for event in EventSource(response).aiter_sse():
            got, last_id = got + event.data, event.id
            if len(got) > 50:
                break
    _, events = await ada.stream(
        f"{path}/{message_id}/stream",
        "GET",
        params={"dialect": "text"},
        headers={"Last-Event-ID": last_id},
    )
    *pieces, last = events
    assert got + "".join(event.data for event in pieces) == await content(ada, chat_id)
    assert json.loads(last.data)["done"] is True


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_a_listener_who_leaves_early_is_noted_with_what_was_heard(ada, caplog):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    with caplog.at_level("INFO"):
        async with ada.http.stream("POST", f"{path}/message", json={"message": "Hello"}) as told:
            events = EventSource(told).aiter_sse()
            heard = [await anext(events) for _ in range(4)][-1].id
        while not (left := [r.msg for r in caplog.records if "stream.left" in str(r.msg)]):
            await asyncio.sleep(0.01)
        await ada.http.post(f"{path}/stop")
    assert left[0]["message_id"] == told.headers["x-message-id"]
    assert int(heard) <= left[0]["heard_characters"] <= left[0]["so_far_characters"]


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_stop_ends_the_stream_and_keeps_what_was_said(ada):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    events = []
    async with ada.http.stream("POST", f"{path}/message", json={"message": "Hello"}) as response:
        async for event in EventSource(response).aiter_sse():
            events.append(event)
            if len(events) == 3:
                refusal = await ada.http.post(f"{path}/message", json={"message": "And?"})
                refused(refusal, 409, "TURN_IN_PROGRESS")
                assert (await ada.http.post(f"{path}/stop")).json() == {"stopped": True}
    assert json.loads(events[-1].data)["done"] is True
    reply = (await ada.http.get(f"{path}/messages")).json()["messages"][-1]
    assert (reply["status"], reply["finish_reason"]) == ("stopped", "cancelled")
    assert reply["content"] == "".join(event.data for event in events[:-1])
    assert (await ada.http.post(f"{path}/stop")).json() == {"stopped": False}


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_deleting_a_chat_stops_its_reply(ada):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    async with ada.http.stream("POST", f"{path}/message", json={"message": "Hello"}) as response:
        events = EventSource(response).aiter_sse()
        await anext(events)
        assert (await ada.http.delete(path)).status_code == 200
        last = [event async for event in events][-1]
    assert json.loads(last.data)["done"] is True
    await ada.http.post(f"{path}/restore")
    reply = (await ada.http.get(f"{path}/messages")).json()["messages"][-1]
    assert reply["status"] == "stopped"


async def test_an_edit_opens_a_branch_and_answers_it(ada):
    chat_id = await ada.new_chat()
    await ada.say(chat_id, "One")
    path = f"/api/chat/{chat_id}"
    question = (await ada.http.get(f"{path}/messages")).json()["messages"][0]
    _, events = await ada.stream(
        f"{path}/message/{question['message_id']}", "PATCH", json={"message": "Two"}
    )
    assert json.loads(events[-1].data)["done"] is True
    edited, _reply = (await ada.http.get(f"{path}/messages")).json()["messages"]
    assert edited["content"] == "Two"
    assert edited["sibling_ids"] == [question["message_id"], edited["message_id"]]


async def test_a_quote_is_what_the_budget_loses_at_most(ada):
    chat_id = await ada.new_chat()
    quoted = await ada.http.post(f"/api/chat/{chat_id}/quote", json={"message": "Hello"})
    body = quoted.json()
    assert body["max_total_tokens"] == sum(
        body[f"{part}_tokens"] for part in ("user", "system", "overhead", "max_ai")
    )
    assert body["remaining_after_tokens"] == 100_000 - body["max_total_tokens"]
    assert body["method"] in {"api", "usage", "estimate"}


@pytest.mark.parametrize(
    ("body", "query", "status", "code"),
    [
        ({"message": ""}, {}, 400, "INVALID_MESSAGE"),
        ({"message": "  \n "}, {}, 400, "INVALID_MESSAGE"),
        ({"message": "x" * 5001}, {}, 400, "INVALID_MESSAGE"),
        ({}, {}, 400, "INVALID_REQUEST"),
        ({"message": 7}, {}, 400, "INVALID_REQUEST"),
        ({"message": "Hello", "model": "none-such"}, {}, 400, "INVALID_REQUEST"),
        ({"message": "Hello"}, {"dialect": "morse"}, 400, "INVALID_REQUEST"),
        ({"message": "Hello", "model": "gemini-3.5-flash-lite"}, {}, 503, "MODEL_UNAVAILABLE"),
        ({"message": "Hello", "model": "claude-opus-5-5"}, {}, 403, "MODEL_NOT_ALLOWED"),
    ],
)
async def test_what_is_wrong_is_told_before_any_byte_is_streamed(ada, body, query, status, code):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    refused(await ada.http.post(f"{path}/message", json=body, params=query), status, code)
    assert (await ada.http.get(f"{path}/messages")).json() == {"messages": []}


async def test_an_empty_budget_refuses_with_the_numbers(ada):
    chat_id = await ada.new_chat()
    async with transaction() as session:
        await session.exec(update(Budget).values(total_tokens_used=col(Budget.token_limit) - 30))
    response = await ada.http.post(f"/api/chat/{chat_id}/message", json={"message": "Hello"})
    assert "30" in refused(response, 403, "TOKEN_LIMIT_EXCEEDED")


@pytest.mark.parametrize("message_id", ["x", "01939d64-0000-7000-8000-000000000000"])
async def test_a_message_that_is_not_there_is_not_found(ada, message_id):
    path = f"/api/chat/{await ada.new_chat()}/message/{message_id}"
    for response in (
        await ada.http.get(f"{path}/stream"),
        await ada.http.post(f"{path}/regenerate"),
        await ada.http.patch(path, json={"message": "Hello"}),
        await ada.http.put(f"{path}/reaction", json={"reaction": None}),
    ):
        refused(response, 404, "MESSAGE_NOT_FOUND")


@pytest.mark.parametrize("query", [{"after": -1}, {"after": "x"}, {"dialect": "morse"}])
async def test_an_offset_is_a_number(ada, query):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    path = f"/api/chat/{chat_id}/message/{message_id}/stream"
    refused(await ada.http.get(path, params=query), 400, "INVALID_REQUEST")


async def test_only_replies_are_streamed_again(ada):
    chat_id = await ada.new_chat()
    await ada.say(chat_id)
    question = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"][0]
    path = f"/api/chat/{chat_id}/message/{question['message_id']}"
    for response in (
        await ada.http.get(f"{path}/stream"),
        await ada.http.post(f"{path}/regenerate"),
        await ada.http.put(f"{path}/reaction", json={"reaction": "like"}),
    ):
        refused(response, 400, "INVALID_REQUEST")


async def test_many_listeners_hear_the_same(ada):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    async with ada.http.stream("POST", path, json={"message": "Hello"}) as response:
        message_id = response.headers["x-message-id"]
        heard = await asyncio.gather(
            *(
                ada.stream(f"{path}/{message_id}/stream", "GET", params={"dialect": "text"})
                for _ in range(5)
            )
        )
    text = await content(ada, chat_id)
    for _, events in heard:
        assert "".join(event.data for event in events[:-1]) == text


async def test_models_say_what_can_be_used(ada):
    models = {
        model["model_id"]: model for model in (await ada.http.get("/api/models")).json()["models"]
    }
    simulated = models["simulated"]
    assert (simulated["available"], simulated["allowed"]) == (True, True)
    gemini = models["gemini-3.5-flash-lite"]
    assert (gemini["available"], gemini["allowed"], gemini["provider"]) == (False, True, "gemini")
    assert gemini["prices"].keys() >= {"input_micro_usd", "output_micro_usd"}


async def test_token_stats_add_up(ada):
    await ada.say(await ada.new_chat())
    stats = (await ada.http.get("/api/chat/token-stats")).json()
    assert stats["total_cache_entries"] == (
        stats["system_prompt_cache_entries"] + stats["text_token_cache_entries"]
    )
    assert 0 <= stats["hit_rate"] <= 1


@pytest.mark.settings(REPLY_CACHE_TTL_S=3600)
async def test_a_reply_from_the_cache_is_marked_and_free_in_every_dialect(ada):
    async def ask(dialect: str) -> tuple[str, dict]:
        chat_id = await ada.new_chat()
        _, events = await ada.stream(
            f"/api/chat/{chat_id}/message",
            params={"dialect": dialect},
            json={"message": "What is a tide?"},
        )
        return chat_id, json.loads(events[-1].data)

    first_id, first = await ask("typed")
    assert "cached" not in first
    assert not first["breakdown"]["cached"]
    for dialect in ("text", "token", "typed"):
        chat_id, end = await ask(dialect)
        assert (end["cached"], end["tokens_used"]) == (True, 0)
        assert await content(ada, chat_id) == await content(ada, first_id)
    assert end["breakdown"]["cached"]
    assert (end["breakdown"]["total_tokens"], end["breakdown"]["cost_micro_usd"]) == (0, 0)
    found = await ada.http.get(f"/api/chat/{chat_id}/messages")
    assert found.json()["messages"][-1]["breakdown"]["cached"]


@pytest.mark.settings(SIM_DELAY_MS="400")
async def test_a_silent_stream_pings_between_its_events(ada, monkeypatch: pytest.MonkeyPatch):
    assert sse.PING_SECONDS == 15
    monkeypatch.setattr(sse, "PING_SECONDS", 0.1)
    chat_id = await ada.new_chat()

    told = await ada.http.post(f"/api/chat/{chat_id}/message", json={"message": "write 3 words"})

    # A comment stands before the next event, with no blank line of its own.
    *blocks, rest = told.text.split("\n\n")
    assert len(blocks) == 4
    assert set(rest.split("\n")) <= {": ping", ""}
    for block in blocks:
        lines = block.split("\n")
        assert set(lines[:-2]) <= {": ping"}
        assert (lines[-2][:4], lines[-1][:6]) == ("id: ", "data: ")
    assert told.text.count(": ping\n") > 3
