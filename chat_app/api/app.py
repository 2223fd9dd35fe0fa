"""The API as one ASGI app: alone (`make api`) or around the browser app."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from chat_app.api import admin, auth, chats, keys, models, ops, orgs, programs, talk, usage
from chat_app.api.addresses import GATEWAY
from chat_app.api.body_limit import BodyLimit
from chat_app.api.docs import add_docs
from chat_app.api.envelope import add_error_handlers
from chat_app.api.guard import Guard
from chat_app.api.methods import Methods
from chat_app.api.schemas import streams
from chat_app.api.v1 import completions, embeddings, responses
from chat_app.api.v1 import document as document_of_v1
from chat_app.api.v1 import models as gateway_models
from chat_app.errors import NotFound

_GATEWAY_ROUTERS = (
    gateway_models.router,
    completions.router,
    responses.router,
    embeddings.router,
)
# `programs` and `ops` before `chats`: their addresses look like chat ids to it.
_ROUTERS = (
    auth.router,
    ops.router,
    ops.measures,
    programs.router,
    chats.router,
    talk.router,
    models.router,
    usage.router,
    admin.router,
    orgs.router,
    keys.own,
    keys.everybodys,
    *_GATEWAY_ROUTERS,
)

_NO_GATEWAY = f"Programs made for OpenAI call under {GATEWAY}; add that to the base URL"
_INTRODUCTION = """\
A chat whose books always balance.

Every response carries `X-Request-Id`, under which the log tells of it. Every error has one shape,
`{"status": "error", "code": "…", "message": "…"}`: codes are for programs, messages for people.
429 and 503 say in `Retry-After` when to come back. Times are ISO 8601 in UTC.

Replies are streamed as server-sent events, in one of three dialects. The `id` of an event is the
number of characters of the reply so far; sent back as `Last-Event-ID` (or `?lastEventId=`), a
stream that was cut goes on after it, and a sending call that comes again with it and the same body
attaches to its reply instead of beginning another. An `Idempotency-Key` makes a sending call safe
to repeat from the start: the same key and body mean the same reply, charged once.

Bodies are strict: a field that a call does not know is refused. Every GET answers HEAD. `RateLimit`
and `RateLimit-Policy` tell what is left of a limit. `docs/clients.md` beside the source shows
clients in curl, Python and a browser.

Under `/v1` all is as clients of OpenAI expect it: they need that address and an API key. Errors are
`{"error": {"message", "type", "param", "code"}}` there, and fields nobody knows are passed over."""
_TAGS = {
    "accounts": "Sign up, sign in and out, change the password.",
    "operations": "Is it alive, is it ready, what does it measure.",
    "programs": "Talk without minding chats: whole replies, tokens, sessions for EventSource.",
    "chats": "The chats of the caller, their messages, branches and exports.",
    "talking": "Send, edit, answer again, attach, stop, ask what a message can cost.",
    "models": "What can be asked, and what it costs.",
    "usage": "The caller's own token budget.",
    "keys": "API keys, by which programs spend the caller's budget within caps.",
    "gateway": "For clients of OpenAI: the same requests and answers, paid by a key.",
    "admin": "For administrators: who uses what, budgets, ledger, audit.",
}

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Return the document, the events of streams included."""
        document = super().openapi()
        document["components"]["schemas"] |= streams.components() | document_of_v1.components()
        return document


def create_app(lifespan: Lifespan | None = None) -> FastAPI:
    """Return the app.

    Args:
        lifespan: What to hold open while it serves; left out where the browser app does it.
    """
    app = _Api(
        title="Chat API",
        version="1.0.0",
        description=_INTRODUCTION,
        openapi_tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    for router in _ROUTERS:
        app.include_router(router)
    # Without it, unknown addresses would fall through to the browser app and its HTML.
    for path in ("/api", "/api/{path:path}"):
        app.router.routes.append(Route(path, _NothingHere()))
    there = [route for router in _GATEWAY_ROUTERS for route in _with_methods(router.routes)]
    named = ", ".join(route.path_format for route in there)
    for path in (GATEWAY, GATEWAY + "/{path:path}"):
        words = f"Nothing is here; this server has {named}"
        app.router.routes.append(Route(path, _NothingHere(words)))
    for route in there:
        bare = route.path.removeprefix(GATEWAY)
        app.router.routes.append(Route(bare, _NothingHere(_NO_GATEWAY)))
    add_docs(app)
    add_error_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Methods, routes=_routes(app))
    app.add_middleware(Guard)
    return app


def _routes(app: FastAPI) -> list[Route]:
    """Return the routes that have methods: what is mounted or answers everything has none."""
    own = [route for router in (*_ROUTERS, app.router) for route in router.routes]
    return _with_methods(own)


def _with_methods(routes: Iterable[BaseRoute]) -> list[Route]:
    return [route for route in routes if isinstance(route, Route) and route.methods]


class _NothingHere:
    """ASGI app that answers whatever no route of the API does."""

    def __init__(self, words: str | None = None):
        self._words = words

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise NotFound(self._words)
