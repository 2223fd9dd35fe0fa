"""What comes over a connection until it is a request."""

import asyncio
import re

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from chat_app.api.envelope import respond
from chat_app.errors import InvalidRequest

_LARGEST_HEAD_BYTES = 65_536
_HEAD_SECONDS = 30
"""How long somebody may take to ask for something, from connecting or from the first byte."""
_FOREIGN_METHOD = re.compile(rb"(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )[A-Za-z-]+(?= )")
_NOBODYS_METHOD = b"TRACE"
"""What a method is read as that no address has: the parser refuses those it does not know."""


class Connection(HttpToolsProtocol):
    """A connection on which requests come to a point, and what is none is refused as all else is.

    By itself uvicorn 0.54 waits for ever for the first request and for the end of any head.
    """

    url = b""
    """As much of the address as came."""
    _head_bytes: int | None = None
    """Read of the head that is awaited, if one is."""
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._end_head()

    def data_received(self, data: bytes) -> None:
        """Read what came of a request."""
        is_first = not self._head_bytes and (self.cycle is None or not self.cycle.more_body)
        if is_first and (method := _FOREIGN_METHOD.match(data)):
            data = _NOBODYS_METHOD + data[method.end() :]
        super().data_received(data)
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > _LARGEST_HEAD_BYTES:
                self._refuse(f"The head is longer than {_LARGEST_HEAD_BYTES} bytes")

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Hand a request over."""
        self._end_head()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request."""
        self._refuse(msg)

    def _await_head(self) -> None:
        self._end_head()
        self._head_bytes = 0
        self._deadline = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _end_head(self) -> None:
        self._head_bytes = None
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._head_bytes:
            self._refuse(f"The head did not come within {_HEAD_SECONDS} seconds")
        else:
            # Browsers connect before they have a question; one answered is taken for the next.
            self.transport.close()

    def _refuse(self, reason: str) -> None:
        self._end_head()
        if self.transport.is_closing():
            return
        refusal = respond(InvalidRequest(reason), {"path": self.url.decode("latin-1")})
        headers = [*refusal.raw_headers, (b"connection", b"close")]
        head = b"".join(name + b": " + told + b"\r\n" for name, told in headers)
        self.transport.write(STATUS_LINE[refusal.status_code] + head + b"\r\n" + refusal.body)
        self.transport.close()
