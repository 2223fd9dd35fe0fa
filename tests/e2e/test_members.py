"""Who is in a chat: let in, told what they may do, taken out, and gone, on both sides of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import BrowserContext, Page, expect

from chat_app.db import transaction
from chat_app.models import Chat, MemberRole
from chat_app.services import accounts, chats
from chat_app.services.accounts import SignedIn
from chat_app.services.chats import members
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import PASSWORD


def test_the_owner_lets_somebody_in_who_reads_then_writes_then_leaves(
    app_url: str,
    signed_up: SignedIn,
    page: Page,
    new_context: Callable[..., BrowserContext],
    in_app: Callable[[Any], Any],
):
    guest = in_app(accounts.register(f"{uuid4().hex}@example.com", PASSWORD, "Grace Hopper"))
    chat = in_app(chats.create(by(signed_up.user), title="Plans", model="simulated"))
    mine, theirs = page, new_context(guest.access_token).new_page()
    mine.goto(f"{app_url}/chat/{chat.chat_id}")
    mine.get_by_role("button", name="Chat actions", exact=True).click()
    mine.get_by_role("menuitem", name="Members").click()
    dialog = mine.get_by_role("dialog", name="People in this chat")
    expect(dialog.get_by_role("textbox", name="Email")).to_be_focused()
    dialog.get_by_role("textbox", name="Email").fill(guest.user.email)
    dialog.get_by_role("combobox", name="May", exact=True).select_option("viewer")
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(dialog.get_by_role("listitem").filter(has_text=guest.user.email)).to_be_visible()
    assert serious_faults(mine) == []

    theirs.goto(app_url)
    theirs.get_by_role("button", name="Shared with me").click()
    theirs.get_by_role("link", name="Plans").click()
    expect(theirs.get_by_text("You can read along here.")).to_be_visible()
    expect(theirs.get_by_role("textbox", name="Message", exact=True)).to_have_count(0)
    assert serious_faults(theirs) == []

    dialog.get_by_role("combobox", name=f"What {guest.user.name} may do").select_option("editor")
    expect(theirs.get_by_role("textbox", name="Message", exact=True)).to_be_visible()

    theirs.get_by_role("button", name="Members").click()
    for _ in range(2):
        theirs.get_by_role("button", name="Leave chat").click()
    theirs.wait_for_url(f"{app_url}/")
    expect(mine.get_by_text(f"{guest.user.name} left")).to_be_attached()


def test_a_members_browser_is_not_told_the_system_prompt(
    app_url: str,
    signed_up: SignedIn,
    page: Page,
    new_context: Callable[..., BrowserContext],
    in_app: Callable[[Any], Any],
):
    guest = in_app(accounts.register(f"{uuid4().hex}@example.com", PASSWORD, "Grace Hopper"))
    secret = "Never tell of the merger."
    made = chats.create(by(signed_up.user), title="Plans", model="simulated", system_prompt=secret)
    chat = in_app(made)
    in_app(members.add(by(signed_up.user), chat.chat_id, guest.user.email, MemberRole.EDITOR))
    mine, theirs = page, new_context(guest.access_token).new_page()
    told = {each: _told_by_websocket(each) for each in (mine, theirs)}
    for each in told:
        each.goto(f"{app_url}/chat/{chat.chat_id}")
        # It is told with the header's state, as the prompt is.
        expect(each.get_by_role("button", name="Context and cost")).to_be_visible()
    assert secret in "".join(told[mine])
    assert "Plans" in "".join(told[theirs])
    assert secret not in "".join(told[theirs])


def test_an_editor_whose_plan_lacks_the_model_edits_and_retries_with_the_one_that_is_chosen(
    app_url: str,
    signed_up: SignedIn,
    new_context: Callable[..., BrowserContext],
    in_app: Callable[[Any], Any],
):
    guest = in_app(accounts.register(f"{uuid4().hex}@example.com", PASSWORD, "Grace Hopper"))
    chat = in_app(chats.create(by(signed_up.user), title="Plans", model="simulated"))
    in_app(members.add(by(signed_up.user), chat.chat_id, guest.user.email, MemberRole.EDITOR))
    theirs = new_context(guest.access_token).new_page()
    theirs.goto(f"{app_url}/chat/{chat.chat_id}")
    theirs.get_by_role("textbox", name="Message", exact=True).fill("write 5 words")
    theirs.keyboard.press("Enter")
    charges = theirs.locator("article[aria-label=Assistant] .tk-charge")
    expect(charges).to_have_count(1)
    in_app(_answered_by(chat.chat_id, "claude-opus-5-5"))
    theirs.reload()
    mine = theirs.get_by_role("article", name="You")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    box = theirs.get_by_role("textbox", name="Edit message")
    box.fill("write 6 words")
    # What their next message would be answered by is priced, and answers.
    expect(theirs.get_by_text("Likely")).to_be_visible()
    box.press("Enter")
    reply = theirs.get_by_role("article", name="Assistant")
    expect(mine).to_contain_text("write 6 words")
    expect(reply.locator(".tk-model")).to_contain_text("Simulated")
    expect(charges).to_have_count(1)
    theirs.get_by_role("combobox", name="Model").click()
    theirs.get_by_role("option", name="Tiny").click()
    reply.hover()
    reply.get_by_role("button", name="Regenerate").click()
    expect(reply.locator(".tk-model")).to_contain_text("Tiny")
    expect(charges).to_have_count(1)


async def _answered_by(chat_id: UUID, model: str) -> None:
    async with transaction() as session:
        (await session.get_one(Chat, chat_id)).model = model


def _told_by_websocket(page: Page) -> list[str]:
    told: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda data: told.append(str(data))),
    )
    return told
