"""What every provider can do."""

from collections.abc import AsyncGenerator
from typing import Protocol

from chat_app.llm.types import ChatRequest, Delta, Finish


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
