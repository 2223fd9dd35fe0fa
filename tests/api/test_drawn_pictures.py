"""Pictures that models draw, over HTTP: in every dialect, resumed, replayed, and served."""

import json
import re
from typing import Any

import pytest
from httpx_sse import ServerSentEvent

from tests.api.conftest import Person
from tests.pictures import opened

pytestmark = pytest.mark.settings(SIM_DELAY_MS="0")
MODEL = "simulated-image"


def told(events: list[ServerSentEvent]) -> list[dict[str, Any]]:
    return [json.loads(event.data) for event in events]


async def drawn(
    person: Person, dialect: str, message: str = "A fox"
) -> tuple[str, list[ServerSentEvent]]:
    path = f"/api/chat/{await person.new_chat(model=MODEL)}/message"
    response, events = await person.stream(
        path, json={"message": message}, params={"dialect": dialect}
    )
    return response.headers["x-message-id"], events


async def test_each_dialect_tells_a_picture_in_its_way(ada: Person) -> None:
    _, typed = await drawn(ada, "typed")
    _, token = await drawn(ada, "token")
    _, text = await drawn(ada, "text")

    (picture,) = (event for event in told(typed) if event["type"] == "image")
    assert picture.keys() == {"type", "file_id", "media_type", "width", "height"}
    assert (picture["media_type"], picture["width"], picture["height"]) == ("image/png", 768, 512)
    (image,) = (event for event in told(token) if "image" in event)
    assert image["done"] is False
    assert image["image"].keys() == picture.keys() - {"type"}
    whole = "".join(event.data for event in text[:-1])
    assert re.search(r"\n\n!\[A fox\]\(/api/files/[0-9a-f-]{36}\)\n\n", whole)

    served = await ada.http.get(f"/api/files/{picture['file_id']}")
    assert served.headers["content-type"] == "image/png"
    assert opened(served.content).size == (768, 512)


async def test_a_message_has_its_pictures_as_parts_and_attachments(ada: Person) -> None:
    message_id, events = await drawn(ada, "typed", "2 pictures of a fox")
    chat_id = (await ada.http.get("/api/chats")).json()["chats"][0]["chat_id"]

    listed = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]

    reply = next(each for each in listed if each["message_id"] == message_id)
    assert [each["type"] for each in reply["parts"]] == ["text", "image", "text", "image"]
    ids = [event["file_id"] for event in told(events) if event["type"] == "image"]
    assert [each["file_id"] for each in reply["parts"] if each["type"] == "image"] == ids
    assert [each["tokens"] for each in reply["attachments"]] == [258, 258]
    words = "".join(each["text"] for each in reply["parts"] if each["type"] == "text")
    assert words == reply["content"]


@pytest.mark.parametrize("dialect", ["typed", "token", "text"])
async def test_a_reconnect_after_any_event_gets_exactly_the_rest(ada: Person, dialect: str) -> None:
    message_id, events = await drawn(ada, dialect, "2 pictures of a fox")
    chat_id = (await ada.http.get("/api/chats")).json()["chats"][0]["chat_id"]
    path = f"/api/chat/{chat_id}/message/{message_id}/stream"
    first = 1 if dialect == "typed" else 0

    for place in range(first, len(events) - 1):
        _, rest = await ada.stream(
            path,
            "GET",
            params={"dialect": dialect},
            headers={"Last-Event-ID": events[place].id},
        )
        assert said(rest, dialect) == said(events[place + 1 :], dialect)


def said(events: list[ServerSentEvent], dialect: str) -> str:
    """Return what some events say, pictures by their files."""
    if dialect == "text":
        return "".join(event.data for event in events[:-1])
    return "".join(
        event.get("content", event.get("token", ""))
        or event.get("file_id", event.get("image", {}).get("file_id", ""))
        for event in told(events[:-1])
    )


async def test_a_reply_that_is_not_streamed_has_its_pictures_in_its_text(ada: Person) -> None:
    reply = (await ada.http.post("/api/chat", json={"message": "/image A fox"})).json()

    assert re.fullmatch(r"Drawn .*\s+!\[A fox\]\(/api/files/[0-9a-f-]{36}\)\s+", reply["reply"])
    listed = (await ada.http.get(f"/api/chat/{reply['chat_id']}/messages")).json()["messages"]
    assert [each["model"] for each in listed] == [MODEL, MODEL]
    assert listed[0]["content"] == "/image A fox"


async def test_pictures_of_others_are_not_found(ada: Person, new_person: Any) -> None:
    _, events = await drawn(ada, "typed")
    (picture,) = (event for event in told(events) if event["type"] == "image")
    eve = await new_person("eve")

    assert (await eve.http.get(f"/api/files/{picture['file_id']}")).status_code == 404


async def test_models_of_every_task_are_listed_and_only_ten_are_for_chats(ada: Person) -> None:
    models = (await ada.http.get("/api/models")).json()["models"]

    by_task: dict[str, list[str]] = {}
    for model in models:
        by_task.setdefault(model["task"], []).append(model["model_id"])
    assert len(by_task["chat"]) == 11
    assert MODEL in by_task["image"]
    drawing = next(each for each in models if each["model_id"] == MODEL)
    assert "image" in drawing["outputs"]
    assert (drawing["available"], drawing["allowed"]) == (True, True)
