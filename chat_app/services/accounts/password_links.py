"""Links by which people set a password: single use, kept as a digest.

One from an administrator is gone after three days, one that was mailed after an hour.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.db import LOCKED, reading
from chat_app.errors import NotFound
from chat_app.models import PasswordLink, User, now
from chat_app.services.accounts.vouching import vouch

_LIFE = timedelta(days=3)
_MAILED_LIFE = timedelta(hours=1)
"""Mail comes at once, and lies about for long."""
_TOKEN_BYTES = 32
_GONE = "This link was used, replaced or has expired; ask for a new one"


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """What a link needs; the token is known here and to its reader alone."""

    token: str
    expires_at: datetime


async def issue(session: AsyncSession, user_id: UUID, *, is_mailed: bool = False) -> IssuedLink:
    """Make the account's link; an earlier one is dead.

    Args:
        session: A transaction.
        user_id: Whose link it is.
        is_mailed: Whether it goes to the account's own address.
    """
    await kill(session, user_id)
    life = _MAILED_LIFE if is_mailed else _LIFE
    issued = IssuedLink(secrets.token_urlsafe(_TOKEN_BYTES), now() + life)
    session.add(
        PasswordLink(
            user_id=user_id,
            token_sha256=_digest(issued.token),
            is_mailed=is_mailed,
            expires_at=issued.expires_at,
        )
    )
    await session.flush()
    return issued


async def owner_of(token: str) -> User:
    """Return whose a link is, which stays as it is.

    Raises:
        NotFound: See `redeem`.
    """
    async with reading() as session:
        user = (await session.exec(_owner_of(token))).first()
    if user is None:
        raise NotFound(_GONE)
    return user


async def redeem(session: AsyncSession, token: str) -> User:
    """Use a link up and return whose it was, held to be changed.

    One that was mailed shows that its address is the owner's: see `vouching`.

    Raises:
        NotFound: It was used, replaced or never given out, or has expired.
    """
    user = (await session.exec(_owner_of(token).with_for_update(**LOCKED))).first()
    used = await session.exec(
        delete(PasswordLink).where(*_is_good(token)).returning(col(PasswordLink.is_mailed))
    )
    link = used.first()
    if user is None or link is None:
        raise NotFound(_GONE)
    if link[0]:
        await vouch(session, user)
    return user


def _owner_of(token: str) -> SelectOfScalar[User]:
    owners = select(PasswordLink.user_id).where(*_is_good(token))
    return select(User).where(col(User.user_id).in_(owners))


def _is_good(token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(PasswordLink.token_sha256) == _digest(token),
        col(PasswordLink.expires_at) > now(),
        # Made by a clock that was ahead.
        col(PasswordLink.expires_at) <= now() + 2 * _LIFE,
    )


async def kill(session: AsyncSession, user_id: UUID) -> None:
    """Make the account's link useless."""
    await session.exec(delete(PasswordLink).where(col(PasswordLink.user_id) == user_id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
