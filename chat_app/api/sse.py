"""Server-sent events: one engine, and a dialect to write each reply in.

The `id` of an event is the offset to go on from, so a reconnect misses and repeats nothing; the
closing event has one of its own.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from uuid import UUID

import anyio
import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from chat_app import metrics
from chat_app.api.dialects import WRITERS
from chat_app.api.hanging_up import unless_hung_up
from chat_app.api.methods import is_head
from chat_app.api.schemas.event_ids import END_OFFSET, EventId
from chat_app.api.schemas.events import Dialect
from chat_app.background import in_background
from chat_app.errors import Unavailable
from chat_app.services import turns
from chat_app.services.accounts import Caller
from chat_app.services.broker import End, Piece
from chat_app.services.turns import idempotency
from chat_app.services.turns.drafts import OnSave

PING_SECONDS = 15
# A comment is a line; with a blank one behind it, some clients make an empty event of it.
_PING = b": ping\n"
_RETRY = b"retry: 3000\n"
"""Part of the first event: a browser's EventSource connects again after this, in ms."""

_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}

log = structlog.get_logger()


class EventStream(Response):
    """Events as they come: one write for each, pings between them, until the caller hangs up."""

    media_type = "text/event-stream"

    def __init__(
        self,
        events: AsyncGenerator[bytes, None] | None,
        headers: dict[str, str],
        status_code: int = 200,  # FastAPI reads here what the document says.
    ):
        super().__init__(status_code=status_code, headers=headers | _HEADERS)
        del self.headers["Content-Length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        if self._events and not is_head(scope):
            async with in_background(_ping(send)):
                await unless_hung_up(receive, _send_each(self._events, send))
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
    events = _encoded(started.message_id, dialect, after, tag=started.tag)
    return EventStream(events, _names(started.chat_id, started.message_id))


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
    return EventStream(_encoded(message_id, dialect, after, first=_RETRY), names)


def head_of_stream(chat_id: UUID, message_id: UUID | None) -> EventStream:
    """Return the head of a stream whose reply may not have begun."""
    return EventStream(None, _names(chat_id, message_id))


def _names(chat_id: UUID, message_id: UUID | None) -> dict[str, str]:
    names = {"X-Chat-Id": str(chat_id)}
    return names | {"X-Message-Id": str(message_id)} if message_id else names


async def _send_each(events: AsyncGenerator[bytes, None], send: Send) -> None:
    async with aclosing(events):
        async for event in events:
            await send({"type": "http.response.body", "body": event, "more_body": True})


async def _ping(send: Send) -> None:
    while True:
        await anyio.sleep(PING_SECONDS)
        await send({"type": "http.response.body", "body": _PING, "more_body": True})


async def _encoded(
    message_id: UUID, dialect: Dialect, after: int, *, tag: UUID | None = None, first: bytes = b""
) -> AsyncGenerator[bytes, None]:
    """Yield a reply, event by event; a caller that hangs up merely stops listening."""
    writer = WRITERS[dialect]
    heard, is_over = after, False
    try:
        if writer.start:
            yield first + _event(EventId(after, tag), writer.start)
            first = b""
        with metrics.STREAMS_OPEN.track_inprogress():
            async with aclosing(turns.attach(message_id, after)) as events:
                async for event in _whole_line_ends(events) if writer.is_bare_text else events:
                    if isinstance(event, Piece):
                        heard = event.end
                        yield first + _event(EventId(heard, tag), writer.piece(event.text))
                        first = b""
                    else:
                        is_over = True
                        yield first + _event(EventId(END_OFFSET, tag), writer.close(event))
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


async def _whole_line_ends(
    events: AsyncIterator[Piece | End],
) -> AsyncIterator[Piece | End]:
    """Keep a CR and its LF in one piece: apart, a reader would take them for two line ends."""
    held = ""
    async for event in events:
        if isinstance(event, Piece):
            text = held + event.text
            held = "\r" if text.endswith("\r") else ""
            text = text.removesuffix("\r")
            if text:
                yield Piece(event.end - len(held) - len(text), text)
        else:
            if held:
                yield Piece(len(event.text) - 1, held)
            yield event


def _event(event_id: EventId, data: str) -> bytes:
    return f"id: {event_id}\ndata: {data}\n\n".encode()
