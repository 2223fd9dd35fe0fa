"""Whose connection a tab's is."""

import asyncio

from redis.asyncio import Redis
from reflex.utils.token_manager import RedisTokenManager

from chat_app.ui.door import have_let_go


async def test_a_tab_of_a_worker_that_is_no_more_keeps_its_name(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        dead, alive = RedisTokenManager(redis), RedisTokenManager(redis)
        await dead.link_token_to_sid("tab", "before")
        await dead.close()

        async with asyncio.timeout(60):
            await have_let_go(alive, "tab")

        assert await alive.link_token_to_sid("tab", "after") is None
        await alive.close()


async def test_who_asks_for_a_tab_that_nobody_has_goes_on_at_once(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        sockets = RedisTokenManager(redis)
        await have_let_go(sockets, "tab")
        assert not await sockets.is_token_connected("tab")
        await sockets.close()
