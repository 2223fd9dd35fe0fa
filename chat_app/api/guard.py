"""The outermost layer: request id, security headers, and the last word on unforeseen faults.

Plain ASGI: a response passes through piece by piece, so streams are not held back.
"""

import re
import uuid
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app import metrics
from chat_app.api.envelope import respond
from chat_app.config import get_settings
from chat_app.errors import InternalError

log = structlog.get_logger()

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Guard:
    """ASGI middleware around the whole app, the browser's pages included."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_headers = Headers(scope=scope)
        request_id = _request_id(request_headers)
        policy = _content_security_policy(request_headers)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _count(scope, message["status"])
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["X-Request-Id"] = request_id
                headers["Content-Security-Policy"] = policy
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_guarded)
            except Exception:
                # Nothing goes on after this: the caller gets an answer or a cut, the log the fault.
                log.exception("request.failed", method=scope["method"], path=scope["path"])
                if started:
                    raise
                await respond(InternalError())(scope, receive, send_guarded)


def _count(scope: Scope, status: int) -> None:
    # The template and not the address, which anybody can make up; pages are counted as one.
    route = getattr(scope.get("route"), "path", "other")
    method = scope["method"] if scope["method"] in _METHODS else "other"
    metrics.HTTP_REQUESTS.labels(route, method, str(status)).inc()


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _content_security_policy(headers: Headers) -> str:
    # Reflex: inline hydration script, inline styles, events that carry code to be evaluated
    # (toasts, call_script: `eval` in its state.js, 0.10.1), a websocket to where the page is from.
    origin = get_settings().PUBLIC_ORIGIN
    host = urlsplit(origin).netloc if origin else headers.get("host", "")
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:;"
        f" connect-src 'self'{sockets};"
        " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
