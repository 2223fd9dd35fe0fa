"""Fields of forms, in a real browser: faults are told below them, days written or chosen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults


def told_below(field: Locator, words: str) -> None:
    """Expect the words below a field, which has the focus and is marked."""
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(words))


@pytest.mark.parametrize(
    ("path", "label", "typed", "words", "right"),
    [
        ("/login", "Email", "ada", "an address such as", "ada@example.com"),
        ("/settings", "Name", "", "is needed", "Ada"),
        ("/settings", "New password", "short", "at least 8 characters", "long enough"),
    ],
)
def test_what_the_browser_finds_wrong_is_told_below_the_field(
    page: Page, app_url: str, path: str, label: str, typed: str, words: str, right: str
):
    if path == "/login":
        page.context.clear_cookies()
    page.goto(app_url + path)
    field = page.get_by_label(label, exact=True)
    if path == "/settings":
        expect(page.get_by_label("Name", exact=True)).not_to_have_value("")
        page.get_by_label("Current password").fill("correct horse")
    field.fill("")
    field.press_sequentially(typed)
    field.press("Enter")
    told_below(field, words)
    assert serious_faults(page) == []
    field.fill(right)
    expect(field).to_have_attribute("aria-invalid", "false")


def test_a_day_is_written_as_people_write_it(admin_page: Page, app_url: str):
    admin_page.goto(app_url + "/admin")
    first = admin_page.get_by_label("From", exact=True)
    expect(first).to_be_enabled()
    first.fill("some day")
    admin_page.get_by_role("button", name="Apply").click()
    told_below(first, "Write a day such as Jan 31, 2026")
    first.fill("nov 2 2025")
    admin_page.get_by_label("To", exact=True).fill("2025-11-03")
    expect(first).to_have_value("Nov 2, 2025")
    admin_page.get_by_role("button", name="Apply").click()
    expect(admin_page).to_have_url(re.compile("from=2025-11-02&to=2025-11-03"))
    expect(admin_page.get_by_label("To", exact=True)).to_have_value("Nov 3, 2025")


def test_a_day_is_chosen_from_a_calendar_by_keyboard(admin_page: Page, app_url: str):
    admin_page.goto(app_url + "/admin?from=2025-11-02&to=2025-11-03")
    first = admin_page.get_by_label("From", exact=True)
    expect(first).to_have_value("Nov 2, 2025")
    opener = admin_page.get_by_role("button", name="Choose a day").first
    opener.press("Enter")
    expect(admin_page.get_by_role("grid", name="November 2025")).to_be_visible()
    expect(admin_page.get_by_role("button", name="Sunday, November 2, 2025")).to_be_focused()
    assert serious_faults(admin_page) == []
    admin_page.keyboard.press("ArrowLeft")
    admin_page.keyboard.press("ArrowUp")
    expect(admin_page.get_by_role("grid", name="October 2025")).to_be_visible()
    admin_page.keyboard.press("Enter")
    expect(first).to_have_value("Oct 25, 2025")
    expect(opener).to_be_focused()
    opener.press("Enter")
    admin_page.keyboard.press("Escape")
    expect(admin_page.get_by_role("grid")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_phone_keeps_its_own_way_to_choose_a_day(new_account, app_url: str):
    page = new_account(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="New key").click()
    form = page.get_by_role("dialog", name="New key")
    form.get_by_label("Expires").select_option("date")
    expect(form.get_by_label("Last day")).to_have_attribute("type", "date")
    expect(form.get_by_role("button", name="Choose a day")).to_have_count(0)


def test_escape_closes_the_list_of_a_choice_and_then_the_dialog(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="New key").click()
    form = page.get_by_role("dialog", name="New key")
    choice = form.get_by_label("Expires")
    choice.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(choice).to_be_focused()
    expect(choice).to_have_value("never")
    choice.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choice).to_have_value("30")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
