"""The second factor: codes of an authenticator app (TOTP), and those for when it is lost.

Codes are RFC 6238's as every app makes them: SHA-1, six digits, 30 seconds. One that is a step old
or early is taken, as clocks differ, and none is taken twice.
"""

import hashlib
import secrets
from hmac import compare_digest
from uuid import UUID

import structlog
from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import InvalidCredentials, SecondFactorNeeded
from chat_app.models import Authenticator, RecoveryCode, Way, now
from chat_app.services.accounts import limits, sealing

log = structlog.get_logger()

RECOVERY_CODES = 10
"""How many a person gets."""
_SECRET_CHARACTERS = 32
"""160 bits, as RFC 4226 section 4 recommends."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: nothing that is read as something else."""
_GROUPS, _GROUP_CHARACTERS = 4, 4
_STEPS = (0, -1, 1)
_WRONG = "This code is wrong or was used already; wait for the next one"
_SEAL = "authenticator"


def new_secret() -> tuple[str, str]:
    """Return a secret to share with an app, and what is kept of it."""
    secret = random_base32(_SECRET_CHARACTERS)
    return secret, sealing.sealed(_SEAL, secret)


def new_recovery_codes() -> list[str]:
    """Return fresh codes: 16 letters and digits each, of 79 random bits."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_CHARACTERS))


def digest_of(recovery_code: str) -> str:
    """Return what is kept of a recovery code, however it is spaced and in whichever case."""
    letters = "".join(each for each in recovery_code.lower() if each.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


async def are_asked_of(user_id: UUID) -> bool:
    """Say whether an account has a second factor."""
    async with reading() as session:
        return await are_in_use(session, user_id)


async def are_in_use(session: AsyncSession, user_id: UUID) -> bool:
    """Say whether an account has a second factor, as a part of what a session does."""
    has = select(
        exists(select(Authenticator.user_id).where(*_in_use(user_id)))  # pyright: ignore[reportArgumentType]
    )
    return (await session.exec(has)).one()


async def ask(user_id: UUID, code: str) -> Way:
    """Ask for a code where the account has a second factor; return by what somebody comes in.

    Raises:
        SecondFactorNeeded: There is one, and no code came.
        InvalidCredentials: The code is none of it.
        RateLimited: Too many were none.
    """
    if not await are_asked_of(user_id):
        return Way.PASSWORD
    if not code.strip():
        raise SecondFactorNeeded
    # Counted before it is looked at: of many at once no more are looked at than may be.
    await limits.take_guess("code", user_id)
    async with transaction() as session:
        if not await _take(session, user_id, code):
            raise InvalidCredentials(_WRONG)
    await limits.forgive_guesses("code", user_id)
    return Way.CODE


async def _take(session: AsyncSession, user_id: UUID, code: str) -> bool:
    return await take_authenticator_code(session, user_id, code) or await _take_recovery_code(
        session, user_id, code
    )


async def take_authenticator_code(
    session: AsyncSession, user_id: UUID, code: str, *, is_first: bool = False
) -> bool:
    """Use a code of the account's app up; say whether it was one.

    Args:
        is_first: Whether it is to show that the app has the secret.
    """
    which = (col(Authenticator.user_id) == user_id,) if is_first else _in_use(user_id)
    authenticator = (await session.exec(select(Authenticator).where(*which))).first()
    secret = authenticator and sealing.opened(_SEAL, authenticator.secret_encrypted)
    if not secret:
        return False
    digits = "".join(code.split())
    totp = TOTP(secret)
    present = totp.timecode(now())
    for step in (present + each for each in _STEPS):
        if compare_digest(totp.generate_otp(step).encode(), digits.encode(errors="replace")):
            taken = await session.exec(
                update(Authenticator)
                .where(
                    *which,
                    # One that lies ahead was noted by a clock that was.
                    or_(
                        col(Authenticator.last_step) < step,
                        col(Authenticator.last_step) > present + 1,
                    ),
                )
                .values(last_step=step, **({"confirmed_at": now()} if is_first else {}))
            )
            return taken.rowcount == 1
    return False


async def _take_recovery_code(session: AsyncSession, user_id: UUID, code: str) -> bool:
    used = await session.exec(
        delete(RecoveryCode).where(
            col(RecoveryCode.user_id) == user_id, col(RecoveryCode.code_sha256) == digest_of(code)
        )
    )
    if used.rowcount:
        log.info("sign_in.recovery_code_used", user_id=str(user_id))
    return used.rowcount == 1


def _in_use(user_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return col(Authenticator.user_id) == user_id, col(Authenticator.confirmed_at).is_not(None)
