"""Exchanges of programs: they bring the whole prompt, and no text of them is kept."""

from contextlib import aclosing, suppress
from uuid import UUID

import anyio

from chat_app.errors import StreamFailed, Unavailable
from chat_app.llm.types import Prompt
from chat_app.prepared import Connection
from chat_app.services.accounts import Caller
from chat_app.services.broker import End, broker
from chat_app.services.turns.drafts import OnSave, own_draft
from chat_app.services.turns.idempotency import ask_once
from chat_app.services.turns.launching import launch
from chat_app.services.turns.listening import attach


async def ask(
    caller: Caller,
    model_id: str,
    prompt: Prompt,
    *,
    key: str | None = None,
    on_save: OnSave | None = None,
) -> UUID:
    """Begin to answer a prompt that belongs to no chat, and return the id of the exchange.

    It is heard, by that id, with `attach`, in this process alone, and given up with `cancel`. Only
    the exchange is in the books, charged what the provider bills, the whole prompt included.

    Args:
        caller: Who pays.
        model_id: Who is to answer.
        prompt: All that the model is told, the last message being the one to be answered. Its
            longest reply is made shorter where model or budget allow no more.
        key: An `Idempotency-Key`: within 24 hours it begins one exchange.
        on_save: What to save in the same transaction; it is given the id of the exchange.

    Raises:
        InvalidRequest: The prompt has nothing to be answered, or there is no such model.
        ParameterNotTaken: The model does not take something in it.
        ContextLengthExceeded: It does not fit the model's window.
        ModelNotAllowed, ModelUnavailable: The model cannot be used.
        TokenLimitExceeded: The budget does not cover the prompt and a reply.
        IdempotencyConflict: The key has begun an exchange, be it running or finished.
        Unavailable: The database is away, or the server shuts down.
    """

    async def begin(remember: OnSave | None) -> UUID:
        draft = await own_draft(caller.user, model_id, prompt, _both(remember, on_save))
        (claim,), _ = await launch(caller, draft)
        return claim.turn_id

    return await ask_once(caller, key, begin)


async def cancel(exchange_id: UUID) -> None:
    """Stop an exchange, if it runs: at the vendor, too, and at once; what was produced is charged.

    Raises:
        Unavailable: It runs on another worker, which cannot be told now.
    """
    await broker().request_stop(exchange_id)


async def hear_out(exchange_id: UUID) -> End:
    """Return how an exchange ends; who gives up waiting gives it up.

    Raises:
        StreamFailed: Nobody knows how it ended.
    """
    end = None
    try:
        async with aclosing(attach(exchange_id)) as events:
            async for event in events:
                if isinstance(event, End):
                    end = event
    finally:
        if end is None:
            # Where it has ended meanwhile, there is nobody to be told.
            with anyio.CancelScope(shield=True), suppress(Unavailable):
                await cancel(exchange_id)
    if end is None:
        raise StreamFailed
    return end


def _both(first: OnSave | None, then: OnSave | None) -> OnSave | None:
    if first is None or then is None:
        return first or then

    def save(connection: Connection, exchange_id: UUID) -> None:
        first(connection, exchange_id)
        then(connection, exchange_id)

    return save
