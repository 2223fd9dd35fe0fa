"""A process of its own ends with whoever waits for it, and leaves nothing behind."""

import gc
import tempfile
from pathlib import Path

import anyio
import psutil

from chat_app import apart

_FOREVER = (*apart.COMMAND[:-1], "-c", "import time; print('Hello', flush=True); time.sleep(600)")
_SAYS = (*apart.COMMAND[:-1], "-c", "print(input() * 3)")


def _held() -> tuple[int, list[psutil.Process]]:
    """Return how many files are open here, and the processes that are of this one."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir())), psutil.Process().children()


async def test_a_process_says_what_it_makes_of_a_file() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"la")
        file.seek(0)
        assert await apart.said_by(_SAYS, file, 60) == (0, b"lalala\n")
        file.seek(0)
        assert await apart.said_by(_SAYS, file, 60, most_bytes=2) == (0, b"la")


async def test_one_that_takes_too_long_leaves_nothing() -> None:
    with tempfile.TemporaryFile() as file:
        before = _held()
        # Without any time, nobody has begun to listen to it.
        for seconds in (0, 0.01, 0.3):
            assert await apart.said_by(_FOREVER, file, seconds) == (None, b"")
            assert _held() == before


async def test_one_for_which_nobody_waits_any_more_leaves_nothing() -> None:
    with tempfile.TemporaryFile() as file:
        before = _held()
        for seconds in (0, 0.01, 0.3):
            with anyio.move_on_after(seconds) as waiting:
                await apart.said_by(_FOREVER, file, 60)
            assert waiting.cancelled_caught
            assert _held() == before
