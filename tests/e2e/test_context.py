"""People see when the model was not told all of their chat."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults

LEFT_OUT = re.compile(r"\d earlier messages? (was|were) left out\.")


def test_what_did_not_fit_into_the_models_window_is_said_under_the_reply(
    page: Page, app_url: str
) -> None:
    page.goto(app_url + "/")
    page.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name="Tiny").click()
    replies = page.get_by_role("article", name="Assistant")
    for number in range(1, 5):
        page.get_by_role("textbox", name="Message").fill("write 60 words")
        page.get_by_role("button", name="Send").click()
        expect(replies.locator(".tk-charge")).to_have_count(number)

    expect(replies.first).to_contain_text("the fishermen read the water")
    expect(replies.first).not_to_contain_text(LEFT_OUT)
    expect(replies.last).to_contain_text(LEFT_OUT)
    page.reload()
    expect(replies.last).to_contain_text(LEFT_OUT)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(replies.last.get_by_text(LEFT_OUT)).to_be_in_viewport()
    assert serious_faults(page) == []
