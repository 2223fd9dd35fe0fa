"""Work for a process of its own, that ends with whoever waits for it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO

import anyio
import anyio.to_thread

COMMAND = (sys.executable, "-B", "-P", "-m")
"""What begins a module of ours."""
_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[1])}


async def said_by(
    command: Sequence[str],
    file: IO[bytes],
    max_seconds: float,
    *,
    most_bytes: int = -1,
    handed: Sequence[int] = (),
) -> tuple[int | None, bytes]:
    """Return how a process ended, as `Popen.returncode` has it, and what it said.

    It has nothing of this one's environment.

    Args:
        command: What to run.
        file: What it reads.
        max_seconds: How long it may take; then it is killed, and None tells so.
        most_bytes: How much it may say; all it likes unless told.
        handed: Open files that it gets.
    """
    # Not by the loop: that of uvloop 0.23 copies all that this process has mapped before it goes
    # on, a tenth of a second for some hundred megabytes; this one copies nothing.
    process = Popen(  # noqa: ASYNC220
        command,
        stdin=file,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd="/",
        env=_ENVIRONMENT,
        pass_fds=handed,
    )
    try:
        with anyio.move_on_after(max_seconds):
            return await anyio.to_thread.run_sync(
                _heard, process, most_bytes, abandon_on_cancel=True
            )
    finally:
        process.kill()
        # The thread above may never have begun, and then nobody else closes the pipe.
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(_end, process)
    return None, b""


def _heard(process: Popen[bytes], most_bytes: int) -> tuple[int, bytes]:
    """Wait for the end of a process; return how it ended, and what it said."""
    with process:
        assert process.stdout  # noqa: S101 - it was asked for
        said = process.stdout.read(most_bytes)
    return process.returncode, said


def _end(process: Popen[bytes]) -> None:
    with process:
        pass
