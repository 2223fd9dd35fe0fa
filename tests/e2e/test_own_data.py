"""Taking one's data along, and leaving for good or not, in a real browser."""

import json
from collections.abc import Callable
from uuid import UUID
from zipfile import ZipFile

from playwright.sync_api import Locator, Page, expect

from chat_app.models import Chat
from chat_app.services.accounts import SignedIn
from tests.e2e.accessibility import serious_faults
from tests.services.exchanges import untouched

PASSWORD = "correct horse"


def closing(page: Page, app_url: str) -> Locator:
    """Open the dialog that asks before an account is closed."""
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="Close account").click()
    asks = page.get_by_role("dialog", name="Close your account?")
    expect(asks.get_by_role("textbox", name="Your password")).to_be_focused()
    return asks


def sign_in(page: Page, email: str) -> None:
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_all_that_is_kept_of_somebody_comes_as_a_zip(
    page: Page, app_url: str, signed_up: SignedIn, seed: Callable[..., UUID]
):
    seed([("Tell me of the tides", "The moon does it.")])
    page.goto(app_url + "/settings")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download my data").click()
    assert saved.value.suggested_filename.endswith(".zip")
    with ZipFile(saved.value.path()) as taken:
        assert taken.testzip() is None
        (chat,) = json.loads(taken.read("conversations.json"))
        account = json.loads(taken.read("profile.json"))["account"]
    assert [each["content"] for each in chat["messages"]] == [
        "Tell me of the tides",
        "The moon does it.",
    ]
    assert account["email"] == signed_up.user.email


def test_whoever_closes_an_account_is_out_until_an_administrator_brings_it_back(
    page: Page, admin_page: Page, app_url: str, signed_up: SignedIn, seed: Callable[..., UUID]
):
    seed([("Tell me of the tides", "The moon does it.")])
    asks = closing(page, app_url)
    assert serious_faults(page) == []
    asks.get_by_role("textbox", name="Your password").fill("wrong")
    asks.get_by_role("button", name="Close my account").click()
    expect(asks.get_by_role("alert")).to_contain_text("password is wrong")
    asks.get_by_role("textbox", name="Your password").fill(PASSWORD)
    asks.get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("status").filter(has_text="Your account is closed")).to_be_visible()
    assert serious_faults(page) == []
    sign_in(page, signed_up.user.email)
    expect(page.get_by_role("alert")).to_contain_text("can bring it back for 30 days")

    admin_page.goto(app_url + "/admin/users")
    admin_page.get_by_role("searchbox", name="Search users").fill(signed_up.user.email)
    row = admin_page.get_by_role("table", name="Users").get_by_role("row")
    row = row.filter(has_text=signed_up.user.email)
    expect(row).to_contain_text("Closed")
    assert serious_faults(admin_page) == []
    row.get_by_role("button", name="Bring back").click()
    expect(admin_page.get_by_text(f"{signed_up.user.email} is back")).to_be_visible()
    expect(row.get_by_role("button", name="Close account")).to_be_visible()

    sign_in(page, signed_up.user.email)
    expect(page.get_by_role("link", name="Tell me of the tides")).to_be_visible()


def test_a_chat_that_goes_soon_says_so_until_somebody_writes(
    page: Page, app_url: str, signed_up: SignedIn, in_app: Callable[..., Chat]
):
    chat = in_app(untouched(signed_up.user, 3645))
    page.goto(f"{app_url}/chat/{chat.chat_id}")
    told = page.get_by_text("this chat goes to the trash on")
    expect(told).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("textbox", name="Message").fill("Stay")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article", name="Assistant")).to_be_visible()
    expect(told).to_have_count(0)


def test_whoever_thinks_again_stays(page: Page, app_url: str):
    closing(page, app_url)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Close account")).to_be_focused()
    page.goto(app_url + "/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
