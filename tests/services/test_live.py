"""What changes is told after the commit, to every worker, once, and in one order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing
from urllib.parse import urlsplit

import anyio
import pytest
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import transaction, write_briefly
from chat_app.models import User
from chat_app.services import live
from chat_app.services.budgets import ledger
from chat_app.services.live import Event, Kind
from chat_app.services.live.carriers import Carrier, MemoryCarrier
from chat_app.services.live.log import Listener, Log, Saying
from chat_app.services.live.redis import open_redis_carrier
from tests.conftest import NewUser
from tests.link import linked

TOPIC = live.of_chat(uuid7())


class Workers:
    """One says something, the other listens."""

    def __init__(self, saying: Carrier, log: Log):
        self._saying = saying
        self.log = log

    def say(self, kind: Kind, topic: str = TOPIC, origin: str = "", **fields: str) -> None:
        self._saying.carry(Saying(topic, kind, fields, origin))


@pytest.fixture(params=["memory", "redis", "redis, another worker"])
async def workers(request: pytest.FixtureRequest) -> AsyncIterator[Workers]:
    log = Log()
    if request.param == "memory":
        yield Workers(MemoryCarrier(log), log)
        return
    url = request.getfixturevalue("redis_url")
    async with AsyncExitStack() as stack:
        saying = await stack.enter_async_context(open_redis_carrier(url, log))
        if request.param == "redis, another worker":
            log = Log()
            await stack.enter_async_context(open_redis_carrier(url, log))
        workers = Workers(saying, log)
        await begun(workers)
        yield workers


async def begun(workers: Workers) -> None:
    """Wait until the listening worker hears what is said."""
    heard = Ear(workers.log, "test")
    with anyio.fail_after(60):
        while not heard.events:
            workers.say(Kind.LIST, "test")
            await anyio.sleep(0.02)
    heard.listener.close()


class Ear:
    """Keeps what a listener hears."""

    def __init__(self, log: Log, *topics: str):
        self.events: list[Event] = []
        self._more = asyncio.Event()
        self.listener = Listener(log, self._hear)
        self.listener.attend(topics)

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        self._more.set()

    async def first(self, count: int) -> list[Event]:
        """Wait for the first events."""
        with anyio.fail_after(60):
            while len(self.events) < count:
                self._more.clear()
                await self._more.wait()
        return self.events[:count]

    async def until(self, kind: Kind) -> None:
        """Wait until an event of a kind was heard."""
        while kind not in {event.kind for event in self.events}:
            await self.first(len(self.events) + 1)


async def test_what_is_said_is_heard_in_order_with_its_fields(workers: Workers):
    ear = Ear(workers.log, TOPIC)
    for number in range(50):
        workers.say(Kind.MESSAGE, message=str(number), words="漢🙂 \n")
    heard = await ear.first(50)
    assert [event.fields for event in heard] == [
        {"message": str(number), "words": "漢🙂 \n"} for number in range(50)
    ]
    assert {event.kind for event in heard} == {Kind.MESSAGE}
    numbers = [event.number for event in heard]
    assert numbers == sorted(set(numbers))


async def test_a_listener_hears_its_topics_and_no_others(workers: Workers):
    ear = Ear(workers.log, TOPIC)
    workers.say(Kind.LIST, "user:another")
    workers.say(Kind.CHAT)
    ear_of_another = Ear(workers.log, "user:another")
    assert (await ear.first(1))[0].kind is Kind.CHAT
    ear.listener.attend(["user:another"])
    workers.say(Kind.MESSAGE)
    workers.say(Kind.BUDGET, "user:another")
    assert (await ear.first(2))[1].kind is Kind.BUDGET
    ear.listener.close()
    workers.say(Kind.BUDGET, "user:another")
    await ear_of_another.first(2)
    assert len(ear.events) == 2


async def test_what_is_heard_says_where_it_was_done(workers: Workers):
    ear = Ear(workers.log, TOPIC)
    workers.say(Kind.MESSAGE, origin="my tab")
    workers.say(Kind.CHAT)
    assert [event.origin for event in await ear.first(2)] == ["my tab", ""]


async def test_a_listener_that_was_away_hears_what_it_missed(workers: Workers):
    ear = Ear(workers.log, TOPIC)
    for number in range(5):
        workers.say(Kind.MESSAGE, message=str(number))
        workers.say(Kind.LIST, "user:another")
    last = (await ear.first(5))[1].number
    workers.say(Kind.CHAT)
    await ear.first(6)
    heard: list[Event] = []
    async with aclosing(workers.log.listen([TOPIC], last)) as events:
        async for event in events:
            heard.append(event)
            if len(heard) == 4:
                workers.say(Kind.DELETED)
            if event.kind is Kind.DELETED:
                break
    assert [event.fields.get("message", event.kind) for event in heard] == [
        "2",
        "3",
        "4",
        "chat",
        "deleted",
    ]


@pytest.mark.parametrize("after", [0, 1 << 80], ids=["long ago", "of another time"])
async def test_a_listener_that_missed_too_much_is_told_to_read_anew(workers: Workers, after: int):
    async with aclosing(workers.log.listen([TOPIC], after)) as events:
        assert (await anext(events)).kind is Kind.ANEW


async def test_only_the_newest_events_are_kept(monkeypatch: pytest.MonkeyPatch):
    log = Log()
    carrier = MemoryCarrier(log)
    ear = Ear(log, TOPIC)
    for _ in range(5000):
        carrier.carry(Saying(TOPIC, Kind.MESSAGE, {}, ""))
    newest = ear.events[-1].number
    assert len(log.since([TOPIC], ear.events[-201].number)) == 200
    assert [event.kind for event in log.since([TOPIC], ear.events[0].number)] == [Kind.ANEW]
    assert log.since([TOPIC], newest) == []


async def test_what_passes_is_told_and_pushes_nothing_out(workers: Workers):
    ear = Ear(workers.log, TOPIC)
    workers.say(Kind.CHAT)
    for kind in (Kind.TYPING, Kind.PRESENCE):
        workers.say(kind)
    heard = await ear.first(3)
    assert [event.kind for event in heard] == [Kind.CHAT, Kind.TYPING, Kind.PRESENCE]
    assert workers.log.since([TOPIC], heard[0].number) == []
    workers.say(Kind.DELETED)
    await ear.first(4)
    # The number of what passed is a place to go on from like any other.
    for number in (heard[0].number, heard[2].number):
        assert [event.kind for event in workers.log.since([TOPIC], number)] == [Kind.DELETED]


async def test_a_listener_that_is_too_slow_is_told_to_read_anew_and_goes_on():
    log = Log()
    carrier = MemoryCarrier(log)
    async with aclosing(log.listen([TOPIC], None)) as events:
        first = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        for _ in range(1100):
            carrier.carry(Saying(TOPIC, Kind.MESSAGE, {}, ""))
        carrier.carry(Saying(TOPIC, Kind.DELETED, {}, ""))
        kinds = [(await first).kind]
        while kinds[-1] is not Kind.DELETED:
            kinds.append((await anext(events)).kind)
    assert kinds[0] is Kind.ANEW
    assert len(kinds) <= 200


def test_numbers_grow_although_the_clock_is_put_back(monkeypatch: pytest.MonkeyPatch):
    log = Log()
    carrier = MemoryCarrier(log)
    ear_numbers: list[int] = []
    listener = Listener(log, lambda event: ear_numbers.append(event.number))
    listener.attend([TOPIC])
    carrier.carry(Saying(TOPIC, Kind.MESSAGE, {}, ""))
    monkeypatch.setattr("chat_app.services.live.carriers._present", lambda: 5)
    carrier.carry(Saying(TOPIC, Kind.MESSAGE, {}, ""))
    assert ear_numbers == sorted(set(ear_numbers))
    assert len(ear_numbers) == 2


async def test_after_an_outage_of_redis_everybody_reads_anew_and_hears_again(redis_url: str):
    port = urlsplit(redis_url).port
    log, other = Log(), Log()
    async with (
        linked(lambda: asyncio.open_connection("127.0.0.1", port)) as link,
        open_redis_carrier(f"redis://127.0.0.1:{link.port}/0", log) as carrier,
        open_redis_carrier(f"redis://127.0.0.1:{link.port}/0", other),
    ):
        for each in (log, other):
            await begun(Workers(carrier, each))
        ears = [Ear(log, TOPIC), Ear(other, TOPIC)]
        await link.cut()
        carrier.carry(Saying(TOPIC, Kind.CHAT, {}, ""))
        await anyio.sleep(0.1)
        await link.mend()
        for ear in ears:
            await ear.until(Kind.ANEW)
        carrier.carry(Saying(TOPIC, Kind.DELETED, {}, ""))
        for ear in ears:
            await ear.until(Kind.DELETED)


Told = Callable[[str], list[Event]]


@pytest.fixture
def told(app: Settings) -> Told:
    """Return a function that listens to a topic and gives what was told until it is looked at."""

    def _told(topic: str) -> list[Event]:
        events: list[Event] = []
        live.listener(events.append).attend([topic])
        return events

    return _told


async def test_a_transaction_tells_after_its_commit(told: Told):
    events = told(TOPIC)
    async with transaction():
        live.publish(TOPIC, Kind.CHAT)
        assert events == []
    assert [event.kind for event in events] == [Kind.CHAT]


async def test_what_is_undone_is_never_told(told: Told):
    events = told(TOPIC)

    async def undone() -> None:
        async with transaction():
            live.publish(TOPIC, Kind.CHAT)
            raise RuntimeError("undo")

    with pytest.raises(RuntimeError, match="undo"):
        await undone()
    live.publish(TOPIC, Kind.DELETED)
    assert [event.kind for event in events] == [Kind.DELETED]


async def test_brief_work_tells_after_its_commit_or_never(told: Told):
    events = told(TOPIC)

    def work(_connection: object, *, fails: bool) -> None:
        live.publish(TOPIC, Kind.CHAT)
        assert events == []
        if fails:
            raise RuntimeError("undo")

    with pytest.raises(RuntimeError, match="undo"):
        await write_briefly(work, fails=True)
    await write_briefly(work, fails=False)
    assert [event.kind for event in events] == [Kind.CHAT]


async def test_a_task_begun_inside_tells_although_the_transaction_is_over(told: Told):
    events = told(TOPIC)
    go_on = asyncio.Event()

    async def later() -> None:
        await go_on.wait()
        live.publish(TOPIC, Kind.CHAT)

    async with transaction():
        task = asyncio.create_task(later())
    go_on.set()
    await task
    assert [event.kind for event in events] == [Kind.CHAT]


async def test_a_limit_that_is_changed_is_told_to_its_owner(told: Told, new_user: NewUser):
    user: User = await new_user()
    events = told(live.of_user(user.user_id))
    user.token_limit = 5
    await write_briefly(ledger.set_limit, owner=ledger.Owner.of(user))
    assert {event.kind for event in events} == {Kind.BUDGET}
