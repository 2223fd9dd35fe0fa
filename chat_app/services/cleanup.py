"""Forgets what has had its time: chat sessions and idempotency keys."""

from chat_app.services.turns import idempotency, prompts

EVERY_SECONDS = 600


async def clean() -> None:
    """Forget what is old by now.

    Raises:
        Unavailable: The database is away.
    """
    await prompts.forget_old()
    await idempotency.forget_old()
