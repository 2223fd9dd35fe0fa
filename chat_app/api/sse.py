"""Server-sent events: one engine, three dialects. See product.md §5.3.

Each dialect is a pair of small functions; a piece is encoded by hand, without a model per piece.
The `id` of an event is the offset to go on from, so a reconnect misses and repeats nothing.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import Any
from uuid import UUID

from sse_starlette import EventSourceResponse, ServerSentEvent

from chat_app import metrics
from chat_app.api.schemas.events import Dialect
from chat_app.services import turns
from chat_app.services.broker import End, Piece

PING_SECONDS = 15
_RETRY = b"retry: 3000\n"
"""Part of the first event: a browser's EventSource connects again after this, in ms."""


def stream_reply(
    chat_id: UUID, message_id: UUID, dialect: Dialect, after: int = 0
) -> EventSourceResponse:
    """Return the response that tells a reply as it is produced, from an offset on.

    A caller that hangs up merely stops listening; the turn is not its own.
    """
    return EventSourceResponse(
        _encoded(message_id, dialect, after),
        ping=PING_SECONDS,
        ping_message_factory=_ping,
        headers={
            "Cache-Control": "no-cache",
            "X-Accel-Buffering": "no",
            "X-Chat-Id": str(chat_id),
            "X-Message-Id": str(message_id),
        },
    )


def stream_started(
    started: turns.Started, dialect: Dialect, last_event_id: int | None
) -> EventSourceResponse:
    """Return the response of a sending call; sent again, it goes on after the last event."""
    # A reply that has just begun is heard from its beginning: what came before was another one.
    after = last_event_id or 0 if started.is_known else 0
    return stream_reply(started.chat_id, started.message_id, dialect, after)


async def _encoded(message_id: UUID, dialect: Dialect, after: int) -> AsyncGenerator[bytes, None]:
    piece_of, end_of = _DIALECTS[dialect]
    head = _RETRY
    if dialect is Dialect.TYPED:
        yield head + _event(after, '{"type": "typing"}')
        head = b""
    with metrics.STREAMS_OPEN.track_inprogress():
        async with aclosing(turns.attach(message_id, after)) as events:
            async for event in _whole_line_ends(events) if dialect is Dialect.TEXT else events:
                if isinstance(event, Piece):
                    yield head + _event(event.end, piece_of(event.text))
                    head = b""
                else:
                    yield head + _event(len(event.text), _json(end_of(event)))


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


def _event(offset: int, data: str) -> bytes:
    return f"id: {offset}\ndata: {data}\n\n".encode()


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


def _ping() -> ServerSentEvent:
    return ServerSentEvent(comment="ping", sep="\n")


def _text_piece(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\ndata: ")


def _text_end(end: End) -> dict[str, Any]:
    if end.error_code:
        return {"error": True, "message": end.error_message, "code": end.error_code}
    return {"done": True, "tokens_used": end.tokens_used, "message_id": str(end.message_id)} | (
        _remarks(end)
    )


def _token_piece(text: str) -> str:
    return f'{{"token": {_json(text)}, "done": false}}'


def _token_end(end: End) -> dict[str, Any]:
    if end.error_code:
        return {"error": end.error_code, "message": end.error_message}
    return {
        "token": "",
        "done": True,
        "fullText": end.text,
        "tokens_used": end.tokens_used,
        "message_id": str(end.message_id),
        "chat_id": str(end.chat_id),
    } | _remarks(end)


def _typed_piece(text: str) -> str:
    return f'{{"type": "token", "content": {_json(text)}}}'


def _typed_end(end: End) -> dict[str, Any]:
    if end.error_code:
        return {"type": "error", "code": end.error_code, "message": end.error_message}
    return {
        "type": "done",
        "tokens_used": end.tokens_used,
        "message_id": str(end.message_id),
        "breakdown": end.breakdown and end.breakdown.as_json(),
    } | _remarks(end)


def _remarks(end: End) -> dict[str, Any]:
    """Return what is said at the end only where there is something to say."""
    remarks: dict[str, Any] = {}
    if end.breakdown and end.breakdown.cached:
        remarks["cached"] = True
    if end.history_dropped:
        remarks["history_dropped"] = end.history_dropped
    return remarks


_DIALECTS: dict[Dialect, tuple[Callable[[str], str], Callable[[End], dict[str, Any]]]] = {
    Dialect.TEXT: (_text_piece, _text_end),
    Dialect.TOKEN: (_token_piece, _token_end),
    Dialect.TYPED: (_typed_piece, _typed_end),
}
