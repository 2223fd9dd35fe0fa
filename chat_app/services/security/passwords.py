"""Passwords that people change, and those that they forgot, who get a link by mail."""

import structlog

from chat_app.background import run_errand
from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.errors import Forbidden, Unavailable
from chat_app.models import Mail, Via
from chat_app.services.accounts import (
    Caller,
    Scope,
    fields,
    limits,
    password_links,
    passwords,
    reproof,
    sign_in,
)
from chat_app.services.accounts.ways import require_passwords
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.security import mail
from chat_app.spelling import mailbox

log = structlog.get_logger()


async def change(caller: Caller, current: str, new: str) -> None:
    """Set a new password; every other sign-in of the account ends, and a link to set one is dead.

    Args:
        caller: Whose it is.
        current: The present one; who has none yet signs in again instead, see `reproof.prove`.
        new: The one to be.

    Raises:
        Forbidden: The caller may not change the account, or passwords are switched off.
        InvalidCredentials: `current` is wrong.
        InvalidRequest: `new` will not do.
        RateLimited: Too many guesses were wrong.
    """
    caller.require(Scope.ACCOUNT)
    require_passwords()
    user = caller.user
    passwords.checked(new, user.email, user.name)
    await reproof.prove(caller, password=current)
    password_hash = await passwords.hashed(new)
    async with transaction() as session:
        account = await fields.held(session, user.user_id)
        account.password_hash = password_hash
        await password_links.kill(session, user.user_id)
        await sign_in.end_others(session, user.user_id, caller.auth_session_id)
        audit.record(session, caller, Action.PASSWORD_CHANGE, f"user:{user.user_id}")
        await mail.queue(session, user.user_id, Mail.PASSWORD_CHANGED)


async def ask_for_link(email: str, via: Via) -> None:
    """Have a link to set a password sent, where the address has an account.

    Nothing that the caller sees tells whether it has one: it is looked for afterwards.

    Raises:
        InvalidRequest: It is no e-mail address.
        Forbidden: This server sends no mail, or passwords are switched off.
        RateLimited: It was asked for too often.
    """
    require_passwords()
    if not get_settings().SMTP_URL:
        raise Forbidden("This server sends no mail; ask an administrator for a link")
    fields.checked_email(email)
    await limits.take_reset(mailbox(email))
    run_errand(_send(email, via))


async def _send(email: str, via: Via) -> None:
    try:
        async with transaction() as session:
            user = (await session.exec(fields.owner_of(email))).first()
            if user is None or not user.is_active:
                return
            await mail.queue(session, user.user_id, Mail.PASSWORD_LINK)
            audit.record(
                session,
                Caller.of(user, via),
                Action.PASSWORD_LINK_CREATE,
                f"user:{user.user_id}",
                after={"by": "mail"},
            )
    except Unavailable:
        log.warning("resets.not_queued")
