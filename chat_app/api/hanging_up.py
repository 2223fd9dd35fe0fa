"""Notices that a caller hung up."""

from collections.abc import Coroutine
from typing import Any, TypeVar

import anyio
from starlette.types import Receive

from chat_app.background import in_background

NOBODY_LISTENS = 499
"""What metrics count where the caller hung up before there was an answer, as nginx does."""

T = TypeVar("T")


async def unless_hung_up(receive: Receive, work: Coroutine[Any, Any, T]) -> T | None:
    """Do work for a caller who waits for it; cancel it, and return `None`, when the caller leaves.

    The body of the request must have been read.
    """
    with anyio.CancelScope() as waiting:
        async with in_background(_cancel_when_gone(receive, waiting)):
            return await work
    return None


async def _cancel_when_gone(receive: Receive, waiting: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.cancel()
