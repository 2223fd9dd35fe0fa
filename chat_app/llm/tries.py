"""How often a provider is asked, and how long is waited in between, whatever it is asked."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from tenacity import (
    AsyncRetrying,
    RetryCallState,
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
from chat_app.llm.providers.refusals import ProviderQuotaExhausted

_TRIES = 3
_LONGEST_RETRY_AFTER_S = 20
"""Nobody waits longer than this for a first word; better to say so at once."""
_FINAL = (ProviderRejected, ProviderQuotaExhausted, ContentBlocked, ProviderTimeout)
"""What another try cannot help."""
_Given = ParamSpec("_Given")
_Got = TypeVar("_Got")
_backoff = wait_exponential_jitter(multiplier=0.4, max=5, jitter=0.4)

log = structlog.get_logger()


def again(ask: Callable[_Given, Awaitable[_Got]]) -> Callable[_Given, Awaitable[_Got]]:
    """Ask a provider again where it failed and may not fail again, 3 times in all."""

    @wraps(ask)
    async def asked(*given: _Given.args, **named: _Given.kwargs) -> _Got:
        try:
            return await _tries.copy()(ask, *given, **named)
        except ProviderRateLimited as refusal:
            if refusal.retry_after_seconds is None:
                # The vendor did not say when; whoever asked us is told our own guess.
                raise ProviderRateLimited from refusal
            raise

    return asked


@asynccontextmanager
async def patiently() -> AsyncGenerator[None, None]:
    """Wait for an answer that comes whole, `PROVIDER_STALL_S` at the most.

    Raises:
        ProviderTimeout: It did not come.
    """
    try:
        async with asyncio.timeout(get_settings().PROVIDER_STALL_S):
            yield
    except TimeoutError as silence:
        raise ProviderTimeout from silence


def _is_worth_another_try(error: BaseException) -> bool:
    return (
        isinstance(error, ProviderError)
        and not isinstance(error, _FINAL)
        and (error.retry_after_seconds or 0) <= _LONGEST_RETRY_AFTER_S
    )


def _wait(state: RetryCallState) -> float:
    """Back off, but never come back sooner than the provider asked for."""
    fault = state.outcome and state.outcome.exception()
    asked = fault.retry_after_seconds if isinstance(fault, ProviderError) else None
    return max(_backoff(state), asked or 0)


def _log_retry(state: RetryCallState) -> None:
    log.warning(
        "provider.retry",
        fault=repr(state.outcome and state.outcome.exception()),
        attempt=state.attempt_number,
        wait_seconds=round(state.upcoming_sleep, 2),
    )


_tries = AsyncRetrying(
    retry=retry_if_exception(_is_worth_another_try),
    stop=stop_after_attempt(_TRIES),
    wait=_wait,
    before_sleep=_log_retry,
    reraise=True,
)
