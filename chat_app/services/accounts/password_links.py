"""Links by which people set a password: single use, gone after three days, kept as a digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED
from chat_app.errors import NotFound
from chat_app.models import PasswordLink, User, now

_LIFE = timedelta(days=3)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """What a link needs; the token is known here and to its reader alone."""

    token: str
    expires_at: datetime


async def issue(session: AsyncSession, user_id: UUID) -> IssuedLink:
    """Make the account's link; an earlier one is dead."""
    await kill(session, user_id)
    issued = IssuedLink(secrets.token_urlsafe(_TOKEN_BYTES), now() + _LIFE)
    session.add(
        PasswordLink(
            user_id=user_id, token_sha256=_digest(issued.token), expires_at=issued.expires_at
        )
    )
    await session.flush()
    return issued


async def redeem(session: AsyncSession, token: str) -> User:
    """Use a link up and return whose it was, held to be changed.

    Raises:
        NotFound: It was used, replaced or never given out, or has expired.
    """
    is_good = (
        col(PasswordLink.token_sha256) == _digest(token),
        col(PasswordLink.expires_at) > now(),
        # Made by a clock that was ahead.
        col(PasswordLink.expires_at) <= now() + 2 * _LIFE,
    )
    owners = select(PasswordLink.user_id).where(*is_good)
    whose = select(User).where(col(User.user_id).in_(owners)).with_for_update(**LOCKED)
    user = (await session.exec(whose)).first()
    used = await session.exec(
        delete(PasswordLink).where(*is_good).returning(col(PasswordLink.user_id))
    )
    if user is None or used.first() is None:
        raise NotFound("This link was used, replaced or has expired; ask for a new one")
    return user


async def kill(session: AsyncSession, user_id: UUID) -> None:
    """Make the account's link useless."""
    await session.exec(delete(PasswordLink).where(col(PasswordLink.user_id) == user_id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
