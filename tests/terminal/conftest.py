"""A terminal to look at, a line that can be cut, and a server at the end of it."""

import asyncio
import os
import pty
import re
import signal
import sys
import termios
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
import pyte
import pytest

from tests.conftest import ROOT

PASSWORD = "correct horse"
PROMPT = r"›$"
_PATIENCE_S = 60
_SIGNALS = 5
"""How many follow a Ctrl+C that was not noticed."""
_SOON_S = 5


@dataclass
class Owner:
    """Somebody with an account, as the server sees them."""

    email: str
    http: httpx.AsyncClient

    async def ask(self, path: str) -> Any:
        answered = await self.http.get(path)
        assert answered.is_success, answered.text
        return answered.json()

    async def used_tokens(self) -> int:
        """Return what was charged so far."""
        usage = await self.ask("/api/user/token-usage")
        assert usage["reserved_tokens"] == 0
        return usage["total_tokens_used"]

    async def latest_messages(self) -> list[dict[str, Any]]:
        """Return the messages of the newest chat."""
        chat = (await self.ask("/api/chats"))["chats"][0]
        return (await self.ask(f"/api/chat/{chat['chat_id']}/messages"))["messages"]


@asynccontextmanager
async def signed_up(url: str) -> AsyncIterator[Owner]:
    """Make an account."""
    email = f"{uuid4().hex}@example.com"
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        made = await http.post("/api/auth/register", json={"email": email, "password": PASSWORD})
        assert made.status_code == 201, made.text
        http.headers["Authorization"] = f"Bearer {made.json()['access_token']}"
        yield Owner(email, http)


@pytest.fixture
async def owner(api_url: str) -> AsyncIterator[Owner]:
    """Somebody with an account of their own."""
    async with signed_up(api_url) as owner:
        yield owner


@dataclass
class Line:
    """A TCP proxy that cuts streams where it is told to."""

    WHOLE = sys.maxsize

    target: str
    cuts: list[int] = field(default_factory=list)
    """Bytes of an event stream that pass before it is cut, one for each stream to come."""
    streams: int = 0
    """Streams that began."""
    url: str = ""

    async def carry(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        host, _, port = self.target.removeprefix("http://").partition(":")
        far, ask = await asyncio.open_connection(host, int(port))
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._upwards(near, ask))
                both.create_task(self._downwards(far, answer))
        except* ConnectionError:
            pass
        finally:
            answer.transport.abort()
            ask.transport.abort()

    async def _upwards(self, near: asyncio.StreamReader, ask: asyncio.StreamWriter) -> None:
        while part := await near.read(65536):
            ask.write(part)
        raise ConnectionResetError

    async def _downwards(self, far: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        left: int | None = None
        while part := await far.read(65536):
            if b"content-type: text/event-stream" in part.lower():
                self.streams += 1
                left = self.cuts.pop(0) if self.cuts else None
            if left is not None and left < len(part):
                answer.write(part[:left])
                await answer.drain()
                break
            left = None if left is None else left - len(part)
            answer.write(part)
        raise ConnectionResetError


@asynccontextmanager
async def breaking_line(target: str) -> AsyncIterator[Line]:
    """Lay a line to a server."""
    line = Line(target)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()


@pytest.fixture
async def line(api_url: str) -> AsyncIterator[Line]:
    """A line to the server that can be cut."""
    async with breaking_line(api_url) as line:
        yield line


@dataclass
class Environment:
    """What a client runs with: settings of its own, none that a server could start with."""

    folder: Path

    def of(self, url: str, **more: str) -> dict[str, str]:
        """Return the variables of a client of a server."""
        # pytest tells its workers of a screen of its own.
        screen = {"COLUMNS", "LINES"}
        others = {name: value for name, value in os.environ.items() if name not in screen}
        return (
            others
            | {
                "PYTHONPATH": str(ROOT),
                "XDG_CONFIG_HOME": str(self.folder),
                "TALLY_URL": url,
                "TERM": "xterm-256color",
                # A server with these stops at once; a client does not look at them.
                "DATABASE_URL": "nonsense",
                "PORT": "many",
            }
            | more
        )

    @property
    def kept(self) -> list[Path]:
        """The files of kept tokens."""
        return list((self.folder / "tally").glob("*"))


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """Settings of a person who has never used the client."""
    return Environment(tmp_path)


def command(*words: str) -> list[str]:
    """Return the command line of a client."""
    return [sys.executable, "-m", "chat_app.cli", "chat", *words]


@dataclass
class Finished:
    """A client that has ended."""

    status: int | None
    stdout: str
    stderr: str


Pipe = Callable[..., Coroutine[Any, Any, Finished]]


@pytest.fixture
def pipe(environment: Environment, api_url: str) -> Pipe:
    """Return a function that runs a client without a terminal."""

    async def _pipe(*words: str, typed: str = "", url: str = api_url, **more: str) -> Finished:
        process = await asyncio.create_subprocess_exec(
            *command(*words),
            cwd=environment.folder,
            env=environment.of(url, **more),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        stdout, stderr = await process.communicate(typed.encode())
        return Finished(process.returncode, stdout.decode(), stderr.decode())

    return _pipe


class Terminal:
    """A client on a pseudo-terminal, and the screen that somebody would see."""

    def __init__(self, columns: int, rows: int):
        self._master, self._slave = pty.openpty()
        termios.tcsetwinsize(self._slave, (rows, columns))
        self.screen = pyte.HistoryScreen(columns, rows, history=10_000)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._changed = asyncio.Event()
        self._process: asyncio.subprocess.Process

    @classmethod
    async def start(
        cls, environment: dict[str, str], *words: str, columns: int = 80, rows: int = 24
    ) -> Self:
        terminal = cls(columns, rows)
        asyncio.get_running_loop().add_reader(terminal._master, terminal._read)
        # A leader of a session that opens a terminal has it for its own, Ctrl+C included.
        name = os.ttyname(terminal._slave)
        terminal._process = await asyncio.create_subprocess_exec(
            *("sh", "-c", f'exec "$@" <{name} >{name} 2>&1', "sh", *command(*words)),
            env=environment,
            start_new_session=True,
        )
        return terminal

    def _read(self) -> None:
        part = os.read(self._master, 65536)
        self.raw += part
        self._stream.feed(part)
        self._changed.set()

    @property
    def text(self) -> str:
        """All that was shown, what has scrolled away included."""
        gone = ["".join(line[x].data for x in sorted(line)) for line in self.screen.history.top]
        return "\n".join(line.rstrip() for line in [*gone, *self.screen.display]).rstrip("\n")

    async def shows(self, pattern: str, patience_s: float = _PATIENCE_S) -> re.Match[str]:
        """Wait until the last of what is shown matches."""
        try:
            async with asyncio.timeout(patience_s):
                while not (found := re.search(pattern, self.text, re.DOTALL)):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{pattern} was not shown:\n{self.text}") from None
        return found

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    async def interrupt(self, pattern: str) -> None:
        """Press Ctrl+C at the prompt and wait until what is shown matches.

        Python's readline looks for signals and then waits for keys, and notices a signal that comes
        between with the next one. People press Ctrl+C again; here it is the signal of a window that
        has another size, which changes nothing, whether the first was noticed or not.
        """
        self.press("\x03")
        for _ in range(_SIGNALS):
            with suppress(AssertionError):
                await self.shows(pattern, _SOON_S)
                return
            self._process.send_signal(signal.SIGWINCH)
        await self.shows(pattern)

    async def say(self, text: str) -> None:
        """Type a line at the prompt."""
        await self.shows(PROMPT)
        self.press(f"{text}\r")

    async def leaves(self) -> int:
        """Wait until the client has ended, and return its status."""
        async with asyncio.timeout(_PATIENCE_S):
            return await self._process.wait()

    async def close(self) -> None:
        """End what still runs."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)
        os.close(self._slave)


OpenTerminal = Callable[..., Coroutine[Any, Any, Terminal]]


@pytest.fixture
async def open_terminal(environment: Environment, api_url: str) -> AsyncIterator[OpenTerminal]:
    """Return a function that starts a client on a terminal."""
    opened: list[Terminal] = []

    async def _open_terminal(
        *words: str, url: str = api_url, size: tuple[int, int] = (100, 24), **more: str
    ) -> Terminal:
        columns, rows = size
        variables = environment.of(url, **more)
        terminal = await Terminal.start(variables, *words, columns=columns, rows=rows)
        opened.append(terminal)
        return terminal

    yield _open_terminal
    for terminal in opened:
        await terminal.close()
