"""What one does with a reply: copy it, open what is in it, say what one thinks of it."""

from urllib.parse import unquote
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import serious_faults
from tests.e2e.menus import go_down_to


@pytest.fixture
def shown(page: Page, app_url: str, seed):
    """Return a function that shows a chat with one reply and gives that."""

    def _shown(text: str) -> Locator:
        chat_id: UUID = seed([("A question", text)])
        page.goto(f"{app_url}/chat/{chat_id}")
        reply = page.get_by_role("article", name="Assistant")
        expect(reply).to_be_visible()
        return reply

    return _shown


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("entry", "copied"),
    [
        ("Copy as Markdown", "**Bold** [x](https://x.org)"),
        ("Copy as text", "Bold x (https://x.org)"),
    ],
)
def test_a_reply_is_copied_from_its_menu_by_keyboard(page: Page, shown, entry: str, copied: str):
    shown("<think>\nhm\n</think>\n**Bold** [x](https://x.org)")
    button = page.get_by_role("button", name="Message actions")
    button.press("Enter")
    go_down_to(page, entry).press("Enter")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(button).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert clipboard(page) == copied


def test_escape_closes_the_menu_of_a_message_and_gives_the_focus_back(page: Page, shown):
    shown("Words")
    page.get_by_role("button", name="Message actions").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(page.get_by_role("button", name="Message actions")).to_be_focused()


def test_code_is_copied_without_the_break_of_its_last_line_and_kept_as_a_file(page: Page, shown):
    reply = shown("```python\ndef f():\n    return 1\n```")
    reply.locator(".tk-code").get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert clipboard(page) == "def f():\n    return 1"
    with page.expect_download() as download:
        reply.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "code.py"
    assert download.value.path().read_text() == "def f():\n    return 1\n"


def test_long_lines_of_code_are_broken_on_demand_and_so_they_stay(page: Page, shown):
    reply = shown(f"```\n{'word ' * 200}\n```")
    code = reply.get_by_label("Code, text")
    overflow = "box => box.scrollWidth - box.clientWidth"
    assert code.evaluate(overflow) > 0
    wrap = reply.get_by_role("button", name="Wrap lines")
    wrap.click()
    expect(wrap).to_have_attribute("aria-pressed", "true")
    assert code.evaluate(overflow) == 0
    page.reload()
    expect(wrap).to_have_attribute("aria-pressed", "true")
    assert code.evaluate(overflow) == 0


def test_lines_of_a_difference_are_told_apart(page: Page, shown):
    reply = shown("```diff\n-old\n+new\n```")
    colours = [
        reply.locator(name).evaluate("line => getComputedStyle(line).backgroundColor")
        for name in (".hljs-deletion", ".hljs-addition")
    ]
    assert len({*colours, "rgba(0, 0, 0, 0)"}) == 3


WIDE = "\n".join(
    [
        "| " + " | ".join(f"Column number {at}" for at in range(12)) + " |",
        "|" + " --- |" * 12,
        "| " + " | ".join(f"some words in {at}" for at in range(12)) + " |",
    ]
)
WIDTH = "element => element.getBoundingClientRect().width"


def test_a_wide_table_scrolls_by_keyboard_and_opens_large(page: Page, shown):
    page.set_viewport_size({"width": 360, "height": 740})
    reply = shown(f"Words\n\n{WIDE}")
    table = reply.get_by_role("region", name="Table")
    assert table.evaluate("box => box.scrollWidth > 3 * box.clientWidth")
    assert reply.locator("th").first.bounding_box()["height"] < 60
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    table.focus()
    page.keyboard.press("ArrowRight")
    expect_scrolled(table)

    opener = reply.get_by_role("button", name="Open large")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Table")
    region = dialog.get_by_role("region", name="Table").first
    expect(region).to_be_focused()
    table = dialog.get_by_role("table")
    width = table.evaluate(WIDTH)
    page.keyboard.press("+")
    expect(dialog.get_by_text("125%")).to_be_visible()
    assert table.evaluate(WIDTH) == pytest.approx(1.25 * width, rel=0.05)
    page.keyboard.press("ArrowRight")
    expect_scrolled(region)
    page.keyboard.press("0")
    expect(dialog.get_by_text("100%")).to_be_visible()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def expect_scrolled(region: Locator) -> None:
    handle = region.element_handle()
    region.page.wait_for_function("box => box.scrollLeft > 0", arg=handle)


DIAGRAM = "```mermaid\nflowchart LR\n  A[Quote] --> B[Settle]\n```"


def test_a_diagram_is_drawn_as_a_picture_that_opens_large(page: Page, shown):
    reply = shown(f"Look:\n\n{DIAGRAM}\n\nSo.")
    picture = reply.get_by_role("img", name="Diagram drawn from: flowchart LR A[Quote]")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert "Settle" in unquote(picture.get_attribute("src"))
    opener = reply.get_by_role("button", name="Open large")
    opener.click()
    expect(page.get_by_role("dialog", name="Diagram").get_by_role("img")).to_be_visible()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    reply.get_by_role("button", name="Show as code").click()
    expect(reply.get_by_label("Code, mermaid")).to_contain_text("A[Quote] --> B[Settle]")
    with page.expect_download() as download:
        reply.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "diagram.svg"


def test_what_is_no_diagram_stays_code_and_the_next_is_drawn(page: Page, shown):
    reply = shown(f"```mermaid\nflowchart LR\n  A --> --> ]\n```\n\nand\n\n{DIAGRAM}")
    expect(reply.get_by_text("This diagram could not be drawn")).to_be_visible()
    expect(reply.get_by_label("Code, mermaid")).to_contain_text("A --> --> ]")
    expect(reply.get_by_role("img", name="Diagram drawn from")).to_be_visible()


EVIL = """```mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "@import url(BEACON?css)"}}%%
flowchart LR
  A["<img src=BEACON?img onerror=parent.hacked=1>"] --> B["<script>parent.hacked=1</script>"]
  click A href "javascript:parent.hacked=1"
  click B call alert()
```

```mermaid
sequenceDiagram
  Alice->>Bob: <iframe srcdoc="<script>top.hacked=1</script>"></iframe>
  Note over Bob: $$\\\\href{javascript:parent.hacked=1}{x}$$
```
"""


def test_a_hostile_diagram_reaches_neither_the_page_nor_the_network(page: Page, app_url, shown):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reply = shown(EVIL.replace("BEACON", "https://127.0.0.1:9/beacon"))
    expect(reply.locator(".tk-diagram img")).to_have_count(2)
    frame = page.locator("iframe")
    expect(frame).to_have_count(1)
    assert frame.get_attribute("sandbox") == "allow-scripts"
    assert page.frames[-1].evaluate("window.origin") == "null"
    reach = "url => fetch(url, {mode: 'no-cors'}).then(() => 'reached', () => 'refused')"
    assert page.frames[-1].evaluate(reach, f"{app_url}/api/health") == "refused"
    for picture in reply.locator(".tk-diagram img").all():
        picture.evaluate("image => image.decode()")
    assert page.evaluate("window.hacked") is None
    outside = [url for url in asked if not url.startswith((app_url, "data:", "blob:", "about:"))]
    assert [url for url in outside if not url.startswith(app_url.replace("http", "ws"))] == []


def test_lists_tables_and_quotes_in_arabic_stand_on_their_own_side(page: Page, shown):
    reply = shown(
        "English words.\n\n- الأول\n- الثاني\n\n> اقتباس\n\n"
        "| الاسم | العمر |\n| - | - |\n| علي | ٣ |"
    )
    box = reply.locator(".tk-prose").bounding_box()
    middle = box["x"] + box["width"] / 2
    starts = reply.get_by_role("listitem").evaluate_all(
        "all => all.map(item => { const range = document.createRange();"
        " range.selectNodeContents(item); return range.getBoundingClientRect().left })"
    )
    assert min(starts) > middle
    assert (
        reply.locator("blockquote").evaluate("quote => getComputedStyle(quote).direction") == "rtl"
    )
    name, age = (reply.get_by_role("columnheader").nth(at).bounding_box() for at in (0, 1))
    assert name["x"] > age["x"]


def test_however_deep_a_list_goes_its_words_have_room(page: Page, shown):
    page.set_viewport_size({"width": 360, "height": 740})
    reply = shown("".join(f"{'  ' * depth}- step number {depth}\n" for depth in range(30)))
    deepest = reply.get_by_text("step number 29")
    assert deepest.bounding_box()["width"] > 150
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_message_that_cannot_be_drawn_stands_as_it_was_written(page: Page, shown):
    page.add_init_script(
        "const usual = String.prototype.replaceAll;"
        "String.prototype.replaceAll = function (...given) {"
        " if (this.includes('**unlucky**')) throw new RangeError('out of stack');"
        " return usual.apply(this, given); };"
    )
    reply = shown("Some **unlucky** words")
    expect(reply).to_contain_text("Some **unlucky** words")
    expect(reply).to_contain_text("This message could not be drawn")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def test_a_receipt_opens_by_keyboard_and_escape_closes_it(page: Page, shown):
    reply = shown("Words")
    button = reply.get_by_role("button", name="0 tokens")
    button.press("Enter")
    receipt = page.get_by_role("dialog", name="What this reply cost")
    expect(receipt).to_contain_text("Total")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(receipt).to_have_count(0)
    expect(button).to_be_focused()


MARK = """(box, [from, to]) => {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const first = nodes.find((node) => node.data.includes(from));
  const last = nodes.find((node) => node.data.includes(to));
  getSelection().setBaseAndExtent(
    first, first.data.indexOf(from), last, last.data.indexOf(to) + to.length);
}"""


def test_a_passage_is_quoted_into_the_composer(page: Page, shown):
    reply = shown("One two three.\n\n- first $x^2$\n- second\n\n```py\ncode()\n```\n\nThe end")
    box = page.get_by_role("textbox", name="Message")
    box.fill("My words")
    reply.locator(".tk-prose").evaluate(MARK, ["two", "code()"])
    page.get_by_role("button", name="Quote").click()
    expect(box).to_be_focused()
    expect(box).to_have_value(
        "My words\n\n> two three.\n>\n> - first $x^2$\n> - second\n>\n> ```\n> code()\n> ```\n\n"
    )
    expect(page.get_by_role("button", name="Quote")).to_have_count(0)


def test_all_of_a_reply_is_quoted_from_its_menu(page: Page, shown):
    shown("One\n\n**two**")
    page.get_by_role("button", name="Message actions").press("Enter")
    page.get_by_role("menuitem", name="Quote").press("Enter")
    box = page.get_by_role("textbox", name="Message")
    expect(box).to_have_value("> One\n>\n> **two**\n\n")
    expect(box).to_be_focused()


def test_whoever_dislikes_a_reply_may_say_why_and_administrators_read_it(
    page: Page, admin_page: Page, app_url: str, shown
):
    reply = shown("A secret of the chat")
    button = reply.get_by_role("button", name="Dislike")
    button.press("Enter")
    why = page.get_by_role("dialog", name="What was wrong with this reply?")
    expect(why).to_be_visible()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")

    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(why.get_by_role("button", name="Submit")).to_be_disabled()
    why.get_by_role("button", name="Not correct").click()
    why.get_by_role("textbox").fill("It was 1648")
    why.get_by_role("button", name="Submit").press("Enter")
    expect(reply.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")

    admin_page.goto(f"{app_url}/admin/feedback")
    told = admin_page.get_by_role("row").filter(has_text="It was 1648")
    expect(told).to_contain_text("Not correct")
    expect(told).to_contain_text("Simulated")
    expect(admin_page.get_by_text("A secret of the chat")).to_have_count(0)
    expect(admin_page.get_by_role("table", name="Models")).to_contain_text("Simulated")
    assert serious_faults(admin_page) == []
