"""One reply from whichever provider: tried again before its first delta, watched for silence."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from chat_app.config import get_settings
from chat_app.errors import ContentBlocked, ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.catalog import Model
from chat_app.llm.providers import get_provider
from chat_app.llm.types import ChatRequest, Delta, Finish

_TRIES = 3
_backoff = wait_random_exponential(multiplier=0.5, max=8)


async def stream_reply(model: Model, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
    """Yield a reply's deltas and its one `Finish`.

    Faults before the first event are tried again, three times in all; later ones pass through.

    Raises:
        ProviderError: The last try failed, or the reply was cut.
        ProviderTimeout: Nothing came for `PROVIDER_STALL_S`.
    """
    provider = get_provider(model.provider)
    async for attempt in AsyncRetrying(
        stop=stop_after_attempt(_TRIES),
        wait=_wait,
        retry=retry_if_exception(_is_worth_another_try),
        reraise=True,
    ):
        with attempt:
            events = provider.stream(request)
            first = await _next(events)
    async with aclosing(events):
        event = first
        while event is not None:
            yield event
            event = await _next(events)


async def _next(events: AsyncGenerator[Delta | Finish, None]) -> Delta | Finish | None:
    try:
        async with asyncio.timeout(get_settings().PROVIDER_STALL_S):
            return await anext(events, None)
    except TimeoutError as silence:
        await events.aclose()
        raise ProviderTimeout from silence


def _is_worth_another_try(fault: BaseException) -> bool:
    return isinstance(fault, ProviderError) and not isinstance(
        fault, ProviderRejected | ContentBlocked
    )


def _wait(state: RetryCallState) -> float:
    fault = state.outcome and state.outcome.exception()
    asked = isinstance(fault, ProviderError) and fault.retry_after_seconds
    return asked or _backoff(state)
