"""The cache of token counts, as administrators empty it."""

from chat_app.db import transaction
from chat_app.llm.tokens import counter
from chat_app.services.accounts import Caller, Scope
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action


async def empty(caller: Caller) -> int:
    """Forget every count of this process and in Redis, and return how many there were.

    Other workers keep what they remember themselves until they start anew.

    Raises:
        Forbidden: The caller is no administrator.
        Unavailable: Redis or the database is away.
    """
    caller.require(Scope.ADMIN)
    removed = await counter().forget()
    async with transaction() as session:
        before, after = {"entries": removed}, {"entries": 0}
        audit.record(session, caller, Action.TOKEN_CACHE_EMPTY, "token-cache", before, after)
    return removed
