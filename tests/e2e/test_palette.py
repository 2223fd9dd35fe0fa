"""The palette behind Ctrl+K and the sheet of keys behind `?`, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.test_chat_list import link


@pytest.fixture
def page(page: Page, app_url: str, seed) -> Page:
    """A page with two chats, of which the first is open."""
    seed([("How tides work", "The moon pulls at the sea.")])
    first = seed([("Trip to Lisbon", "Take the yellow tram.")])
    page.goto(f"{app_url}/chat/{first}")
    expect(link(page, "How tides work")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    return page


def opened(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search and commands")
    expect(box).to_be_focused()
    return box


def chosen(page: Page) -> Locator:
    """The option that is chosen, as the box names it for screen readers."""
    active = page.get_by_role("combobox", name="Search and commands").get_attribute(
        "aria-activedescendant"
    )
    return page.locator(f'[id="{active}"][aria-selected="true"]')


def test_a_chat_is_found_by_what_was_said_and_opened_by_keyboard(page: Page):
    box = opened(page)
    box.fill("moon pulls")
    hit = page.get_by_role("option", name="How tides work")
    expect(hit.locator("mark").first).to_have_text("moon")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/chat/.+\?message="))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_arrows_move_in_the_list_and_go_round(page: Page):
    box = opened(page)
    expect(page.get_by_role("group", name="Recent chats").get_by_role("option")).to_have_count(2)
    expect(chosen(page)).to_contain_text("Trip to Lisbon")
    box.press("ArrowDown")
    expect(chosen(page)).to_contain_text("How tides work")
    box.press("ArrowUp")
    box.press("ArrowUp")
    expect(chosen(page)).to_contain_text("/export")
    assert serious_faults(page) == []


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("new fold", "New folder"),
        ("trash", "The trash is empty"),
        ("shortc", "Choose a shortcut to give it other keys"),
        ("usage", "Token budget"),
    ],
)
def test_commands_and_pages_are_there_by_their_names(page: Page, typed: str, seen: str):
    opened(page).fill(typed)
    expect(chosen(page)).to_contain_text(typed.split(" ", maxsplit=1)[0], ignore_case=True)
    page.keyboard.press("Enter")
    expect(page.get_by_text(seen).first).to_be_visible()


def test_a_command_of_the_slash_menu_stands_in_the_box_and_is_not_sent(page: Page):
    message = page.get_by_role("textbox", name="Message")
    opened(page)
    slashes = page.get_by_role("group", name="Slash commands and prompts").get_by_role("option")
    expect(slashes).to_have_count(7)
    page.keyboard.type("/ti")
    expect(chosen(page)).to_have_text(re.compile(r"/title text.*Names this chat"))
    page.keyboard.press("Enter")
    expect(message).to_have_value("/title ")
    expect(message).to_be_focused()
    expect(page.get_by_role("listbox", name="Commands")).to_have_count(0)
    # Two of the chat, and none that was sent.
    expect(page.get_by_role("article")).to_have_count(2)

    # What is being written is what the command is for, or comes back behind it.
    message.fill("By tram")
    opened(page).fill("title")
    page.keyboard.press("Enter")
    expect(message).to_have_value("/title By tram")
    for leave in ("Enter", "Backspace"):
        message.fill("By tram")
        opened(page).fill("lists the")
        page.keyboard.press("Enter")
        expect(message).to_have_value("/help")
        if leave == "Backspace":
            page.keyboard.press("Control+a")
        page.keyboard.press(leave)
        expect(message).to_have_value("By tram")
    expect(page.get_by_role("article")).to_have_count(4)


@pytest.mark.parametrize("width", [360, 1440])
def test_commands_and_prompts_begin_a_new_chat_from_other_pages(
    page: Page, app_url: str, width: int
):
    made = page.request.post(
        f"{app_url}/api/prompts",
        data={"name": "translate", "content": "Into {{language}}", "description": "For letters"},
    )
    assert made.status == 201
    page.set_viewport_size({"width": width, "height": 740})
    message = page.get_by_role("textbox", name="Message")
    for typed, kept in (("translate", "Into Welsh"), ("/us", "/usage")):
        page.goto(app_url + "/settings")
        expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
        opened(page).fill(typed)
        entry = page.get_by_role("option", name=f"/{typed.strip('/')}")
        expect(entry).to_be_in_viewport(ratio=1)
        assert serious_faults(page) == []
        entry.click()
        if typed == "translate":
            page.get_by_role("textbox", name="language").fill("Welsh")
            page.keyboard.press("Enter")
        expect(message).to_have_value(kept)
        expect(message).to_be_focused()
        expect(page).to_have_url(app_url + "/")
        expect(page.get_by_role("article")).to_have_count(0)
        message.fill("")


def test_filters_find_what_is_archived(page: Page):
    opened(page).fill("archive this")
    page.keyboard.press("Enter")
    expect(link(page, "Trip to Lisbon")).to_have_count(0)
    opened(page).fill("in:archive tram")
    expect(page.get_by_role("option", name="Trip to Lisbon")).to_be_visible()


def test_escape_leaves_the_palette_and_the_focus_goes_back(page: Page):
    opened(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()


def test_a_question_mark_shows_the_keys_but_where_somebody_writes(page: Page):
    page.keyboard.type("?")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("?")
    page.get_by_role("textbox", name="Message").fill("")
    page.get_by_role("button", name="New chat", exact=True).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    assert serious_faults(page) == []


def test_keys_are_changed_kept_and_refused_in_words(page: Page, app_url: str):
    page.get_by_role("button", name="Shortcuts").click()
    change = page.get_by_role("button", name="Change the keys for “New chat”")
    for keys, why in {
        "Control+k": "already used for “Search and commands”",
        "Control+t": "The browser keeps Ctrl+T for itself",
        "Enter": "is needed for typing",
    }.items():
        change.click()
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(why)
    change.click()
    page.keyboard.press("Control+Alt+n")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Done").click()
    page.reload()
    expect(link(page, "How tides work")).to_be_visible()
    page.keyboard.press("Control+Alt+n")
    expect(page).to_have_url(app_url + "/")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("button", name="Use the usual keys").click()
    expect(page.get_by_role("button", name="Use the usual keys")).to_have_count(0)


def test_the_keys_that_delete_a_chat_ask_first(page: Page):
    page.keyboard.press("Control+Shift+Backspace")
    expect(page.get_by_role("alertdialog", name="Delete this chat?")).to_be_visible()
