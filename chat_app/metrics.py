"""What is measured while it runs, for `GET /metrics` (Prometheus).

Each process counts its own. Where several workers serve, `chat_app.cli` names a folder that they
share (`PROMETHEUS_MULTIPROC_DIR`), and whichever is asked adds up what is in it.
"""

import asyncio
import os
import shutil
from collections import Counter as Count
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from chat_app.config import get_settings

__all__ = ["CONTENT_TYPE_LATEST"]
_FOLDER = "metrics-"

TURNS = Counter("chat_turns", "Turns that ended.", ["outcome", "model"])
FIRST_DELTA_SECONDS = Histogram(
    "chat_first_delta_seconds",
    "From the start of a turn to its first delta.",
    ["model"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64),
)
STREAMS_OPEN = Gauge(
    "chat_streams_open", "Listeners on the API's streams.", multiprocess_mode="livesum"
)
_TASKS = Gauge(
    "chat_tasks", "Tasks of the event loops, by work.", ["work"], multiprocess_mode="livesum"
)
_works: set[str] = set()
"""What tasks were at when they were counted: what none is at any more is told as such."""
TOKENS = Counter("chat_tokens", "Tokens charged, by how they were counted.", ["method"])
TOKEN_CACHE_HITS = Counter("chat_token_cache_hits", "Token counts answered from a cache.")
REPLY_CACHE_HITS = Counter("chat_reply_cache_hits", "Replies answered from the reply cache.")
BUDGET_REFUSALS = Counter("chat_budget_refusals", "Messages that a budget did not cover.")
HTTP_REQUESTS = Counter(
    "chat_http_requests", "HTTP requests answered.", ["route", "method", "status"]
)


def count_tasks() -> None:
    """Note how many tasks this process has, by the function that each runs."""
    tasks = Count(
        getattr(task.get_coro(), "__qualname__", "unknown") for task in asyncio.all_tasks()
    )
    _works.update(tasks)
    for work in _works:
        _TASKS.labels(work).set(tasks[work])


def render() -> bytes:
    """Return all figures, of all workers, in Prometheus' text format."""
    folder = get_settings().metrics_folder
    if not folder:
        return generate_latest(REGISTRY)
    for file in Path(folder).glob("gauge_live*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _is_alive(pid):
            mark_process_dead(pid, folder)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)
    return generate_latest(registry)


def make_folder(parent: Path) -> Path:
    """Make the folder that the workers of this process share; remove those of servers gone.

    The command line turns into the server, so the process id in its name is the server's.
    """
    for left in parent.glob(f"{_FOLDER}*"):
        pid = int(left.name.removeprefix(_FOLDER))
        if pid == os.getpid() or not _is_alive(pid):
            shutil.rmtree(left, ignore_errors=True)
    folder = (parent / f"{_FOLDER}{os.getpid()}").resolve()
    folder.mkdir(parents=True)
    return folder


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
