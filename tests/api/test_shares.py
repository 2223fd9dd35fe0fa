"""Links that show a chat: made and followed over HTTP, by strangers and by the signed in."""

import re
from typing import Any

import httpx
import pytest
import structlog

from chat_app.api.schemas.shape import CHAT_ID
from chat_app.ui.theme import DARK, LIGHT
from tests.api.conftest import NewPerson, Person
from tests.conftest import ROOT

PUBLIC = {"ALLOW_PUBLIC_LINKS": "true"}


@pytest.fixture
async def chat_id(ada: Person) -> str:
    chat_id = await ada.new_chat(title="Plans")
    await ada.say(chat_id, "What is a token?")
    return chat_id


async def share(ada: Person, chat_id: str, **wanted: Any) -> dict[str, Any]:
    made = await ada.http.post(f"/api/chat/{chat_id}/share", json=wanted)
    assert made.status_code == 201, made.text
    return made.json()


@pytest.fixture
async def stranger(server: str):
    async with httpx.AsyncClient(base_url=server, timeout=60) as http:
        yield http


async def test_a_link_is_made_listed_updated_and_revoked(ada: Person, chat_id: str, server: str):
    link = await share(ada, chat_id, include_costs=True)
    assert re.fullmatch(rf"{server}/s/[a-z2-7]{{32}}", link["url"])
    listed = (await ada.http.get(f"/api/chat/{chat_id}/share")).json()
    assert listed == {"links": [link], "allows_public": False}
    await ada.say(chat_id, "And a word?")
    address = f"/api/chat/{chat_id}/share/{link['link_id']}"
    later = {"branch": "current", "expires_at": "2999-01-01T00:00:00Z"}
    updated = (await ada.http.patch(address, json=later)).json()
    assert updated["expires_at"] == later["expires_at"]
    assert (updated["url"], updated["include_costs"]) == (link["url"], True)
    assert updated["message_id"] != link["message_id"]
    (found,) = (await ada.http.get("/api/shares")).json()["links"]
    assert found == updated | {"is_deleted": False}
    assert (await ada.http.delete(address)).status_code == 200
    assert (await ada.http.get("/api/shares")).json()["links"] == []
    assert (await ada.http.delete(address)).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"expires_at": "2001-01-01T00:00:00Z"}, "still to come"),
        ({"expires_at": 1}, "ISO 8601"),
        ({"branch": "all"}, "branch"),
        ({"include_names": "perhaps"}, "include_names"),
        ({"system_prompt": True}, "system_prompt"),
    ],
)
async def test_a_wrong_wish_is_refused_by_name(
    ada: Person, chat_id: str, wanted: dict[str, Any], words: str
):
    refused = await ada.http.post(f"/api/chat/{chat_id}/share", json=wanted)
    assert (refused.status_code, refused.json()["code"]) == (400, "INVALID_REQUEST")
    assert words in refused.json()["message"]


@pytest.mark.settings(**PUBLIC)
async def test_a_stranger_reads_the_page_without_cookies_or_script(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient
):
    await ada.http.patch(f"/api/chat/{chat_id}", json={"system_prompt": "SECRET PROMPT"})
    link = await share(ada, chat_id)
    page = await stranger.get(link["url"])
    assert page.status_code == 200
    assert "What is a token?" in page.text
    assert "<script" not in page.text
    for hidden in ("SECRET PROMPT", "tokens ·", ada.user["email"]):
        assert hidden not in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert page.headers["cache-control"] == "private, no-store"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script-src" not in policy


@pytest.mark.settings(**PUBLIC)
async def test_costs_and_names_are_shown_where_they_were_asked_for(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient
):
    link = await share(ada, chat_id, include_costs=True)
    page = await stranger.get(link["url"])
    charged = (await ada.http.get(f"/api/chat/{chat_id}/cost")).json()["tokens"]
    assert page.text.count(f"{charged} tokens ·") == 2


async def test_the_signed_out_sign_in_and_come_back(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient, server: str
):
    link = await share(ada, chat_id)
    path = link["url"].removeprefix(server)
    for asked in (path, "/s/" + "a" * 32):
        sent = await stranger.get(asked)
        assert sent.status_code == 303
        assert sent.headers["location"] == "/login?next=" + asked.replace("/", "%2F")
    assert "set-cookie" not in sent.headers


@pytest.mark.settings(**PUBLIC)
async def test_what_shows_nothing_answers_alike(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient
):
    link = await share(ada, chat_id)
    await ada.http.delete(f"/api/chat/{chat_id}/share/{link['link_id']}")
    answers = [
        await stranger.get(path)
        for path in (link["url"], "/s/" + "a" * 32, "/s/x", link["url"] + f"/files/{CHAT_ID}")
    ]
    told = {
        (
            each.status_code,
            each.text,
            *sorted((name, value) for name, value in each.headers.items() if name not in _OWN),
        )
        for each in answers
    }
    assert len(told) == 1
    assert answers[0].status_code == 404


_OWN = {"date", "x-request-id"}


@pytest.mark.settings(**PUBLIC)
async def test_whoever_guesses_is_told_to_wait(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient
):
    link = await share(ada, chat_id)
    for _ in range(60):
        assert (await stranger.get("/s/" + "a" * 32)).status_code == 404
    refused = await stranger.get("/s/" + "b" * 32)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "try again in" in refused.text
    # Nor is a right one told apart from a wrong one then.
    assert (await stranger.get(link["url"])).status_code == 429


@pytest.mark.settings(**PUBLIC)
async def test_a_file_of_the_page_is_served_and_not_kept(ada: Person, stranger: httpx.AsyncClient):
    sent = await ada.http.post("/api/files", files={"file": ("note.txt", b"The tide")})
    other = await ada.http.post("/api/files", files={"file": ("other.txt", b"The moon")})
    chat_id = await ada.new_chat()
    asked = {"message": "Look", "attachments": [sent.json()["file_id"]]}
    await ada.stream(f"/api/chat/{chat_id}/message", json=asked)
    link = await share(ada, chat_id)
    assert "note.txt" in (await stranger.get(link["url"])).text
    served = await stranger.get(f"{link['url']}/files/{sent.json()['file_id']}")
    assert (served.status_code, served.content) == (200, b"The tide")
    assert served.headers["cache-control"] == "private, no-store"
    assert served.headers["x-robots-tag"].startswith("noindex")
    for hidden in (other.json()["file_id"], "x", CHAT_ID):
        assert (await stranger.get(f"{link['url']}/files/{hidden}")).status_code == 404
    part = await stranger.get(str(served.url), headers={"Range": "bytes=4-"})
    assert (part.status_code, part.content) == (206, b"tide")


async def test_views_of_others_are_counted(
    ada: Person, chat_id: str, new_person: NewPerson, monkeypatch: pytest.MonkeyPatch
):
    bob = await new_person("bob")
    link = await share(ada, chat_id)
    noted: list[Any] = []
    monkeypatch.setattr("chat_app.services.shares.note_view", noted.append)
    for who, method, headers in (
        (ada, "GET", {}),
        (bob, "HEAD", {}),
        (bob, "GET", {"Sec-Purpose": "prefetch;prerender"}),
        (bob, "GET", {}),
    ):
        seen = await who.http.request(method, link["url"], headers=headers)
        assert seen.status_code == 200
    assert [str(each) for each in noted] == [link["link_id"]]


@pytest.mark.settings(**PUBLIC)
@pytest.mark.parametrize("path", ["/s/{}", "/s/{}/files/" + CHAT_ID, "/api/shares/{}/continue"])
async def test_no_log_has_the_address_of_a_link(
    ada: Person, chat_id: str, monkeypatch: pytest.MonkeyPatch, path: str
):
    slug = (await share(ada, chat_id))["url"].rpartition("/")[2]

    async def fail(*_: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("chat_app.services.shares.opened", fail)
    monkeypatch.setattr("chat_app.services.shares.carrying_on.opened", fail)
    with structlog.testing.capture_logs() as lines:
        method = "POST" if path.endswith("continue") else "GET"
        assert (await ada.http.request(method, path.format(slug))).status_code == 500
    (told,) = (each for each in lines if each["event"] == "request.failed")
    assert told["path"] == path.format("…")
    assert slug not in str([{**each, "exc_info": None} for each in lines])


async def test_a_reader_continues_by_a_form_or_the_api(
    ada: Person, chat_id: str, new_person: NewPerson, server: str
):
    bob = await new_person("bob")
    link = await share(ada, chat_id)
    path = link["url"].removeprefix(server)
    form = re.search(
        r'<form class="act" method="post" action="([^"]+)"', (await bob.http.get(path)).text
    )
    assert form
    sent = await bob.http.post(form[1])
    assert sent.status_code == 303
    own = sent.headers["location"].removeprefix("/chat/")
    made = await bob.http.post(f"/api/shares/{path.removeprefix('/s/')}/continue")
    assert made.status_code == 201
    for copy in (own, made.json()["chat_id"]):
        found = (await bob.http.get(f"/api/chat/{copy}/messages")).json()["messages"]
        assert [each["tokens_consumed"] for each in found] == [0, 0]
        assert found[0]["content"] == "What is a token?"
    used = (await bob.http.get("/api/user/token-usage")).json()["total_tokens_used"]
    assert used == 0
    await bob.say(own, "Go on")


async def test_another_site_cannot_have_a_reader_continue(
    ada: Person, chat_id: str, new_person: NewPerson, server: str
):
    bob = await new_person("bob")
    link = await share(ada, chat_id)
    async with httpx.AsyncClient(cookies={"session": bob.token}, timeout=60) as browser:
        crossing = {"Sec-Fetch-Site": "cross-site"}
        refused = await browser.post(f"{link['url']}/continue", headers=crossing)
    assert refused.status_code in {303, 403}
    assert (await bob.http.get("/api/chats")).json()["chats"] == []


@pytest.mark.settings(**PUBLIC)
@pytest.mark.parametrize(
    ("asked", "said"),
    [("de", "Geteilt von"), ("ar", "شاركها"), ("ja", "が共有"), ("es", "Compartido por")],
)
async def test_the_page_speaks_its_readers_language(
    ada: Person, chat_id: str, stranger: httpx.AsyncClient, asked: str, said: str
):
    link = await share(ada, chat_id)
    for path in (link["url"], "/s/x"):
        page = await stranger.get(path, headers={"Accept-Language": asked})
        direction = "rtl" if asked == "ar" else "ltr"
        assert f'<html lang="{asked}" dir="{direction}">' in page.text
        assert page.headers["content-language"] == asked
    assert said in (await stranger.get(link["url"], headers={"Accept-Language": asked})).text


@pytest.mark.parametrize(("place", "theme"), [(0, LIGHT), (1, DARK)])
def test_the_colours_are_those_of_the_app(place: int, theme: dict[str, str]):
    css = (ROOT / "chat_app/api/shown/page.css").read_text()
    palette = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[place]
    ours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", palette))
    shared = {key: value for key, value in ours.items() if not key.startswith("code-")}
    assert shared == {key: theme[key] for key in shared}
    assert len(shared) > 12
