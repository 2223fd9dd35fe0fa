"""Asking somebody who is signed in to prove once more who they are, before what cannot be undone.

A browser that was left open, or a token that was stolen, must not be enough to lock its owner out.
"""

from datetime import timedelta

from sqlmodel import col, exists, select

from chat_app.db import reading
from chat_app.errors import Forbidden, InvalidCredentials
from chat_app.models import AuthSession, now
from chat_app.services.accounts import codes, limits, passwords
from chat_app.services.accounts.callers import Caller, Scope
from chat_app.services.accounts.ways import open_ways

_FRESH = timedelta(minutes=10)


async def prove(caller: Caller, *, password: str = "", code: str = "") -> None:
    """Go on only where the caller proves once more who they are.

    By the password or, with a second factor, by a code of it; where the account has neither, which
    comes in by a passkey or an identity provider, by a sign-in within the last ten minutes.

    Raises:
        Forbidden: The caller may not change the account, or has to sign in again first.
        InvalidCredentials: Password or code is wrong.
        SecondFactorNeeded: Neither came, and there is no password to ask for.
        RateLimited: Too many were wrong.
    """
    caller.require(Scope.ACCOUNT)
    user = caller.user
    has_password = bool(user.password_hash) and open_ways().password
    has_factor = await codes.are_asked_of(user.user_id)
    # A code proves nothing where no second factor asks for one: the password is then still due.
    if has_password and (password or not code or not has_factor):
        await limits.take_guess("password", user.user_id)
        if not await passwords.matches(password, user.password_hash):
            raise InvalidCredentials("The current password is wrong")
        await limits.forgive_guesses("password", user.user_id)
    elif has_factor:
        await codes.ask(user.user_id, code)
    elif not await _is_fresh(caller):
        raise Forbidden("Sign out and in again first, so that it is sure to be you")


async def _is_fresh(caller: Caller) -> bool:
    fresh = select(
        exists(
            select(AuthSession.auth_session_id).where(
                AuthSession.auth_session_id == caller.auth_session_id,
                col(AuthSession.created_at) > now() - _FRESH,
            )
        )
    )
    async with reading() as session:
        return (await session.exec(fresh)).one()
