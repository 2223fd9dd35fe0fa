"""A stream that is cut anywhere goes on after the last event, in every dialect, charged once."""

import asyncio
import json
from typing import Any

import pytest
from httpx_sse import EventSource, ServerSentEvent
from hypothesis import example, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from chat_app.api.schemas.event_ids import END_OFFSET
from chat_app.services.budgets.reconciliation import check_books
from tests.api.conftest import Person, refused
from tests.fakes.script import Fake, Reply

PIECES = st.lists(
    st.lists(
        st.sampled_from(
            [
                *("\n", "\r", "\r\n", "\n\n", " ", "  ", "\t", "\u2028", "\x85", "\ufeff", ":"),
                *("a", "word", "é", "茶", "👩‍🚀", "data: ", "id: 7", "event: done", "retry: 1"),
                *('{"done": true}', '{"done": true, "tokens_used": 208, "message_id": "…"}'),
            ]
        ),
        min_size=1,
        max_size=4,
    ).map("".join),
    min_size=1,
    max_size=6,
).filter(lambda pieces: "".join(pieces).strip())
DIALECTS = ["text", "token", "typed"]


@pytest.fixture
async def chat_id(vendor: Fake, ada: Person) -> str:
    return await ada.new_chat(model="gpt-6-luna")


def is_piece(event: ServerSentEvent, dialect: str) -> bool:
    content = {} if dialect == "text" else json.loads(event.data)
    return content.get("type") not in {"typing", "done"} and not content.get("done")


def named_in(event: ServerSentEvent) -> str:
    """Return the reply that an event's id names, if it names one."""
    return event.id.partition("@")[2]


def text_of(events: list[ServerSentEvent], dialect: str) -> str:
    """Return the text that these events carry, the closing one aside."""
    pieces = [event.data for event in events if is_piece(event, dialect)]
    if dialect == "text":
        return "".join(pieces)
    return "".join(
        json.loads(piece)["token" if dialect == "token" else "content"] for piece in pieces
    )


def as_sse_carries_it(text: str, dialect: str) -> str:
    """Return a text with the line ends that the standard's `data` lines can tell."""
    if dialect != "text":
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


async def used_tokens(person: Person) -> int:
    usage = (await person.http.get("/api/user/token-usage")).json()
    assert usage["reserved_tokens"] == 0
    return usage["total_tokens_used"]


@settings(max_examples=40, derandomize=True)
@example(pieces=["a\r", "\nb", "\r", "\r", "\n", "c\r"], percent=0)
@example(pieces=["a\r", "\nb", "\r", "\r", "\n", "c\r"], percent=70)
@given(pieces=PIECES, percent=st.integers(0, 100))
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_cut_anywhere_it_goes_on_with_exactly_the_rest(
    vendor: Fake, ada: Person, chat_id: str, dialect: str, pieces: list[str], percent: int
) -> None:
    # Apart, so that they do not travel together.
    vendor.script(Reply(deltas=tuple(pieces), pause_seconds=0.003))
    path = f"/api/chat/{chat_id}/message"
    request: dict[str, Any] = {"json": {"message": "Hello"}, "params": {"dialect": dialect}}
    key = {"Idempotency-Key": str(uuid7())}
    response, events = await ada.stream(path, headers=key, **request)
    whole, end = events[:-1], events[-1]
    expected = as_sse_carries_it("".join(pieces), dialect)
    assert text_of(whole, dialect) == expected
    spent = await used_tokens(ada)

    # Pieces that queue up all the same travel together: how many events came is known only now.
    cut = 1 + percent * (len(whole) - 1) // 100
    last_id = {"Last-Event-ID": whole[cut - 1].id}
    attached = f"{path}/{response.headers['x-message-id']}/stream"
    for _, rest in (
        await ada.stream(attached, "GET", params=request["params"], headers=last_id),
        await ada.stream(path, headers=key | last_id, **request),
    ):
        assert text_of(whole[:cut], dialect) + text_of(rest[:-1], dialect) == expected
        assert (rest[-1].data, rest[-1].id) == (end.data, end.id)
    assert len(vendor.requests) == len(await replies(ada, chat_id))
    assert await used_tokens(ada) == spent
    assert await check_books() == []


async def replies(person: Person, chat_id: str) -> list[dict[str, Any]]:
    found = await person.http.get(f"/api/chat/{chat_id}/messages", params={"limit": 200})
    return [each for each in found.json()["messages"] if each["role"] == "assistant"]


SENDING = ["send", "edit", "regenerate", "token stream", "new chat"]


async def sending_call(ada: Person, route: str) -> tuple[str, str, str, Any, str]:
    """Return a chat with one exchange and a call in it: chat, method, path, body, dialect."""
    chat_id = await ada.new_chat()
    reply_id = await ada.say(chat_id)
    question_id = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"][0][
        "message_id"
    ]
    path, body = f"/api/chat/{chat_id}/message", {"message": "Tell me more"}
    method, path, body = {
        "send": ("POST", path, body),
        "edit": ("PATCH", f"{path}/{question_id}", body),
        "regenerate": ("POST", f"{path}/{reply_id}/regenerate", None),
        "token stream": ("POST", "/api/chat/stream", body | {"chat_id": chat_id}),
        "new chat": ("POST", "/api/chat/stream", body),
    }[route]
    return chat_id, method, path, body, "token" if path == "/api/chat/stream" else "text"


async def cut(person: Person, method: str, path: str, events: int, **request: Any):
    """Begin a stream, leave it after some events, and return its head and what was heard."""
    heard: list[ServerSentEvent] = []
    async with person.http.stream(method, path, **request) as response:
        assert response.status_code == 200, await response.aread()
        async for event in EventSource(response).aiter_sse():
            heard.append(event)
            if len(heard) == events:
                break
    return response, heard


@pytest.mark.settings(SIM_DELAY_MS=4)
@pytest.mark.parametrize("by", ["key", "header", "query"])
@pytest.mark.parametrize("route", SENDING)
async def test_a_sending_call_that_was_cut_goes_on_while_the_reply_is_written(
    ada: Person, route: str, by: str
) -> None:
    chat_id, method, path, body, dialect = await sending_call(ada, route)
    headers = {"Idempotency-Key": "k"} if by == "key" else {}
    response, heard = await cut(ada, method, path, 5, json=body, headers=headers)
    last_id = heard[-1].id
    again, rest = await ada.stream(
        path,
        method,
        json=body,
        headers=headers if by == "query" else headers | {"Last-Event-ID": last_id},
        params={"lastEventId": last_id} if by == "query" else {},
    )
    assert again.headers["x-message-id"] == response.headers["x-message-id"]
    assert text_of(rest[:-1], dialect)
    chat_id = again.headers["x-chat-id"]
    messages = await replies(ada, chat_id)
    (reply,) = [each for each in messages if each["message_id"] == again.headers["x-message-id"]]
    assert text_of(heard, dialect) + text_of(rest[:-1], dialect) == reply["content"]
    assert await used_tokens(ada) == await spent_in_chats(ada)
    assert await check_books() == []


async def spent_in_chats(person: Person) -> int:
    listed = (await person.http.get("/api/chats")).json()["chats"]
    return sum(each["tokens_consumed"] for each in listed)


async def exchanges(person: Person) -> int:
    listed = (await person.http.get("/api/chats")).json()["chats"]
    return sum(each["message_count"] for each in listed)


@pytest.mark.parametrize("route", SENDING)
async def test_a_finished_call_sent_again_begins_nothing(ada: Person, route: str) -> None:
    _, method, path, body, dialect = await sending_call(ada, route)
    first, events = await ada.stream(path, method, json=body)
    before = await exchanges(ada), await used_tokens(ada)
    for last in (events[0], events[len(events) // 2], events[-1]):
        again, rest = await ada.stream(path, method, json=body, headers={"Last-Event-ID": last.id})
        assert again.headers["x-message-id"] == first.headers["x-message-id"]
        came = events[: events.index(last) + 1]
        whole = text_of(events[:-1], dialect)
        assert (
            text_of([e for e in came if e is not events[-1]], dialect)
            + (text_of(rest[:-1], dialect))
            == whole
        )
        assert (rest[-1].id, rest[-1].data) == (events[-1].id, events[-1].data)
    assert (await exchanges(ada), await used_tokens(ada)) == before


@pytest.mark.settings(SIM_DELAY_MS=4, MAX_CHATS_PER_USER=9)
async def test_each_of_many_equal_calls_finds_its_own_reply_again(ada: Person) -> None:
    """Their bodies are the same and name no chat: only the ids tell them apart."""
    path, body = "/api/chat/stream", {"message": "write 40 words"}

    async def ask(events: int) -> str:
        response, heard = await cut(ada, "POST", path, events, json=body)
        again, rest = await ada.stream(path, json=body, headers={"Last-Event-ID": heard[-1].id})
        assert again.headers["x-message-id"] == response.headers["x-message-id"]
        done = json.loads(rest[-1].data)
        assert text_of(heard, "token") + text_of(rest[:-1], "token") == done["fullText"]
        return done["message_id"]

    answered = await asyncio.gather(*(ask(events) for events in range(2, 10)))
    assert len(set(answered)) == 8
    assert await exchanges(ada) == 16
    assert await used_tokens(ada) == await spent_in_chats(ada)


async def test_the_same_message_sent_anew_is_a_new_one_and_both_can_be_found(ada: Person) -> None:
    chat_id = await ada.new_chat()
    path, body = f"/api/chat/{chat_id}/message", {"message": "More"}
    told = [await ada.stream(path, json=body) for _ in range(3)]
    ids = [response.headers["x-message-id"] for response, _ in told]
    assert len(set(ids)) == 3
    for (_, events), message_id in zip(told, ids, strict=True):
        headers = {"Last-Event-ID": events[1].id}
        again, rest = await ada.stream(path, json=body, headers=headers)
        assert again.headers["x-message-id"] == message_id
        # Cut again, it is found again: the ids go on naming the reply where they did.
        assert {named_in(event) for event in rest} == {named_in(event) for event in events[2:]}
        assert text_of(rest[:-1], "text") == text_of(events[2:-1], "text")
        attached = f"{path}/{message_id}/stream"
        params = {"dialect": "text"}
        _, rest = await ada.stream(attached, "GET", headers=headers, params=params)
        assert text_of(rest[:-1], "text") == text_of(events[2:-1], "text")


async def test_the_id_of_another_call_begins_a_message_that_comes_whole(ada: Person) -> None:
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    _, events = await ada.stream(path, json={"message": "One"})
    headers = {"Last-Event-ID": events[-2].id}
    for body in ({"message": "Two"}, {"message": "One", "model": "simulated"}):
        _, whole = await ada.stream(path, json=body, headers=headers)
        assert text_of(whole[:-1], "text") == (await replies(ada, chat_id))[-1]["content"]
    assert len(await replies(ada, chat_id)) == 3


async def test_only_a_get_is_told_to_come_back_and_nobody_after_the_end(ada: Person) -> None:
    for method, path, request in await routes(ada):
        told = await ada.http.request(method, path, **request)
        assert told.text.count("retry: ") == (method == "GET"), path
        if method == "GET":
            last_id = told.text.rpartition("id: ")[2].partition("\n")[0]
            params = request.get("params", {})
            for asked in (
                {"params": params, "headers": {"Last-Event-ID": last_id}},
                {"params": params | {"lastEventId": last_id}},
            ):
                over = await ada.http.get(path, **asked)
                assert (over.status_code, over.content) == (204, b"")


async def test_a_reply_that_has_just_begun_comes_whole_whatever_came_before(ada: Person) -> None:
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}/message"
    for headers in ({}, {"Idempotency-Key": "new"}):
        _, events = await ada.stream(
            path, json={"message": "Hello"}, headers=headers | {"Last-Event-ID": "20"}
        )
        assert text_of(events[:-1], "text") == (await replies(ada, chat_id))[-1]["content"]


async def routes(person: Person) -> list[tuple[str, str, dict[str, Any]]]:
    """Return every stream of a chat with one exchange: method, path and the rest."""
    chat_id = await person.new_chat()
    reply_id = await person.say(chat_id)
    path = f"/api/chat/{chat_id}/message"
    question_id = (await person.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"][0][
        "message_id"
    ]
    prompt = {"modelId": "simulated", "prompt": "Hello", "chatId": chat_id}
    started = (await person.http.post("/api/chat/start", json=prompt)).json()
    body = {"json": {"message": "Hello"}}
    return [
        ("POST", path, body),
        ("PATCH", f"{path}/{question_id}", body),
        ("POST", f"{path}/{reply_id}/regenerate", {}),
        ("POST", "/api/chat/stream", body),
        ("GET", "/api/chat/stream", {"params": {"sessionId": started["sessionId"]}}),
        ("GET", f"{path}/{reply_id}/stream", {}),
    ]


@pytest.mark.parametrize("last_id", ["-1", "x", "1.5", "0x10", "99999999999999999999", "1;2"])
async def test_a_last_event_id_that_no_stream_gave_is_refused_before_anything_is_sent(
    ada: Person, last_id: str
) -> None:
    spent = None
    for method, path, request in await routes(ada):
        spent = spent or await used_tokens(ada)
        answer = await ada.http.request(method, path, headers={"Last-Event-ID": last_id}, **request)
        assert "Last-Event-ID" in refused(answer, 400, "INVALID_REQUEST")
    assert await used_tokens(ada) == spent


async def test_an_empty_last_event_id_means_that_nothing_came_yet(ada: Person) -> None:
    for method, path, request in await routes(ada):
        _, events = await ada.stream(path, method, headers={"Last-Event-ID": ""}, **request)
        assert len(events) > 2


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("beyond", [0, 1, 1000])
async def test_after_the_end_there_is_the_closing_event_alone(
    ada: Person, dialect: str, beyond: int
) -> None:
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    length = len((await replies(ada, chat_id))[0]["content"])
    _, events = await ada.stream(
        f"/api/chat/{chat_id}/message/{message_id}/stream",
        "GET",
        params={"dialect": dialect},
        headers={"Last-Event-ID": str(length + beyond)},
    )
    *first, end = events
    assert [json.loads(event.data) for event in first] == (
        [{"type": "typing"}] if dialect == "typed" else []
    )
    assert end.id == str(END_OFFSET)
    done = json.loads(end.data)
    assert done["message_id"] == message_id
    assert len(done.get("fullText", " " * length)) == length
