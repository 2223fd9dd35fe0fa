"""Three people in one chat, owner, editor and viewer: what one does, the others see at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import PASSWORD, on_two_workers, serving

NAMES = {"owner": "Ada Lovelace", "editor": "Grace Hopper", "viewer": "Mary Somerville"}


@pytest.fixture(params=["one process", "two workers"], scope="module")
def app_settings(
    request: pytest.FixtureRequest, app_settings: dict[str, str]
) -> Iterator[dict[str, str]]:
    if request.param == "one process":
        yield app_settings
        return
    with on_two_workers(request, app_settings) as settings:
        yield settings


@pytest.fixture(scope="module")
def app_url(
    app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with serving(app_settings, tmp_path_factory.mktemp("log") / "together.log") as url:
        yield url


@dataclass
class Reader:
    """Somebody in the chat, by page and by program."""

    name: str
    user_id: str
    page: Page
    http: httpx.Client

    def opens(self, address: str) -> "Reader":
        self.page.goto(address)
        return self

    def writes(self, text: str, *, delay: int = 0) -> None:
        """Fill the box, or press a key each `delay` milliseconds."""
        box = self.page.get_by_role("textbox", name="Message")
        box.press_sequentially(text, delay=delay) if delay else box.fill(text)

    def sends(self, text: str) -> None:
        self.writes(text)
        self.page.get_by_role("button", name="Send").click()

    @property
    def replies(self) -> Locator:
        return self.page.get_by_role("article", name="Assistant")

    @property
    def ended(self) -> Locator:
        """Replies that carry what they cost."""
        return self.page.locator("article[aria-label=Assistant] .tk-charge")

    def said(self) -> str:
        """What the last reply says, to its end."""
        return self.replies.last.locator(".tk-prose").inner_text()


@dataclass
class Room:
    """A chat and the three people in it."""

    url: str
    chat_id: str
    people: dict[str, Reader]

    @property
    def address(self) -> str:
        return f"{self.url}/chat/{self.chat_id}"

    @property
    def path(self) -> str:
        return f"/api/chat/{self.chat_id}"

    def all_open(self) -> list[Reader]:
        """Have the chat before everybody."""
        return [each.opens(self.address) for each in self.people.values()]


@pytest.fixture
def room(app_url: str, new_context: Callable[..., Any], complaints: list[str]) -> Iterator[Room]:
    people = {role: _signed_up(app_url, name, new_context) for role, name in NAMES.items()}
    for each in people.values():
        each.page.on("pageerror", lambda fault: complaints.append(str(fault)))
    owner = people["owner"]
    chat_id = owner.http.post("/api/chat", json={"message": "write 5 words"}).json()["chat_id"]
    owner.http.patch(f"/api/chat/{chat_id}", json={"title": "Tides"}).raise_for_status()
    for role in ("editor", "viewer"):
        email = people[role].http.get("/api/auth/me").json()["email"]
        wanted = {"email": email, "role": role}
        owner.http.post(f"/api/chat/{chat_id}/members", json=wanted).raise_for_status()
    yield Room(app_url, chat_id, people)
    for each in people.values():
        each.http.close()


def _signed_up(url: str, name: str, new_context: Callable[..., Any]) -> Reader:
    form = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "name": name}
    made = httpx.post(f"{url}/api/auth/register", json=form, timeout=60).raise_for_status().json()
    token = made["access_token"]
    http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
    return Reader(name, made["user"]["user_id"], new_context(token).new_page(), http)


def here(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def test_everybody_sees_who_else_is_there_for_as_long_as_they_are(room: Room):
    owner, editor, viewer = room.all_open()
    expect(here(owner.page, "Grace Hopper and Mary Somerville are here")).to_be_visible()
    expect(here(viewer.page, "Ada Lovelace and Grace Hopper are here")).to_be_visible()
    # A second tab of somebody is nobody else, and a reload is no leave-taking.
    second = editor.page.context.new_page()
    second.goto(room.address)
    expect(here(second, "Ada Lovelace and Mary Somerville are here")).to_be_visible()
    second.close()
    viewer.page.reload()
    expect(here(viewer.page, "Ada Lovelace and Grace Hopper are here")).to_be_visible()
    expect(here(owner.page, "Grace Hopper and Mary Somerville are here")).to_be_visible()
    marks = here(owner.page, "Grace Hopper and Mary Somerville are here")
    marks.press("Enter")
    listed = owner.page.get_by_role("dialog", name="Here now")
    expect(listed.get_by_role("listitem")).to_contain_text(["Grace Hopper", "Mary Somerville"])
    assert serious_faults(owner.page) == []
    owner.page.keyboard.press("Escape")
    expect(marks).to_be_focused()
    editor.page.close()
    expect(here(owner.page, "Mary Somerville is here")).to_be_visible()
    viewer.page.goto(f"{room.url}/usage")
    expect(owner.page.get_by_role("button", name=re.compile(r"(is|are) here$"))).to_have_count(0)


def test_who_writes_is_shown_to_the_others_for_as_long_as_they_do(room: Room):
    owner, editor, _ = room.all_open()
    expect(here(editor.page, "Ada Lovelace and Mary Somerville are here")).to_be_visible()
    line = "Grace Hopper is writing…"
    # It takes longer than a sign holds, so that there are several of them.
    editor.writes("What is a tide, and why", delay=300)
    expect(owner.page.get_by_text(line)).to_be_visible()
    expect(editor.page.get_by_text("is writing…")).to_have_count(0)
    # It is over by itself, although the words stand there still.
    expect(owner.page.get_by_text(line)).to_have_count(0)


def test_all_who_write_are_shown_and_nobody_who_has_sent(room: Room):
    owner, editor, viewer = people = [room.people[role] for role in NAMES]
    viewer.page.clock.install()
    room.all_open()
    for each in people:
        expect(each.page.get_by_role("button", name=re.compile("and .* are here$"))).to_be_visible()
    # No time passes for the viewer from here on, so nothing is over by itself.
    viewer.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    owner.writes("And I")
    expect(viewer.page.get_by_text("Ada Lovelace is writing…")).to_be_visible()
    editor.writes("What is a tide?")
    expect(viewer.page.get_by_text("Ada Lovelace and Grace Hopper are writing…")).to_be_visible()
    editor.sends("What is a tide, and why?")
    expect(viewer.page.get_by_text("Ada Lovelace is writing…")).to_be_visible()


def test_a_message_and_its_reply_are_the_same_for_all_as_they_come(room: Room):
    readers = owner, editor, viewer = room.all_open()
    for each in readers:
        expect(each.ended).to_have_count(1)
    owner.writes("a draft of the owner")
    editor.sends("write 60 words")
    for each in (owner, viewer):
        expect(each.page.get_by_text("write 60 words")).to_be_visible()
        expect(each.replies).to_have_count(2)
    for each in readers:
        expect(each.ended).to_have_count(2)
    assert len({each.said() for each in readers}) == 1
    expect(owner.page.get_by_role("textbox", name="Message")).to_have_value("a draft of the owner")
    viewer.page.get_by_role("button", name="Like", exact=True).last.click()
    owner.http.patch(room.path, json={"title": "Rivers and seas"}).raise_for_status()
    for each in readers:
        expect(each.page).to_have_title("Rivers and seas · Tally")


def test_a_chat_in_which_others_did_something_is_marked_until_it_was_looked_at(room: Room):
    owner, editor, viewer = room.all_open()
    elsewhere = owner.page.context.new_page()
    for page in (owner.page, elsewhere):
        page.goto(room.url)
    listed = [page.get_by_role("link", name="Tides") for page in (owner.page, elsewhere)]
    for each in listed:
        expect(each).to_be_visible()
        expect(each).not_to_contain_text("Unread")
    editor.sends("write 5 words")
    for each in listed:
        expect(each).to_contain_text("Unread")
    expect(viewer.page.get_by_text("Unread")).to_have_count(0)
    listed[0].click()
    expect(owner.ended).to_have_count(2)
    expect(listed[1]).not_to_contain_text("Unread")
    # What comes while it is open is seen as it comes.
    editor.sends("write 7 words")
    expect(owner.ended).to_have_count(3)
    expect(listed[1]).not_to_contain_text("Unread")


def test_the_button_of_shared_chats_is_marked_while_something_in_them_is_unread(room: Room):
    owner, _, viewer = room.all_open()
    expect(viewer.ended).to_have_count(1)
    button = viewer.page.get_by_role("button", name=re.compile("^Shared with me"))
    # The chat that is open is before its reader.
    owner.sends("write 5 words")
    expect(viewer.ended).to_have_count(2)
    expect(button).to_have_accessible_name("Shared with me")
    elsewhere = viewer.page.context.new_page()
    elsewhere.goto(f"{room.url}/usage")
    viewer.page.goto(room.url)
    marked = [button, elsewhere.get_by_role("button", name=re.compile("^Shared with me"))]
    for each in marked:
        expect(each).to_have_accessible_name("Shared with me")
    owner.sends("write 7 words")
    for each in marked:
        expect(each).to_have_accessible_name("Shared with me Unread")
    assert serious_faults(elsewhere) == []
    # It goes when the chat is read, in all tabs of the reader.
    marked[0].click()
    viewer.page.get_by_role("link", name="Tides").click()
    expect(viewer.ended).to_have_count(3)
    for each in marked:
        expect(each).to_have_accessible_name("Shared with me")


def test_who_was_away_catches_up_without_a_hole(room: Room):
    readers = _, editor, viewer = room.all_open()
    expect(viewer.ended).to_have_count(1)
    viewer.page.context.set_offline(True)
    for count in (2, 3):
        editor.sends(f"write {count} words")
        expect(editor.ended).to_have_count(count)
    viewer.page.context.set_offline(False)
    for each in readers:
        expect(each.ended).to_have_count(3)
        expect(each.page.get_by_role("article").filter(has_text="write")).to_have_text(
            [re.compile("write 5"), re.compile("write 2"), re.compile("write 3")]
        )


def test_who_is_taken_out_loses_it_at_once_and_all_do_when_it_is_deleted(room: Room):
    owner, editor, viewer = room.all_open()
    expect(here(owner.page, "Grace Hopper and Mary Somerville are here")).to_be_visible()
    owner.http.delete(f"{room.path}/members/{viewer.user_id}").raise_for_status()
    expect(viewer.page.get_by_role("heading", name="This chat is not here")).to_be_visible()
    expect(viewer.page.get_by_role("alert")).to_contain_text("or you are no longer in it")
    expect(here(owner.page, "Grace Hopper is here")).to_be_visible()
    owner.http.delete(room.path).raise_for_status()
    expect(editor.page.get_by_text("write 5 words")).to_have_count(0)
    owner.http.post(f"{room.path}/restore").raise_for_status()
    expect(editor.ended).to_have_count(1)


def test_arrivals_are_said_once_and_what_is_written_is_not_said_letter_by_letter(room: Room):
    owner = room.people["owner"].opens(room.address)
    expect(owner.ended).to_have_count(1)
    owner.page.evaluate(_NOTE_WHAT_IS_SAID)
    editor = room.people["editor"].opens(room.address)
    said = owner.page.get_by_role("status").filter(has_text="Grace Hopper is here now")
    expect(said).to_have_count(1)
    editor.writes("write 60 words", delay=60)
    expect(owner.page.get_by_text("Grace Hopper is writing…")).to_be_visible()
    editor.page.get_by_role("button", name="Send").click()
    expect(owner.ended).to_have_count(2)
    heard: list[str] = owner.page.evaluate("window.said")
    assert [words for words in heard if "writing…" in words] == []
    assert len([words for words in heard if "here now" in words]) == 1
    assert len(heard) < 8, heard


_NOTE_WHAT_IS_SAID = """() => {
  window.said = [];
  const live = "[role=status], [role=alert], [aria-live]";
  new MutationObserver((changes) => {
    const within = ({ target }) => (target.closest ? target : target.parentElement)?.closest(live);
    const boxes = new Set(changes.map(within));
    for (const box of boxes)
      if (box && box.getAttribute("aria-busy") !== "true" && box.textContent.trim()) {
        const words = box.role === "log" ? box.lastElementChild.textContent : box.textContent;
        if (window.said.at(-1) !== words) window.said.push(words);
      }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
