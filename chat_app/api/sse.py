"""Server-sent events: one engine, and a dialect to write each reply in.

The `id` of an event is the offset to go on from, so a reconnect misses and repeats nothing; the
closing event has one of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import anyio
import structlog
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from chat_app import metrics
from chat_app.api.dialects import WRITERS
from chat_app.api.guard import send_later
from chat_app.api.hanging_up import unless_hung_up
from chat_app.api.methods import is_head
from chat_app.api.schemas.event_ids import END_OFFSET, EventId
from chat_app.api.schemas.events import Dialect
from chat_app.background import run_errand
from chat_app.errors import Forbidden, NotFound, Unauthenticated, Unavailable
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller, stays
from chat_app.services.broker import CallPiece, End, Picture, Piece, Thought
from chat_app.services.turns import idempotency
from chat_app.services.turns.drafts import OnSave

PING_SECONDS = 15
# A comment is a line; with a blank one behind it, some clients make an empty event of it.
_PING = b": ping\n"
RETRY = b"retry: 3000\n"
"""Part of the first event: a browser's EventSource connects again after this, in ms."""

_END: Message = {"type": "http.response.body", "body": b"", "more_body": False}

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

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the head, and leave the rest to the guard."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        if self._tell and not is_head(scope):
            send_later(scope, partial(tell_all, self._tell))
        else:
            await send(_END)


async def tell_all(tell: Telling, receive: Receive, send: Send) -> None:
    """Send the body of a stream to its end, or until the caller hangs up, with pings between."""
    with pinging(send):
        await unless_hung_up(receive, tell(send))
    await send(_END)


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
        RateLimited: The caller's programs hear as many streams as may be.
        ChatAppError: See `idempotency.start_or_resume`.
    """
    stays.require_room(caller)
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
    waits = started.waiting_id is not None
    reply = _Reply(caller, started.chat_id, started.message_id, after, started.tag, waits)
    return EventStream(partial(_tell, reply, dialect, b""), reply.names)


def stream_again(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    dialect: Dialect,
    heard: EventId | None,
    after: int = 0,
    waits: bool = False,
) -> Response:
    """Return the response of a GET: a reply from where its caller was, 204 after its end.

    Args:
        caller: Who hears it.
        chat_id: The chat.
        message_id: The reply.
        dialect: How it is written.
        heard: The last event that came; that of another reply counts for nothing.
        after: Where to go on from, in characters, where there is none.
        waits: Whether it waits in the line of a shared chat.
    """
    stays.require_room(caller)
    reply = _Reply(caller, chat_id, message_id, after, waits=waits)
    if heard and heard.reply_id in {None, message_id}:
        if heard.is_end:
            return Response(status_code=204, headers=reply.names)
        reply = replace(reply, after=heard.offset)
    return EventStream(partial(_tell, reply, dialect, RETRY), reply.names)


def head_of_stream(chat_id: UUID, message_id: UUID | None) -> EventStream:
    """Return the head of a stream whose reply may not have begun."""
    return EventStream(None, _names(chat_id, message_id))


def _names(chat_id: UUID, message_id: UUID | None) -> dict[str, str]:
    names = {"X-Chat-Id": str(chat_id)}
    return names | {"X-Message-Id": str(message_id)} if message_id else names


@contextmanager
def pinging(send: Send) -> Generator[None, None, None]:
    """Send a comment every now and then, so that nothing in between takes the line for dead."""
    loop = asyncio.get_running_loop()
    sent: asyncio.Task[None] | None = None

    def ping() -> None:
        nonlocal timer, sent
        # Who takes nothing has one waiting already.
        if sent is None or sent.done():
            sent = run_errand(_send(send, _PING))
        timer = loop.call_later(PING_SECONDS, ping)

    timer = loop.call_later(PING_SECONDS, ping)
    try:
        yield
    finally:
        timer.cancel()
        # It would come behind the end of the stream.
        if sent:
            sent.cancel()


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply as somebody hears it."""

    caller: Caller
    chat_id: UUID
    message_id: UUID
    after: int
    """How much of it is there already; see `Piece.offset`."""
    tag: UUID | None = None
    """The reply, where the ids of its events name it."""
    waits: bool = False
    """Whether it may wait in the line of a shared chat."""

    @property
    def names(self) -> dict[str, str]:
        """The headers that say which reply it is."""
        return _names(self.chat_id, self.message_id)


async def _tell(reply: _Reply, dialect: Dialect, first: bytes, send: Send) -> None:
    """Send a reply, event by event; a caller that hangs up merely stops listening.

    Who may not hear it any more is told why, and no more of it.

    Args:
        reply: The reply.
        dialect: How it is written.
        first: What stands before the first event.
        send: Where it goes.
    """
    writer = WRITERS[dialect]
    heard, is_over = reply.after, False
    line_ends = LineEnds() if writer.is_bare_text else None
    suffix = f"@{reply.tag}" if reply.tag else ""
    try:
        if writer.start:
            await send(_event(first, f"{heard}{suffix}", writer.start))
            first = b""
        with metrics.STREAMS_OPEN.track_inprogress():
            async with (
                chats.staying(reply.caller, reply.chat_id),
                aclosing(turns.attach(reply.message_id, heard)) as events,
            ):
                if reply.waits and writer.queue:
                    await _tell_places(reply, writer.queue, send)
                async for event in events:
                    if isinstance(event, (CallPiece, Thought)):
                        continue  # No chat offers tools, and thoughts were not asked for.
                    for piece in line_ends.whole(event) if line_ends else (event,):
                        if isinstance(piece, Piece):
                            heard, data = piece.end, writer.piece(piece.text)
                        elif isinstance(piece, Picture):
                            heard, data = piece.end, writer.picture(piece)
                        else:
                            is_over = True
                            heard, data = END_OFFSET, writer.close(piece)
                        await send(_event(first, f"{heard}{suffix}", data))
                        first = b""
    except (Unauthenticated, Forbidden, NotFound) as reason:
        await send(body(first + f"data: {writer.refuse(reason)}\n\n".encode()))
    finally:
        if not is_over:
            await _note_left(reply.message_id, heard)


async def _tell_places(reply: _Reply, written: Callable[[int], str], send: Send) -> None:
    """Say where a reply is in the line of its chat, until its turn has come."""
    async with aclosing(turns.places_in_line(reply.message_id)) as places:
        async for place in places:
            await send(_event(b"", str(reply.after), written(place)))


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


async def _send(send: Send, content: bytes) -> None:
    await send(body(content))


class LineEnds:
    """Keeps a CR and its LF in one piece: apart, a reader would take them for two line ends."""

    def __init__(self) -> None:
        self._held: Piece | None = None

    def whole(self, event: Piece | Picture | End) -> tuple[Piece | Picture | End, ...]:
        """Return what can be sent now."""
        held, self._held = self._held, None
        if not isinstance(event, Piece):
            return (held, event) if held else (event,)
        if held:
            event = Piece(held.offset, held.text + event.text)
        if event.text.endswith("\r"):
            self._held = Piece(event.end - 1, "\r")
            event = Piece(event.offset, event.text[:-1])
        return (event,) if event.text else ()


def _event(first: bytes, event_id: str, data: str) -> Message:
    return body(first + f"id: {event_id}\ndata: {data}\n\n".encode())


def body(content: bytes) -> Message:
    """Return a part of a stream that has begun."""
    return {"type": "http.response.body", "body": content, "more_body": True}
