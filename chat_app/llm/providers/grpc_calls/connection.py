"""A connection that speaks HTTP/2, as far as calls of gRPC need it.

`h2` minds the protocol: heads, settings, windows, pings. Two kinds of frames do not reach it. DATA,
one for each piece of a reply, costs a ninth when it is read here; and GOAWAY, by which a server
says that it closes once its calls have ended, h2 takes for the end of all (findings/).
"""

import asyncio
from contextlib import suppress
from typing import cast

from h2.errors import ErrorCodes
from h2.events import (
    DataReceived,
    Event,
    RemoteSettingsChanged,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
    WindowUpdated,
)
from h2.exceptions import ProtocolError, StreamClosedError
from hyperframe.frame import DataFrame, GoAwayFrame

from chat_app.llm.providers.grpc_calls.protocol import (
    LONGEST_PIECE,
    MOST_STREAMS,
    MOST_UNREAD,
    SHARED_WINDOW,
    WINDOW,
    new_h2,
    window_update,
)
from chat_app.llm.providers.grpc_calls.stream import Headers, Stream

_HEAD_BYTES = 9
_LONGEST_FRAME = 2**14
"""Bytes; what everybody may send as long as nobody allows more (RFC 9113, 4.2)."""
_GOAWAY_BYTES = 8


class Connection(asyncio.Protocol):
    """A connection to one server, which carries many streams at once.

    Its server is known to speak HTTP/2 once `ready` is done; it fails where it does not.
    """

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.is_leaving = False
        """Whether it takes no more streams."""
        self.heard_at = loop.time()
        """When something last came, on the clock of the loop."""
        self._loop = loop
        self._h2 = new_h2()
        self._streams: dict[int, Stream] = {}
        self._rest = b""
        """What came of a frame that is not whole."""
        self._unconfirmed = 0
        self._is_full = False
        """Whether nothing is to be written until what was written has gone out."""
        self._next_round: asyncio.Handle | None = None

    @property
    def room(self) -> int:
        """How many more streams it takes now."""
        if self.is_leaving:
            return 0
        most = min(MOST_STREAMS, self._h2.remote_settings.max_concurrent_streams)
        return most - len(self._streams)

    @property
    def is_idle(self) -> bool:
        """Whether it carries no stream."""
        return not self._streams

    def start(self, stream: Stream, head: Headers, body: bytes) -> None:
        """Send a request; there must be room for it.

        Raises:
            ProtocolError: It cannot be sent on this connection.
        """
        stream.connection = self
        stream.stream_id = self._h2.get_next_available_stream_id()
        stream.unsent = memoryview(body)
        self._h2.send_headers(stream.stream_id, head)
        self._streams[stream.stream_id] = stream
        self._send(stream)

    def cancel(self, stream: Stream) -> None:
        """Tell the server that nobody waits for an answer any more, unless it has ended."""
        if self._streams.pop(stream.stream_id, None):
            # What was read last may have ended it.
            with suppress(StreamClosedError):
                self._h2.reset_stream(stream.stream_id, ErrorCodes.CANCEL)
            self._flush()
            self._close_if_left()

    def confirm(self, stream: Stream) -> None:
        """Let the server send more, where much has been read."""
        if stream.unconfirmed >= WINDOW // 2 and stream.stream_id in self._streams:
            self._write(window_update(stream.stream_id, stream.unconfirmed))
            stream.unconfirmed = 0

    def leave(self) -> None:
        """Take no more streams, and close once those that run have ended."""
        self.is_leaving = True
        self._close_if_left()

    async def close(self) -> None:
        """Close at once; what runs breaks."""
        self._transport.abort()
        await self.closed

    # What asyncio tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet the server."""
        # uvloop's is a transport by what it does alone.
        self._transport = cast("asyncio.Transport", transport)
        self._h2.initiate_connection()
        self._flush()
        self._write(window_update(0, SHARED_WINDOW))

    def data_received(self, data: bytes) -> None:
        """Read whole frames."""
        self.heard_at = self._loop.time()
        if self._rest:
            data = self._rest + data
        start, end = 0, len(data)
        while end - start >= _HEAD_BYTES:
            length = int.from_bytes(data[start : start + 3])
            if length > _LONGEST_FRAME:
                self._break("a frame is too long")
                return
            after = start + _HEAD_BYTES + length
            if after > end:
                break
            kind, flags = data[start + 3], data[start + 4]
            stream_id = int.from_bytes(data[start + 5 : start + 9])
            begun = self._h2.highest_outbound_stream_id
            if kind == DataFrame.type and not flags and 0 < stream_id <= begun:
                self._bytes_came(self._streams.get(stream_id), data[start + _HEAD_BYTES : after])
            elif kind == GoAwayFrame.type:
                self._server_leaves(data[start + _HEAD_BYTES : after])
            else:
                self._hear(data[start:after])
            if self._transport.is_closing():
                return
            start = after
        self._rest = data[start:]

    def pause_writing(self) -> None:
        """Write no more for a while."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Go on with what waits to be sent."""
        self._is_full = False
        self._send_rest()

    def eof_received(self) -> None:
        """Hang up: what was not sent by now, nobody answers."""
        self._break("the connection was closed")

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell everybody who waits."""
        self._end(str(exc or "the connection was closed"))
        if not self.closed.done():
            self.closed.set_result(None)

    # What is read.

    def _bytes_came(self, stream: Stream | None, data: bytes) -> None:
        size = len(data)
        self._unconfirmed += size
        # What was under way to a call that was left is dropped.
        if stream:
            stream.unconfirmed += size
            if stream.unconfirmed > WINDOW:
                self._break("more came than was allowed")
                return
            stream.bytes_came(data)
            if stream.unconfirmed >= WINDOW // 2 and not stream.is_behind:
                self.confirm(stream)
        if self._unconfirmed >= SHARED_WINDOW // 2:
            self._write(window_update(0, self._unconfirmed))
            self._unconfirmed = 0

    def _server_leaves(self, told: bytes) -> None:
        """Leave, too; what the server has not begun with may be asked elsewhere."""
        if len(told) < _GOAWAY_BYTES:
            self._break("what it said as it left is too short")
            return
        last_id = int.from_bytes(told[:4]) & 0x7FFF_FFFF
        self.is_leaving = True
        for stream_id in [each for each in self._streams if each > last_id]:
            self._streams.pop(stream_id).broke("the server leaves")
        self._close_if_left()

    def _hear(self, frame: bytes) -> None:
        try:
            events = self._h2.receive_data(frame)
        except ProtocolError as fault:
            self._flush()
            self._break(str(fault))
            return
        for event in events:
            self._handle(event)
        self._flush()

    def _handle(self, event: Event) -> None:
        match event:
            case RemoteSettingsChanged():
                if not self.ready.done():
                    self.ready.set_result(None)
                self._send_rest()
            case WindowUpdated():
                self._send_rest()
            case _:
                if stream := self._streams.get(getattr(event, "stream_id", 0)):
                    self._tell(stream, event)

    def _tell(self, stream: Stream, event: Event) -> None:
        match event:
            case ResponseReceived(headers=headers):
                stream.head_came(headers)
            case DataReceived(data=data, flow_controlled_length=size):
                stream.bytes_came(data)
                self._h2.acknowledge_received_data(size, stream.stream_id)
            case TrailersReceived(headers=headers):
                stream.tail_came(headers)
            case StreamEnded():
                if stream.unsent:
                    self._h2.reset_stream(stream.stream_id, ErrorCodes.NO_ERROR)
                self._forget(stream)
                stream.ended()
            case StreamReset(error_code=code):
                self._forget(stream)
                stream.broke("the server ended the stream", code)
            case _:
                pass

    def _forget(self, stream: Stream) -> None:
        del self._streams[stream.stream_id]
        self._close_if_left()

    # What is written.

    def _send_rest(self) -> None:
        """Send a piece of each request that is not out."""
        self._next_round = None
        for stream in [each for each in self._streams.values() if each.unsent]:
            self._send(stream)

    def _send(self, stream: Stream) -> None:
        """Send of a request what fits into its windows now, a piece at most."""
        window = self._h2.local_flow_control_window(stream.stream_id)
        size = min(window, self._h2.max_outbound_frame_size, LONGEST_PIECE)
        if size > 0 and not self._is_full:
            piece, stream.unsent = stream.unsent[:size], stream.unsent[size:]
            self._h2.send_data(stream.stream_id, bytes(piece), end_stream=not stream.unsent)
            if stream.unsent:
                # Behind all others, and not before the loop had its turn.
                self._streams[stream.stream_id] = self._streams.pop(stream.stream_id)
                self._next_round = self._next_round or self._loop.call_soon(self._send_rest)
        self._flush()

    def _flush(self) -> None:
        if data := self._h2.data_to_send():
            self._write(data)

    def _write(self, data: bytes) -> None:
        if self._is_full and self._transport.get_write_buffer_size() > MOST_UNREAD:
            self._break("what is sent is not taken")
        if not self._transport.is_closing():
            self._transport.write(data)

    # How it ends.

    def _break(self, why: str) -> None:
        self._transport.abort()
        self._end(why)

    def _end(self, why: str) -> None:
        self.is_leaving = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(why))
            # Perhaps nobody waits for it any more.
            self.ready.exception()
        while self._streams:
            _, stream = self._streams.popitem()
            stream.broke(why)

    def _close_if_left(self) -> None:
        if self.is_leaving and not self._streams:
            self._transport.close()
