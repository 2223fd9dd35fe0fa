"""Few pieces, nothing lost, nothing late."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import pairwise
from uuid import uuid4

from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus
from chat_app.services.broker import End, Piece
from chat_app.ui.chat.pieces import gather

END = End(uuid4(), uuid4(), MessageStatus.COMPLETE, FinishReason.STOP, "", 0, None)


async def spoken(words: list[str], pause_seconds: float = 0) -> AsyncGenerator[Piece | End, None]:
    offset = 0
    for word in words:
        if pause_seconds:
            await asyncio.sleep(pause_seconds)
        yield Piece(offset, word)
        offset += len(word)
    yield END


async def test_the_first_text_goes_out_at_once():
    async for event in gather(spoken(["Hello", " world"])):
        assert event == Piece(0, "Hello")
        break


async def test_nothing_is_lost_and_the_end_comes_last():
    words = [f"word{n} 🎉" for n in range(200)]
    events = [event async for event in gather(spoken(words))]
    assert events[-1] is END
    pieces = [event for event in events if isinstance(event, Piece)]
    assert "".join(piece.text for piece in pieces) == "".join(words)
    assert all(a.end == b.offset for a, b in pairwise(pieces))


async def test_words_that_come_fast_travel_together():
    events = [event async for event in gather(spoken(["x" * 20] * 100, pause_seconds=0.005))]
    assert len(events) <= 8


async def test_a_few_words_do_not_wait_for_more_than_a_second():
    async def hesitating() -> AsyncGenerator[Piece | End, None]:
        yield Piece(0, "first")
        yield Piece(5, "second")
        await asyncio.sleep(3)
        yield END

    events = []
    async with asyncio.timeout(2):
        async for event in gather(hesitating()):
            events.append(event)
            if len(events) == 2:
                break
    assert events == [Piece(0, "first"), Piece(5, "second")]


async def test_silence_lets_the_caller_look_whether_anybody_listens():
    async def silent() -> AsyncGenerator[Piece | End, None]:
        await asyncio.sleep(30)
        yield END

    async with asyncio.timeout(3):
        async for event in gather(silent()):
            assert event is None
            break


async def test_a_caller_that_leaves_closes_the_source():
    closed = asyncio.Event()

    async def watched() -> AsyncGenerator[Piece | End, None]:
        try:
            yield Piece(0, "first")
            await asyncio.sleep(30)
        finally:
            closed.set()

    events = gather(watched())
    assert await anext(events) == Piece(0, "first")
    await events.aclose()
    async with asyncio.timeout(20):
        await closed.wait()


async def test_a_reader_who_leaves_while_nothing_is_said_closes_the_reply():
    closed = asyncio.Event()

    async def silent() -> AsyncGenerator[Piece | End, None]:
        try:
            yield Piece(0, "first")
            await asyncio.Event().wait()
        finally:
            closed.set()

    async with aclosing(gather(silent())) as events:
        async for event in events:
            if event is None:
                break
    assert closed.is_set()
