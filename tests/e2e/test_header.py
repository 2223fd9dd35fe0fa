"""The header over a conversation: name, model, settings, context, what can be done."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults

SIZES = [(360, 740), (768, 1024), (1440, 900), (1920, 1080)]
LIKELY = re.compile(r"Likely [\d,]+ tokens · at most \d,\d{3} · \d{3},\d{3} left after")


@pytest.fixture
def chat(page: Page, app_url: str, seed) -> Page:
    """A chat with four messages, open."""
    chat_id = seed([("What is a tide?", "Water that rises."), ("And why?", "The Moon pulls.")])
    page.goto(f"{app_url}/chat/{chat_id}")
    expect(meter(page)).to_be_visible()
    return page


@pytest.fixture
def new_chat(page: Page, app_url: str) -> Page:
    page.goto(app_url + "/")
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    return page


def meter(page: Page) -> Locator:
    return page.get_by_role("meter", name="Context window")


def actions(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("button", name="Chat actions")


def replied(page: Page, count: int = 1) -> None:
    """Wait until so many replies carry what they cost."""
    expect(page.get_by_role("article", name="Assistant").locator(".tk-charge")).to_have_count(count)


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_chat_is_renamed_where_its_name_stands(chat: Page):
    title = chat.get_by_role("heading", level=1).get_by_role("button")
    title.press("Enter")
    box = chat.get_by_role("textbox", name="Title")
    expect(box).to_be_focused()
    box.fill("Tides\nof the sea")
    box.press("Enter")
    expect(chat.get_by_role("heading", level=1)).to_have_text("Tides of the sea")
    expect(title).to_be_focused()
    listed = chat.get_by_role("navigation", name="Chats")
    expect(listed).to_contain_text("Tides of the sea")

    title.click()
    box.fill("Something else")
    box.press("Escape")
    chat.reload()
    expect(chat.get_by_role("heading", level=1)).to_have_text("Tides of the sea")


def test_a_chat_is_renamed_from_its_menu(chat: Page):
    actions(chat).press("Enter")
    chat.keyboard.press("r")
    chat.keyboard.press("Enter")
    box = chat.get_by_role("textbox", name="Title")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(chat.get_by_role("heading", level=1).get_by_role("button")).to_be_focused()


@pytest.mark.parametrize(("kind", "name"), [("Markdown", "md"), ("PDF", "pdf"), ("JSON", "json")])
def test_a_chat_is_exported_from_its_menu(chat: Page, kind: str, name: str):
    actions(chat).focus()
    chat.keyboard.press("Enter")
    chat.keyboard.press("e")
    expect(chat.get_by_role("menuitem", name="Export")).to_be_focused()
    chat.keyboard.press("ArrowRight")
    with chat.expect_download() as saved:
        chat.get_by_role("menuitem", name=kind).click()
    assert saved.value.suggested_filename.endswith(f".{name}")
    assert Path(saved.value.path()).stat().st_size > 100


def test_the_links_of_a_command_lead_to_the_files(chat: Page):
    send(chat, "/export")
    link = chat.get_by_role("article", name="Assistant").last.get_by_role("link", name="Markdown")
    with chat.expect_download() as saved:
        link.click()
    assert "Water that rises." in Path(saved.value.path()).read_text()


def test_only_the_app_itself_links_to_its_own_places(page: Page, app_url: str, seed):
    chat_id = seed(
        [("Hi", "[here](/settings) and [there](//evil.example) and [so](/\\evil.example)")]
    )
    page.goto(f"{app_url}/chat/{chat_id}")
    reply = page.get_by_role("article", name="Assistant")
    expect(reply).to_contain_text("here and there and so")
    expect(reply.get_by_role("link")).to_have_count(0)


def test_older_messages_are_left_out_and_taken_back(chat: Page):
    before = int(meter(chat).get_attribute("aria-valuenow") or 0)
    details = chat.get_by_role("button", name="Context and cost")
    details.press("Enter")
    panel = chat.get_by_role("dialog", name="What a message carries along")
    expect(panel).to_contain_text("4 earlier messages")
    panel.get_by_role("button", name="Leave out older messages").click()
    expect(panel).to_contain_text("4 earlier messages are left out.")
    assert int(meter(chat).get_attribute("aria-valuenow") or 0) < before
    chat.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(details).to_be_focused()
    expect(chat.get_by_text("Models are not told what stands above")).to_be_visible()

    send(chat, "write 5 words")
    replied(chat, 3)
    reply = chat.get_by_role("article", name="Assistant").last
    expect(reply).to_contain_text("4 earlier messages")
    chat.reload()
    chat.get_by_role("button", name="Take it back").click()
    expect(chat.get_by_text("Models are not told what stands above")).to_have_count(0)
    details.click()
    expect(panel).to_contain_text("6 earlier messages")
    expect(panel).to_contain_text("for 3 replies")


def test_what_is_left_out_begins_at_any_reply(chat: Page):
    first = chat.get_by_role("article", name="Assistant").first
    first.hover()
    first.get_by_role("button", name="Message actions").click()
    chat.get_by_role("menuitem", name="Leave out everything up to here").click()
    chat.get_by_role("button", name="Context and cost").click()
    panel = chat.get_by_role("dialog", name="What a message carries along")
    expect(panel).to_contain_text("2 earlier messages are left out.")


def test_a_model_is_found_and_chosen_by_keyboard(chat: Page):
    chosen = chat.get_by_role("combobox", name="Model")
    expect(chosen).to_contain_text("Simulated")
    expect(chosen).to_contain_text("made-up text")
    chosen.press("ArrowDown")
    models = chat.get_by_role("listbox", name="Models")
    expect(models.get_by_role("group", name="Google").get_by_role("option").first).to_be_visible()
    locked = models.get_by_role("option", name="Claude Opus 5.5")
    expect(locked).to_be_disabled()
    expect(locked).to_contain_text("Part of the ENTERPRISE plan")
    expect(models.get_by_role("option", name="Gemini 3.5 Flash-Lite")).to_contain_text(
        re.compile(r"\$0\.0013 a message.*Not set up.*1M context window.*pictures")
    )

    search = chat.get_by_role("searchbox", name="Search models")
    search.fill("tin")
    expect(models.get_by_role("option")).to_have_count(1)
    search.press("Enter")
    expect(models).to_have_count(0)
    expect(chosen).to_contain_text("Tiny")
    expect(chosen).to_be_focused()
    expect(meter(chat)).to_have_attribute("aria-valuemax", "500")
    chat.reload()
    expect(chosen).to_contain_text("Tiny")

    chosen.press("c")
    expect(search).to_have_value("c")
    search.fill("claude opus")
    search.press("Enter")
    expect(models).to_be_visible()
    search.press("Escape")
    expect(models).to_have_count(0)
    expect(chosen).to_be_focused()


def test_a_chat_keeps_its_settings_and_shows_that_they_are_not_the_usual(chat: Page):
    chat.get_by_role("button", name="Chat settings", exact=True).click()
    panel = chat.get_by_role("dialog", name="Settings of this chat")
    prompt = panel.get_by_role("textbox", name="System prompt")
    expect(prompt).to_be_focused()
    prompt.fill("Speak Latin.")
    heat = panel.get_by_role("textbox", name="Temperature")
    heat.fill("3")
    expect(panel.get_by_role("alert")).to_have_text("Write a number from 0 to 2.")
    expect(panel.get_by_role("button", name="Save")).to_be_disabled()
    heat.fill("0.5")
    panel.get_by_role("textbox", name="Longest reply").fill("90")
    panel.get_by_role("combobox", name="Reasoning effort").select_option("low")
    panel.get_by_role("button", name="Save").click()

    changed = chat.get_by_role("button", name="Chat settings, changed")
    expect(changed).to_be_focused()
    chat.reload()
    changed.click()
    expect(prompt).to_have_value("Speak Latin.")
    expect(heat).to_have_value("0.5")
    panel.get_by_role("button", name="Back to the usual").click()
    panel.get_by_role("button", name="Save").click()
    expect(chat.get_by_role("button", name="Chat settings", exact=True)).to_be_visible()


def test_a_new_chat_begins_with_the_settings_chosen_for_it(new_chat: Page, app_url: str):
    new_chat.get_by_role("button", name="Chat settings").click()
    panel = new_chat.get_by_role("dialog", name="Settings of this chat")
    panel.get_by_role("textbox", name="System prompt").fill("Speak Latin.")
    panel.get_by_role("textbox", name="Longest reply").fill("90")
    panel.get_by_role("button", name="Save").click()
    send(new_chat, "write 900 words")
    replied(new_chat)

    reply = new_chat.get_by_role("article", name="Assistant")
    expect(reply).to_contain_text("Cut off at the longest reply allowed.")
    chat_id = new_chat.url.rpartition("/")[2]
    context = new_chat.request.get(f"{app_url}/api/chat/{chat_id}/context").json()
    assert context["system_prompt"] == "Speak Latin."
    assert context["parameters"]["max_output_tokens"] == 90


def test_a_card_fills_the_composer_and_sends_nothing(new_chat: Page):
    new_chat.get_by_role("button", name="Explain something").click()
    box = new_chat.get_by_role("textbox", name="Message")
    expect(box).to_have_value(re.compile("token budget"))
    expect(box).to_be_focused()
    expect(new_chat.get_by_text(LIKELY)).to_be_visible()
    expect(new_chat.get_by_role("article")).to_have_count(0)


def test_a_quote_says_what_is_likely_and_what_is_the_most_part_by_part(chat: Page):
    box = chat.get_by_role("textbox", name="Message")
    box.fill("What will this cost?")
    expect(chat.get_by_text(LIKELY)).to_be_visible()
    more = chat.get_by_role("button", name="What this will cost")
    more.press("Enter")
    panel = chat.get_by_role("dialog", name="What this will cost")
    for part in ("Your message", "Earlier messages", "System prompt", "Reply", "Overhead"):
        expect(panel.get_by_role("rowheader", name=part)).to_be_visible()
    expect(panel).to_contain_text("4 earlier messages go along")
    expect(panel).to_be_in_viewport(ratio=1)
    chat.keyboard.press("Escape")
    expect(more).to_be_focused()

    box.fill("/")
    expect(chat.get_by_text("Costs nothing")).to_be_visible()


def test_an_edit_and_another_reply_are_quoted(chat: Page):
    reply = chat.get_by_role("article", name="Assistant").last
    again = reply.get_by_role("button", name="Regenerate")
    again.focus()
    expect(again).to_have_attribute("title", re.compile(r"Likely [\d,]+ tokens; at most \d,\d{3}"))
    mine = chat.get_by_role("article", name="You").last
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    expect(mine.get_by_role("status")).to_contain_text(re.compile(r"Likely .*at most"))


def test_a_chat_is_put_away_and_deleted_from_its_header(chat: Page):
    actions(chat).click()
    chat.get_by_role("menuitem", name="Archive", exact=True).click()
    expect(chat.get_by_text("This chat is archived")).to_be_visible()
    actions(chat).click()
    chat.get_by_role("menuitem", name="Unarchive").click()
    expect(chat.get_by_role("textbox", name="Message")).to_be_visible()
    actions(chat).click()
    chat.get_by_role("menuitem", name="Delete").click()
    chat.get_by_role("button", name="Delete").click()
    expect(chat.get_by_role("heading", name=re.compile("What is on your mind"))).to_be_visible()


def test_a_reply_is_stopped_although_its_chat_was_archived_meanwhile(chat: Page):
    box = chat.get_by_role("textbox", name="Message")
    box.fill("Write 2000 words")
    box.press("Enter")
    stop = chat.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    actions(chat).click()
    chat.get_by_role("menuitem", name="Archive", exact=True).click()
    expect(chat.get_by_text("This chat is archived")).to_be_visible()
    stop.click()
    expect(stop).to_have_count(0)
    expect(chat.get_by_role("article", name="Assistant").last).to_contain_text(
        "This reply was stopped."
    )


def test_the_sidebar_is_hidden_by_button_or_keys_and_stays_so(chat: Page):
    sidebar = chat.get_by_role("complementary", name="Sidebar")
    chat.get_by_role("button", name="Hide sidebar").click()
    expect(sidebar).to_be_hidden()
    chat.reload()
    show = chat.get_by_role("button", name="Show sidebar")
    expect(show).to_have_attribute("aria-expanded", "false")
    expect(sidebar).to_be_hidden()
    chat.keyboard.press("Control+Shift+s")
    expect(sidebar).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_header_and_panels_fit_every_screen_and_have_no_serious_fault(chat: Page, theme: str):
    chat.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    chat.reload()
    for width, height in SIZES:
        chat.set_viewport_size({"width": width, "height": height})
        expect(meter(chat)).to_be_in_viewport()
        expect(chat.get_by_role("heading", level=1).get_by_text("a tide?")).to_be_visible()
        for name in ("Model", "Context and cost", "Chat settings"):
            opener = chat.get_by_role("main").get_by_label(name, exact=True)
            opener.click()
            panel = chat.locator(".popover")
            expect(panel).to_be_visible()
            box = panel.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert serious_faults(chat) == []
            chat.keyboard.press("Escape")
            expect(panel).to_have_count(0)
        assert chat.evaluate("document.documentElement.scrollWidth") <= width
