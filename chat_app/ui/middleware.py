"""The middleware in front of the pages and their websocket."""

from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from chat_app.config import get_settings
from chat_app.services.accounts import COOKIE_NAME

_OPEN = frozenset({"/login", "/register"})
_GUARDED = frozenset({"/", "/usage", "/settings", "/admin", "/admin/users", "/admin/audit"})
_CHAT = "/chat/"
_POLICY_VIOLATION = 1008
"""Close code of RFC 6455; sent before the handshake it becomes a 403."""


class PageMiddleware:
    """ASGI middleware in front of Reflex: the compiled pages and the websocket.

    The websocket is for pages of the same origin: it carries the cookie, and another site's
    script could open it otherwise. The signed out are shown the way in before any page; whether
    a token is still good, every event handler asks.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "websocket" and not _is_from_here(HTTPConnection(scope)):
            await WebSocketClose(code=_POLICY_VIOLATION)(scope, receive, send)
            return
        if scope["type"] == "http":
            path = scope["path"].rstrip("/") or "/"
            guarded = path in _GUARDED or path.startswith(_CHAT)
            if guarded and not HTTPConnection(scope).cookies.get(COOKIE_NAME):
                await RedirectResponse(sign_in_address(scope), 302)(scope, receive, send)
                return
            if guarded or path in _OPEN:
                scope = _as_compiled(scope, path)
        await self._app(scope, receive, send)


def _is_from_here(connection: HTTPConnection) -> bool:
    """Say whether a page of this origin, or no browser at all, opens the connection."""
    origin = connection.headers.get("origin")
    here = {connection.headers.get("host"), urlsplit(get_settings().PUBLIC_ORIGIN or "").netloc}
    # "null", the origin of sandboxed pages, has no network location at all.
    return origin is None or urlsplit(origin).netloc in here - {"", None}


def sign_in_address(scope: Scope) -> str:
    """Return the sign-in page that leads back to the page asked for."""
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='')}"


def _as_compiled(scope: Scope, path: str) -> Scope:
    """Name the file of a page: the folder's own address would be redirected to `…/`."""
    if path == "/" or path.startswith(_CHAT):
        return scope
    return {**scope, "path": f"{path}.html", "raw_path": f"{path}.html".encode()}
