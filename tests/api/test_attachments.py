"""Messages with files, over HTTP: sent by every call that sends, shown, refused in words."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, refused
from tests.api.test_files import sent
from tests.pictures import picture

TEXT = "What is this?"


async def messages(person: Person, chat_id: str) -> list[dict[str, Any]]:
    return (await person.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]


@pytest.fixture
async def file_id(ada: Person) -> str:
    return await sent(ada, picture(), "sea.png")


async def test_every_call_that_sends_takes_files_and_the_messages_show_them(
    ada: Person, file_id: str
) -> None:
    note_id = await sent(ada, b"The tide turns at noon.", "tide.md")
    body = {"message": TEXT, "attachments": [file_id, note_id]}
    chat_id = await ada.new_chat()

    await ada.stream(f"/api/chat/{chat_id}/message", json=body)
    await ada.stream("/api/chat/stream", json=body | {"chat_id": chat_id})
    (await ada.http.post("/api/chat", json=body | {"chat_id": chat_id})).raise_for_status()
    opened = {"modelId": "simulated", "prompt": "", "chatId": chat_id}
    started = await ada.http.post("/api/chat/start", json=opened | {"attachments": [file_id]})
    session = started.json()["sessionId"]
    await ada.stream("/api/chat/stream", "GET", params={"sessionId": session})

    told = await messages(ada, chat_id)
    questions, replies = told[::2], told[1::2]
    assert len(questions) == len(replies) == 4
    for question, reply in zip(questions, replies, strict=True):
        shares = [each["tokens"] for each in question["attachments"]]
        assert sum(shares) == reply["breakdown"]["attachment_tokens"] > 0
        assert reply["attachments"] == []
        assert [part["type"] for part in reply["parts"]] == ["text"]
    first, last = questions[0], questions[-1]
    assert [(each["name"], each["as_text"]) for each in first["attachments"]] == [
        ("sea.png", False),
        ("tide.md", True),
    ]
    assert first["parts"] == [
        {
            "type": "image",
            "file_id": file_id,
            "media_type": "image/png",
            "width": 60,
            "height": 40,
        },
        {
            "type": "document",
            "file_id": note_id,
            "media_type": "text/plain",
            "width": None,
            "height": None,
        },
        {"type": "text", "text": TEXT},
    ]
    assert (last["content"], [part["type"] for part in last["parts"]]) == ("", ["image"])
    history = (await ada.http.get("/api/chat/history", params={"chatId": chat_id})).json()
    assert [each["attachments"] for each in history["messages"]] == [
        each["attachments"] for each in told
    ]


async def test_the_quote_tells_of_each_file_and_holds_what_is_charged(
    ada: Person, file_id: str
) -> None:
    body = {"message": TEXT, "attachments": [file_id]}
    chat_id = await ada.new_chat()

    quoted = (await ada.http.post(f"/api/chat/{chat_id}/quote", json=body)).json()
    await ada.http.post("/api/chat", json=body | {"chat_id": chat_id})

    _, reply = await messages(ada, chat_id)
    (share,) = quoted["attachments"]
    assert share["file_id"] == file_id
    assert share["tokens"] == quoted["attachment_tokens"] == quoted["most"]["files"]["tokens"]
    assert reply["breakdown"]["attachment_tokens"] <= quoted["attachment_tokens"]
    assert reply["tokens_consumed"] <= quoted["max_total_tokens"]


async def test_an_edit_keeps_has_others_or_none(ada: Person, file_id: str) -> None:
    chat_id = await ada.new_chat()
    await ada.http.post(
        "/api/chat", json={"message": TEXT, "attachments": [file_id], "chat_id": chat_id}
    )
    (question, _) = await messages(ada, chat_id)
    path = f"/api/chat/{chat_id}/message/{question['message_id']}"

    kept: list[int] = []
    for more in ({}, {"attachments": None}, {"attachments": []}):
        await ada.stream(path, "PATCH", json={"message": "And this?"} | more)
        edited, _ = await messages(ada, chat_id)
        kept.append(len(edited["attachments"]))

    assert kept == [1, 1, 0]
    nothing = {"message": "", "attachments": []}
    refused(await ada.http.patch(path, json=nothing), 400, "INVALID_MESSAGE")
    anew = {"attachments": [file_id]}
    refused(await ada.http.post(f"{path}/quote", json=anew), 400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("attachments", "status", "code"),
    [
        (["x"], 400, "INVALID_REQUEST"),
        ("x", 400, "INVALID_REQUEST"),
        ([str(uuid7())], 404, "FILE_NOT_FOUND"),
        ([str(uuid7()) for _ in range(11)], 400, "INVALID_REQUEST"),
        ([], 400, "INVALID_MESSAGE"),
    ],
    ids=["no id", "no list", "unknown", "eleven", "nothing at all"],
)
async def test_what_cannot_be_sent_is_refused_and_leaves_nothing(
    ada: Person, attachments: Any, status: int, code: str
) -> None:
    chat_id = await ada.new_chat()
    body = {"message": "", "attachments": attachments}

    for path in ("message", "quote"):
        refused(await ada.http.post(f"/api/chat/{chat_id}/{path}", json=body), status, code)
    refused(await ada.http.post("/api/chat", json=body), status, code)

    assert await messages(ada, chat_id) == []
    assert len((await ada.http.get("/api/chats")).json()["chats"]) == 1


async def test_nobody_sends_the_files_of_others(ada: Person, eve: Person, file_id: str) -> None:
    body = {"message": TEXT, "attachments": [file_id]}

    refused(await eve.http.post("/api/chat", json=body), 404, "FILE_NOT_FOUND")


async def test_a_key_stands_for_the_files_as_well(ada: Person, file_id: str) -> None:
    once = {"Idempotency-Key": "once"}
    body = {"message": TEXT, "attachments": [file_id]}

    first = await ada.http.post("/api/chat", json=body, headers=once)
    again = await ada.http.post("/api/chat", json=body, headers=once)
    other = await ada.http.post("/api/chat", json={"message": TEXT}, headers=once)

    assert first.json() == again.json()
    refused(other, 409, "IDEMPOTENCY_CONFLICT")


async def test_models_say_what_they_are_told_and_make(ada: Person) -> None:
    models = {
        each["model_id"]: each for each in (await ada.http.get("/api/models")).json()["models"]
    }

    simulated = models["simulated"]
    assert (simulated["task"], simulated["outputs"]) == ("chat", ["text"])
    assert simulated["inputs"] == ["text", "image", "document", "audio"]
    assert "audio" not in models["claude-haiku-5-5"]["inputs"]
