"""Few pieces, nothing lost, nothing late."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import pairwise
from time import monotonic
from uuid import UUID, uuid4

import pytest

from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus
from chat_app.services.broker import End, Heard, Piece
from chat_app.services.broker.memory import MemoryBroker
from chat_app.ui.chat.pieces import PAUSE_SECONDS, gather
from tests.clock import within

END = End(uuid4(), uuid4(), MessageStatus.COMPLETE, FinishReason.STOP, "", 0, None)


class Spoken:
    """A reply that somebody listens to from its first word on."""

    def __init__(self) -> None:
        self._broker = MemoryBroker()
        self._reply_id: UUID = uuid4()
        self.is_unheard = asyncio.Event()
        self._broker.open(self._reply_id, self.is_unheard.set)

    def say(self, *words: str) -> None:
        for word in words:
            self._broker.publish(self._reply_id, word)

    async def say_slowly(self, words: list[str], pause_seconds: float) -> None:
        for word in words:
            self.say(word)
            await asyncio.sleep(pause_seconds)
        await self.end()

    async def end(self) -> None:
        await self._broker.finish(self._reply_id, END)

    async def listen(self) -> AsyncGenerator[Heard, None]:
        events = await self._broker.listen(self._reply_id, 0)
        assert events
        return events

    async def pieces(self) -> AsyncGenerator[Heard | None, None]:
        return gather(await self.listen())

    async def stop_unheard(self) -> None:
        await self._broker.stop_unheard(0)


@pytest.fixture
def spoken() -> Spoken:
    return Spoken()


async def test_the_first_text_goes_out_at_once(spoken: Spoken):
    spoken.say("Hello")
    async with aclosing(await spoken.pieces()) as pieces:
        assert await anext(pieces) == Piece(0, "Hello")


async def test_nothing_is_lost_and_the_end_comes_last(spoken: Spoken):
    words = [f"word{n} 🎉" for n in range(200)]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(spoken.say_slowly(words, 0.002))
        events = [event async for event in await spoken.pieces()]
    assert events[-1] is END
    pieces = [event for event in events if isinstance(event, Piece)]
    assert "".join(piece.text for piece in pieces) == "".join(words)
    assert all(a.end == b.offset for a, b in pairwise(pieces))


async def test_words_that_come_fast_travel_together(spoken: Spoken):
    began_at = monotonic()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(spoken.say_slowly(["x" * 20] * 100, 0.005))
        events = [event async for event in await spoken.pieces()]
    pauses = (monotonic() - began_at) / PAUSE_SECONDS
    # The first at once, one after each pause, what is left and the end.
    assert len(events) <= pauses + 4


async def test_who_gathers_is_not_woken_for_each_word(spoken: Spoken):
    taken: list[Heard] = []

    async def watched() -> AsyncGenerator[Heard, None]:
        async with aclosing(await spoken.listen()) as events:
            async for event in events:
                taken.append(event)
                yield event

    began_at = monotonic()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(spoken.say_slowly(["word "] * 200, 0.005))
        async for _ in gather(watched()):
            pass
    pauses = (monotonic() - began_at) / PAUSE_SECONDS
    # In each, what comes first in it and all that came after that.
    assert len(taken) <= 2 * (pauses + 2)


async def test_pieces_that_lie_there_one_by_one_are_taken_together():
    async def kept() -> AsyncGenerator[Heard, None]:
        for number in range(200):
            yield Piece(number * 5, "word ")
        yield END

    events = [event async for event in gather(kept())]
    assert events == [Piece(0, "word " * 200), END]


async def test_a_few_words_do_not_wait_for_more_than_a_second(spoken: Spoken):
    spoken.say("first")
    async with aclosing(await spoken.pieces()) as pieces, within(2):
        assert await anext(pieces) == Piece(0, "first")
        spoken.say("second")
        assert await anext(pieces) == Piece(5, "second")


async def test_silence_lets_the_caller_look_whether_anybody_listens(spoken: Spoken):
    async with aclosing(await spoken.pieces()) as pieces, within(3):
        assert await anext(pieces) is None


@pytest.mark.parametrize("leaves_at", [Piece(0, "first"), None], ids=["a word", "silence"])
async def test_a_caller_that_leaves_closes_the_source(spoken: Spoken, leaves_at: Piece | None):
    spoken.say("first")
    async with aclosing(await spoken.pieces()) as pieces:
        async for event in pieces:
            if event == leaves_at:
                break
    await spoken.stop_unheard()
    assert spoken.is_unheard.is_set()
