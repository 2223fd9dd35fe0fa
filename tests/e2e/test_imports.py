"""Chats brought from other apps on the settings page, in a real browser."""

from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.services.exported import as_json, chatgpt_chat, chatgpt_node, packed

PICTURE = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}
BIRDS = chatgpt_chat(
    chatgpt_node("q", None, "user", PICTURE, "Which bird is this?", kind="multimodal_text"),
    chatgpt_node("a", "q", "assistant", "A wren."),
    title="Small birds",
)


def choose(page: Page, **files: Any) -> None:
    """Choose files behind **Import**; the name of each ends by what it is."""
    payload = [
        FilePayload(name=name.replace("_", "."), mimeType="application/json", buffer=content)
        for name, content in files.items()
    ]
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import", exact=True).click()
    chooser.value.set_files(payload)


def test_a_zip_is_imported_and_its_report_says_what_was_left_out(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    choose(page, export_zip=packed({"conversations-000.json": [BIRDS]}))

    region = page.get_by_role("region", name="Import chats")
    expect(region).to_contain_text("1 chat from ChatGPT is here.")
    expect(region).to_contain_text("1 picture")
    chat = page.get_by_role("navigation", name="Chats").get_by_role("link", name="Small birds")
    expect(chat).to_be_visible()
    assert serious_faults(page) == []

    chat.click()
    expect(page.get_by_role("article", name="Assistant")).to_contain_text("A wren.")
    page.get_by_role("textbox", name="Message").fill("Sing")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article")).to_have_count(4)


def test_a_bad_file_says_what_is_wrong_and_the_next_ones_are_not_sent(page: Page, app_url: str):
    page.goto(app_url + "/settings")
    choose(page, a_json=as_json([BIRDS])[:-3], b_json=as_json([BIRDS]))
    region = page.get_by_role("region", name="Import chats")
    expect(region.get_by_role("alert")).to_contain_text("this ends in the middle; it was cut off")
    # Which of them it was.
    expect(region.get_by_role("alert")).to_contain_text("The import stopped at a.json.")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_enabled()
    assert page.request.get(app_url + "/api/chats").json()["chats"] == []

    choose(page, b_json=as_json([BIRDS]))
    expect(region).to_contain_text("1 chat from ChatGPT is here.")
    expect(region.get_by_role("alert")).to_be_hidden()
