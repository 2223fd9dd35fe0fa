"""Server processes that can be killed, and people who speak to them."""

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, Self

import httpx
import psutil

from tests.conftest import ROOT, free_port

_START_S = 300


@dataclass
class ServerProcess:
    """A server with its workers, which live and die together."""

    url: str
    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, log: IO[str], **settings: str) -> Self:
        """Start one on this machine with the settings of the test, and wait until it answers.

        Args:
            log: Where it says what it does.
            settings: What the environment is to hold besides.
        """
        port = settings.get("PORT") or str(free_port())
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "chat_app.cli", "api"),
            # Away from a developer's .env, whose settings are not the test's.
            cwd=tempfile.gettempdir(),
            env=os.environ
            | {"REPLY_CACHE_TTL_S": "0"}
            | settings
            | {"PORT": port, "PYTHONPATH": str(ROOT)},
            stderr=log,
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        server = cls(f"http://127.0.0.1:{port}", process)
        async with asyncio.timeout(_START_S), httpx.AsyncClient(timeout=60) as probe:
            while not await server._answers(probe):
                assert process.returncode is None, "the server did not start"
                await asyncio.sleep(0.02)
        return server

    async def _answers(self, probe: httpx.AsyncClient) -> bool:
        try:
            return (await probe.get(f"{self.url}/api/health")).is_success
        except httpx.TransportError:
            return False

    async def kill(self) -> float:
        """Kill it with all its workers, as a power cut would, and say when by `moment`."""
        killed_at = moment()
        os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        return killed_at

    def workers(self) -> list[psutil.Process]:
        """Return the processes that serve for it."""
        return psutil.Process(self.process.pid).children()

    async def terminate(self) -> None:
        """Ask it to end, and wait until it has: by itself, or its code is that of an alarm."""
        self.process.terminate()
        await self.process.wait()


_LONGEST_GAP_S = 0.1
_passed_s, _looked_at = 0.0, time.monotonic()


def moment() -> float:
    """Return the seconds that passed while something came.

    Where nothing does for long, the machine stands still, and the server saves nothing either.
    """
    global _passed_s, _looked_at
    before, _looked_at = _looked_at, time.monotonic()
    _passed_s += min(_looked_at - before, _LONGEST_GAP_S)
    return _passed_s


@dataclass
class Heard:
    """What a client knows of one message that it sent."""

    chat_id: str
    text: str
    message_id: str = ""
    """The reply; empty until the server has answered with 200."""
    pieces: list[tuple[float, str]] = field(default_factory=list)
    """Text of the reply and when it came, by `moment`."""
    end: dict[str, Any] | None = None
    """The closing event."""
    began: asyncio.Event = field(default_factory=asyncio.Event)
    """Some of the reply has come."""
    on_piece: Callable[[], object] = lambda: None
    """Called for each piece that came."""

    def reply(self, until: float = float("inf")) -> str:
        """Return the text that came up to a moment."""
        return "".join(text for came_at, text in self.pieces if came_at <= until)


class Person:
    """Somebody with an account, whose token goes on to hold when servers come and go."""

    def __init__(self, signed_up: dict[str, Any]):
        self.user_id: str = signed_up["user"]["user_id"]
        self.headers = {"Authorization": f"Bearer {signed_up['access_token']}"}

    @classmethod
    async def register(cls, url: str, name: str) -> Self:
        """Make an account."""
        form = {"email": f"{name}@example.com", "password": "correct horse"}
        async with httpx.AsyncClient(base_url=url, timeout=60) as http:
            made = await http.post("/api/auth/register", json=form)
        assert made.status_code == 201, made.text
        return cls(made.json())

    def client(self, url: str) -> httpx.AsyncClient:
        """Return a client that is signed in at a server."""
        return httpx.AsyncClient(base_url=url, headers=self.headers, timeout=60)


class Refused(Exception):
    """The budget does not pay a message; any other refusal is a fault of the server."""


async def new_chat(http: httpx.AsyncClient) -> str:
    """Make a chat and return its id."""
    made = await http.post("/api/chats", json={})
    assert made.status_code == 201, made.text
    return made.json()["chat_id"]


async def send(http: httpx.AsyncClient, heard: Heard) -> None:
    """Send a message and write down what comes of the reply, until it ends or the line is cut."""
    async with http.stream(
        "POST",
        f"/api/chat/{heard.chat_id}/message",
        params={"dialect": "typed"},
        json={"message": heard.text},
    ) as response:
        await _listen(response, heard)


async def attach(http: httpx.AsyncClient, heard: Heard) -> None:
    """Listen to a reply from its beginning, until it ends or the line is cut."""
    async with http.stream(
        "GET", f"/api/chat/{heard.chat_id}/message/{heard.message_id}/stream"
    ) as response:
        await _listen(response, heard)


async def hear_on_two(
    here: httpx.AsyncClient, there: httpx.AsyncClient, text: str
) -> tuple[Heard, Heard, asyncio.Task[None], asyncio.Task[None]]:
    """Send on one worker and listen on another, too.

    Returns:
        What was heard on each, and the tasks that go on hearing, once both have some of the reply.
    """
    sent = Heard(await new_chat(here), text)
    sending = asyncio.create_task(send(here, sent))
    await sent.began.wait()
    heard = Heard(sent.chat_id, sent.text, sent.message_id)
    hearing = asyncio.create_task(attach(there, heard))
    await heard.began.wait()
    return sent, heard, sending, hearing


async def _listen(response: httpx.Response, heard: Heard) -> None:
    if response.status_code != httpx.codes.OK:
        await response.aread()
        told = f"{response.status_code} {response.headers}: {response.text}"
        assert '"TOKEN_LIMIT_EXCEEDED"' in response.text, told
        raise Refused
    heard.message_id = response.headers["x-message-id"]
    async for line in response.aiter_lines():
        if not line.startswith("data: "):
            continue
        event = json.loads(line.removeprefix("data: "))
        if event["type"] == "token":
            heard.pieces.append((moment(), event["content"]))
            heard.began.set()
            heard.on_piece()
        elif event["type"] in {"done", "error"}:
            assert heard.end is None, "a reply ended twice"
            heard.end = event
