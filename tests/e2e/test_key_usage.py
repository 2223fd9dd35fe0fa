"""What API keys used, on the usage page and for administrators, in a real browser."""

import csv
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from chat_app.services import keys
from chat_app.services.accounts import SignedIn
from chat_app.services.keys import IssuedKey
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.keys import issue
from tests.services.exchanges import settled_exchange

InApp = Callable[[Coroutine[Any, Any, Any]], Any]


def spend(app_url: str, issued: IssuedKey) -> int:
    """Ask something by a key and return what it cost, in tokens."""
    asked = httpx.post(
        app_url + "/v1/chat/completions",
        json={"model": "simulated", "messages": [{"role": "user", "content": "Hello"}]},
        headers={"Authorization": f"Bearer {issued.secret}"},
        timeout=60,
    )
    return int(asked.headers["x-tally-charged-tokens"])


@pytest.fixture
def issued(in_app: InApp, signed_up: SignedIn) -> IssuedKey:
    """A key of the person whose page is `page`."""
    return in_app(issue(signed_up.user, name="Nightly job", token_limit=9000))


def keys_of(admin_page: Page, app_url: str, email: str) -> Locator:
    """Open the dialog with somebody's keys and return it."""
    admin_page.goto(app_url + "/admin/users")
    people = admin_page.get_by_role("table", name="Users").get_by_role("row")
    expect(people.nth(1)).to_be_visible()
    admin_page.get_by_role("searchbox", name="Search users").fill(email)
    expect(people).to_have_count(2)
    people.get_by_role("button", name="API keys").click()
    dialog = admin_page.get_by_role("dialog", name=f"API keys of {email}")
    expect(dialog).to_be_visible()
    return dialog


def test_the_usage_page_tells_what_each_key_used_revoked_ones_as_well(
    page: Page, app_url: str, in_app: InApp, signed_up: SignedIn, issued: IssuedKey
) -> None:
    in_app(settled_exchange(signed_up.user, 92, title="By hand"))
    spent = spend(app_url, issued)
    in_app(keys.revoke(by(signed_up.user), issued.key.key_id))
    page.goto(app_url + "/usage")
    shares = page.get_by_role("region", name="By key").get_by_role("listitem")
    expect(shares.filter(has_text="Nightly job")).to_contain_text(str(spent))
    expect(shares.filter(has_text="Browser")).to_contain_text("92")
    rows = page.get_by_role("table", name="Ledger").get_by_role("row")
    expect(rows.first.get_by_role("columnheader", name="Key")).to_be_visible()
    charged = rows.nth(1).get_by_role("cell")
    expect(charged.nth(1)).to_have_text("Reply charged")
    expect(charged.nth(2)).to_have_text("Program: Nightly job")
    expect(charged.nth(3)).to_have_text("Nightly job")
    by_hand = rows.filter(has_text="By hand").first.get_by_role("cell")
    expect(by_hand.nth(3)).to_have_text("Browser")
    assert serious_faults(page) == []


def test_a_chat_of_a_program_is_there_to_open(page: Page, app_url: str, issued: IssuedKey) -> None:
    told = httpx.post(
        app_url + "/api/chat",
        json={"message": "Say hello"},
        headers={"Authorization": f"Bearer {issued.secret}"},
        timeout=60,
    ).json()
    page.goto(app_url + "/usage")
    charged = page.get_by_role("table", name="Ledger").get_by_role("row").nth(1)
    link = charged.get_by_role("link", name="Say hello")
    expect(link).to_have_attribute("href", f"/chat/{told['chat_id']}")
    expect(charged.get_by_role("cell").nth(3)).to_have_text("Nightly job")


def test_who_has_no_key_is_told_nothing_of_them(
    page: Page, app_url: str, in_app: InApp, signed_up: SignedIn
) -> None:
    in_app(settled_exchange(signed_up.user, 92))
    page.goto(app_url + "/usage")
    expect(page.get_by_role("region", name="By model")).to_contain_text("92")
    expect(page.get_by_role("region", name="By key")).to_have_count(0)


def test_who_has_a_key_that_used_nothing_is_told_so(
    page: Page, app_url: str, issued: IssuedKey
) -> None:
    page.goto(app_url + "/usage")
    expect(page.get_by_role("region", name="By key")).to_contain_text("No key has used anything")


def test_the_dashboard_groups_by_key_in_its_address_and_its_csv(
    admin_page: Page,
    app_url: str,
    in_app: InApp,
    signed_up: SignedIn,
    issued: IssuedKey,
    tmp_path: Path,
) -> None:
    email = signed_up.user.email
    in_app(settled_exchange(signed_up.user, 92))
    spent = spend(app_url, issued)
    admin_page.goto(f"{app_url}/admin?user={email}")
    admin_page.get_by_role("group", name="Group by").get_by_role("button", name="API key").click()
    usage = admin_page.get_by_role("table", name="Usage", exact=True)
    row = usage.get_by_role("row").filter(has_text="Nightly job")
    expect(row).to_contain_text(str(spent))
    expect(row).to_contain_text(email)
    expect(usage.get_by_role("row").filter(has_text="Browser")).to_contain_text("92")
    assert "group_by=key" in admin_page.url
    assert serious_faults(admin_page) == []
    with admin_page.expect_download() as download:
        admin_page.get_by_role("button", name="Download CSV").click()
    download.value.save_as(tmp_path / "usage.csv")
    with (tmp_path / "usage.csv").open(newline="") as file:
        tokens = {line["label"]: int(line["tokens"]) for line in csv.DictReader(file)}
    assert tokens == {"Nightly job": spent, "Browser": 92}


def test_an_administrator_revokes_anybodys_key_and_the_audit_says_whose(
    admin_page: Page, app_url: str, signed_up: SignedIn, issued: IssuedKey
) -> None:
    email = signed_up.user.email
    spent = spend(app_url, issued)
    dialog = keys_of(admin_page, app_url, email)
    row = dialog.get_by_role("table", name="API keys").get_by_role("row").nth(1)
    for words in ("Nightly job", issued.key.prefix, f"{spent} of 9,000"):
        expect(row).to_contain_text(words)
    assert serious_faults(admin_page) == []
    revoke = row.get_by_role("button", name="Revoke")
    revoke.click()
    question = admin_page.get_by_role("alertdialog", name="Revoke this key?")
    expect(question).to_contain_text("Nightly job")
    assert serious_faults(admin_page) == []
    admin_page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(revoke).to_be_focused()
    revoke.click()
    question.get_by_role("button", name="Revoke").click()
    expect(dialog).to_contain_text("No key here")
    refused = httpx.get(
        app_url + "/v1/models", headers={"Authorization": f"Bearer {issued.secret}"}, timeout=60
    )
    assert refused.status_code == 401
    admin_page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(admin_page.get_by_role("button", name="API keys")).to_be_focused()
    admin_page.get_by_role("link", name="Audit").click()
    events = admin_page.get_by_role("table", name="Audit").get_by_role("row")
    revoked = events.filter(has_text="Revoked an API key").first
    for words in ("admin@example.com", "Browser", "Nightly job", f"Owner: {email}"):
        expect(revoked).to_contain_text(words)
    assert str(signed_up.user.user_id) not in revoked.inner_text()
    made = events.filter(has_text="Made an API key").first
    expect(made).to_contain_text("Monthly limit: – → 9,000")


def test_the_keys_of_a_person_fit_a_phone_page_by_page(
    admin_page: Page, app_url: str, in_app: InApp, signed_up: SignedIn
) -> None:
    async def issue_all() -> None:
        for number in range(12):
            await issue(signed_up.user, name=f"Key {number:02} " + "x" * 100)

    in_app(issue_all())
    admin_page.set_viewport_size({"width": 360, "height": 640})
    dialog = keys_of(admin_page, app_url, signed_up.user.email)
    rows = dialog.get_by_role("row")
    expect(rows).to_have_count(11)
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    dialog.get_by_role("button", name="Older").click()
    expect(rows).to_have_count(3)
    expect(rows.last).to_contain_text("Key 00")
    assert admin_page.evaluate("document.documentElement.scrollWidth") == 360
