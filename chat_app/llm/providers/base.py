"""What every provider can do."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import Protocol, TypeVar

from chat_app.config import get_settings
from chat_app.llm.testimony import Testimony
from chat_app.llm.types import ChatRequest, Delta, Finish

_LAST_WORDS_S = 2
"""How long a vendor may be silent between the end of a reply and its bill."""
_Event = TypeVar("_Event")


class Provider(Protocol):
    """Speaks to one vendor. Foreign errors leave it as `ProviderError` and nothing else."""

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Stream the reply's deltas and then one `Finish`.

        It is an async generator: closing it, or cancelling the task that waits for it, cancels
        the call upstream at once.

        Raises:
            ProviderError: The vendor failed, refused the request or cut the reply.
        """
        ...

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the exact number of tokens of a text; `None` where the vendor cannot count.

        Raises:
            ProviderError: The vendor failed or refused the request.
        """
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


async def until_silent(
    events: AsyncIterator[_Event], testimony: Testimony
) -> AsyncGenerator[_Event, None]:
    """Yield what a vendor sends; once the reply has ended, its silence is the end of all.

    Args:
        events: What comes over the wire.
        testimony: Says whether the reply has ended.
    """
    with suppress(StopAsyncIteration, TimeoutError):
        while True:
            yield await (_last_word(events) if testimony.has_ended else anext(events))


async def _last_word(events: AsyncIterator[_Event]) -> _Event:
    async with asyncio.timeout(min(_LAST_WORDS_S, get_settings().PROVIDER_STALL_S / 2)):
        return await anext(events)
