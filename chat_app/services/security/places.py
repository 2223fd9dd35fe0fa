"""Where an account is signed in: those places that its owner ends all at once."""

from chat_app.db import transaction
from chat_app.services.accounts import Caller, Scope, sign_in
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action


async def end_others(caller: Caller) -> int:
    """End all the caller's sign-ins but the one that let them in; return how many there were.

    Raises:
        Forbidden: The caller may not change the account.
    """
    caller.require(Scope.ACCOUNT)
    user_id = caller.user.user_id
    async with transaction() as session:
        ended = await sign_in.end_others(session, user_id, caller.auth_session_id)
        if ended:
            after = {"sessions": ended}
            audit.record(session, caller, Action.SESSIONS_END, f"user:{user_id}", after=after)
        return ended
