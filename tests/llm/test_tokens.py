"""The counter's three layers: cache, provider, estimate."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from chat_app.config import Settings, get_settings
from chat_app.llm.catalogue import SIMULATED, find
from chat_app.llm.tokens import TokenCounter, counter, estimate, open_counter
from chat_app.llm.types import CountMethod, Text, TokenCount
from tests.clock import pass_time
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor

MODEL = "gemini-3.8-flash"
OTHER_MODEL = "gemini-3.5-flash-lite"
TEXT = "How much does this cost?"


@pytest.fixture
def vendor() -> Vendor:
    return VENDORS[0]


@pytest.fixture
async def counts(fake: Fake) -> AsyncIterator[TokenCounter]:
    async with open_counter():
        yield counter()


async def test_a_text_is_counted_by_the_provider_once(counts: TokenCounter, fake: Fake) -> None:
    first = await counts.count(find(MODEL), Text(TEXT))
    second = await counts.count(find(MODEL), Text(TEXT))

    assert first == TokenCount(7, CountMethod.API)
    assert second == TokenCount(7, CountMethod.API, cache_hit=True)
    assert counts.cached(find(MODEL), Text(TEXT)) == second
    assert fake.counted == [TEXT]


async def test_equal_texts_in_flight_are_counted_once(counts: TokenCounter, fake: Fake) -> None:
    results = await asyncio.gather(*(counts.count(find(MODEL), Text(TEXT)) for _ in range(20)))

    assert {result.tokens for result in results} == {7}
    assert fake.counted == [TEXT]
    stats = counts.stats()
    assert (stats.api_calls, stats.api_calls_saved, stats.hits, stats.misses) == (1, 19, 19, 1)


async def test_who_gives_up_waiting_takes_nothing_from_the_others(
    counts: TokenCounter, fake: Fake
) -> None:
    impatient = counts.count(find(MODEL), Text(TEXT))
    patient = counts.count(find(MODEL), Text(TEXT))
    await asyncio.sleep(0)
    impatient.cancel()

    assert (await patient).tokens == 7
    assert impatient.cancelled()
    assert fake.counted == [TEXT]


async def test_models_are_counted_apart(counts: TokenCounter, fake: Fake) -> None:
    await counts.count(find(MODEL), Text(TEXT))
    await counts.count(find(OTHER_MODEL), Text(TEXT))

    assert fake.counted == [TEXT, TEXT]


async def test_system_prompts_have_a_cache_of_their_own(counts: TokenCounter, fake: Fake) -> None:
    await counts.count(find(MODEL), Text("You are helpful."), system=True)
    await counts.count(find(MODEL), Text(TEXT))

    stats = counts.stats()
    assert stats.system_prompt_cache_entries == 1
    assert stats.text_token_cache_entries == 1
    assert stats.total_cache_entries == 2


async def test_an_empty_text_has_no_tokens_and_asks_nobody(
    counts: TokenCounter, fake: Fake
) -> None:
    assert await counts.count(find(MODEL), Text("")) == TokenCount(0, CountMethod.API)
    assert fake.keys == []


@pytest.mark.parametrize("is_silent", [False, True])
async def test_a_provider_that_does_not_answer_is_estimated_and_asked_again_later(
    counts: TokenCounter, fake: Fake, is_silent: bool
) -> None:
    if is_silent:
        fake.may_count.clear()
    else:
        fake.script(Reply(fault="server"))

    guessing = counts.count(find(MODEL), Text(TEXT))
    if is_silent:
        while not fake.counted:
            await asyncio.sleep(0.01)
        pass_time(get_settings().COUNT_TIMEOUT_S)
    guess = await guessing

    assert guess == TokenCount(estimate(TEXT), CountMethod.ESTIMATE)
    assert counts.cached(find(MODEL), Text(TEXT)) is None
    fake.may_count.set()
    fake.script(Reply())
    assert (await counts.count(find(MODEL), Text(TEXT))).method is CountMethod.API
    stats = counts.stats()
    assert (stats.estimates, stats.api_calls) == (1, 2)


async def test_an_address_that_has_no_call_for_counting_is_asked_once_a_minute(
    counts: TokenCounter, fake: Fake
) -> None:
    fake.script(Reply(fault="unknown_model"))

    guesses = [await counts.count(find(MODEL), Text(f"{TEXT} {again}")) for again in range(3)]

    assert {guess.method for guess in guesses} == {CountMethod.ESTIMATE}
    assert len(fake.keys) == 1
    fake.script(Reply())
    assert (await counts.count(find(OTHER_MODEL), Text(TEXT))).method is CountMethod.API
    pass_time(60)
    assert (await counts.count(find(MODEL), Text(TEXT))).method is CountMethod.API


@pytest.mark.usefixtures("settings")
async def test_a_model_whose_key_is_gone_is_estimated_without_asking() -> None:
    async with open_counter():
        guess = await counter().count(find(MODEL), Text(TEXT))
        assert guess == TokenCount(estimate(TEXT), CountMethod.ESTIMATE)
        assert counter().stats().api_calls == 0


async def test_the_hit_rate_is_a_share(counts: TokenCounter) -> None:
    assert counts.stats().hit_rate == 0
    for _ in range(4):
        await counts.count(find(MODEL), Text(TEXT))
    assert counts.stats().hit_rate == 0.75


async def test_workers_share_counts_through_redis(
    fake: Fake, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    get_settings.cache_clear()
    async with open_counter():
        await counter().count(find(MODEL), Text(TEXT))

    async with open_counter():
        shared = await counter().count(find(MODEL), Text(TEXT))
        stats = counter().stats()

    assert shared == TokenCount(7, CountMethod.API, cache_hit=True)
    assert (stats.api_calls, stats.hits, stats.misses) == (0, 1, 0)
    assert fake.counted == [TEXT]
    with Redis.from_url(redis_url) as redis:
        (key,) = redis.scan_iter("tokens:*")
        assert TEXT not in key.decode()
        assert redis.pttl(key) != -1, "a count that never expires"


@pytest.mark.settings(REDIS_URL="redis://127.0.0.1:9/0")
async def test_counting_goes_on_without_redis(settings: Settings) -> None:
    async with open_counter():
        assert (await counter().count(SIMULATED, Text("x" * 40))).tokens == 10


async def test_a_redis_that_does_not_answer_holds_no_count_up_for_long(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0")
        get_settings.cache_clear()
        async with open_counter(), asyncio.timeout(60):
            assert (await counter().count(SIMULATED, Text("x" * 40))).tokens == 10


async def test_two_workers_that_count_at_once_agree_and_the_third_asks_nobody(
    fake: Fake, redis_url: str
) -> None:
    async with AsyncRedis.from_url(redis_url) as one, AsyncRedis.from_url(redis_url) as other:
        workers = TokenCounter(one), TokenCounter(other)

        counts = await asyncio.gather(
            *(each.count(find(MODEL), Text(TEXT)) for each in workers * 5)
        )

        assert {count.tokens for count in counts} == {7}
        assert 1 <= len(fake.counted) <= 2
        asked = len(fake.counted)
        assert (await TokenCounter(other).count(find(MODEL), Text(TEXT))).cache_hit
        assert len(fake.counted) == asked


async def test_a_count_goes_on_when_everybody_who_waited_gave_up(
    counts: TokenCounter, fake: Fake
) -> None:
    fake.may_count.clear()
    waiting = [counts.count(find(MODEL), Text(TEXT)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    fake.may_count.set()

    assert (await counts.count(find(MODEL), Text(TEXT))).tokens == 7
    assert fake.counted == [TEXT]
