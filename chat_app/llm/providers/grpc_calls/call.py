"""One call by gRPC: how its messages are framed, and what its end means.

The protocol: github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md and http-grpc-status-mapping.md, read
2026-11-30.
"""

import asyncio
import binascii
from base64 import b64decode
from collections import deque
from typing import Self
from urllib.parse import unquote

from grpc import StatusCode, aio
from h2.errors import ErrorCodes

from chat_app.llm.providers.grpc_calls.stream import Headers, Stream
from chat_app.pacing import tick

_LONGEST_MESSAGE = 64 * 2**20
"""Bytes; one may hold a picture."""
_PREFIX_BYTES = 5
"""Before each message: whether it is packed, and how long it is."""
_STATUSES = {str(code.value[0]).encode(): code for code in StatusCode}
_OF_HTTP = {
    "400": StatusCode.INTERNAL,
    "401": StatusCode.UNAUTHENTICATED,
    "403": StatusCode.PERMISSION_DENIED,
    "404": StatusCode.UNIMPLEMENTED,
    **dict.fromkeys(("429", "502", "503", "504"), StatusCode.UNAVAILABLE),
}
"""What an answer means that is none of gRPC's (http-grpc-status-mapping.md, read 2026-11-30)."""
_OF_RESET: dict[int | None, StatusCode] = {
    None: StatusCode.UNAVAILABLE,
    ErrorCodes.REFUSED_STREAM: StatusCode.UNAVAILABLE,
    ErrorCodes.CANCEL: StatusCode.CANCELLED,
    ErrorCodes.ENHANCE_YOUR_CALM: StatusCode.RESOURCE_EXHAUSTED,
    ErrorCodes.INADEQUATE_SECURITY: StatusCode.PERMISSION_DENIED,
}
"""What it means that a server ends a stream; for all else that is INTERNAL."""


class Call(Stream):
    """One call: iterating it gives the messages that come, as bytes."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._messages: deque[bytes] = deque()
        self._part = bytearray()
        """What came of a message that is not whole."""
        self._status: Headers | None = None
        """What came last that may tell the status: the head where there is nothing else."""
        self._is_over = False
        self._fault: aio.AioRpcError | None = None
        self._waiting: asyncio.Future[None] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next message.

        Raises:
            AioRpcError: The call failed, when all that came before has been read.
        """
        if not self._messages:
            await tick()
        while not self._messages:
            if self._fault:
                raise self._fault
            if self._is_over:
                raise StopAsyncIteration
            self._waiting = self._loop.create_future()
            await self._waiting
        message = self._messages.popleft()
        if not self._messages and self.unconfirmed:
            self.connection.confirm(self)
        return message

    def cancel(self) -> None:
        """Let the server know that nobody waits any more; does nothing where it has ended."""
        self.connection.cancel(self)

    @property
    def is_behind(self) -> bool:
        """See `Stream`."""
        return bool(self._messages)

    def head_came(self, head: Headers) -> None:
        """See `Stream`."""
        self._status = head
        status = _value(head, b":status").decode("latin-1")
        is_of_grpc = _value(head, b"content-type").startswith(b"application/grpc")
        if status != "200" or not is_of_grpc:
            code = _OF_HTTP.get(status, StatusCode.UNKNOWN)
            self._give_up(code, f"the answer is none of gRPC's: HTTP {status}")

    def bytes_came(self, data: bytes) -> None:
        """See `Stream`."""
        if self._status is None:
            self._give_up(StatusCode.INTERNAL, "the answer has no head")
            return
        whole = not self._part and len(data) > _PREFIX_BYTES and not data[0]
        if whole and len(data) - _PREFIX_BYTES == int.from_bytes(data[1:_PREFIX_BYTES]):
            self._messages.append(data[_PREFIX_BYTES:])
        else:
            self._part += data
            self._cut()
        if self._messages:
            self._wake()

    def tail_came(self, tail: Headers) -> None:
        """See `Stream`."""
        self._status = tail

    def ended(self) -> None:
        """See `Stream`."""
        told = self._status or ()
        status = _value(told, b"grpc-status")
        if status == b"0" and not self._part:
            self._is_over = True
        elif status in {b"", b"0"}:
            self._fault = fault_of(StatusCode.INTERNAL, "the answer is cut off")
        else:
            self._fault = _told_fault(status, told)
        self._wake()

    def broke(self, why: str, code: int | None = None) -> None:
        """See `Stream`."""
        self._fault = fault_of(_OF_RESET.get(code, StatusCode.INTERNAL), why)
        self._wake()

    def _cut(self) -> None:
        """Take whole messages off what came."""
        start, part = 0, self._part
        while len(part) - start >= _PREFIX_BYTES:
            length = int.from_bytes(part[start + 1 : start + _PREFIX_BYTES])
            if part[start]:
                self._give_up(StatusCode.INTERNAL, "a message is packed, though none may be")
                return
            if length > _LONGEST_MESSAGE:
                limit = f"{length} vs. {_LONGEST_MESSAGE}"
                said = f"Received message larger than max ({limit})"
                self._give_up(StatusCode.RESOURCE_EXHAUSTED, said)
                return
            end = start + _PREFIX_BYTES + length
            if end > len(part):
                break
            self._messages.append(bytes(part[start + _PREFIX_BYTES : end]))
            start = end
        del part[:start]

    def _give_up(self, code: StatusCode, why: str) -> None:
        self._fault = fault_of(code, why)
        self._wake()
        self.cancel()

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


def _value(headers: Headers, name: bytes) -> bytes:
    return next((value for each, value in headers if each == name), b"")


def _told_fault(status: bytes, told: Headers) -> aio.AioRpcError:
    """Return the error that a server tells behind its answer."""
    code = _STATUSES.get(status, StatusCode.UNKNOWN)
    details = unquote(_value(told, b"grpc-message").decode("latin-1"), errors="replace")
    trailing = [(name.decode("latin-1"), _meant(name, value)) for name, value in told]
    return fault_of(code, details, aio.Metadata(*trailing))


def _meant(name: bytes, value: bytes) -> str | bytes:
    """Return a header's value; those named `-bin` are bytes in base64, with or without padding."""
    if not name.endswith(b"-bin"):
        return value.decode("latin-1")
    try:
        return b64decode(value + b"=" * (-len(value) % 4))
    except binascii.Error:
        return b""


def framed(message: bytes) -> bytes:
    """Return a message as it goes over the wire."""
    return b"".join((b"\0", len(message).to_bytes(_PREFIX_BYTES - 1), message))


def fault_of(
    code: StatusCode, details: str, trailing: aio.Metadata | None = None
) -> aio.AioRpcError:
    """Return an error as `grpc.aio` raises it."""
    return aio.AioRpcError(code, aio.Metadata(), trailing or aio.Metadata(), details)
