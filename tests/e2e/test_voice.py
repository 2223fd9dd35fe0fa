"""Dictation into the composer by the browser's own recorder, and replies read aloud."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import browser as chromium
from tests.e2e.accessibility import serious_faults
from tests.sounds import wav

_TONES = ((440, 0.6), (0, 0.3), (660, 0.6), (0, 0.3))
_VOICES = """
window.said = [];
const voices = [{ lang: "en-GB", localService: true, default: true, name: "Ada", voiceURI: "ada" }];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices,
  cancel() { window.said.push("cancel"); },
  speak(one) {
    window.said.push(one.lang + ": " + one.text);
    one.onstart?.();
    if (window.speaks) setTimeout(() => one.onend?.(), 10);
  },
} });
"""
"""A browser with one voice: the one of the tests has none. It says nothing and tells what it would
have said; each sentence ends where `speaks` is set."""


@pytest.fixture(scope="module")
def browser(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start a browser whose microphone hears two tones over and over."""
    heard = tmp_path_factory.mktemp("microphone") / "tones.wav"
    heard.write_bytes(wav(*_TONES, rate_hz=48_000))
    started = browser.browser_type.launch(
        executable_path=chromium.find(),
        args=[
            *chromium.FLAGS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={heard}",
        ],
    )
    yield started
    started.close()


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def box(page: Page) -> Any:
    return page.get_by_role("textbox", name="Message", exact=True)


def hear_something(page: Page) -> None:
    """Wait until the meter has shown a tone."""
    meter = page.get_by_role("meter", name="Loudness")
    expect(meter).to_have_attribute("aria-valuenow", re.compile("[1-9]"))
    expect(page.get_by_text("Listening, 0:01 of 5:00")).to_be_visible()


def test_what_is_dictated_stands_at_the_caret_and_is_not_sent(page: Page, app_url: str) -> None:
    page.goto(app_url)
    box(page).fill("Before, after")
    box(page).evaluate("area => area.setSelectionRange(7, 7)")

    button(page, "Dictate").click()
    hear_something(page)
    assert serious_faults(page) == []
    button(page, "Stop dictating").click()

    expect(box(page)).to_have_value(re.compile(r"^Before, This is simulated: .*Hz.*\. after$"))
    expect(box(page)).to_be_focused()
    expect(page.get_by_text(re.compile(r"^Written down for \d+ tokens$"))).to_be_visible()
    assert page.get_by_role("article").count() == 0


def test_who_holds_the_button_ends_by_letting_go(page: Page, app_url: str) -> None:
    page.goto(app_url)
    button(page, "Dictate").hover()
    page.mouse.down()
    hear_something(page)
    page.mouse.up()

    expect(box(page)).to_have_value(re.compile("simulated"))


def test_escape_throws_a_recording_away(page: Page, app_url: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(app_url)
    button(page, "Dictate").click()
    hear_something(page)

    page.keyboard.press("Escape")

    expect(button(page, "Dictate")).to_be_visible()
    expect(page.get_by_role("meter", name="Loudness")).to_have_count(0)
    assert box(page).input_value() == ""
    assert not any("transcriptions" in url for url in sent)


def test_a_recording_that_does_not_get_through_is_kept_until_it_does(
    page: Page, app_url: str
) -> None:
    def refuse(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/api/transcriptions", refuse)
    page.goto(app_url)
    box(page).fill("Mine.")
    button(page, "Dictate").click()
    hear_something(page)
    button(page, "Stop dictating").click()
    expect(page.get_by_role("alert")).to_contain_text("it is kept here")
    expect(box(page)).to_have_value("Mine.")
    page.unroute("**/api/transcriptions", refuse)

    button(page, "Send again").click()

    expect(box(page)).to_have_value(re.compile(r"^Mine\. This is simulated"))
    expect(button(page, "Throw away")).to_have_count(0)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("NotAllowedError", "may not use the microphone"),
        ("NotFoundError", "There is no microphone"),
        ("NotReadableError", "cannot be used now"),
    ],
)
def test_why_there_is_no_microphone_is_said_in_words(
    page: Page, app_url: str, fault: str, words: str
) -> None:
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia ="
        f" () => Promise.reject(new DOMException('', '{fault}'))"
    )
    page.goto(app_url)

    button(page, "Dictate").click()

    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(button(page, "Dictate")).to_be_visible()


def test_a_reply_is_read_sentence_by_sentence_and_stops_when_told(
    page: Page, app_url: str, seed: Callable[..., UUID]
) -> None:
    page.add_init_script(_VOICES)
    reply = "The tide comes in. It is **high**.\n\n```py\nx = 1\n```\n\nAnd that is all."
    page.goto(f"{app_url}/chat/{seed([('What is a tide?', reply)])}")

    button(page, "Read aloud").click()

    expect(button(page, "Stop reading")).to_be_visible()
    said = page.evaluate("said.filter((one) => one !== 'cancel')")
    assert said == [
        "en: The tide comes in.",
        "en: It is high.",
        "en: code.",
        "en: And that is all.",
    ]
    button(page, "Stop reading").click()
    expect(button(page, "Read aloud")).to_be_visible()
    assert page.evaluate("said.at(-1)") == "cancel"


def test_reading_begins_while_the_reply_is_written_and_ends_with_it(
    page: Page, app_url: str
) -> None:
    page.add_init_script(_VOICES + "window.speaks = true;")
    page.goto(app_url)
    box(page).fill("write 400 words")
    page.keyboard.press("Enter")

    button(page, "Read aloud").click()

    expect(button(page, "Stop")).to_be_visible()
    page.wait_for_function("said.some((one) => one.startsWith('en: '))")
    assert button(page, "Stop").is_visible()
    expect(button(page, "Regenerate")).to_be_visible()
    expect(button(page, "Read aloud")).to_be_visible()
    whole = page.get_by_role("article", name="Assistant").locator(".tk-prose").inner_text()
    said = page.evaluate("said.filter((one) => one !== 'cancel').map((one) => one.slice(4))")
    assert " ".join(said).split() == whole.split()


@pytest.mark.parametrize(
    "without",
    ["Object.defineProperty(window, 'speechSynthesis', { value: undefined });", ""],
    ids=["that cannot speak", "that could, like the one of the tests"],
)
def test_a_browser_without_a_voice_says_so(
    page: Page, app_url: str, seed: Callable[..., UUID], without: str
) -> None:
    page.add_init_script(without)
    page.goto(f"{app_url}/chat/{seed([('What is a tide?', 'Water.')])}")

    button(page, "Read aloud").click()

    expect(page.get_by_text("This browser has no voice")).to_be_visible()
