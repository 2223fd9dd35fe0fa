"""The settings page and the theme, in a real browser against the real server."""

import re
from typing import Literal
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import serious_faults

OLD, NEW = "correct horse", "battery staple"


@pytest.fixture
def two_places(browser: Browser, app_url: str):
    """One account signed in twice: the page under test, and another browser."""
    email = f"{uuid4().hex}@example.com"
    here = browser.new_context()
    here.request.post(app_url + "/api/auth/register", data={"email": email, "password": OLD})
    there = browser.new_context(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")
    there.request.post(app_url + "/api/auth/login", data={"email": email, "password": OLD})
    page = here.new_page()
    page.goto(app_url + "/settings")
    yield page, there
    here.close()
    there.close()


def test_the_name_is_saved_and_shown_at_once(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    name = page.get_by_role("textbox", name="Name", exact=True)
    expect(name).not_to_have_value("")
    name.fill("Ada Lovelace")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your name is saved.")).to_be_visible()
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_be_visible()
    page.reload()
    expect(name).to_have_value("Ada Lovelace")


def test_a_new_password_ends_the_other_sessions_and_says_so(two_places, app_url: str):
    page, there = two_places
    page.get_by_label("Current password").fill(OLD)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("All other sessions were signed out")).to_be_visible()
    expect(page.get_by_label("New password")).to_have_value("")
    assert there.request.get(app_url + "/api/auth/me").status == 401
    assert page.request.get(app_url + "/api/auth/me").status == 200


def test_a_wrong_current_password_is_told_in_words(two_places, app_url: str):
    page, there = two_places
    page.get_by_label("Current password").fill("not this one")
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_contain_text("The current password is wrong")
    assert there.request.get(app_url + "/api/auth/me").status == 200


def test_one_session_can_be_signed_out(two_places, app_url: str):
    page, there = two_places
    expect(page.get_by_text("This session")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Sign out Firefox on Windows")).click()
    expect(page.get_by_text("Firefox on Windows")).to_have_count(0)
    assert there.request.get(app_url + "/api/auth/me").status == 401
    assert page.request.get(app_url + "/api/auth/me").status == 200


def test_passwords_never_come_back_over_the_wire(two_places):
    page, _there = two_places
    received = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    page.reload()
    page.get_by_label("Current password").fill(OLD)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("All other sessions were signed out")).to_be_visible()
    assert NEW not in "".join(received)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_until_one_is_chosen_and_that_is_kept(
    browser: Browser, app_url: str, scheme: Literal["light", "dark"]
):
    other: Literal["light", "dark"] = "dark" if scheme == "light" else "light"
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(app_url + "/login")
    expect(page.locator("html")).to_have_class(re.compile(scheme))
    page.emulate_media(color_scheme=other)
    expect(page.locator("html")).to_have_class(re.compile(other))
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name="Theme").click()
    expect(page.locator("html")).to_have_class(re.compile(other))
    # The class must be right before the app starts, or the page flashes in the wrong colours.
    page.route("**/*.js", lambda route: route.abort())
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_class(re.compile(other))
    context.close()


def test_the_colour_mode_can_be_left_to_the_system_again(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.get_by_role("button", name="Like the system").click()
    expect(page.locator("html")).to_have_class(re.compile("light"))
    expect(page.get_by_role("button", name="Like the system")).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_account, app_url: str, scheme: str):
    page = new_account(color_scheme=scheme)
    page.goto(app_url + "/settings")
    expect(page.get_by_text("This session")).to_be_visible()
    assert serious_faults(page) == []
