"""The list of chats in the sidebar, in a real browser against the real server."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults

TITLES = ("Trip to Lisbon", "How tides work", "Soup for ten")


@pytest.fixture
def chats(page: Page, app_url: str) -> dict[str, str]:
    """Ids of three chats by title, made in this order, with the page open."""
    made = {
        title: page.request.post(app_url + "/api/chats", data={"title": title}).json()["chat_id"]
        for title in TITLES
    }
    page.goto(app_url + "/")
    expect(link(page, TITLES[0])).to_be_visible()
    # It takes the focus once it is there, which closes an open menu.
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    return made


def link(page: Page, title: str) -> Locator:
    return page.get_by_role("navigation", name="Chats").get_by_role("link", name=title)


def titles(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Chats").get_by_role("link")


def act(page: Page, title: str, action: str) -> None:
    """Choose an action from a chat's menu."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title))
    row.hover()
    row.get_by_role("button", name="Chat actions").click()
    page.get_by_role("menuitem", name=action, exact=True).click()


@pytest.mark.usefixtures("chats")
def test_the_newest_chat_stands_on_top_under_today(page: Page):
    expect(titles(page)).to_have_text(list(reversed(TITLES)))
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def test_the_open_chat_is_marked(page: Page, chats: dict[str, str]):
    link(page, "How tides work").click()
    expect(page).to_have_url(re.compile(chats["How tides work"]))
    expect(link(page, "How tides work")).to_have_attribute("aria-current", "page")
    expect(link(page, "Soup for ten")).not_to_have_attribute("aria-current", "page")


def test_new_chat_opens_an_empty_one(page: Page, chats: dict[str, str], app_url: str):
    page.goto(f"{app_url}/chat/{chats['Soup for ten']}")
    page.get_by_role("button", name="New chat").click()
    expect(page).to_have_url(app_url + "/")


@pytest.mark.usefixtures("chats")
def test_pinning_puts_a_chat_on_top_and_unpinning_puts_it_back(page: Page):
    act(page, "Trip to Lisbon", "Pin")
    expect(page.get_by_role("heading", name="Pinned")).to_be_visible()
    expect(titles(page).first).to_have_text("Trip to Lisbon")
    act(page, "Trip to Lisbon", "Unpin")
    expect(page.get_by_role("heading", name="Pinned")).to_have_count(0)
    expect(titles(page).last).to_have_text("Trip to Lisbon")


@pytest.mark.usefixtures("chats")
def test_a_chat_is_renamed_in_place(page: Page):
    act(page, "How tides work", "Rename")
    box = page.get_by_role("textbox", name="Title")
    expect(box).to_be_focused()
    box.fill("The moon and the sea")
    page.get_by_role("button", name="Save").click()
    expect(link(page, "The moon and the sea")).to_be_visible()
    page.reload()
    expect(link(page, "The moon and the sea")).to_be_visible()


@pytest.mark.parametrize("leave", ["Cancel", "Escape"])
@pytest.mark.usefixtures("chats")
def test_renaming_can_be_given_up(page: Page, leave: str):
    act(page, "How tides work", "Rename")
    page.get_by_role("textbox", name="Title").fill("Not this")
    if leave == "Cancel":
        page.get_by_role("button", name="Cancel").click()
    else:
        page.get_by_role("textbox", name="Title").press("Escape")
    expect(link(page, "How tides work")).to_be_visible()


@pytest.mark.usefixtures("chats")
def test_deleting_asks_once_and_can_be_undone(page: Page):
    act(page, "Soup for ten", "Delete")
    dialog = page.get_by_role("alertdialog", name="Delete this chat?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(link(page, "Soup for ten")).to_be_visible()
    act(page, "Soup for ten", "Delete")
    dialog.get_by_role("button", name="Delete").click()
    expect(link(page, "Soup for ten")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(link(page, "Soup for ten")).to_be_visible()


def test_deleting_the_open_chat_leads_to_a_new_one_and_still_offers_undo(
    page: Page, chats: dict[str, str], app_url: str
):
    page.goto(f"{app_url}/chat/{chats['Soup for ten']}")
    # It takes the focus once it is there, which closes an open menu.
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    act(page, "Soup for ten", "Delete")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(app_url + "/")
    page.get_by_role("button", name="Undo").click()
    expect(link(page, "Soup for ten")).to_be_visible()


@pytest.mark.usefixtures("chats")
def test_search_finds_chats_and_says_when_there_is_none(page: Page):
    search = page.get_by_role("textbox", name="Search chats")
    search.fill("lisbon")
    expect(link(page, "Soup for ten")).to_have_count(0)
    expect(link(page, "Trip to Lisbon")).to_be_visible()
    search.fill("xylophone")
    expect(page.get_by_text("No chat contains “xylophone”")).to_be_visible()
    search.fill("")
    expect(link(page, "Soup for ten")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_hit_in_a_message_is_shown_and_marked(
    page: Page, chats: dict[str, str], app_url: str, scheme: Literal["light", "dark"]
):
    page.emulate_media(color_scheme=scheme)
    text = (
        "Where do 👩‍🚀 sail, and is <b>TIDAL</b> water salty all the way up a river to its spring?"
    )
    page.request.post(f"{app_url}/api/chat/{chats['Soup for ten']}/message", data={"message": text})
    page.get_by_role("textbox", name="Search chats").fill("tidal")
    found = link(page, "Soup for ten")
    expect(found.locator("mark")).to_have_text("TIDAL")
    expect(found).to_contain_text("is <b>TIDAL</b> water")
    expect(link(page, "How tides work")).to_have_count(0)
    assert serious_faults(page) == []


@pytest.mark.usefixtures("chats")
def test_a_search_stays_in_its_box_as_long_as_it_filters_the_list(page: Page):
    search = page.get_by_role("textbox", name="Search chats")
    search.fill("tides")
    expect(link(page, "Soup for ten")).to_have_count(0)
    link(page, "How tides work").click()
    expect(page).to_have_url(re.compile("/chat/"))
    expect(search).to_have_value("tides")
    page.reload()
    expect(search).to_have_value("tides")
    expect(link(page, "Soup for ten")).to_have_count(0)


def test_places_left_are_told_when_few_are(page: Page, chats: dict[str, str], app_url: str):
    expect(page.get_by_text("2 of 5 chats left")).to_be_visible()
    page.request.delete(f"{app_url}/api/chat/{chats['Soup for ten']}")
    page.request.delete(f"{app_url}/api/chat/{chats['How tides work']}")
    page.reload()
    expect(link(page, "Trip to Lisbon")).to_be_visible()
    expect(page.get_by_text("chats left")).to_have_count(0)


def test_an_account_without_chats_is_told_so(page: Page, app_url: str):
    page.goto(app_url + "/")
    expect(page.get_by_text("No chats yet")).to_be_visible()


def test_the_budget_is_a_progress_bar_that_leads_to_the_usage_page(page: Page, app_url: str):
    page.goto(app_url + "/")
    bar = page.get_by_role("progressbar", name="Token budget")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    expect(page.get_by_text(re.compile(r"^0 / [\d,]+$"))).to_be_visible()
    bar.click()
    expect(page).to_have_url(app_url + "/usage")


def test_the_page_says_that_only_the_simulated_model_answers(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    expect(page.get_by_text("No provider key is set")).to_be_visible()


def test_a_title_is_text_whatever_it_contains(page: Page, app_url: str):
    title = "<img src=x onerror=document.title='hit'>"
    page.request.post(app_url + "/api/chats", data={"title": title})
    page.goto(app_url + "/")
    expect(link(page, title)).to_be_visible()
    assert page.title() != "hit"


def test_on_a_phone_the_sidebar_is_a_drawer(new_account, app_url: str):
    page = new_account(viewport={"width": 360, "height": 740})
    page.goto(app_url + "/settings")
    search = page.get_by_role("textbox", name="Search chats")
    expect(search).to_be_hidden()
    page.get_by_role("button", name="Open menu").click()
    expect(search).to_be_visible()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(page.get_by_role("button", name="Open menu")).to_be_focused()
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("link", name="Usage").click()
    expect(page).to_have_url(app_url + "/usage")
    expect(search).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_account, app_url: str, scheme: str):
    page = new_account(color_scheme=scheme)
    for title in TITLES:
        page.request.post(app_url + "/api/chats", data={"title": title})
    page.goto(app_url + "/")
    expect(link(page, TITLES[0])).to_be_visible()
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    assert serious_faults(page) == []
    page.get_by_role("button", name="Chat actions").first.click()
    assert serious_faults(page) == []
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert serious_faults(page) == []
