"""Servers of gRPC for tests: a real one, and one that says what a test has it say."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from grpc import aio
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

METHOD = "/test.Service/Speak"
HEAD = [(":status", "200"), ("content-type", "application/grpc")]
WELL = [("grpc-status", "0")]


def framed(message: bytes, packed: int = 0) -> bytes:
    return bytes([packed]) + len(message).to_bytes(4) + message


@asynccontextmanager
async def grpc_server(
    speak: Callable[[bytes, Any], AsyncIterator[bytes]],
    *options: tuple[str, int],
    credentials: grpc.ServerCredentials | None = None,
) -> AsyncIterator[int]:
    """Serve one method with `grpc.aio`, bytes in and bytes out; give the port."""
    server = aio.server(options=[("grpc.max_receive_message_length", -1), *options])
    handler = grpc.unary_stream_rpc_method_handler(speak)
    _, service, name = METHOD.split("/")
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler(service, {name: handler}),)
    )
    address = "127.0.0.1:0"
    if credentials:
        port = server.add_secure_port(address, credentials)
    else:
        port = server.add_insecure_port(address)
    await server.start()
    yield port
    await server.stop(grace=None)


@dataclass
class Scripted:
    """A connection of a client, and what it asked."""

    writer: asyncio.StreamWriter
    h2: H2Connection
    asked: list[int] = field(default_factory=list[int])

    def send(self, more: bytes = b"") -> None:
        """Send what was put together, and these bytes behind it."""
        self.writer.write(self.h2.data_to_send() + more)


@asynccontextmanager
async def scripted_server(
    answer: Callable[[Scripted, int], Awaitable[None]], connections: list[Scripted] | None = None
) -> AsyncIterator[int]:
    """Answer each request as a test wants; give the port."""
    open_writers: list[asyncio.StreamWriter] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_writers.append(writer)
        peer = Scripted(writer, H2Connection(H2Configuration(client_side=False)))
        if connections is not None:
            connections.append(peer)
        peer.h2.initiate_connection()
        peer.send()
        while data := await reader.read(2**16):
            for event in peer.h2.receive_data(data):
                if isinstance(event, RequestReceived) and event.stream_id:
                    peer.asked.append(event.stream_id)
                    await answer(peer, event.stream_id)
            peer.send()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for writer in open_writers:
        writer.close()
