"""Two servers on one PostgreSQL and one Redis are one service."""

import asyncio
from uuid import UUID

import httpx
import pytest

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading
from chat_app.models import Message, MessageStatus
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer
from tests.crash.servers import Person, hear_on_two
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
        async with asyncio.timeout(30):
            await hearing
    assert heard.end
    assert (heard.end["type"], heard.end["code"]) == ("error", "STREAM_FAILED")
    async with open_database(database_settings):
        reply, charged_tokens = await saved(sent.message_id)
    assert reply.status is MessageStatus.PARTIAL
    assert reply.content == heard.reply()
    assert charged_tokens > 0
