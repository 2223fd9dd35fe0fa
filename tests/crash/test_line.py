"""Servers die, and Redis goes away, while people wait in line: all are answered, once, in order."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.llm.types import Role
from chat_app.models import Budget, Message, MessageStatus, Turn, WaitingSend
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer
from tests.crash.servers import Heard, Person, attach, new_chat, send
from tests.link import Link

pytestmark = [
    pytest.mark.settings(SIM_DELAY_MS="20", DEFAULT_TOKEN_LIMIT=10**7),
]
ENDLESS = "write 5000 words"
POSTGRESQL = pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)


@dataclass
class Company:
    """People in one chat, and what they sent, in the order in which it was taken."""

    people: list[Person]
    chat_id: str
    said: list[tuple[Person, Heard]] = field(default_factory=list)
    listening: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    async def meet(cls, url: str) -> "Company":
        """Make a chat of three who write, at a server."""
        names = ("ada", "bob", "cy")
        people = [await Person.register(url, name) for name in names]
        async with people[0].client(url) as owner:
            chat_id = await new_chat(owner)
            for name in names[1:]:
                form = {"email": f"{name}@example.com", "role": "editor"}
                invited = await owner.post(f"/api/chat/{chat_id}/members", json=form)
                assert invited.is_success, invited.text
        return cls(people, chat_id)

    async def say(self, who: int, http: httpx.AsyncClient, text: str) -> Heard:
        """Send something, and wait until the server has taken it."""
        heard = Heard(self.chat_id, text)
        self.said.append((self.people[who], heard))
        self.listening.append(asyncio.create_task(_hear(http, heard)))
        async with asyncio.timeout(60):
            while not heard.message_id:
                await asyncio.sleep(0.01)
        return heard

    async def hear_all(self, *urls: str) -> list[str]:
        """Hear every reply to its end at each server, which is the same; return their texts."""
        texts: list[list[str]] = []
        for url in urls:
            heard = [Heard(self.chat_id, each.text, each.message_id) for _, each in self.said]
            async with self.people[2].client(url) as http:
                http.timeout = 60
                async with asyncio.timeout(100):
                    await asyncio.gather(*(attach(http, each) for each in heard))
            assert all(each.end for each in heard)
            texts.append([each.reply() for each in heard])
        assert texts == [texts[0]] * len(urls)
        return texts[0]

    async def check(self, settings: Settings, replies: Sequence[str]) -> list[MessageStatus]:
        """Make sure that all is saved once, in order, and paid for by who sent it.

        Args:
            settings: Where the database is.
            replies: What was heard.

        Returns:
            How the replies ended.
        """
        await asyncio.gather(*self.listening)
        chat_id = UUID(self.chat_id)
        async with open_database(settings), reading() as session:
            in_chat = select(Message).where(Message.chat_id == chat_id)
            messages = (await session.exec(in_chat.order_by(col(Message.message_id)))).all()
            turns = (await session.exec(select(Turn).where(Turn.chat_id == chat_id))).all()
            waits = (await session.exec(select(WaitingSend))).all()
            budgets = (await session.exec(select(Budget))).all()
            assert await check_books() == []
        questions = [each for each in messages if each.role is Role.USER]
        answers = [each for each in messages if each.role is Role.ASSISTANT]
        assert [each.content for each in questions] == [heard.text for _, heard in self.said]
        assert [str(each.message_id) for each in answers] == [
            heard.message_id for _, heard in self.said
        ]
        assert [each.parent_id for each in answers] == [each.message_id for each in questions]
        assert [each.content for each in answers] == replies
        assert {str(each.message_id): str(each.user_id) for each in turns} == {
            heard.message_id: person.user_id for person, heard in self.said
        }
        assert len(turns) == len(self.said)
        assert all(each.settled_at for each in turns)
        assert not waits
        assert {each.reserved_tokens for each in budgets} == {0}
        return [each.status for each in answers]


async def _saved(settings: Settings, heard: Heard) -> None:
    """Wait until some of a reply is on disk, which outlives whatever happens to the server."""
    query = select(Message.content).where(Message.message_id == UUID(heard.message_id))
    async with open_database(settings), asyncio.timeout(60):
        while True:
            async with reading() as session:
                if (await session.exec(query)).first():
                    return
            await asyncio.sleep(0.05)


async def _hear(http: httpx.AsyncClient, heard: Heard) -> None:
    # A server that dies hangs up.
    with suppress(httpx.TransportError):
        await send(http, heard)


@POSTGRESQL
async def test_a_line_outlives_the_workers_that_took_it(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> None:
    running, other = await asyncio.gather(*(start_server(REDIS_URL=redis_url) for _ in "ab"))
    company = await Company.meet(running.url)
    async with AsyncExitStack() as stack:
        here = [await stack.enter_async_context(p.client(running.url)) for p in company.people]
        there = [await stack.enter_async_context(p.client(other.url)) for p in company.people]
        first = await company.say(0, here[0], ENDLESS)
        second = await company.say(1, there[1], ENDLESS + " more")
        for number in range(8):
            who = number % 3
            at = (here, there)[number % 2][who]
            await company.say(who, at, f"{number}: write 10 words")

        # Of the two, the one whose reply runs; then the one that runs what waited first.
        await _saved(database_settings, first)
        await running.kill()
        await _saved(database_settings, second)
        last = await start_server(REDIS_URL=redis_url)
        await other.kill()

        replies = await company.hear_all(last.url)
    statuses = await company.check(database_settings, replies)
    assert statuses == [MessageStatus.PARTIAL] * 2 + [MessageStatus.COMPLETE] * 8


@POSTGRESQL
async def test_a_line_goes_on_while_redis_is_away(
    database_settings: Settings, redis_link: Link, start_server: StartServer
) -> None:
    url = f"redis://127.0.0.1:{redis_link.port}/0"
    running, other = await asyncio.gather(*(start_server(REDIS_URL=url) for _ in "ab"))
    company = await Company.meet(running.url)
    async with AsyncExitStack() as stack:
        here = [await stack.enter_async_context(p.client(running.url)) for p in company.people]
        there = [await stack.enter_async_context(p.client(other.url)) for p in company.people]
        await company.say(0, here[0], ENDLESS)
        for number in range(4):
            at = (here, there)[number % 2][number % 3]
            await company.say(number % 3, at, f"{number}: write 10 words")

        await redis_link.cut()
        away = asyncio.create_task(asyncio.sleep(5))
        stopped = await here[0].post(f"/api/chat/{company.chat_id}/stop")
        await company.say(1, here[1], "meanwhile: write 5 words")
        await company.say(2, there[2], "meanwhile, too: write 5 words")
        await away
        await redis_link.mend()

        assert stopped.json() == {"stopped": True}
        replies = await company.hear_all(running.url, other.url)
        for _, heard in company.said:
            assert heard.end, heard.text
    statuses = await company.check(database_settings, replies)
    assert statuses == [MessageStatus.STOPPED] + [MessageStatus.COMPLETE] * 6


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["kill", "terminate"])
async def test_a_line_is_there_after_a_restart(
    database_settings: Settings, start_server: StartServer, way: str
) -> None:
    server = await start_server()
    company = await Company.meet(server.url)
    async with AsyncExitStack() as stack:
        people = [await stack.enter_async_context(p.client(server.url)) for p in company.people]
        first = await company.say(0, people[0], ENDLESS)
        for number in range(4):
            who = number % 3
            await company.say(who, people[who], f"{number}: write 10 words")
        await _saved(database_settings, first)
        await getattr(server, way)()
    server = await start_server()
    replies = await company.hear_all(server.url)
    statuses = await company.check(database_settings, replies)
    assert statuses == [MessageStatus.PARTIAL] + [MessageStatus.COMPLETE] * 4
