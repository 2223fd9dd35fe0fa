"""The cache of token counts, as administrators empty it."""

from chat_app.db import transaction
from chat_app.llm.tokens import counter
from chat_app.models import User
from chat_app.services.admin import audit


async def empty(actor: User) -> int:
    """Forget every count of this process and in Redis, and return how many there were.

    Other workers keep what they remember themselves until they start anew.

    Raises:
        Unavailable: Redis or the database is away.
    """
    removed = await counter().forget()
    async with transaction() as session:
        before, after = {"entries": removed}, {"entries": 0}
        audit.record(session, actor.user_id, "token-cache.empty", "token-cache", before, after)
    return removed
