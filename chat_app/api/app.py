"""The API as one ASGI app: alone (`make api`) or around the browser app."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.api import (
    admin,
    auth,
    chat_events,
    chats,
    costs,
    files,
    folders,
    imports,
    keys,
    library,
    members,
    models,
    ops,
    orgs,
    own_data,
    passkeys,
    programs,
    queue,
    second_factor,
    shares,
    sign_ins,
    sign_on,
    talk,
    usage,
    voice,
    ways,
)
from chat_app.api.addresses import GATEWAY
from chat_app.api.body_limit import BodyLimit
from chat_app.api.docs import add_docs
from chat_app.api.envelope import add_error_handlers
from chat_app.api.guard import Guard
from chat_app.api.methods import Methods
from chat_app.api.schemas import streams
from chat_app.api.shown import routes as shown
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
# Where replies are asked for before all others, as each is looked through for each request;
# `programs` and `ops` before `chats`: their addresses look like chat ids to it.
_ROUTERS = (
    talk.router,
    *_GATEWAY_ROUTERS,
    auth.router,
    ways.router,
    sign_ins.router,
    second_factor.own,
    second_factor.somebodys,
    passkeys.router,
    sign_on.router,
    ops.router,
    ops.measures,
    programs.router,
    folders.router,
    members.router,
    chats.router,
    shares.router,
    chat_events.router,
    queue.router,
    files.router,
    voice.router,
    imports.router,
    library.router,
    costs.router,
    models.router,
    usage.router,
    own_data.own,
    own_data.account,
    own_data.everybodys,
    admin.router,
    orgs.router,
    keys.own,
    keys.everybodys,
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
    "shares": "Links that show a chat, as it was, to whoever has them.",
    "members": "Who is in a chat, and may do what there.",
    "files": "Pictures, documents and recordings of the caller, to send with messages.",
    "voice": "Dictation, and replies read aloud.",
    "imports": "Chats from other apps.",
    "prompts": "Prompts that the caller keeps, and those shared with everybody.",
    "talking": "Send, edit, answer again, attach, stop.",
    "together": "Several people in one chat: who is there, who writes, what happens.",
    "costs": "What a message will cost, what it carries along, what a chat did cost.",
    "models": "What can be asked, and what it costs.",
    "usage": "The caller's own token budget.",
    "own data": "All that is kept of the caller: taken along, kept for how long, closed.",
    "keys": "API keys, by which programs spend the caller's budget within caps.",
    "gateway": "For clients of OpenAI: the same requests and answers, paid by a key.",
    "admin": "For administrators: who uses what, budgets, ledger, audit.",
}

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class _Api(FastAPI):
    def build_middleware_stack(self) -> ASGIApp:
        """Return what stands around the routes, FastAPI's own as far as it has no part in ours.

        Its word on unforeseen faults is the guard's, its limit of bodies ours; both would look at
        each piece of a stream.
        """
        handled = ExceptionMiddleware(
            AsyncExitStackMiddleware(self.router), handlers=self.exception_handlers
        )
        return Guard(Methods(BodyLimit(handled), routes=routes_of(self)))

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
        title="Tally API",
        version="1.0.0",
        description=_INTRODUCTION,
        openapi_tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        # Else it looks for who might be told in each request, faults with their words among it.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    for router in (*_ROUTERS, shown.router):
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
    return app


def routes_of(app: FastAPI) -> list[Route]:
    """Return the routes that have methods: what is mounted or answers everything has none.

    Those that are not in OpenAPI are among them.
    """
    own = [route for router in (*_ROUTERS, shown.router, app.router) for route in router.routes]
    return _with_methods(own)


def _with_methods(routes: Iterable[BaseRoute]) -> list[Route]:
    return [route for route in routes if isinstance(route, Route) and route.methods]


class _NothingHere:
    """ASGI app that answers whatever no route of the API does."""

    def __init__(self, words: str | None = None):
        self._words = words

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise NotFound(self._words)
