"""The pages in every language: chosen, kept, mirrored, and with room for long words."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chat_app.words import DIRECTIONS, LANGUAGES, words_for
from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import PASSWORD

PAGES = ["/", "/usage", "/settings", "/admin", "/admin/users", "/admin/audit"]
STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
  const seen = "button, a, h1, h2, h3, label, p, summary, legend";
  const scroll = ".table-frame, pre, .visually-hidden, [class*=clip], .skip-link, .chats";
  for (const each of document.querySelectorAll(seen)) {
    const box = each.getBoundingClientRect();
    const isSeen = each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!isSeen || each.closest(scroll) || box.width < 2) continue;
    const around = each.closest("aside, main, header, [role=dialog]")?.getBoundingClientRect();
    const first = Math.max(around?.left ?? 0, 0);
    const last = Math.min(around?.right ?? width, width);
    if (box.left < first - 1 || box.right > last + 1) found.push(each.outerHTML.slice(0, 120));
    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible") {
      found.push(`cut: ${each.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""


@pytest.fixture
def visitor(browser: Browser, app_url: str, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a page of somebody who is not signed in."""
    opened: list[BrowserContext] = []

    def _visitor(**options) -> Page:
        context = browser.new_context(base_url=app_url, **options)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))
        return page

    yield _visitor
    for context in opened:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_comes_in_the_browsers_language_from_the_first_byte(
    visitor: Callable[..., Page], language: str
) -> None:
    page = visitor(locale=language, service_workers="block")
    answer = page.goto("/login")
    assert answer
    assert f'<html lang="{language}"' in answer.text()
    words = words_for(language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.say("auth-sign-in-title"))
    expect(page).to_have_title(f"{words.say('auth-sign-in')} · Tally")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[language]
    assert serious_faults(page) == []


def test_a_language_chosen_on_the_way_in_stays_with_the_account(
    visitor: Callable[..., Page], app_url: str
) -> None:
    email = f"{uuid4().hex}@example.com"
    httpx.post(
        f"{app_url}/api/auth/register", json={"email": email, "password": PASSWORD}, timeout=60
    )
    page = visitor(service_workers="block")
    page.goto("/login?next=%2Fsettings")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Willkommen zurück")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort").fill("not this one")
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("alert")).to_have_text("E-Mail oder Passwort ist falsch")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")

    elsewhere = visitor(locale="es", service_workers="block")
    elsewhere.goto("/login")
    elsewhere.get_by_label("Correo electrónico").fill(email)
    elsewhere.get_by_label("Contraseña").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Iniciar sesión").click()
    expect(elsewhere.get_by_role("link", name="Einstellungen")).to_be_visible()


def test_a_language_chosen_in_the_settings_holds_at_once_and_can_be_given_up(
    page: Page, app_url: str
) -> None:
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="العربية").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    sidebar = page.get_by_role("complementary").bounding_box()
    assert sidebar
    assert sidebar["x"] + sidebar["width"] == pytest.approx(1280, abs=1)
    page.get_by_role("button", name="مثل المتصفح").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    expect(page.locator("html")).not_to_have_attribute("dir", "rtl")


def test_what_a_page_is_told_is_in_its_readers_language(
    new_account: Callable[..., Page], app_url: str
) -> None:
    page = new_account(locale="de-CH")
    page.goto(app_url + "/settings")
    page.get_by_label("Jetziges Passwort").fill("not this one")
    page.get_by_label("Neues Passwort").fill("battery staple")
    page.get_by_role("button", name="Passwort ändern").click()
    expect(page.get_by_role("alert")).to_have_text("Das jetzige Passwort ist falsch")
    page.goto(app_url + "/usage")
    expect(page.get_by_text("1'000'000").first).to_be_visible()


def test_a_command_is_answered_in_the_readers_language(
    new_account: Callable[..., Page], app_url: str
) -> None:
    page = new_account(locale="ja")
    page.goto(app_url)
    box = page.get_by_role("main").get_by_role("textbox")
    box.fill("/help")
    box.press("Enter")
    expect(page.get_by_role("article").last).to_contain_text("コマンドにトークンはかかりません。")


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_long_words_have_room_on_every_screen(
    new_context: Callable[..., BrowserContext], app_url: str, language: str, width: int
) -> None:
    signed_in = httpx.post(
        f"{app_url}/api/auth/login",
        json={"email": "admin@example.com", "password": PASSWORD},
        timeout=60,
    ).json()
    context = new_context(
        signed_in["access_token"], locale=language, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(app_url + path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1).first).to_be_attached()
        assert page.evaluate(STICKS_OUT) == [], path
    context.clear_cookies(name="chat_session")
    for path in ("/login", "/register", "/set-password", "/nothing"):
        page.goto(app_url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(STICKS_OUT) == [], path


def test_no_page_flashes_in_another_language(visitor: Callable[..., Page]) -> None:
    page = visitor(locale="de", service_workers="block")
    page.add_init_script(
        "globalThis.seen = [];"
        "new MutationObserver(() => seen.push(document.body?.innerText ?? ''))"
        ".observe(document, { childList: true, subtree: true, characterData: true });"
    )
    page.goto("/login")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not any(re.search("Welcome back|Sign in", text) for text in page.evaluate("seen"))


def test_the_app_is_installable_and_says_in_words_that_it_cannot_be_reached(
    visitor: Callable[..., Page], app_url: str
) -> None:
    page = visitor(locale="de")
    page.goto("/login")
    manifest = page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((one) => one.json())"
    )
    for icon in manifest["icons"]:
        assert httpx.get(app_url + icon["src"], timeout=60).is_success
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.goto("/usage")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tally ist nicht erreichbar")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname))))"
    )
    assert kept == [["/in/offline.de.html"]]
    page.context.set_offline(False)
    page.get_by_role("link", name="Noch einmal versuchen").click()
    expect(page).to_have_url(re.compile("/login"))
