"""Pictures that models draw, in a real browser: asked for, awaited, looked at, used again."""

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.test_attachments import MOVED, new_chat  # noqa: F401
from tests.e2e.test_conversation import finished

FOX = "A red fox in the snow"


def draw(page: Page, what: str) -> None:
    box = page.get_by_role("textbox", name="Message")
    box.fill(what)
    box.press("Enter")


def test_a_picture_comes_into_its_place_and_is_kept_copied_and_used(new_chat: Page) -> None:  # noqa: F811
    page = new_chat
    draw(page, f"/image {FOX}")
    expect(page.get_by_role("img", name="Drawing the picture…")).to_be_visible()
    page.evaluate(MOVED)

    picture = page.get_by_role("img", name=FOX)
    expect(picture).to_be_visible()
    finished(page)
    assert page.evaluate(MOVED) < 0.01
    assert picture.evaluate("image => image.currentSrc").endswith("?thumb=1")
    expect(page.get_by_role("combobox", name="Model")).to_contain_text("made-up text")
    assert serious_faults(page) == []

    with page.expect_download() as kept:
        page.get_by_role("link", name="Download").click()
    assert kept.value.suggested_filename == f"{FOX}.png"

    reply = page.get_by_role("article", name="Assistant")
    reply.locator("figure").get_by_role("button", name="Copy", exact=True).click()
    expect(reply.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    kinds = "navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))"
    assert page.evaluate(kinds) == ["image/png"]

    opener = reply.get_by_role("button", name=FOX)
    opener.click()
    expect(page.get_by_role("dialog", name=FOX)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()

    page.get_by_role("button", name="Use in message").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    expect(page.get_by_role("button", name="Remove file")).to_be_visible()

    page.reload()
    expect(opener).to_be_visible()
    expect(page.get_by_role("button", name="Remove file")).to_be_visible()


def test_models_that_draw_have_a_heading_of_their_own_and_answer_in_pictures(
    new_chat: Page,  # noqa: F811
) -> None:
    page = new_chat
    page.get_by_role("combobox", name="Model").click()
    drawing = page.get_by_role("group", name="For pictures")
    drawing.get_by_role("option", name="Simulated Image").click()

    draw(page, "2 pictures of a boat")
    finished(page)

    expect(page.get_by_role("combobox", name="Model")).to_contain_text("Simulated Image")
    reply = page.get_by_role("article", name="Assistant")
    expect(reply.get_by_role("img", name="2 pictures of a boat")).to_have_count(2)
    said = reply.evaluate(
        "reply => [...reply.querySelectorAll('.tk-prose, figure')].map((one) => one.tagName)"
    )
    assert said == ["DIV", "FIGURE", "DIV", "FIGURE"]
