"""Two people in one chat: who wrote what, who pays, what waits, and who went on elsewhere."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

PASSWORD = "violet-Kettle-77-orbit"


def signed_up(url: str, name: str) -> tuple[httpx.Client, str]:
    """Return somebody new, and their address."""
    client, email = httpx.Client(base_url=url, timeout=60), f"{uuid4().hex}@example.org"
    form = {"email": email, "password": PASSWORD, "name": name}
    client.post("/api/auth/register", json=form).raise_for_status()
    return client, email


@pytest.fixture
def two(browser: Browser, app_url: str) -> Iterator[tuple[Page, Page]]:
    """Give the pages of Ada, who owns a chat, and of Bob, who writes in it."""
    (ada, _), (bob, address) = signed_up(app_url, "Ada"), signed_up(app_url, "Bob")
    chat = ada.post("/api/chats", json={"title": "Engines", "model": "simulated"}).json()
    path = f"/api/chat/{chat['chat_id']}/members"
    ada.post(path, json={"email": address, "role": "editor"}).raise_for_status()
    pages: list[Page] = []
    for client in (ada, bob):
        context = browser.new_context()
        context.add_cookies(
            [
                {"name": each.name, "value": each.value or "", "url": app_url}
                for each in client.cookies.jar
            ]
        )
        page = context.new_page()
        page.goto(f"{app_url}/chat/{chat['chat_id']}")
        expect(page.get_by_role("log", name="Conversation")).to_be_visible()
        pages.append(page)
        client.close()
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


# Asked for where others wait for its end: they stop it long before, however slow the machine is.
LONG = "Tell me 3000 words"


def test_a_send_waits_in_sight_of_all_and_cancel_gives_the_words_back(two: tuple[Page, Page]):
    ada, bob = two
    write(ada, LONG)
    expect(bob.get_by_role("article", name="Ada")).to_contain_text(LONG)
    write(bob, "And then?")
    line = bob.get_by_role("region", name="Waiting in line")
    expect(line).to_contain_text("After Ada’s reply")
    expect(ada.get_by_role("region", name="Waiting in line")).to_contain_text("And then?")
    line.get_by_role("button", name="Cancel").click()
    expect(line).to_be_hidden()
    expect(bob.get_by_role("textbox", name="Message", exact=True)).to_have_value("And then?")
    bob.get_by_role("button", name="Send", exact=True).click()
    expect(line).to_be_visible()
    ada.get_by_role("button", name="Stop", exact=True).click()
    expect(ada.get_by_role("article", name="Bob")).to_contain_text("And then?")
    expect(ada.get_by_text("Paid by Bob")).to_be_visible()
    expect(bob.get_by_text("Paid by you")).to_be_visible()
    ada.get_by_role("main").get_by_role("button", name="Chat actions").click()
    ada.get_by_role("menuitem", name="Cost by person").click()
    costs = ada.get_by_role("table", name="Cost by person")
    expect(costs.get_by_role("row")).to_have_count(4)


def test_whoever_answers_again_moves_nobody_else(two: tuple[Page, Page]):
    ada, bob = two
    write(ada, "Hello")
    bob.get_by_role("button", name="Regenerate").click()
    expect(ada.get_by_text("Bob went on in another version")).to_be_visible()
    expect(ada.get_by_label("Version 1 of 2")).to_be_visible()
    ada.get_by_role("button", name="Show", exact=True).click()
    expect(ada.get_by_label("Version 2 of 2")).to_be_visible()
    expect(ada.get_by_text("Bob went on in another version")).to_be_hidden()


def test_what_is_asked_anew_waits_too_and_files_come_back_with_the_words(two: tuple[Page, Page]):
    ada, bob = two
    write(bob, "Hello")
    expect(bob.get_by_text("Paid by you")).to_be_visible()
    write(ada, LONG)
    theirs = bob.get_by_role("article", name="Ada")
    expect(theirs).to_contain_text(LONG)
    line = bob.get_by_role("region", name="Waiting in line")
    bob.get_by_role("button", name="Regenerate").first.click()
    expect(line).to_contain_text("Another reply")
    # What is read meanwhile stays where it is.
    expect(theirs).to_be_visible()
    line.get_by_role("button", name="Cancel").click()
    expect(line).to_be_hidden()

    bob.get_by_role("button", name="Edit").first.click()
    bob.get_by_role("textbox", name="Edit message").fill("Hello again")
    bob.get_by_role("button", name="Save", exact=True).click()
    expect(line).to_contain_text("Hello again")
    line.get_by_role("button", name="Cancel").click()
    box = bob.get_by_role("textbox", name="Message", exact=True)
    expect(box).to_have_value("Hello again")

    with bob.expect_file_chooser() as asked:
        bob.get_by_role("button", name="Attach", exact=True).click()
    note: FilePayload = {
        "name": "note.txt",
        "mimeType": "text/plain",
        "buffer": b"High tide at noon.",
    }
    asked.value.set_files([note])
    write(bob, "And this?")
    expect(line).to_contain_text("And this?")
    line.get_by_role("button", name="Cancel").click()
    expect(box).to_have_value("And this?")
    expect(
        bob.locator("form").get_by_role("list", name="Files").get_by_text("note.txt")
    ).to_be_visible()
    ada.get_by_role("button", name="Stop", exact=True).click()


def test_a_member_is_offered_nothing_that_is_the_owners(two: tuple[Page, Page]):
    ada, bob = two
    for page, is_owner in ((ada, True), (bob, False)):
        box = page.get_by_role("textbox", name="Message", exact=True)
        box.fill("/")
        expect(page.get_by_role("option", name="/help")).to_be_visible()
        for command in ("/title", "/system", "/model"):
            expect(page.get_by_role("option", name=command)).to_have_count(int(is_owner))
        box.fill("")
        page.keyboard.press("ControlOrMeta+K")
        expect(page.get_by_role("option", name="Archived", exact=True)).to_be_visible()
        for command in ("Delete this chat", "Archive this chat"):
            expect(page.get_by_role("option", name=command)).to_have_count(int(is_owner))
        page.keyboard.press("Escape")
        page.get_by_role("main").get_by_role("button", name="Chat actions").click()
        expect(page.get_by_role("menuitem", name="Members")).to_be_visible()
        for item in ("Share", "Rename", "System prompt", "Cost by person", "Archive", "Delete"):
            expect(page.get_by_role("menuitem", name=item)).to_have_count(int(is_owner))
        page.keyboard.press("Escape")
