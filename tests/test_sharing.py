"""The connections to what workers share."""

import asyncio
from typing import Any

from chat_app.redis_pool import KEPT_OPEN
from chat_app.sharing import connect

_CROWD = 40


async def test_few_connections_to_redis_outlive_the_crowd_that_needed_them(redis_url: str) -> None:
    async with connect(redis_url) as one, connect(redis_url) as other, asyncio.timeout(60):
        # redis-py does not say what its answers are.
        redis: Any = one
        beside: Any = other
        crowd = asyncio.gather(*(redis.blpop("bell") for _ in range(_CROWD)))
        while (await beside.info("clients"))["blocked_clients"] < _CROWD:
            await asyncio.sleep(0.01)
        await beside.rpush("bell", *range(_CROWD))
        assert len(await crowd) == _CROWD
        while len(await beside.client_list()) > KEPT_OPEN + 1:
            await asyncio.sleep(0.01)
        assert await redis.ping()
