"""The outermost layer: what every answer says in its headers, the last word on unforeseen faults.

Plain ASGI: a response passes through piece by piece, so streams are not held back.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app import content_policy, metrics
from chat_app.api.addresses import is_api, without_secrets
from chat_app.api.cors import let_in
from chat_app.api.envelope import respond
from chat_app.config import get_settings
from chat_app.errors import InternalError
from chat_app.pacing import own_round
from chat_app.services.accounts import limits

log = structlog.get_logger()

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
_REST = "chat_app.rest"
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(self),"
    " payment=(), usb=()",
}
_A_YEAR_BY_TLS = "max-age=31536000"


Rest = Callable[[Receive, Send], Awaitable[None]]
"""Sends the rest of an answer whose head was sent."""


class Guard:
    """ASGI middleware around the whole app, the browser's pages included."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await own_round()
        request_id = _request_id(Headers(scope=scope))
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                for rest in await self._answer(scope, receive, send, request_id):
                    await rest(receive, send)
            except Exception:
                # Nothing goes on after this: the caller gets a cut, the log the fault.
                path = without_secrets(scope["path"])
                log.exception("request.failed", method=scope["method"], path=path)
                raise

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, request_id: str
    ) -> list[Rest]:
        """Answer a request; return what sends the rest, where that was left for later."""
        request_headers = Headers(scope=scope)
        is_ours = is_api(scope["path"])
        method = scope["method"]
        policy = content_policy.policy(request_headers.get("host", ""))
        rest: list[Rest] = []
        started = False
        # The server reads its own again: whether the body of an answer is wanted, for one.
        scope = {**scope, _REST: rest}

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _count(scope, method, message["status"])
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["X-Request-Id"] = request_id
                headers.setdefault("Content-Security-Policy", policy)
                if is_over_tls(scope):
                    headers["Strict-Transport-Security"] = _A_YEAR_BY_TLS
                if is_ours:
                    headers.setdefault("Cache-Control", "no-store")
                    headers.update(_rate_limits(windows))
                    let_in(method, request_headers, headers)
            await send(message)

        with limits.noted() as windows:
            try:
                await self._app(scope, receive, send_guarded)
            except Exception:
                if started:
                    raise
                # The caller gets an answer, the log the fault.
                log.exception("request.failed", method=method, path=without_secrets(scope["path"]))
                await respond(InternalError(), scope)(scope, receive, send_guarded)
        return rest


def is_over_tls(scope: Scope) -> bool:
    """Say whether people come by https, here or to the proxy in front."""
    return scope["scheme"] == "https" or (get_settings().PUBLIC_ORIGIN or "").startswith("https:")


def send_later(scope: Scope, rest: Rest) -> None:
    """Have the rest of an answer sent once all layers have returned, so that they keep nothing.

    They would hold the request for as long as a stream lasts, though they look at heads alone.
    """
    scope[_REST].append(rest)


def _count(scope: Scope, method: str, status: int) -> None:
    # The template and not the address, which anybody can make up; pages are counted as one.
    route = getattr(scope.get("route"), "path", "other")
    known = method if method in _METHODS else "other"
    metrics.HTTP_REQUESTS.labels(route, known, str(status)).inc()


def _rate_limits(windows: Iterable[limits.Window]) -> dict[str, str]:
    """Tell of the limits a request was counted against, as draft-ietf-httpapi-ratelimit-headers-11.

    (Read 2026-11-29.) `q` requests in `w` seconds; `r` of them are left for the next `t` seconds.
    """
    policies = [f'"{each.policy}";q={each.quota};w={each.seconds}' for each in windows]
    left = [f'"{each.policy}";r={each.remaining};t={each.reset_seconds}' for each in windows]
    if not policies:
        return {}
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(left)}


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(16)
