"""Redis and the database go away and come back: nothing is lost, and nobody needs a restart."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.models import Message, MessageStatus, Turn
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer
from tests.crash.servers import Heard, Person, attach, hear_on_two, moment, new_chat, send
from tests.hostile.sockets import app_without_pages, socket
from tests.link import Link, linked

pytestmark = [
    pytest.mark.settings(SIM_DELAY_MS="20"),
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
]
CHAT_STATE = "reflex___state____state.chat_app___ui___chat___state____chat_state"
LONG = "write 1500 words"
CHECKPOINT_S = 1


@pytest.fixture
async def database_link(database_settings: Settings) -> AsyncIterator[Link]:
    """Give a line to PostgreSQL, which listens on a socket of a folder, that can be cut."""
    folder = parse_qs(urlsplit(database_settings.DATABASE_URL).query)["host"][0]
    socket = f"{folder}/.s.PGSQL.5432"
    async with linked(lambda: asyncio.open_unix_connection(socket)) as link:
        yield link


def address_by(link: Link, settings: Settings) -> str:
    """Return where the database of the test is, by way of the line to it."""
    path = urlsplit(settings.DATABASE_URL).path
    return f"postgresql://postgres:@127.0.0.1:{link.port}{path}"


async def saved(settings: Settings, *message_ids: str) -> list[tuple[Message, Turn]]:
    """Return replies that are settled and their turns, from a database whose books balance."""
    async with open_database(settings):
        assert await check_books() == []
        async with reading() as session:
            both = select(Message, Turn).join(Turn, col(Turn.message_id) == col(Message.message_id))
            found = [
                (await session.exec(both.where(Message.message_id == UUID(each)))).one()
                for each in message_ids
            ]
    assert all(message.status is not MessageStatus.STREAMING for message, _ in found)
    return found


async def begin(http: httpx.AsyncClient, tasks: asyncio.TaskGroup, text: str = LONG) -> Heard:
    """Send a message and wait for the first word of its reply."""
    heard = Heard(await new_chat(http), text)
    tasks.create_task(send(http, heard))
    await heard.began.wait()
    return heard


async def is_ready(http: httpx.AsyncClient) -> bool:
    async with asyncio.timeout(60):
        return (await http.get("/api/ready")).is_success


async def until_ready(*clients: httpx.AsyncClient) -> None:
    async with asyncio.timeout(60):
        for http in clients:
            while not await is_ready(http):
                await asyncio.sleep(0.1)


@pytest.mark.parametrize(("way", "seconds"), [("cut", 3), ("cut", 15), ("hold", 3)])
async def test_replies_go_on_while_redis_is_away(
    database_settings: Settings,
    redis_link: Link,
    start_server: StartServer,
    way: str,
    seconds: float,
) -> None:
    url = f"redis://127.0.0.1:{redis_link.port}/0"
    running, other = await asyncio.gather(*(start_server(REDIS_URL=url) for _ in "ab"))
    person = await Person.register(running.url, "ada")
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        here = await stack.enter_async_context(person.client(running.url))
        there = await stack.enter_async_context(person.client(other.url))
        sent = await begin(here, tasks)
        stopped = await begin(here, tasks)
        elsewhere = Heard(sent.chat_id, sent.text, sent.message_id)
        tasks.create_task(attach(there, elsewhere))
        await elsewhere.began.wait()

        await getattr(redis_link, way)()
        away = asyncio.create_task(asyncio.sleep(seconds))
        assert not await is_ready(here)
        begun_meanwhile = await begin(here, tasks, "write 20 words")
        stop = await here.post(f"/api/chat/{stopped.chat_id}/stop")
        await away
        await redis_link.mend()

        assert stop.json() == {"stopped": True}
        await until_ready(here, there)
        # Another worker hears what is said after the outage, and stops it.
        late = Heard(sent.chat_id, sent.text, sent.message_id)
        tasks.create_task(attach(there, late))
        await late.began.wait()
        assert (await there.post(f"/api/chat/{sent.chat_id}/stop")).json() == {"stopped": True}

    (first, _), (second, _), (third, _) = await saved(
        database_settings, sent.message_id, stopped.message_id, begun_meanwhile.message_id
    )
    assert first.content == sent.reply() == elsewhere.reply() == late.reply()
    assert sent.end == elsewhere.end == late.end
    assert second.content == stopped.reply()
    assert (first.status, second.status) == (MessageStatus.STOPPED, MessageStatus.STOPPED)
    assert (third.status, third.content) == (MessageStatus.COMPLETE, begun_meanwhile.reply())


async def test_a_server_that_dies_while_redis_is_away_is_cleared_up_by_another(
    database_settings: Settings, redis_link: Link, start_server: StartServer
) -> None:
    url = f"redis://127.0.0.1:{redis_link.port}/0"
    running, other = await asyncio.gather(*(start_server(REDIS_URL=url) for _ in "ab"))
    person = await Person.register(running.url, "ada")
    async with person.client(running.url) as here, person.client(other.url) as there:
        sent, heard, sending, hearing = await hear_on_two(here, there, LONG)
        await redis_link.cut()
        # What was said by now is saved; the last moment of a process that is killed may not be.
        await asyncio.sleep(2)

        killed_at = await running.kill()

        with pytest.raises(httpx.TransportError):
            await sending
        async with asyncio.timeout(60):
            await hearing
    ((reply, turn),) = await saved(database_settings, sent.message_id)
    assert heard.end
    assert heard.end["code"] == "STREAM_FAILED"
    assert reply.status is MessageStatus.PARTIAL
    assert reply.content.startswith(sent.reply(until=killed_at - CHECKPOINT_S))
    assert turn.charged_tokens


@pytest.mark.parametrize(("way", "seconds"), [("cut", 5), ("hold", 14)])
async def test_a_reply_outlasts_a_database_that_goes_away(
    database_settings: Settings,
    database_link: Link,
    start_server: StartServer,
    way: str,
    seconds: float,
) -> None:
    server = await start_server(DATABASE_URL=address_by(database_link, database_settings))
    person = await Person.register(server.url, "ada")
    async with person.client(server.url) as http, asyncio.TaskGroup() as tasks:
        long = await begin(http, tasks)
        short = await begin(http, tasks, "write 60 words")

        await getattr(database_link, way)()
        away = asyncio.create_task(asyncio.sleep(seconds))
        assert not await is_ready(http)
        await away
        await database_link.mend()

        await until_ready(http)
        after = await begin(http, tasks, "write 5 words")
    replies = [long, short, after]
    for (reply, turn), heard in zip(
        await saved(database_settings, *(each.message_id for each in replies)),
        replies,
        strict=True,
    ):
        assert (reply.status, reply.content) == (MessageStatus.COMPLETE, heard.reply())
        assert heard.end
        assert heard.end["tokens_used"] == turn.charged_tokens
        assert turn.charged_tokens


async def test_a_server_that_ends_while_the_database_is_away_loses_nothing(
    database_settings: Settings, database_link: Link, start_server: StartServer
) -> None:
    url = address_by(database_link, database_settings)
    server = await start_server(DATABASE_URL=url)
    person = await Person.register(server.url, "ada")
    async with person.client(server.url) as http:
        heard = Heard(await new_chat(http), LONG)
        sending = asyncio.create_task(send(http, heard))
        await heard.began.wait()
        async with open_database(database_settings):
            await until(heard.message_id, lambda reply: bool(reply.content))
        await database_link.cut()
        cut_at = moment()

        await server.terminate()

        await asyncio.wait([sending])
    assert server.process.returncode == 0
    assert heard.end is None
    await database_link.mend()
    server = await start_server(DATABASE_URL=url)
    async with open_database(database_settings):
        await until(heard.message_id, lambda reply: reply.status is not MessageStatus.STREAMING)
    ((reply, turn),) = await saved(database_settings, heard.message_id)
    assert reply.status is MessageStatus.PARTIAL
    assert reply.content.startswith(heard.reply(until=cut_at - CHECKPOINT_S))
    assert turn.charged_tokens
    async with person.client(server.url) as http, asyncio.TaskGroup() as tasks:
        spent = (await http.get("/api/user/token-usage")).json()
        assert (spent["total_tokens_used"], spent["reserved_tokens"]) == (turn.charged_tokens, 0)
        await begin(http, tasks, "write 5 words")


async def until(message_id: str, is_so: Callable[[Message], bool]) -> None:
    """Wait until something is true of a reply as it is saved."""
    async with asyncio.timeout(60):
        while True:
            async with reading() as session:
                if is_so(await session.get_one(Message, UUID(message_id))):
                    return
            await asyncio.sleep(0.05)


async def test_a_page_shows_what_a_database_answered_late(
    database_settings: Settings, database_link: Link, redis_url: str, tmp_path: Path
) -> None:
    settings = {
        "DATABASE_URL": address_by(database_link, database_settings),
        "REDIS_URL": redis_url,
        "JWT_SECRET": "a secret that is long enough",
    }
    serving = app_without_pages(tmp_path, **settings)
    with ExitStack() as stack:
        app = await asyncio.to_thread(stack.enter_context, serving)
        _, token = await asyncio.to_thread(app.register, "ada")
        made = await asyncio.to_thread(app.call, token, "POST", "/api/chats", title="Of Ada's")
        async with socket(app, token) as tab:
            await tab.connect()
            await tab.heard()
            await database_link.hold()
            await tab.send(f"{CHAT_STATE}.reopen", chat_id=made.json()["chat_id"])
            # Longer than Reflex locks a state by itself.
            await asyncio.sleep(12)
            await database_link.mend()
            told = await tab.heard("Of Ada's")
        assert "Of Ada's" in told, told
        assert [each for each in app.lines() if each["level"] == "error"] == []
