"""Who is signed in, asked anew in every handler; the guards of the pages."""

import logging
from http.cookies import SimpleCookie

import reflex as rx

from chat_app.errors import ChatAppError, Unauthenticated
from chat_app.models import User, UserRole
from chat_app.services import accounts

_logger = logging.getLogger(__name__)

_TO_LOGIN = """
const here = location.pathname + location.search;
if (!/^\\/(login|register)/.test(here)) location.assign("/login?next=" + encodeURIComponent(here));
"""


def session_token(state: rx.State) -> str:
    """Return the access token in the browser's cookie, or nothing.

    The cookie is HttpOnly: it is read on the server, from the handshake of the websocket.
    """
    cookies = SimpleCookie(state.router.headers.cookie)
    return cookies[accounts.COOKIE_NAME].value if accounts.COOKIE_NAME in cookies else ""


async def signed_in(state: rx.State) -> User:
    """Return the user behind an event; every handler asks again.

    Raises:
        Unauthenticated: Nobody is signed in, or the session has ended meanwhile.
    """
    return await accounts.authenticate(session_token(state))


def explain(exception: Exception) -> rx.event.EventSpec:
    """Tell the person in words what an event raised; the signed out go to the sign-in page."""
    if isinstance(exception, Unauthenticated):
        return rx.call_script(_TO_LOGIN)
    if isinstance(exception, ChatAppError):
        return rx.toast.error(exception.message)
    _logger.error("An event handler failed", exc_info=exception)
    return rx.toast.error("Something went wrong on our side")


class SessionState(rx.State):
    """What the shell shows of the signed-in user; empty for everybody else."""

    name: str = ""
    email: str = ""
    role: str = ""
    tier: str = ""

    @rx.var
    def is_admin(self) -> bool:
        """Whether the links of administrators are shown."""
        return self.role == UserRole.ADMIN

    @rx.event
    async def require_user(self):
        """Let the signed in see the page; send everybody else to sign in and back."""
        self.show(await signed_in(self))

    @rx.event
    async def require_admin(self):
        """Let administrators see the page; send everybody else to their chats."""
        user = await signed_in(self)
        self.show(user)
        if user.role != UserRole.ADMIN:
            yield rx.redirect("/")
            yield rx.toast.error("This page is for administrators")

    def show(self, user: User) -> None:
        """Take over what is shown of `user`."""
        self.name, self.email = user.name or user.email, user.email
        self.role, self.tier = user.role.value, user.tier.value
