"""What vendors that stream over HTTP have in common: a reply's course, faults, `Retry-After`."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, Protocol

import aiohttp
import httpx2
import structlog

from chat_app.errors import ProviderError, ProviderTimeout
from chat_app.llm.json_shapes import fields_of
from chat_app.llm.providers.base import last_word
from chat_app.llm.providers.event_stream import EventReader
from chat_app.llm.providers.refusals import error_for, name_of, words_of
from chat_app.llm.providers.transport import BODY
from chat_app.llm.testimony import Testimony
from chat_app.llm.types import Event, Finish, FinishReason
from chat_app.pacing import tick

TIMEOUT = httpx2.Timeout(None, connect=10)
"""Silence is watched for in `llm.stream`, where it is the same for every vendor."""
UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading an answer raises that is no JSON, or not of the shape the vendor documents."""
_LEAST_ERROR, _BEYOND_STATUSES = 400, 600
_GOODBYE_S = 0.05
"""How long a vendor may take to close a stream whose last event has come; a connection that is
closed in order serves the next reply."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    httpx2.TimeoutException: ProviderTimeout,
    httpx2.HTTPError: ProviderError,
    aiohttp.ClientError: ProviderError,
    **dict.fromkeys(UNREADABLE, ProviderError),
}

log = structlog.get_logger()


class ReplyReader(Protocol):
    """Reads the events of one reply in its vendor's form."""

    reason: FinishReason | None
    """Why the reply ended, once it has."""
    testimony: Testimony

    def read(self, event: dict[str, Any]) -> Iterable[Event]:
        """Return what an event holds.

        Raises:
            ProviderError: The vendor tells a fault.
        """
        ...


async def stream_events(
    vendor: str,
    ask: Callable[[], Awaitable[Any]],
    reply: ReplyReader,
    kinds: Mapping[type[Exception], type[ProviderError]],
) -> AsyncGenerator[Event, None]:
    """Stream a reply that comes as an event stream, up to its last event; see `Provider.stream`.

    Whether the vendor then closes the stream or not makes no difference.

    Args:
        vendor: Who gets the log lines.
        ask: Sends the request and gives the SDK's stream.
        reply: Reads what comes.
        kinds: The SDK's errors, as in `map_fault`.
    """
    reader = EventReader()
    try:
        async with _answer(ask) as body:
            while piece := await (last_word(body.iter_any()) if reply.reason else _more(body)):
                for told in reader.feed(piece):
                    for event in reply.read(told):
                        yield event
                if reader.is_over:
                    break
            for told in reader.end():
                for event in reply.read(told):
                    yield event
            await _say_goodbye(body)
    except (*kinds, *_FAULTS) as fault:
        # What breaks after the reply's own end took nothing from it.
        if reply.reason is None:
            raise map_fault(vendor, fault, kinds) from fault
    if reply.reason is None:
        raise ProviderError("The model's provider cut the reply off")
    yield Finish(reply.reason, reply.testimony.usage())


@asynccontextmanager
async def _answer(ask: Callable[[], Awaitable[Any]]) -> AsyncGenerator[aiohttp.StreamReader]:
    stream = await ask()
    try:
        yield stream.response.extensions[BODY]
    finally:
        await stream.close()


async def _more(body: aiohttp.StreamReader) -> bytes:
    await tick()
    return await body.readany()


async def _say_goodbye(body: aiohttp.StreamReader) -> None:
    with suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(_GOODBYE_S):
            await body.readany()


def told_error(vendor: str, error: Any) -> ProviderError:
    """Return our error for one that a vendor told inside a stream, in JSON of any shape."""
    log.warning(f"{vendor}.fault", told=name_of(error))
    return error_for(_status_of(error), words_of(error))


def _status_of(error: Any) -> int | None:
    """Return the status that some tell as the code of an error inside a stream."""
    code = fields_of(error).get("code")
    is_status = isinstance(code, int) and _LEAST_ERROR <= code < _BEYOND_STATUSES
    return code if is_status else None


def map_fault(
    vendor: str, fault: Exception, kinds: Mapping[type[Exception], type[ProviderError]]
) -> ProviderError:
    """Return our error for one of an SDK, of its transport or of reading what came.

    Args:
        vendor: Who gets the log line.
        fault: What was raised.
        kinds: The SDK's own errors that have no status; the most special class that fits decides.
    """
    response = getattr(fault, "response", None)
    if isinstance(response, httpx2.Response):
        said, status = getattr(fault, "body", None), response.status_code
        log.warning(f"{vendor}.fault", status=status, told=name_of(said))
        wait_seconds = retry_after_seconds(response.headers)
        return error_for(status, words_of(said), wait_seconds)
    log.warning(f"{vendor}.fault", kind=type(fault).__name__)
    kinds = {**_FAULTS, **kinds}
    return next(kinds[each] for each in type(fault).__mro__ if each in kinds)()


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long a vendor asks to wait, in seconds; `None` where it does not say.

    Said in seconds, as a date (RFC 9110, 10.2.3) or, as both SDKs read it (2026-11-21), in
    milliseconds.
    """
    asked_ms, asked = headers.get("retry-after-ms"), headers.get("retry-after", "")
    try:
        wait_seconds = float(asked_ms) / 1000 if asked_ms else float(asked)
    except ValueError:
        wait_seconds = _until(asked)
    return max(wait_seconds, 0) if wait_seconds is not None and isfinite(wait_seconds) else None


def _until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return (moment - datetime.now(UTC)).total_seconds()
