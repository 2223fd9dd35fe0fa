"""Calls by gRPC: the connections to a server that carry them, as many as they need.

`grpc.aio` takes three to six copies of the bytes for reading a reply, as each piece comes by way of
a thread; and where a server allows 100 calls at once, it lets the next one wait
without a word (docs/adr/0048). Messages, statuses and errors are the SDK's own.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from google.protobuf.message import Message
from grpc import StatusCode
from h2.exceptions import ProtocolError

from chat_app.background import cancel
from chat_app.llm.providers.grpc_calls.call import Call, fault_of, framed
from chat_app.llm.providers.grpc_calls.connection import Connection
from chat_app.llm.providers.grpc_calls.dialling import dial

Metadata = Sequence[tuple[str, str]]

_TRUSTED_SILENCE_S = 180
"""A connection on which nothing came for as long is not asked again: what lies in between may have
forgotten it without a word, after four minutes as a rule."""
_HEAD = (
    (b"te", b"trailers"),
    (b"content-type", b"application/grpc"),
    (b"grpc-accept-encoding", b"identity"),
    (b"user-agent", b"tally"),
)


class Channel:
    """The way to one server: as many connections as the calls that run at once need.

    Args:
        address: `http://host:port` is asked without TLS, anything else with it.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        self._is_secure = parts.scheme != "http"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._is_secure else 80)
        self._head = [
            (b":method", b"POST"),
            (b":scheme", b"https" if self._is_secure else b"http"),
            (b":authority", parts.netloc.rpartition("@")[2].encode()),
        ]
        self._connections: list[Connection] = []
        self._dialling: asyncio.Task[None] | None = None
        self._is_closed = False

    @asynccontextmanager
    async def calling(
        self, path: str, request: Message, metadata: Metadata
    ) -> AsyncGenerator[Call, None]:
        """Send a request and give the call, which is cancelled when the block is left.

        Raises:
            AioRpcError: The server cannot be reached.
        """
        call = await self._begin(path, request.SerializeToString(), metadata)
        try:
            yield call
        finally:
            call.cancel()

    async def ask(self, path: str, request: Message, metadata: Metadata) -> bytes:
        """Send a request and return the one message that answers it.

        Raises:
            AioRpcError: The call failed.
        """
        async with self.calling(path, request, metadata) as call:
            answers = [answer async for answer in call]
        if len(answers) != 1:
            raise fault_of(StatusCode.INTERNAL, f"{len(answers)} messages came instead of one")
        return answers[0]

    async def close(self) -> None:
        """Close all connections for good; calls that run break."""
        self._is_closed = True
        if self._dialling:
            await cancel(self._dialling)
        for connection in list(self._connections):
            await connection.close()

    async def _begin(self, path: str, message: bytes, metadata: Metadata) -> Call:
        head = [*self._head, (b":path", path.encode()), *_HEAD]
        head += [(name.encode(), value.encode()) for name, value in metadata]
        call, connection = Call(), await self._connection()
        try:
            connection.start(call, head, framed(message))
        except ProtocolError as fault:
            # It has no more numbers for streams, or is broken.
            connection.leave()
            raise fault_of(StatusCode.UNAVAILABLE, str(fault)) from fault
        return call

    async def _connection(self) -> Connection:
        """Return a connection with room for a call."""
        why: BaseException | None = None
        while not (found := self._with_room()):
            if self._is_closed:
                raise fault_of(StatusCode.UNAVAILABLE, "the channel was closed")
            if why:
                raise fault_of(StatusCode.UNAVAILABLE, str(why)) from why
            if self._dialling is None:
                self._dialling = asyncio.create_task(self._dial())
                self._dialling.add_done_callback(self._dialled)
            dialling = self._dialling
            # All who wait share it: one that is cancelled does not take it from the others.
            await asyncio.wait([dialling])
            why = None if dialling.cancelled() else dialling.exception()
        return found

    def _with_room(self) -> Connection | None:
        """Return a connection with room for a call, where one is open."""
        if self._is_closed:
            return None
        self._leave_what_is_silent()
        return next((each for each in self._connections if each.room > 0), None)

    async def _dial(self) -> None:
        """Open one more connection.

        Raises:
            OSError: The server cannot be reached, or takes no calls.
            ValueError: The address of it or of the proxy is none.
        """
        connection = await dial(self._host, self._port, is_secure=self._is_secure)
        self._connections.append(connection)
        connection.closed.add_done_callback(lambda _: self._connections.remove(connection))
        if connection.is_leaving:
            raise ConnectionError("the connection was closed at once")
        if connection.room <= 0:
            connection.leave()
            raise ConnectionError("the server takes no calls")

    def _dialled(self, dialling: asyncio.Task[None]) -> None:
        self._dialling = None
        if not dialling.cancelled():
            # Perhaps nobody waits for it any more.
            dialling.exception()

    def _leave_what_is_silent(self) -> None:
        latest = asyncio.get_running_loop().time() - _TRUSTED_SILENCE_S
        for connection in list(self._connections):
            if connection.is_idle and connection.heard_at < latest and not connection.is_leaving:
                connection.leave()
