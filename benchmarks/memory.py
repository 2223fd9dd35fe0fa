"""What the server keeps in memory: at rest, for a stream, for an open tab, after many messages.

`make bench-memory`, or `python -m benchmarks.memory [--streams 500] [--tabs 200] [--messages 10000]
[--project FOLDER]`, once for each checkout that is compared; of what is 0 nothing is measured. It
starts the server as `make api` and `make run` do, on an SQLite file, with the simulated model.
Memory is resident memory (RSS) of all processes of the server together, so that what they share
counts once for each of them.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks import load
from benchmarks.tab import Tab
from benchmarks.tabs import COOKIE, Account, serving, sign_up

_ROOT = Path(__file__).parent.parent
_REST_S = 6
"""What is done right after a start is done then."""
_KB = 1024
_MB = 1024 * _KB


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--streams", type=int, default=500)
    arguments.add_argument("--tabs", type=int, default=200)
    arguments.add_argument("--messages", type=int, default=10_000)
    arguments.add_argument("--project", type=Path, default=_ROOT, help="another checkout")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with _serving(chosen.project, "run", Path(folder) / "tabs", 20) as (url, server):
            print(f"make run at rest: {_at_rest_mb(server):.0f} MB")
            if chosen.tabs:
                print(f"an open tab: {asyncio.run(_tab_kb(url, server, chosen.tabs)):.0f} KB")
        with _serving(chosen.project, "api", Path(folder) / "streams", 500) as (url, server):
            print(f"make api at rest: {_at_rest_mb(server):.0f} MB")
            if chosen.streams:
                print(f"a stream: {asyncio.run(_stream_kb(url, server, chosen.streams)):.0f} KB")
        with _serving(chosen.project, "api", Path(folder) / "messages", 1) as (url, server):
            asyncio.run(_print_growth(url, server, chosen.messages))


def _serving(project: Path, word: str, folder: Path, pause_ms: int):
    folder.mkdir()
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/chat.db",
        "DEFAULT_MODEL": "simulated",
        "SIM_DELAY_MS": str(pause_ms),
        "DEFAULT_TOKEN_LIMIT": "1000000000",
        "RATE_LIMIT_PER_MINUTE": "0",
        "LOG_LEVEL": "WARNING",
    }
    return serving(project, word, settings, folder / "log")


def _at_rest_mb(server: psutil.Process) -> float:
    time.sleep(_REST_S)
    for process in (server, *server.children(recursive=True)):
        print(f"  process {process.pid}: {process.memory_info().rss / _MB:.0f} MB")
    return _resident(server) / _MB


def _resident(server: psutil.Process) -> int:
    return sum(each.memory_info().rss for each in (server, *server.children(recursive=True)))


async def _tab_kb(url: str, server: psutil.Process, count: int) -> float:
    """Open tabs of a chat with one exchange in it; what the first ones load is no tab's."""
    accounts = await sign_up(url, count)
    await _say(url, accounts, "write 70 words", streams=20, messages=count)
    tabs = [Tab(url.removeprefix("http://"), f"{COOKIE}={a.token}", a.chat_id) for a in accounts]
    first, rest = tabs[: count // 10], tabs[count // 10 :]
    for tab in first:
        await tab.open()
    before = _resident(server)
    for tab in rest:
        await tab.open()
    await asyncio.sleep(_REST_S)
    grown = _resident(server) - before
    for tab in tabs:
        tab.close()
    return grown / len(rest) / _KB


async def _stream_kb(url: str, server: psutil.Process, count: int) -> float:
    """Run so many streams at once, after as many short ones."""
    accounts = await sign_up(url, count)
    await _say(url, accounts, "write 2 words", streams=50, messages=count)
    before = _resident(server)
    saying = asyncio.create_task(
        _say(url, accounts, "write 70 words", streams=count, messages=count)
    )
    most = before
    while not saying.done():
        await asyncio.wait([saying], timeout=0.5)
        most = max(most, _resident(server))
    return (most - before) / count / _KB


async def _print_growth(url: str, server: psutil.Process, messages: int) -> None:
    accounts = await sign_up(url, 40)
    done = 0
    for share in (0.02, 0.1, 0.2, 0.5, 1):
        count = int(messages * share) - done
        await _say(url, accounts, "write 2 words", streams=40, messages=count)
        done += count
        print(f"after {done} messages: {_resident(server) / _MB:.0f} MB")


async def _say(
    url: str, accounts: list[Account], text: str, *, streams: int, messages: int
) -> None:
    paths = [f"/api/chat/{each.chat_id}/message" for each in accounts]
    tokens = [each.token for each in accounts]
    address = url.removeprefix("http://")
    await load.run(load.Order(address, paths, tokens, {"message": text}, streams, messages))


if __name__ == "__main__":
    main()
