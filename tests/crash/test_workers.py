"""Two servers on one PostgreSQL and one Redis are one service."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.models import Budget, Message, MessageStatus
from chat_app.services.budgets.reconciliation import check_books
from tests.clock import within
from tests.crash.conftest import StartServer
from tests.crash.servers import Heard, Person, hear_on_two, new_chat, send
from tests.services.exchanges import turn_of

pytestmark = [
    pytest.mark.settings(SIM_DELAY_MS="20"),
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
]


async def saved(message_id: str) -> tuple[Message, int]:
    """Return a reply from the database, whose books balance, and what it was charged."""
    assert await check_books() == []
    turn = await turn_of(UUID(message_id))
    async with reading() as session:
        return await session.get_one(Message, UUID(message_id)), turn.charged_tokens or 0


async def test_a_reply_is_heard_and_stopped_from_another_worker(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> None:
    running, other = await asyncio.gather(*(start_server(REDIS_URL=redis_url) for _ in "ab"))
    person = await Person.register(running.url, "ada")
    async with person.client(running.url) as here, person.client(other.url) as there:
        sent, heard, sending, hearing = await hear_on_two(here, there, "write 5000 words")
        again = await there.post(f"/api/chat/{sent.chat_id}/message", json={"message": "And?"})

        stopped = await there.post(f"/api/chat/{sent.chat_id}/stop")

        await asyncio.gather(sending, hearing)
    assert again.json()["code"] == "TURN_IN_PROGRESS"
    assert stopped.json() == {"stopped": True}
    assert sent.end
    assert sent.end == heard.end
    async with open_database(database_settings):
        reply, charged_tokens = await saved(sent.message_id)
    assert reply.status is MessageStatus.STOPPED
    assert reply.content == sent.reply() == heard.reply()
    assert charged_tokens == sent.end["tokens_used"] > 0


async def test_a_key_that_is_revoked_on_one_worker_is_dead_on_the_other_within_a_second(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> None:
    running, other = await asyncio.gather(*(start_server(REDIS_URL=redis_url) for _ in "ab"))
    person = await Person.register(running.url, "ada")
    async with person.client(other.url) as owner, person.client(running.url) as program:
        made = (await owner.post("/api/keys", json={"name": "CI", "token_limit": 50_000})).json()
        program.headers["Authorization"] = f"Bearer {made['key']}"
        sent = Heard(await new_chat(program), "write 5000 words")
        sending = asyncio.create_task(send(program, sent))
        await sent.began.wait()

        revoked = await owner.delete(f"/api/keys/{made['key_id']}")
        refused = await program.get("/api/chats")

        # The program is told at once; what runs for it ends with the next heartbeat.
        async with within(3):
            await sending
            await owner.get(f"/api/chat/{sent.chat_id}/message/{sent.message_id}/stream")
    assert revoked.is_success
    assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHENTICATED")
    assert sent.end
    assert (sent.end["type"], sent.end["code"]) == ("error", "UNAUTHENTICATED")
    async with open_database(database_settings):
        reply, charged_tokens = await saved(sent.message_id)
        turn = await turn_of(UUID(sent.message_id))
    assert reply.status is MessageStatus.STOPPED
    assert reply.content.startswith(sent.reply())
    assert charged_tokens > 0
    assert turn.settled_at


@pytest.mark.settings(SIM_DELAY_MS="0", RATE_LIMIT_PER_MINUTE="0")
@pytest.mark.parametrize(("budget", "cap"), [(50_000, 2500), (2500, 50_000)])
async def test_200_calls_on_two_workers_pass_neither_cap_nor_budget_by_a_token(
    database_settings: Settings,
    redis_url: str,
    start_server: StartServer,
    budget: int,
    cap: int,
) -> None:
    shared = {"REDIS_URL": redis_url, "DEFAULT_TOKEN_LIMIT": str(budget)}
    shared |= {"MAX_CHATS_PER_USER": "1000"}
    servers = await asyncio.gather(*(start_server(**shared) for _ in "ab"))
    person = await Person.register(servers[0].url, "ada")
    async with AsyncExitStack() as clients:
        here, there = [
            await clients.enter_async_context(person.client(server.url)) for server in servers
        ]
        wanted = {"name": "CI", "token_limit": cap}
        made = (await here.post("/api/keys", json=wanted)).json()
        for program in (here, there):
            program.headers["Authorization"] = f"Bearer {made['key']}"
            program.timeout = 120

        answers = await asyncio.gather(
            *(
                program.post("/api/chat", json={"message": f"Hello {number}"})
                for number in range(100)
                for program in (here, there)
            )
        )

    paid = [answer.json()["tokens_used"] for answer in answers if answer.is_success]
    refusals = {answer.json()["code"] for answer in answers if not answer.is_success}
    assert refusals == {"TOKEN_LIMIT_EXCEEDED"}
    async with open_database(database_settings):
        assert await check_books() == []
        async with reading() as session:
            budgets = (await session.exec(select(Budget))).all()
    assert len(budgets) == 2
    for each in budgets:
        assert (each.total_tokens_used, each.reserved_tokens) == (sum(paid), 0)
        assert 0 < sum(paid) <= each.token_limit


async def test_a_listener_of_a_killed_worker_gets_all_it_sent_and_one_end(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> None:
    running, other = await asyncio.gather(*(start_server(REDIS_URL=redis_url) for _ in "ab"))
    person = await Person.register(running.url, "ada")
    async with person.client(running.url) as here, person.client(other.url) as there:
        sent, heard, sending, hearing = await hear_on_two(here, there, "write 5000 words")

        await running.kill()

        with pytest.raises(httpx.TransportError):
            await sending
        async with asyncio.timeout(60):
            await hearing
    assert heard.end
    assert (heard.end["type"], heard.end["code"]) == ("error", "STREAM_FAILED")
    async with open_database(database_settings):
        reply, charged_tokens = await saved(sent.message_id)
    assert reply.status is MessageStatus.PARTIAL
    assert reply.content == heard.reply()
    assert charged_tokens > 0
