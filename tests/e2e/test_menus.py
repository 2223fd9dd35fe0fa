"""Menus, by the ARIA pattern for buttons with a menu: all of them stand on one component."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    """A page with a chat whose menu was opened by keyboard."""
    page.request.post(app_url + "/api/chats", data={"title": "Soup for ten"})
    page.goto(app_url + "/")
    # It takes the focus once it is there, which closes an open menu.
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    button = page.get_by_role("button", name="Chat actions")
    button.focus()
    button.press("ArrowDown")
    expect(page.get_by_role("menu")).to_be_visible()
    return page


def at(page: Page, name: str) -> None:
    expect(page.get_by_role("menuitem", name=name, exact=True)).to_be_focused()


def test_arrows_home_end_and_letters_move_in_a_menu(opened: Page):
    at(opened, "Rename")
    opened.keyboard.press("ArrowDown")
    at(opened, "Pin")
    opened.keyboard.press("End")
    at(opened, "Delete")
    opened.keyboard.press("ArrowDown")
    at(opened, "Rename")
    opened.keyboard.press("ArrowUp")
    at(opened, "Delete")
    opened.keyboard.press("Home")
    at(opened, "Rename")
    opened.keyboard.press("p")
    at(opened, "Pin")


def test_escape_closes_a_menu_and_the_focus_goes_back(opened: Page):
    opened.keyboard.press("Escape")
    expect(opened.get_by_role("menu")).to_have_count(0)
    expect(opened.get_by_role("button", name="Chat actions")).to_be_focused()


def test_the_button_says_whose_menu_it_is_and_whether_it_is_open(opened: Page):
    button = opened.locator("button[aria-haspopup=menu]").filter(has=opened.locator("svg")).first
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_accessible_name(re.compile("Chat actions.*Soup for ten"))
    opened.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


def test_an_entry_is_chosen_anywhere_on_its_row(opened: Page):
    row = opened.get_by_role("menuitem", name="Rename")
    box = row.bounding_box()
    menu = opened.get_by_role("menu").bounding_box()
    assert box
    assert menu
    assert box["width"] > menu["width"] - 20
    row.click(position={"x": box["width"] - 4, "y": box["height"] / 2})
    expect(opened.get_by_role("textbox", name="Title")).to_be_focused()


def test_axe_finds_nothing_in_an_open_menu(opened: Page):
    assert serious_faults(opened) == []


def test_a_menu_that_is_higher_than_a_phone_held_sideways_can_be_scrolled(page: Page, app_url: str):
    made = page.request.post(app_url + "/api/chats", data={"title": "Soup for ten"}).json()
    page.set_viewport_size({"width": 740, "height": 240})
    page.goto(f"{app_url}/chat/{made['chat_id']}")
    page.get_by_role("main").get_by_role("button", name="Chat actions").click()
    menu = page.get_by_role("menu").bounding_box()
    assert menu
    assert menu["y"] + menu["height"] <= 240
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_in_viewport(ratio=1)
