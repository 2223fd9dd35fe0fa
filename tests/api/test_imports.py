"""Chats from other apps over HTTP."""

import asyncio
from typing import Any

import pytest

from chat_app.api import imports as face
from chat_app.config import get_settings
from tests.api.conftest import NewPerson, Person, refused
from tests.services.exported import as_json, packed
from tests.services.test_import_sources import CHATGPT, EVERY

ZIP = packed({"conversations.json": [CHATGPT]})


async def titles(person: Person) -> list[str]:
    return [chat["title"] for chat in (await person.http.get("/api/chats")).json()["chats"]]


@pytest.mark.parametrize(
    "request_",
    [
        {"content": as_json([CHATGPT])},
        {"content": as_json([CHATGPT]), "headers": {"Content-Type": "application/json"}},
        {"content": ZIP, "headers": {"Content-Type": "application/zip"}},
        {"files": {"file": ("export.zip", ZIP, "application/zip")}},
    ],
    ids=["bare", "json", "zip", "form"],
)
async def test_a_file_is_taken_however_it_is_sent(ada: Person, request_: dict[str, Any]) -> None:
    answer = await ada.http.post("/api/imports", **request_)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["status"], told["source"], told["saved_chats"]) == ("done", "chatgpt", 1)
    assert await titles(ada) == ["Rolling back"]
    assert (await ada.http.get(f"/api/imports/{told['import_id']}")).json() == told
    assert (await ada.http.get("/api/imports")).json() == {"imports": [told]}


@pytest.mark.parametrize("chat", EVERY, ids=lambda chat: next(iter(chat)))
async def test_every_app_is_taken(ada: Person, chat: dict[str, Any]) -> None:
    answer = await ada.http.post("/api/imports", json=[chat])
    assert answer.status_code == 201, answer.text
    (made,) = (await ada.http.get("/api/chats")).json()["chats"]
    said = (await ada.http.get(f"/api/chat/{made['chat_id']}/messages")).json()["messages"]
    assert [(each["role"], each["content"], each["tokens_consumed"]) for each in said] == [
        ("user", "Hi", 0),
        ("assistant", "Hello", 0),
    ]
    usage = (await ada.http.get("/api/user/token-usage")).json()
    assert (usage["total_tokens_used"], usage["reserved_tokens"]) == (0, 0)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({}, "not JSON"),
        ({"content": b"Hi"}, "not JSON"),
        ({"json": {"a": 1}}, "no export"),
        ({"files": {}, "data": {"a": "1"}}, "not JSON"),
        ({"files": [("file", ("a", b"[]")), ("file", ("b", b"[]"))]}, "one file"),
        (
            {"content": b"--", "headers": {"Content-Type": "multipart/form-data"}},
            "multipart/form-data",
        ),
    ],
    ids=["nothing", "text", "other", "fields", "two", "broken"],
)
async def test_a_bad_file_is_refused_in_words(
    ada: Person, request_: dict[str, Any], words: str
) -> None:
    answer = await ada.http.post("/api/imports", **request_)
    assert words in refused(answer, 400, "INVALID_IMPORT")
    assert await titles(ada) == []


async def test_a_file_over_the_limit_is_refused(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "MAX_IMPORT_MIB", 1)
    large = as_json(["x" * 1024 * 1024])
    requests: list[dict[str, Any]] = [
        {"content": large},
        {"files": {"file": ("a.json", large)}},
    ]
    for request_ in requests:
        answer = await ada.http.post("/api/imports", **request_)
        assert refused(answer, 413, "PAYLOAD_TOO_LARGE") == "The file is over 1 MiB"
    fits = as_json([CHATGPT]).ljust(1024 * 1024)
    assert (await ada.http.post("/api/imports", content=fits)).status_code == 201


async def test_nobody_reads_a_file_of_strangers(server: str, ada: Person) -> None:
    ada.http.headers.pop("Authorization")
    refused(await ada.http.post("/api/imports", content=ZIP), 401, "UNAUTHENTICATED")


async def test_what_takes_long_is_told_of_while_it_goes_on(
    ada: Person, new_person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face, "_PATIENCE_S", 0)
    many = [CHATGPT | {"conversation_id": f"{n}", "title": f"{n}"} for n in range(300)]
    answer = await ada.http.post("/api/imports", json=many)
    assert answer.status_code == 202
    told = answer.json()
    path = f"/api/imports/{told['import_id']}"
    refused(await ada.http.post("/api/imports", content=ZIP), 409, "IMPORT_IN_PROGRESS")
    refused(await (await new_person("eve")).http.get(path), 404, "NOT_FOUND")
    seen = [told["saved_chats"]]
    async with asyncio.timeout(60):
        while (told := (await ada.http.get(path)).json())["status"] == "running":
            seen.append(told["saved_chats"])
    assert (told["status"], told["saved_chats"]) == ("done", 300)
    assert seen == sorted(seen)
