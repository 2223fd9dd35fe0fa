"""What follows as soon as somebody shows that the address of an account is theirs."""

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import ApiKey, Passkey, User, now
from chat_app.services.accounts import sign_in


async def vouch(session: AsyncSession, user: User) -> None:
    """Note that an account's address is its owner's; shut out whoever else may come in until now.

    Somebody may have signed up with it in its owner's place, to wait for them to come: what lets
    people in from before is theirs as likely, be it a sign-in, an API key or a passkey.

    Args:
        session: A transaction, in which the account is held.
        user: The account; where somebody has vouched for it before, nothing happens.
    """
    if user.email_verified:
        return
    user.email_verified = True
    await sign_in.end_others(session, user.user_id)
    await session.exec(
        update(ApiKey)
        .where(col(ApiKey.user_id) == user.user_id, col(ApiKey.revoked_at).is_(None))
        .values(revoked_at=now())
    )
    await session.exec(delete(Passkey).where(col(Passkey.user_id) == user.user_id))
