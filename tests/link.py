"""A line to a server that can be cut, held up and mended, as networks do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from tests.conftest import free_port

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Link:
    """Passes bytes between whoever connects to `port` and a real server."""

    def __init__(self, connect: Callable[[], Awaitable[Streams]]) -> None:
        self.port = free_port()
        self._connect = connect
        self._server: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self._ends: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        """Let bytes through."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._take, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Close every connection and refuse new ones, as a server that died does."""
        if self._server:
            self._server.close()
            self._server = None
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()
        # Sockets close in the loop's next round, and the loop may have no other.
        await asyncio.sleep(0)

    async def hold(self) -> None:
        """Let nothing through and say nothing, as a server that is stuck does."""
        self._flows.clear()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        line = asyncio.create_task(self._serve(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await self._connect()
        self._ends.add(back)
        passing = [
            asyncio.create_task(self._pass(*pair)) for pair in ((reader, back), (there, writer))
        ]
        try:
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in passing:
                each.cancel()
            for end in (back, writer):
                end.close()
                self._ends.discard(end)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while received := await reader.read(65536):
                await self._flows.wait()
                writer.write(received)
                await writer.drain()


@asynccontextmanager
async def linked(connect: Callable[[], Awaitable[Streams]]) -> AsyncIterator[Link]:
    """Keep a line open for as long as the block runs."""
    link = Link(connect)
    await link.mend()
    try:
        yield link
    finally:
        await link.cut()
