"""Texts as vectors, from a provider: tried again where it failed, watched for silence."""

from collections.abc import Sequence

from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.providers import get_provider
from chat_app.llm.providers.vectors import Embedded
from chat_app.llm.tries import again, patiently

__all__ = ["MAX_TEXTS", "Embedded", "embed", "require_embeddable"]

MAX_TEXTS = 2048
"""Most texts of one request, as OpenAI has it (the SDK's `EmbeddingCreateParams`, openai 3.52)."""


def require_embeddable(model: Model, texts: Sequence[str], dimensions: int | None) -> None:
    """Refuse texts that cannot be made vectors of, before anything is reserved or sent.

    Raises:
        InvalidRequest: There are none or too many, one is empty, or the vectors are to be longer
            than the model's own.
    """
    if not 1 <= len(texts) <= MAX_TEXTS:
        raise InvalidRequest(f"Between 1 and {MAX_TEXTS} texts can be embedded at once")
    if not all(texts):
        raise InvalidRequest("An empty text cannot be embedded")
    longest = model.dimensions or 0
    if dimensions is not None and not 1 <= dimensions <= longest:
        raise InvalidRequest(f"{model.name} makes vectors of 1 to {longest} dimensions")


@again
async def embed(model: Model, texts: Sequence[str], dimensions: int | None = None) -> Embedded:
    """Return texts as vectors; cancelling the task cancels the call upstream.

    Args:
        model: One whose task that is.
        texts: What `require_embeddable` lets pass.
        dimensions: How long the vectors are to be; `None` for the model's own length.

    Raises:
        ProviderTimeout: Nothing came for `PROVIDER_STALL_S`.
        ProviderError: The provider failed, or refused the request.
    """
    async with patiently():
        return await get_provider(provider_of(model)).embed(model, texts, dimensions)
