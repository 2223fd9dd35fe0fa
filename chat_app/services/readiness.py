"""Whether everything that a message needs answers."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chat_app import db
from chat_app.config import get_settings
from chat_app.errors import Unavailable
from chat_app.llm import catalog

_REDIS_TIMEOUT_S = 2


async def check() -> list[str]:
    """Return what was asked and answered.

    Raises:
        Unavailable: Something did not answer; says what.
    """
    await db.ping()
    checked = ["database"]
    redis_url = get_settings().REDIS_URL
    if redis_url:
        await _ping_redis(redis_url)
        checked.append("redis")
    model = catalog.configured_model()
    if not catalog.is_available(model):
        raise Unavailable(f"The default model, {model.model_id}, has no key")
    return [*checked, "provider"]


async def _ping_redis(url: str) -> None:
    try:
        async with Redis.from_url(url, socket_timeout=_REDIS_TIMEOUT_S) as redis:
            await redis.execute_command("PING")
    except (RedisError, OSError) as fault:
        raise Unavailable("Redis does not answer") from fault
