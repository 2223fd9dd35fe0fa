"""The administrators' pages, in a real browser against the real server."""

import csv
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from chat_app.models import now
from tests.e2e.accessibility import serious_faults
from tests.services.exchanges import settled_exchange


@pytest.fixture
def spent(in_app, signed_up) -> str:
    """Somebody other than the administrator has used two models; return the e-mail."""
    in_app(settled_exchange(signed_up.user, 208, model="large", billed_total_tokens=300))
    in_app(settled_exchange(signed_up.user, 92, model="small", days_ago=1))
    return signed_up.user.email


def usage_table(page: Page) -> Locator:
    return page.get_by_role("table", name="Usage", exact=True)


def row_of(page: Page, email: str) -> Locator:
    return page.get_by_role("table", name="Users").get_by_role("row").filter(has_text=email)


def open_users(page: Page, app_url: str) -> None:
    """Open the page and wait until its people have come: until then it takes no clicks."""
    page.goto(app_url + "/admin/users")
    expect(page.get_by_role("table", name="Users").get_by_role("row").nth(1)).to_be_visible()


def search(page: Page, email: str) -> None:
    page.get_by_role("searchbox", name="Search users").fill(email)
    expect(page.get_by_role("table", name="Users").get_by_role("row")).to_have_count(2)


def edit(page: Page, row: Locator) -> Locator:
    """Open the form of a row's person."""
    row.get_by_role("button", name="Edit").click()
    return page.get_by_role("dialog", name="Edit user")


def test_the_dashboard_shows_who_used_what(admin_page: Page, app_url: str, spent: str):
    admin_page.goto(f"{app_url}/admin?group_by=user")
    expect(usage_table(admin_page).get_by_role("row").filter(has_text=spent)).to_contain_text("300")
    expect(usage_table(admin_page).get_by_role("columnheader").first).to_have_text("User")
    for card in ("Tokens today", "Tokens this month", "Active users", "Exchanges", "Error rate"):
        expect(admin_page.get_by_role("main").get_by_text(card).first).to_be_visible()
    assert serious_faults(admin_page) == []


def test_vendors_are_checked_by_a_button(admin_page: Page, app_url: str):
    admin_page.goto(f"{app_url}/admin")
    admin_page.get_by_role("button", name="Check vendors").click()
    section = admin_page.get_by_role("region", name="Vendors", exact=True)
    expect(section).to_contain_text("No vendor has a key here")


def test_filters_live_in_the_address(admin_page: Page, app_url: str, spent: str):
    admin_page.goto(app_url + "/admin")
    admin_page.get_by_label("User", exact=True).fill(spent)
    admin_page.get_by_label("Model", exact=True).select_option("large")
    admin_page.get_by_role("button", name="Apply").click()
    expect(admin_page).to_have_url(re.compile(r"from=.*&to=.*&model=large&user="))
    total = usage_table(admin_page).get_by_role("row").last
    expect(total).to_contain_text("208")
    admin_page.get_by_role("button", name="Model", exact=True).click()
    expect(admin_page).to_have_url(re.compile(r"group_by=model.*model=large"))
    admin_page.reload()
    expect(admin_page.get_by_label("User", exact=True)).to_have_value(spent)
    expect(usage_table(admin_page).get_by_role("row")).to_have_count(3)
    yesterday = now().date() - timedelta(days=1)
    admin_page.goto(f"{app_url}/admin?from={yesterday}&to={yesterday}&user={spent}")
    expect(usage_table(admin_page).get_by_role("row").last).to_contain_text("92")


def test_dates_that_make_no_sense_are_told_in_words(admin_page: Page, app_url: str):
    admin_page.goto(app_url + "/admin?from=2026-02-02&to=2026-02-01")
    expect(admin_page.get_by_role("alert")).to_contain_text("must not be after")


def test_the_csv_holds_what_the_table_shows(admin_page: Page, app_url: str, spent: str):
    admin_page.goto(f"{app_url}/admin?group_by=model&user={spent}")
    expect(usage_table(admin_page).get_by_role("row")).to_have_count(4)
    with admin_page.expect_download() as download:
        admin_page.get_by_role("button", name="Download CSV").click()
    with Path(download.value.path()).open(newline="") as file:
        rows = [(row["label"], row["tokens"]) for row in csv.DictReader(file)]
    assert rows == [("large", "208"), ("small", "92")]


def test_numbers_refresh_by_themselves(
    admin_page: Page, app_url: str, spent: str, in_app, signed_up
):
    admin_page.goto(f"{app_url}/admin?user={spent}")
    total = usage_table(admin_page).get_by_role("row").last
    expect(total).to_contain_text("300")
    in_app(settled_exchange(signed_up.user, 1000, model="large"))
    expect(total).to_contain_text("1,300", timeout=60_000)


def test_nothing_is_asked_for_once_the_dashboard_is_left(admin_page: Page, app_url: str):
    ticks: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: ticks.append("") if "tick" in str(frame) else None)

    admin_page.on("websocket", listen)
    admin_page.clock.install()
    admin_page.goto(app_url + "/admin")
    expect(admin_page.get_by_text("Live. Figures of")).to_be_visible()
    admin_page.clock.run_for(11_000)
    assert len(ticks) == 2
    admin_page.get_by_role("link", name="Audit").click()
    expect(admin_page.get_by_role("heading", name="Audit")).to_be_visible()
    ticks.clear()
    admin_page.clock.run_for(60_000)
    assert ticks == []


def test_a_limit_and_a_tier_are_edited_and_audited(admin_page: Page, app_url: str, signed_up):
    email = signed_up.user.email
    open_users(admin_page, app_url)
    search(admin_page, email)
    row = row_of(admin_page, email)
    form = edit(admin_page, row)
    form.get_by_label("Token limit").fill("250000")
    form.get_by_label("Tier", exact=True).select_option("PRO")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("250,000")
    expect(row).to_contain_text("PRO")
    admin_page.get_by_role("link", name="Audit").click()
    event = admin_page.get_by_role("table", name="Audit").get_by_role("row").nth(1)
    expect(event).to_contain_text(email)
    expect(event).to_contain_text("Monthly limit: 1,000,000 → 250,000")
    expect(event).to_contain_text("Tier: BASIC → PRO")
    assert serious_faults(admin_page) == []


def test_cancel_changes_nothing(admin_page: Page, app_url: str, signed_up):
    open_users(admin_page, app_url)
    search(admin_page, signed_up.user.email)
    row = row_of(admin_page, signed_up.user.email)
    form = edit(admin_page, row)
    form.get_by_label("Token limit").fill("5")
    form.get_by_role("button", name="Cancel").click()
    expect(row).to_contain_text("1,000,000")


def test_the_last_administrator_cannot_be_demoted(admin_page: Page, app_url: str):
    open_users(admin_page, app_url)
    search(admin_page, "admin@example.com")
    row = row_of(admin_page, "admin@example.com")
    form = edit(admin_page, row)
    form.get_by_label("Role", exact=True).select_option("user")
    form.get_by_role("button", name="Save").click()
    expect(admin_page.get_by_role("alert")).to_contain_text("last active admin")


def test_usage_is_reset_after_one_question(admin_page: Page, app_url: str, page: Page, spent: str):
    open_users(admin_page, app_url)
    search(admin_page, spent)
    row = row_of(admin_page, spent)
    expect(row).to_contain_text("300")
    row.get_by_role("button", name="Reset usage").click()
    admin_page.get_by_role("alertdialog").get_by_role("button", name="Reset usage").click()
    expect(row).to_contain_text("0 0.0%")
    page.goto(app_url + "/usage")
    expect(page.locator(".stat").filter(has_text="Remaining")).to_contain_text("1,000,000")


def test_a_deactivated_user_is_signed_out_at_once(
    admin_page: Page, app_url: str, page: Page, signed_up
):
    page.goto(app_url + "/usage")
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()
    open_users(admin_page, app_url)
    search(admin_page, signed_up.user.email)
    row = row_of(admin_page, signed_up.user.email)
    form = edit(admin_page, row)
    form.get_by_role("checkbox", name="Active").uncheck()
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("deactivated")
    expect(page).to_have_url(re.compile("/login"))


def test_columns_sort_both_ways(admin_page: Page, app_url: str, spent: str):
    open_users(admin_page, app_url)
    table = admin_page.get_by_role("table", name="Users")
    header = table.get_by_role("columnheader", name="User", exact=True)
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    emails = table.locator("tbody th .small").all_inner_texts()
    assert emails == sorted(emails, reverse=True)


@pytest.mark.parametrize("path", ["/admin", "/admin/users", "/admin/feedback", "/admin/audit"])
def test_people_who_are_no_administrators_are_sent_away_and_get_no_figure(
    page: Page, app_url: str, path: str
):
    received: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    page.goto(app_url + path)
    expect(page).to_have_url(app_url + "/")
    assert not any("admin@example.com" in frame for frame in received)


@pytest.mark.parametrize("path", ["/admin", "/admin/users", "/admin/feedback", "/admin/audit"])
def test_a_phone_shows_the_pages_without_scrolling_sideways(
    admin_page: Page, app_url: str, path: str, spent: str
):
    admin_page.set_viewport_size({"width": 360, "height": 740})
    admin_page.goto(app_url + path)
    expect(admin_page.get_by_role("main").get_by_role("region").first).to_be_attached()
    assert admin_page.evaluate("document.querySelector('main').scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_somebody_is_let_in_by_a_link(
    admin_page: Page, browser: Browser, app_url: str, scheme: str, width: int
):
    admin_page.set_viewport_size({"width": width, "height": 900})
    admin_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_users(admin_page, app_url)
    name, email = f"Engines {uuid4().hex}", f"{uuid4().hex}@example.com"
    admin_page.get_by_role("textbox", name="New organisation").fill(name)
    admin_page.get_by_role("button", name="Add", exact=True).click()
    organisations = admin_page.get_by_role("table", name="Organisations")
    expect(organisations.get_by_role("row").filter(has_text=name)).to_contain_text("0")
    admin_page.get_by_role("button", name="New person").click()
    dialog = admin_page.get_by_role("dialog", name="New person")
    dialog.get_by_role("textbox", name="Email").fill(email)
    dialog.get_by_role("combobox", name="Tier").select_option("PRO")
    dialog.get_by_role("combobox", name="Organisation").select_option(name)
    assert serious_faults(admin_page) == []
    dialog.get_by_role("button", name="Make account").click()
    shown = admin_page.get_by_role("dialog", name="Link to set a password")
    link = shown.get_by_role("textbox").input_value()
    assert link.startswith(app_url + "/set-password#token=")
    assert serious_faults(admin_page) == []
    shown.get_by_role("button", name="Copy").click()
    assert admin_page.evaluate("navigator.clipboard.readText()") == link
    shown.get_by_role("button", name="Close").click()
    expect(row_of(admin_page, email)).to_contain_text(name)
    expect(organisations.get_by_role("row").filter(has_text=name)).to_be_visible()
    with browser.new_context() as window:
        page = window.new_page()
        page.goto(link)
        page.get_by_label("Password", exact=True).fill("battery staple")
        page.get_by_role("button", name="Set password").click()
        expect(page).to_have_url(app_url + "/")
        expect(page.get_by_role("textbox", name="Message")).to_be_visible()
        page.goto(app_url + "/login")
        page.goto(link)
        page.get_by_label("Password", exact=True).fill("battery staple")
        page.get_by_role("button", name="Set password").click()
        expect(page.get_by_role("alert")).to_contain_text("expired")


def test_a_password_link_is_sent_once_and_kept_nowhere(admin_page: Page, app_url: str, spent: str):
    received: list[str] = []
    admin_page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    open_users(admin_page, app_url)
    search(admin_page, spent)
    button = row_of(admin_page, spent).get_by_role("button", name="Password link")
    button.click()
    shown = admin_page.get_by_role("dialog", name="Link to set a password")
    link = shown.get_by_role("textbox").input_value()
    assert sum(frame.count(link) for frame in received) == 1
    received.clear()
    admin_page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(button).to_be_focused()
    open_users(admin_page, app_url)
    assert received
    assert link not in "".join(received)


def test_organisation_type_and_verification_are_edited(admin_page: Page, app_url: str, spent: str):
    open_users(admin_page, app_url)
    name = f"Looms {uuid4().hex}"
    admin_page.get_by_role("textbox", name="New organisation").fill(name)
    admin_page.get_by_role("button", name="Add", exact=True).click()
    search(admin_page, spent)
    form = edit(admin_page, row_of(admin_page, spent))
    form.get_by_role("combobox", name="Organisation").select_option(name)
    form.get_by_role("combobox", name="User type").select_option("business")
    form.get_by_role("checkbox", name="Verified").check()
    form.get_by_role("button", name="Save").click()
    row = row_of(admin_page, spent)
    expect(row).to_contain_text(name)
    expect(row).to_contain_text("business, verified")
    organisations = admin_page.get_by_role("table", name="Organisations")
    org = organisations.get_by_role("row").filter(has_text=name)
    expect(org).to_contain_text("1")
    org.get_by_role("button", name="Rename").click()
    form = admin_page.get_by_role("dialog", name="Rename organisation")
    form.get_by_role("textbox", name="Name of the organisation").fill(name + " Ltd")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text(name + " Ltd")
    org.get_by_role("button", name="Delete").click()
    admin_page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(row).not_to_contain_text(name)
    assert serious_faults(admin_page) == []
