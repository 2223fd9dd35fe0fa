"""A small HTTP server for fakes: one request a connection, streams that notice a hang-up."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime
from typing import Any, cast

from tests.fakes.script import Fake, Reply, Said

STATUSES = {
    "rate_limit": 429,
    "server": 500,
    "unavailable": 503,
    "bad_key": 401,
    "unknown_model": 404,
}


@dataclass
class Exchange:
    """A request that came in, and the connection to answer on."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    writer: asyncio.StreamWriter

    @property
    def key(self) -> str:
        """The API key that came along."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    async def answer(self, body: Any, status: int = 200, **headers: str) -> None:
        """Answer whole: JSON, or bytes as they are."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._head(status, "application/json", {"content-length": str(len(content))} | headers)
        self.writer.write(content)
        await self.writer.drain()

    def begin_stream(self) -> None:
        """Answer with a stream of events."""
        self._head(200, "text/event-stream", {"transfer-encoding": "chunked"})

    async def send(self, event: Any) -> None:
        """Send one event."""
        payload = event if isinstance(event, str) else json.dumps(event)
        await self._write_chunk(f"data: {payload}\n\n".encode())

    async def send_wire(self, reply: Reply) -> None:
        """Stream what the script has, as it has it."""
        self.begin_stream()
        for piece in reply.wire or ():
            if isinstance(piece, bytes):
                await self._write_chunk(piece)
            else:
                await self.send(piece)
            await asyncio.sleep(reply.pause_seconds)
        if reply.keeps_open:
            await asyncio.Event().wait()
        self.end_stream()

    async def _write_chunk(self, data: bytes) -> None:
        self.writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await self.writer.drain()

    def end_stream(self) -> None:
        """Close the stream in order; a stream that is not closed in order was cut."""
        self.writer.write(b"0\r\n\r\n")

    async def fail(self, reply: Reply) -> None:
        """Answer with the scripted fault."""
        if reply.answer:
            status, body, *_ = reply.answer
            await self.answer(body, status)
            return
        assert reply.fault
        headers = {}
        if reply.retry_after_seconds is not None:
            headers = _retry_after(reply.retry_after_seconds, reply.retry_after_form)
        error = {"message": reply.fault_message, "type": reply.fault, "code": reply.fault}
        await self.answer({"type": "error", "error": error}, STATUSES[reply.fault], **headers)

    def _head(self, status: int, content_type: str, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} x", f"content-type: {content_type}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())


def _retry_after(seconds: float, form: str) -> dict[str, str]:
    match form:
        case "date":
            moment = datetime.now(UTC) + timedelta(seconds=seconds)
            return {"retry-after": format_datetime(moment, usegmt=True)}
        case "milliseconds":
            return {"retry-after-ms": str(seconds * 1000)}
        case _:
            return {"retry-after": str(seconds)}


Answer = Callable[[Fake, Exchange], Awaitable[None]]


@asynccontextmanager
async def fake_over_http(answer: Answer) -> AsyncIterator[Fake]:
    """Serve on this machine for as long as the block runs."""
    fake = Fake()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        exchange = await _read(reader, writer)
        answering = asyncio.ensure_future(answer(fake, exchange))
        hung_up = asyncio.ensure_future(reader.read())
        await asyncio.wait({answering, hung_up}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            fake.cancelled.set()
        writer.close()
        for task in (answering, hung_up):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    fake.endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield fake
    server.close()
    await server.wait_closed()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Exchange:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    fields = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Exchange(head[0].split()[1], headers, _decoded(headers, body), writer)


def _decoded(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """Return JSON or, of a form, its fields; of a file its name, its media type and its bytes."""
    content_type = headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        return json.loads(body or b"{}")
    form = message_from_bytes(b"content-type: %b\r\n\r\n%b" % (content_type.encode(), body))
    fields: dict[str, Any] = {}
    for part in cast("list[Message]", form.get_payload()):
        content = cast("bytes", part.get_payload(decode=True))
        name = str(part.get_param("name", header="content-disposition"))
        sent = part.get_filename()
        fields[name] = (sent, part.get_content_type(), content) if sent else content.decode()
    return fields


async def scripted(reply: Reply) -> AsyncIterator[Said]:
    """Yield the deltas as the script has them; a stall never ends.

    Raises:
        ConnectionAbortedError: The script cuts the stream here.
    """
    for index, delta in enumerate(reply.deltas):
        if index == reply.stall_after:
            await asyncio.Event().wait()
        if index == reply.cut_after:
            raise ConnectionAbortedError
        await asyncio.sleep(reply.pause_seconds)
        yield delta
