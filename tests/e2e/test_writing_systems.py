"""What people of every writing system type and read: input methods, code points, notes, folds."""

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults

MARKED = """<think>
3~5 might be 4.
</think>

**重要：**3~5天，100~200元[^1] H<sub>2</sub>O <kbd>Ctrl</kbd>（https://example.org）。

<details>
<summary>More</summary>

| a | b |
|---|---|
| x<br>y | ~~z~~ |

</details>

مرحبا بالعالم

[^1]: A note.
"""


def test_marks_folds_and_notes_of_two_messages(page: Page, app_url: str, seed) -> None:
    chat_id = seed([("One", MARKED), ("Two", MARKED)])
    page.goto(f"{app_url}/chat/{chat_id}")
    replies = page.get_by_role("article", name="Assistant")
    expect(replies).to_have_count(2)
    expect(replies.last).to_contain_text("重要：3~5天，100~200元")
    assert (
        page.evaluate(
            "() => { const ids = [...document.querySelectorAll('.tk [id]')].map(e => e.id);"
            " return ids.filter((id, at) => ids.indexOf(id) !== at) }"
        )
        == []
    )
    thinking = replies.last.get_by_text("Thinking", exact=True)
    expect(replies.last.get_by_text("3~5 might be 4.")).to_be_hidden()
    thinking.focus()
    page.keyboard.press("Enter")
    expect(replies.last.get_by_text("3~5 might be 4.")).to_be_visible()
    address = page.url
    for reply in (replies.first, replies.last):
        reply.get_by_role("link", name="1", exact=True).click()
        expect(reply.locator("li:focus")).to_contain_text("A note.")
    assert page.url == address
    assert serious_faults(page) == []


def test_keys_of_an_input_method_do_nothing_else(page: Page, app_url: str, seed) -> None:
    chat_id = seed([("Question", "Answer")])
    page.goto(f"{app_url}/chat/{chat_id}")
    page.get_by_role("button", name="Edit").click()
    edit = page.get_by_role("textbox", name="Edit message")
    page.get_by_role("complementary").get_by_role("button", name="Chat actions").click()
    page.get_by_role("menuitem", name="Rename", exact=True).click()
    boxes = {
        "Message": page.get_by_role("textbox", name="Message", exact=True),
        "Edit message": edit,
        "Title": page.get_by_role("textbox", name="Title"),
    }
    # It takes the focus when it comes, and with it what is typed into another box at that moment.
    expect(boxes["Title"]).to_be_focused()
    for name, box in boxes.items():
        box.fill(f"{name} 日本")
        for key in ("Enter", "Escape"):
            for signs in ({"isComposing": True}, {"keyCode": 229}):
                went_on = box.evaluate(
                    "(box, sent) => box.dispatchEvent(new KeyboardEvent('keydown',"
                    " {bubbles: true, cancelable: true, ...sent}))",
                    {"key": key, **signs},
                )
                assert not went_on
        expect(box).to_have_value(f"{name} 日本")
    expect(page.get_by_role("article", name="You")).to_have_count(1)
    boxes["Title"].press("Escape")
    expect(boxes["Title"]).to_be_hidden()
    edit.press("Escape")
    expect(edit).to_be_hidden()


def test_letters_beyond_the_first_plane_count_once(page: Page, app_url: str, seed) -> None:
    chat_id = seed([("Question", "Answer")])
    page.goto(f"{app_url}/chat/{chat_id}")
    page.get_by_role("button", name="Edit").click()
    edit = page.get_by_role("textbox", name="Edit message")
    save = page.get_by_role("button", name="Save", exact=True)
    edit.fill("𝒳" * 4999)
    expect(page.get_by_text("1 character left")).to_be_visible()
    expect(save).to_be_enabled()
    edit.fill("𝒳" * 5001)
    expect(page.get_by_text("1 character too many")).to_be_visible()
    expect(save).to_be_disabled()
    edit.press("Escape")
    page.get_by_role("complementary").get_by_role("button", name="Chat actions").click()
    page.get_by_role("menuitem", name="Rename", exact=True).click()
    title = page.get_by_role("textbox", name="Title")
    title.fill("🀄" * 203)
    expect(title).to_have_value("🀄" * 200)
