"""Files in messages, in a real browser: chosen, sent, looked at, taken back."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from chat_app.db import transaction
from chat_app.llm.types import Role
from chat_app.models import Attachment
from chat_app.services import chats, files
from chat_app.services.accounts import SignedIn
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.e2e.test_conversation import finished, replies
from tests.pictures import chunks, picture
from tests.samples import office, pdfs, sounds

DROP = """(page, files) => {
  const brought = new DataTransfer();
  for (const { name, type, text } of files) brought.items.add(new File([text], name, { type }));
  const told = { dataTransfer: brought, bubbles: true, cancelable: true };
  page.dispatchEvent(new DragEvent("dragenter", told));
  return brought;
}"""
MOVED = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) moved += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})"""


def a_file(name: str, content: bytes, media_type: str = "") -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


HARBOUR = a_file("harbour.png", picture(size=(900, 600)), "image/png")
NOTES = a_file("notes.txt", b"Boats at noon.", "text/plain")


@pytest.fixture
def new_chat(page: Page, app_url: str) -> Page:
    page.goto(app_url + "/")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    return page


def choose(page: Page, *chosen: FilePayload) -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Attach", exact=True).first.click()
    asked.value.set_files(chosen)


def cards(page: Page) -> Locator:
    """The files of what is being written."""
    return page.locator("form").get_by_role("list", name="Files").get_by_role("listitem")


def shown(page: Page) -> Locator:
    """The files of the message that was sent."""
    sent = page.get_by_role("article", name="You").last
    return sent.get_by_role("list", name="Files").get_by_role("listitem")


def tokens_in(locator: Locator) -> int:
    found = re.search(r"([\d,]+) tokens?", locator.inner_text())
    assert found, locator.inner_text()
    return int(found[1].replace(",", ""))


def test_files_are_quoted_one_by_one_sent_without_words_and_add_up_in_the_receipt(new_chat: Page):
    choose(new_chat, HARBOUR, NOTES)
    expect(cards(new_chat)).to_have_count(2)
    expect(cards(new_chat).nth(0)).to_contain_text("258 tokens")
    expect(cards(new_chat).nth(1)).to_contain_text(re.compile(r"14 bytes · \d+ tokens"))
    expect(new_chat.locator("form")).to_contain_text("The files go along with the next messages")
    assert serious_faults(new_chat) == []
    new_chat.get_by_role("button", name="What this will cost").click()
    row = new_chat.get_by_role("dialog").get_by_role("row", name=re.compile("^Files"))
    quoted = sum(tokens_in(card) for card in cards(new_chat).all())
    expect(row).to_contain_text(str(quoted))
    new_chat.keyboard.press("Escape")

    new_chat.get_by_role("button", name="Send", exact=True).click()
    finished(new_chat)
    expect(cards(new_chat)).to_have_count(0)
    expect(shown(new_chat)).to_have_count(2)
    expect(shown(new_chat).nth(0)).to_contain_text("tokens")
    replies(new_chat).last.locator(".tk-charge").click()
    charged = new_chat.locator(".tk-bill div").filter(has_text="Files").inner_text()
    assert sum(tokens_in(each) for each in shown(new_chat).all()) == int(
        re.findall(r"[\d,]+", charged)[0].replace(",", "")
    )
    told = shown(new_chat).all_inner_texts()
    new_chat.reload()
    expect(shown(new_chat)).to_have_text(told, use_inner_text=True)


def test_a_draft_keeps_its_files_over_a_reload_and_says_which_are_gone(
    new_chat: Page, app_url: str
):
    choose(new_chat, HARBOUR, NOTES)
    # Both have arrived: what is still on its way when a page is left is gone with it.
    for place in range(2):
        expect(cards(new_chat).nth(place)).to_contain_text("tokens")
    listed = new_chat.request.get(app_url + "/api/files").json()["files"]
    [notes] = [each["file_id"] for each in listed if each["name"] == "notes.txt"]
    new_chat.request.delete(f"{app_url}/api/files/{notes}")
    new_chat.reload()
    expect(cards(new_chat).nth(0)).to_contain_text("258 tokens")
    expect(cards(new_chat).nth(1)).to_contain_text("The server no longer has this file")
    cards(new_chat).nth(1).get_by_role("button", name="Remove file", exact=True).click()
    expect(cards(new_chat).get_by_role("button", name="Remove file", exact=True)).to_be_focused()
    expect(new_chat.get_by_role("button", name="Send", exact=True)).to_be_enabled()


def test_an_eleventh_file_is_left_out_and_spoken_of_until_the_others_are_sent(new_chat: Page):
    choose(new_chat, *(a_file(f"{n}.txt", b"Boats at %d." % n) for n in range(11)))
    too_many = new_chat.get_by_text("A message takes 10 files at most")
    expect(too_many).to_be_visible()
    expect(cards(new_chat)).to_have_count(10)
    new_chat.get_by_role("button", name="Send", exact=True).click()
    finished(new_chat)
    expect(shown(new_chat)).to_have_count(10)
    expect(too_many).to_have_count(0)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (a_file("not.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "image/png"), "picture"),
        (a_file("locked.pdf", pdfs.locked(pdfs.written("Boats"), "secret", "AES-256")), "password"),
        (a_file("empty.txt", b""), "There is nothing in this file"),
        (a_file("large.txt", b"a" * (20 * 1024 * 1024 + 1)), "Over 20 MB, which is the most"),
        (a_file("noise.bin", bytes(range(256))), "cannot be used"),
    ],
    ids=lambda each: each["name"] if isinstance(each, dict) else "",
)
def test_what_cannot_be_taken_says_why_and_leaves_the_words_alone(
    new_chat: Page, app_url: str, chosen: FilePayload, words: str
):
    box = new_chat.get_by_role("textbox", name="Message")
    box.fill("Look at this")
    choose(new_chat, chosen)
    expect(cards(new_chat).get_by_role("alert")).to_contain_text(words)
    expect(box).to_have_value("Look at this")
    expect(new_chat.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    cards(new_chat).get_by_role("button", name="Remove file", exact=True).click()
    expect(new_chat.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    assert new_chat.request.get(app_url + "/api/files").json()["files"] == []


def test_what_is_sent_waits_for_its_files_and_may_be_kept_back(new_chat: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    new_chat.route("**/api/files", hold, times=1)
    new_chat.get_by_role("textbox", name="Message").fill("Wait for it")
    choose(new_chat, NOTES)
    expect(cards(new_chat).get_by_role("progressbar", name="Sending notes.txt")).to_be_visible()
    new_chat.get_by_role("button", name="Send", exact=True).click()
    expect(new_chat.get_by_text("Goes out as soon as all files have arrived")).to_be_visible()
    new_chat.get_by_role("button", name="Do not send").click()
    new_chat.get_by_role("textbox", name="Message").press("Enter")
    expect(new_chat.get_by_role("button", name="Do not send")).to_be_visible()
    held[0].continue_()
    finished(new_chat)
    expect(new_chat.get_by_role("article", name="You")).to_contain_text("Wait for it")
    expect(shown(new_chat)).to_contain_text(["notes.txt"])


def test_a_file_that_did_not_get_through_is_sent_again_by_a_click(new_chat: Page):
    new_chat.route("**/api/files", lambda route: route.abort(), times=1)
    choose(new_chat, NOTES)
    expect(cards(new_chat).get_by_role("alert")).to_contain_text("did not get through")
    cards(new_chat).get_by_role("button", name="Try again").click()
    expect(cards(new_chat)).to_contain_text("tokens")


def test_files_come_by_dropping_and_pasting_and_a_text_that_is_too_long_becomes_one(new_chat: Page):
    brought = new_chat.evaluate_handle(
        DROP.replace("(page, files)", "(files, page = document.body)"),
        [{"name": "dropped.txt", "type": "text/plain", "text": "Boats"}],
    )
    expect(new_chat.get_by_text("Drop files here")).to_be_visible()
    new_chat.locator(".tk-log").dispatch_event("drop", {"dataTransfer": brought})
    expect(new_chat.get_by_text("Drop files here")).to_have_count(0)
    expect(cards(new_chat)).to_contain_text(["dropped.txt"])
    box = new_chat.get_by_role("textbox", name="Message")
    box.focus()
    new_chat.evaluate("text => navigator.clipboard.writeText(text)", "Boats. " * 800)
    new_chat.keyboard.press("ControlOrMeta+V")
    expect(cards(new_chat)).to_contain_text(["dropped.txt", "Pasted text.txt"])
    expect(box).to_have_value("")


def test_files_are_looked_at_one_by_one_and_the_focus_comes_back(new_chat: Page):
    letter = a_file("letter.docx", office.word("Dear Ada", "The boats are in."))
    tone = a_file("tone.wav", sounds.encoded("wav", "pcm_s16le", 0.5), "audio/wav")
    choose(new_chat, HARBOUR, letter, tone)
    expect(cards(new_chat).nth(2)).to_contain_text("tokens")
    expect(cards(new_chat).nth(1)).to_contain_text("sent as its text")
    new_chat.get_by_role("button", name="Send", exact=True).click()
    finished(new_chat)
    opener = shown(new_chat).get_by_role("button", name="Open harbour.png")
    opener.focus()
    new_chat.keyboard.press("Enter")
    viewer = new_chat.get_by_role("dialog", name="harbour.png")
    expect(viewer.get_by_role("img", name="harbour.png")).to_have_js_property("naturalWidth", 900)
    assert serious_faults(new_chat) == []
    new_chat.keyboard.press("ArrowRight")
    reading = new_chat.get_by_role("dialog", name="letter.docx")
    expect(reading).to_contain_text("The boats are in.")
    assert serious_faults(new_chat) == []
    new_chat.keyboard.press("ArrowRight")
    player = new_chat.get_by_role("dialog", name="tone.wav").locator("audio")
    expect(player).to_have_js_property("readyState", 4)
    new_chat.keyboard.press("Escape")
    expect(new_chat.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_an_edit_keeps_takes_away_and_adds_files(new_chat: Page):
    choose(new_chat, HARBOUR, NOTES)
    expect(cards(new_chat).nth(1)).to_contain_text("tokens")
    new_chat.get_by_role("textbox", name="Message").fill("What are these?")
    new_chat.get_by_role("button", name="Send", exact=True).click()
    finished(new_chat)
    mine = new_chat.get_by_role("article", name="You")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    held = mine.get_by_role("listitem")
    expect(held).to_contain_text(["harbour.png", "notes.txt"])
    held.nth(1).get_by_role("button", name="Remove file", exact=True).click()
    with new_chat.expect_file_chooser() as asked:
        mine.get_by_role("button", name="Attach", exact=True).click()
    asked.value.set_files(a_file("more.txt", b"More boats.", "text/plain"))
    expect(held.nth(1)).to_contain_text("tokens")
    mine.get_by_role("textbox", name="Edit message").fill("")
    mine.get_by_role("button", name="Save").click()
    expect(shown(new_chat).last).to_contain_text("more.txt")
    expect(shown(new_chat).get_by_role("button", name="Open harbour.png")).to_be_visible()
    finished(new_chat)
    new_chat.get_by_role("button", name="Previous version").click()
    expect(shown(new_chat).last).to_contain_text("notes.txt")


def test_a_model_that_sees_no_pictures_is_told_of_before_sending_and_changed_there(new_chat: Page):
    new_chat.get_by_role("combobox", name="Model").click()
    new_chat.get_by_role("option", name="Tiny").click()
    choose(new_chat, HARBOUR)
    expect(
        new_chat.get_by_text("Tiny cannot see pictures. Choose a model that can")
    ).to_be_visible()
    expect(new_chat.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    new_chat.get_by_role("button", name="Switch model").click()
    new_chat.get_by_role("menuitem", name="Simulated", exact=True).click()
    expect(new_chat.get_by_role("combobox", name="Model")).to_contain_text("Simulated")
    new_chat.get_by_role("button", name="Send", exact=True).click()
    finished(new_chat)
    replies(new_chat).last.get_by_role("button", name="Message actions").click()
    new_chat.get_by_role("menuitem", name="Retry with…").click()
    tiny = new_chat.get_by_role("menuitem", name=re.compile("^Tiny"))
    expect(tiny).to_be_disabled()
    expect(tiny).to_contain_text("cannot see pictures")


def test_a_full_store_leads_to_the_files_in_the_settings(new_chat: Page):
    refusal = {
        "status": "error",
        "code": "STORAGE_FULL",
        "message": "Your files take all the room that there is for them; delete some first",
    }
    new_chat.route("**/api/files", lambda route: route.fulfill(status=403, json=refusal), times=1)
    choose(new_chat, NOTES)
    fault = cards(new_chat).get_by_role("alert")
    expect(fault).to_contain_text("delete some first")
    fault.get_by_role("link", name="Your files").click()
    section = new_chat.get_by_role("region", name="Files")
    expect(section.get_by_text("There are no files yet")).to_be_in_viewport()
    new_chat.go_back()
    cards(new_chat).get_by_role("button", name="Try again").click()
    expect(cards(new_chat)).to_contain_text("tokens")


def test_a_message_that_is_refused_gives_its_files_back(
    new_chat: Page, signed_up: SignedIn, in_app
):
    choose(new_chat, NOTES)
    expect(cards(new_chat)).to_contain_text("tokens")
    [kept] = in_app(files.page(signed_up.user)).files
    in_app(files.delete(by(signed_up.user), kept.file_id))
    new_chat.get_by_role("button", name="Send", exact=True).click()
    expect(new_chat.get_by_role("alert")).to_contain_text("does not exist or was deleted")
    expect(cards(new_chat)).to_contain_text(["notes.txt"])


def test_fifty_pictures_come_small_and_move_nothing(
    page: Page,
    signed_up: SignedIn,
    in_app: Callable[..., Any],
    seed: Callable[..., UUID],
    app_url: str,
):
    chat_id = seed([(f"Boats of day {day}", "I see them.") for day in range(5)])

    async def put_in() -> None:
        caller = by(signed_up.user)
        kept = [
            await files.save(caller, f"boat {each}.png", chunks(picture(size=(640 + each, 480))))
            for each in range(10)
        ]
        async with transaction() as session:
            for view in await chats.messages(caller.user, chat_id):
                if view.message.role is Role.USER:
                    for place, file in enumerate(kept):
                        held = Attachment(
                            message_id=view.message.message_id, place=place, file_id=file.file_id
                        )
                        session.add(held)

    in_app(put_in())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/chat/{chat_id}")
    expect(page.get_by_role("article", name="You").locator("img")).to_have_count(50)
    expect(shown(page).last.locator("img")).to_have_js_property("complete", True)
    assert page.evaluate(MOVED) < 0.01
    pictures = [url for url in asked if "/api/files/" in url]
    assert pictures
    assert [url for url in pictures if not url.endswith("?thumb=1")] == []
