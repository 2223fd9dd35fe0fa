"""What becomes of processes that do not do as they should."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def run() -> Iterator[Run]:
    """Return a function that keeps two workers, which do what it is given."""
    started: list[subprocess.Popen[str]] = []

    def _run(work: str) -> subprocess.Popen[str]:
        script = f"""
import os, signal, sys, time
from pathlib import Path
from chat_app import workers

def serve(lifeline):
    {work}

workers.keep(2, serve, [], 1)
"""
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield _run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_who_does_not_end_is_ended(run: Run) -> None:
    process = run(
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); os.write(1, b'up\\n');"
        " [signal.pause() for _ in iter(int, 1)]"
    )
    assert process.stdout
    assert [process.stdout.readline() for _ in "ab"] == ["up\n"] * 2

    process.terminate()

    # Both hold the other end of its output for as long as they live.
    assert process.stdout.read() == ""
    assert process.wait() == 0


def test_where_the_first_cannot_start_nobody_tries_for_ever(run: Run) -> None:
    process = run("sys.exit(3)")
    _, said = process.communicate()
    assert process.returncode == 3
    assert "worker.died" in said


def test_a_later_one_that_cannot_start_is_tried_again(run: Run, tmp_path: Path) -> None:
    process = run(
        f"""
    for name in "01234":
        try:
            Path({str(tmp_path)!r}, name).touch(exist_ok=False)
            break
        except FileExistsError:
            pass
    os.write(1, name.encode() + b"\\n")
    if name == "0":
        while not Path({str(tmp_path)!r}, "1").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
    if name in "23": sys.exit(3)
    signal.pause()"""
    )
    assert process.stdout
    said = [process.stdout.readline().strip() for _ in range(5)]
    assert sorted(said) == ["0", "1", "2", "3", "4"]
    process.terminate()
    assert process.wait() == 0
