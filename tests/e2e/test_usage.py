"""The usage page, in a real browser against the real server."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chat_app.models import Via
from chat_app.services.accounts.callers import Caller, Scope
from chat_app.services.admin import users
from tests.e2e.accessibility import serious_faults
from tests.services.exchanges import settled_exchange


@pytest.fixture
def spent(in_app, signed_up) -> None:
    """The person of `page` has spent 208 and 92 tokens, in two chats."""
    in_app(settled_exchange(signed_up.user, 208, title="Dear chat", cost_micro_usd=4200))
    in_app(settled_exchange(signed_up.user, 92, title="Cheap chat", days_ago=1))


def stat(page: Page, name: str) -> Locator:
    return page.get_by_role("main").locator(".stat").filter(has_text=name)


@pytest.mark.usefixtures("spent")
def test_the_page_says_what_was_used_and_what_is_left(page: Page, app_url: str):
    page.goto(app_url + "/usage")
    expect(stat(page, "Used")).to_contain_text("300")
    expect(stat(page, "Remaining")).to_contain_text("999,700")
    expect(stat(page, "Resets on")).to_contain_text(re.compile(r"\w{3} 1, 20\d\d"))
    page.get_by_text("Show as a table").click()
    days = page.get_by_role("table", name="Tokens by day").get_by_role("row")
    expect(days).to_have_count(31)
    expect(days.last).to_contain_text("208")
    assert serious_faults(page) == []


@pytest.mark.usefixtures("spent")
def test_the_ledger_tells_every_change_in_words(page: Page, app_url: str):
    page.goto(app_url + "/usage")
    rows = page.get_by_role("table", name="Ledger").get_by_role("row")
    expect(rows).to_have_count(8)
    expect(rows.nth(1)).to_contain_text("Reply charged")
    expect(rows.nth(1)).to_contain_text("−92")
    expect(rows.nth(1)).to_contain_text("999,700")
    expect(rows.last).to_contain_text("Budget granted")
    rows.nth(1).get_by_role("link", name="Cheap chat").click()
    expect(page).to_have_url(re.compile(r"/chat/[0-9a-f-]{36}"))


@pytest.mark.usefixtures("spent")
def test_an_expensive_chat_is_deleted_after_one_question_and_comes_back(page: Page, app_url: str):
    page.goto(app_url + "/usage")
    costly = page.get_by_role("table", name="Most expensive chats")
    expect(costly.get_by_role("row").nth(1)).to_contain_text("Dear chat")
    costly.get_by_role("button", name="Delete").first.click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(costly.get_by_text("Dear chat")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Chats").get_by_text("Dear chat")).to_have_count(0)
    expect(stat(page, "Used")).to_contain_text("300")
    page.get_by_role("button", name="Undo").click()
    expect(costly.get_by_role("row").nth(1)).to_contain_text("Dear chat")
    expect(page.get_by_role("navigation", name="Chats").get_by_text("Dear chat")).to_be_visible()


def test_a_chat_is_kept_when_the_question_is_answered_with_cancel(
    page: Page, app_url: str, spent: None
):
    page.goto(app_url + "/usage")
    costly = page.get_by_role("table", name="Most expensive chats")
    costly.get_by_role("button", name="Delete").first.click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(costly.get_by_text("Dear chat")).to_be_visible()
    expect(costly.get_by_role("button", name="Delete").first).to_be_focused()


def test_an_empty_account_is_told_so(page: Page, app_url: str):
    page.goto(app_url + "/usage")
    expect(page.get_by_text("Nothing was used in the last 30 days")).to_be_visible()
    expect(page.get_by_text("No chat has cost anything yet")).to_be_visible()
    expect(stat(page, "Remaining")).to_contain_text("1,000,000")
    assert serious_faults(page) == []


@pytest.mark.usefixtures("spent")
def test_a_warning_stands_there_from_eighty_percent(page: Page, app_url: str, in_app, signed_up):
    admin = Caller(signed_up.user, Via.API, frozenset({Scope.ADMIN}))
    in_app(users.update_user(admin, signed_up.user.user_id, token_limit=350))
    page.goto(app_url + "/usage")
    expect(page.get_by_text("85% of your budget is spent. 50 tokens are left")).to_be_visible()


@pytest.mark.usefixtures("spent")
def test_a_phone_shows_the_page_without_scrolling_sideways(page: Page, app_url: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(app_url + "/usage")
    expect(page.get_by_role("table", name="Ledger")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.querySelector('main').scrollWidth") == 360


def test_the_signed_out_are_sent_to_sign_in_and_back(browser, app_url: str):
    context = browser.new_context()
    page = context.new_page()
    page.goto(app_url + "/usage")
    expect(page).to_have_url(re.compile(r"/login\?next=%2Fusage"))
    context.close()
