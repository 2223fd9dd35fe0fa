"""Refuses bodies over 64 KiB, whatever their headers say, in the one shape of every error.

What comes under `/v1` has a limit of its own, see `v1/bodies.py`, and so have files, see
`uploads.py`: they are read once it is known who sends them.

FastAPI's own `max_body_size` (0.165) answers in plain text and past the security headers. What is
not JSON it refuses before it asks who is calling (`get_request_handler`, read 2026-11-29); without
a content type it hands the bytes on, and they are refused where all other bodies are.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.api.addresses import FILES, IMPORTS, TRANSCRIPTIONS
from chat_app.api.envelope import is_json, respond
from chat_app.errors import PayloadTooLarge

_MAX_BYTES = 64 * 1024
_DRAINED_BYTES = 1024 * 1024
"""Read and thrown away before the refusal: a client still sending would not hear it."""
_WITH_FILES = {FILES, IMPORTS, TRANSCRIPTIONS}
_BODILESS = {"GET", "HEAD", "OPTIONS"}


class BodyLimit:
    """ASGI middleware for the routes of the API."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if (
            scope["type"] != "http"
            or scope["method"] in _BODILESS
            or not scope["path"].startswith("/api/")
            or scope["path"] in _WITH_FILES
        ):
            await self._app(scope, receive, send)
            return
        body, whole = await _read(receive)
        if not whole:
            await respond(PayloadTooLarge(), scope)(scope, receive, send)
            return
        if not is_json(body):
            scope["headers"] = [each for each in scope["headers"] if each[0] != b"content-type"]
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive) -> tuple[bytes, bool]:
    chunks: list[bytes] = []
    read_bytes = 0
    while True:
        message = await receive()
        read_bytes += len(message.get("body", b""))
        if read_bytes <= _MAX_BYTES:
            chunks.append(message.get("body", b""))
        if not message.get("more_body", False) or read_bytes > _DRAINED_BYTES:
            return b"".join(chunks), read_bytes <= _MAX_BYTES


def _replay(body: bytes, receive: Receive) -> Receive:
    replayed = False

    async def receive_again() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
