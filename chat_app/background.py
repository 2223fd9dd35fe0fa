"""Work that runs beside everything else: loops that go on whatever they meet, and errands."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog

from chat_app.errors import Unavailable

_PAUSE_AFTER_FAULT_S = 1
_CANCEL_AGAIN_S = 2
_PATIENCE_S = 10
"""A loop that is late by more counts as down."""

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Loop:
    name: str
    every_seconds: float
    succeeded: float = field(default_factory=time.monotonic)
    """When its last step did all that it should."""


_loops: set[_Loop] = set()
_errands: set[asyncio.Task[None]] = set()


@asynccontextmanager
async def repeating(
    name: str,
    step: Callable[[], Awaitable[object]],
    every_seconds: float,
    *,
    first_after_seconds: float = 0,
) -> AsyncGenerator[None, None]:
    """Take a step again and again for as long as the block runs, whatever a step meets.

    Args:
        name: What the loop is to people, as in "The heartbeat of replies".
        step: One round of the work.
        every_seconds: Pause after each.
        first_after_seconds: Pause before the first, for what a start has no time for; no longer
            than `every_seconds`.
    """
    loop = _Loop(name, every_seconds)
    _loops.add(loop)
    task = asyncio.create_task(_repeat(loop, step, first_after_seconds), name=name)
    try:
        yield
    finally:
        await cancel(task)
        _loops.discard(loop)


def late_loops() -> list[str]:
    """Return the names of the loops that are down: that fail, or that hang in a step."""
    moment = time.monotonic()
    return [
        loop.name for loop in _loops if moment - loop.succeeded > loop.every_seconds + _PATIENCE_S
    ]


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncGenerator[None, None]:
    """Run `work` once until it or the block ends; a fault of it is logged."""
    task = asyncio.create_task(work, name=work.__qualname__)
    task.add_done_callback(log_fault)
    try:
        yield
    finally:
        await cancel(task)


def run_errand(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Run `work` once, with nobody waiting for it; a fault of it is logged."""
    task = asyncio.create_task(work, name=work.__qualname__)
    _errands.add(task)
    task.add_done_callback(_errands.discard)
    task.add_done_callback(log_fault)
    return task


@asynccontextmanager
async def errands() -> AsyncGenerator[None, None]:
    """Let no errand outlive the block."""
    try:
        yield
    finally:
        for task in list(_errands):
            await cancel(task)


def log_fault(task: asyncio.Task[None]) -> None:
    """Write down what ended a task nobody waits for."""
    if not task.cancelled() and (fault := task.exception()):
        log.error("task.crashed", task=task.get_name(), exc_info=fault)


async def _repeat(
    loop: _Loop, step: Callable[[], Awaitable[object]], first_after_seconds: float
) -> None:
    await asyncio.sleep(first_after_seconds)
    while True:
        try:
            await step()
        except Unavailable as fault:
            log.warning("loop.waits", loop=loop.name, reason=fault.message)
        except Exception:
            # The edge of the task: a loop that dies of one round is dead for all later ones.
            log.exception("loop.failed", loop=loop.name)
        else:
            loop.succeeded = time.monotonic()
            await asyncio.sleep(loop.every_seconds)
            continue
        await asyncio.sleep(_PAUSE_AFTER_FAULT_S)


async def cancel(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait until it has ended, however it takes it.

    Once may not be enough: in Python 3.11 `asyncio.wait_for`, which libraries use, loses a
    cancellation that comes together with its result (cpython issue 86296).
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_CANCEL_AGAIN_S)
