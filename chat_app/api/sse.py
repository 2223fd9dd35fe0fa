"""Server-sent events: one engine, and a dialect to write each reply in.

The `id` of an event is the offset to go on from, so a reconnect misses and repeats nothing; the
closing event has one of its own.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing, suppress
from functools import partial
from typing import Any
from uuid import UUID

import anyio
import structlog
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from chat_app import metrics
from chat_app.api.dialects import WRITERS
from chat_app.api.guard import direct_send
from chat_app.api.hanging_up import unless_hung_up
from chat_app.api.methods import is_head
from chat_app.api.schemas.event_ids import END_OFFSET, EventId
from chat_app.api.schemas.events import Dialect
from chat_app.background import in_background
from chat_app.errors import Unavailable
from chat_app.services import turns
from chat_app.services.accounts import Caller
from chat_app.services.broker import CallPiece, End, Piece
from chat_app.services.turns import idempotency
from chat_app.services.turns.drafts import OnSave

PING_SECONDS = 15
# A comment is a line; with a blank one behind it, some clients make an empty event of it.
_PING = b": ping\n"
_RETRY = b"retry: 3000\n"
"""Part of the first event: a browser's EventSource connects again after this, in ms."""

STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}

log = structlog.get_logger()


Telling = Callable[[Send], Coroutine[Any, Any, None]]
"""Sends the events of a reply, one write each, until its end."""


class EventStream(Response):
    """Events as they come, pings between them, until the caller hangs up."""

    media_type = "text/event-stream"

    def __init__(
        self,
        tell: Telling | None,
        headers: dict[str, str],
        status_code: int = 200,  # FastAPI reads here what the document says.
    ):
        super().__init__(status_code=status_code, headers=headers | STREAM_HEADERS)
        del self.headers["Content-Length"]
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        if self._tell and not is_head(scope):
            send_event = direct_send(scope, send)
            async with in_background(ping(send_event)):
                await unless_hung_up(receive, self._tell(send_event))
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def stream_sent(
    caller: Caller,
    dialect: Dialect,
    request: str,
    begin: Callable[[OnSave | None], Awaitable[turns.Started]],
    *,
    key: str | None,
    heard: EventId | None,
) -> EventStream:
    """Return the response of a sending call; sent again, it goes on after the last event.

    Args:
        caller: Who sends.
        dialect: How the reply is written.
        request: Address and body.
        begin: Starts the turn, saving along with it what it is given.
        key: The `Idempotency-Key`.
        heard: The last event that came.

    Raises:
        ChatAppError: See `idempotency.start_or_resume`.
    """
    started = await idempotency.start_or_resume(
        caller,
        key,
        request,
        begin,
        is_heard=heard is not None,
        reply_id=heard.reply_id if heard else None,
    )
    # A reply that has just begun is heard from its beginning: what came before was another one.
    after = heard.offset if heard and started.is_known else 0
    telling = partial(_tell, started.message_id, dialect, after, started.tag, b"")
    return EventStream(telling, _names(started.chat_id, started.message_id))


def stream_again(
    chat_id: UUID, message_id: UUID, dialect: Dialect, heard: EventId | None, after: int = 0
) -> Response:
    """Return the response of a GET: a reply from where its caller was, 204 after its end.

    Args:
        chat_id: The chat.
        message_id: The reply.
        dialect: How it is written.
        heard: The last event that came; that of another reply counts for nothing.
        after: Where to go on from, in characters, where there is none.
    """
    names = _names(chat_id, message_id)
    if heard and heard.reply_id in {None, message_id}:
        if heard.is_end:
            return Response(status_code=204, headers=names)
        after = heard.offset
    return EventStream(partial(_tell, message_id, dialect, after, None, _RETRY), names)


def head_of_stream(chat_id: UUID, message_id: UUID | None) -> EventStream:
    """Return the head of a stream whose reply may not have begun."""
    return EventStream(None, _names(chat_id, message_id))


def _names(chat_id: UUID, message_id: UUID | None) -> dict[str, str]:
    names = {"X-Chat-Id": str(chat_id)}
    return names | {"X-Message-Id": str(message_id)} if message_id else names


async def ping(send: Send) -> None:
    """Send a comment every now and then, so that nothing in between takes the line for dead."""
    while True:
        await anyio.sleep(PING_SECONDS)
        await send({"type": "http.response.body", "body": _PING, "more_body": True})


async def _tell(
    message_id: UUID, dialect: Dialect, after: int, tag: UUID | None, first: bytes, send: Send
) -> None:
    """Send a reply, event by event; a caller that hangs up merely stops listening.

    Args:
        message_id: The reply.
        dialect: How it is written.
        after: From which character on.
        tag: The reply, where the ids of its events name it.
        first: What stands before the first event.
        send: Where it goes.
    """
    writer = WRITERS[dialect]
    heard, is_over = after, False
    line_ends = LineEnds() if writer.is_bare_text else None
    suffix = f"@{tag}" if tag else ""
    try:
        if writer.start:
            await send(_event(first, f"{after}{suffix}", writer.start))
            first = b""
        with metrics.STREAMS_OPEN.track_inprogress():
            async with aclosing(turns.attach(message_id, after)) as events:
                async for event in events:
                    if isinstance(event, CallPiece):
                        continue  # No chat offers tools.
                    for piece in line_ends.whole(event) if line_ends else (event,):
                        if isinstance(piece, Piece):
                            heard = piece.end
                            data = writer.piece(piece.text)
                        else:
                            is_over = True
                            heard, data = END_OFFSET, writer.close(piece)
                        await send(_event(first, f"{heard}{suffix}", data))
                        first = b""
    finally:
        if not is_over:
            await _note_left(message_id, heard)


async def _note_left(message_id: UUID, heard_characters: int) -> None:
    # The line can do without a database that is away.
    with anyio.CancelScope(shield=True), suppress(Unavailable):
        so_far_characters = await turns.length_so_far(message_id)
        log.info(
            "stream.left",
            message_id=str(message_id),
            heard_characters=heard_characters,
            so_far_characters=so_far_characters,
        )


class LineEnds:
    """Keeps a CR and its LF in one piece: apart, a reader would take them for two line ends."""

    def __init__(self) -> None:
        self._held = ""

    def whole(self, event: Piece | End) -> tuple[Piece | End, ...]:
        """Return what can be sent now."""
        if isinstance(event, End):
            return (Piece(len(event.text) - 1, self._held), event) if self._held else (event,)
        if not self._held and not event.text.endswith("\r"):
            return (event,)
        text = self._held + event.text
        self._held = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r")
        return (Piece(event.end - len(self._held) - len(text), text),) if text else ()


def _event(first: bytes, event_id: str, data: str) -> Message:
    body = first + f"id: {event_id}\ndata: {data}\n\n".encode()
    return {"type": "http.response.body", "body": body, "more_body": True}
