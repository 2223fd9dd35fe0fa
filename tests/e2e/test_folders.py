"""Folders, archive, trash and several chats at once, in a real browser against the real server."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.test_chat_list import act, link, titles

TITLES = ("Trip to Lisbon", "How tides work", "Soup for ten")


@pytest.fixture
def page(page: Page, app_url: str) -> Page:
    """A page with three chats."""
    for title in TITLES:
        page.request.post(app_url + "/api/chats", data={"title": title})
    page.goto(app_url + "/")
    expect(link(page, TITLES[0])).to_be_visible()
    # It takes the focus once it is there.
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    return page


def folder(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Folders").get_by_role("button", name=name)


def new_folder(page: Page, name: str) -> None:
    page.get_by_role("button", name="New folder").click()
    page.get_by_role("textbox", name="Folder name").fill(name)
    page.get_by_role("dialog", name="New folder").get_by_role("button", name="Save").click()
    expect(folder(page, name).first).to_be_visible()


def test_a_chat_is_put_into_a_folder_by_its_menu_and_taken_out_with_undo(page: Page):
    new_folder(page, "Travel")
    act(page, "Trip to Lisbon", "Move to folder")
    page.get_by_role("dialog", name="Move to folder").get_by_role("button", name="Travel").click()
    expect(folder(page, "Travel 1")).to_be_visible()
    folder(page, "Travel 1").click()
    expect(link(page, "Soup for ten")).to_have_count(0)
    expect(titles(page)).to_have_text(["Trip to Lisbon"])
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("No chats in “Travel” yet")).to_be_visible()
    page.get_by_role("button", name="All chats").click()
    expect(link(page, "Soup for ten")).to_be_visible()


def test_a_folder_is_made_where_chats_are_moved_and_found_by_typing(page: Page):
    act(page, "How tides work", "Move to folder")
    box = page.get_by_role("textbox", name="Folder name")
    expect(box).to_be_focused()
    box.fill("Science")
    page.get_by_role("button", name="New folder “Science”").click()
    expect(folder(page, "Science 1")).to_be_visible()
    act(page, "Soup for ten", "Move to folder")
    box.fill("scie")
    box.press("Enter")
    expect(folder(page, "Science 2")).to_be_visible()


def test_chats_are_dragged_onto_a_folder(page: Page):
    new_folder(page, "Travel")
    link(page, "Trip to Lisbon").drag_to(folder(page, "Travel 0"))
    expect(folder(page, "Travel 1")).to_be_visible()


def test_a_folder_is_edited_and_goes_without_its_chats(page: Page, app_url: str):
    new_folder(page, "Travel")
    page.get_by_role("button", name="Folder actions: Travel").click()
    page.get_by_role("menuitem", name="Edit folder").click()
    page.get_by_role("textbox", name="Folder name").fill("Journeys")
    page.get_by_role("textbox", name="System prompt").fill("Be brief.")
    page.get_by_role("combobox", name="Model").select_option(label="Simulated")
    page.get_by_role("button", name="Save").click()
    expect(folder(page, "Journeys 0")).to_be_visible()
    (made,) = page.request.get(app_url + "/api/folders").json()["folders"]
    assert (made["system_prompt"], made["model"]) == ("Be brief.", "simulated")
    link(page, "Trip to Lisbon").drag_to(folder(page, "Journeys 0"))
    expect(folder(page, "Journeys 1")).to_be_visible()
    page.get_by_role("button", name="Folder actions: Journeys").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(folder(page, "Journeys")).to_have_count(0)
    expect(link(page, "Trip to Lisbon")).to_be_visible()


def test_a_chat_is_archived_and_taken_back(page: Page):
    act(page, "Soup for ten", "Archive")
    expect(link(page, "Soup for ten")).to_have_count(0)
    page.get_by_role("button", name="Archived").click()
    expect(link(page, "Soup for ten")).to_be_visible()
    act(page, "Soup for ten", "Unarchive")
    expect(page.get_by_text("Nothing is archived")).to_be_visible()
    page.get_by_role("button", name="All chats").click()
    expect(link(page, "Soup for ten")).to_be_visible()


def test_the_trash_gives_back_what_it_holds_until_it_is_emptied(page: Page):
    for title in TITLES[:2]:
        act(page, title, "Delete")
        page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
        expect(link(page, title)).to_have_count(0)
    page.get_by_role("button", name="Trash").click()
    expect(page.get_by_text("30 days left")).to_have_count(2)
    assert serious_faults(page) == []
    page.get_by_role("button", name="Restore Trip to Lisbon").click()
    expect(page.get_by_text("30 days left")).to_have_count(1)
    page.get_by_role("button", name="Empty trash").click()
    dialog = page.get_by_role("alertdialog", name="Empty the trash?")
    expect(dialog).to_contain_text("stay in your books")
    dialog.get_by_role("button", name="Empty trash").click()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    page.get_by_role("button", name="All chats").click()
    expect(link(page, "Trip to Lisbon")).to_be_visible()
    expect(link(page, "How tides work")).to_have_count(0)


@pytest.mark.parametrize(
    ("action", "asked"),
    [("Archive", None), ("Delete", "Delete 2 chats?")],
    ids=["archive", "delete"],
)
def test_several_chats_go_together_and_come_back_with_one_undo(
    page: Page, action: str, asked: str | None
):
    page.get_by_role("button", name="Select chats").click()
    for title in TITLES[:2]:
        page.get_by_role("checkbox", name=f"Select {title}").check()
    bar = page.get_by_role("toolbar", name="Selected chats")
    expect(bar.get_by_role("status")).to_have_text("2 selected")
    bar.get_by_role("button", name=action).click()
    if asked:
        page.get_by_role("alertdialog", name=asked).get_by_role("button", name="Delete").click()
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(link(page, TITLES[0])).to_have_count(0)
    expect(titles(page)).to_have_text([TITLES[2]])
    page.get_by_role("button", name="Undo").click()
    expect(link(page, TITLES[0])).to_be_visible()
    expect(link(page, TITLES[1])).to_be_visible()


def test_shift_chooses_all_between_and_escape_ends_choosing(page: Page):
    page.get_by_role("button", name="Select chats").click()
    page.get_by_role("checkbox", name=f"Select {TITLES[2]}").click()
    page.get_by_role("checkbox", name=f"Select {TITLES[0]}").click(modifiers=["Shift"])
    expect(page.get_by_role("toolbar").get_by_role("status")).to_have_text("3 selected")
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(link(page, TITLES[0])).to_be_visible()


def test_after_a_chat_was_deleted_the_focus_is_on_the_next(page: Page):
    row = page.get_by_role("button", name="Chat actions: How tides work")
    row.focus()
    row.press("Enter")
    expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Delete")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Delete").press("Enter")
    expect(link(page, "How tides work")).to_have_count(0)
    expect(link(page, "Trip to Lisbon")).to_be_focused()


def test_a_dialog_that_is_left_gives_the_focus_back(page: Page):
    button = page.get_by_role("button", name="New folder")
    button.focus()
    button.press("Enter")
    expect(page.get_by_role("textbox", name="Folder name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_folders_selection_and_dialogs(page: Page, scheme):
    page.emulate_media(color_scheme=scheme)
    new_folder(page, "Travel")
    assert serious_faults(page) == []
    page.get_by_role("button", name="Select chats").click()
    assert serious_faults(page) == []
    page.get_by_role("button", name="Cancel").click()
    act(page, "Soup for ten", "Move to folder")
    expect(page.get_by_role("dialog", name="Move to folder")).to_be_visible()
    assert serious_faults(page) == []
