"""A lost connection is told quietly, with what can be done meanwhile, and so is that it is back."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.conftest import free_port
from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import PASSWORD, serving

LOST = "Connection lost, trying again"


def draft(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)


def test_offline_the_page_says_so_keeps_what_is_written_and_says_when_it_is_back(
    page: Page, app_url: str
):
    page.goto(app_url + "/")
    draft(page, "a draft")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text=LOST)).to_be_visible()
    draft(page, "a longer draft")
    expect(page.get_by_text("No connection: this can be sent once it is back")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    assert serious_faults(page) == []
    page.context.set_offline(False)
    expect(page.get_by_text("Connected again")).to_be_visible()
    expect(page.get_by_text("Connected again")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Message")).to_have_value("a longer draft")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article", name="You")).to_contain_text("a longer draft")


def test_a_server_that_goes_away_is_told_by_the_banner_alone(
    browser: Browser, app_settings: dict[str, str], tmp_path: Path
):
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/chat.db", "PORT": str(free_port())}
    with browser.new_context() as context:
        page = context.new_page()
        with serving(app_settings | own, tmp_path / "app.log") as url:
            page.goto(url + "/login")
            page.get_by_role("textbox", name="Email").fill("admin@example.com")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            draft(page, "write 5 words")
            page.get_by_role("button", name="Send").click()
            expect(page.locator(".tk-charge")).to_be_visible()
        expect(page.get_by_role("status").filter(has_text=LOST)).to_be_visible()
        draft(page, "meanwhile")
        expect(page.get_by_role("button", name="Send")).to_be_disabled()
        expect(page.locator("[data-sonner-toast]")).to_have_count(0)
        expect(page.get_by_role("article", name="Assistant")).to_be_visible()
