"""Where the signed-in person is signed in."""

from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.models import AuthSession, Way
from chat_app.services.accounts import access_tokens, sign_in
from chat_app.services.security import places
from chat_app.ui.components.paging import Paged
from chat_app.ui.session import caller_of, session_token, signed_in
from chat_app.ui.words import words_of
from chat_app.words import Words

# The first that matches counts: Edge and Opera also call themselves Chrome, and Chrome Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
_BROWSERS |= {"Safari": "Safari", "curl": "curl", "python": "Python"}
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"}
_SYSTEMS |= {"Mac OS": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}


_WAYS = {
    Way.PASSWORD: "settings-by-password",
    Way.CODE: "settings-by-code",
    Way.PASSKEY: "settings-by-passkey",
    Way.OIDC: "settings-by-provider",
    Way.LINK: "settings-by-link",
}


class PlaceRow(TypedDict):
    """A place where the account is signed in."""

    session_id: str
    device: str
    address: str
    way: str
    """By what, in words."""
    since: str
    """When it signed in, in the reader's time zone."""
    used: str
    """When it was used last, likewise."""
    current: bool
    """Whether it is the one that reads this."""


def device(user_agent: str, words: Words) -> str:
    """Name browser and system behind a User-Agent header, such as "Firefox on Linux"."""
    browser = _first(_BROWSERS, user_agent) or words.say("settings-unknown-browser")
    system = _first(_SYSTEMS, user_agent)
    return words.say("settings-device", browser=browser, system=system) if system else browser


def _first(names: dict[str, str], user_agent: str) -> str:
    agent = user_agent.lower()
    return next((name for mark, name in names.items() if mark.lower() in agent), "")


class PlacesState(Paged, rx.State):
    """The table of sign-ins, newest first."""

    rows: rx.Field[list[PlaceRow]] = rx.field(default_factory=list)
    has_others: rx.Field[bool] = rx.field(False)
    """Whether there is more than the one that reads this."""
    loaded: rx.Field[bool] = rx.field(False)
    asking: rx.Field[bool] = rx.field(False)
    """Whether the dialog asks about all others."""

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.asking = False

    @rx.event
    async def load(self):
        """Show the newest; called when the page loads."""
        await self.show_first_page()

    @rx.event
    async def end(self, session_id: str):
        """Sign out one of the other places."""
        await sign_in.revoke(await caller_of(self), UUID(session_id))
        await self.show_page()

    @rx.event
    def set_asking(self, asking: bool):
        """Open or close the dialog."""
        self.asking = asking

    @rx.event
    async def end_others(self):
        """Sign out everywhere else."""
        ended = await places.end_others(await caller_of(self))
        self.asking = False
        await self.show_first_page()
        yield rx.toast.success(words_of(self).say("settings-others-ended", count=ended))

    async def show_page(self) -> None:
        """Read the page of the table and show it."""
        user = await signed_in(self)
        here = access_tokens.read(session_token(self)).jti
        page = await sign_in.sessions(user, cursor=self.page_cursor)
        words = words_of(self)
        self.rows = [_row(each, here, words) for each in page.sessions]
        self.page_shown(page.next_cursor)
        self.has_others = self.has_newer or self.has_older or len(self.rows) > 1
        self.loaded = True


def _row(session: AuthSession, here: UUID, words: Words) -> PlaceRow:
    return PlaceRow(
        session_id=str(session.auth_session_id),
        device=device(session.user_agent, words),
        address=session.address,
        way=words.say(_WAYS[session.way]),
        since=words.moment(session.created_at),
        used=words.moment(session.last_used_at or session.created_at),
        current=session.auth_session_id == here,
    )
