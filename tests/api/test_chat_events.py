"""What happens in a chat is told to its readers as it happens, once and without a hole."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent

from chat_app.api import sse
from chat_app.models import MemberRole
from chat_app.services import live, presence
from chat_app.services.chats import members
from tests.api.conftest import NewPerson, Person, refused
from tests.callers import by, owner_of


class Stream:
    """The events of a chat as somebody hears them."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._events = EventSource(response).aiter_sse()
        self.last_id = ""

    async def next(self) -> Any:
        """Return what is told next."""
        async with asyncio.timeout(60):
            event: ServerSentEvent = await anext(self._events)
        self.last_id = event.id
        return json.loads(event.data)

    async def until(self, kind: str) -> Any:
        """Return the next event of a kind; others before it are passed over."""
        while (told := await self.next())["type"] != kind:
            pass
        return told

    async def rest(self) -> list[Any]:
        """Return what is told until the stream ends."""
        async with asyncio.timeout(60):
            return [json.loads(event.data) async for event in self._events]


@asynccontextmanager
async def hearing(person: Person, chat_id: str, **query: Any) -> AsyncIterator[Stream]:
    """Hear what happens in a chat, from behind who is there."""
    headers = {"Last-Event-ID": query.pop("last")} if "last" in query else {}
    path = f"/api/chat/{chat_id}/events"
    async with person.http.stream("GET", path, params=query, headers=headers) as response:
        assert response.status_code == 200, await response.aread()
        stream = Stream(response)
        assert (await stream.next())["type"] == "presence"
        yield stream


@pytest.fixture
async def chat_id(ada: Person, eve: Person) -> str:
    """A chat of Ada's, in which Eve may write."""
    made = await ada.new_chat(title="Rivers")
    await let_in(ada, eve, made, MemberRole.EDITOR)
    return made


async def let_in(owner: Person, person: Person, chat_id: str, role: MemberRole) -> None:
    caller = by(await owner_of(owner.token))
    await members.add(caller, UUID(chat_id), person.user["email"], role)


async def take_out(owner: Person, person: Person, chat_id: str) -> None:
    caller = by(await owner_of(owner.token))
    await members.remove(caller, UUID(chat_id), UUID(person.user["user_id"]))


def named(told: Any) -> list[str]:
    return sorted(each["name"] for each in told["people"])


async def test_a_message_and_its_reply_are_told_with_what_they_say(
    ada: Person, eve: Person, chat_id: str
):
    async with hearing(eve, chat_id) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["x-chat-id"] == chat_id
        reply_id = await ada.say(chat_id, "write 3 words")
        question = await stream.until("message")
        began, reply, ended = [await stream.until(kind) for kind in ("turn", "message", "turn")]
    assert question["message"]["content"] == "write 3 words"
    question_id = question["message"]["message_id"]
    assert began == {
        "type": "turn",
        "state": "began",
        "message_id": reply_id,
        "question_id": question_id,
    }
    assert (reply["message"]["message_id"], reply["message"]["status"]) == (reply_id, "complete")
    assert len(reply["message"]["content"].split()) == 3
    assert (ended["state"], ended["message_id"]) == ("ended", reply_id)


async def test_titles_reactions_and_members_are_told(
    ada: Person, eve: Person, chat_id: str, new_person: NewPerson
):
    reply_id = await ada.say(chat_id)
    async with hearing(eve, chat_id) as stream:
        await ada.http.patch(f"/api/chat/{chat_id}", json={"title": "Seas"})
        assert await stream.next() == {
            "type": "title",
            "title": "Seas",
            "model": "simulated",
            "archived": False,
        }
        path = f"/api/chat/{chat_id}/message/{reply_id}/reaction"
        assert (await ada.http.put(path, json={"reaction": "like"})).is_success
        assert (await stream.next())["message"]["message_id"] == reply_id
        await let_in(ada, await new_person("mary"), chat_id, MemberRole.VIEWER)
        told = await stream.until("members")
        roles = {each["name"]: each["role"] for each in told["members"]}
        assert roles == {"ada": "owner", "eve": "editor", "mary": "viewer"}


@pytest.mark.settings(SIM_DELAY_MS=100)
async def test_what_waits_in_line_is_told(ada: Person, eve: Person, chat_id: str):
    path, said = f"/api/chat/{chat_id}/message", {"message": "write 20 words"}
    async with hearing(eve, chat_id) as stream, eve.http.stream("POST", path, json=said):
        await stream.until("turn")
        async with ada.http.stream("POST", path, json={"message": "write 2 words"}):
            told = await stream.until("queue")
            (waiting,) = told["queue"]
            assert (waiting["message"], waiting["position"]) == ("write 2 words", 1)
            assert waiting["sender"]["name"] == "ada"
            assert (await stream.until("queue"))["queue"] == []


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_what_is_taken_out_of_the_line_comes_back_with_its_files(
    ada: Person, eve: Person, chat_id: str
):
    path, said = f"/api/chat/{chat_id}/message", {"message": "write 400 words"}
    sent = {"file": ("note.txt", b"High tide at noon.")}
    note = (await ada.http.post("/api/files", files=sent)).json()
    with_note = {"message": "And this?", "attachments": [note["file_id"]]}
    async with hearing(eve, chat_id) as stream, eve.http.stream("POST", path, json=said):
        await stream.until("turn")
        async with ada.http.stream("POST", path, json=with_note):
            (waiting,) = (await stream.until("queue"))["queue"]
            taken = await ada.http.delete(f"/api/chat/{chat_id}/queue/{waiting['waiting_id']}")
            assert taken.json()["message"] == "And this?"
            assert taken.json()["attachments"] == [note]
            assert (await stream.until("queue"))["queue"] == []
        assert (await eve.http.post(f"/api/chat/{chat_id}/stop")).is_success


async def test_who_hears_is_there_until_the_stream_ends(ada: Person, eve: Person, chat_id: str):
    async with hearing(ada, chat_id) as mine:
        async with hearing(eve, chat_id):
            assert named(await mine.until("presence")) == ["ada", "eve"]
        assert named(await mine.until("presence")) == ["ada"]


async def test_who_writes_is_told_and_no_longer_when_that_is_over(
    ada: Person, eve: Person, chat_id: str, monkeypatch: pytest.MonkeyPatch
):
    async with hearing(ada, chat_id) as stream:
        path = f"/api/chat/{chat_id}/typing"
        assert (await eve.http.post(path)).json() == {"status": "success"}
        assert named(await stream.until("typing")) == ["eve"]
        assert (await eve.http.post(path, json={"typing": False})).is_success
        assert named(await stream.until("typing")) == []
        monkeypatch.setattr(presence, "TYPING_S", 0.3)
        assert (await eve.http.post(path, json={})).is_success
        assert named(await stream.until("typing")) == ["eve"]
        assert named(await stream.until("typing")) == []


async def test_who_is_taken_out_writes_no_more(
    ada: Person, eve: Person, chat_id: str, monkeypatch: pytest.MonkeyPatch
):
    # It is not over by itself.
    monkeypatch.setattr(presence, "TYPING_S", 3600)
    async with hearing(ada, chat_id) as stream:
        assert (await eve.http.post(f"/api/chat/{chat_id}/typing")).is_success
        assert named(await stream.until("typing")) == ["eve"]
        await take_out(ada, eve, chat_id)
        assert named(await stream.until("typing")) == []


async def test_in_a_chat_of_one_nobody_is_there_and_nobody_is_told(ada: Person):
    chat_id = await ada.new_chat()
    async with hearing(ada, chat_id) as stream:
        assert (await ada.http.post(f"/api/chat/{chat_id}/typing")).is_success
        await ada.http.patch(f"/api/chat/{chat_id}", json={"title": "Seas"})
        assert (await stream.next())["type"] == "title"
        assert await presence.people_in(UUID(chat_id), 0) == []


async def test_a_viewer_hears_and_may_not_write(
    ada: Person, eve: Person, chat_id: str, new_person: NewPerson
):
    mary = await new_person("mary")
    await let_in(ada, mary, chat_id, MemberRole.VIEWER)
    async with hearing(mary, chat_id) as stream:
        await ada.http.patch(f"/api/chat/{chat_id}", json={"title": "Seas"})
        assert (await stream.until("title"))["title"] == "Seas"
    refused(await mary.http.post(f"/api/chat/{chat_id}/typing"), 403, "FORBIDDEN")


async def test_a_stranger_hears_nothing(ada: Person, eve: Person):
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    for answer in (await eve.http.get(f"{path}/events"), await eve.http.post(f"{path}/typing")):
        refused(answer, 403, "UNAUTHORIZED_CHAT_ACCESS")


async def test_who_was_away_hears_all_of_it_once_from_wherever_they_were(
    ada: Person, eve: Person, chat_id: str
):
    async with hearing(eve, chat_id) as stream:
        ids, told = [stream.last_id], [{}]
        for text in ("write 3 words", "write 4 words"):
            await ada.say(chat_id, text)
        while len(told) < 9:
            event = await stream.next()
            if event["type"] in {"message", "turn"}:
                told.append(event)
                ids.append(stream.last_id)
    assert len(set(ids)) == len(ids)
    for at, last in enumerate(ids):
        async with hearing(eve, chat_id, last=last, seconds=0) as again:
            missed = [each for each in await again.rest() if each["type"] in {"message", "turn"}]
        # Messages come as they are now.
        kinds = [(each["type"], each.get("state")) for each in missed]
        assert kinds == [(each["type"], each.get("state")) for each in told[at + 1 :]]


@pytest.mark.parametrize("last", ["1", "9" * 18])
async def test_who_missed_too_much_is_told_to_read_anew(ada: Person, chat_id: str, last: str):
    async with hearing(ada, chat_id, last=last, seconds=0) as stream:
        assert (await stream.rest())[0] == {"type": "anew"}


async def test_a_client_that_sends_no_headers_names_its_place_in_the_address(
    ada: Person, chat_id: str
):
    async with hearing(ada, chat_id) as stream:
        last = stream.last_id
        await ada.http.patch(f"/api/chat/{chat_id}", json={"title": "Seas"})
        await stream.until("title")
    async with hearing(ada, chat_id, lastEventId=last, seconds=0, access_token=ada.token) as again:
        assert [each["type"] for each in await again.rest()] == ["title"]


@pytest.mark.parametrize("last", ["a", "-1", "1.", "1.22", "1" * 20, "1@2"])
async def test_an_id_that_no_stream_gave_is_refused(ada: Person, chat_id: str, last: str):
    path = f"/api/chat/{chat_id}/events"
    answer = await ada.http.get(path, headers={"Last-Event-ID": last})
    refused(answer, 400, "INVALID_REQUEST")


async def test_who_is_taken_out_hears_why_and_nothing_more(ada: Person, eve: Person, chat_id: str):
    async with hearing(eve, chat_id) as stream, hearing(ada, chat_id) as other:
        await take_out(ada, eve, chat_id)
        told = await stream.rest()
        assert (told[-1]["type"], told[-1]["code"]) == ("error", "CHAT_NOT_FOUND")
        assert named(await other.until("presence")) in (["ada"], ["ada", "eve"])
        assert [each.name for each in await presence.people_in(UUID(chat_id), live.newest())] == [
            "ada"
        ]
    refused(await eve.http.get(f"/api/chat/{chat_id}/events"), 404, "CHAT_NOT_FOUND")


async def test_a_deletion_is_told_last(ada: Person, eve: Person, chat_id: str):
    async with hearing(eve, chat_id) as stream:
        await ada.http.delete(f"/api/chat/{chat_id}")
        assert (await stream.rest())[-1] == {"type": "deleted"}


async def test_a_chat_that_becomes_shared_has_its_readers_there(ada: Person, eve: Person):
    chat_id = await ada.new_chat()
    async with hearing(ada, chat_id) as stream:
        await let_in(ada, eve, chat_id, MemberRole.EDITOR)
        await stream.until("members")
        assert named(await stream.until("presence")) == ["ada"]


async def test_the_stream_connects_again_and_is_kept_open(
    ada: Person, chat_id: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sse, "PING_SECONDS", 0.05)
    async with ada.http.stream("GET", f"/api/chat/{chat_id}/events") as response:
        said = ""
        async for text in response.aiter_text():
            said += text
            if said.count(": ping\n") > 1:
                break
    assert said.startswith("retry: 3000\nid: ")


async def test_what_others_did_is_unread_until_it_was_seen(ada: Person, eve: Person, chat_id: str):
    path = f"/api/chat/{chat_id}"

    async def marks(person: Person) -> list[bool]:
        shared = "true" if person is eve else "false"
        listed = (await person.http.get("/api/chats", params={"shared": shared})).json()["chats"]
        return [each["unread"] for each in (*listed, (await person.http.get(path)).json())]

    assert (await eve.http.post(f"{path}/seen")).json() == {"status": "success"}
    assert await marks(eve) == [False, False]
    await eve.say(chat_id)
    assert await marks(ada) == [True, True]
    assert (await ada.http.post(f"{path}/seen")).is_success
    assert await marks(ada) == [False, False]


@pytest.mark.settings(MAX_STREAMS_PER_USER=1)
async def test_one_person_hears_so_many_streams_and_no_more(ada: Person, eve: Person, chat_id: str):
    path = f"/api/chat/{chat_id}/events"
    async with hearing(ada, chat_id), hearing(eve, chat_id):
        refused(await ada.http.get(path), 429, "RATE_LIMITED")
    assert (await ada.http.get(path, params={"seconds": 0})).is_success
