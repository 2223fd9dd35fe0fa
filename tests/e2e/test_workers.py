"""Several tabs of one person, served by two workers on one PostgreSQL and one Redis."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import on_two_workers, serving
from tests.e2e.line import Line


@pytest.fixture(scope="module")
def app_settings(
    request: pytest.FixtureRequest, app_settings: dict[str, str]
) -> Iterator[dict[str, str]]:
    with on_two_workers(request, app_settings) as settings:
        # A reply that no slow machine sees the end of unasked.
        yield settings | {"SIM_DELAY_MS": "200"}


@pytest.fixture(scope="module")
def app_url(
    app_settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with serving(app_settings, tmp_path_factory.mktemp("log") / "workers.log") as url:
        yield url


@pytest.fixture
def tabs(page: Page, context: BrowserContext, app_url: str) -> list[Page]:
    """Tabs enough that each worker has some: the first writes, the others show the same chat."""
    page.goto(app_url + "/")
    # Longer than any test looks on: it is stopped.
    send(page, "write 3000 words")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    others = [context.new_page() for _ in range(4)]
    for tab in others:
        tab.goto(page.url)
        expect(tab.get_by_role("button", name="Stop")).to_be_visible()
    return [page, *others]


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def reply(page: Page) -> Locator:
    return page.get_by_role("article", name="Assistant").last


def test_every_tab_hears_the_reply_and_any_may_stop_it(tabs: list[Page]):
    for tab in tabs:
        expect(reply(tab)).to_contain_text("river takes")

    tabs[-1].get_by_role("button", name="Stop").click()

    for tab in tabs:
        expect(reply(tab).locator(".tk-charge")).to_be_visible()
        expect(tab.get_by_role("button", name="Stop")).to_have_count(0)
    told = {reply(tab).locator(".tk-prose").inner_text() for tab in tabs}
    charged = {reply(tab).locator(".tk-charge").inner_text() for tab in tabs}
    assert len(told) == len(charged) == 1


def test_a_tab_that_reloads_in_mid_reply_goes_on_and_the_budget_is_one(tabs: list[Page]):
    for tab in tabs:
        tab.reload()
        expect(reply(tab)).to_contain_text("river takes")
    tabs[0].get_by_role("button", name="Stop").click()
    for tab in tabs:
        expect(reply(tab).locator(".tk-charge")).to_be_visible()

    send(tabs[1], "write 10 words")

    expect(tabs[1].locator("article[aria-label=Assistant] .tk-charge")).to_have_count(2)
    for tab in tabs:
        tab.reload()
        expect(tab.locator("article[aria-label=Assistant] .tk-charge")).to_have_count(2)
    bars = [tab.get_by_role("progressbar", name="Token budget") for tab in tabs]
    used = {bar.get_attribute("aria-valuenow") for bar in bars}
    assert len(used) == 1


def test_a_page_whose_network_changes_is_the_same_tab_on_whichever_worker(page: Page, app_url: str):
    line = Line(page)
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="New key").click()
    name = page.get_by_role("dialog", name="New key", exact=True).get_by_label("Name")
    name.fill("CI")
    # Times enough that it is sure to come to the other worker.
    for _ in range(6):
        line.break_off(loaded="places_rx_state_")
        expect(name).to_have_value("CI")
