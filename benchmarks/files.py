"""What files cost the server: memory and time of an upload, what a running reply notices of it.

`make bench-files`, or `python -m benchmarks.files [--uploads 12] [--project FOLDER]`. It starts the
server as `make api` does, on an SQLite file, with the simulated model, and sends files of 20 MB
from a process of their own while a reply is read. Memory is resident memory (RSS) of the server's
own process: the readers of files, which come and go, have a limit of theirs.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import httpx
import psutil
from PIL import Image

from benchmarks.tabs import Account, serving, sign_up

_ROOT = Path(__file__).parent.parent
_MB = 1024 * 1024
_FILE_BYTES = 20 * _MB - 100_000
_PAUSE_MS = 10
_WORDS = 1500
_SENDER = """
import sys, time, httpx
url, token, path, count, name = sys.argv[1:]
head = {"Authorization": f"Bearer {token}"}
with httpx.Client(base_url=url, headers=head, timeout=120) as http:
    for _ in range(int(count)):
        begun = time.monotonic()
        with open(path, "rb") as file:
            made = http.post("/api/files", files={"file": (name, file)})
        made.raise_for_status()
        print(made.json()["file_id"], (time.monotonic() - begun) * 1000)
        http.delete("/api/files/" + made.json()["file_id"])
"""


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--uploads", type=int, default=12)
    arguments.add_argument("--project", type=Path, default=_ROOT, help="another checkout")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/chat.db",
            "DEFAULT_MODEL": "simulated",
            "SIM_DELAY_MS": str(_PAUSE_MS),
            "DEFAULT_TOKEN_LIMIT": "1000000000",
            "RATE_LIMIT_PER_MINUTE": "0",
            "LOG_LEVEL": "WARNING",
        }
        files = _made(Path(folder))
        with serving(chosen.project, "api", settings, Path(folder) / "log") as (url, server):
            (ada,) = asyncio.run(sign_up(url, 1))
            for path in files:
                asyncio.run(_print_upload(url, ada, server, path, chosen.uploads))
            _print_small_pictures(url, ada, files[-1])


def _made(folder: Path) -> list[Path]:
    """Make a text and a photo of nearly 20 MB, and a photo as phones take them."""
    text, large, photo = folder / "large.txt", folder / "large.jpg", folder / "photo.jpg"
    text.write_bytes(b"All work and no play. " * (_FILE_BYTES // 22))
    for path, size, most in ((large, (6000, 4500), _FILE_BYTES), (photo, (4032, 3024), 6 * _MB)):
        noise = Image.effect_noise(size, 60).convert("RGB")
        for quality in (96, 92, 88, 80, 70, 50, 30):
            file = BytesIO()
            noise.save(file, "JPEG", quality=quality)
            if file.tell() <= most:
                break
        path.write_bytes(file.getvalue())
    return [text, large, photo]


async def _print_upload(
    url: str, ada: Account, server: psutil.Process, path: Path, uploads: int
) -> None:
    alone = await _pauses_ms(url, ada)
    # What the first one loads is no upload's.
    await _send(url, ada, path, 2)
    with _peak(server) as memory:
        sender = asyncio.create_task(_send(url, ada, path, uploads))
        beside = await _pauses_ms(url, ada)
        took = await sender
    print(f"{path.name}: {median(took):.0f} ms, {memory.grown_mb:+.1f} MB of memory")
    print("  pauses between the words of a reply, p50/p99:")
    print(f"    alone {_p(alone, 50):.0f}/{_p(alone, 99):.0f} ms")
    print(f"    while {uploads} such files came {_p(beside, 50):.0f}/{_p(beside, 99):.0f} ms")


async def _send(url: str, ada: Account, path: Path, count: int) -> list[float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _SENDER, url, ada.token, str(path), str(count), path.name),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return [float(line.split()[1]) for line in said.decode().splitlines()]


async def _pauses_ms(url: str, ada: Account) -> list[float]:
    """Return the pauses between the pieces of a reply, as they come."""
    head = {"Authorization": f"Bearer {ada.token}"}
    came: list[float] = []
    async with (
        httpx.AsyncClient(base_url=url, headers=head, timeout=60) as http,
        http.stream(
            "POST",
            f"/api/chat/{ada.chat_id}/message?dialect=token",
            json={"message": f"write {_WORDS} words, {time.monotonic()}"},
        ) as reply,
    ):
        reply.raise_for_status()
        async for _ in reply.aiter_raw():
            came.append(time.monotonic())
    return [(after - before) * 1000 for before, after in pairwise(came)]


def _p(values: list[float], share: int) -> float:
    return quantiles(values, n=100)[share - 1]


def _print_small_pictures(url: str, ada: Account, photo: Path) -> None:
    head = {"Authorization": f"Bearer {ada.token}"}
    with httpx.Client(base_url=url, headers=head, timeout=60) as http:
        made = http.post("/api/files", files={"file": (photo.name, photo.read_bytes())})
        address = f"/api/files/{made.raise_for_status().json()['file_id']}?thumb=1"
        took: list[float] = []
        for _ in range(100):
            begun = time.monotonic()
            http.get(address).raise_for_status()
            took.append((time.monotonic() - begun) * 1000)
    print(f"a small picture, p50/p99 of 100: {_p(took, 50):.1f}/{_p(took, 99):.1f} ms")


@dataclass
class _Memory:
    before: int
    peak: int

    @property
    def grown_mb(self) -> float:
        return (self.peak - self.before) / _MB


@contextmanager
def _peak(server: psutil.Process) -> Iterator[_Memory]:
    """Watch the memory of a process, two hundred times a second."""
    before = server.memory_info().rss
    memory, is_over = _Memory(before, before), threading.Event()

    def watch() -> None:
        while not is_over.wait(0.005):
            memory.peak = max(memory.peak, server.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    yield memory
    is_over.set()
    thread.join()


if __name__ == "__main__":
    main()
