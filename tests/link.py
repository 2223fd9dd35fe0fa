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
        self._lines: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        """Let bytes through."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Close every connection and refuse new ones, as a server that died does."""
        if self._server:
            self._server.close()
            self._server = None
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def hold(self) -> None:
        """Let nothing through and say nothing, as a server that is stuck does."""
        self._flows.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await self._connect()
        pairs = ((reader, back), (there, writer))
        lines = [asyncio.create_task(self._pass(*pair)) for pair in pairs]
        self._lines.update(lines)
        await asyncio.wait(lines, return_when=asyncio.FIRST_COMPLETED)
        for line in lines:
            line.cancel()
            self._lines.discard(line)
        for end in (back, writer):
            end.close()

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
    yield link
    await link.mend()
    await link.cut()
