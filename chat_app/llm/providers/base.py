"""What every provider can do."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol, TypeVar

from chat_app.config import get_settings
from chat_app.errors import ProviderRejected
from chat_app.llm.catalogue import Model
from chat_app.llm.parts import Shown
from chat_app.llm.providers.vectors import Embedded
from chat_app.llm.sound import Heard, Spoken
from chat_app.llm.types import Audio, Event, Prompt

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

    async def transcribe(self, model: Model, sound: Audio, language: str) -> Heard:
        """Return what is said in a recording; asked only where the row says that it `transcribes`.

        Args:
            model: One for that.
            sound: The recording.
            language: Of what is said, as ISO 639-1 has it; empty where nobody knows.

        Raises:
            ProviderError: The vendor failed or refused the request.
        """
        ...

    async def speak(self, model: Model, text: str) -> Spoken:
        """Return a text read aloud.

        Args:
            model: One for that.
            text: A few sentences.

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


class NoTranscriptions:
    """For a provider that writes recordings down by a prompt, or not at all."""

    async def transcribe(self, model: Model, sound: Audio, language: str) -> Heard:  # noqa: ARG002
        """Refuse: there is no such call."""
        raise ProviderRejected


class NoSpeech:
    """For a provider that does not read aloud."""

    async def speak(self, model: Model, text: str) -> Spoken:  # noqa: ARG002
        """Refuse: there is no such call."""
        raise ProviderRejected


async def last_word(pieces: AsyncIterator[_Sent]) -> _Sent | None:
    """Return what a vendor still sends of a reply that has ended; `None` where it is silent."""
    try:
        async with asyncio.timeout(min(_LAST_WORDS_S, get_settings().PROVIDER_STALL_S / 2)):
            return await anext(pieces, None)
    except TimeoutError:
        return None
