"""Two workers of one server: one that dies is replaced, and none outlives the server."""

import asyncio
import os
import signal

import httpx
import pytest

from chat_app.config import Settings
from tests.crash.conftest import StartServer
from tests.crash.servers import Heard, Person, ServerProcess, attach, new_chat, send

pytestmark = [
    pytest.mark.settings(SIM_DELAY_MS="20"),
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
]


@pytest.fixture
async def server(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> ServerProcess:
    """Give a server of two workers."""
    server = await start_server(REDIS_URL=redis_url, WORKERS="2")
    assert len(server.workers()) == 2
    return server


async def answers(url: str) -> bool:
    """Ask over a connection of its own."""
    async with httpx.AsyncClient(timeout=5) as http:
        try:
            return (await http.get(f"{url}/api/health")).is_success
        except httpx.TransportError:
            return False


async def test_a_worker_that_dies_is_replaced(server: ServerProcess) -> None:
    killed, other = server.workers()

    killed.kill()

    while {killed, other} & {*server.workers()} != {other} or len(server.workers()) < 2:
        await asyncio.sleep(0.02)
    # The new one alone must be able to serve.
    other.suspend()
    while not await answers(server.url):
        await asyncio.sleep(0.02)
    other.resume()
    await server.terminate()
    assert server.process.returncode == 0


async def test_workers_end_when_nobody_is_left_to_tell_them(server: ServerProcess) -> None:
    workers = server.workers()

    os.kill(server.process.pid, signal.SIGKILL)

    for worker in workers:
        await asyncio.to_thread(worker.wait, 20)
    assert not await answers(server.url)


async def test_ctrl_c_reaches_all_of_them_at_once_and_they_end_in_order(
    server: ServerProcess,
) -> None:
    person = await Person.register(server.url, "ada")
    async with person.client(server.url) as http:
        heard = Heard(await new_chat(http), "write 5000 words")
        sending = asyncio.create_task(send(http, heard))
        await heard.began.wait()

        os.killpg(server.process.pid, signal.SIGINT)

        await sending
    assert heard.end
    assert heard.end["code"] == "STREAM_FAILED"
    assert await server.process.wait() == 0


async def test_who_listens_to_another_servers_reply_does_not_hold_up_the_end(
    server: ServerProcess, redis_url: str, start_server: StartServer
) -> None:
    person = await Person.register(server.url, "ada")
    other = await start_server(REDIS_URL=redis_url)
    async with person.client(server.url) as here, person.client(other.url) as there:
        sent = Heard(await new_chat(here), "write 5000 words")
        sending = asyncio.create_task(send(here, sent))
        await sent.began.wait()
        heard = Heard(sent.chat_id, sent.text, sent.message_id)
        hearing = asyncio.create_task(attach(there, heard))
        await heard.began.wait()

        await other.terminate()

        with pytest.raises(httpx.TransportError):
            await hearing
        assert other.process.returncode == 0
        await here.post(f"/api/chat/{sent.chat_id}/stop")
        await sending
