"""A second server on a port or a data folder does not start, and says why in one line."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from chat_app.config import Settings
from tests.conftest import ROOT, PostgresServer, free_port

Start = Callable[..., subprocess.Popen[str]]
HAS_IPV6 = Path("/proc/net/if_inet6").exists()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a server in a folder, in a process group of its own."""
    started: list[subprocess.Popen[str]] = []
    own = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}

    def _start(folder: Path, port: int, word: str = "api", **more: str) -> subprocess.Popen[str]:
        folder.mkdir(exist_ok=True)
        data = {"DATABASE_URL": f"sqlite:///{folder}/chat.db", "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "-m", "chat_app.cli", word],
            cwd=tmp_path,
            env=own | {"PYTHONPATH": str(ROOT)} | data | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield _start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until_it_serves(process: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, process.communicate()[1]
        try:
            if httpx.get(url + "/api/ready", timeout=60).is_success:
                return
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def refusal_of(process: subprocess.Popen[str]) -> str:
    """Return the one line with which a start ended."""
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    (line,) = said.splitlines()
    return line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("127.0.0.1", "0.0.0.0"),
        ("127.0.0.1", "localhost"),
        pytest.param("::1", "::1", marks=[] if HAS_IPV6 else pytest.mark.xfail(strict=True)),
    ],
)
def test_a_second_server_on_a_port_does_not_start(
    start: Start, tmp_path: Path, first: str, second: str
) -> None:
    port = free_port()
    running = start(tmp_path / "a", port, HOST=first)
    wait_until_it_serves(running, f"http://{f'[{first}]' if ':' in first else first}:{port}")
    for word in ("api", "run", "dev"):
        line = refusal_of(start(tmp_path / "b", port, word, HOST=second))
        assert str(port) in line
        assert "PORT" in line
    assert running.poll() is None


def test_a_port_of_any_other_program_counts_as_taken(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert str(port) in refusal_of(start(tmp_path / "a", port))


def test_a_host_that_is_not_here_stops_the_start(start: Start, tmp_path: Path) -> None:
    for host in ("192.0.2.1", "no.such.host.invalid"):
        assert host in refusal_of(start(tmp_path / "a", free_port(), HOST=host))


def test_a_folder_for_files_that_cannot_be_written_stops_the_start(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "taken").touch()
    line = refusal_of(start(tmp_path / "a", free_port(), FILES_URL=str(tmp_path / "taken/files")))
    assert line.startswith(f"FILES_URL: cannot write in {tmp_path}/taken/files")


def test_a_second_server_in_a_data_folder_does_not_start_but_other_commands_do(
    start: Start, tmp_path: Path
) -> None:
    folder, port = tmp_path / "a", free_port()
    running = start(folder, port)
    wait_until_it_serves(running, f"http://127.0.0.1:{port}")
    for word in ("api", "run", "dev"):
        assert str(folder) in refusal_of(start(folder, free_port(), word))
    other_file = {"DATABASE_URL": f"sqlite:///{folder}/other.db"}
    assert str(folder) in refusal_of(start(folder, free_port(), **other_file))
    books = start(folder, port, "check-books")
    books.communicate(timeout=60)
    assert books.returncode == 0
    assert running.poll() is None


def test_a_server_that_was_killed_stands_in_nobodys_way(start: Start, tmp_path: Path) -> None:
    folder, port = tmp_path / "a", free_port()
    for _ in range(2):
        running = start(folder, port)
        wait_until_it_serves(running, f"http://127.0.0.1:{port}")
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_two_servers_on_one_postgresql_work_on_a_port_each(
    start: Start, tmp_path: Path, postgres: PostgresServer
) -> None:
    with postgres.copy_of() as url:
        ports = [free_port(), free_port()]
        for port in ports:
            running = start(tmp_path / "a", port, DATABASE_URL=url)
            wait_until_it_serves(running, f"http://127.0.0.1:{port}")
        line = refusal_of(start(tmp_path / "a", ports[0], DATABASE_URL=url))
        assert str(ports[0]) in line


def test_the_log_names_the_providers_initialised_and_no_key(start: Start, tmp_path: Path) -> None:
    port = free_port()
    keys = {"OPENAI_API_KEY": "sesame-1", "ANTHROPIC_API_KEY": "sesame-2"}
    running = start(tmp_path / "a", port, **keys)
    assert running.stderr is not None
    said = ""
    for line in running.stderr:
        said += line
        if line.startswith("{") and json.loads(line)["event"] == "providers.initialised":
            assert json.loads(line)["providers"] == ["anthropic", "openai", "simulated"]
            break
    else:
        raise AssertionError(said)
    assert "sesame" not in said
