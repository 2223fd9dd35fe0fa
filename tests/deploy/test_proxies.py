"""Behind a proxy replies come as they are written, and servers are renewed without a lost one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer, start_server
from tests.crash.servers import Heard, Person, ServerProcess, new_chat, send
from tests.deploy.proxies import PROXIES

__all__ = ["start_server"]
pytestmark = [
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
    pytest.mark.settings(SIM_DELAY_MS="20", DRAIN_S="60", MAX_CHATS_PER_USER="1000"),
]


@pytest.fixture
async def servers(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> list[ServerProcess]:
    """Start two servers that are one service."""
    started = asyncio.gather(*(start_server(REDIS_URL=redis_url) for _ in "ab"))
    return list(await started)


@pytest.fixture
async def urls(servers: list[ServerProcess], tmp_path: Path) -> AsyncIterator[list[str]]:
    """Put each kind of proxy before them and return the addresses."""
    behind = [server.url.removeprefix("http://") for server in servers]
    with ExitStack() as running:
        folders = [tmp_path / name for name in PROXIES]
        for folder in folders:
            folder.mkdir()
        yield [
            running.enter_context(proxy(folder, behind))
            for proxy, folder in zip(PROXIES.values(), folders, strict=True)
        ]


async def test_a_reply_comes_through_while_it_is_written(urls: list[str]) -> None:
    ada = await Person.register(urls[0], "ada")
    for url in urls:
        async with ada.client(url) as http:
            heard = Heard(await new_chat(http), "write 5000 words")
            sending = asyncio.create_task(send(http, heard))
            await heard.began.wait()
            # It would run for minutes: a proxy that kept it back would never come to this.
            stopped = await http.post(f"/api/chat/{heard.chat_id}/stop")
            await sending
            figures = await http.get("/metrics")
        assert stopped.json() == {"stopped": True}
        assert heard.end
        assert heard.end["type"] == "done"
        assert figures.status_code == 404


async def test_servers_are_renewed_without_a_lost_reply(
    servers: list[ServerProcess],
    urls: list[str],
    redis_url: str,
    start_server: StartServer,
    database_settings: Settings,
) -> None:
    ada = await Person.register(urls[0], "ada")
    renewed = asyncio.Event()
    replies: list[Heard] = []

    async def go_on(url: str, words: int) -> None:
        async with ada.client(url) as http:
            while not renewed.is_set():
                heard = Heard(await new_chat(http), f"write {words} words")
                await send(http, heard)
                replies.append(heard)

    async with asyncio.TaskGroup() as tasks:
        for url in urls:
            for words in (5, 20, 200):
                tasks.create_task(go_on(url, words))
        for server in servers:
            before = len(replies)
            while len(replies) < before + 6:
                await asyncio.sleep(0.02)
            await server.terminate()
            assert server.process.returncode == 0
            await start_server(REDIS_URL=redis_url, PORT=server.url.rpartition(":")[2])
        renewed.set()
    async with ada.client(urls[0]) as http:
        for heard in replies:
            assert heard.end
            assert heard.end["type"] == "done", heard.end
            found = (await http.get(f"/api/chat/{heard.chat_id}/messages")).json()["messages"]
            assert found[-1]["content"] == heard.reply()
    async with open_database(database_settings):
        assert await check_books() == []
