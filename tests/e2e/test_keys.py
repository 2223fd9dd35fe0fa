"""API keys on the settings page, in a real browser against the real server."""

import re
import subprocess
import sys
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, update

from chat_app.db import transaction
from chat_app.models import ApiKey, now
from chat_app.services.accounts import SignedIn
from tests.e2e.accessibility import serious_faults
from tests.e2e.line import Line
from tests.keys import issue

InApp = Callable[[Coroutine[Any, Any, Any]], Any]
SECRET = re.compile(r"tk_[\w-]{43}")


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="API keys")


def new_key(page: Page) -> Locator:
    """Open the form and return its dialog."""
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog", name="New key", exact=True)
    expect(dialog).to_be_visible()
    return dialog


def shown_key(page: Page) -> tuple[Locator, str]:
    """Return the dialog with a new key, and the key."""
    dialog = page.get_by_role("dialog", name="Your new key")
    secret = dialog.get_by_role("textbox", name="API key").input_value()
    assert SECRET.fullmatch(secret)
    return dialog, secret


def make(page: Page, app_url: str) -> str:
    """Make a key on the settings page and return it."""
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").click()
    dialog, secret = shown_key(page)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    return secret


def ask(app_url: str, secret: str) -> httpx.Response:
    return httpx.post(
        app_url + "/v1/chat/completions",
        json={"model": "simulated", "messages": [{"role": "user", "content": "Hello"}]},
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
    )


def spend(app_url: str, secret: str) -> int:
    """Ask something and return what it cost, in tokens."""
    return int(ask(app_url, secret).headers["x-tally-charged-tokens"])


def test_a_key_is_made_copied_used_and_revoked_by_keyboard(page: Page, app_url: str) -> None:
    page.goto(app_url + "/settings")
    button = page.get_by_role("button", name="New key")
    expect(page.get_by_text("No key yet")).to_be_visible()
    button.press("Enter")
    form = page.get_by_role("dialog", name="New key", exact=True)
    expect(form.get_by_label("Name")).to_be_focused()
    page.keyboard.type("CI of the site")
    page.keyboard.press("Tab")
    page.keyboard.type("50,000")
    page.keyboard.press("Enter")
    dialog, secret = shown_key(page)
    expect(form).to_have_count(0)
    expect(dialog.get_by_role("textbox", name="API key")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    copy = dialog.get_by_role("button", name="Copy", exact=True)
    expect(copy.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    page.keyboard.press("Escape")
    expect(button).to_be_focused()

    row = table(page).get_by_role("row").nth(1)
    for words in ("CI of the site", secret[:10], "Never", "0 of 50,000"):
        expect(row).to_contain_text(words)
    spent = spend(app_url, secret)
    page.reload()
    expect(row).to_contain_text(f"{spent} of 50,000")
    expect(row).not_to_contain_text("0 of 50,000")

    row.get_by_role("button", name="Revoke").press("Enter")
    question = page.get_by_role("alertdialog", name="Revoke this key?")
    expect(question).to_contain_text("CI of the site")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No key yet")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    refused = ask(app_url, secret)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")
    assert "revoked" in refused.json()["error"]["message"]


def test_the_form_begins_with_models_that_answer(page: Page, app_url: str) -> None:
    page.goto(app_url + "/settings")
    words = new_key(page).get_by_role("group", name="Models").locator("label").all_inner_texts()
    are_away = ["not set up" in each for each in words]
    assert set(are_away) == {False, True}
    assert are_away == sorted(are_away)


def test_a_new_key_leads_to_what_can_be_called(page: Page, app_url: str) -> None:
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").click()
    dialog, _ = shown_key(page)
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="API documentation").click()
    expect(opened.value.get_by_text("/v1/chat/completions").first).to_be_visible()
    expect(dialog).to_be_visible()


@pytest.mark.parametrize(
    ("model", "curl_tells", "python_tells"),
    [
        ("Simulated", "I am the simulated model", "I am the simulated model"),
        ("Simulated Embedding", '"object": ?"embedding"', "[-?0-9.]+, "),
    ],
)
def test_the_examples_run_as_they_are_copied(
    page: Page, app_url: str, model: str, curl_tells: str, python_tells: str
) -> None:
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_label(model, exact=True).check()
    form.get_by_role("button", name="Make key").click()
    dialog, _ = shown_key(page)

    def copied(name: str) -> str:
        button = dialog.get_by_role("button", name=f"Copy {name}")
        button.click()
        expect(button.get_by_role("status")).to_have_text("Copied")
        return page.evaluate("navigator.clipboard.readText()")

    assert copied("Base URL") == app_url + "/v1"
    for command, tells in (
        (["bash", "-c", copied("curl")], curl_tells),
        ([sys.executable, "-c", copied("Python")], python_tells),
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert re.search(tells, done.stdout)


def test_a_key_is_copied_on_a_page_that_plain_http_brought(page: Page, app_url: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").click()
    dialog, secret = shown_key(page)
    copy = dialog.get_by_role("button", name="Copy", exact=True)
    copy.click()
    expect(copy.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    expect(copy).to_be_focused()


def test_a_form_that_is_sent_twice_makes_one_key(page: Page, app_url: str) -> None:
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").dblclick()
    dialog, _ = shown_key(page)
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    expect(page.get_by_text("1 of 20 keys")).to_be_visible()
    expect(table(page).get_by_role("row")).to_have_count(2)


def test_a_key_is_sent_once_and_kept_nowhere(
    page: Page, app_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    received: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    secret = make(page, app_url)
    assert sum(frame.count(secret) for frame in received) == 1
    received.clear()
    # Events and pages after that are sent what the state keeps.
    new_key(page)
    page.keyboard.press("Escape")
    page.reload()
    expect(table(page)).to_contain_text("CI")
    page.goto(app_url + "/usage")
    page.go_back()
    expect(table(page)).to_contain_text("CI")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert received
    for told in (*received, *addresses, page.content()):
        assert secret not in told
    assert secret not in str(page.context.storage_state(indexed_db=True))
    for log in tmp_path_factory.getbasetemp().glob("log*/app.log"):
        assert secret not in log.read_text()


def test_an_open_key_outlives_a_connection_that_breaks(page: Page, app_url: str) -> None:
    line = Line(page)
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").click()
    dialog, secret = shown_key(page)
    expect(page.get_by_text("1 of 20 keys")).to_be_visible()
    line.break_off(loaded="tk_")
    assert secret not in str(line.received)
    expect(dialog.get_by_role("textbox", name="API key")).to_have_value(secret)


@pytest.mark.parametrize("twice", [False, True])
def test_a_form_being_filled_in_outlives_a_connection_that_breaks(
    page: Page, app_url: str, twice: bool
) -> None:
    line = Line(page)
    page.goto(app_url + "/settings")
    name = new_key(page).get_by_label("Name")
    name.fill("CI")
    line.break_off(loaded="places_rx_state_", twice=twice)
    expect(name).to_have_value("CI")


@pytest.mark.parametrize(
    ("label", "wrong", "words"),
    [
        ("Name", "", "1 to 200 characters"),
        ("Name", "x" * 201, "1 to 200 characters"),
        ("Cap", "many", "whole number of tokens"),
        ("Cap", "-5", "whole number of tokens"),
        ("Cap", "3000000000", "between 0 and 2,000,000,000"),
        ("Last day", "", "Choose the last day"),
        ("Last day", "2020-01-31", "not over yet"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    page: Page, app_url: str, label: str, wrong: str, words: str
) -> None:
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("CI")
    form.get_by_label("Expires").select_option("date" if label == "Last day" else "90")
    field = form.get_by_label(label)
    field.fill(wrong)
    form.get_by_role("button", name="Make key").click()
    expect(form.get_by_role("alert")).to_have_count(1)
    expect(
        form.locator(".field").filter(has=page.get_by_label(label)).get_by_role("alert")
    ).to_contain_text(words)
    faulty = form.get_by_label("Expires" if label == "Last day" else label)
    expect(faulty).to_be_focused()
    expect(faulty).to_have_attribute("aria-invalid", "true")
    form.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("0 of 20 keys")).to_be_visible()


def test_a_key_is_for_the_models_that_were_ticked(page: Page, app_url: str) -> None:
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("Narrow")
    form.get_by_label("Tiny").check()
    form.get_by_role("button", name="Make key").click()
    dialog, secret = shown_key(page)
    expect(dialog).to_contain_text('"model":"tiny"')
    dialog.get_by_role("button", name="Close").click()
    expect(table(page)).to_contain_text("Only tiny")
    refused = ask(app_url, secret)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "model_not_allowed")


def test_a_key_is_changed_and_a_cap_below_what_it_used_is_refused_in_words(
    page: Page, app_url: str
) -> None:
    secret = make(page, app_url)
    spent = spend(app_url, secret)
    edit = table(page).get_by_role("button", name="Edit")
    edit.click()
    form = page.get_by_role("dialog", name="Edit key")
    expect(form.get_by_label("Name")).to_have_value("CI")
    form.get_by_label("Name").fill("Build")
    form.get_by_label("Cap").fill("5")
    form.get_by_label("Expires").select_option("30")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text(f"{spent} tokens this month")
    form.get_by_label("Cap").fill("1000")
    form.get_by_role("button", name="Save").click()
    expect(edit).to_be_focused()
    row = table(page).get_by_role("row").nth(1)
    for words in ("Build", f"{spent} of 1,000", f"{now() + timedelta(days=30):%b %-d, %Y}"):
        expect(row).to_contain_text(words)
    edit.click()
    form.get_by_label("Cap").fill("")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("no cap")
    # What is left as it is stays.
    expect(row).to_contain_text(f"{now() + timedelta(days=30):%b %-d, %Y}")


def test_many_keys_have_pages_and_the_last_place_is_told_before_the_form(
    page: Page, app_url: str, in_app: InApp, signed_up: SignedIn
) -> None:
    async def issue_all() -> None:
        for number in range(20):
            await issue(signed_up.user, name=f"Key {number:02}")

    in_app(issue_all())
    page.goto(app_url + "/settings")
    expect(page.get_by_text("20 of 20 keys, as many as you may have")).to_be_visible()
    expect(page.get_by_role("button", name="New key")).to_be_disabled()
    expect(table(page).get_by_role("row")).to_have_count(11)
    page.get_by_role("button", name="Older", exact=True).click()
    expect(table(page)).to_contain_text("Key 00")
    expect(table(page).get_by_role("row")).to_have_count(11)
    table(page).get_by_role("button", name="Revoke").last.click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(table(page)).not_to_contain_text("Key 00")
    expect(table(page)).to_be_focused()
    expect(page.get_by_role("button", name="New key")).to_be_enabled()
    page.get_by_role("button", name="Newer", exact=True).click()
    expect(table(page)).to_contain_text("Key 19")


def test_a_place_that_was_taken_meanwhile_is_told_in_the_form(
    page: Page, app_url: str, in_app: InApp, signed_up: SignedIn
) -> None:
    async def issue_all() -> None:
        for _ in range(20):
            await issue(signed_up.user)

    page.goto(app_url + "/settings")
    form = new_key(page)
    in_app(issue_all())
    form.get_by_label("Name").fill("One more")
    form.get_by_role("button", name="Make key").click()
    expect(form.get_by_role("alert")).to_contain_text("You have 20 API keys")
    expect(form.get_by_label("Name")).to_have_value("One more")


def test_an_expired_key_is_marked(
    page: Page, app_url: str, in_app: InApp, signed_up: SignedIn
) -> None:
    async def let_expire(key: ApiKey) -> None:
        async with transaction() as session:
            past = now() - timedelta(days=1)
            await session.exec(
                update(ApiKey).where(col(ApiKey.key_id) == key.key_id).values(expires_at=past)
            )

    in_app(issue(signed_up.user, name="Living"))
    issued = in_app(issue(signed_up.user, name="Dead"))
    in_app(let_expire(issued.key))
    page.goto(app_url + "/settings")
    marked = table(page).get_by_role("row").filter(has_text="Expired")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Dead")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_account, app_url: str, scheme: str) -> None:
    page: Page = new_account(color_scheme=scheme)
    page.goto(app_url + "/settings")
    expect(page.get_by_text("No key yet")).to_be_visible()
    form = new_key(page)
    form.get_by_role("button", name="Make key").click()
    expect(form.get_by_role("alert")).to_be_visible()
    assert serious_faults(page) == []
    form.get_by_label("Name").fill("CI")
    form.get_by_role("button", name="Make key").click()
    dialog, _ = shown_key(page)
    assert serious_faults(page) == []
    dialog.get_by_role("button", name="Close").click()
    expect(table(page)).to_be_visible()
    assert serious_faults(page) == []
    table(page).get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert serious_faults(page) == []


def test_a_phone_shows_all_of_it_without_scrolling_sideways(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(app_url + "/settings")
    form = new_key(page)
    form.get_by_label("Name").fill("A name without a space: " + "x" * 100)
    for dialog in (form, None):
        shown = dialog or shown_key(page)[0]
        box = shown.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert shown.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
        shown.get_by_role("button", name=re.compile("Make key|Close")).click()
    expect(table(page)).to_be_visible()
    assert page.evaluate("document.querySelector('main').scrollWidth") == 360
