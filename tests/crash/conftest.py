"""Servers that do not outlive their test."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.crash.servers import ServerProcess

StartServer = Callable[..., Awaitable[ServerProcess]]


@pytest.fixture
async def start_server() -> AsyncIterator[StartServer]:
    """Return a function that starts a server with the settings of the test and more."""
    started: list[ServerProcess] = []

    async def _start_server(**settings: str) -> ServerProcess:
        server = await ServerProcess.start(**settings)
        started.append(server)
        return server

    yield _start_server
    for server in started:
        if server.process.returncode is None:
            await server.kill()
