"""Accounts, sign-in, and the sessions that keep access tokens alive."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    RegistrationClosed,
    SessionNotFound,
)
from chat_app.locks import lock_of
from chat_app.models import AuthSession, User, UserRole, now
from chat_app.services.accounts import access_tokens, fields, limits, password_links, passwords
from chat_app.services.accounts.callers import Caller, Scope
from chat_app.services.budgets import ledger
from chat_app.spelling import mailbox

log = structlog.get_logger()

COOKIE_NAME = "chat_session"
"""The HttpOnly cookie in which a browser keeps its access token."""

_FIRST_ACCOUNT_LOCK = 0x66697273
"""Key of PostgreSQL's advisory lock; any number that nobody else uses."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account with a fresh access token."""

    user: User
    access_token: str
    expires_in_seconds: int


async def register(email: str, password: str, name: str = "", *, user_agent: str = "") -> SignedIn:
    """Make an account and sign it in; the first one becomes the administrator.

    Raises:
        InvalidRequest: The e-mail, password or name will not do.
        EmailTaken: The e-mail, or one that reads the same, has an account.
        RegistrationClosed: Sign-up is switched off, and this is not the first account.
    """
    address = fields.checked_email(email)
    password_hash = await passwords.hashed(passwords.checked(password))
    user = User(
        email=address,
        name=fields.name_for(address, name),
        password_hash=password_hash,
        token_limit=get_settings().DEFAULT_TOKEN_LIMIT,
        last_seen_at=now(),
    )
    async with transaction() as session:
        if await _is_first(session):
            user.role = UserRole.ADMIN
        elif not get_settings().ALLOW_REGISTRATION:
            raise RegistrationClosed
        await save(session, user)
        return sign_in(session, user, user_agent)


async def save(session: AsyncSession, user: User) -> None:
    """Save a new account with its first budget.

    Raises:
        EmailTaken: The e-mail, or one that reads the same, has an account.
    """
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as taken:
        raise EmailTaken from taken
    await briefly(session, ledger.open_budget, owner=ledger.Owner.of(user))


async def login(email: str, password: str, *, user_agent: str = "", address: str = "") -> SignedIn:
    """Sign in with e-mail and password; it takes as long for an unknown e-mail as for a known one.

    Args:
        address: The caller's network address; failures are counted by account and address.

    Raises:
        InvalidCredentials: They do not belong together.
        Forbidden: The account is switched off.
        RateLimited: Too many sign-ins failed.
    """
    key = (mailbox(email), address)
    # One guess at a time: parallel ones would all pass the check before the first is counted.
    async with lock_of("sign-in", *key):
        await limits.check_sign_in(*key)
        async with reading() as session:
            user = (await session.exec(fields.owner_of(email))).first()
        known = await passwords.matches(password, user and user.password_hash)
        if user is None or not known:
            await limits.note_failed_sign_in(*key)
            raise InvalidCredentials
        await limits.forgive_sign_ins(*key)
    if not user.is_active:
        raise Forbidden("This account is switched off; ask an administrator")
    async with transaction() as session:
        return sign_in(session, user, user_agent)


async def logout(caller: Caller) -> None:
    """Kill the caller's token at once.

    Raises:
        Forbidden: The caller came without one, by an API key.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        await _revoke(session, col(AuthSession.auth_session_id) == caller.auth_session_id)


async def change_password(caller: Caller, current: str, new: str) -> None:
    """Set a new password; every other token of the account dies, and a link to set one.

    Raises:
        Forbidden: The caller may not change the account.
        InvalidCredentials: `current` is wrong.
        InvalidRequest: `new` will not do.
    """
    caller.require(Scope.ACCOUNT)
    user = caller.user
    passwords.checked(new)
    if not await passwords.matches(current, user.password_hash):
        raise InvalidCredentials("The current password is wrong")
    password_hash = await passwords.hashed(new)
    async with transaction() as session:
        await session.exec(
            update(User)
            .where(col(User.user_id) == user.user_id)
            .values(password_hash=password_hash)
        )
        await password_links.kill(session, user.user_id)
        await _revoke(
            session,
            col(AuthSession.user_id) == user.user_id,
            col(AuthSession.auth_session_id) != caller.auth_session_id,
        )


async def rename(caller: Caller, name: str) -> User:
    """Change the name that is shown.

    Raises:
        Forbidden: The caller may not change the account.
        InvalidRequest: It is empty or too long.
    """
    caller.require(Scope.ACCOUNT)
    name = fields.checked_name(name)
    async with transaction() as session:
        account = await session.get_one(User, caller.user.user_id)
        account.name = name
        return account


async def sessions(user: User) -> list[AuthSession]:
    """Return the account's live tokens, newest first."""
    async with reading() as session:
        found = await session.exec(
            select(AuthSession)
            .where(
                AuthSession.user_id == user.user_id,
                col(AuthSession.revoked_at).is_(None),
                AuthSession.expires_at > now(),
            )
            .order_by(col(AuthSession.auth_session_id).desc())
        )
        return list(found)


async def revoke_session(caller: Caller, auth_session_id: UUID) -> None:
    """Kill one of the account's own tokens.

    Raises:
        Forbidden: The caller may not change the account.
        SessionNotFound: It is not the account's, or dead already.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        if not await _revoke(
            session,
            col(AuthSession.user_id) == caller.user.user_id,
            col(AuthSession.auth_session_id) == auth_session_id,
        ):
            raise SessionNotFound


def sign_in(session: AsyncSession, user: User, user_agent: str) -> SignedIn:
    """Give an account an access token."""
    settings = get_settings()
    issued_at = now()
    row = AuthSession(
        user_id=user.user_id,
        user_agent=user_agent[:300],
        created_at=issued_at,
        expires_at=issued_at + timedelta(seconds=settings.JWT_TTL_S),
    )
    session.add(row)
    return SignedIn(user, access_tokens.issue(user, row), settings.JWT_TTL_S)


async def _is_first(session: AsyncSession) -> bool:
    if await _anybody(session):
        return False
    if session.get_bind().dialect.name == "postgresql":
        # Two first accounts at once: the second waits here and then sees the first. SQLite's
        # transactions queue anyway.
        await session.exec(select(func.pg_advisory_xact_lock(_FIRST_ACCOUNT_LOCK)))
        return not await _anybody(session)
    return True


async def _anybody(session: AsyncSession) -> bool:
    return bool(await session.scalar(select(exists(select(User.user_id)))))


async def _revoke(session: AsyncSession, *which: Any) -> bool:
    killed = await session.exec(
        update(AuthSession)
        .where(col(AuthSession.revoked_at).is_(None), *which)
        .values(revoked_at=now())
        .returning(col(AuthSession.auth_session_id))
    )
    return killed.first() is not None
