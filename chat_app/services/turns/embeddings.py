"""Texts as vectors: an exchange like any other in the books, and nothing of it is kept."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from uuid import UUID

from chat_app.errors import ContextLengthExceeded, StreamFailed
from chat_app.llm import embedding as llm
from chat_app.llm.catalogue import Model
from chat_app.llm.providers.vectors import Vector
from chat_app.llm.types import (
    CountMethod,
    Event,
    Finish,
    FinishReason,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
    Task,
    Text,
    Usage,
)
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import Price, Priced
from chat_app.services.chats.access import usable_model
from chat_app.services.turns.drafts import Draft, OnSave
from chat_app.services.turns.exchanges import hear_out
from chat_app.services.turns.idempotency import ask_once
from chat_app.services.turns.launching import launch
from chat_app.services.turns.whole_prompts import prices_of_texts

_NOTHING = Priced(0, CountMethod.API, 0)


@dataclass(frozen=True, slots=True)
class Embedding:
    """Texts as vectors, and what they cost."""

    exchange_id: UUID
    vectors: tuple[Vector, ...]
    """One a text, in the order of the texts."""
    usage: Usage
    """The provider's figures or, where it told none, our counts."""
    charged_tokens: int


async def embed(
    caller: Caller,
    model_id: str,
    texts: Sequence[str],
    *,
    dimensions: int | None = None,
    key: str | None = None,
) -> Embedding:
    """Return texts as vectors; a caller that gives up cancels upstream, and pays for its texts.

    Args:
        caller: Who pays.
        model_id: A model for embeddings.
        texts: 1 to 2 048, none of them empty.
        dimensions: How long the vectors are to be; `None` for the model's own length.
        key: An `Idempotency-Key`: within 24 hours it begins one exchange.

    Raises:
        InvalidRequest: There is no such model, or texts or dimensions are none that it takes.
        ContextLengthExceeded: A text is too long for the model.
        ModelNotAllowed, ModelUnavailable: The model cannot be used.
        TokenLimitExceeded: The budget does not cover the texts.
        IdempotencyConflict: The key has begun an exchange, be it running or finished.
        KeyRefused: The caller's API key died meanwhile.
        ProviderError: The provider failed, or refused the texts.
        StreamFailed: A fault of ours, such as a restart, ended it.
        Unavailable: The database is away, or the server shuts down.
    """
    model = usable_model(caller.user, model_id, Task.EMBED)
    llm.require_embeddable(model, texts, dimensions)
    price = await _price(model, texts)
    made: list[llm.Embedded] = []

    async def ask(model: Model, _prompt: Prompt) -> AsyncGenerator[Event, None]:
        embedded = await llm.embed(model, texts, dimensions)
        made.append(embedded)
        yield Finish(FinishReason.STOP, embedded.usage)

    async def begin(remember: OnSave | None) -> UUID:
        message = PromptMessage(Role.USER, tuple(map(Text, texts)))
        prompt = Prompt("", (message,), Parameters(max_output_tokens=0))
        (claim,), _ = await launch(caller, Draft(model, prompt, price, on_save=remember, ask=ask))
        return claim.turn_id

    exchange_id = await ask_once(caller, key, begin)
    end = await hear_out(exchange_id)
    if end.error:
        raise end.error
    if end.error_code or not made:
        raise StreamFailed(end.error_message)
    return Embedding(exchange_id, made[0].vectors, end.usage, end.tokens_used)


async def _price(model: Model, texts: Sequence[str]) -> Price:
    prices = await prices_of_texts(model, texts)
    for number, each in enumerate(prices):
        if each.likely_tokens > model.context_window_tokens:
            raise ContextLengthExceeded(
                f"Text {number} has about {each.likely_tokens:,} tokens, and this model's maximum "
                f"context length is {model.context_window_tokens:,} in each"
            )
    methods = {each.method for each in prices}
    whole = Priced(
        sum(each.tokens for each in prices),
        CountMethod.ESTIMATE if CountMethod.ESTIMATE in methods else CountMethod.API,
        sum(each.likely_tokens for each in prices),
    )
    return Price(whole, _NOTHING, (_NOTHING,))
