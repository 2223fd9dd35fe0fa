"""Counts tokens in three layers: what was counted before, the provider, the estimate."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog
from cachetools import LRUCache

from chat_app.config import get_settings
from chat_app.errors import ProviderError
from chat_app.llm.catalog import Model
from chat_app.llm.estimate import RunningEstimate, estimate
from chat_app.llm.providers import get_provider
from chat_app.llm.types import CountMethod, TokenCount

__all__ = ["RunningEstimate", "TokenCounter", "counter", "estimate", "open_counter"]

_TEXTS = 20_000
_SYSTEM_PROMPTS = 500

log = structlog.get_logger()

_Key = tuple[str, bytes]


@dataclass(slots=True)
class CounterStats:
    """What the counter did since the process started."""

    system_prompt_cache_entries: int = 0
    text_token_cache_entries: int = 0
    hits: int = 0
    misses: int = 0
    api_calls: int = 0
    api_calls_saved: int = 0
    estimates: int = 0


class TokenCounter:
    """The counter of a process; equal texts in flight are counted once."""

    def __init__(self) -> None:
        self._texts: LRUCache[_Key, int] = LRUCache(_TEXTS)
        self._system_prompts: LRUCache[_Key, int] = LRUCache(_SYSTEM_PROMPTS)
        self._in_flight: dict[_Key, asyncio.Task[int | None]] = {}
        self._stats = CounterStats()

    def cached(self, model: Model, text: str) -> TokenCount | None:
        """Return an exact count made before, without asking anybody."""
        key = _key(model, text)
        tokens = self._texts.get(key)
        if tokens is None:
            tokens = self._system_prompts.get(key)
        return None if tokens is None else TokenCount(tokens, CountMethod.API, cache_hit=True)

    async def count(self, model: Model, text: str, *, system: bool = False) -> TokenCount:
        """Count a text for a model; never fails and never takes longer than `COUNT_TIMEOUT_S`.

        Args:
            system: Whether it is a system prompt, which is kept apart from other texts.
        """
        if not text:
            return TokenCount(0, CountMethod.API)
        known = self.cached(model, text)
        if known:
            self._stats.hits += 1
            self._stats.api_calls_saved += 1
            return known
        self._stats.misses += 1
        tokens = await self._ask(model, text, self._system_prompts if system else self._texts)
        if tokens is None:
            self._stats.estimates += 1
            return TokenCount(estimate(text), CountMethod.ESTIMATE)
        return TokenCount(tokens, CountMethod.API)

    def stats(self) -> CounterStats:
        """Return the figures of `GET /api/chat/token-stats`."""
        return replace(
            self._stats,
            system_prompt_cache_entries=len(self._system_prompts),
            text_token_cache_entries=len(self._texts),
        )

    async def _ask(self, model: Model, text: str, cache: LRUCache[_Key, int]) -> int | None:
        key = _key(model, text)
        task = self._in_flight.get(key)
        if task is None:
            self._stats.api_calls += 1
            task = asyncio.create_task(self._ask_provider(model, text))
            self._in_flight[key] = task
            task.add_done_callback(lambda _: self._in_flight.pop(key, None))
        else:
            self._stats.api_calls_saved += 1
        tokens = await asyncio.shield(task)
        if tokens is not None:
            cache[key] = tokens
        return tokens

    async def _ask_provider(self, model: Model, text: str) -> int | None:
        try:
            async with asyncio.timeout(get_settings().COUNT_TIMEOUT_S):
                return await get_provider(model.provider).count(model.model_id, text)
        except (ProviderError, TimeoutError) as fault:
            log.warning("count.estimated", model=model.model_id, fault=type(fault).__name__)
            return None


def _key(model: Model, text: str) -> _Key:
    return model.model_id, hashlib.sha256(text.encode()).digest()


_counter = TokenCounter()


def counter() -> TokenCounter:
    """Return the counter of this process."""
    return _counter


@asynccontextmanager
async def open_counter() -> AsyncIterator[None]:
    """Begin with empty caches."""
    global _counter
    _counter = TokenCounter()
    yield
