"""What opens on `/` in the composer, and the prompts behind it, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults


def keep(page: Page, app_url: str, **prompt: str) -> None:
    made = page.request.post(app_url + "/api/prompts", data=prompt)
    assert made.status == 201, made.text()


def test_a_slash_lists_commands_and_prompts_and_keys_go_through_them(page: Page, app_url: str):
    keep(page, app_url, name="übung", content="Give me an exercise", description="To learn")
    page.goto(app_url)
    box = page.get_by_role("textbox", name="Message")
    box.press_sequentially("/")
    listed = page.get_by_role("listbox", name="Commands")
    expect(listed.get_by_role("option")).to_have_count(8)
    expect(listed.get_by_role("option", name="/help")).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    assert serious_faults(page) == []

    box.press("ArrowUp")
    mine = listed.get_by_role("option", name="/übung")
    expect(mine).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", mine.get_attribute("id") or "")
    # By name first, then by what a command does.
    box.press_sequentially("mo")
    expect(listed.get_by_role("option")).to_have_text([re.compile("/model"), re.compile("/system")])
    box.press("Tab")
    expect(box).to_have_value("/model ")
    expect(listed).to_be_hidden()

    box.fill("/")
    box.press("Escape")
    expect(listed).to_be_hidden()
    box.press_sequentially("us")
    expect(listed.get_by_role("option", name="/usage")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("/usage")
    box.press("Enter")
    expect(page.get_by_role("article", name="Assistant")).to_contain_text("You have used")


def test_a_prompt_asks_for_its_blanks_and_stands_in_the_box(page: Page, app_url: str):
    keep(page, app_url, name="translate", content="Into {{language}}: {{text}}")
    page.goto(app_url)
    box = page.get_by_role("textbox", name="Message")
    box.press_sequentially("/tr")
    page.get_by_role("option", name="/translate").click()
    form = page.get_by_role("dialog", name="Fill in /translate")
    expect(form.get_by_role("textbox", name="language")).to_be_focused()
    assert serious_faults(page) == []
    form.get_by_role("textbox", name="language").fill("Welsh")
    form.get_by_role("textbox", name="text").fill("good\nmorning")
    form.get_by_role("button", name="Use prompt").click()
    expect(box).to_have_value("Into Welsh: good\nmorning")
    expect(box).to_be_focused()


def test_prompts_are_kept_on_the_settings_page(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    page.get_by_role("button", name="New prompt").click()
    form = page.get_by_role("dialog", name="New prompt")
    form.get_by_role("textbox", name="Name").fill("help")
    form.get_by_role("textbox", name="Text").fill("Explain {{what}} to a child")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("/help is a command of the app")
    form.get_by_role("textbox", name="Name").fill("/Explain")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    row = page.get_by_role("row", name="/explain")
    expect(row).to_contain_text("Explain {{what}} to a child")

    row.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit prompt")
    expect(form.get_by_role("textbox", name="Text")).to_have_value("Explain {{what}} to a child")
    form.get_by_role("textbox", name="What it is for").fill("For children")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("For children")
    assert serious_faults(page) == []

    row.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("row", name="/explain")).to_be_hidden()
