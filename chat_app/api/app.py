"""The API as one ASGI app: alone (`make api`) or around the browser app."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from chat_app.api import admin, auth, chats, models, ops, programs, talk, usage
from chat_app.api.body_limit import BodyLimit
from chat_app.api.docs import add_docs
from chat_app.api.envelope import add_error_handlers
from chat_app.api.guard import Guard
from chat_app.errors import NotFound

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
)

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


def create_app(lifespan: Lifespan | None = None) -> FastAPI:
    """Return the app.

    Args:
        lifespan: What to hold open while it serves; left out where the browser app does it.
    """
    app = FastAPI(
        title="Chat API",
        version="1.0.0",
        description=(
            "A chat whose books always balance. Streams are server-sent events. `docs/clients.md`"
            " beside the source shows clients in curl, Python and a browser."
        ),
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
    add_docs(app)
    add_error_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Guard)
    return app


class _NothingHere:
    """ASGI app that answers whatever no route of the API does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for route in scope["app"].router.routes:
            match, child_scope = route.matches(scope)
            if match is Match.PARTIAL:
                # The address is right, the method is not: the route says which ones are.
                await route.handle({**scope, **child_scope}, receive, send)
                return
        raise NotFound
