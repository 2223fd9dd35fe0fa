"""The server process: listens, talks HTTP, and ends in good order.

`python -m chat_app.server create_api 8000` serves what that function of `worker` makes.
"""

import asyncio
import resource
import select
import signal
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import uvicorn

from chat_app import workers
from chat_app.config import get_settings
from chat_app.connection import Connection, Socket

_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75
"""Longer than proxies keep a connection (nginx: 60 s): the side that asks should close it."""
_LARGEST_MESSAGE_BYTES = 512 * 1024
"""Of a websocket; what engine.io takes is less (`rxconfig.py`), counted in characters."""
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
        proxies = get_settings().TRUSTED_PROXIES
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                loop="uvloop",
                http=Connection,
                ws=Socket if websockets else "none",
                # Each would hold 300 KB to compress what is small and private.
                ws_per_message_deflate=False,
                ws_max_size=_LARGEST_MESSAGE_BYTES,
                # engine.io has pings of its own.
                ws_ping_interval=None,
                lifespan="on",
                log_config=None,
                # Below that it says who connects, with the address of each websocket.
                log_level="error",
                access_log=False,
                proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
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
            signal.alarm(workers.last_seconds(get_settings().DRAIN_S))
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the turns end, and settle the rest; then close what is open.

        One server alone refuses new turns meanwhile, and answers everybody. Where there are
        several, whoever comes is turned away at once, tabs included: another server takes them, and
        tells of the replies that still run here. Open streams are told to their end.
        """
        from chat_app.services.turns import runner

        seconds = get_settings().DRAIN_S
        if get_settings().REDIS_URL:
            await self._turn_away(sockets or [])
            # What is on its way still begins here: nobody would send it again.
            await asyncio.sleep(_PATIENCE_SECONDS)
            until = asyncio.get_running_loop().time() + seconds
            await runner.wait_for_turns(seconds)
            await self._close_idle()
            # What came on one of them at the last moment is kept like the others.
            await runner.wait_for_turns(until - asyncio.get_running_loop().time())
            seconds = 0
        await runner.drain(seconds)
        asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, self._hang_up)
        await super().shutdown(sockets)

    async def _turn_away(self, listeners: list[socket.socket]) -> None:
        waiting = [each for listener in listeners for each in _accept_waiting(listener)]
        for server in (*self.servers, *listeners):
            server.close()
        for each in waiting:
            await asyncio.get_running_loop().connect_accepted_socket(self._new_connection, each)
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection):
                connection.be_last()
            else:
                connection.shutdown()

    def _new_connection(self) -> Connection:
        return Connection(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )

    async def _close_idle(self) -> None:
        """Close the connections that nobody asks on, but none with a request that was not read yet.

        Proxies may not send it again, as they cannot know that nothing was done.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while idle := [
                    connection
                    for connection in self.server_state.connections
                    if isinstance(connection, Connection) and connection.is_idle
                ]:
                    for connection in idle:
                        come = select.poll()
                        come.register(connection.transport.get_extra_info("socket").fileno())
                        if not any(events & select.POLLIN for _, events in come.poll(0)):
                            connection.transport.close()
                    await asyncio.sleep(0)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _accept_waiting(listener: socket.socket) -> list[socket.socket]:
    """Take the connections that wait to be: the system cuts them once nobody listens.

    Whoever opened one has sent a request already, as far as a proxy can tell.
    """
    taken: list[socket.socket] = []
    # Nobody waits any more, or a connection was given up.
    with suppress(OSError):
        while True:
            taken.append(listener.accept()[0])
    return taken


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on a port of each address that a name stands for."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    listeners: list[socket.socket] = []
    refusal = None
    for family, _, _, _, address in dict.fromkeys(addresses):
        try:
            listener = socket.create_server(address, family=family, backlog=_BACKLOG)
            # Whoever connects has it from here. asyncio leaves it out where a socket names no
            # protocol, and a body then waits 40 ms for its head to be acknowledged (uvicorn #3149).
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listeners.append(listener)
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
    # Each connection is a file, and systems begin with 1 024 of them.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    listeners = listen(settings.HOST, port)

    def serve(lifeline: int | None = None) -> None:
        from chat_app import worker

        app = getattr(worker, name)()
        Server(app, websockets=name == "create_app", lifeline=lifeline).run(listeners)

    if settings.workers == 1:
        serve()
    else:
        workers.keep(settings.workers, serve, listeners, workers.last_seconds(settings.DRAIN_S))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
