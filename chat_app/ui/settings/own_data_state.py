"""What is kept of the signed-in person: for how long, and the closing of the account."""

from typing import TypedDict

import reflex as rx

from chat_app.config import get_settings
from chat_app.errors import ChatAppError, Unavailable
from chat_app.services import own_data
from chat_app.services.accounts import codes
from chat_app.services.accounts.ways import open_ways
from chat_app.services.chats import retention
from chat_app.services.chats.retention import Leaving
from chat_app.ui.session import CLOSING_MARK, FORGET_TAB, caller_of, signed_in
from chat_app.ui.words import words_of
from chat_app.words import Words

CLOSING = f"""sessionStorage.setItem("{CLOSING_MARK}", "1")"""
"""Script to run first: the connection ends with the account, and the page says then why."""
_STAYING = f"""sessionStorage.removeItem("{CLOSING_MARK}")"""
_GOODBYE = f"""
fetch("/api/auth/logout", {{method: "POST"}}).finally(() => {{
  {FORGET_TAB}
  location.replace("/login?closed");
}});
"""
"""Script that forgets the cookie of an account that is closed, and says so."""


class LeavingRow(TypedDict):
    """A chat that goes to the trash soon."""

    words: str
    """Its title and the day."""
    href: str


class OwnDataState(rx.State):
    """The section of one's own data; a password is passed on and never kept."""

    kept: rx.Field[str] = rx.field("")
    """How long chats are kept, in words."""
    leaving: rx.Field[list[LeavingRow]] = rx.field(default_factory=list)
    closing: rx.Field[bool] = rx.field(False)
    """Whether the dialog is open."""
    asks_password: rx.Field[bool] = rx.field(False)
    asks_code: rx.Field[bool] = rx.field(False)
    asks_provider: rx.Field[bool] = rx.field(False)
    """Whether the way to prove oneself leads by the identity provider."""
    refused: rx.Field[str] = rx.field("")
    """Why the account was not closed, in words."""

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.closing, self.refused = False, ""

    @rx.event
    async def load(self):
        """Show how long chats are kept; called when the page loads."""
        user, words = await signed_in(self), words_of(self)
        days = get_settings().RETENTION_DAYS
        self.kept = (
            words.say("own-data-kept", days=days) if days else words.say("own-data-kept-for-good")
        )
        try:
            self.leaving = [_row(each, words) for each in await retention.leaving_soon(user)]
        except Unavailable:
            self.leaving = []

    @rx.event
    async def ask_to_close(self):
        """Open the dialog, with what this account is asked to prove itself by."""
        user = await signed_in(self)
        self.asks_password = bool(user.password_hash) and open_ways().password
        self.asks_code = not self.asks_password and await codes.are_asked_of(user.user_id)
        needs_sign_in = not (self.asks_password or self.asks_code)
        self.asks_provider = needs_sign_in and get_settings().has_provider
        self.closing, self.refused = True, ""

    @rx.event
    def stay(self, _opened: bool):
        """Leave the account as it is."""
        self.closing, self.refused = False, ""

    @rx.event
    async def close(self, form: dict[str, str]):
        """Close the account; the tab starts afresh."""
        caller = await caller_of(self)
        try:
            await own_data.close(
                caller, password=form.get("password", ""), code=form.get("code", "")
            )
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return rx.call_script(_STAYING)
        self.closing = False
        return rx.call_script(_GOODBYE)


def _row(leaving: Leaving, words: Words) -> LeavingRow:
    title = leaving.title or words.say("own-data-untitled")
    day = words.day(leaving.leaves_at)
    return LeavingRow(
        words=words.say("own-data-leaves", title=title, day=day), href=f"/chat/{leaving.chat_id}"
    )
