"""Name, password and sessions of the signed-in person."""

from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError
from chat_app.models import AuthSession
from chat_app.services import accounts
from chat_app.services.accounts import access_tokens
from chat_app.ui.session import SessionState, caller_of, session_token, signed_in, time_zone

# The first that matches counts: Edge and Opera also call themselves Chrome, and Chrome Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
_BROWSERS |= {"Safari": "Safari", "curl": "curl", "python": "Python"}
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"}
_SYSTEMS |= {"Mac OS": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}


class SessionRow(TypedDict):
    """A place where the account is signed in."""

    session_id: str
    device: str
    since: str
    """When it signed in, in the reader's time zone."""
    current: bool
    """Whether it is the one that reads this."""


def device(user_agent: str) -> str:
    """Name browser and system behind a User-Agent header, such as "Firefox on Linux"."""
    browser = _first(_BROWSERS, user_agent) or "Unknown browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: dict[str, str], user_agent: str) -> str:
    agent = user_agent.lower()
    return next((name for mark, name in names.items() if mark.lower() in agent), "")


class SettingsState(rx.State):
    """The settings page; a password is passed on and never kept."""

    name_note: str = ""
    """What became of the new name, in words."""
    name_error: str = ""
    changed_note: str = ""
    change_error: str = ""
    sessions: rx.Field[list[SessionRow]] = rx.field(default_factory=list)
    loaded: bool = False

    @rx.event
    async def load(self):
        """Show the page as if it was opened for the first time."""
        self.name_note = self.name_error = self.changed_note = self.change_error = ""
        await self._load_sessions()

    @rx.event
    async def save_name(self, form: dict[str, str]):
        """Change the name that is shown."""
        caller = await caller_of(self)
        self.name_note = self.name_error = ""
        try:
            await accounts.rename(caller, form["name"])
        except ChatAppError as refusal:
            self.name_error = refusal.message
            return None
        self.name_note = "Your name is saved."
        return SessionState.require_user

    @rx.event
    async def change_password(self, form: dict[str, str]):
        """Set a new password; every other session ends."""
        caller = await caller_of(self)
        self.changed_note = self.change_error = ""
        try:
            await accounts.change_password(caller, form["current"], form["new"])
        except ChatAppError as refusal:
            self.change_error = refusal.message
            return None
        self.changed_note = "Your password is changed. All other sessions were signed out."
        await self._load_sessions()
        return rx.set_value("current-password", ""), rx.set_value("new-password", "")

    @rx.event
    async def end_session(self, session_id: str):
        """Sign out one of the other places."""
        await accounts.revoke_session(await caller_of(self), UUID(session_id))
        await self._load_sessions()

    async def _load_sessions(self) -> None:
        user = await signed_in(self)
        current_id = access_tokens.read(session_token(self)).jti
        self.sessions = [
            self._row(session, current_id) for session in await accounts.sessions(user)
        ]
        self.loaded = True

    def _row(self, session: AuthSession, current_id: UUID) -> SessionRow:
        since = session.created_at.astimezone(time_zone(self))
        return SessionRow(
            session_id=str(session.auth_session_id),
            device=device(session.user_agent),
            since=since.strftime("%-d %B %Y, %H:%M"),
            current=session.auth_session_id == current_id,
        )
