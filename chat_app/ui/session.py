"""Who is signed in, asked anew in every handler; the guards of the pages."""

import re
from dataclasses import replace

import reflex as rx
import structlog

from chat_app.errors import (
    ChatAppError,
    Forbidden,
    InternalError,
    Unauthenticated,
    Unavailable,
)
from chat_app.llm import catalogue
from chat_app.logs import frames_of
from chat_app.models import User, UserRole, Via
from chat_app.services import accounts
from chat_app.services.accounts import Caller, Scope
from chat_app.sharing import is_of_redis
from chat_app.ui import tabs
from chat_app.ui.changes import set_changed
from chat_app.ui.words import cookie, words_of, words_of_event

_logger = structlog.get_logger()

# Forgetting the tab's token keeps the next person at this browser from the last one's state.
FORGET_TAB = 'sessionStorage.removeItem("token");'
CLOSING_MARK = "closing"
"""What a tab remembers that closes the account; `components/connection.jsx` knows it, too."""
SIGN_OUT = f"""
const {{ dataset }} = document.documentElement;
dataset.leaving = "1";
addEventListener("pagehide", () => delete dataset.leaving, {{ once: true }});
const answer = fetch("/api/auth/logout", {{method: "POST"}}).then((each) => each.json());
answer.catch(() => ({{}})).then((told) => {{
  {FORGET_TAB}
  location.assign(told.go_on ?? "/login");
}});
"""
"""Script that kills the session on the server and starts the tab afresh.

The server tells the page at once that nobody is signed in. The mark has what hears of that leave
the page alone, as the answer says where to go: to the sign-in, which leads nowhere back, or to the
identity provider. It goes with the page: a browser that goes back may show it as it was.
"""

_TO_SIGN_IN = f"""
if (!document.documentElement.dataset.leaving
  && !/^[/](login|register|set-password|forgot-password)/.test(location.pathname)) {{
  {FORGET_TAB}
  const next = "next=" + encodeURIComponent(location.pathname + location.search);
  location.replace("/login?" + (sessionStorage.getItem("{CLOSING_MARK}") ? "closed" : next));
}}
"""

_IN_SCRIPT = re.compile(r"/assets/[\w.-]{1,100}\.js:\d{1,7}:\d{1,7}")


def session_token(state: rx.State) -> str:
    """Return the access token in the browser's cookie, or nothing.

    The cookie is HttpOnly: it is read on the server, from the handshake of the websocket.
    """
    return cookie(state.router.headers.cookie, accounts.COOKIE_NAME)


async def signed_in(state: rx.State) -> User:
    """Return the user behind an event that only reads; every handler asks again.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
    """
    return (await who_reads(state)).user


async def caller_of(state: rx.State) -> Caller:
    """Return the caller behind an event that begins or changes something.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
        RateLimited: The person made all the requests of this minute, here and elsewhere.
    """
    caller = await accounts.enter(session_token(state), Via.BROWSER)
    return replace(caller, words=words_of(state))


async def require_admin(state: rx.State) -> User:
    """Return the administrator behind an event that only reads.

    Raises:
        Unauthenticated: Nobody is signed in.
        Forbidden: The user is no administrator.
    """
    caller = await who_reads(state)
    caller.require(Scope.ADMIN)
    return caller.user


async def who_reads(state: rx.State) -> Caller:
    """Return the caller behind an event that only reads.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
    """
    return await accounts.authenticate(session_token(state), Via.BROWSER)


def explain(exception: Exception) -> rx.event.EventSpec:
    """Tell the person in words what an event raised; the signed out go to the sign-in page."""
    if isinstance(exception, Unauthenticated):
        return rx.call_script(_TO_SIGN_IN)
    if is_of_redis(exception):
        # Where the pages' state lies; frameworks ask for it before any handler of ours.
        _logger.warning("redis.away", kind=type(exception).__name__)
        exception = Unavailable()
    if not isinstance(exception, ChatAppError):
        # What it says may be what somebody wrote.
        _logger.error("event_failed", exception=frames_of(exception))
        exception = InternalError()
    # Several handlers of one page may fail alike: the id keeps it to one toast.
    return rx.toast.error(words_of_event().translated(exception.message), id=exception.message)


def note_fault_of_page(exception: Exception) -> None:
    """Write down that a page's script failed, and in which script: its words are the visitor's."""
    _logger.warning("page.failed", places=_IN_SCRIPT.findall(str(exception))[:5])


class SessionState(rx.State):
    """What the shell shows of the signed-in user; empty for everybody else."""

    user_id: str = ""
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
        caller = await who_reads(self)
        self._show(caller.user)
        try:
            caller.require(Scope.ADMIN)
        except Forbidden:
            yield rx.redirect("/")
            raise

    def _show(self, user: User) -> None:
        tabs.attend(self.router.session.client_token, user, self.router.url.path)
        models = filter(catalogue.is_available, catalogue.catalogue().models)
        set_changed(
            self,
            user_id=str(user.user_id),
            name=user.name,
            email=user.email,
            role=user.role.value,
            tier=user.tier.value,
            simulated_only=not any(map(catalogue.is_real, models)),
        )
