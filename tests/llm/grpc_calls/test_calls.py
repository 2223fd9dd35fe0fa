"""Calls by gRPC: connections, windows, statuses, and servers that do not keep to the protocol."""

import asyncio
import base64
import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from google.protobuf.wrappers_pb2 import BytesValue
from grpc import StatusCode, aio
from h2.errors import ErrorCodes
from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.providers.grpc_calls import Channel, dialling
from chat_app.llm.providers.grpc_calls.call import Call
from chat_app.llm.providers.grpc_calls.connection import Connection
from tests.clock import pass_time
from tests.llm.grpc_calls.calls import LONG_BYTES, channel_to, fault, hear
from tests.llm.grpc_calls.servers import (
    HEAD,
    METHOD,
    WELL,
    Scripted,
    framed,
    grpc_server,
    scripted_server,
)


async def twice(said: bytes, _call: Any) -> AsyncIterator[bytes]:
    yield said
    yield said


# A real server.


async def test_messages_of_any_length_come_and_go_whole() -> None:
    async with grpc_server(twice) as port, channel_to(port) as channel:
        for length in (0, 1, 2**14, 2**16 + 1, LONG_BYTES):
            sent = BytesValue(value=b"x" * length).SerializeToString()
            assert await hear(channel, b"x" * length) == [sent, sent]


async def test_what_nobody_reads_is_held_back_and_comes_when_it_is_read() -> None:
    sent = 0
    piece = b"x" * 2**16

    async def speak(_said: bytes, _call: Any) -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            yield piece
            sent += 1

    async with (
        grpc_server(speak) as port,
        channel_to(port) as channel,
        channel.calling(METHOD, BytesValue(), ()) as call,
    ):
        first = await anext(call)
        # Another call on the same connection is not held up by it.
        async with channel.calling(METHOD, BytesValue(), ()) as other:
            assert await anext(other) == piece
        assert sent < 100
        assert [first, *[each async for each in call]] == [piece] * 100


async def test_as_many_connections_are_opened_as_the_calls_at_once_need() -> None:
    peers: set[str] = set()
    all_came = asyncio.Event()
    running = 0

    async def speak(said: bytes, call: Any) -> AsyncIterator[bytes]:
        nonlocal running
        peers.add(call.peer())
        running += 1
        if running == 7:
            all_came.set()
        await all_came.wait()
        yield said

    limit = ("grpc.max_concurrent_streams", 2)
    async with grpc_server(speak, limit) as port, channel_to(port) as channel:
        async with asyncio.timeout(60):
            heard = await asyncio.gather(*(hear(channel, b"%d" % n) for n in range(7)))

    assert [each[0][-1:] for each in heard] == [b"%d" % n for n in range(7)]
    assert len(peers) >= 4


async def test_a_connection_that_is_left_by_its_server_ends_its_calls_in_order() -> None:
    peers: list[str] = []
    go_on = asyncio.Event()

    async def speak(said: bytes, call: Any) -> AsyncIterator[bytes]:
        peers.append(call.peer())
        yield said
        await go_on.wait()
        yield said

    options = (("grpc.max_connection_age_ms", 300), ("grpc.max_connection_age_grace_ms", 60_000))
    async with grpc_server(speak, *options) as port, channel_to(port) as channel:
        async with channel.calling(METHOD, BytesValue(), ()) as call:
            await anext(call)
            first = call.connection
            # Only its server knows when: nothing tells a call that its connection is old.
            async with asyncio.timeout(60):
                while not first.is_leaving:
                    await asyncio.sleep(0.01)
            go_on.set()
            assert len(await hear(channel)) == 2
            assert len([each async for each in call]) == 1
        assert len(set(peers)) == 2
        async with asyncio.timeout(60):
            await first.closed


async def test_a_call_that_is_left_is_cancelled_at_the_server() -> None:
    cancelled = asyncio.Event()

    async def speak(said: bytes, _call: Any) -> AsyncIterator[bytes]:
        try:
            yield said
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with grpc_server(speak) as port, channel_to(port) as channel:
        async with channel.calling(METHOD, BytesValue(value=b"x"), ()) as call:
            await anext(call)
        async with asyncio.timeout(60):
            await cancelled.wait()
        assert await hear_one(channel) == BytesValue(value=b"y").SerializeToString()


async def hear_one(channel: Channel) -> bytes:
    async with channel.calling(METHOD, BytesValue(value=b"y"), ()) as call:
        return await anext(call)


async def test_who_is_cancelled_while_a_connection_opens_does_not_take_it_from_others() -> None:
    async with grpc_server(twice) as port, channel_to(port) as channel:
        impatient = asyncio.create_task(hear(channel))
        patient = asyncio.create_task(hear(channel))
        await asyncio.sleep(0)
        impatient.cancel()
        assert len(await patient) == 2
        with pytest.raises(asyncio.CancelledError):
            await impatient


async def test_a_connection_that_was_silent_for_long_is_not_asked_again() -> None:
    peers: list[str] = []

    async def speak(said: bytes, call: Any) -> AsyncIterator[bytes]:
        peers.append(call.peer())
        yield said

    async with grpc_server(speak) as port, channel_to(port) as channel:
        await hear(channel)
        await hear(channel)
        pass_time(200)
        await hear(channel)

    assert peers[0] == peers[1] != peers[2]


async def test_a_status_comes_with_words_and_details() -> None:
    async def speak(_said: bytes, call: Any) -> AsyncIterator[bytes]:
        yield b"first"
        call.set_trailing_metadata((("some-details-bin", b"\0\xff"),))
        await call.abort(StatusCode.OUT_OF_RANGE, "Grüß Gott, 100 %")

    async with (
        grpc_server(speak) as port,
        channel_to(port) as channel,
        channel.calling(METHOD, BytesValue(), ()) as call,
    ):
        assert await anext(call) == b"first"
        with pytest.raises(aio.AioRpcError) as raised:
            await anext(call)

    assert raised.value.code() is StatusCode.OUT_OF_RANGE
    assert raised.value.details() == "Grüß Gott, 100 %"
    assert dict(raised.value.trailing_metadata())["some-details-bin"] == b"\0\xff"


async def test_an_unknown_method_is_told() -> None:
    async with grpc_server(twice) as port, channel_to(port) as channel:
        with pytest.raises(aio.AioRpcError) as raised:
            await channel.ask("/test.Service/Sing", BytesValue(), ())
    assert raised.value.code() is StatusCode.UNIMPLEMENTED


async def test_one_message_is_what_answers_a_question() -> None:
    async with grpc_server(twice) as port, channel_to(port) as channel:
        with pytest.raises(aio.AioRpcError) as raised:
            await channel.ask(METHOD, BytesValue(), ())
    assert raised.value.code() is StatusCode.INTERNAL


# Lines to a server.


async def test_a_server_that_is_not_there_is_told_at_once_and_found_when_it_is() -> None:
    async with grpc_server(twice) as port:
        pass
    async with channel_to(port) as channel:
        assert (await fault(channel)).code() is StatusCode.UNAVAILABLE


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 99])
async def test_a_server_that_speaks_something_else_is_told(greeting: bytes) -> None:
    async def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with channel_to(server.sockets[0].getsockname()[1]) as channel:
        assert (await fault(channel)).code() is StatusCode.UNAVAILABLE
    server.close()


async def test_a_server_that_says_nothing_is_waited_for_for_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialling, "_CONNECT_S", 0.1)
    writers: list[asyncio.StreamWriter] = []

    async def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with channel_to(server.sockets[0].getsockname()[1]) as channel:
        told = await fault(channel)
    assert told.code() is StatusCode.UNAVAILABLE
    assert "0.1 s" in (told.details() or "")
    server.close()
    for writer in writers:
        writer.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """Return key and certificate of `localhost`, which this machine believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    file = tmp_path / "localhost.pem"
    file.write_bytes(made)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, made


async def test_tls_is_spoken_with_whom_the_machine_believes_alone(
    certificate: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = grpc.ssl_server_credentials([certificate])
    async with grpc_server(twice, credentials=credentials) as port:
        dialling._authorities.cache_clear()
        async with channel_to(port, "https") as channel:
            assert len(await hear(channel, b"x" * LONG_BYTES)) == 2
        monkeypatch.delenv("SSL_CERT_FILE")
        dialling._authorities.cache_clear()
        async with channel_to(port, "https") as channel:
            told = await fault(channel)
    assert told.code() is StatusCode.UNAVAILABLE
    assert "certificate" in (told.details() or "")


@asynccontextmanager
async def proxy(status: str = "200 OK") -> AsyncIterator[tuple[int, list[bytes]]]:
    """Pass everything on, behind a `CONNECT`; give the port and the heads that came."""
    heads: list[bytes] = []

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(2**16):
            writer.write(data)
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heads.append(head)
        writer.write(f"HTTP/1.1 {status}\r\nVia: test\r\n\r\n".encode())
        if status.startswith("200"):
            port = int(head.split()[1].rpartition(b":")[2])
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(pass_on(reader, back), pass_on(there, writer))
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], heads
    server.close()


async def test_calls_go_through_the_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with grpc_server(twice) as port, proxy() as (proxy_port, heads):
        monkeypatch.setenv("http_proxy", f"http://us%C3%A9r:pa%3Ass@127.0.0.1:{proxy_port}")
        channel = Channel(f"http://vendor.proxied.test:{port}")
        assert len(await hear(channel)) == 2
        await channel.close()

    assert heads[0].startswith(b"CONNECT vendor.proxied.test:%d HTTP/1.1\r\n" % port)
    whose = base64.b64encode("usér:pa:ss".encode())
    assert b"\r\nProxy-Authorization: Basic " + whose + b"\r\n" in heads[0]


async def test_a_proxy_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy("407 Proxy Authentication Required") as (proxy_port, _):
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy_port}")
        async with channel_to(9) as channel:
            monkeypatch.setenv("no_proxy", "")
            told = await fault(channel)
    assert told.code() is StatusCode.UNAVAILABLE
    assert "407" in (told.details() or "")


# A server that says what it likes.

Said = list[tuple[str, str]]
ODD_ANSWERS: dict[str, tuple[Said, bytes, Said | None, StatusCode]] = {
    "trailers alone": ([*HEAD, ("grpc-status", "8")], b"", None, StatusCode.RESOURCE_EXHAUSTED),
    "a page": (
        [(":status", "503"), ("content-type", "text/html")],
        b"<p>Later",
        None,
        StatusCode.UNAVAILABLE,
    ),
    "a page without a body": (
        [(":status", "404"), ("content-type", "text/html")],
        b"",
        None,
        StatusCode.UNIMPLEMENTED,
    ),
    "a well-meant page": (
        [(":status", "200"), ("content-type", "text/html")],
        b"<p>Hi",
        None,
        StatusCode.UNKNOWN,
    ),
    "no status": (HEAD, framed(b"x"), None, StatusCode.INTERNAL),
    "tail without a status": (HEAD, framed(b"x"), [("x", "y")], StatusCode.INTERNAL),
    "an unknown status": (HEAD, b"", [("grpc-status", "77")], StatusCode.UNKNOWN),
    "a status of many digits": (
        HEAD,
        b"",
        [("grpc-status", "9" * 5_000)],
        StatusCode.UNKNOWN,
    ),
    "a status that is no number": (HEAD, b"", [("grpc-status", "²")], StatusCode.UNKNOWN),
    "odd words": (
        HEAD,
        b"",
        [("grpc-status", "5"), ("grpc-message", "%zz%ff%")],
        StatusCode.NOT_FOUND,
    ),
    "odd details": (
        HEAD,
        b"",
        [("grpc-status", "5"), ("x-bin", "%%%é=")],
        StatusCode.NOT_FOUND,
    ),
    "half a message": (HEAD, framed(b"xyz")[:-1], WELL, StatusCode.INTERNAL),
    "half a prefix": (HEAD, b"\0\0", WELL, StatusCode.INTERNAL),
    "packed": (HEAD, framed(b"x", packed=1), WELL, StatusCode.INTERNAL),
    "too long": (HEAD, b"\0\xff\xff\xff\xffxx", WELL, StatusCode.RESOURCE_EXHAUSTED),
}


@pytest.mark.parametrize("odd", ODD_ANSWERS.values(), ids=list(ODD_ANSWERS))
async def test_an_odd_answer_is_a_fault_and_the_connection_goes_on(
    odd: tuple[Said, bytes, Said | None, StatusCode],
) -> None:
    head, body, tail, code = odd
    connections: list[Scripted] = []

    async def answer(peer: Scripted, stream_id: int) -> None:
        if len(peer.asked) > 1:
            peer.h2.send_headers(stream_id, HEAD)
            peer.h2.send_data(stream_id, framed(b"well"), pad_length=7)
            peer.h2.send_headers(stream_id, WELL, end_stream=True)
            return
        peer.h2.send_headers(stream_id, head, end_stream=not body and tail is None)
        if body:
            peer.h2.send_data(stream_id, body, end_stream=tail is None)
        if tail is not None:
            peer.h2.send_headers(stream_id, tail, end_stream=True)

    async with scripted_server(answer, connections) as port, channel_to(port) as channel:
        assert (await fault(channel)).code() is code
        assert await hear(channel) == [b"well"]
    assert len(connections) == 1


RESETS = {
    ErrorCodes.NO_ERROR: StatusCode.INTERNAL,
    ErrorCodes.CANCEL: StatusCode.CANCELLED,
    ErrorCodes.REFUSED_STREAM: StatusCode.UNAVAILABLE,
    ErrorCodes.ENHANCE_YOUR_CALM: StatusCode.RESOURCE_EXHAUSTED,
    ErrorCodes.INADEQUATE_SECURITY: StatusCode.PERMISSION_DENIED,
    4_000: StatusCode.INTERNAL,
}


@pytest.mark.parametrize(("reset", "code"), RESETS.items())
async def test_a_stream_that_is_reset_is_a_fault_behind_what_came(
    reset: int, code: StatusCode
) -> None:
    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, HEAD)
        peer.h2.send_data(stream_id, framed(b"one") + framed(b"two"))
        peer.h2.reset_stream(stream_id, reset)

    async with (
        scripted_server(answer) as port,
        channel_to(port) as channel,
        channel.calling(METHOD, BytesValue(), ()) as call,
    ):
        assert [await anext(call), await anext(call)] == [b"one", b"two"]
        with pytest.raises(aio.AioRpcError) as raised:
            await anext(call)
    assert raised.value.code() is code


def _frame(kind: int, payload: bytes, stream_id: int = 0, flags: int = 0) -> bytes:
    head = len(payload).to_bytes(3) + bytes([kind, flags]) + stream_id.to_bytes(4)
    return head + payload


BREAKS = {
    "a frame that is too long": lambda _: _frame(0, b"x" * 2**15, 1),
    "a short goodbye": lambda _: _frame(7, b"\0"),
    "a ping of seven bytes": lambda _: _frame(6, b"x" * 7),
    "a head that nobody can read": lambda stream_id: _frame(1, b"\xff" * 9, stream_id, 4),
    "settings for a stream": lambda _: _frame(4, b"", 1),
}


@pytest.mark.parametrize("bad", BREAKS.values(), ids=list(BREAKS))
async def test_who_breaks_the_protocol_is_hung_up_on_and_asked_anew(bad: Any) -> None:
    connections: list[Scripted] = []

    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, HEAD)
        if len(connections) == 1:
            peer.send(bad(stream_id))
            return
        peer.h2.send_headers(stream_id, WELL, end_stream=True)

    async with scripted_server(answer, connections) as port, channel_to(port) as channel:
        assert (await fault(channel)).code() is StatusCode.UNAVAILABLE
        assert await hear(channel) == []
    assert len(connections) == 2


async def test_who_sends_more_than_was_allowed_is_hung_up_on() -> None:
    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, HEAD)
        peer.send(_frame(0, framed(b"x" * 16_000), stream_id) * 70)

    async with (
        scripted_server(answer) as port,
        channel_to(port) as channel,
        channel.calling(METHOD, BytesValue(), ()) as call,
    ):
        async with asyncio.timeout(60):
            await call.connection.closed
        with pytest.raises(aio.AioRpcError) as raised:
            [message async for message in call]
    assert raised.value.code() is StatusCode.UNAVAILABLE


async def test_what_a_server_has_not_begun_with_as_it_leaves_may_be_asked_again() -> None:
    connections: list[Scripted] = []
    asked = asyncio.Event()

    async def answer(peer: Scripted, stream_id: int) -> None:
        asked.set()
        if len(connections) == 1:
            if len(peer.asked) == 2:
                # The first of the two goes on.
                first = peer.asked[0]
                leaving = first.to_bytes(4) + b"\0\0\0\0" + b"shutting down"
                peer.send(_frame(7, leaving))
                peer.h2.send_headers(first, HEAD)
                peer.h2.send_headers(first, WELL, end_stream=True)
            return
        peer.h2.send_headers(stream_id, HEAD)
        peer.h2.send_headers(stream_id, WELL, end_stream=True)

    async with scripted_server(answer, connections) as port, channel_to(port) as channel:
        first = asyncio.create_task(hear(channel))
        async with asyncio.timeout(60):
            await asked.wait()
        assert (await fault(channel)).code() is StatusCode.UNAVAILABLE
        assert await first == []
        assert await hear(channel) == []
    assert len(connections) == 2


async def test_a_server_that_answers_before_it_heard_all_is_not_sent_the_rest() -> None:
    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, HEAD)
        peer.h2.send_headers(stream_id, [("grpc-status", "3")], end_stream=True)

    async with scripted_server(answer) as port, channel_to(port) as channel:
        async with asyncio.timeout(60):
            with pytest.raises(aio.AioRpcError) as raised:
                await hear(channel, b"x" * LONG_BYTES)
            assert raised.value.code() is StatusCode.INVALID_ARGUMENT
            assert (await fault(channel)).code() is StatusCode.INVALID_ARGUMENT


@given(
    messages=st.lists(st.binary(max_size=40), max_size=6),
    frames=st.lists(st.integers(0, 60), max_size=8),
    reads=st.lists(st.integers(1, 50), min_size=1, max_size=30),
)
async def test_bytes_may_be_cut_into_frames_and_reads_anywhere(
    messages: list[bytes], frames: list[int], reads: list[int]
) -> None:
    answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, HEAD)
        body = b"".join(map(framed, messages))
        for size in frames:
            piece, body = body[:size], body[size:]
            peer.h2.send_data(stream_id, piece)
        peer.h2.send_data(stream_id, body)
        peer.h2.send_headers(stream_id, WELL, end_stream=True)
        answered.set_result(peer.h2.data_to_send())

    async with scripted_server(answer) as port:
        loop = asyncio.get_running_loop()
        transport, connection = await loop.create_connection(Connection, "127.0.0.1", port)
        await connection.ready
        call = Call()
        head = [(b":method", b"POST"), (b":scheme", b"http"), (b":path", METHOD.encode())]
        connection.start(call, [*head, (b":authority", b"localhost")], framed(b""))
        async with asyncio.timeout(60):
            rest = await answered
        for size in reads * (len(rest) + 1):
            if not rest:
                break
            piece, rest = rest[:size], rest[size:]
            connection.data_received(piece)
        assert [message async for message in call] == messages
        transport.abort()
        await connection.closed


async def test_closing_ends_what_runs() -> None:
    async def speak(said: bytes, _call: Any) -> AsyncIterator[bytes]:
        yield said
        await asyncio.Event().wait()

    async with grpc_server(speak) as port:
        channel = Channel(f"http://127.0.0.1:{port}")
        async with channel.calling(METHOD, BytesValue(), ()) as call:
            await anext(call)
            await channel.close()
            with pytest.raises(aio.AioRpcError) as raised:
                await anext(call)
    assert raised.value.code() is StatusCode.UNAVAILABLE
