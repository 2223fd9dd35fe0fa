"""How requests go out over HTTP: proxies, connections that end, answers in odd forms."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from chat_app.config import Settings, get_settings
from chat_app.errors import ProviderError, ProviderTimeout
from chat_app.llm.catalogue import find
from chat_app.llm.providers import close_providers
from chat_app.llm.providers.refusals import ProviderKeyRefused
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Text
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor

OPENAI = VENDORS[1]
CHUNK = {"choices": [{"delta": {"content": "Grüß Gott"}, "finish_reason": "stop"}]}
STREAM = f"data: {json.dumps(CHUNK)}\n\ndata: [DONE]\n\n".encode()

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
def vendor() -> Vendor:
    return OPENAI


async def ask() -> list[str]:
    events = stream_reply(find(OPENAI.model_id), question())
    return [event.text async for event in events if isinstance(event, Delta)]


@asynccontextmanager
async def serving(monkeypatch: pytest.MonkeyPatch, *answers: bytes) -> AsyncIterator[list[bytes]]:
    """Answer the requests of a connection with these bytes and hang up; give the heads of all."""
    heads: list[bytes] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            head = await reader.readuntil(b"\r\n\r\n")
            heads.append(head)
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for name, value in OPENAI.settings(endpoint).items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    yield heads
    await close_providers()
    server.close()


def answered(body: bytes, *headers: str) -> bytes:
    """Return a whole answer to a request."""
    lines = ["HTTP/1.1 200 OK", "content-type: text/event-stream", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


async def test_a_connection_serves_one_reply_after_the_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(monkeypatch, answered(STREAM), answered(STREAM)) as heads:
        assert [await ask(), await ask()] == [["Grüß Gott"]] * 2
        assert len(heads) == 2


async def test_a_compressed_reply_is_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = gzip.compress(STREAM)
    async with serving(monkeypatch, answered(body, "content-encoding: gzip")):
        assert await ask() == ["Grüß Gott"]


async def test_a_compressed_answer_to_the_sdk_is_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = gzip.compress(json.dumps({"input_tokens": 3}).encode())
    async with serving(monkeypatch, answered(body, "content-encoding: gzip")):
        assert await OPENAI.adapter().count(find(OPENAI.model_id), [Text("Hello")]) == 3


async def test_a_reply_is_asked_for_under_the_head_of_the_sdk(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(monkeypatch, answered(STREAM)) as heads:
        await ask()

        head = heads[0].lower()
        assert b"authorization: bearer key-of-the-test" in head
        assert b"user-agent: asyncopenai/python " in head
        assert b"x-stainless-lang: python" in head
        assert b"content-type: application/json" in head


async def test_a_vendor_that_moved_is_followed_with_the_question(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = b"HTTP/1.1 307 Moved\r\nlocation: /v2/chat\r\ncontent-length: 0\r\n\r\n"
    async with serving(monkeypatch, moved, answered(STREAM)) as heads:
        assert await ask() == ["Grüß Gott"]
        assert heads[1].startswith(b"POST /v2/chat ")


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"\xff", b"[1]", b'{"error": "no"}'])
async def test_a_refusal_may_say_anything(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    refused = answered(body).replace(b"200 OK", b"401 Unauthorized")
    async with serving(monkeypatch, refused):
        with pytest.raises(ProviderKeyRefused):
            await ask()


async def test_an_answer_may_have_a_long_header(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(monkeypatch, answered(STREAM, f"x-policy: {'x' * 50_000}")):
        assert await ask() == ["Grüß Gott"]


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 20", b"220 smtp.example.com ready\r\n\r\n"])
async def test_a_server_that_hangs_up_is_asked_again_and_has_not_been_silent(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, waits: list[float], answer: bytes
) -> None:
    async with serving(monkeypatch, answer) as heads:
        with pytest.raises(ProviderError) as raised:
            await ask()

        assert not isinstance(raised.value, ProviderTimeout)
        assert len(heads) == 3


async def test_a_reply_goes_through_the_proxy_of_the_machine(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", fake.endpoint)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://vendor.proxied.test/v1")

    assert await ask() == ["Hello", " there", "!"]
    assert fake.headers[0]["host"] == "vendor.proxied.test"


async def test_a_host_that_needs_no_proxy_is_asked_itself(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fake.script(Reply(deltas=("Hello",)))

    assert await ask() == ["Hello"]
