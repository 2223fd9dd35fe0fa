"""People use a server for a while, and vendor, Redis and database fail meanwhile; nothing is lost
and nothing stays behind. `make soak` does it for long, the tests for less than a minute."""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import psutil
import pytest
from sqlmodel import select

from chat_app.config import Settings, get_settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.models import Message, MessageStatus, Turn
from chat_app.services import accounts
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import free_port
from tests.e2e.conftest import serving
from tests.fakes.openai import fake_openai
from tests.link import Link, linked
from tests.soak.people import Outages, Program, Reader, Told, answer

MINUTES = float(os.environ.get("MINUTES", "0.3"))
PEOPLE = int(os.environ.get("PEOPLE", "16"))
IS_LONG = MINUTES >= 5
"""Whether memory can be told from what a process takes when it is first asked."""
_PAUSE_S = PEOPLE / 16
"""Between two deeds of a person, so that two processors are busy, and not at their end."""
_AWAY_S = 3
_SETTLED_S = 40
_NOISE = 12
"""Tasks and threads of connections that are kept open, which come and go."""
_MOST = {"connections to the database": 20, "connections to Redis": 150}
"""What stays open for the next one, however many people there were and whatever was away."""
SECRET = "a secret of the soak that is long enough"
_SETTINGS = {
    "JWT_SECRET": SECRET,
    "OPENAI_API_KEY": "key-of-the-test",
    "RATE_LIMIT_PER_MINUTE": "0",
    "REPLY_CACHE_TTL_S": "0",
    "MAX_CHATS_PER_USER": "100000",
    "DEFAULT_TOKEN_LIMIT": "1000000000",
    "DISCONNECT_GRACE_S": "5",
}


@pytest.fixture
async def redis_link(redis_url: str) -> AsyncIterator[Link]:
    """Give a line to Redis that can be cut."""
    port = urlsplit(redis_url).port
    async with linked(lambda: asyncio.open_connection("127.0.0.1", port)) as link:
        yield link


@pytest.fixture
async def database_link(database_settings: Settings) -> AsyncIterator[Link]:
    """Give a line to PostgreSQL that can be cut."""
    folder = parse_qs(urlsplit(database_settings.DATABASE_URL).query)["host"][0]
    socket = f"{folder}/.s.PGSQL.5432"
    async with linked(lambda: asyncio.open_unix_connection(socket)) as link:
        yield link


class Watched:
    """What a server's processes hold."""

    def __init__(self, url: str, links: dict[str, Link]) -> None:
        """Find the process.

        Args:
            url: Where it serves.
            links: Its lines to others, by what a connection over one is called.
        """
        self._url = url
        self._links = links
        self.tasks: dict[str, int] = {}
        """How many tasks it had when it was last asked, by what they do."""
        self._port = int(url.rpartition(":")[2])
        (self._process,) = (
            each
            for each in psutil.Process().children(recursive=True)
            if any(
                connection.status == psutil.CONN_LISTEN and connection.laddr.port == self._port
                for connection in each.net_connections("inet")
            )
        )

    def rss_mb(self) -> float:
        """Return its resident memory."""
        return self._process.memory_info().rss / 1e6

    async def holds(self) -> dict[str, int]:
        """Return how many of each thing it holds."""
        async with httpx.AsyncClient(timeout=60) as http:
            told = (await http.get(f"{self._url}/metrics")).text.splitlines()
        figures = dict(line.rsplit(" ", 1) for line in told if not line.startswith("#"))
        self.tasks = {
            work.removeprefix('chat_tasks{work="').removesuffix('"}'): int(float(count))
            for work, count in figures.items()
            if work.startswith("chat_tasks{") and float(count)
        }
        connections = self._process.net_connections("inet")
        people = [
            connection
            for connection in connections
            if connection.laddr.port == self._port and connection.status == psutil.CONN_ESTABLISHED
        ]
        kept = {
            name: sum(bool(each.raddr) and each.raddr.port == link.port for each in connections)
            for name, link in self._links.items()
        }
        return {
            "tasks": sum(self.tasks.values()),
            "threads": self._process.num_threads(),
            "files": self._process.num_fds() - sum(kept.values()),
            **kept,
            "connections of people": len(people),
            "streams": int(float(figures["chat_streams_open"])),
            "processes": len(self._process.children()),
        }

    async def rest(self, before: dict[str, int]) -> dict[str, int]:
        """Return what it holds when that is no more than before, or after a while."""
        until = time.monotonic() + _SETTLED_S
        while left_behind(before, after := await self.holds()) and time.monotonic() < until:
            await asyncio.sleep(1)
        return after


def left_behind(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return what there is more of than before, but for what is kept open for the next one."""
    most = {
        each: before[each] + (_NOISE if each in {"tasks", "threads"} else 0) for each in after
    } | _MOST
    return {each: count for each, count in after.items() if count > most[each]}


async def use(url: str, tokens: list[str], told: Told, seconds: float) -> None:
    """Have people use it for so long."""
    kinds = (Program, Reader)
    people = [
        asyncio.create_task(kinds[number % 2](url, token, told).live(_PAUSE_S))
        for number, token in enumerate(tokens)
    ]
    await asyncio.sleep(seconds)
    for each in people:
        each.cancel()
    for ended in await asyncio.gather(*people, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            told.complaints.append(f"somebody fell over: {ended!r}")


async def fail(outages: Outages, seconds: float, *links: Link) -> None:
    """Take away each line, and then all at once, in the middle of the time.

    The first is early: what everybody's coming back takes for good is no growth.
    """
    for away, part in ((links[:1], 1 / 8), (links[1:], 1 / 4), (links, 1 / 4)):
        await asyncio.sleep(seconds * part)
        outages.begin(_AWAY_S)
        for link in away:
            await link.cut()
        await asyncio.sleep(_AWAY_S)
        for link in away:
            await link.mend()


async def settled() -> list[Turn]:
    """Wait until no turn is open, and return all."""
    async with asyncio.timeout(_SETTLED_S):
        while True:
            async with reading() as session:
                turns = list((await session.exec(select(Turn))).all())
            if all(turn.settled_at for turn in turns):
                return turns
            await asyncio.sleep(0.5)


@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
@pytest.mark.settings(JWT_SECRET=SECRET)
@pytest.mark.timeout(60 * MINUTES + 600)
async def test_nothing_is_lost_and_nothing_stays_behind(
    database_settings: Settings,
    database_link: Link,
    redis_link: Link,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = urlsplit(database_settings.DATABASE_URL).path
    told = Told(Outages())
    async with AsyncExitStack() as stack:
        vendor = await stack.enter_async_context(fake_openai())
        vendor.answer = answer
        app = {
            "DATABASE_URL": f"postgresql://postgres:@127.0.0.1:{database_link.port}{path}",
            "REDIS_URL": f"redis://127.0.0.1:{redis_link.port}/0",
            "FILES_URL": f"{tmp_path}/files",
            "OPENAI_BASE_URL": f"{vendor.endpoint}/v1",
            "PORT": str(free_port()),
            **_SETTINGS,
        }
        running = ExitStack()
        url = await asyncio.to_thread(running.enter_context, serving(app, tmp_path / "server.log"))
        try:
            url = url.replace("localhost", "127.0.0.1")
            async with open_database(get_settings()):
                tokens = [
                    (await accounts.register(f"{n}@example.com", "correct horse")).access_token
                    for n in range(PEOPLE)
                ]
            links = (database_link, redis_link)
            watched = Watched(url, dict(zip(_MOST, links, strict=True)))
            idle = await watched.holds()
            # What a process takes when it is first asked for something stays; tasks do not, and
            # some of the warm-up are still there, such as those that ping closed websockets.
            warm = Told(Outages())
            await use(url, tokens, warm, 6 + 2 * _PAUSE_S)
            await asyncio.sleep(8)
            before = await watched.holds() | {"tasks": idle["tasks"]}

            seconds = 60 * MINUTES
            memory: list[float] = []

            async def weigh() -> None:
                while True:
                    memory.append(watched.rss_mb())
                    await asyncio.sleep(seconds / 100)

            weighing = asyncio.create_task(weigh())
            failing = asyncio.create_task(fail(told.outages, seconds, redis_link, database_link))
            began = time.monotonic()
            await use(url, tokens, told, seconds)
            weighing.cancel()
            await failing

            async with open_database(get_settings()):
                turns = await settled()
                after = await watched.rest(before)
                assert await check_books() == []
                lost = await missing(told)
        finally:
            await asyncio.to_thread(running.close)
    early, late = sum(memory[20:30]) / 10, sum(memory[-10:]) / 10
    rows = {
        "people, minutes": f"{PEOPLE}, {(time.monotonic() - began) / 60:.1f}",
        **dict(sorted(told.deeds.items())),
        "turns settled": len(turns),
        "messages lost, replies that differ": len(lost),
        "complaints while nothing was away": len(told.complaints),
        "memory after a fifth, at the end": f"{early:.0f} MB, {late:.0f} MB",
        "memory, tenth by tenth": " ".join(f"{each:.0f}" for each in memory[9::10]),
        **{f"{name}, before and after": f"{before[name]}, {after[name]}" for name in after},
        "tasks, by what they do": watched.tasks,
        "books": "balance",
    }
    table = "".join(f"\n| {name} | {figure} |" for name, figure in rows.items())
    with capsys.disabled():
        sys.stdout.write(table)
    assert lost == []
    assert Counter(each[:600] for each in told.complaints) == {}
    assert left_behind(before, after) == {}, table
    assert told.outages.count == 3
    if IS_LONG:
        assert late <= 1.05 * early, table


async def missing(told: Told) -> list[str]:
    """Return what was sent and is not there, or not as it was heard."""
    found: list[str] = []
    for sent in told.sent:
        async with reading() as session:
            reply = await session.get(Message, UUID(sent.message_id))
            asked = reply and await session.get(Message, reply.parent_id)
        if reply is None or asked is None or asked.content != sent.text:
            found.append(f"lost: {sent}")
        elif reply.status is MessageStatus.STREAMING:
            found.append(f"not settled: {sent}")
        elif sent.is_whole and reply.content != sent.reply:
            found.append(f"differs: {sent}, {reply.content}")
    return found
