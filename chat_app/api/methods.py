"""What each address answers to: HEAD wherever GET is, OPTIONS everywhere, 405 for the rest."""

from collections.abc import Iterable
from functools import lru_cache

from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.api.envelope import respond
from chat_app.errors import MethodNotAllowed

_IS_HEAD = "chat_app.is_head"


def is_head(scope: Scope) -> bool:
    """Say whether only the head of an answer is wanted: nothing may begin or be waited for."""
    return _IS_HEAD in scope


class Methods:
    """ASGI middleware for the addresses of the API; others pass through."""

    def __init__(self, app: ASGIApp, routes: Iterable[Route]):
        self._app = app
        self._routes = list(routes)
        # What talks to a chat asks for the same addresses again and again.
        self._allowed = lru_cache(maxsize=1024)(self._look_up)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        allowed = self._allowed(scope["path"]) if scope["type"] == "http" else None
        if not allowed:
            await self._app(scope, receive, send)
            return
        allow = {"Allow": ", ".join(sorted(allowed))}
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=allow)(scope, receive, send)
        elif scope["method"] not in allowed:
            refusal = respond(MethodNotAllowed(), scope)
            refusal.headers.update(allow)
            await refusal(scope, receive, send)
        elif scope["method"] == "HEAD":
            # The routes know GET alone, whose head is what is asked for.
            scope.update({"method": "GET", _IS_HEAD: True})
            await self._app(scope, receive, _head_of(send))
        else:
            await self._app(scope, receive, send)

    def _look_up(self, path: str) -> set[str]:
        """Return the methods of an address; none where there is no such address."""
        found = [route for route in self._routes if route.path == path] or [
            route for route in self._routes if route.path_regex.match(path)
        ]
        methods = {method for route in found for method in route.methods or ()}
        if "GET" in methods:
            methods.add("HEAD")
        return methods | {"OPTIONS"} if methods else methods


def _head_of(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body"})

    return send_head
