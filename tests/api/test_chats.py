"""Chats over HTTP: shapes, paging, deletion, branches."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from uuid_utils.compat import uuid7

from tests.api.conftest import refused

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


async def test_a_chat_has_the_shape_of_the_contract(ada):
    made = await ada.http.post("/api/chats", json={"title": "First", "project_id": "p"})
    assert made.status_code == 201
    chat = made.json()
    for key in ("created_at", "updated_at"):
        assert MOMENT.fullmatch(chat.pop(key))
    chat_id = chat.pop("chat_id")
    assert chat.pop("owner")["name"] == "ada"
    assert chat == {
        "title": "First",
        "model": "simulated",
        "pinned": False,
        "message_count": 0,
        "tokens_consumed": 0,
        "project_id": "p",
        "task_id": None,
        "archived": False,
        "is_temporary": False,
        "deleted_at": None,
        "is_shared": False,
        "unread": False,
        "role": "owner",
    }
    read = (await ada.http.get(f"/api/chat/{chat_id}")).json()
    assert read == made.json()


async def test_the_list_is_paged_by_its_cursor(ada):
    made = [await ada.new_chat(title=str(n)) for n in range(3)]
    await ada.http.patch(f"/api/chat/{made[0]}", json={"pinned": True})
    first = (await ada.http.get("/api/chats", params={"limit": 2})).json()
    assert [chat["title"] for chat in first["chats"]] == ["0", "2"]
    second = await ada.http.get("/api/chats", params={"cursor": first["next_cursor"]})
    assert [chat["title"] for chat in second.json()["chats"]] == ["1"]
    assert second.json()["next_cursor"] is None
    found = await ada.http.get("/api/chats", params={"q": "2"})
    assert [chat["title"] for chat in found.json()["chats"]] == ["2"]


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x"}, {"q": "\0"}]
)
async def test_a_query_that_makes_no_sense_is_refused(ada, query):
    refused(await ada.http.get("/api/chats", params=query), 400, "INVALID_REQUEST")


def calls_of_a_chat(message_id: str) -> list[tuple[str, str, Any]]:
    """Return all that can be asked of a chat that is there: method, path behind it, body."""
    hello = {"message": "Hello"}
    return [
        ("GET", "", None),
        ("DELETE", "", None),
        ("PATCH", "", {"title": "x"}),
        ("GET", "/messages", None),
        ("PUT", "/branch", {"message_id": message_id}),
        ("PUT", f"/message/{message_id}/reaction", {"reaction": "like"}),
        ("POST", "/message", hello),
        ("PATCH", f"/message/{message_id}", hello),
        ("POST", f"/message/{message_id}/regenerate", None),
        ("GET", f"/message/{message_id}/stream", None),
        ("POST", "/stop", None),
        ("POST", "/quote", hello),
    ]


async def test_a_deleted_chat_is_gone_everywhere_and_comes_back(ada):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    gone = await ada.http.delete(f"/api/chat/{chat_id}")
    assert gone.json() == {"status": "success", "chat_id": chat_id, "message": "Chat deleted"}
    for method, path, body in calls_of_a_chat(message_id):
        response = await ada.http.request(method, f"/api/chat/{chat_id}{path}", json=body)
        refused(response, 404, "CHAT_NOT_FOUND")
    assert (await ada.http.post(f"/api/chat/{chat_id}/restore")).json()["chat_id"] == chat_id
    assert (await ada.http.get(f"/api/chat/{chat_id}")).status_code == 200


async def test_every_route_of_a_chat_checks_who_calls_what(ada, eve):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    for method, path, body in (*calls_of_a_chat(message_id), ("POST", "/restore", None)):
        others = await eve.http.request(method, f"/api/chat/{chat_id}{path}", json=body)
        refused(others, 403, "UNAUTHORIZED_CHAT_ACCESS")
        missing = await eve.http.request(method, f"/api/chat/{uuid7()}{path}", json=body)
        refused(missing, 404, "CHAT_NOT_FOUND")
        odd = await eve.http.request(method, f"/api/chat/no-uuid{path}", json=body)
        assert refused(odd, 400, "CHAT_NOT_FOUND") == "Invalid chat ID format"
        signed_out = {"Authorization": "Bearer x"}
        response = await eve.http.request(
            method, f"/api/chat/no-uuid{path}", json=body, headers=signed_out
        )
        refused(response, 401, "UNAUTHENTICATED")


async def test_a_sixth_chat_finds_no_place(ada):
    made = [await ada.new_chat() for _ in range(5)]
    refused(await ada.http.post("/api/chats", json={}), 403, "CHAT_LIMIT_REACHED")
    await ada.http.delete(f"/api/chat/{made[0]}")
    await ada.new_chat()
    response = await ada.http.post(f"/api/chat/{made[0]}/restore")
    refused(response, 403, "CHAT_LIMIT_REACHED")


async def test_messages_have_the_shape_of_the_contract(ada):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    path = f"/api/chat/{chat_id}/message/{message_id}/reaction"
    assert (await ada.http.put(path, json={"reaction": "like"})).json() == {"status": "success"}
    question, reply = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
    for message in (question, reply):
        assert MOMENT.fullmatch(message.pop("created_at"))
        assert message["sibling_ids"] == [message["message_id"]]
    assert question["tokens_consumed"] == 0
    assert question["breakdown"] is None
    assert reply["message_id"] == message_id
    assert reply["parent_id"] == question["message_id"]
    assert (reply["role"], reply["status"]) == ("assistant", "complete")
    assert (reply["finish_reason"], reply["reaction"]) == ("stop", "like")
    parts = reply["breakdown"]
    assert reply["tokens_consumed"] == parts["total_tokens"]
    spent = sum(parts[f"{part}_tokens"] for part in ("user", "ai", "system", "overhead"))
    assert parts["total_tokens"] == spent
    assert parts.keys() >= {"method", "cache_hit", "cached", "cost_micro_usd", "billed"}


async def test_versions_of_a_reply_are_reached_through_the_branch(ada):
    chat_id = await ada.new_chat()
    first = await ada.say(chat_id, "One")
    response, _ = await ada.stream(f"/api/chat/{chat_id}/message/{first}/regenerate")
    second = response.headers["x-message-id"]

    async def shown(**query) -> list[str]:
        found = await ada.http.get(f"/api/chat/{chat_id}/messages", params=query)
        return [message["message_id"] for message in found.json()["messages"]]

    assert (await shown())[1:] == [second]
    done = await ada.http.put(f"/api/chat/{chat_id}/branch", json={"message_id": first})
    assert done.status_code == 200
    assert (await shown())[1:] == [first]
    assert (await shown(branch="all"))[1:] == [first, second]
    assert len(await shown(before=first)) == 1
    missing = await ada.http.put(f"/api/chat/{chat_id}/branch", json={"message_id": str(uuid7())})
    refused(missing, 404, "MESSAGE_NOT_FOUND")
    odd = await ada.http.get(f"/api/chat/{chat_id}/messages", params={"branch": "main"})
    refused(odd, 400, "INVALID_REQUEST")


async def test_a_chat_is_exported_as_json_markdown_and_pdf(ada, eve):
    chat_id = await ada.new_chat(title="旅行 🙂")
    await ada.say(chat_id, "你好, *world*")
    path = f"/api/chat/{chat_id}/export"
    found = await ada.http.get(path)
    assert found.headers["content-disposition"] == f'attachment; filename="chat-{chat_id}.json"'
    body = found.json()
    assert (body["title"], body["messages"][0]["content"]) == ("旅行 🙂", "你好, *world*")
    assert body["messages"][1]["breakdown"]["total_tokens"] == body["tokens_consumed"]
    assert MOMENT.fullmatch(body["created_at"])
    found = await ada.http.get(path, params={"format": "md"})
    assert found.headers["content-type"] == "text/markdown; charset=utf-8"
    assert found.text.startswith("# 旅行 🙂\n\n")
    assert "## You\n\n你好, *world*\n\n## Assistant (simulated)\n\n" in found.text
    found = await ada.http.get(path, params={"format": "pdf"})
    assert found.headers["content-type"] == "application/pdf"
    said = PdfReader(io.BytesIO(found.content)).pages[0].extract_text()
    assert "旅行 🙂" in said
    assert "你好, *world*" in said
    odd = await ada.http.get(path, params={"format": "doc"})
    refused(odd, 400, "INVALID_REQUEST")
    refused(await eve.http.get(path), 403, "UNAUTHORIZED_CHAT_ACCESS")


async def listed(person, **query) -> list[str]:
    page = await person.http.get("/api/chats", params=query)
    assert page.status_code == 200, page.text
    return [chat["title"] for chat in page.json()["chats"]]


async def test_marks_archive_and_trash_narrow_the_list(ada):
    marks = {"a": {"project_id": "p"}, "b": {"project_id": "p", "task_id": "t"}, "c": {}}
    made = {title: await ada.new_chat(title=title, **marks[title]) for title in marks}
    assert await listed(ada, project_id="p") == ["b", "a"]
    assert await listed(ada, project_id="p", task_id="t") == ["b"]
    assert await listed(ada, task_id="") == ["c", "b", "a"]
    await ada.http.patch(f"/api/chat/{made['a']}", json={"archived": True})
    await ada.http.delete(f"/api/chat/{made['b']}")
    assert await listed(ada) == ["c"]
    assert await listed(ada, archived=True) == ["a"]
    assert await listed(ada, deleted=True) == ["b"]
    assert await listed(ada, deleted=True, project_id="other") == []
    assert await listed(ada, deleted=True, archived=True) == []
    await ada.http.delete(f"/api/chat/{made['a']}")
    assert await listed(ada, deleted=True) == ["b", "a"]
    assert await listed(ada, deleted=True, archived=True) == ["a"]
    (gone, _) = (await ada.http.get("/api/chats", params={"deleted": "true"})).json()["chats"]
    assert MOMENT.fullmatch(gone["deleted_at"])


async def test_a_change_leaves_what_it_does_not_name_and_clears_what_is_null(ada):
    chat_id = await ada.new_chat(title="A", project_id="p", task_id="t")

    async def change(**changes) -> dict:
        changed = await ada.http.patch(f"/api/chat/{chat_id}", json=changes)
        assert changed.status_code == 200, changed.text
        return changed.json()

    before = (await ada.http.get(f"/api/chat/{chat_id}")).json()
    assert await change() == before
    kept = {"title": None, "pinned": None, "archived": None, "model": None}
    assert await change(**kept) == before
    assert await change(project_id=None) == before | {"project_id": None}
    assert await change(task_id="") == before | {"project_id": None, "task_id": None}
    assert await change(project_id="q", pinned=True) == before | {
        "project_id": "q",
        "task_id": None,
        "pinned": True,
    }
    too_long = await ada.http.patch(f"/api/chat/{chat_id}", json={"system_prompt": "x" * 20_001})
    refused(too_long, 400, "INVALID_REQUEST")


async def test_an_archived_chat_is_read_and_not_written_until_it_is_taken_back(ada):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    (question, _) = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
    archived = await ada.http.patch(f"/api/chat/{chat_id}", json={"archived": True})
    assert archived.json()["archived"] is True
    for method, path, body in (
        ("PATCH", "", {"title": "x"}),
        ("PATCH", "", {"title": "x", "archived": True}),
        ("PUT", f"/message/{message_id}/reaction", {"reaction": "like"}),
        ("POST", "/message", {"message": "Hello"}),
        ("POST", "/message", {"message": "/title x"}),
        ("PATCH", f"/message/{question['message_id']}", {"message": "Hello"}),
        ("POST", f"/message/{message_id}/regenerate", None),
        ("POST", "/quote", {"message": "Hello"}),
    ):
        response = await ada.http.request(method, f"/api/chat/{chat_id}{path}", json=body)
        assert "archived" in refused(response, 403, "FORBIDDEN")
    for path, body in (
        ("/api/chat", {"message": "Hello", "chat_id": chat_id}),
        ("/api/chat/stream", {"message": "Hello", "chat_id": chat_id}),
        ("/api/chat/start", {"modelId": "simulated", "prompt": "Hello", "chatId": chat_id}),
    ):
        refused(await ada.http.post(path, json=body), 403, "FORBIDDEN")
    for path in ("", "/messages", "/export", f"/message/{message_id}/stream"):
        assert (await ada.http.get(f"/api/chat/{chat_id}{path}")).status_code == 200
    back = await ada.http.patch(f"/api/chat/{chat_id}", json={"archived": False, "title": "Back"})
    assert (back.json()["archived"], back.json()["title"]) == (False, "Back")
    await ada.say(chat_id)


async def test_an_archived_chat_takes_no_place_and_needs_one_to_come_back(ada):
    first = await ada.new_chat()
    await ada.http.patch(f"/api/chat/{first}", json={"archived": True})
    made = [await ada.new_chat() for _ in range(5)]
    refused(
        await ada.http.patch(f"/api/chat/{first}", json={"archived": False}),
        403,
        "CHAT_LIMIT_REACHED",
    )
    await ada.http.delete(f"/api/chat/{first}")
    restored = await ada.http.post(f"/api/chat/{first}/restore")
    assert restored.json()["archived"] is True
    await ada.http.patch(f"/api/chat/{made[0]}", json={"archived": True})
    back = await ada.http.patch(f"/api/chat/{first}", json={"archived": False})
    assert back.json()["archived"] is False
