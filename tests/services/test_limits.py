"""Limits count the same in memory and in Redis."""

from collections.abc import AsyncIterator

import pytest

from chat_app.config import Settings, get_settings
from chat_app.errors import RateLimited
from chat_app.services.accounts import limits


@pytest.fixture(params=["memory", "redis"])
async def limited(request, settings: Settings, monkeypatch) -> AsyncIterator[None]:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "3")
    if request.param == "redis":
        monkeypatch.setenv("REDIS_URL", request.getfixturevalue("redis_url"))
    get_settings.cache_clear()
    async with limits.open_limits(get_settings()):
        yield


@pytest.mark.usefixtures("limited")
async def test_a_caller_has_the_requests_of_a_minute_and_others_have_their_own():
    for _ in range(3):
        await limits.take_request("user:ada")
    with pytest.raises(RateLimited, match="again in") as refused:
        await limits.take_request("user:ada")
    assert 0 < (refused.value.retry_after_seconds or 0) <= 60
    await limits.take_request("user:eve")


@pytest.mark.usefixtures("limited")
async def test_failed_sign_ins_are_forgiven_by_one_that_works():
    for _ in range(5):
        await limits.check_sign_in("ada@example.com", "10.0.0.1")
        await limits.note_failed_sign_in("ada@example.com", "10.0.0.1")
    with pytest.raises(RateLimited):
        await limits.check_sign_in("ada@example.com", "10.0.0.1")
    await limits.forgive_sign_ins("ada@example.com", "10.0.0.1")
    await limits.check_sign_in("ada@example.com", "10.0.0.1")


@pytest.mark.settings(REDIS_URL="redis://127.0.0.1:1/0", RATE_LIMIT_PER_MINUTE=3)
async def test_without_its_redis_a_worker_counts_alone(settings):
    async with limits.open_limits(settings):
        for _ in range(3):
            await limits.take_request("user:ada")
        with pytest.raises(RateLimited):
            await limits.take_request("user:ada")
        for _ in range(5):
            await limits.check_sign_in("ada@example.com", "")
            await limits.note_failed_sign_in("ada@example.com", "")
        with pytest.raises(RateLimited):
            await limits.check_sign_in("ada@example.com", "")
        await limits.forgive_sign_ins("ada@example.com", "")
        await limits.check_sign_in("ada@example.com", "")
