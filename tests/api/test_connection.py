"""What comes over a connection and is no request."""

import asyncio
import json
import socket
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from chat_app import connection
from chat_app.config import Settings, get_settings
from chat_app.server import Server, listen
from tests.api.conftest import Person
from tests.conftest import free_port

HEALTH = b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
REFUSED = {
    "noise": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "a header that is none": b"GET /api/health HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n",
    "two lengths": b"POST /api/chat HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length and chunks": (
        b"POST /api/chat HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
    ),
    "an address that is none": b"GET /api/h\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
}


async def connect(server: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(server)
    return await asyncio.open_connection(address.hostname, address.port)


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return the first line of an answer and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    (length,) = (
        int(line.partition(b":")[2])
        for line in head.lower().splitlines()
        if line.startswith(b"content-length:")
    )
    return head.splitlines()[0], await reader.readexactly(length)


def check_refusal(
    line: bytes, body: bytes, status: bytes = b"400 Bad Request", code: str = "INVALID_REQUEST"
) -> str:
    assert line == b"HTTP/1.1 " + status
    refusal = json.loads(body)
    assert (refusal["status"], refusal["code"]) == ("error", code)
    return refusal["message"]


TOO_SLOW = (b"408 Request Timeout", "REQUEST_TIMEOUT")


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
async def test_it_is_refused_in_the_one_shape_and_cut(server: str, sent: bytes) -> None:
    reader, writer = await connect(server)
    writer.write(sent)
    check_refusal(*await answer(reader))
    assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize("before", [b"", HEALTH], ids=["first", "later"])
async def test_a_head_that_is_longer_than_any_is_refused(server: str, before: bytes) -> None:
    reader, writer = await connect(server)
    writer.write(before)
    if before:
        await answer(reader)
    writer.write(b"GET /api/health HTTP/1.1\r\nX: " + b"a" * 60_000)
    await writer.drain()
    writer.write(b"a" * 6_000)
    assert "65536" in check_refusal(*await answer(reader))
    writer.close()


async def test_a_program_is_refused_in_the_shape_it_knows(server: str) -> None:
    reader, writer = await connect(server)
    writer.write(b"GET /v1/models HTTP/1.1\r\nX A: 1\r\n\r\n")
    _, body = await answer(reader)
    assert json.loads(body)["error"]["type"] == "invalid_request_error"
    writer.close()


async def test_a_head_that_comes_too_slowly_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_HEAD_SECONDS", 0.2)
    reader, writer = await connect(server)
    writer.write(b"GET /api/health HTTP/1.1\r\n")
    assert "seconds" in check_refusal(*await answer(reader), *TOO_SLOW)
    assert await reader.read() == b""
    writer.close()


async def test_who_asks_for_nothing_is_cut_without_a_word(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_HEAD_SECONDS", 0.2)
    reader, writer = await connect(server)
    assert await reader.read() == b""
    writer.close()


REGISTER = b"POST /api/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("begun", [b"", b'{"email": '], ids=["nothing", "a part"])
async def test_a_body_that_does_not_go_on_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connection, "_BODY_SECONDS", 0.2)
    reader, writer = await connect(server)
    writer.write(REGISTER + b"Content-Length: 90\r\n\r\n" + begun)
    assert "seconds" in check_refusal(*await answer(reader), *TOO_SLOW)
    assert await reader.read() == b""
    writer.close()


async def test_a_stream_may_take_longer_than_a_request(
    server: str, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat_id = await ada.new_chat()
    monkeypatch.setattr(connection, "_BODY_SECONDS", 0.01)
    monkeypatch.setenv("SIM_DELAY_MS", "20")
    get_settings.cache_clear()
    _, events = await ada.stream(f"/api/chat/{chat_id}/message", json={"message": "write 9 words"})
    assert json.loads(events[-1].data)["done"] is True


@pytest.mark.settings(MAX_CONNECTIONS_PER_ADDRESS=3)
async def test_an_address_has_so_many_connections_and_gets_them_back(server: str) -> None:
    held = [await connect(server) for _ in range(3)]
    reader, writer = await connect(server)
    message = check_refusal(*await answer(reader), b"429 Too Many Requests", "RATE_LIMITED")
    assert "connections" in message
    assert await reader.read() == b""
    writer.close()

    for _, each in held:
        each.close()
        await each.wait_closed()
    async with asyncio.timeout(60):
        line = b""
        while line != b"HTTP/1.1 200 OK":
            reader, writer = await connect(server)
            writer.write(HEALTH)
            line, _ = await answer(reader)
            writer.close()


@pytest.mark.settings(MAX_CONNECTIONS_PER_ADDRESS=1, TRUSTED_PROXIES="127.0.0.0/8")
async def test_a_proxy_of_ours_has_as_many_as_it_wants(server: str) -> None:
    held = [await connect(server) for _ in range(5)]
    for reader, writer in held:
        writer.write(HEALTH)
        line, _ = await answer(reader)
        assert line == b"HTTP/1.1 200 OK"
        writer.close()


async def test_a_body_may_come_slowly_and_its_words_are_not_taken_for_a_method(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_HEAD_SECONDS", 0.2)
    reader, writer = await connect(server)
    parts = (
        b'{"email": "ada@example.com", "name": "',
        b'Ada Lovelace", "password": "correct horse"}',
    )
    writer.write(REGISTER + b"Content-Length: %d\r\n\r\n" % sum(map(len, parts)))
    for part in parts:
        await asyncio.sleep(0.3)
        writer.write(part)
    line, body = await answer(reader)
    assert line == b"HTTP/1.1 201 Created"
    assert json.loads(body)["user"]["name"] == "Ada Lovelace"
    writer.write(b"BREW /api/auth/register HTTP/1.1\r\nHost: x\r\n\r\n")
    line, _ = await answer(reader)
    assert line == b"HTTP/1.1 405 Method Not Allowed"
    writer.close()


async def test_who_takes_nothing_of_what_waits_is_cut_and_nobody_else(
    server: str, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_TAKE_SECONDS", 0.3)
    before = connection._open.total()
    _, writer = await connect(server)
    # All buffers are full long before the last of these, and nobody reads.
    writer.write(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
    while connection._open.total() == before:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(60):
        while connection._open.total() > before:
            await asyncio.sleep(0.05)
    assert (await ada.http.get("/api/health")).is_success
    writer.transport.abort()


async def test_who_connected_just_before_nobody_listens_is_answered(
    database_settings: Settings, api: FastAPI
) -> None:
    port = free_port()
    listeners = listen("127.0.0.1", port)
    server = Server(api, websockets=False)
    running = asyncio.create_task(server.serve(listeners))
    async with asyncio.timeout(60):
        while not server.started:
            await asyncio.sleep(0.01)
    # The system takes the connection; the server, whose loop stands still, does not know of it.
    with socket.create_connection(("127.0.0.1", port), timeout=60) as waiting:
        waiting.sendall(HEALTH)
        await server._turn_away(listeners)
        told = await asyncio.to_thread(waiting.recv, 4096)
    assert told.startswith(b"HTTP/1.1 200 OK")
    assert b"connection: close" in told
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    server.should_exit = True
    await running
