"""Servers that do not outlive their test."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.crash.servers import ServerProcess

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
