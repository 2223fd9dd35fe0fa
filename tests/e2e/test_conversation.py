"""The conversation in a real browser, against the real server and the simulated model."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import serious_faults
from tests.services.exchanges import settled_exchange

RICH = """# Heading

- [x] done

| a | b |
| - | - |
| 1 | 2 |

$$\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6} + a_1 + a_2 + a_3 + a_4 + a_5 + a_6$$

```python
print("a line of code that is far too long for the width of any telephone there is")
```

![A picture](https://example.org/a.png) and [a link](https://example.org).
"""
LONG = "write 700 words please"


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def replies(page: Page):
    return page.get_by_role("article", name="Assistant")


def finished(page: Page, count: int = 1) -> None:
    """Wait until so many replies carry what they cost."""
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_have_count(count)


@pytest.fixture
def new_chat(page: Page, app_url: str) -> Page:
    page.goto(app_url + "/")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    return page


def test_a_reply_streams_in_and_shows_what_it_cost(new_chat: Page):
    send(new_chat, "write 300 words")
    reply = replies(new_chat).last
    expect(new_chat.get_by_role("article", name="You")).to_contain_text("write 300 words")
    expect(reply).to_contain_text("river takes")
    expect(reply).to_have_attribute("aria-busy", "true")
    log = new_chat.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-busy", "true")
    early = len(reply.inner_text())
    expect(new_chat.get_by_role("button", name="Stop")).to_be_visible()
    finished(new_chat)
    assert len(reply.inner_text()) > early
    expect(reply).to_have_attribute("aria-busy", "false")
    expect(log).to_have_attribute("aria-busy", "false")
    expect(new_chat).to_have_url(re.compile(r"/chat/[0-9a-f-]{36}$"))
    reply.locator(".tk-charge").click()
    for part in ("Your message", "Reply", "System prompt", "Overhead", "Total"):
        expect(new_chat.locator(".tk-bill").get_by_text(part, exact=True)).to_be_visible()
    shares = new_chat.locator(".tk-bill dd").all_inner_texts()[:4]
    assert sum(int(re.findall(r"\((\d+)%\)", share)[0]) for share in shares) in range(98, 103)


def test_the_cost_of_a_stopped_reply_is_marked_as_an_estimate(new_chat: Page):
    send(new_chat, "write 400 words")
    expect(replies(new_chat).last).to_contain_text("river takes")
    new_chat.get_by_role("button", name="Stop").click()
    finished(new_chat)
    replies(new_chat).last.locator(".tk-charge").click()
    expect(new_chat.locator(".tk-bill")).to_contain_text("≈\u2009$0.0000, estimated")


def test_a_new_chat_is_there_after_a_reload(new_chat: Page):
    send(new_chat, "write 20 words")
    finished(new_chat)
    text = replies(new_chat).last.locator(".tk-prose").inner_text()
    new_chat.reload()
    finished(new_chat)
    assert replies(new_chat).last.locator(".tk-prose").inner_text() == text


def test_a_reload_in_mid_reply_goes_on_where_it_is(new_chat: Page):
    send(new_chat, "write 500 words")
    expect(replies(new_chat).last).to_contain_text("river takes")
    new_chat.reload()
    expect(new_chat.get_by_role("button", name="Stop")).to_be_visible()
    finished(new_chat)
    assert len(replies(new_chat).last.locator(".tk-prose").inner_text().split()) == 500


def test_a_second_tab_in_mid_reply_shows_it_live(new_chat: Page, context):
    send(new_chat, "write 500 words")
    expect(new_chat).to_have_url(re.compile("/chat/"))
    second = context.new_page()
    second.goto(new_chat.url)
    expect(second.get_by_role("button", name="Stop")).to_be_visible()
    finished(second)
    finished(new_chat)
    texts = [replies(each).last.locator(".tk-prose").inner_text() for each in (new_chat, second)]
    assert texts[0] == texts[1]
    assert len(texts[0].split()) == 500


def test_stop_keeps_the_text_and_says_so(new_chat: Page):
    send(new_chat, LONG)
    expect(replies(new_chat).last).to_contain_text("river takes")
    new_chat.get_by_role("button", name="Stop").click()
    finished(new_chat)
    reply = replies(new_chat).last
    expect(reply).to_contain_text("This reply was stopped")
    assert 5 < len(reply.locator(".tk-prose").inner_text().split()) < 700
    expect(new_chat.get_by_role("button", name="Send")).to_be_visible()


def test_escape_stops(new_chat: Page):
    send(new_chat, LONG)
    expect(replies(new_chat).last).to_contain_text("river takes")
    new_chat.keyboard.press("Escape")
    expect(replies(new_chat).last).to_contain_text("This reply was stopped")


def test_enter_sends_and_shift_enter_breaks_the_line(new_chat: Page):
    box = new_chat.get_by_role("textbox", name="Message")
    box.click()
    new_chat.keyboard.type("write 5 words")
    new_chat.keyboard.press("Shift+Enter")
    new_chat.keyboard.type("second line")
    expect(box).to_have_value("write 5 words\nsecond line")
    new_chat.keyboard.press("Enter")
    expect(box).to_have_value("")
    finished(new_chat)
    assert "5 words\nsecond" in new_chat.get_by_role("article", name="You").inner_text()


def test_enter_does_not_send_while_an_input_method_composes(new_chat: Page):
    box = new_chat.get_by_role("textbox", name="Message")
    box.fill("nihon")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(box).to_have_value("nihon")


def test_a_draft_survives_a_reload(new_chat: Page):
    new_chat.get_by_role("textbox", name="Message").fill("not sent yet")
    new_chat.reload()
    expect(new_chat.get_by_role("textbox", name="Message")).to_have_value("not sent yet")


def test_drafts_belong_to_their_chats(new_chat: Page, app_url: str):
    send(new_chat, "write 5 words")
    finished(new_chat)
    new_chat.get_by_role("textbox", name="Message").fill("for this chat")
    chat = new_chat.url
    new_chat.goto(app_url + "/")
    expect(new_chat.get_by_role("textbox", name="Message")).to_have_value("")
    new_chat.goto(chat)
    expect(new_chat.get_by_role("textbox", name="Message")).to_have_value("for this chat")


def test_a_text_that_is_too_long_cannot_be_sent_and_says_why(new_chat: Page):
    box = new_chat.get_by_role("textbox", name="Message")
    box.fill("x" * 4600)
    expect(new_chat.get_by_text("400 characters left")).to_be_visible()
    box.fill("x" * 5003)
    expect(new_chat.get_by_text("3 characters too many")).to_be_visible()
    expect(new_chat.get_by_role("button", name="Send")).to_be_disabled()


def test_editing_makes_a_version_and_both_stay_reachable(new_chat: Page):
    send(new_chat, "write 5 words")
    finished(new_chat)
    mine = new_chat.get_by_role("article", name="You")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    box = new_chat.get_by_role("textbox", name="Edit message")
    expect(box).to_have_value("write 5 words")
    box.fill("write 6 words")
    new_chat.get_by_role("button", name="Save").click()
    expect(mine).to_contain_text("write 6 words")
    finished(new_chat)
    expect(mine).to_contain_text("2/2")
    mine.hover()
    mine.get_by_role("button", name="Previous version").click()
    expect(mine).to_contain_text("write 5 words")
    expect(mine).to_contain_text("1/2")
    assert len(replies(new_chat).locator(".tk-prose").inner_text().split()) == 5
    mine.get_by_role("button", name="Next version").click()
    expect(mine).to_contain_text("write 6 words")


def test_cancelling_an_edit_changes_nothing(new_chat: Page):
    send(new_chat, "write 5 words")
    finished(new_chat)
    mine = new_chat.get_by_role("article", name="You")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    new_chat.get_by_role("textbox", name="Edit message").fill("something else")
    new_chat.get_by_role("button", name="Cancel").click()
    expect(mine).to_contain_text("write 5 words")


def test_regenerating_adds_a_version_of_the_reply(new_chat: Page):
    send(new_chat, "write 5 words")
    finished(new_chat)
    replies(new_chat).get_by_role("button", name="Regenerate").click()
    expect(replies(new_chat)).to_contain_text("2/2")
    finished(new_chat)
    replies(new_chat).get_by_role("button", name="Previous version").click()
    expect(replies(new_chat)).to_contain_text("1/2")


def test_a_reaction_is_kept(new_chat: Page):
    send(new_chat, "write 5 words")
    finished(new_chat)
    like = replies(new_chat).get_by_role("button", name="Like", exact=True)
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    new_chat.reload()
    expect(like).to_have_attribute("aria-pressed", "true")
    replies(new_chat).get_by_role("button", name="Dislike").click()
    expect(like).to_have_attribute("aria-pressed", "false")


def test_copy_gives_the_markdown_and_code_copies_alone(new_chat: Page):
    send(new_chat, "a list, a table, code and a formula")
    finished(new_chat)
    reply = replies(new_chat)
    reply.locator(".tk-code").get_by_role("button", name="Copy").click()
    read = "navigator.clipboard.readText()"
    assert new_chat.evaluate(read).startswith("def charge(")
    reply.locator(".tk-foot").get_by_role("button", name="Copy").click()
    assert "**Streaming**" in new_chat.evaluate(read)


def test_markdown_is_drawn_with_tables_maths_and_highlighted_code(new_chat: Page):
    send(new_chat, "a list, a table, code and a formula")
    finished(new_chat)
    reply = replies(new_chat)
    expect(reply.get_by_role("table")).to_contain_text("system prompt")
    expect(reply.locator(".katex-display")).to_have_count(1)
    expect(reply.locator(".hljs-keyword").first).to_have_text("def")


def test_the_page_follows_the_text_until_the_reader_scrolls_up(new_chat: Page):
    send(new_chat, LONG)
    log = new_chat.locator(".tk-scroll")
    new_chat.wait_for_function(
        "() => { const s = document.querySelector('.tk-scroll');"
        " return s.scrollTop > 150 && s.scrollHeight - s.clientHeight - s.scrollTop < 12 }"
    )
    jump = new_chat.get_by_role("button", name="Jump to latest")
    expect(jump).to_be_hidden()
    log.hover()
    new_chat.mouse.wheel(0, -120)
    expect(jump).to_be_visible()
    held = log.evaluate("s => s.scrollTop")
    height = log.evaluate("s => s.scrollHeight")
    new_chat.wait_for_function(
        f"() => document.querySelector('.tk-scroll').scrollHeight > {height} + 60"
    )
    assert abs(log.evaluate("s => s.scrollTop") - held) < 2
    jump.click()
    expect(jump).to_be_hidden()
    new_chat.get_by_role("button", name="Stop").click()
    finished(new_chat)
    assert log.evaluate("s => s.scrollHeight - s.clientHeight - s.scrollTop") < 12


def test_there_is_nowhere_to_jump_to_where_all_is_seen(page: Page, app_url: str, seed):
    page.goto(f"{app_url}/chat/{seed([('Tell me all', 'Line. ' * 3000)])}")
    mine = page.get_by_role("article", name="You")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    page.get_by_role("textbox", name="Edit message").fill("write 3 words")
    page.get_by_role("button", name="Save").click()
    finished(page)
    page.get_by_role("button", name="Previous version").click()
    expect(replies(page)).to_contain_text("Line.")
    jump = page.get_by_role("button", name="Jump to latest")
    mine.hover()
    page.mouse.wheel(0, -100_000)
    expect(jump).to_be_visible()

    page.get_by_role("button", name="Next version").click()
    expect(replies(page)).not_to_contain_text("Line.")
    expect(jump).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_while_text_streams_in(new_chat: Page, width: int):
    new_chat.set_viewport_size({"width": width, "height": 740})
    # The page is whole, and painted: what it knows of models and budget has come.
    expect(new_chat.locator("p.simulated")).to_be_attached()
    new_chat.evaluate("() => new Promise(then => requestAnimationFrame(() => setTimeout(then)))")
    new_chat.evaluate(
        "() => { window.shifts = 0; new PerformanceObserver((list) => { for (const e of"
        " list.getEntries()) window.shifts += e.value }).observe({type: 'layout-shift'}) }"
    )
    send(new_chat, "a list, a table, code and a formula")
    finished(new_chat)
    assert new_chat.evaluate("window.shifts") < 0.01


def test_columns_stay_while_a_table_grows_and_fit_all_of_it_once_it_is_out_of_sight(
    new_chat: Page,
):
    new_chat.set_viewport_size({"width": 1280, "height": 400})
    held = replies(new_chat).locator("table colgroup")
    send(new_chat, "a list, a table, code and a formula")
    expect(held).to_have_count(1)
    finished(new_chat)
    log = new_chat.locator(".tk-scroll")
    log.evaluate("s => { s.scrollTop = 0 }")
    log.evaluate("s => { s.scrollTop = s.scrollHeight }")
    expect(held).to_have_count(0)


def test_an_unknown_chat_says_so_and_leads_back(page: Page, app_url: str):
    page.goto(app_url + "/chat/00000000-0000-7000-8000-000000000000")
    expect(page.get_by_role("alert")).to_contain_text("does not exist")
    page.get_by_role("link", name="Start a new chat").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def test_a_refused_message_comes_back_with_the_reason(
    page: Page, app_url: str, seed, in_app, signed_up
):
    page.goto(f"{app_url}/chat/{seed([('Hello', 'Good day')])}")
    page.get_by_role("textbox", name="Message").fill("this one must not be lost")
    expect(page.get_by_text(re.compile("Likely .* left after"))).to_be_visible()
    # Another process spends it, so that the page hears nothing of that.
    in_app(settled_exchange(signed_up.user, 1_000_000 - 40))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("your budget has 40 left")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("this one must not be lost")
    expect(replies(page)).to_have_count(1)


def test_a_chat_of_a_thousand_messages_brings_the_last_fifty_and_pages_back(
    page: Page, app_url: str, seed
):
    seed([(f"Question {n}", f"Answer {n}. " + "Some words. " * 40) for n in range(500)])
    came: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: came.append(str(frame))),
    )
    page.goto(app_url + "/")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    link = page.get_by_role("navigation", name="Chats").get_by_role("link", name="Question 0")
    came.clear()
    link.click()
    expect(page.get_by_text("Answer 499.")).to_be_visible()
    expect(page.locator("article")).to_have_count(50)
    # What a chat takes to be opened is what is sent: nothing of the messages before, none twice.
    opened = "".join(came)
    sent = re.findall(r"Answer (\d+)\.", opened)
    assert sorted(map(int, sent)) == [*range(475, 500)]
    assert len(opened) < 100_000
    log = page.locator(".tk-scroll")
    log.hover()
    page.mouse.wheel(0, -200)
    log.evaluate("s => { s.scrollTop = 900 }")
    middle = log.evaluate(
        "s => [...s.querySelectorAll('article')].find(a => a.getBoundingClientRect().bottom"
        " > window.innerHeight / 2).dataset.id"
    )
    log.evaluate("s => { s.scrollTop -= 150 }")
    expect(page.locator("article")).to_have_count(100)
    expect(page.locator(f"article[data-id='{middle}']")).to_be_in_viewport()


def test_a_failed_reply_says_why_and_offers_another_try(page: Page, app_url: str, seed):
    chat_id = seed([("Hello", "")], failed="The model's provider did not answer in time")
    page.goto(f"{app_url}/chat/{chat_id}")
    reply = replies(page)
    expect(reply.get_by_role("alert")).to_contain_text("did not answer in time")
    reply.get_by_role("button", name="Retry").click()
    finished(page)
    expect(replies(page)).to_contain_text("2/2")
    expect(replies(page).get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_conversation_can_be_used_by_everybody(
    page: Page, app_url: str, seed, colours: str, width: int
):
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(app_url + "/")
    expect(page.get_by_role("heading", name="What is on your mind, Ada")).to_be_visible()
    assert serious_faults(page) == []
    page.goto(f"{app_url}/chat/{seed([('Show me', RICH), ('And fail', RICH)], failed='It broke')}")
    expect(replies(page)).to_have_count(2)
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_who_writes_elsewhere_is_not_called_to_the_composer(page: Page, app_url: str, seed) -> None:
    first, second = seed([("One", "Alpha")]), seed([("Two", "Beta")])
    page.goto(f"{app_url}/chat/{first}")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()
    page.locator(f'nav a[href*="{second}"]').click()
    expect(page.get_by_text("Beta")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()
    search = page.get_by_role("textbox", name="Search chats")
    search.focus()
    page.go_back()
    expect(page.get_by_text("Alpha")).to_be_visible()
    expect(search).to_be_focused()
