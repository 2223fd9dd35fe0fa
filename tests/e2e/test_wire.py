"""What goes over the websocket for a reply: little, and nothing is lost when some of it is."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

LIMIT_BYTES_PER_CHARACTER = 6


class Frames:
    """Counts the payload of every websocket frame of a page, both ways."""

    def __init__(self, page: Page):
        self.bytes = 0
        self.last = ""
        self.updates: list[str] = []
        page.on("websocket", self._watch)

    def _watch(self, socket) -> None:
        socket.on("framesent", self._count)
        socket.on("framereceived", self._count)
        socket.on("framereceived", self._keep)

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload.encode() if isinstance(payload, str) else payload)
        self.last = str(payload)

    def _keep(self, payload: str | bytes) -> None:
        if '{"delta":' in str(payload):
            self.updates.append(str(payload))


def measure(page: Page, frames: Frames, words: int) -> float:
    """Return the bytes a character of one reply, from Send to the last frame after its end."""
    box = page.get_by_role("textbox", name="Message")
    box.fill(f"write {words} words")
    expect(page.get_by_text(re.compile("at most"))).to_be_visible()
    before = frames.bytes
    replies = page.locator("article[aria-label=Assistant] .tk-charge")
    count = replies.count()
    page.get_by_role("button", name="Send").click()
    expect(replies).to_have_count(count + 1)
    while "budget_state" not in frames.last:
        page.wait_for_timeout(20)
    text = page.locator("article[aria-label=Assistant] .tk-prose").last.inner_text()
    assert len(text.split()) == words
    return (frames.bytes - before) / len(text)


@pytest.mark.parametrize("words", [190, 760], ids=["1000 characters", "4000 characters"])
def test_a_reply_in_a_new_chat_costs_few_bytes_a_character(page: Page, app_url: str, words: int):
    frames = Frames(page)
    page.goto(app_url + "/")
    assert measure(page, frames, words) <= LIMIT_BYTES_PER_CHARACTER


@pytest.mark.parametrize("words", [190, 760], ids=["1000 characters", "4000 characters"])
def test_a_reply_in_a_long_chat_costs_no_more(page: Page, app_url: str, seed, words: int):
    chat_id = seed([("A long question. " * 100, "A long answer. " * 300)] * 25)
    frames = Frames(page)
    page.goto(f"{app_url}/chat/{chat_id}")
    expect(page.locator("article")).to_have_count(50)
    assert measure(page, frames, words) <= LIMIT_BYTES_PER_CHARACTER


def test_a_reply_brings_itself_and_the_budget_and_nothing_else(page: Page, app_url: str):
    frames = Frames(page)
    page.goto(app_url + "/")
    measure(page, frames, 10)
    before = len(frames.updates)
    measure(page, frames, 190)
    updates = frames.updates[before:]
    told = [re.findall(r"(\w+)_rx_state_", update) for update in updates]
    pieces = [names for names in told if names == ["piece"]]
    others = [sorted(names) for names in told if names != ["piece"]]
    assert others == [["quote"], ["change"], ["change", "gauge", "used_tokens"]]
    assert pieces


def lossy(page: Page, drop) -> None:
    """Lose each message from the server for which `drop` is true."""

    def connect(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(server.send)
        server.on_message(lambda message: None if drop(message) else route.send(message))

    page.route_web_socket(re.compile("/_event"), connect)


@pytest.mark.parametrize("lost", [{2}, {3, 4}, {0}], ids=["one", "two in a row", "the first"])
def test_lost_pieces_are_fetched_again(page: Page, app_url: str, lost: set[int]):
    seen = []

    def drop(message) -> bool:
        if '"piece_rx_state_":[' in str(message) and '"piece_rx_state_":[]' not in str(message):
            seen.append(message)
            return len(seen) - 1 in lost
        return False

    lossy(page, drop)
    page.goto(app_url + "/")
    page.get_by_role("textbox", name="Message").fill("write 150 words")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_be_visible()
    text = page.locator("article[aria-label=Assistant] .tk-prose").inner_text()
    page.reload()
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_be_visible()
    assert page.locator("article[aria-label=Assistant] .tk-prose").inner_text() == text
    assert len(text.split()) == 150


def test_a_broken_connection_loses_neither_the_chat_nor_the_running_reply(page: Page, app_url: str):
    routes: list[WebSocketRoute] = []

    def connect(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        routes.append(route)
        route.on_message(server.send)
        server.on_message(route.send)

    page.route_web_socket(re.compile("/_event"), connect)
    page.goto(app_url + "/")
    page.get_by_role("textbox", name="Message").fill("write 400 words")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("article", name="Assistant")).to_contain_text("river takes")
    routes[-1].close()
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_be_visible()
    assert len(routes) > 1
    text = page.locator("article[aria-label=Assistant] .tk-prose").inner_text()
    assert len(text.split()) == 400
    expect(page).to_have_url(re.compile("/chat/"))


def test_a_lost_step_is_made_good_by_the_next(page: Page, app_url: str):
    lost = []

    def drop(message) -> bool:
        if not lost and '"kind":"begin"' in str(message):
            lost.append(message)
            return True
        return False

    page.goto(app_url + "/")
    page.get_by_role("textbox", name="Message").fill("write 5 words")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_have_count(1)
    lossy(page, drop)
    page.reload()
    page.get_by_role("textbox", name="Message").fill("write 20 words")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article[aria-label=Assistant] .tk-charge")).to_have_count(2)
    assert lost
    expect(page.locator("article")).to_have_count(4)
    page.get_by_role("textbox", name="Message").fill("again")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
