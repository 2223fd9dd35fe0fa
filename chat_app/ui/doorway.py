"""What a browser meets before a page: the signed out are shown the way in at once."""

from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.services.accounts import COOKIE_NAME

_OPEN = frozenset({"/login", "/register"})
_GUARDED = frozenset({"/", "/usage", "/settings", "/admin", "/admin/users", "/admin/audit"})
_CHAT = "/chat/"


class Doorway:
    """ASGI layer in front of the compiled pages.

    Whether a token is still good is asked by every event handler; here its absence saves the
    visitor a page that would empty itself.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            path = scope["path"].rstrip("/") or "/"
            guarded = path in _GUARDED or path.startswith(_CHAT)
            if guarded and not HTTPConnection(scope).cookies.get(COOKIE_NAME):
                await RedirectResponse(sign_in_address(scope), 302)(scope, receive, send)
                return
            if guarded or path in _OPEN:
                scope = _as_compiled(scope, path)
        await self._app(scope, receive, send)


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
