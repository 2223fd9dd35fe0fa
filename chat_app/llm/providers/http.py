"""What vendors that stream over HTTP have in common: events, odd fields, and `Retry-After`."""

import asyncio
import codecs
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any

import httpx2
import structlog
from pydantic_core import from_json

from chat_app.errors import ProviderError, ProviderTimeout
from chat_app.llm.json_shapes import fields_of
from chat_app.llm.providers.refusals import error_for, name_of, words_of

TIMEOUT = httpx2.Timeout(None, connect=10)
"""Silence is watched for in `llm.stream`, where it is the same for every vendor."""
UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading an answer raises that is no JSON, or not of the shape the vendor documents."""
_LINE_END = re.compile("\r\n|\r|\n")
_LAST_PAYLOAD = "[DONE]"
_LAST_TYPE = "message_stop"
_LEAST_ERROR, _BEYOND_STATUSES = 400, 600
_GOODBYE_S = 0.05
"""How long a vendor may take to close a stream whose last event has come; a connection that is
closed in order serves the next reply."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    httpx2.TimeoutException: ProviderTimeout,
    httpx2.HTTPError: ProviderError,
    **dict.fromkeys(UNREADABLE, ProviderError),
}

log = structlog.get_logger()


class EventReader:
    """Finds the JSON objects in the bytes of an event stream, however the bytes are cut.

    By the standard (html.spec.whatwg.org, 9.2.6, read 2026-11-29); names, ids and comments are of
    no use here. The SDKs' typed events cost six times more, and httpx-sse takes lines, no bytes.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._line: list[str] = []
        self._data: list[str] = []
        self._ended_in_cr = False
        self.is_over: bool = False
        """Whether the vendor's last event has come; nothing is read behind it."""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take the next bytes in and yield the objects they complete.

        Raises:
            ValueError: What came is not JSON.
        """
        text = self._decoder.decode(chunk)
        if not text:
            return
        if self._ended_in_cr and text[0] == "\n":
            text = text[1:]
        self._ended_in_cr = text.endswith("\r")
        *ends, rest = _LINE_END.split(text)
        for end in ends:
            line = "".join([*self._line, end])
            self._line.clear()
            yield from self._take(line)
            if self.is_over:
                return
        if rest:
            self._line.append(rest)

    def end(self) -> Iterator[dict[str, Any]]:
        """Yield the object of a last event that no blank line closed, if all of it came."""
        with suppress(ValueError):
            yield from self._take("".join(self._line))
            yield from self._take("")

    def _take(self, line: str) -> Iterator[dict[str, Any]]:
        field, _, value = line.partition(":")
        is_last = field == "data" and value.strip() == _LAST_PAYLOAD
        if is_last or not line:
            yield from self._dispatch()
        elif field == "data":
            self._data.append(value.removeprefix(" "))
        self.is_over = self.is_over or is_last

    def _dispatch(self) -> Iterator[dict[str, Any]]:
        lines = [line for line in self._data if line.strip()]
        self._data.clear()
        try:
            events = [_parse("\n".join(lines))] if lines else []
        except ValueError:
            # Some leave out the blank lines between events.
            events = [_parse(line) for line in lines]
        for event in events:
            if isinstance(event, dict) and not self.is_over:
                fields = fields_of(event)
                self.is_over = fields.get("type") == _LAST_TYPE
                yield fields


async def read_events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[dict[str, Any], None]:
    """Yield the JSON objects of an event stream, up to its last event.

    Whether the vendor then closes the stream or not makes no difference.

    Raises:
        ValueError: What came is not JSON.
    """
    reader = EventReader()
    async for chunk in chunks:
        for event in reader.feed(chunk):
            yield event
        if reader.is_over:
            with suppress(TimeoutError, httpx2.HTTPError):
                async with asyncio.timeout(_GOODBYE_S):
                    await anext(chunks, None)
            return
    for event in reader.end():
        yield event


def told_error(vendor: str, error: Any) -> ProviderError:
    """Return our error for one that a vendor told inside a stream, in JSON of any shape."""
    log.warning(f"{vendor}.fault", told=name_of(error))
    return error_for(_status_of(error), words_of(error))()


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
        return error_for(status, words_of(said))(retry_after_seconds=wait_seconds)
    log.warning(f"{vendor}.fault", kind=type(fault).__name__)
    kinds = {**_FAULTS, **kinds}
    return next(kinds[each] for each in type(fault).__mro__ if each in kinds)()


def _parse(payload: str) -> Any:
    """Return what a payload means.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return from_json(payload)
    except ValueError:
        pass
    try:
        # Slower, and takes half a surrogate pair and numbers of any length.
        return json.loads(payload, parse_int=float)
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault


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
