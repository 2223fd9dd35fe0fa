"""The authenticator app of an account: set up, taken away, and the codes for when it is lost."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

import segno
from pyotp.totp import TOTP
from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import InvalidCredentials, InvalidRequest, NotFound
from chat_app.models import Authenticator, AuthSession, Mail, Passkey, RecoveryCode, User, Way
from chat_app.services.accounts import Caller, Scope, codes, fields, limits, reproof, sign_in
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.security import mail

_ISSUER = "Tally"
_QUIET_ZONE = 4
"""Empty modules around a QR code, as its standard wants (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an account has beside its password."""

    confirmed_at: datetime | None
    """Since when an authenticator app is asked for; none where it is not."""
    recovery_codes_left: int
    has_password: bool
    """Whether there is a password to be asked for."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an app needs to make the codes of an account; told once."""

    secret: str
    """In base32, to be typed."""
    uri: str
    """The same for apps on this device, as `otpauth://totp/…`."""
    qr_svg: str
    """The same as a picture that a phone reads, an SVG document."""


async def status(user: User) -> Status:
    """Return what an account has beside its password."""
    async with reading() as session:
        since = await session.exec(
            select(Authenticator.confirmed_at).where(Authenticator.user_id == user.user_id)
        )
        left = await session.exec(
            select(func.count()).where(col(RecoveryCode.user_id) == user.user_id)
        )
        return Status(since.first(), left.one(), bool(user.password_hash))


async def start(caller: Caller, *, password: str = "", code: str = "") -> Setup:
    """Make what an app is set up with; nothing is asked for before `confirm`.

    Raises:
        Forbidden: The caller may not change the account; see `reproof.prove` for it and more.
        InvalidRequest: An app is set up already.
    """
    await reproof.prove(caller, password=password, code=code)
    user = caller.user
    secret, sealed = codes.new_secret()
    async with transaction() as session:
        await _lock(session, user.user_id)
        before = await session.get(Authenticator, user.user_id)
        if before and before.confirmed_at:
            raise InvalidRequest("An authenticator app is set up already; take it off first")
        if before:
            before.secret_encrypted, before.last_step = sealed, 0
        else:
            session.add(Authenticator(user_id=user.user_id, secret_encrypted=sealed))
    uri = TOTP(secret).provisioning_uri(name=user.email, issuer_name=_ISSUER)
    picture = segno.make(uri, error="m", micro=False)
    svg = BytesIO()
    picture.save(svg, kind="svg", border=_QUIET_ZONE, light="#fff", omitsize=True, xmldecl=False)
    return Setup(secret, uri, svg.getvalue().decode())


async def confirm(caller: Caller, code: str) -> list[str]:
    """Ask for codes from now on, as the first one is right; return codes for recovery.

    Every other sign-in of the account ends.

    Raises:
        Forbidden: The caller may not change the account.
        InvalidCredentials: The code is wrong, or nothing was begun.
        InvalidRequest: An app is set up already.
        RateLimited: Too many codes were wrong.
    """
    caller.require(Scope.ACCOUNT)
    user_id = caller.user.user_id
    await limits.take_guess("code", user_id)
    async with transaction() as session:
        await _lock(session, user_id)
        begun = await session.get(Authenticator, user_id)
        if begun and begun.confirmed_at:
            raise InvalidRequest("An authenticator app is set up already; take it off first")
        if not await codes.take_authenticator_code(session, user_id, code, is_first=True):
            raise InvalidCredentials("This code is wrong; check the clock of your device")
        fresh = await _renew_codes(session, user_id)
        await session.exec(
            update(AuthSession)
            .where(col(AuthSession.auth_session_id) == caller.auth_session_id)
            .values(way=Way.CODE)
        )
        await _changed(session, caller, Action.SECOND_FACTOR_ENABLE)
    await limits.forgive_guesses("code", user_id)
    return fresh


async def renew_codes(caller: Caller, *, password: str = "", code: str = "") -> list[str]:
    """Return fresh codes for recovery; those from before are worth nothing.

    Raises:
        Forbidden: See `reproof.prove` for it and more.
        InvalidRequest: There is no authenticator app.
    """
    await reproof.prove(caller, password=password, code=code)
    async with transaction() as session:
        await _lock(session, caller.user.user_id)
        authenticator = await session.get(Authenticator, caller.user.user_id)
        if authenticator is None or authenticator.confirmed_at is None:
            raise InvalidRequest("No authenticator app is set up")
        fresh = await _renew_codes(session, caller.user.user_id)
        audit.record(session, caller, Action.RECOVERY_CODES_CREATE, f"user:{caller.user.user_id}")
    return fresh


async def disable(caller: Caller, *, password: str = "", code: str = "") -> None:
    """Ask for codes no more; every other sign-in of the account ends.

    Raises:
        Forbidden: See `reproof.prove` for it and more.
    """
    await reproof.prove(caller, password=password, code=code)
    async with transaction() as session:
        if await _take_off(session, caller.user.user_id):
            await _changed(session, caller, Action.SECOND_FACTOR_DISABLE)


async def reset_of(email: str) -> None:
    """Do what `reset` does, from the operator's command line.

    Raises:
        NotFound: No account has this e-mail.
    """
    async with reading() as session:
        user = (await session.exec(fields.owner_of(email))).first()
    if user is None:
        raise NotFound(f"No account has the e-mail {email}")
    await reset(None, user.user_id)


async def reset(caller: Caller | None, user_id: UUID) -> None:
    """Take app, recovery codes and passkeys off somebody who lost them, and sign them out.

    Args:
        caller: Who does it; none for the operator's command line.
        user_id: Whose they are.

    Raises:
        Forbidden: The caller is no administrator.
        NotFound: Nobody has this id.
    """
    if caller:
        caller.require(Scope.ADMIN)
    async with transaction() as session:
        await fields.held(session, user_id)
        taken = await take_all(session, user_id)
        audit.record(session, caller, Action.SECOND_FACTOR_RESET, f"user:{user_id}", taken)
        await mail.queue(session, user_id, Mail.SECOND_FACTOR_CHANGED)


async def take_all(session: AsyncSession, user_id: UUID) -> dict[str, bool | int]:
    """Take app, recovery codes and passkeys off an account that is held, and end its sign-ins.

    Return what there was, as the audit trail tells it.
    """
    has_app = await _take_off(session, user_id)
    passkeys = await session.exec(delete(Passkey).where(col(Passkey.user_id) == user_id))
    await sign_in.end_others(session, user_id)
    return {"authenticator": has_app, "passkeys": passkeys.rowcount}


async def _lock(session: AsyncSession, user_id: UUID) -> None:
    """Let two who change the same account's second factor take turns."""
    await fields.held(session, user_id)


async def _renew_codes(session: AsyncSession, user_id: UUID) -> list[str]:
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    fresh = codes.new_recovery_codes()
    session.add_all(
        RecoveryCode(user_id=user_id, code_sha256=codes.digest_of(each)) for each in fresh
    )
    return fresh


async def _take_off(session: AsyncSession, user_id: UUID) -> bool:
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    taken = await session.exec(delete(Authenticator).where(col(Authenticator.user_id) == user_id))
    return taken.rowcount == 1


async def _changed(session: AsyncSession, caller: Caller, action: Action) -> None:
    user_id = caller.user.user_id
    await sign_in.end_others(session, user_id, caller.auth_session_id)
    audit.record(session, caller, action, f"user:{user_id}")
    await mail.queue(session, user_id, Mail.SECOND_FACTOR_CHANGED)
