"""An exchange for a program: begun, heard to its end, and given up when the program leaves.

Its text is kept nowhere, so nobody can come back to it: who hangs up ends it.
"""

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol
from uuid import UUID

import anyio
import structlog
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from chat_app import metrics
from chat_app.api.envelope import respond
from chat_app.api.guard import send_later
from chat_app.api.hanging_up import NOBODY_LISTENS, unless_hung_up
from chat_app.api.sse import STREAM_HEADERS, body, tell_all
from chat_app.api.v1.faults import fault_in
from chat_app.errors import ChatAppError, InternalError, InvalidRequest, KeyRefused, Unavailable
from chat_app.llm.types import FinishReason, Prompt
from chat_app.services import turns
from chat_app.services.accounts import Caller
from chat_app.services.broker import CallPiece, End, Heard, Picture, Piece, Thought

log = structlog.get_logger()

CHARGED = "x-tally-charged-tokens"
REMAINING = "x-tally-remaining-tokens"
CUT = "x-tally-cut"


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange that has begun."""

    exchange_id: UUID
    caller: Caller
    model_id: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is called here what chat completions call otherwise."""
    created: int = field(default_factory=lambda: int(time.time()))
    """In seconds since 1970."""

    def name(self, kind: str) -> str:
        """Return its id as OpenAI writes ids: a kind, and what tells it apart."""
        return f"{kind}_{self.exchange_id.hex}"


class Writer(Protocol):
    """Writes a reply as a stream of events; each call returns the bytes of some events."""

    def open(self, first: Heard) -> bytes:
        """Write what comes before the first event."""
        ...

    def piece(self, piece: Piece) -> bytes:
        """Write text."""
        ...

    def call(self, piece: CallPiece) -> bytes:
        """Write a piece of a tool's call."""
        ...

    def end(self, end: End) -> bytes:
        """Write the end of a reply that no fault ended."""
        ...

    def fault(self, error: ChatAppError) -> bytes:
        """Write the end of a reply that a fault ended."""
        ...


async def begin(
    caller: Caller,
    model_id: str,
    prompt: Prompt,
    key: str | None,
    fields: Mapping[str, str] | None = None,
) -> Exchange:
    """Begin an exchange; see `turns.ask` for what it raises, and `Exchange` for the fields."""
    try:
        exchange_id = await turns.ask(caller, model_id, prompt, key=key)
    except InvalidRequest as refusal:
        raise renamed(refusal, fields or {}) from refusal
    return Exchange(exchange_id, caller, model_id, fields or {})


def renamed(error: ChatAppError, fields: Mapping[str, str]) -> ChatAppError:
    """Return an error that names its field as it is called here."""
    error.field = fields.get(error.field or "", error.field)
    return error


def _fault_in(exchange: Exchange, end: End) -> ChatAppError | None:
    fault = fault_in(end)
    return fault and renamed(fault, exchange.fields)


def is_cut(end: End) -> bool:
    """Say whether the budget, or the key's cap, ended a reply."""
    return end.finish_reason is FinishReason.BUDGET


async def whole(request: Request, exchange: Exchange, write: Callable[[End], bytes]) -> Response:
    """Return the response that tells a whole reply, or the fault that ended it, and the charge.

    Args:
        request: The request, whose body was read.
        exchange: The exchange.
        write: Makes the body of its end.
    """
    async with _unless_ended(exchange) as hearing:
        end = await unless_hung_up(request.receive, _ending(hearing))
    if end is None:
        return Response(status_code=NOBODY_LISTENS)
    if fault := _fault_in(exchange, end):
        answer: Response = respond(fault, request.scope)
    else:
        answer = Response(write(end), media_type="application/json")
    answer.headers[CHARGED] = str(end.tokens_used)
    answer.headers.update(await remaining(exchange.caller))
    if is_cut(end):
        answer.headers[CUT] = "budget"
    return answer


class ReplyStream(Response):
    """A reply as it is produced; a fault before its first piece is told with a status."""

    media_type = "text/event-stream"

    def __init__(self, exchange: Exchange, writer: Writer):
        super().__init__(headers=STREAM_HEADERS)
        del self.headers["Content-Length"]
        self._exchange = exchange
        self._writer = writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head, and leave the rest to the guard; the exchange ends with who hears it."""
        async with AsyncExitStack() as held:
            held.enter_context(metrics.STREAMS_OPEN.track_inprogress())
            hearing = await held.enter_async_context(_unless_ended(self._exchange))
            first = await unless_hung_up(receive, self._begin(hearing))
            if first is None:
                return
            head = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **head})
            send_later(scope, partial(self._tell_rest, hearing, first, held.pop_all()))

    async def _begin(self, hearing: "_Hearing") -> Heard:
        """Wait for the first piece; a fault before it is raised."""
        # Read while the vendor is asked: it is held already, whatever the reply will cost.
        self.headers.update(await remaining(self._exchange.caller))
        first = await anext(hearing.events)
        if isinstance(first, End) and (fault := _fault_in(self._exchange, first)):
            raise fault
        return first

    async def _tell_rest(
        self,
        hearing: "_Hearing",
        first: Heard,
        held: AsyncExitStack,
        receive: Receive,
        send: Send,
    ) -> None:
        async with held:
            await tell_all(partial(self._tell, hearing, first), receive, send)

    async def _tell(self, hearing: "_Hearing", first: Heard, send: Send) -> None:
        before = self._writer.open(first)
        await send(body(before + self._write(first)))
        async for event in hearing.events:
            await send(body(self._write(event)))

    def _write(self, event: Heard) -> bytes:
        if isinstance(event, Piece):
            return self._writer.piece(event)
        if isinstance(event, CallPiece):
            return self._writer.call(event)
        if isinstance(event, Thought | Picture):
            return b""  # Nobody asked for thoughts; models that draw are for chats.
        if fault := _fault_in(self._exchange, event):
            return self._writer.fault(fault)
        return self._writer.end(event)


@dataclass(slots=True)
class _Hearing:
    """What is heard of an exchange."""

    events: AsyncGenerator[Heard, None]
    is_over: bool = False


@asynccontextmanager
async def _unless_ended(exchange: Exchange) -> AsyncGenerator[_Hearing, None]:
    """Lend what is heard of an exchange; leaving before its end gives it up."""
    exchange_id = exchange.exchange_id
    hearing: _Hearing

    async def events() -> AsyncGenerator[Heard, None]:
        async with aclosing(turns.attach(exchange_id)) as heard:
            async for event in heard:
                hearing.is_over = isinstance(event, End)
                yield event

    hearing = _Hearing(events())
    try:
        async with aclosing(hearing.events):
            yield hearing
    finally:
        if not hearing.is_over:
            log.info("exchange.given_up", exchange_id=str(exchange_id))
            # Out of reach, it is ended by its own worker when nobody has listened for a while.
            with anyio.CancelScope(shield=True), suppress(Unavailable):
                await turns.cancel(exchange_id)


async def _ending(hearing: _Hearing) -> End:
    async for event in hearing.events:
        if isinstance(event, End):
            return event
    raise InternalError


async def remaining(caller: Caller) -> dict[str, str]:
    """Return the header that tells what a caller has left."""
    # The answer can do without a database that is away, or a key that has died since.
    with suppress(Unavailable, KeyRefused):
        return {REMAINING: str(await turns.remaining_tokens(caller))}
    return {}
