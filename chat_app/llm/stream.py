"""One reply from a provider: retried before its first delta, watched for silence after it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog
from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential_jitter,
)

from chat_app.config import get_settings
from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm.catalog import Model
from chat_app.llm.providers import get_provider
from chat_app.llm.types import ChatRequest, Delta, Finish

_TRIES = 3
_LONGEST_RETRY_AFTER_S = 20
"""Nobody waits longer than this for a first word; better to say so at once."""
_backoff = wait_exponential_jitter(multiplier=0.4, max=5, jitter=0.4)

log = structlog.get_logger()


async def stream_reply(model: Model, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
    """Stream a reply: deltas, then one `Finish`.

    A fault before the first delta is tried again, 3 times in all; one after it passes straight
    through. Closing the stream, or cancelling its task, cancels the call upstream.

    Raises:
        ProviderTimeout: No delta came for `PROVIDER_STALL_S`.
        ProviderError: The provider failed, or refused the request.
    """
    try:
        event, events = await _begin(model, request)
    except ProviderRateLimited as refusal:
        if refusal.retry_after_seconds is None:
            # The vendor did not say when; whoever asked us is told our own guess.
            raise ProviderRateLimited from refusal
        raise
    async with aclosing(events):
        while event is not None:
            yield event
            event = await _next(events)


def _is_worth_another_try(error: BaseException) -> bool:
    return (
        isinstance(error, ProviderError)
        and not isinstance(error, ProviderRejected | ContentBlocked | ProviderTimeout)
        and (error.retry_after_seconds or 0) <= _LONGEST_RETRY_AFTER_S
    )


def _wait(state: RetryCallState) -> float:
    """Back off, but never come back sooner than the provider asked for."""
    fault = state.outcome and state.outcome.exception()
    asked = fault.retry_after_seconds if isinstance(fault, ProviderError) else None
    return max(_backoff(state), asked or 0)


def _say_so(state: RetryCallState) -> None:
    log.warning(
        "provider.retry",
        fault=repr(state.outcome and state.outcome.exception()),
        attempt=state.attempt_number,
        wait_seconds=round(state.upcoming_sleep, 2),
    )


@retry(
    retry=retry_if_exception(_is_worth_another_try),
    stop=stop_after_attempt(_TRIES),
    wait=_wait,
    before_sleep=_say_so,
    reraise=True,
)
async def _begin(
    model: Model, request: ChatRequest
) -> tuple[Delta | Finish | None, AsyncGenerator[Delta | Finish, None]]:
    """Open the stream and wait for its first event."""
    events = get_provider(model.provider).stream(request)
    try:
        return await _next(events), events
    except BaseException:
        await events.aclose()
        raise


async def _next(events: AsyncGenerator[Delta | Finish, None]) -> Delta | Finish | None:
    try:
        async with asyncio.timeout(get_settings().PROVIDER_STALL_S):
            return await anext(events, None)
    except TimeoutError as silence:
        raise ProviderTimeout from silence
