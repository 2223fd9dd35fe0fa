"""Who may have a websocket: the signed in, a number of them each, for as long as they are.

The door stands before the handshake, so that strangers cost no more than a refused request. Who is
let in is asked after like everybody with a stream (`services/accounts/stays.py`); whose sign-in is
over, or whose role is another, is hung up on. The browser then comes again, and is asked anew.

Whatever stands between the connection and its tab is kept for as long as the tab is open: a
websocket goes from here to engine.io, past all that is for requests (docs/adr/0019).
"""

import asyncio
import hashlib
from collections import Counter
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from chat_app.background import run_errand
from chat_app.config import get_settings
from chat_app.errors import ChatAppError, RateLimited
from chat_app.models import Via
from chat_app.services import accounts
from chat_app.services.accounts import Caller, limits, stays
from chat_app.words import Words, words_of_browser

VISIT = "chat_app.visit"
"""Where the scope of a websocket holds who has it."""
POLICY_VIOLATION = 1008
"""Close code of RFC 6455; sent before the handshake it becomes a 403."""
_CONNECT_WITHIN_S = 30
"""So long a websocket may wait to say which tab it is."""
_EVENTS_FOR_A_SOCKET = 10
"""What opening one counts for: a whole page is read then."""

_open: Counter[UUID] = Counter()
"""Websockets of each person, in this process."""


class Visit:
    """A websocket, and whose it is."""

    __slots__ = ("_send", "_subprotocol", "caller", "is_connected", "is_lost", "words")

    def __init__(self, caller: Caller, words: Words, scope: Scope, send: Send) -> None:
        self.caller = caller
        self.words = words
        self.is_connected = False
        """Whether it said which tab it is."""
        self.is_lost = False
        """Whether it was hung up on, as its person may not stay."""
        self._subprotocol = next(iter(scope.get("subprotocols") or ()), None)
        self._send = send

    async def send(self, message: Message) -> None:
        """Send what engine.io says, which does not speak of the protocol that the pages name.

        A browser ends a connection where the one it asked for is not agreed to.
        """
        if message["type"] == "websocket.accept":
            message["subprotocol"] = self._subprotocol
        await self._send(message)

    def token_of(self, tab: str) -> str:
        """Return what a tab is known by here: nobody else can name it, nor can it in another role.

        Args:
            tab: What the browser calls it.
        """
        user = self.caller.user
        named = f"{self.caller.auth_session_id} {user.role} {user.org_id} {tab}"
        return hashlib.sha256(named.encode(errors="replace")).hexdigest()[:32]

    def lose(self) -> None:
        """Hang up, because the person may not stay."""
        self.is_lost = True
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection."""
        run_errand(self._close())

    def hang_up_unless_connected(self) -> None:
        """End the connection of whoever does not say what it is for."""
        if not self.is_connected:
            self.hang_up()

    async def _close(self) -> None:
        with suppress(OSError):  # It may be gone already.
            await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})


class SocketDoor:
    """ASGI middleware around all else: takes the websockets, which are for pages of this origin.

    A websocket carries the cookie, and another site's script could open it otherwise.
    """

    def __init__(self, app: ASGIApp, tabs: ASGIApp, path: str):
        """Stand before everything.

        Args:
            app: What answers requests.
            tabs: What speaks with those that are let in.
            path: Where there are websockets.
        """
        self._app = app
        self._tabs = tabs
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        visit = await self._let_in(scope, send)
        if visit is None:
            # A handshake carries no words that a script could read; the page asks the API why.
            await WebSocketClose(code=POLICY_VIOLATION)(scope, receive, send)
            return
        check = partial(accounts.require_unchanged, visit.caller)
        stay = stays.Stay(visit.caller, lambda _: visit.lose(), check=check)
        late = asyncio.get_running_loop().call_later(
            _CONNECT_WITHIN_S, visit.hang_up_unless_connected
        )
        scope[VISIT] = visit
        try:
            await self._tabs(scope, receive, visit.send)
        finally:
            late.cancel()
            stay.close()
            _leave(visit.caller.user.user_id)

    async def _let_in(self, scope: Scope, send: Send) -> Visit | None:
        """Return who comes, and count it; `None` where nobody may."""
        connection = HTTPConnection(scope)
        if scope["path"].rstrip("/") != self._path or not _is_from_here(connection):
            return None
        try:
            caller = await _count(connection.cookies.get(accounts.COOKIE_NAME, ""))
        except ChatAppError:
            return None
        accepted = connection.headers.get("accept-language", "")
        return Visit(caller, words_of_browser(connection.cookies, accepted), scope, send)


def _is_from_here(connection: HTTPConnection) -> bool:
    """Say whether a page of this origin, or no browser at all, opens the connection."""
    origin = connection.headers.get("origin")
    here = {connection.headers.get("host"), urlsplit(get_settings().PUBLIC_ORIGIN or "").netloc}
    # "null", the origin of sandboxed pages, has no network location at all.
    return origin is None or urlsplit(origin).netloc in here - {"", None}


async def _count(token: str) -> Caller:
    """Return whose websocket it is, and count it.

    Raises:
        Unauthenticated: Nobody's.
        RateLimited: The person has as many as may be, or opened too many in this minute.
    """
    caller = await accounts.authenticate(token, Via.BROWSER)
    user_id = caller.user.user_id
    await limits.take_event(user_id, _EVENTS_FOR_A_SOCKET)
    if _open[user_id] >= get_settings().MAX_SOCKETS_PER_USER:
        raise RateLimited
    _open[user_id] += 1
    return caller


def _leave(user_id: UUID) -> None:
    _open[user_id] -= 1
    if _open[user_id] <= 0:
        del _open[user_id]
