"""What ties a sign-in to the browser that began it: a ticket in a cookie, kept by nobody else.

State, nonce and PKCE's verifier are made of the ticket's id by a key of the server: whoever reads
the cookie knows none of them, and no worker need remember anything.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.errors import Forbidden
from chat_app.services.accounts import tickets
from chat_app.services.accounts.tickets import Ticket
from chat_app.services.sign_on.refusals import SignOnRefused, WhyRefused

COOKIE_LIFE_S = 600
_PURPOSE = "sign-on"


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way."""

    ticket: Ticket

    @property
    def go_on(self) -> str:
        """Path of the page that was asked for."""
        return str(self.ticket.claims["go_on"])

    @property
    def again(self) -> UUID | None:
        """The account whose person proves once more that they are there."""
        again = self.ticket.claims["again"]
        return UUID(again) if again else None

    @property
    def begun_at_s(self) -> float:
        """When it began, in seconds since 1970."""
        return (self.ticket.exp - timedelta(seconds=COOKIE_LIFE_S)).timestamp()

    @property
    def state(self) -> str:
        """By which the answer is known to belong to this browser."""
        return self._made("state")

    @property
    def nonce(self) -> str:
        """By which the provider's token is known to be made for this sign-in."""
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        """By which the provider knows that who fetches the token has begun this (RFC 7636)."""
        return self._made("verifier")

    def _made(self, purpose: str) -> str:
        key = get_settings().derived_key(f"{_PURPOSE}:{purpose}")
        made = hmac.digest(key, self.ticket.jti.bytes, "sha256")
        return urlsafe_b64encode(made).rstrip(b"=").decode()


def start(go_on: str, again: UUID | None = None) -> tuple[Flow, str]:
    """Return a new sign-in and the cookie that ties it to a browser."""
    cookie = tickets.issue(_PURPOSE, COOKIE_LIFE_S, go_on=go_on, again=again and str(again))
    return Flow(tickets.read(_PURPOSE, cookie)), cookie


def read(cookie: str, state: str) -> Flow:
    """Return the sign-in that a browser comes back with.

    Raises:
        SignOnRefused: It is none of ours, took too long, or was begun elsewhere.
    """
    try:
        flow = Flow(tickets.read(_PURPOSE, cookie))
    except Forbidden as fault:
        raise SignOnRefused(WhyRefused.STALE, "cookie") from fault
    if not hmac.compare_digest(flow.state.encode(), state.encode("utf-8", "replace")):
        raise SignOnRefused(WhyRefused.STALE, "state")
    return flow


async def spend(session: AsyncSession, flow: Flow) -> None:
    """Use a sign-in up, in the transaction that lets somebody in.

    Raises:
        SignOnRefused: It let somebody in before.
    """
    try:
        await tickets.spend(session, flow.ticket)
    except Forbidden as again:
        raise SignOnRefused(WhyRefused.STALE, "used before") from again
