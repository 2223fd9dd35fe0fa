"""The server process: listens, talks HTTP, and ends in good order.

`python -m chat_app.server create_api 8000` serves what that function of `worker` makes.
"""

import asyncio
import signal
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn

from chat_app import workers
from chat_app.config import get_settings
from chat_app.connection import Connection

_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75
"""Longer than proxies keep a connection (nginx: 60 s): the side that asks should close it."""
_PATIENCE_SECONDS = 1
"""What answers get to end by themselves once the turns are settled."""


class Server(uvicorn.Server):
    """A server whose end waits for the turns that run, and for nobody who merely listens."""

    def __init__(self, app: Any, *, websockets: bool, lifeline: int | None = None):
        """Serve an ASGI app.

        Args:
            app: The app.
            websockets: Whether it takes any.
            lifeline: A pipe that closes when the process dies that started this one.
        """
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                loop="uvloop",
                http=Connection,
                ws="wsproto" if websockets else "none",
                # Each would hold 300 KB to compress what is small and private.
                ws_per_message_deflate=False,
                # engine.io has pings of its own.
                ws_ping_interval=None,
                lifespan="on",
                log_config=None,
                # Below that it says who connects, with the address of each websocket.
                log_level="error",
                access_log=False,
                # `api/deps.py` says whose word counts.
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=2 * _PATIENCE_SECONDS,
            )
        )
        self._lifeline = lifeline

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Begin to end at a signal, or when nobody is left who would send one."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self.handle_exit, each)
        if self._lifeline is not None:
            loop.add_reader(self._lifeline, self.handle_exit, signal.SIGTERM)
        yield

    def handle_exit(self, sig: int, frame: FrameType | None = None) -> None:  # noqa: ARG002
        """Begin to end; however that goes, it does not take for ever."""
        if self._lifeline is not None:
            asyncio.get_running_loop().remove_reader(self._lifeline)
        if not self.should_exit:
            signal.alarm(workers.LAST_SECONDS)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Settle the turns while everybody is still answered; then close what is open."""
        from chat_app.services.turns import runner

        await runner.drain()
        asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on a port of each address that a name stands for."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    listeners: list[socket.socket] = []
    refusal = None
    for family, _, _, _, address in dict.fromkeys(addresses):
        try:
            listeners.append(socket.create_server(address, family=family, backlog=_BACKLOG))
        except OSError as fault:
            # A name may stand for an address of a kind that this machine has not got.
            refusal = fault
    if not listeners and refusal:
        raise refusal
    return listeners


def main(name: str, port: int) -> None:
    """Serve until a signal comes.

    Args:
        name: A function of `worker` that makes the app.
        port: Where.
    """
    settings = get_settings()
    listeners = listen(settings.HOST, port)

    def serve(lifeline: int | None = None) -> None:
        from chat_app import worker

        app = getattr(worker, name)()
        Server(app, websockets=name == "create_app", lifeline=lifeline).run(listeners)

    if settings.workers == 1:
        serve()
    else:
        workers.keep(settings.workers, serve)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
