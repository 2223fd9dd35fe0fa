"""Servers that do not outlive their test."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.crash.servers import ServerProcess
from tests.link import Link, linked

StartServer = Callable[..., Awaitable[ServerProcess]]


@pytest.fixture
async def start_server(tmp_path: Path) -> AsyncIterator[StartServer]:
    """Return a function that starts a server with the settings of the test and more.

    What the servers log is shown where the test fails.
    """
    started: list[ServerProcess] = []
    with (tmp_path / "servers.log").open("w+") as log:

        async def _start_server(**settings: str) -> ServerProcess:
            server = await ServerProcess.start(log, **settings)
            started.append(server)
            return server

        yield _start_server
        for server in started:
            if server.process.returncode is None:
                await server.kill()
        log.seek(0)
        sys.stderr.write(log.read())


@pytest.fixture
async def redis_link(redis_url: str) -> AsyncIterator[Link]:
    """Give a line to Redis that can be cut."""
    port = urlsplit(redis_url).port
    async with linked(lambda: asyncio.open_connection("127.0.0.1", port)) as link:
        yield link
