"""What comes over a connection until it is a request, and how many somebody may have."""

import asyncio
import re
import resource
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto import WSConnection

from chat_app.api.envelope import respond
from chat_app.config import get_settings
from chat_app.errors import ChatAppError, InvalidRequest, RateLimited, RequestTimeout
from chat_app.inbox import Inbox

_LARGEST_HEAD_BYTES = 65_536
_HEAD_SECONDS = 30
"""How long somebody may take to ask for something, from connecting or from the first byte."""
_BODY_SECONDS = 30
"""How long a body may pause that has begun."""
_TAKE_SECONDS = 60
"""How long somebody may take nothing of what waits for them."""
_RETRY_SECONDS = 30
_FOREIGN_METHOD = re.compile(rb"(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )[A-Za-z-]+(?= )")
_NOBODYS_METHOD = b"TRACE"
"""What a method is read as that no address has: the parser refuses those it does not know."""


_open: Counter[str] = Counter()
"""Connections of each address, websockets among them."""


def _is_one_too_many(client: tuple[str, int] | None) -> bool:
    if client is None or _open[client[0]] <= _most_of_an_address():
        return False
    address = ip_address(client[0].partition("%")[0])
    # Whoever comes to a proxy of ours is its matter.
    return not any(address in ip_network(known) for known in get_settings().TRUSTED_PROXIES)


def _most_of_an_address() -> int:
    """Return how many connections an address may have: never all that the machine lets us open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(get_settings().MAX_CONNECTIONS_PER_ADDRESS, files // 2)


def _leave(client: tuple[str, int] | None) -> None:
    if client:
        _open[client[0]] -= 1
        if _open[client[0]] <= 0:
            del _open[client[0]]


class _Taken(asyncio.Protocol):
    """Cuts a connection whose other end takes nothing, which would be written to for ever."""

    transport: asyncio.Transport
    _cut: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Wait for the other end to take what it has."""
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self._cut = loop.call_later(_TAKE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: it takes it."""
        super().resume_writing()
        self._end_patience()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._end_patience()

    def _end_patience(self) -> None:
        if self._cut:
            self._cut.cancel()
            self._cut = None


class Socket(_Taken, WSProtocol):
    """A websocket, counted as what it was before, which keeps little for as long as it is open."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what one task alone waits for."""
        super().__init__(*args, **options)
        self.queue = Inbox[Any]()  # pyright: ignore[reportAttributeAccessIssue]

    def start_keepalive(self) -> None:
        """Let go of the handshake, which uvicorn has just answered."""
        super().start_keepalive()
        if isinstance(self.conn, WSConnection) and self.conn.connection:
            self.conn = self.conn.connection

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room for another one."""
        super().connection_lost(exc)
        _leave(self.client)


class Connection(_Taken, HttpToolsProtocol):
    """A connection on which requests come to a point, and what is none is refused as all else is.

    By itself uvicorn 0.54 waits for ever for the first request, for the end of any head and for the
    rest of a body.
    """

    url = b""
    """As much of the address as came."""
    _head_bytes: int | None = None
    """Read of the head that is awaited, if one is."""
    _deadline: asyncio.TimerHandle | None = None
    _is_last = False
    """Whether the next answer ends it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        if self.client:
            _open[self.client[0]] += 1
        if _is_one_too_many(self.client):
            self._refuse(
                RateLimited(
                    "This address has too many connections open; close some first",
                    retry_after_seconds=_RETRY_SECONDS,
                )
            )
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more, and make room for another one."""
        super().connection_lost(exc)
        _leave(self.client)
        self._end_wait()

    def data_received(self, data: bytes) -> None:
        """Read what came of a request."""
        is_first = not self._head_bytes and (self.cycle is None or not self.cycle.more_body)
        if is_first and (method := _FOREIGN_METHOD.match(data)):
            data = _NOBODYS_METHOD + data[method.end() :]
        super().data_received(data)
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > _LARGEST_HEAD_BYTES:
                reason = f"The head is longer than {_LARGEST_HEAD_BYTES} bytes"
                self._refuse(InvalidRequest(reason))

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Hand a request over."""
        self._end_wait()
        super().on_headers_complete()
        self._await_body()
        if self._is_last:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Wait for the rest of a body."""
        super().on_body(body)
        self._await_body()

    def on_message_complete(self) -> None:
        """Wait no more: all has come."""
        super().on_message_complete()
        self._end_wait()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to the websocket."""
        self._end_wait()
        super().handle_websocket_upgrade()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked on it, as far as was read."""
        is_answered = self.cycle is None or self.cycle.response_complete
        return is_answered and not self._head_bytes and not self.transport.is_closing()

    def be_last(self) -> None:
        """Take what is asked next, and say with the answer that nothing more is taken.

        Whoever is not told before it closes may have sent another request by then.
        """
        self._is_last = True
        if self.cycle and not self.cycle.response_started:
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request."""
        self._refuse(InvalidRequest(msg))

    def _await_head(self) -> None:
        self._end_wait()
        self._head_bytes = 0
        self._deadline = self.loop.call_later(_HEAD_SECONDS, self._give_up_head)

    def _await_body(self) -> None:
        self._end_wait()
        self._deadline = self.loop.call_later(_BODY_SECONDS, self._give_up_body)

    def _end_wait(self) -> None:
        self._head_bytes = None
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _give_up_head(self) -> None:
        if self._head_bytes:
            reason = f"The head did not come within {_HEAD_SECONDS} seconds"
            self._refuse(RequestTimeout(reason))
        else:
            # Browsers connect before they have a question; one answered is taken for the next.
            self.transport.close()

    def _give_up_body(self) -> None:
        cycle = self.cycle
        if self.flow.read_paused:
            # It is we who do not read on, as what came is not yet taken.
            self._await_body()
        elif cycle.response_started:
            self.transport.close()
        else:
            self._refuse(RequestTimeout(f"The body paused for {_BODY_SECONDS} seconds"))

    def _refuse(self, fault: ChatAppError) -> None:
        self._end_wait()
        if self.transport.is_closing():
            return
        refusal = respond(fault, {"path": self.url.decode("latin-1")})
        headers = [*refusal.raw_headers, (b"connection", b"close")]
        head = b"".join(name + b": " + told + b"\r\n" for name, told in headers)
        self.transport.write(STATUS_LINE[refusal.status_code] + head + b"\r\n" + refusal.body)
        self.transport.close()
