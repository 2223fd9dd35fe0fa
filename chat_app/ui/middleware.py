"""The middleware in front of the pages."""

from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.content_policy import policy
from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui import inline_scripts
from chat_app.ui.languages import page_in
from chat_app.ui.same_origin import GUARDED
from chat_app.words import LANGUAGE_COOKIE, SOURCE, chosen_language

_OPEN = frozenset({"/login", "/register", "/set-password", "/forgot-password"})
_CHAT = "/chat/"
_OTHER_FACES = ("/api/", "/s/")
"""How the addresses begin of what answers in the reader's language by itself, if at all."""
_NOT_MODIFIED = 304
_NOT_FOUND = 404


class PageMiddleware:
    """ASGI middleware in front of Reflex's compiled pages; `sockets.py` has the websocket.

    The signed out are shown the way in before any page; whether a token is still good, every event
    handler asks.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            send = _with_policy(HTTPConnection(scope).headers.get("host", ""), send)
            path = scope["path"].rstrip("/") or "/"
            guarded = path.split("/")[1] in GUARDED
            language = language_of(HTTPConnection(scope))
            if guarded and not HTTPConnection(scope).cookies.get(COOKIE_NAME):
                await RedirectResponse(sign_in_address(scope), 302)(scope, receive, send)
                return
            if guarded or path in _OPEN:
                send = _asked_anew(send)
                # `make dev` builds no pages in other languages.
                if language != SOURCE and await self._answers(_in(language, scope), receive, send):
                    return
                scope = _as_compiled(scope, path)
            elif language != SOURCE and not path.startswith(_OTHER_FACES):
                if not await self._answers(scope, receive, send):
                    await self._app(_in(language, scope), receive, _as_missing(_asked_anew(send)))
                return
        await self._app(scope, receive, send)

    async def _answers(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer unless that would be with the page that nothing is there; say whether it was."""
        is_there = True

        async def send_what_is_there(message: Message) -> None:
            nonlocal is_there
            if message["type"] == "http.response.start":
                is_there = message["status"] != _NOT_FOUND or not _is_page(message)
            if is_there:
                await send(message)

        await self._app(scope, receive, send_what_is_there)
        return is_there


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def sign_in_address(scope: Scope) -> str:
    """Return the sign-in page that leads back to the page asked for."""
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='')}"


def language_of(connection: HTTPConnection) -> str:
    """Return the language in which a browser is answered."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    return chosen_language(chosen, connection.headers.get("accept-language", ""))


def _as_compiled(scope: Scope, path: str) -> Scope:
    """Name the file of a page: the folder's own address would be redirected to `…/`."""
    return scope if path == "/" or path.startswith(_CHAT) else _at(scope, f"{path}.html")


def _in(language: str, scope: Scope) -> Scope:
    return _at(scope, page_in(language))


def _at(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": path.encode()}


def _as_missing(send: Send) -> Send:
    async def send_page(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "status": _NOT_FOUND}
        await send(message)

    return send_page


def _with_policy(host: str, send: Send) -> Send:
    """Have a browser run the scripts that we wrote into a page, and no others."""

    async def send_page(message: Message) -> None:
        # A browser takes the headers of "not modified" for those of the page that it kept.
        if message["type"] == "http.response.start" and (
            message["status"] == _NOT_MODIFIED or _is_page(message)
        ):
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy(host, inline_scripts.sources())
        await send(message)

    return send_page


def _asked_anew(send: Send) -> Send:
    """Have a browser ask again before it shows a page that it kept: the language may be another."""

    async def send_page(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Cache-Control"] = "no-cache"
            headers.add_vary_header("Accept-Language")
            headers.add_vary_header("Cookie")
        await send(message)

    return send_page
