"""A server process as `make api` starts it, for tests that are no coroutines."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from chat_app.config import Settings
from tests.conftest import ROOT, free_port

_START_S = 300


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str
    log: Path
    """What it logs, on stderr."""
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another of our commands with the same settings."""
        return subprocess.run(
            [sys.executable, "-m", "chat_app.cli", *words],
            cwd=self.log.parent,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Serve the API alone for as long as the block runs, on a database in the folder."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    environment = (
        own
        | {"DATABASE_URL": f"sqlite:///{folder}/chat.db"}
        | settings
        | {"PORT": str(port), "PYTHONPATH": str(ROOT)}
    )
    server = Server(f"http://127.0.0.1:{port}", folder / "stderr", environment)
    with server.log.open("w") as log, (folder / "stdout").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "chat_app.cli", "api"],
            # Away from a developer's .env, whose settings are not the test's.
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + _START_S
        while not _answers(server.url):
            assert process.poll() is None, server.log.read_text()[-2000:]
            assert time.monotonic() < deadline, server.log.read_text()[-2000:]
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url + "/api/ready", timeout=60).is_success
    except httpx.TransportError:
        return False
