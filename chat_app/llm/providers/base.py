"""What the app asks of every provider; adding one is one file and one catalogue entry."""

from collections.abc import AsyncGenerator
from typing import Protocol

from chat_app.llm.types import ChatRequest, Delta, Finish


class Provider(Protocol):
    """An adapter: our code that speaks to a vendor.

    Its errors are `ProviderError`s; a refusal is a finish reason. Cancelling the task that reads
    a stream cancels the call upstream at once.
    """

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Yield the reply as the vendor produces it, and one `Finish`."""
        ...

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the vendor's own count of a text in tokens, or `None` where it offers none."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
