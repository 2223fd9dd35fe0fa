"""Notices that a caller hung up."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import anyio
from starlette.types import Receive

from chat_app.background import cancel

NOBODY_LISTENS = 499
"""What metrics count where the caller hung up before there was an answer, as nginx does."""

T = TypeVar("T")


async def unless_hung_up(receive: Receive, work: Coroutine[Any, Any, T]) -> T | None:
    """Do work for a caller who waits for it; cancel it, and return `None`, when the caller leaves.

    The body of the request must have been read. The work is a task of its own, and the layers
    around a request wait for the caller: else each piece of a stream would wake all of them.
    """
    task = asyncio.create_task(work, name=work.__qualname__)
    try:
        with anyio.CancelScope() as waiting:
            task.add_done_callback(lambda _: waiting.cancel())
            while (await receive())["type"] != "http.disconnect":
                pass
    finally:
        if not task.done():
            with anyio.CancelScope(shield=True):
                await cancel(task)
    return None if task.cancelled() else task.result()
