"""What every provider can do."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol, TypeVar

from chat_app.config import get_settings
from chat_app.llm.catalogue import Model
from chat_app.llm.parts import Shown
from chat_app.llm.providers.vectors import Embedded
from chat_app.llm.types import Event, Prompt

_LAST_WORDS_S = 2
"""How long a vendor may be silent between the end of a reply and its bill."""
_Sent = TypeVar("_Sent")


class Provider(Protocol):
    """Speaks to one vendor. Foreign errors leave it as `ProviderError` and nothing else.

    It is asked for nothing that its vendor has no form for (`llm/taken.py`). It is made from the
    provider's row in the table; nothing is sent then.
    """

    def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply's deltas and then one `Finish`.

        It is an async generator: closing it, or cancelling the task that waits for it, cancels
        the call upstream at once.

        Raises:
            ProviderError: The vendor failed, refused the request or cut the reply.
        """
        ...

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """Return texts as vectors.

        Args:
            model: One that embeds.
            texts: None of them empty.
            dimensions: How long the vectors are to be; `None` for the model's own length.

        Raises:
            ProviderError: The vendor failed or refused the request.
        """
        ...

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Return the exact number of tokens of a message; `None` where the vendor cannot count.

        Raises:
            ProviderError: The vendor failed or refused the request.
        """
        ...

    async def models(self) -> frozenset[str] | None:
        """Return what models the vendor has, by its own names; `None` where it keeps no list.

        Raises:
            ProviderError: The vendor failed or refused the request.
        """
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


async def last_word(pieces: AsyncIterator[_Sent]) -> _Sent | None:
    """Return what a vendor still sends of a reply that has ended; `None` where it is silent."""
    try:
        async with asyncio.timeout(min(_LAST_WORDS_S, get_settings().PROVIDER_STALL_S / 2)):
            return await anext(pieces, None)
    except TimeoutError:
        return None
