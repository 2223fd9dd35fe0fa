"""A chat is shown by a link: made in the app, read by strangers whose browser runs no script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chat_app.services import shares
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import PASSWORD
from tests.e2e.test_hostile_markdown import HOSTILE

MORE_HOSTILE = (
    "<details><summary>More</summary></details></div></article><h1>Gone</h1>\n\n"
    "</style></title><script>window.hacked = 1</script> <!-- <img src=x onerror=hacked=1>\n\n"
    '$\\text{</mtext><script>window.hacked = 1</script><img src="/x" onerror="hacked=1">}$\n\n'
    '$\\text{<style><!--</style><img title="--><img src=1 onerror=hacked=1>">}$\n\n'
    "$\\class{bar}{x}$ $\\style{position:fixed}{x}$ $\\hspace{99999em}$ $\\raisebox{9999em}{x}$\n\n"
    "```svg\n<svg onload=window.hacked=1>\n```\n\n"
    '![x](https://127.0.0.1:9/"onerror="hacked=1 "t\\" onload=\\"hacked=1")\n\n'
    "[x](https://example.org/a 'y\" onmouseover=\"hacked=1') <sub onclick=hacked=1>x</sub>\n\n"
    "[^n]: A <b>note</b>\n\nSee[^n], and the end of all."
)

_FORBIDDEN = "script, iframe, style, form, base, link, meta, object, embed, img, input, svg"
_HANDLERS = """[...document.querySelectorAll(".words *")].flatMap((each) => [...each.attributes])
  .filter(({ name, value }) => /^(on|style)/i.test(name)
    || (name === "href" && /^(javascript|vbscript|data):/i.test(value)))
  .map(({ name }) => name)"""


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that knows nobody and runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    yield context
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which somebody could sign in."""
    context = browser.new_context()
    yield context
    context.close()


def test_a_link_shows_a_chat_until_it_is_revoked(
    page: Page,
    stranger: BrowserContext,
    visitor: BrowserContext,
    app_url: str,
    seed,
):
    chat_id = seed([("What is a token?", "A piece of a **word**.")])
    page.goto(f"{app_url}/chat/{chat_id}")
    page.get_by_role("button", name="Chat actions").last.click()
    page.get_by_role("menuitem", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share this chat by a link")
    dialog.get_by_role("button", name="Create link").press("Enter")
    copy = dialog.get_by_role("button", name="Copy link")
    expect(copy).to_be_focused()
    assert serious_faults(page) == []
    copy.press("Enter")
    link = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Chat actions").last).to_be_focused()

    shown = stranger.new_page()
    shown.goto(link)
    expect(shown.get_by_role("article", name="Assistant")).to_contain_text("A piece of a word.")
    expect(shown.get_by_role("link", name="Sign in to continue in your own chat")).to_be_visible()
    assert stranger.cookies() == []

    page.get_by_role("textbox", name="Message").fill("And a word?")
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(page.get_by_role("article", name="Assistant")).to_have_count(2)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
    shown.reload()
    expect(shown.get_by_role("article", name="Assistant")).to_have_count(1)
    page.goto(f"{app_url}/settings")
    row = page.get_by_role("table", name="Shared links").get_by_role("row").last
    row.get_by_role("button", name="Update").click()
    expect(page.get_by_text("The link shows the chat as it is now")).to_be_visible()
    shown.reload()
    expect(shown.get_by_role("article", name="Assistant")).to_have_count(2)

    reader = visitor.new_page()
    reader.goto(link)
    reader.get_by_role("link", name="Sign in to continue in your own chat").click()
    expect(reader.get_by_text("Sign in to see the chat that was shared with you.")).to_be_visible()
    reader.get_by_role("textbox", name="Email").fill("admin@example.com")
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_role("button", name="Sign in", exact=True).click()
    expect(reader).to_have_url(link)
    reader.get_by_role("button", name="Continue in my own chat").click()
    expect(reader).to_have_url(re.compile(f"{app_url}/chat/(?!{chat_id})"))
    expect(reader.get_by_role("article", name="Assistant")).to_have_count(2)
    expect(reader.get_by_role("textbox", name="Message")).to_be_visible()

    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("No chat is shared by a link")).to_be_visible()
    shown.reload()
    expect(shown.get_by_role("heading", name="Nothing is shown here")).to_be_visible()


def test_nothing_hostile_runs_or_leaves_the_page(
    browser: Browser, seed, in_app, signed_up, app_url: str
):
    chat_id = seed([("Say something evil", HOSTILE), ("More", MORE_HOSTILE)])
    link = in_app(shares.create(by(signed_up.user), chat_id))
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/s/{link.slug}", wait_until="networkidle")
    expect(page.get_by_text("and the end of all.")).to_be_visible()
    page.get_by_text("script link").click()

    assert page.evaluate("window.hacked") is None
    assert page.url == f"{app_url}/s/{link.slug}"
    assert [url for url in asked if not url.startswith(f"{app_url}/")] == []
    assert page.locator(".words").locator(_FORBIDDEN).count() == 0
    assert page.evaluate(_HANDLERS) == []
    links = page.locator(".prose a:not([href^='#'])")
    for href in links.evaluate_all("all => all.map(e => e.href)"):
        assert href.startswith("https://")
    for rel in links.evaluate_all("all => all.map(e => e.rel)"):
        assert rel == "noopener noreferrer nofollow ugc"
    # Neither does it break out of its place, nor grow over the page.
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("article")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = "all => all.map(e => e.getBoundingClientRect().height)"
    assert max(page.locator("math").evaluate_all(heights)) < 400
    assert serious_faults(page) == []
    context.close()
