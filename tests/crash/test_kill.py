"""`kill -9` at any moment: no charge, no reservation and no text is lost."""

import asyncio
import random
from contextlib import suppress
from uuid import UUID

import anyio
import httpx
import pytest
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.models import Budget, Message, MessageStatus, Turn
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer
from tests.crash.servers import Heard, Person, Refused, new_chat, send

SEED = 20_261_121
KILLS = 8
CLIENTS = 6
MOST_PIECES = 500
LONGEST_PIECE_S = 0.05
CHECKPOINT_S = 1
"""Text that is older than this survives; see docs/contract/turns.md."""


async def chatter(
    url: str,
    person: Person,
    choose: random.Random,
    said: list[Heard],
    begun: asyncio.Event,
    pieces: asyncio.Semaphore,
) -> None:
    """Send one message after the other in a chat of its own, until the server is gone.

    A budget may be too small while what a dead server reserved is not yet given back.
    """
    async with person.client(url) as http:
        with suppress(httpx.TransportError, Refused):
            chat_id = await new_chat(http)
            begun.set()
            while True:
                words = choose.choice([1, 3, 20, 60, 200])
                text = f"{len(said)}: write {words} words"
                said.append(Heard(chat_id, text, on_piece=pieces.release))
                await send(http, said[-1])


async def settled(message_ids: list[UUID]) -> list[Message]:
    """Wait until the sweeper has settled every reply."""
    with anyio.fail_after(60):
        while True:
            async with reading() as session:
                found = await session.exec(
                    select(Message).where(col(Message.message_id).in_(message_ids))
                )
                messages = list(found)
                running = await session.exec(
                    select(Message.message_id).where(Message.status == MessageStatus.STREAMING)
                )
                if not running.all():
                    return messages
            await anyio.sleep(0.1)


@pytest.mark.settings(
    SIM_DELAY_MS="5-15", MAX_CHATS_PER_USER=1000, MAX_OUTPUT_TOKENS=512, DEFAULT_TOKEN_LIMIT=10**7
)
async def test_kills_at_random_moments_lose_nothing(
    database_settings: Settings, start_server: StartServer
) -> None:
    choose = random.Random(SEED)
    server = await start_server()
    ada = await Person.register(server.url, "ada")
    eve = await Person.register(server.url, "eve")
    async with ada.client(server.url) as http:
        small = await http.patch(f"/api/admin/users/{eve.user_id}", json={"token_limit": 9000})
        assert small.status_code == 200, small.text
    said: list[tuple[Heard, float]] = []

    for _ in range(KILLS):
        round_said: list[Heard] = []
        begun, pieces = asyncio.Event(), asyncio.Semaphore(0)
        people = [ada] * (CLIENTS - 2) + [eve] * 2
        chatters = [
            asyncio.create_task(chatter(server.url, person, choose, round_said, begun, pieces))
            for person in people
        ]
        # Not after some time, in which a busy machine may say nothing.
        await begun.wait()
        count = choose.randrange(MOST_PIECES)
        for _ in range(count):
            await pieces.acquire()
        await asyncio.sleep(choose.uniform(0, LONGEST_PIECE_S))
        killed_at = await server.kill()
        await asyncio.gather(*chatters)
        said += [(heard, killed_at) for heard in round_said]
        taken = sum(bool(heard.message_id) for heard in round_said)
        print(f"killed after {count} pieces, {taken} messages taken, seed {SEED}")  # noqa: T201
        server = await start_server()

    async with open_database(database_settings):
        taken = [(heard, killed_at) for heard, killed_at in said if heard.message_id]
        messages = {
            str(message.message_id): message
            for message in await settled([UUID(heard.message_id) for heard, _ in taken])
        }
        await server.kill()
        assert await check_books() == []
        async with reading() as session:
            questions = {
                message.message_id: message.content
                for message in await session.exec(select(Message).where(Message.role == "user"))
            }
            periods = (await session.exec(select(Budget))).all()
            charged = dict((await session.exec(select(Turn.message_id, Turn.charged_tokens))).all())
    for period in periods:
        assert period.reserved_tokens == 0
        assert period.total_tokens_used <= period.token_limit
    assert len(taken) > 2 * KILLS
    for heard, killed_at in taken:
        reply = messages[heard.message_id]
        assert reply.parent_id
        assert questions[reply.parent_id] == heard.text
        assert reply.content.startswith(heard.reply(until=killed_at - CHECKPOINT_S))
        if heard.end:
            assert reply.content == heard.reply()
            assert charged[reply.message_id] == heard.end["tokens_used"]
    unfinished = [messages[heard.message_id] for heard, _ in taken if not heard.end]
    assert {MessageStatus.PARTIAL, MessageStatus.FAILED} & {each.status for each in unfinished}
