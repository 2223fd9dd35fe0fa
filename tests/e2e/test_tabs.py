"""Several tabs of one person: what is done in one, or by a program, shows in the others at once."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chat_app.services.accounts import COOKIE_NAME
from tests.e2e.conftest import on_two_workers, serving


@pytest.fixture(params=["one process", "two workers"], scope="module")
def app_settings(
    request: pytest.FixtureRequest, app_settings: dict[str, str]
) -> Iterator[dict[str, str]]:
    if request.param == "one process":
        yield app_settings
        return
    with on_two_workers(request, app_settings) as settings:
        yield settings


@pytest.fixture(scope="module")
def app_url(
    app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with serving(app_settings, tmp_path_factory.mktemp("log") / "tabs.log") as url:
        yield url


@pytest.fixture
def tabs(page: Page, context: BrowserContext, app_url: str) -> list[Page]:
    """Tabs that show the same chat, with one exchange in it; with two workers each has some."""
    page.goto(app_url + "/")
    send(page, "write 5 words")
    expect(charges(page)).to_have_count(1)
    others = [context.new_page() for _ in range(3)]
    for tab in others:
        tab.goto(page.url)
        expect(charges(tab)).to_have_count(1)
    return [page, *others]


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def charges(page: Page) -> Locator:
    return page.locator("article[aria-label=Assistant] .tk-charge")


def replies(page: Page) -> Locator:
    return page.get_by_role("article", name="Assistant")


def used(page: Page) -> Locator:
    return (
        page.get_by_role("progressbar", name="Token budget").locator("xpath=..").locator(".numbers")
    )


def listed(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Chats")


def token_of(context: BrowserContext) -> str:
    """Return the token that a browser window is signed in with."""
    return next(one.get("value", "") for one in context.cookies() if one.get("name") == COOKIE_NAME)


def test_a_reply_streams_in_every_tab_and_drafts_and_places_stay(tabs: list[Page]):
    writing, *others = tabs
    for number, tab in enumerate(others):
        tab.get_by_role("textbox", name="Message").fill(f"draft {number}")
    others[0].get_by_role("textbox", name="Search chats").focus()

    # Longer than it takes to look at all of them: it is stopped.
    send(writing, "write 3000 words")

    for tab in others:
        expect(replies(tab)).to_have_count(2)
        expect(replies(tab).last).to_contain_text("river takes")
        expect(tab.get_by_role("button", name="Stop")).to_be_visible()
    writing.get_by_role("button", name="Stop").click()
    for tab in tabs:
        expect(charges(tab)).to_have_count(2)
    texts = {replies(tab).last.locator(".tk-prose").inner_text() for tab in tabs}
    assert len(texts) == 1
    for tab in others:
        expect(used(tab)).to_have_text(used(writing).inner_text(), use_inner_text=True)
    drafts = [tab.get_by_role("textbox", name="Message").input_value() for tab in others]
    assert drafts == ["draft 0", "draft 1", "draft 2"]
    expect(others[0].get_by_role("textbox", name="Search chats")).to_be_focused()


def test_who_reads_further_up_is_not_moved(page: Page, context: BrowserContext, app_url: str, seed):
    chat_id = seed([(f"question {n}", "An answer. " * 60) for n in range(60)])
    page.goto(f"{app_url}/chat/{chat_id}")
    reading = context.new_page()
    reading.goto(page.url)
    expect(replies(reading)).to_have_count(25)
    reading.locator(".tk-scroll").evaluate("box => box.scrollTo(0, 0)")
    expect(replies(reading)).to_have_count(50)
    text = reading.get_by_text("question 20", exact=True)
    text.scroll_into_view_if_needed()
    before = text.bounding_box()
    assert before

    send(page, "write 5 words")

    expect(reading.get_by_text("write 5 words")).to_be_attached()
    expect(charges(reading).last).to_be_attached()
    # Browsers place a page that was scrolled to half a pixel.
    assert text.bounding_box() == pytest.approx(before, abs=1)


def test_edits_versions_and_likes_are_the_same_everywhere(tabs: list[Page]):
    writing, *others = tabs
    writing.get_by_role("button", name="Like", exact=True).click()
    for tab in others:
        expect(tab.get_by_role("button", name="Like", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    writing.get_by_role("article", name="You").hover()
    writing.get_by_role("button", name="Edit").click()
    writing.get_by_role("textbox", name="Edit message").fill("write 7 words")
    writing.get_by_role("button", name="Save").click()
    for tab in others:
        expect(tab.get_by_text("write 7 words")).to_be_visible()
        expect(charges(tab)).to_have_count(1)
    writing.get_by_role("button", name="Previous version").first.click()
    for tab in others:
        expect(tab.get_by_role("article", name="You")).to_contain_text("write 5 words")


def test_what_a_program_does_shows_in_tabs_and_lists(
    tabs: list[Page], context: BrowserContext, app_url: str
):
    token = token_of(context)
    chat = f"{app_url}/api/chat/{tabs[0].url.rpartition('/')[2]}"
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as program:
        program.patch(chat, json={"title": "Rivers"}).raise_for_status()
        for tab in tabs:
            expect(listed(tab)).to_contain_text("Rivers")
            expect(tab).to_have_title("Rivers · Tally")
        program.post(f"{chat}/message", json={"message": "write 3 words"}).raise_for_status()
        for tab in tabs:
            expect(charges(tab)).to_have_count(2)
        program.patch(chat, json={"archived": True}).raise_for_status()
        for tab in tabs:
            expect(tab.get_by_text("This chat is archived")).to_be_visible()
            expect(listed(tab)).not_to_contain_text("Rivers")
        program.patch(chat, json={"archived": False}).raise_for_status()
        program.delete(chat).raise_for_status()
        for tab in tabs:
            expect(tab.get_by_role("heading", name="This chat is not here")).to_be_visible()
        program.post(f"{chat}/restore").raise_for_status()
        for tab in tabs:
            expect(charges(tab)).to_have_count(2)


def test_the_usage_page_counts_along(tabs: list[Page], context: BrowserContext, app_url: str):
    usage = context.new_page()
    usage.goto(app_url + "/usage")
    table = usage.get_by_role("table", name="Ledger")
    expect(table).to_be_visible()
    before = table.inner_text()
    send(tabs[0], "write 9 words")
    expect(charges(tabs[0])).to_have_count(2)
    expect(table).not_to_have_text(before, use_inner_text=True)


def test_a_limit_is_told_before_anybody_writes_and_lifted_at_once(
    new_account: Callable[..., Page], app_url: str
):
    person = new_account()
    person.goto(app_url + "/")
    box = person.get_by_role("textbox", name="Message")
    box.fill("a draft")
    admin = httpx.post(
        app_url + "/api/auth/login",
        json={"email": "admin@example.com", "password": "correct horse"},
        timeout=60,
    ).json()["access_token"]
    token = token_of(person.context)
    me = httpx.get(
        app_url + "/api/auth/me", headers={"Authorization": f"Bearer {token}"}, timeout=60
    ).json()
    with httpx.Client(headers={"Authorization": f"Bearer {admin}"}, timeout=60) as operator:
        users = f"{app_url}/api/admin/users/{me['user_id']}"
        operator.patch(users, json={"token_limit": 5}).raise_for_status()
        told = person.get_by_text("Your token budget is used up. It starts anew on")
        expect(told).to_contain_text("Ada Lovelace can give you more.")
        expect(person.get_by_role("button", name="Send")).to_be_disabled()
        bar = person.get_by_role("progressbar", name="Token budget")
        expect(bar).to_have_attribute("data-level", "danger")
        operator.patch(users, json={"token_limit": 50_000}).raise_for_status()
        expect(told).to_have_count(0)
        expect(person.get_by_role("button", name="Send")).to_be_enabled()
    expect(box).to_have_value("a draft")


def test_where_no_place_is_free_that_is_told_until_one_is(
    page: Page, context: BrowserContext, app_url: str
):
    ids = [
        page.request.post(app_url + "/api/chats", data={"title": f"Chat {n}"}).json()["chat_id"]
        for n in range(5)
    ]
    page.goto(app_url + "/")
    told = page.get_by_text("All 5 places for chats are taken.")
    expect(told).to_be_visible()
    page.get_by_role("textbox", name="Message").fill("Hello")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.request.delete(f"{app_url}/api/chat/{ids[0]}")
    expect(told).to_have_count(0)
    expect(page.get_by_role("button", name="Send")).to_be_enabled()


def test_a_temporary_chat_is_listed_nowhere_and_gone_when_it_is_left(
    page: Page, context: BrowserContext, app_url: str
):
    page.goto(app_url + "/")
    page.get_by_role("button", name="Temporary chat").click()
    expect(page.get_by_text("it is in no list and no search")).to_be_visible()
    send(page, "write 5 words")
    expect(charges(page)).to_have_count(1)
    expect(page).to_have_title("Temporary chat · Tally")
    expect(listed(page)).not_to_contain_text("write 5 words")
    address = page.url
    page.reload()
    expect(charges(page)).to_have_count(1)
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_role("button", name="Temporary chat")).to_be_visible()
    expect(page.get_by_role("button", name="Temporary chat")).to_have_attribute(
        "aria-pressed", "false"
    )
    # What a page that is left had still to say may be lost: then it is gone a minute later.
    chat = f"{app_url}/api/chat/{address.rpartition('/')[2]}"
    while page.request.get(chat).ok:
        page.wait_for_timeout(50)
    page.goto(address)
    expect(page.get_by_role("heading", name="This chat is not here")).to_be_visible()
    page.goto(app_url + "/usage")
    expect(page.get_by_role("table", name="Ledger")).to_contain_text("Temporary chat")
