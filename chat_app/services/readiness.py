"""Whether everything that a message needs answers."""

import asyncio

from chat_app import db
from chat_app.background import late_loops
from chat_app.config import get_settings
from chat_app.errors import Unavailable
from chat_app.llm import catalogue
from chat_app.sharing import asking, connect

_PATIENCE_S = 2


async def check() -> list[str]:
    """Return what was asked and answered; it takes about 2 s at most.

    Raises:
        Unavailable: Something did not answer, or is down; says what.
    """
    redis_url = get_settings().REDIS_URL
    asked = [_ask_database()] + ([_ask_redis(redis_url)] if redis_url else [])
    faults = [each for each in await asyncio.gather(*asked) if each]
    faults += [f"{name} is down" for name in late_loops()]
    model = catalogue.configured_model()
    if not catalogue.is_available(model):
        faults.append(f"The default model, {model.model_id}, has no key")
    if faults:
        raise Unavailable("; ".join(faults))
    return ["database", *(["redis"] if redis_url else []), "provider", "background"]


async def _ask_database() -> str | None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await db.ping()
    except (Unavailable, TimeoutError):
        return "The database takes no writes"
    return None


async def _ask_redis(url: str) -> str | None:
    try:
        async with asking(_PATIENCE_S), connect(url) as redis:
            await redis.execute_command("PING")  # pyright: ignore[reportUnknownMemberType]
    except Unavailable:
        return "Redis does not answer"
    return None
