"""Counts tokens: from the cache, else by asking the provider, else by the estimate."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import structlog
from cachetools import LRUCache

from chat_app import metrics
from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderTimeout
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.estimate import RunningEstimate, estimate
from chat_app.llm.parts import (
    Countable,
    Countables,
    around_calls_tokens,
    digest,
    estimate_parts,
    is_empty,
    shown,
    texts_of,
)
from chat_app.llm.picture_forms import taken_forms_of
from chat_app.llm.providers import get_provider
from chat_app.llm.providers.refusals import ProviderModelUnknown
from chat_app.llm.types import CountMethod, TokenCount
from chat_app.sharing import asking, client, keep, recall

if TYPE_CHECKING:
    from redis.asyncio import Redis

__all__ = ["CounterStats", "RunningEstimate", "TokenCounter", "counter", "estimate", "open_counter"]

_TEXT_ENTRIES = 20_000
_SYSTEM_PROMPT_ENTRIES = 1_000
_SHARED_TTL_S = 7 * 24 * 3600
"""Life of a count in Redis; a vendor may change a tokenizer under the same name."""
_FORGETTING_S = 10
_NO_SUCH_CALL_S = 60
"""How long an address without a call for counting is not asked again; many a proxy has none."""
_SHARED_PREFIX = "tokens:"
LONG_CHARACTERS = 20_000
"""Text that takes an estimate 5 ms."""
_Key = tuple[str, bytes]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CounterStats:
    """What the counter of this process did since it started."""

    system_prompt_cache_entries: int
    text_token_cache_entries: int
    total_cache_entries: int
    hits: int
    """Counts answered from a cache, or by joining the same count under way."""
    misses: int
    hit_rate: float
    """Hits among all counts, 0 to 1."""
    api_calls: int
    """Times a provider was asked."""
    api_calls_saved: int
    """Times a provider would have been asked without the caches."""
    estimates: int


class TokenCounter:
    """Counts parts for models; equal ones are counted once."""

    def __init__(self, redis: "Redis | None" = None):
        self._redis = redis
        self._texts: LRUCache[_Key, int] = LRUCache(_TEXT_ENTRIES)
        self._system_prompts: LRUCache[_Key, int] = LRUCache(_SYSTEM_PROMPT_ENTRIES)
        self._under_way: dict[_Key, asyncio.Task[TokenCount]] = {}
        self._asked_again_at: dict[str, float] = {}
        """By model, on the loop's clock; where its provider has no call for counting."""
        self._hits = self._misses = self._api_calls = self._estimates = 0

    def count(
        self, model: Model, *parts: Countable, system: bool = False
    ) -> asyncio.Future[TokenCount]:
        """Begin to count what is sent together, as exactly as can be had within `COUNT_TIMEOUT_S`.

        Whoever waits may give up; the others and the cache still get the count.

        Args:
            model: Whose tokens to count.
            parts: What to count; an empty text has no tokens.
            system: Whether it is a system prompt; those have a cache of their own.
        """
        if is_empty(parts):
            return _known_by_now(TokenCount(0, CountMethod.API))
        key = _key(model, parts)
        known = self._known(key)
        if known:
            self._count_hit()
            return _known_by_now(known)
        task = self._under_way.get(key)
        if task:
            self._count_hit()
        else:
            self._misses += 1
            task = asyncio.create_task(self._find_out(key, model, parts, system))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        return asyncio.shield(task)

    def cached(self, model: Model, *parts: Countable) -> TokenCount | None:
        """Return the exact count of parts where this process knows it; asks nobody."""
        return self._known(_key(model, parts))

    def _known(self, key: _Key) -> TokenCount | None:
        tokens = self._texts.get(key)
        if tokens is None:
            tokens = self._system_prompts.get(key)
        return None if tokens is None else TokenCount(tokens, CountMethod.API, cache_hit=True)

    def stand_in(self, model: Model, *parts: Countable) -> TokenCount:
        """Return the estimate of parts whose count is not to be had in time."""
        self._estimates += 1
        return TokenCount(estimate_parts(parts, provider_of(model)), CountMethod.ESTIMATE)

    def stats(self) -> CounterStats:
        """Return what was cached, asked and saved since the process started."""
        counted = self._hits + self._misses
        return CounterStats(
            system_prompt_cache_entries=len(self._system_prompts),
            text_token_cache_entries=len(self._texts),
            total_cache_entries=len(self._system_prompts) + len(self._texts),
            hits=self._hits,
            misses=self._misses,
            hit_rate=self._hits / counted if counted else 0.0,
            api_calls=self._api_calls,
            api_calls_saved=self._hits,
            estimates=self._estimates,
        )

    async def forget(self) -> int:
        """Empty the caches, the shared one in Redis included, and return how many counts went.

        Raises:
            Unavailable: Redis is away; what this process knew is forgotten all the same.
        """
        forgotten = len(self._texts) + len(self._system_prompts)
        self._texts.clear()
        self._system_prompts.clear()
        self._asked_again_at.clear()
        if self._redis is None:
            return forgotten
        async with asking(_FORGETTING_S):
            found = cast("Any", self._redis).scan_iter(_SHARED_PREFIX + "*", count=1000)
            shared: list[bytes] = [name async for name in found]
            for start in range(0, len(shared), 1000):
                await self._redis.unlink(*shared[start : start + 1000])
        return max(forgotten, len(shared))

    async def close(self) -> None:
        """Give up the counts under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _count_hit(self) -> None:
        self._hits += 1
        metrics.TOKEN_CACHE_HITS.inc()

    async def _find_out(
        self, key: _Key, model: Model, parts: Countables, system: bool
    ) -> TokenCount:
        count = await self._ask_redis(key)
        if count is None:
            tokens = await self._ask_provider(model, parts)
            if tokens is None:
                return await self._stand_in(model, parts)
            count = TokenCount(tokens, CountMethod.API)
            await self._tell_redis(key, tokens)
        (self._system_prompts if system else self._texts)[key] = count.tokens
        return count

    async def _stand_in(self, model: Model, parts: Countables) -> TokenCount:
        """Estimate parts; those that take long in a thread, so that replies go on meanwhile."""
        if sum(map(len, texts_of(parts))) <= LONG_CHARACTERS:
            return self.stand_in(model, *parts)
        self._estimates += 1
        tokens = await asyncio.to_thread(estimate_parts, parts, provider_of(model))
        return TokenCount(tokens, CountMethod.ESTIMATE)

    async def _ask_provider(self, model: Model, parts: Countables) -> int | None:
        provider = provider_of(model)
        now = asyncio.get_running_loop().time()
        if not provider.is_available or now < self._asked_again_at.get(model.model_id, 0):
            return None
        self._api_calls += 1
        try:
            async with asyncio.timeout(get_settings().COUNT_TIMEOUT_S):
                asked = await taken_forms_of(provider, shown(parts))
                tokens = await get_provider(provider).count(model, asked)
            return tokens and tokens + around_calls_tokens(parts, provider)
        except TimeoutError:
            fault: ProviderError = ProviderTimeout()
        except ProviderModelUnknown as error:
            self._asked_again_at[model.model_id] = now + _NO_SUCH_CALL_S
            fault = error
        except ProviderError as error:
            fault = error
        log.warning(
            "tokens.estimated",
            model=model.model_id,
            characters=sum(map(len, texts_of(parts))),
            fault=type(fault).__name__,
        )
        return None

    async def _ask_redis(self, key: _Key) -> TokenCount | None:
        if self._redis is None:
            return None
        tokens = await recall(self._redis, _shared_name(key))
        if tokens is None:
            return None
        self._count_hit()
        self._misses -= 1
        return TokenCount(int(tokens), CountMethod.API, cache_hit=True)

    async def _tell_redis(self, key: _Key, tokens: int) -> None:
        if self._redis:
            await keep(self._redis, _shared_name(key), tokens, _SHARED_TTL_S)


_counter = TokenCounter()


def counter() -> TokenCounter:
    """Return the counter of this process."""
    return _counter


@asynccontextmanager
async def open_counter() -> AsyncGenerator[None, None]:
    """Begin with empty caches; share counts through Redis where it is set."""
    global _counter
    async with client(get_settings().REDIS_URL) as redis:
        _counter = TokenCounter(redis)
        yield
        await _counter.close()


def _known_by_now(count: TokenCount) -> asyncio.Future[TokenCount]:
    known = asyncio.get_running_loop().create_future()
    known.set_result(count)
    return known


def _key(model: Model, parts: Countables) -> _Key:
    return model.model_id, digest(parts)


def _shared_name(key: _Key) -> str:
    return f"{_SHARED_PREFIX}{key[0]}:{key[1].hex()}"
