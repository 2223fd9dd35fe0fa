"""The broker: replay plus tail is, character for character, what an early listener got."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from uuid import UUID

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from uuid_utils.compat import uuid7

from chat_app import pacing
from chat_app.llm.types import CountMethod, FinishReason, ToolCall, ToolCallDelta, Usage
from chat_app.models import MessageStatus
from chat_app.services.broker import Broker, End, Heard, Picture, Piece, Said, Thought
from chat_app.services.broker.memory import MemoryBroker
from chat_app.services.broker.redis import RedisBroker, open_redis_broker
from chat_app.services.budgets.receipts import Billed, Breakdown
from chat_app.sharing import connect


def end_of(message_id: UUID, text: str) -> End:
    """Return a closing event with everything in it."""
    return End(
        chat_id=uuid7(),
        message_id=message_id,
        status=MessageStatus.COMPLETE,
        finish_reason=FinishReason.STOP,
        text=text,
        tokens_used=208,
        breakdown=Breakdown(
            6, 42, 150, 10, 208, CountMethod.USAGE, True, False, 7, Billed(1, 2, 3, 4, 10)
        ),
        calls=(ToolCall("1", "look", '{"at": "🙂"}', b"\xff\x00"),),
        pictures=(Picture(3, uuid7(), "image/webp", 1024, 768, "a 🙂"),),
        usage=Usage(1, 2, 3, 4, 10),
    )


class Workers:
    """The brokers of two workers: one runs the turns, the other listens."""

    def __init__(self, running: Broker, listening: Broker):
        self.running = running
        self.listening = listening


@pytest.fixture(params=["memory", "redis", "redis, another worker"])
async def workers(request: pytest.FixtureRequest) -> AsyncIterator[Workers]:
    """Give brokers of each kind; with Redis the listener may sit on another worker."""
    if request.param == "memory":
        broker = MemoryBroker()
        yield Workers(broker, broker)
        return
    url = request.getfixturevalue("redis_url")
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(open_redis_broker(url))
        listening = running
        if request.param == "redis, another worker":
            listening = await stack.enter_async_context(open_redis_broker(url))
        yield Workers(running, listening)


async def opened(broker: Broker, message_id: UUID, after: int = 0) -> AsyncGenerator[Heard, None]:
    """Wait for a log, which comes to other workers a moment later, and return its events."""
    with anyio.fail_after(60):
        while True:
            if events := await broker.listen(message_id, after):
                return events
            await anyio.sleep(0.01)


async def listen(broker: Broker, message_id: UUID, after: int = 0) -> tuple[str, End]:
    """Listen to the end and return the text from `after` on and the closing event."""
    events = await opened(broker, message_id, after)
    text, offset = "", after
    async with aclosing(events):
        async for event in events:
            if isinstance(event, End):
                with pytest.raises(StopAsyncIteration):
                    await anext(events)
                return text, event
            assert isinstance(event, Piece)
            assert event.offset == offset
            text += event.text
            offset = event.end
    raise AssertionError("the log ended without an End")


async def units(broker: Broker, message_id: UUID, after: int = 0) -> list[Said]:
    """Listen to the end and return what came, text by character; each has its place checked."""
    heard: list[Said] = []
    async with aclosing(await opened(broker, message_id, after)) as events:
        async for event in events:
            if isinstance(event, End):
                return heard
            assert not isinstance(event, Thought)
            assert event.offset == after
            if isinstance(event, Piece):
                heard += event.text
            else:
                heard.append(
                    replace(event, offset=0) if isinstance(event, Picture) else event.delta
                )
            after = event.end
    raise AssertionError("the log ended without an End")


def spoken(said: list[Said]) -> list[Said]:
    """Return what was said as `units` does."""
    return [unit for each in said for unit in (each if isinstance(each, str) else [each])]


async def test_listeners_from_any_offset_get_the_same_text(workers: Workers) -> None:
    message_id = uuid7()
    choose = random.Random(7)
    pieces = ["".join(choose.choices("aé漢🙂\n ", k=choose.randint(1, 9))) for _ in range(120)]
    text = "".join(pieces)
    end = end_of(message_id, text)
    heard: dict[int, tuple[str, End]] = {}
    workers.running.open(message_id, lambda: None)

    async def listen_from(after: int) -> None:
        heard[after] = await listen(workers.listening, message_id, after)

    async with anyio.create_task_group() as tasks:
        for number, piece in enumerate(pieces):
            workers.running.publish(message_id, piece)
            if number % 10 == 0:
                so_far = sum(map(len, pieces[: number + 1]))
                tasks.start_soon(listen_from, choose.randint(0, so_far))
                await anyio.lowlevel.checkpoint()
        await workers.running.finish(message_id, end)

    assert heard
    for after, (tail, closing) in heard.items():
        assert tail == text[after:]
        assert closing == end


def a_call(choose: random.Random) -> ToolCallDelta:
    arguments = "🙂" * choose.randint(0, 3)
    return ToolCallDelta(choose.randint(0, 2), arguments, "1", "f", b"\xff\x00")


def a_picture(choose: random.Random) -> Picture:
    return Picture(0, uuid7(), "image/png", choose.randint(1, 4096), 768, "a 🙂")


@pytest.mark.parametrize("other", [a_call, a_picture])
async def test_what_is_no_text_stands_between_the_text_it_came_between(
    workers: Workers, other: Callable[[random.Random], ToolCallDelta | Picture]
) -> None:
    message_id, choose = uuid7(), random.Random(11)
    said: list[Said] = [
        "".join(choose.choices("aé漢🙂\n ", k=choose.randint(1, 9)))
        if choose.random() < 0.6
        else other(choose)
        for _ in range(120)
    ]
    whole = spoken(said)
    heard: dict[int, list[Said]] = {}
    workers.running.open(message_id, lambda: None)

    async def listen_from(after: int) -> None:
        heard[after] = await units(workers.listening, message_id, after)

    async with anyio.create_task_group() as tasks:
        for number, each in enumerate(said):
            workers.running.publish(message_id, each)
            if number % 8 == 0:
                so_far = len(spoken(said[: number + 1]))
                tasks.start_soon(listen_from, choose.randint(0, so_far))
                await anyio.lowlevel.checkpoint()
        await workers.running.finish(message_id, end_of(message_id, ""))

    assert heard == {after: whole[after:] for after in heard}
    assert heard


async def test_text_around_other_things_can_be_recovered(workers: Workers) -> None:
    message_id = uuid7()
    workers.running.open(message_id, lambda: None)
    for said in (
        "Hello, ",
        ToolCallDelta(0, "{}", "1", "look"),
        a_picture(random.Random(3)),
        "world",
    ):
        workers.running.publish(message_id, said)

    with anyio.fail_after(60):
        while await workers.listening.recover(message_id) != "Hello, world":
            await anyio.sleep(0.01)


async def test_a_log_that_is_not_for_all_never_leaves_its_worker(redis_url: str) -> None:
    message_id, stopped = uuid7(), anyio.Event()
    async with (
        open_redis_broker(redis_url) as running,
        open_redis_broker(redis_url) as other,
        Redis.from_url(redis_url) as redis,
    ):
        running.open(message_id, stopped.set, is_for_all=False)
        running.publish(message_id, "a secret")
        events = await running.listen(message_id, 0)
        assert events
        assert await anext(events) == Piece(0, "a secret")
        await running.stop_unheard(1000)

        assert await other.listen(message_id, 0) is None
        await other.request_stop(message_id)
        with anyio.fail_after(60):
            await stopped.wait()
        end = end_of(message_id, "a secret")
        await running.finish(message_id, end)
        assert await anext(events) == end

        assert not [each async for each in redis.scan_iter() if not each.endswith(b":stop")]


async def test_nothing_is_kept_of_a_turn_that_never_was(workers: Workers) -> None:
    assert await workers.listening.listen(uuid7(), 0) is None


async def test_a_stop_reaches_the_worker_that_runs_the_turn(workers: Workers) -> None:
    message_id, stopped = uuid7(), anyio.Event()
    workers.running.open(message_id, stopped.set)

    await workers.listening.request_stop(message_id)

    with anyio.fail_after(60):
        await stopped.wait()


async def test_a_turn_counts_as_unheard_once_its_last_listener_left(workers: Workers) -> None:
    message_id, stopped = uuid7(), anyio.Event()
    workers.running.open(message_id, stopped.set)
    workers.running.publish(message_id, "Hello")
    events = await opened(workers.listening, message_id)
    assert await anext(events) == Piece(0, "Hello")
    await workers.running.stop_unheard(0)
    assert not stopped.is_set()

    await events.aclose()

    with anyio.fail_after(60):
        while not stopped.is_set():
            await workers.running.stop_unheard(0)
            await anyio.sleep(0.05)


async def test_what_was_published_can_be_recovered(workers: Workers) -> None:
    message_id = uuid7()
    workers.running.open(message_id, lambda: None)
    workers.running.publish(message_id, "Hello, ")
    workers.running.publish(message_id, "world")

    with anyio.fail_after(60):
        while await workers.listening.recover(message_id) != "Hello, world":
            await anyio.sleep(0.01)


@pytest.mark.parametrize(
    ("saved", "rest"),
    [("Hello", []), ("Hello, world", [Piece(5, ", world")])],
    ids=["as heard", "more than heard"],
)
async def test_another_worker_may_close_the_log_of_one_that_died(
    redis_url: str, saved: str, rest: list[Piece]
) -> None:
    message_id = uuid7()
    async with open_redis_broker(redis_url) as sweeping:
        async with open_redis_broker(redis_url) as dying:
            dying.open(message_id, lambda: None)
            dying.publish(message_id, "Hello")
            events = await opened(sweeping, message_id)
            assert await anext(events) == Piece(0, "Hello")
        end = replace(end_of(message_id, saved), calls=(), pictures=())

        await sweeping.finish(message_id, end)

        assert [each async for each in events] == [*rest, end]


async def recovered(broker: Broker, message_id: UUID, text: str) -> None:
    """Wait until so much of a reply is to be had."""
    with anyio.fail_after(60):
        while await broker.recover(message_id) != text:
            await anyio.sleep(0.01)


async def test_a_log_that_redis_forgot_is_made_anew_from_its_beginning(redis_url: str) -> None:
    message_id = uuid7()
    async with open_redis_broker(redis_url) as broker, Redis.from_url(redis_url) as redis:
        broker.open(message_id, lambda: None)
        broker.publish(message_id, "Hello")
        await recovered(broker, message_id, "Hello")
        await redis.flushall()

        broker.publish(message_id, ", world")

        await recovered(broker, message_id, "Hello, world")


async def test_a_log_goes_away_by_itself_and_soon_once_it_is_closed(redis_url: str) -> None:
    message_id = uuid7()
    async with open_redis_broker(redis_url) as broker, Redis.from_url(redis_url) as redis:
        broker.open(message_id, lambda: None)
        broker.publish(message_id, "Hello")
        await recovered(broker, message_id, "Hello")
        assert 60 < await redis.ttl(f"turn:{message_id}") <= 3600

        await broker.finish(message_id, end_of(message_id, "Hello"))

        with anyio.fail_after(60):
            while not 0 < await redis.ttl(f"turn:{message_id}") <= 30:
                await anyio.sleep(0.01)


async def test_a_stop_that_the_ear_missed_is_found_by_the_turn(redis_url: str) -> None:
    message_id, stopped = uuid7(), anyio.Event()
    async with open_redis_broker(redis_url) as asking, connect(redis_url) as redis:
        deaf = RedisBroker(redis)
        deaf.open(message_id, stopped.set)

        await asking.request_stop(message_id)
        await deaf.stop_unheard(1000)

        assert stopped.is_set()
        deaf.abandon(message_id)
        await deaf.close()


@given(
    said=st.lists(
        st.text(min_size=1, max_size=8)
        | st.builds(ToolCallDelta, st.integers(0, 3), st.text(max_size=8))
        | st.builds(Picture, st.just(0), st.uuids(), *map(st.just, ("image/png", 2, 3, "a boat"))),
        max_size=20,
    ),
    cut=st.integers(0, 200),
)
async def test_what_follows_a_cut_is_exactly_the_rest(said: list[Said], cut: int) -> None:
    broker, message_id = MemoryBroker(), uuid7()
    whole = spoken(said)
    after = min(cut, len(whole))
    broker.open(message_id, lambda: None)
    for each in said:
        broker.publish(message_id, each)
    hearing = asyncio.create_task(units(broker, message_id, after))
    await _turns_of_the_loop()

    await broker.finish(message_id, end_of(message_id, ""))

    assert await hearing == whole[after:]


async def test_text_that_comes_together_wakes_a_listener_once_and_the_first_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "_tick_seconds", lambda: 3600)
    broker, message_id = MemoryBroker(), uuid7()
    broker.open(message_id, lambda: None)
    events = await broker.listen(message_id, 0)
    assert events
    heard: list[str] = []

    async def listen() -> None:
        async for event in events:
            assert isinstance(event, Piece)
            heard.append(event.text)

    async with aclosing(events):
        listening = asyncio.create_task(listen())
        await anyio.lowlevel.checkpoint()
        broker.publish(message_id, "first")
        await _turns_of_the_loop()
        assert heard == ["first"]
        for text in (" then", " more", " of it"):
            broker.publish(message_id, text)
            await _turns_of_the_loop()
        assert heard == ["first"]
        broker.abandon(message_id)
        await listening
    assert heard == ["first", " then more of it"]


async def _turns_of_the_loop() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
