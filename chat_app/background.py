"""Work that runs beside everything else for as long as a block runs."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog

log = structlog.get_logger()


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `work` until it or the block ends; a fault of it is logged."""
    task = asyncio.create_task(work, name=work.__qualname__)
    task.add_done_callback(log_fault)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def log_fault(task: asyncio.Task[None]) -> None:
    """Write down what ended a task nobody waits for."""
    if not task.cancelled() and (fault := task.exception()):
        log.error("task.crashed", task=task.get_name(), exc_info=fault)
