"""SIGTERM: running replies are settled and told, no new one is taken, and the process ends."""

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
from tests.crash.servers import Heard, Person, new_chat, send
from tests.services.exchanges import turn_of


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_sigterm_settles_what_runs_takes_nothing_new_and_ends(
    database_settings: Settings, start_server: StartServer
) -> None:
    server = await start_server()
    person = await Person.register(server.url, "ada")
    async with person.client(server.url) as http, person.client(server.url) as idle:
        long = Heard(await new_chat(http), "write 5000 words")
        short = Heard(await new_chat(http), "write 60 words")
        other_chat_id = await new_chat(idle)
        replies = [asyncio.create_task(send(http, heard)) for heard in (long, short)]
        await asyncio.gather(long.began.wait(), short.began.wait())

        ended = asyncio.create_task(server.terminate())
        refusal = await first_refusal(idle, other_chat_id)
        await asyncio.gather(*replies)
        await ended

    assert server.process.returncode == 0
    assert refusal == "MODEL_UNAVAILABLE"
    # What could end by itself did; the other was told why, and keeps its text.
    assert short.end
    assert short.end["type"] == "done"
    assert long.end
    assert (long.end["type"], long.end["code"]) == ("error", "STREAM_FAILED")
    async with open_database(database_settings), reading() as session:
        reply = await session.get_one(Message, UUID(long.message_id))
        assert reply.status is MessageStatus.PARTIAL
        assert reply.content == long.reply()
        assert (await turn_of(reply.message_id)).charged_tokens
        assert await check_books() == []


async def first_refusal(http: httpx.AsyncClient, chat_id: str) -> str:
    """Ask what a message would cost in an open connection, then send one; return the refusal."""
    while True:
        answer = await http.post(f"/api/chat/{chat_id}/message", json={"message": "write 1 words"})
        if not answer.is_success:
            return answer.json()["code"]
