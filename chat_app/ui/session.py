"""Who is signed in, asked anew in every handler; the guards of the pages."""

from datetime import timedelta, timezone
from http.cookies import SimpleCookie

import reflex as rx
import structlog

from chat_app.errors import ChatAppError, Forbidden, InternalError, Unauthenticated
from chat_app.llm import catalogue
from chat_app.models import User, UserRole, Via
from chat_app.services import accounts
from chat_app.services.accounts import Caller, Scope
from chat_app.ui.changes import set_changed

_logger = structlog.get_logger()

UTC_OFFSET_COOKIE = "utc_offset_minutes"
"""Cookie in which the browser says how far its clock is ahead of UTC; not a secret."""

NOTE_UTC_OFFSET = (
    f'document.cookie = "{UTC_OFFSET_COOKIE}=" + -new Date().getTimezoneOffset()'
    ' + "; path=/; SameSite=Lax";'
)
"""Script for every page's head."""

# Forgetting the tab's token keeps the next person at this browser from the last one's state.
FORGET_TAB = 'sessionStorage.removeItem("token");'
SIGN_OUT = f"""
fetch("/api/auth/logout", {{method: "POST"}}).finally(() => {{
  {FORGET_TAB}
  location.assign("/login");
}});
"""
"""Script that kills the session on the server and starts the tab afresh."""

_TO_SIGN_IN = f"""
if (!/^[/](login|register|set-password)/.test(location.pathname)) {{
  {FORGET_TAB}
  location.replace("/login?next=" + encodeURIComponent(location.pathname + location.search));
}}
"""


def session_token(state: rx.State) -> str:
    """Return the access token in the browser's cookie, or nothing.

    The cookie is HttpOnly: it is read on the server, from the handshake of the websocket.
    """
    return _cookie(state, accounts.COOKIE_NAME)


async def signed_in(state: rx.State) -> User:
    """Return the user behind an event that only reads; every handler asks again.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
    """
    return (await _authenticated(state)).user


async def caller_of(state: rx.State) -> Caller:
    """Return the caller behind an event that begins or changes something.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
        RateLimited: The person made all the requests of this minute, here and elsewhere.
    """
    return await accounts.enter(session_token(state), Via.BROWSER)


async def require_admin(state: rx.State) -> User:
    """Return the administrator behind an event that only reads.

    Raises:
        Unauthenticated: Nobody is signed in.
        Forbidden: The user is no administrator.
    """
    caller = await _authenticated(state)
    caller.require(Scope.ADMIN)
    return caller.user


async def _authenticated(state: rx.State) -> Caller:
    return await accounts.authenticate(session_token(state), Via.BROWSER)


def time_zone(state: rx.State) -> timezone:
    """Return the time zone of the reader's browser, UTC where it is not known."""
    minutes = _cookie(state, UTC_OFFSET_COOKIE)
    known = minutes.lstrip("-").isdecimal() and abs(int(minutes)) < 24 * 60
    return timezone(timedelta(minutes=int(minutes) if known else 0))


def explain(exception: Exception) -> rx.event.EventSpec:
    """Tell the person in words what an event raised; the signed out go to the sign-in page."""
    if isinstance(exception, Unauthenticated):
        return rx.call_script(_TO_SIGN_IN)
    if isinstance(exception, ChatAppError):
        return _error(exception.message)
    _logger.error("event_failed", exc_info=exception)
    return _error(InternalError.message)


def _error(message: str) -> rx.event.EventSpec:
    # Several handlers of one page may fail alike: the id keeps it to one toast.
    return rx.toast.error(message, id=message)


class SessionState(rx.State):
    """What the shell shows of the signed-in user; empty for everybody else."""

    name: str = ""
    email: str = ""
    role: str = ""
    tier: str = ""
    simulated_only: bool = False
    """Whether no provider has a key, so that only the simulated model answers."""

    @rx.var
    def is_admin(self) -> bool:
        """Whether the links of administrators are shown."""
        return self.role == UserRole.ADMIN

    @rx.event
    async def require_user(self):
        """Let the signed in see the page; send everybody else to sign in and back."""
        self._show(await signed_in(self))

    @rx.event
    async def require_admin(self):
        """Let administrators see the page; send everybody else to their chats."""
        caller = await _authenticated(self)
        self._show(caller.user)
        try:
            caller.require(Scope.ADMIN)
        except Forbidden:
            yield rx.redirect("/")
            raise

    def _show(self, user: User) -> None:
        models = filter(catalogue.is_available, catalogue.catalogue().models)
        set_changed(
            self,
            name=user.name,
            email=user.email,
            role=user.role.value,
            tier=user.tier.value,
            simulated_only=all(catalogue.provider_of(model).is_simulated for model in models),
        )


def _cookie(state: rx.State, name: str) -> str:
    cookies = SimpleCookie(state.router.headers.cookie)
    return cookies[name].value if name in cookies else ""
