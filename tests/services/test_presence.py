"""Who looks at a chat and who writes: told once a person, to every worker, and never for long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit
from uuid import UUID

import anyio
import pytest
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.services import live, presence
from chat_app.services.live import Event, Kind
from chat_app.services.presence import redis as shared
from chat_app.services.presence.redis import SharedSeats, open_shared_seats
from chat_app.services.presence.seats import Person, Seats
from chat_app.sharing import connect
from tests.link import linked

CHAT = uuid7()
ADA, GRACE = Person(uuid7(), "Ada"), Person(uuid7(), "Grace")


class Workers:
    """Two workers, or the only one twice, and the chats of which something was told."""

    def __init__(self, one: Seats, other: Seats, told: list[UUID]) -> None:
        self.one, self.other, self.told = one, other, told

    async def tells(self) -> None:
        """Wait until something was told."""
        with anyio.fail_after(60):
            while not self.told:
                await anyio.sleep(0.02)

    async def sees(self, seats: Seats, *people: Person) -> None:
        """Wait until somebody at a worker sees these people, and nobody else."""
        await until(lambda: seen(seats, *people))


async def seen(seats: Seats, *people: Person) -> bool:
    return await seats.people_in(CHAT, live.newest() + 1) == list(people)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    with anyio.fail_after(60):
        while not await holds():
            await anyio.sleep(0.02)


@pytest.fixture(params=["memory", "redis", "redis, two workers"])
async def workers(request: pytest.FixtureRequest, app: Settings) -> AsyncIterator[Workers]:
    told: list[UUID] = []
    if request.param == "memory":
        seats = Seats(told.append)
        yield Workers(seats, seats, told)
        return
    url = request.getfixturevalue("redis_url")
    async with AsyncExitStack() as stack:
        one = other = await stack.enter_async_context(open_shared_seats(url, told.append))
        if request.param == "redis, two workers":
            other = await stack.enter_async_context(open_shared_seats(url, told.append))
        yield Workers(one, other, told)


async def test_who_takes_a_seat_is_seen_by_all_until_it_is_left(workers: Workers):
    workers.one.take("tab", CHAT, ADA)
    workers.other.take("another tab", CHAT, GRACE)
    for seats in (workers.one, workers.other):
        await workers.sees(seats, ADA, GRACE)
    workers.one.leave("tab")
    for seats in (workers.one, workers.other):
        await workers.sees(seats, GRACE)


async def test_a_person_with_many_seats_comes_and_goes_once(workers: Workers):
    for number in range(5):
        workers.one.take(f"tab {number}", CHAT, ADA)
    await workers.tells()
    for number in range(4):
        workers.one.leave(f"tab {number}")
    await workers.sees(workers.other, ADA)
    assert workers.told == [CHAT]
    workers.one.leave("tab 4")
    await workers.sees(workers.other)


async def test_a_seat_is_in_one_chat_only(workers: Workers):
    workers.one.take("tab", CHAT, ADA)
    await workers.sees(workers.other, ADA)
    workers.one.take("tab", uuid7(), ADA)
    await workers.sees(workers.other)
    workers.one.take("tab", CHAT, Person(ADA.user_id, "Ada Lovelace"))
    await workers.sees(workers.other, Person(ADA.user_id, "Ada Lovelace"))


async def test_what_did_not_change_is_not_told(workers: Workers):
    workers.one.take("tab", CHAT, ADA)
    await workers.tells()
    workers.one.take("tab", CHAT, ADA)
    workers.one.leave("no tab")
    await workers.sees(workers.other, ADA)
    assert workers.told == [CHAT]


async def test_nothing_is_left_of_who_left(workers: Workers):
    for number in range(20):
        workers.one.take(f"tab {number}", uuid7(), ADA)
        await workers.one.people_in(CHAT, 0)
    for number in range(20):
        workers.one.leave(f"tab {number}")
    await workers.sees(workers.one)
    left = {name: kept for name, kept in vars(workers.one).items() if isinstance(kept, dict | set)}
    assert {name for name, kept in left.items() if kept} == set()


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have signs of life come often, and leases end soon."""
    monkeypatch.setattr(shared, "_RENEW_S", 0.1)
    monkeypatch.setattr(shared, "_LEASE_S", 1)


@pytest.mark.usefixtures("quickly")
async def test_the_people_of_a_worker_that_was_killed_are_gone(app: Settings, redis_url: str):
    told: list[UUID] = []
    async with (
        open_shared_seats(redis_url, told.append) as seats,
        connect(redis_url, decode_responses=True) as redis,
    ):
        seats.take("tab", CHAT, ADA)
        # It gives one sign of life, and never another.
        killed = SharedSeats(redis, lambda _: None)
        await killed.renew()
        killed.take("tab", CHAT, GRACE)
        await until(lambda: seen(seats, ADA, GRACE))
        told.clear()
        with anyio.fail_after(60):
            while not told:
                await anyio.sleep(0.02)
        await until(lambda: seen(seats, ADA))
        assert len(await redis.keys("presence:chat:*")) == 1


@pytest.mark.usefixtures("quickly")
async def test_while_redis_is_away_who_was_there_stays_and_after_it_all_are_there(
    app: Settings, redis_url: str
):
    port = urlsplit(redis_url).port
    async with (
        linked(lambda: asyncio.open_connection("127.0.0.1", port)) as link,
        open_shared_seats(f"redis://127.0.0.1:{link.port}/0", lambda _: None) as one,
        open_shared_seats(redis_url, lambda _: None) as other,
    ):
        one.take("tab", CHAT, ADA)
        other.take("tab", CHAT, GRACE)
        await until(lambda: seen(one, ADA, GRACE))
        await link.cut()
        assert await seen(one, ADA, GRACE)
        mary, edith = Person(uuid7(), "Mary"), Person(uuid7(), "Edith")
        one.take("tab 2", CHAT, mary)
        one.take("tab", uuid7(), ADA)
        other.take("tab 2", CHAT, edith)
        await until(lambda: seen(other, GRACE, edith))
        # Redis has forgotten everything meanwhile.
        async with connect(redis_url) as redis:
            await redis.flushall()
        await link.mend()
        for seats in (one, other):
            await until(lambda seats=seats: seen(seats, GRACE, mary, edith))


@pytest.fixture
def told(app: Settings) -> list[Event]:
    """What is told of a chat from here on."""
    events: list[Event] = []
    live.listener(events.append).attend([live.of_chat(CHAT)])
    return events


async def test_whoever_comes_and_goes_is_told_on_the_topic_of_the_chat(told: list[Event]):
    presence.take_seat("tab", CHAT, ADA)
    presence.leave("tab")
    assert [event.kind for event in told] == [Kind.PRESENCE] * 2
    assert await presence.people_in(CHAT, 0) == []


async def test_writing_is_told_at_once_and_not_at_every_key(told: list[Event]):
    for _ in range(10):
        presence.typing(CHAT, ADA, True)
        presence.typing(CHAT, GRACE, True)
    for _ in range(3):
        presence.typing(CHAT, ADA, False)
    assert [(event.kind, event.fields["user"], event.fields["state"]) for event in told] == [
        (Kind.TYPING, str(ADA.user_id), "on"),
        (Kind.TYPING, str(GRACE.user_id), "on"),
        (Kind.TYPING, str(ADA.user_id), "off"),
    ]
    assert told[0].fields["name"] == "Ada"


async def test_who_goes_on_writing_is_told_again(
    told: list[Event], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(presence, "_TOLD_AGAIN_S", 0)
    for _ in range(3):
        presence.typing(CHAT, ADA, True)
    assert len(told) == 3
