"""A reply gone on with, asked of another model, beside another one, and what was thought before."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.menus import go_down_to
from tests.e2e.test_conversation import finished, new_chat, replies, send

__all__ = ["new_chat"]

COST = re.compile(r"Likely [\d,]+ tokens; at most [\d,]+")


def words(reply: Locator) -> list[str]:
    return reply.locator(".tk-prose").inner_text().split()


def test_a_stopped_reply_is_gone_on_with_in_its_own_article(new_chat: Page):
    send(new_chat, "write 400 words")
    reply = replies(new_chat)
    expect(reply).to_contain_text("river takes")
    new_chat.get_by_role("button", name="Stop").click()
    go_on = new_chat.get_by_role("button", name="Continue")
    expect(go_on).to_be_visible()
    assert len(words(reply)) < 400

    go_on.press("Enter")
    expect(new_chat.get_by_role("textbox", name="Message")).to_be_focused()
    finished(new_chat, 2)

    for _ in "again":
        expect(reply).to_have_count(1)
        assert len(words(reply)) == 400
        expect(reply.locator(".tk-charge")).to_have_count(2)
        expect(go_on).to_have_count(0)
        new_chat.reload()
        expect(reply).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_reply_is_asked_of_another_model_by_keyboard(new_chat: Page, width: int):
    new_chat.set_viewport_size({"width": width, "height": 740})
    send(new_chat, "write 20 words")
    finished(new_chat)
    new_chat.get_by_role("button", name="Message actions").press("Enter")
    # What it will cost is said without a pointer.
    again = new_chat.get_by_role("menuitem", name="Regenerate", exact=True)
    expect(again).to_have_accessible_description(COST)
    go_down_to(new_chat, "Retry with…").press("ArrowRight")
    tiny = new_chat.get_by_role("menuitem", name="Tiny", exact=True)
    expect(tiny).to_be_focused()
    expect(tiny).to_have_accessible_description(COST)
    expect(tiny).to_be_in_viewport(ratio=1)
    expect(again.get_by_text(COST)).to_be_visible()
    assert serious_faults(new_chat) == []
    new_chat.keyboard.press("Enter")

    expect(replies(new_chat).locator(".tk-model")).to_have_text("Tiny · made-up text")
    expect(new_chat.get_by_label("Version 2 of 2")).to_be_visible()


def test_what_was_thought_is_folded_above_the_reply_with_its_time(new_chat: Page):
    send(new_chat, "Think, then write 30 words")
    thinking = new_chat.locator("summary").filter(has_text="Thinking…")
    thinking.press("Enter")
    thought = new_chat.get_by_text("Nobody thinks here")
    expect(thought).to_be_visible()
    finished(new_chat)
    folded = new_chat.get_by_text("Thought for")
    expect(folded).to_contain_text("tokens")
    assert serious_faults(new_chat) == []

    new_chat.reload()
    expect(folded).to_be_visible()
    expect(thought).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1440])
def test_two_models_answer_side_by_side_and_one_is_kept(new_chat: Page, width: int):
    new_chat.set_viewport_size({"width": width, "height": 900})
    new_chat.get_by_role("textbox", name="Message").fill("write 60 words")
    new_chat.get_by_role("button", name="Compare with another model").press("Enter")
    new_chat.get_by_role("menuitemradio", name="Tiny").press("Enter")
    expect(new_chat.get_by_role("button", name="Compare with Tiny")).to_be_visible()
    new_chat.get_by_role("button", name="Send").click()

    both = new_chat.get_by_role("region", name="Two replies, side by side")
    expect(both.get_by_role("article", name="Assistant")).to_have_count(2)
    both.get_by_role("button", name="Stop Tiny").click()
    keep = both.get_by_role("button", name="Keep this one")
    expect(keep).to_have_count(2)
    finished(new_chat, 2)
    assert len(words(replies(new_chat).first)) == 60
    assert len(words(replies(new_chat).last)) < 60
    assert serious_faults(new_chat) == []

    new_chat.reload()
    expect(keep).to_have_count(2)
    beside = new_chat.context.new_page()
    beside.goto(new_chat.url)
    expect(beside.get_by_role("button", name="Keep this one")).to_have_count(2)
    keep.first.press("Enter")
    expect(beside.get_by_label("Version 1 of 2")).to_be_visible()
    beside.get_by_role("button", name="Next version").click()
    expect(both).to_have_count(0)
    expect(replies(new_chat)).to_have_count(1)
    expect(replies(new_chat).locator(".tk-model")).to_have_text("Tiny · made-up text")
    expect(new_chat.get_by_label("Version 2 of 2")).to_be_visible()
