"""Where every sign-in ends, whichever way somebody came, and where sign-ins are ended.

A sign-in lives for `JWT_TTL_S` at most, as its token says, and dies earlier where it is not used
for `SESSION_IDLE_S`: what was forgotten on somebody else's machine is shut before its time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, SessionNotFound, Unauthenticated
from chat_app.models import AuthSession, User, Way, now
from chat_app.services import live
from chat_app.services.accounts import access_tokens
from chat_app.services.accounts.callers import Caller, Scope
from chat_app.services.cursors import parse_cursor
from chat_app.spelling import readable

log = structlog.get_logger()

_MAX_USER_AGENT_CHARACTERS = 300
_MAX_ADDRESS_CHARACTERS = 64
_KEPT = timedelta(days=30)
"""How long it is known whence somebody was signed in, after that is over."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Whence somebody signs in."""

    user_agent: str = ""
    """What the browser or program calls itself."""
    address: str = ""
    """Of the network; failures are counted by account and address."""
    former_token: str = ""
    """The access token that the browser came with: a sign-in replaces the one before it."""


NOWHERE = Visit()
"""Nothing is known of it."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account with a fresh access token."""

    user: User
    access_token: str
    expires_in_seconds: int


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some of the places where an account is signed in."""

    sessions: list[AuthSession]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""


async def complete(
    session: AsyncSession,
    user: User,
    visit: Visit,
    way: Way,
    *,
    provider_session: str | None = None,
) -> SignedIn:
    """Give an account that proved who it is an access token; the one place where that is done.

    Args:
        session: A transaction.
        user: Whose account it is.
        visit: Whence they come.
        way: By what they proved it, all that was to be asked being asked.
        provider_session: What an identity provider calls its own sign-in.

    Raises:
        Forbidden: The account is switched off, or closed.
    """
    if not user.is_active:
        raise Forbidden(
            "This account was closed; an administrator can bring it back for 30 days"
            if user.closed_at
            else "This account is switched off; ask an administrator"
        )
    await _end_former(session, visit.former_token)
    settings = get_settings()
    issued_at = now()
    row = AuthSession(
        user_id=user.user_id,
        user_agent=readable(visit.user_agent)[:_MAX_USER_AGENT_CHARACTERS],
        address=readable(visit.address)[:_MAX_ADDRESS_CHARACTERS],
        way=way,
        created_at=issued_at,
        last_used_at=issued_at,
        expires_at=issued_at + timedelta(seconds=settings.JWT_TTL_S),
        provider_session=provider_session,
    )
    session.add(row)
    return SignedIn(user, access_tokens.issue(user, row), settings.JWT_TTL_S)


async def _end_former(session: AsyncSession, token: str) -> None:
    """End the sign-in that a browser had: nobody who knows its token comes in by it any more."""
    try:
        former = access_tokens.read(token).jti if token else None
    except Unauthenticated:
        return
    if former:
        await end(session, col(AuthSession.auth_session_id) == former)


async def end(session: AsyncSession, *which: Any) -> int:
    """End the sign-ins that conditions name; return how many were alive.

    All pages of whose they were hear of it after the commit, and ask again who is signed in.
    """
    ended = await session.exec(
        update(AuthSession)
        .where(col(AuthSession.revoked_at).is_(None), *which)
        .values(revoked_at=now())
        .returning(col(AuthSession.user_id))
    )
    owners = [row[0] for row in ended]
    for user_id in set(owners):
        live.publish(live.of_user(user_id), live.Kind.ACCOUNT)
    return len(owners)


async def end_others(session: AsyncSession, user_id: UUID, except_id: UUID | None = None) -> int:
    """End every sign-in of an account but one, or all; return how many were alive."""
    others = [col(AuthSession.user_id) == user_id]
    if except_id:
        others.append(col(AuthSession.auth_session_id) != except_id)
    return await end(session, *others)


async def sessions(user: User, limit: int = 50, cursor: str | None = None) -> SessionPage:
    """Return where an account is signed in, newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    wanted = (
        select(AuthSession)
        .where(AuthSession.user_id == user.user_id, *is_alive())
        .order_by(col(AuthSession.auth_session_id).desc())
        .limit(limit + 1)
    )
    if cursor:
        wanted = wanted.where(col(AuthSession.auth_session_id) < parse_cursor(cursor))
    async with reading() as session:
        found = list(await session.exec(wanted))
    shown = found[:limit]
    more = len(found) > limit
    return SessionPage(shown, str(shown[-1].auth_session_id) if more else None)


def is_alive() -> list[ColumnElement[bool]]:
    """Return the conditions of a sign-in that still lets somebody in."""
    alive = [col(AuthSession.revoked_at).is_(None), col(AuthSession.expires_at) > now()]
    used_at = func.coalesce(AuthSession.last_used_at, AuthSession.created_at)
    return [*alive, used_at > access_tokens.unused_since()]


async def revoke(caller: Caller, auth_session_id: UUID) -> None:
    """End one of the caller's own sign-ins.

    Raises:
        Forbidden: The caller may not change the account.
        SessionNotFound: It is not the account's, or over already.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        if not await end(
            session,
            col(AuthSession.user_id) == caller.user.user_id,
            col(AuthSession.auth_session_id) == auth_session_id,
        ):
            raise SessionNotFound


async def logout(caller: Caller) -> None:
    """Kill the caller's token at once.

    Raises:
        Forbidden: The caller came without one, by an API key.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        await end(session, col(AuthSession.auth_session_id) == caller.auth_session_id)


async def forget_old() -> None:
    """Forget sign-ins that were over a month ago.

    Raises:
        Unavailable: The database is away.
    """
    async with transaction() as session:
        await session.exec(delete(AuthSession).where(col(AuthSession.expires_at) < now() - _KEPT))
