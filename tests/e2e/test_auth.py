"""Signing up, in and out, in a real browser against the real server."""

import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Response, Route, expect

from chat_app.services.accounts import COOKIE_NAME
from tests.e2e.accessibility import serious_faults

PASSWORD = "correct horse"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A browser nobody has signed in with."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def account(browser: Browser, app_url: str) -> str:
    """The e-mail of somebody who has an account."""
    email = f"{uuid4().hex}@example.com"
    context = browser.new_context()
    context.request.post(
        app_url + "/api/auth/register", data={"email": email, "password": PASSWORD, "name": "Bo"}
    )
    context.close()
    return email


def session_cookie(page: Page) -> dict[str, Any]:
    return next(dict(each) for each in page.context.cookies() if each.get("name") == COOKIE_NAME)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signing_up_leads_to_the_chats(visitor: Page, app_url: str):
    visitor.goto(app_url + "/register")
    visitor.get_by_role("textbox", name="Name").fill("Ann Example")
    visitor.get_by_role("textbox", name="Email").fill(f"{uuid4().hex}@example.com")
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Create account").click()
    expect(visitor).to_have_url(app_url + "/")
    expect(visitor.get_by_text("Ann Example", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/usage", "/settings", "/admin?from=2026-01-01"])
def test_the_signed_out_sign_in_and_come_back(visitor: Page, app_url: str, account: str, path: str):
    visitor.goto(app_url + path)
    expect(visitor).to_have_url(re.compile(r"/login(\?next=|$)"))
    sign_in(visitor, account)
    # This account is no administrator: it is led on from the dashboard to its chats.
    expect(visitor).to_have_url(app_url + ("/" if "admin" in path else path))


def test_the_way_back_survives_going_to_the_other_page(visitor: Page, app_url: str):
    visitor.goto(app_url + "/login?next=%2Fusage")
    expect(visitor.get_by_text("Sign in to go on with your chats.")).to_be_visible()
    visitor.get_by_role("link", name="Create one").click()
    expect(visitor).to_have_url(app_url + "/register?next=%2Fusage")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/.//evil.example",
    ],
)
def test_the_way_back_never_leaves_the_site(
    visitor: Page, app_url: str, account: str, elsewhere: str
):
    visitor.goto(app_url + "/login")
    visitor.evaluate("(next) => history.replaceState(null, '', '?' + next)", f"next={elsewhere}")
    sign_in(visitor, account)
    expect(visitor).to_have_url(re.compile(f"^{re.escape(app_url)}/"))
    expect(visitor.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_wrong_password_is_told_in_words(visitor: Page, app_url: str, account: str):
    visitor.goto(app_url + "/login")
    sign_in(visitor, account, "wrong horse")
    expect(visitor.get_by_role("alert")).to_contain_text("E-mail or password is wrong")
    sign_in(visitor, account)
    expect(visitor).to_have_url(app_url + "/")


def test_a_taken_email_is_told_in_words(visitor: Page, app_url: str, account: str):
    visitor.goto(app_url + "/register")
    visitor.get_by_role("textbox", name="Email").fill(account)
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Create account").click()
    expect(visitor.get_by_role("alert")).to_contain_text("exists already")


def test_no_script_can_read_the_token_and_closing_the_browser_keeps_it(
    visitor: Page, app_url: str, account: str
):
    visitor.goto(app_url + "/login")
    sign_in(visitor, account)
    expect(visitor).to_have_url(app_url + "/")
    cookie = session_cookie(visitor)
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["expires"] > 0
    assert COOKIE_NAME not in visitor.evaluate("document.cookie + JSON.stringify(localStorage)")


def test_signing_out_kills_the_token_and_leads_to_the_sign_in_page(page: Page, app_url: str):
    page.goto(app_url + "/")
    token = session_cookie(page)["value"]
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(app_url + "/login")
    page.goto(app_url + "/settings")
    expect(page).to_have_url(re.compile(r"/login\?next="))
    answer = page.request.get(
        app_url + "/api/auth/me", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status == 401


def test_a_page_that_hears_first_that_it_was_signed_out_waits_for_where_to_go(
    page: Page, app_url: str
):
    answered: list[tuple[Route, APIResponse]] = []

    def keep_back(route: Route) -> None:
        answered.append((route, route.fetch()))

    refused: list[str] = []

    def note(answer: Response) -> None:
        if not answer.ok:
            refused.append(urlsplit(answer.url).path)

    page.on("response", note)
    page.route("**/api/auth/logout", keep_back)
    page.goto(app_url + "/")
    page.get_by_role("button", name="Sign out").click()
    # Having asked twice who is signed in, it has not left at the first answer.
    while refused.count("/api/auth/me") < 2:
        page.wait_for_event("response")
    ((route, answer),) = answered
    route.fulfill(response=answer)
    expect(page).to_have_url(app_url + "/login")


def test_the_next_person_at_the_tab_sees_nothing_of_the_last_one(
    page: Page, app_url: str, account: str
):
    page.request.post(app_url + "/api/chats", data={"title": "Private matter"})
    page.goto(app_url + "/")
    expect(page.get_by_role("link", name="Private matter")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sent = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: sent.append(str(frame))),
    )
    sign_in(page, account)
    expect(page.get_by_role("navigation", name="Chats")).to_contain_text("No chats yet")
    assert "Private matter" not in "".join(sent)


def test_a_session_ended_elsewhere_ends_here_with_the_next_click(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    expect(page.get_by_text("This session")).to_be_visible()
    page.request.post(app_url + "/api/auth/logout")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(app_url + "/login?next=%2Fsettings")


def test_the_dashboard_is_for_administrators(page: Page, app_url: str, account: str):
    page.goto(app_url + "/login")
    sign_in(page, account)
    expect(page).to_have_url(app_url + "/")
    page.goto(app_url + "/admin")
    expect(page).to_have_url(app_url + "/")
    expect(page.get_by_text("This is for administrators")).to_be_visible()
    expect(page.get_by_role("link", name="Admin")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/login", "/register"])
def test_axe_finds_nothing_serious(
    browser: Browser, app_url: str, path: str, scheme: Literal["light", "dark"]
):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(app_url + path)
    expect(page.locator("html")).to_have_class(re.compile(scheme))
    assert serious_faults(page) == []
    context.close()
