"""Codes and passkeys, set up and signed in by in a real browser."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.services.authenticators import App

PASSWORD = "correct horse"


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@example.com"


@pytest.fixture
def page(browser: Browser, app_url: str, email: str) -> Iterator[Page]:
    """The settings of somebody who has just signed up."""
    context = browser.new_context()
    made = {"email": email, "password": PASSWORD, "name": "Ada"}
    assert context.request.post(app_url + "/api/auth/register", data=made).ok
    page = context.new_page()
    page.goto(app_url + "/settings")
    yield page
    context.close()


@pytest.fixture
def device(page: Page) -> CDPSession:
    """A device of the browser's own that makes passkeys and confirms by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def signed_out(page: Page, app_url: str) -> Page:
    """Show the sign-in page to nobody."""
    page.context.clear_cookies()
    page.goto(app_url + "/login")
    return page


def set_up(page: Page) -> tuple[App, Locator]:
    """Set an app up; return it, and the dialog with the codes for recovery."""
    page.get_by_role("button", name="Set up authenticator app").click()
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    scan = page.get_by_role("dialog", name="Scan this with your app")
    expect(scan.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    expect(scan.get_by_role("textbox", name="Code")).to_be_focused()
    assert serious_faults(page) == []
    app = App(scan.locator("code").inner_text().replace(" ", ""))
    scan.get_by_role("textbox", name="Code").fill("000000")
    page.keyboard.press("Enter")
    expect(scan.get_by_role("alert")).to_contain_text("This code is wrong")
    scan.get_by_role("textbox", name="Code").fill(app.code())
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name="Your recovery codes")
    expect(shown.get_by_role("listitem")).to_have_count(10)
    app.recovery_codes = shown.get_by_role("listitem").all_inner_texts()
    return app, shown


def sign_in(page: Page, email: str) -> None:
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_app_is_set_up_asked_for_and_taken_off(page: Page, app_url: str, email: str):
    app, shown = set_up(page)
    with page.expect_download() as saved:
        shown.get_by_role("link", name="Download").click()
    assert saved.value.path().read_text().split() == app.recovery_codes
    shown.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()

    sign_in(signed_out(page, app_url), email)
    code = page.get_by_role("textbox", name="Code")
    expect(code).to_be_focused()
    assert serious_faults(page) == []
    code.fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong or was used")
    code.fill(app.code(1))
    page.keyboard.press("Enter")
    expect(page).to_have_url(app_url + "/")

    sign_in(signed_out(page, app_url), email)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_role("textbox", name="Recovery code").fill(app.recovery_codes[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(app_url + "/")

    page.goto(app_url + "/settings")
    expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
    expect(page.get_by_role("table", name="Sessions")).to_contain_text("By password and code")
    page.get_by_role("button", name="Turn off").click()
    page.get_by_role("textbox", name="Your password").fill("wrong")
    page.keyboard.press("Enter")
    asks = page.get_by_role("dialog", name="Turn off")
    expect(asks.get_by_role("alert")).to_contain_text("The current password is wrong")
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No authenticator app is set up.")).to_be_visible()


def test_a_passkey_is_added_signs_in_and_is_removed(page: Page, app_url: str, device: CDPSession):
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("textbox", name="What to call it").fill("My laptop")
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Passkeys")
    expect(table.get_by_role("row", name="My laptop")).to_contain_text("Never")
    assert serious_faults(page) == []

    signed_out(page, app_url)
    page.goto(app_url + "/login?next=%2Fsettings")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(app_url + "/settings")
    expect(page.get_by_role("table", name="Sessions")).to_contain_text("By passkey")

    page.get_by_role("button", name="Rename My laptop").click()
    page.get_by_role("textbox", name="What to call it").fill("Old laptop")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove Old laptop").click()
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No passkey yet.")).to_be_visible()

    signed_out(page, app_url).get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="not known here")).to_be_visible()


def test_an_administrator_resets_what_somebody_lost(
    page: Page, admin_page: Page, device: CDPSession, app_url: str, email: str
):
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("textbox", name="What to call it").fill("My laptop")
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="My laptop")).to_be_visible()
    set_up(page)
    admin_page.goto(f"{app_url}/admin/users?q={email}")
    row = admin_page.get_by_role("row").filter(has_text=email)
    row.get_by_role("button", name="Reset second factor").click()
    asks = admin_page.get_by_role("alertdialog", name="Reset second factor?")
    expect(asks).to_contain_text(email)
    assert serious_faults(admin_page) == []
    asks.get_by_role("button", name="Reset second factor").click()
    expect(admin_page.get_by_text(f"The second factor of {email} is reset.")).to_be_visible()
    expect(row.get_by_role("button", name="Reset second factor")).to_have_count(0)
    # Whoever was signed in is out, neither device lets in, and the password alone does.
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="not known here")).to_be_visible()
    sign_in(page, email)
    expect(page).not_to_have_url(re.compile("/login"))


def test_a_device_that_does_not_confirm_lets_nobody_in(page: Page, app_url: str):
    signed_out(page, app_url)
    # What is pressed in vain is given up, as a person would.
    refuse = "async () => { throw new DOMException('', 'NotAllowedError'); }"
    page.evaluate(f"void (navigator.credentials.get = {refuse})")
    page.get_by_role("button", name="Use a passkey").click()
    told = page.get_by_role("alert").filter(has_text="Your device did not confirm")
    expect(told).to_be_visible()


def test_all_other_places_are_signed_out_at_once(
    page: Page, app_url: str, email: str, browser: Browser
):
    there = browser.new_context(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")
    signed = there.request.post(
        app_url + "/api/auth/login", data={"email": email, "password": PASSWORD}
    )
    assert signed.ok
    other = there.new_page()
    other.goto(app_url + "/settings")
    expect(other.get_by_role("table", name="Sessions")).to_be_visible()
    page.reload()
    table = page.get_by_role("table", name="Sessions")
    expect(table).to_contain_text("Firefox on Windows")
    expect(table).to_contain_text("127.0.0.1")
    page.get_by_role("button", name="Sign out all others").click()
    asks = page.get_by_role("alertdialog", name="Sign out everywhere else?")
    asks.get_by_role("button", name="Sign out all others").click()
    expect(page.get_by_text("One other session was signed out.")).to_be_visible()
    expect(table.get_by_text("Firefox on Windows")).to_have_count(0)
    # The page there hears of it, without being touched.
    expect(other).to_have_url(app_url + "/login?next=%2Fsettings")
    assert page.request.get(app_url + "/api/auth/me").ok
    there.close()


def test_who_forgot_the_password_is_told_whom_to_ask_where_no_mail_is_sent(
    page: Page, app_url: str
):
    signed_out(page, app_url).get_by_role("link", name="Forgot password?").click()
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    expect(page.get_by_text("ask an administrator for a link")).to_be_visible()
    expect(page.get_by_role("button", name="Send link")).to_have_count(0)
    assert serious_faults(page) == []
    page.get_by_role("link", name="Back to sign in").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
