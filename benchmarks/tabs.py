"""What a reply costs the server in a browser tab, against the same reply over the API.

`python -m benchmarks.tabs [--tabs 100] [--rounds 3] [--simulated] [--project FOLDER]` starts the
browser app and the API in one process, as `make run` does, on an SQLite file, and a Gemini at a
steady pace beside it. In each round so many accounts send one message at once over the API, then as
many others from a tab each; every reply is compared, character for character, with what the server
saved. CPU time is the server's, user and system, with all its children.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil

from benchmarks import load
from benchmarks.tab import Reply, Tab
from benchmarks.throughput import cpu_seconds, free_port
from benchmarks.vendor import vendors

_ROOT = Path(__file__).parent.parent
COOKIE = "chat_session"
_START_SECONDS = 300
"""The first start builds the pages."""


@dataclass(frozen=True)
class Account:
    """Somebody with a chat."""

    token: str
    chat_id: str


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tabs", type=int, default=100)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--simulated", action="store_true")
    arguments.add_argument("--project", type=Path, default=_ROOT, help="another checkout")
    chosen = arguments.parse_args()
    model = "simulated" if chosen.simulated else "gemini-3.5-flash-lite"
    with tempfile.TemporaryDirectory() as folder, vendors() as addresses:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/chat.db",
            **addresses,
            "DEFAULT_MODEL": model,
            "SIM_DELAY_MS": "20",
            "DEFAULT_TOKEN_LIMIT": "1000000000",
            "RATE_LIMIT_PER_MINUTE": "0",
            "REPLY_CACHE_TTL_S": "0",
        }
        with serving(chosen.project, "run", settings, Path(folder) / "log") as (url, server):
            asyncio.run(_measure(url, server, model, chosen.tabs, chosen.rounds))


async def _measure(url: str, server: psutil.Process, model: str, tabs: int, rounds: int) -> None:
    # Those who talk over the API have no tab open: it would be told, and ask for what is new.
    signed_up = await sign_up(url, 2 * tabs)
    over_api, accounts = signed_up[:tabs], signed_up[tabs:]
    address = url.removeprefix("http://")
    opened = [Tab(address, f"{COOKIE}={each.token}", each.chat_id) for each in accounts]
    for tab in opened:
        await tab.open()
    print(f"{tabs} at once, {model}: CPU ms a message")
    print(f"{'API':>8}{'tab':>8}{'ratio':>8}{'updates':>10}{'bytes/char':>12}")
    ratios: list[float] = []
    for number in range(rounds + 1):
        text = f"write 70 words, number {number}"
        api_ms = await _cpu_ms(server, tabs, _over_the_api(address, over_api, text))
        saying = asyncio.gather(*(tab.say(text, model) for tab in opened))
        tab_ms = await _cpu_ms(server, tabs, saying)
        replies = await saying
        await _compare(url, accounts, replies)
        characters = sum(len(reply.text) for reply in replies)
        updates = sum(reply.updates for reply in replies) / tabs
        size = sum(reply.received_bytes for reply in replies) / characters
        ratio = tab_ms / api_ms
        if number:
            ratios.append(ratio)
        row = f"{api_ms:8.1f}{tab_ms:8.1f}{ratio:8.2f}{updates:10.1f}{size:12.1f}"
        print(row + ("" if number else "  (warming up)"))
    print(f"ratio, median: {median(ratios):.2f}")
    for tab in opened:
        tab.close()


async def _cpu_ms(server: psutil.Process, messages: int, work: Awaitable[Any]) -> float:
    """Return the CPU time that each message of some work cost the server, in milliseconds."""
    before = cpu_seconds(server)
    await work
    # What is done for a message after its reply belongs to it.
    await asyncio.sleep(1)
    return (cpu_seconds(server) - before) / messages * 1000


async def sign_up(url: str, count: int) -> list[Account]:
    """Make so many accounts, each with a chat."""
    accounts: list[Account] = []
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for number in range(count):
            form = {"email": f"{number}@example.com", "password": "correct horse"}
            made = await http.post("/api/auth/register", json=form)
            http.cookies.clear()
            token = made.raise_for_status().json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            chat = await http.post("/api/chats", json={}, headers=headers)
            accounts.append(Account(token, chat.raise_for_status().json()["chat_id"]))
    return accounts


async def _over_the_api(address: str, accounts: list[Account], text: str) -> None:
    paths = [f"/api/chat/{each.chat_id}/message" for each in accounts]
    tokens = [each.token for each in accounts]
    count = len(accounts)
    _, waits = await load.run(load.Order(address, paths, tokens, {"message": text}, count, count))
    assert len(waits) == count


async def _compare(url: str, accounts: list[Account], replies: list[Reply]) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for account, reply in zip(accounts, replies, strict=True):
            saved = await http.get(
                f"/api/chat/{account.chat_id}/messages?limit=1",
                headers={"Authorization": f"Bearer {account.token}"},
            )
            content = saved.raise_for_status().json()["messages"][-1]["content"]
            if reply.text != content or reply.characters != len(content):
                sys.exit(f"A tab was told {reply.text!r} where {content!r} was said")


@contextmanager
def serving(
    project: Path, word: str, settings: dict[str, str], log: Path
) -> Iterator[tuple[str, psutil.Process]]:
    """Serve a checkout as `make run` or `make api` does, for as long as the block runs."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [project / ".venv" / "bin" / "python", "-m", "chat_app.cli", word]
    environment = os.environ | settings | {"PORT": str(port)}
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, cwd=project, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(url, "/api/ready" if word == "api" else "/login"):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"The server did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.2)
        yield url, psutil.Process(process.pid)
        process.terminate()


def _answers(url: str, path: str) -> bool:
    try:
        return httpx.get(url + path).is_success
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    main()
