"""Calls by gRPC when something else happens: closings, crowds, floods, odd but true answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from google.protobuf.wrappers_pb2 import BytesValue
from grpc import StatusCode
from hyperframe.frame import (
    DataFrame,
    Frame,
    HeadersFrame,
    PingFrame,
    RstStreamFrame,
    SettingsFrame,
    WindowUpdateFrame,
)

from chat_app.llm.providers.grpc_calls import Channel
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

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
RAW_HEAD = b"\x88\x5f\x10application/grpc"
"""`HEAD`, packed: entries 8 and 31 of HPACK's own table (RFC 7541, appendix A)."""
RAW_WELL = b"\x40\x0bgrpc-status\x010"
Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server_of(serve: Served) -> AsyncIterator[int]:
    """Serve connections by hand, from the client's preface on; give the port."""
    writers: list[asyncio.StreamWriter] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.readexactly(len(PREFACE))
        await serve(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for writer in writers:
        writer.transport.abort()


async def next_frame(reader: asyncio.StreamReader) -> Frame:
    frame, length = Frame.parse_frame_header(memoryview(await reader.readexactly(9)))
    frame.parse_body(memoryview(await reader.readexactly(length)))
    return frame


async def until(kind: type[Frame], reader: asyncio.StreamReader) -> Frame:
    while not isinstance(frame := await next_frame(reader), kind):
        pass
    return frame


# Odd, but true.


async def test_words_may_end_with_a_space_and_no_other_call_ends_for_it() -> None:
    go_on = asyncio.Event()

    async def speak(said: bytes, call: Any) -> AsyncIterator[bytes]:
        yield said
        if b"wait" in said:
            await go_on.wait()
            return
        await call.abort(StatusCode.INVALID_ARGUMENT, " Not so. ")

    async with (
        grpc_server(speak) as port,
        channel_to(port) as channel,
        channel.calling(METHOD, BytesValue(value=b"wait"), ()) as other,
    ):
        await anext(other)
        told = await fault(channel)
        go_on.set()
        assert [message async for message in other] == []

    assert told.code() is StatusCode.INVALID_ARGUMENT
    assert (told.details() or "").strip() == "Not so."


# Closings.


async def test_who_waits_for_a_connection_is_told_that_the_channel_closes() -> None:
    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        came.set()
        await reader.read()

    came = asyncio.Event()
    async with server_of(say_nothing) as port:
        channel = Channel(f"http://127.0.0.1:{port}")
        waiting = [asyncio.create_task(fault(channel)) for _ in range(3)]
        async with asyncio.timeout(60):
            await came.wait()
            await channel.close()
            told = await asyncio.gather(*waiting)
    assert {each.code() for each in told} == {StatusCode.UNAVAILABLE}


async def test_a_closed_channel_opens_nothing() -> None:
    connections: list[Scripted] = []

    async def answer(peer: Scripted, stream_id: int) -> None:
        peer.h2.send_headers(stream_id, [*HEAD, *WELL], end_stream=True)

    async with scripted_server(answer, connections) as port:
        async with channel_to(port) as channel:
            assert await hear(channel) == []
        assert (await fault(channel)).code() is StatusCode.UNAVAILABLE
    assert len(connections) == 1


async def test_a_server_that_sends_no_more_ends_the_call_though_it_does_not_read() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        window = 2**30
        settings = {SettingsFrame.INITIAL_WINDOW_SIZE: window}
        writer.write(SettingsFrame(0, settings).serialize())
        writer.write(WindowUpdateFrame(0, window).serialize())
        await until(DataFrame, reader)
        reader._transport.pause_reading()  # pyright: ignore[reportAttributeAccessIssue]
        writer.write_eof()

    async with server_of(hang_up) as port, channel_to(port) as channel:
        async with asyncio.timeout(10):
            told = await fault(channel, b"x" * LONG_BYTES)
    assert told.code() is StatusCode.UNAVAILABLE


# Crowds.


async def test_a_short_request_does_not_wait_for_a_long_one() -> None:
    ended: list[int] = []
    all_asked = asyncio.Event()
    all_ended = asyncio.Event()

    async def read_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        window = 2**30
        settings = {SettingsFrame.INITIAL_WINDOW_SIZE: window}
        writer.write(SettingsFrame(0, settings).serialize())
        writer.write(WindowUpdateFrame(0, window).serialize())
        await all_asked.wait()
        while len(ended) < 2:
            frame = await next_frame(reader)
            if isinstance(frame, DataFrame) and "END_STREAM" in frame.flags:
                ended.append(frame.stream_id)
        all_ended.set()

    async with (
        server_of(read_late) as port,
        channel_to(port) as channel,
        asyncio.timeout(60),
        channel.calling(METHOD, BytesValue(value=b"x" * LONG_BYTES), ()) as long,
        channel.calling(METHOD, BytesValue(), ()) as short,
    ):
        all_asked.set()
        await all_ended.wait()
        assert ended == [short.stream_id, long.stream_id]


async def test_who_waits_for_a_connection_in_vain_takes_a_place_that_was_left() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal second
        if first.done():
            second = writer
            second_came.set()
            return
        first.set_result(None)
        writer.write(SettingsFrame(0, {SettingsFrame.MAX_CONCURRENT_STREAMS: 1}).serialize())
        await until(RstStreamFrame, reader)
        left.set()
        asked = await until(HeadersFrame, reader)
        flags = ["END_HEADERS", "END_STREAM"]
        writer.write(HeadersFrame(asked.stream_id, RAW_HEAD + RAW_WELL, flags=flags).serialize())

    second: asyncio.StreamWriter | None = None
    first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    second_came, left = asyncio.Event(), asyncio.Event()
    async with server_of(serve) as port, channel_to(port) as channel, asyncio.timeout(60):
        async with channel.calling(METHOD, BytesValue(), ()):
            other = asyncio.create_task(hear(channel))
            await second_came.wait()
        await left.wait()
        assert second
        second.transport.abort()
        assert await other == []


# Floods.


async def test_a_server_that_asks_for_answers_and_does_not_read_them_is_hung_up_on() -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SettingsFrame(0).serialize())
        await until(DataFrame, reader)
        reader._transport.pause_reading()  # pyright: ignore[reportAttributeAccessIssue]
        pings = PingFrame(0, b"12345678").serialize() * 4_000
        try:
            while True:
                writer.write(pings)
                await writer.drain()
        except ConnectionError:
            hung_up.set()

    hung_up = asyncio.Event()
    async with server_of(flood) as port, channel_to(port) as channel:
        async with asyncio.timeout(15):
            told = await fault(channel)
            await hung_up.wait()
    assert told.code() is StatusCode.UNAVAILABLE


async def test_what_still_comes_of_a_call_that_was_left_is_not_answered_piece_by_piece() -> None:
    async def go_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SettingsFrame(0).serialize())
        asked = await until(HeadersFrame, reader)
        head = HeadersFrame(asked.stream_id, RAW_HEAD, flags=["END_HEADERS"])
        piece = DataFrame(asked.stream_id, framed(b"x" * 1_000)).serialize()
        writer.write(head.serialize() + piece)
        await until(RstStreamFrame, reader)
        writer.write(piece * 200 + PingFrame(0, b"12345678").serialize())
        while not isinstance(frame := await next_frame(reader), PingFrame):
            answers.append(type(frame))
        all_came.set()

    answers: list[type[Frame]] = []
    all_came = asyncio.Event()
    async with server_of(go_on) as port, channel_to(port) as channel, asyncio.timeout(60):
        async with channel.calling(METHOD, BytesValue(), ()) as call:
            await anext(call)
        await all_came.wait()
    assert RstStreamFrame not in answers
