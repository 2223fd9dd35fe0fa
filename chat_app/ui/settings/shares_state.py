"""Links by which the signed-in person shows chats."""

from contextlib import suppress
from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.config import get_settings
from chat_app.errors import ChatAppError, NotFound, Unavailable
from chat_app.models import now
from chat_app.services import shares
from chat_app.services.accounts import Scope
from chat_app.services.shares import ListedLink
from chat_app.ui.components.paging import Paged
from chat_app.ui.session import caller_of, explain, signed_in
from chat_app.ui.words import words_of
from chat_app.words import Words

_ROWS = 10
# The sections above have their heights only now.
_GO_THERE = """
if (location.hash === "#links") document.getElementById("links")?.scrollIntoView();
"""


class LinkRow(TypedDict):
    """A link in the list."""

    link_id: str
    chat_id: str
    address: str
    """Its path on this server."""
    title: str
    """Of its chat."""
    shown_title: str
    """The same, and what became of the chat."""
    views: str
    taken: str
    ends: str
    is_live: bool
    """Whether it shows anything."""


class SharesState(Paged, rx.State):
    """The section of shared links."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why they could not be shown, in words."""
    is_public: rx.Field[bool] = rx.field(False)
    """Whether strangers may follow them."""
    rows: rx.Field[list[LinkRow]] = rx.field(default_factory=list)

    revoking: rx.Field[str] = rx.field("")
    """Id of the link that the dialog asks about."""
    revoking_chat: rx.Field[str] = rx.field("")
    revoking_title: rx.Field[str] = rx.field("")

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.revoking = ""

    @rx.event
    async def load(self):
        """Show the newest links; called when the page loads."""
        await self.show_first_page()
        return rx.call_script(_GO_THERE)

    @rx.event
    async def update_link(self, chat_id: str, link_id: str):
        """Have a link show its chat as it is now."""
        caller = await caller_of(self)
        caller.require(Scope.ACCOUNT)
        try:
            await shares.update(caller, UUID(chat_id), UUID(link_id), anew=True)
        except ChatAppError as refused:
            # What was revoked elsewhere, or whose chat went, is shown as it is now.
            await self.show_page()
            return explain(refused)
        await self.show_page()
        return rx.toast(words_of(self).say("share-updated"))

    @rx.event
    def ask_to_revoke(self, chat_id: str, link_id: str, title: str):
        """Open the dialog that asks once."""
        self.revoking, self.revoking_chat, self.revoking_title = link_id, chat_id, title

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the link."""
        self.revoking = ""

    @rx.event
    async def revoke(self):
        """Revoke the link that the dialog asks about."""
        caller = await caller_of(self)
        caller.require(Scope.ACCOUNT)
        link_id, self.revoking = self.revoking, ""
        # What was revoked elsewhere meanwhile is as it was wanted.
        with suppress(NotFound):
            await shares.revoke(caller, UUID(self.revoking_chat), UUID(link_id))
        await self.show_page()
        return rx.toast(words_of(self).say("share-revoked"))

    async def show_page(self) -> None:
        """Show a page of the links."""
        user, words = await signed_in(self), words_of(self)
        try:
            page = await shares.page(user, _ROWS, self.page_cursor)
        except Unavailable as fault:
            self.failed = words.translated(fault.message)
            return
        if not page.links and self.page_cursor:
            # The last row of the last page is gone.
            await self.step_back()
            return
        self.rows = [_row(each, words) for each in page.links]
        self.is_public = get_settings().ALLOW_PUBLIC_LINKS
        self.page_shown(page.next_cursor)
        self.failed, self.loaded = "", True


def _row(listed: ListedLink, words: Words) -> LinkRow:
    link = listed.link
    title = link.title or words.say("shown-untitled")
    is_over = link.expires_at is not None and link.expires_at <= now()
    ends = words.say("frame-never")
    if link.expires_at:
        ends = words.say("links-over") if is_over else words.moment(link.expires_at)
    return LinkRow(
        link_id=str(link.link_id),
        chat_id=str(link.chat_id),
        address=f"/s/{link.slug}",
        title=title,
        shown_title=words.say("links-deleted", title=title) if listed.is_deleted else title,
        views=words.number(link.views),
        taken=words.moment(link.taken_at),
        ends=ends,
        is_live=not (is_over or listed.is_deleted),
    )
