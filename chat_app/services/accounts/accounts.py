"""Accounts: made, signed in to by a password, and changed."""

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    EmailTaken,
    InvalidCredentials,
    RegistrationClosed,
    SecondFactorNeeded,
)
from chat_app.locks import lock_of
from chat_app.models import User, UserRole, Way, now
from chat_app.services import live
from chat_app.services.accounts import codes, fields, limits, passwords
from chat_app.services.accounts.callers import Caller, Scope
from chat_app.services.accounts.sign_in import NOWHERE, SignedIn, Visit, complete
from chat_app.services.accounts.ways import require_passwords
from chat_app.services.budgets import ledger
from chat_app.spelling import mailbox

COOKIE_NAME = "chat_session"
"""The HttpOnly cookie in which a browser keeps its access token."""

_FIRST_ACCOUNT_LOCK = 0x66697273
"""Key of PostgreSQL's advisory lock; any number that nobody else uses."""


async def register(
    email: str,
    password: str,
    name: str = "",
    *,
    visit: Visit = NOWHERE,
    language: str | None = None,
) -> SignedIn:
    """Make an account and sign it in; the first one becomes the administrator.

    Args:
        visit: Whence somebody comes.
        language: The one chosen on the way in; none for the browser's.

    Raises:
        InvalidRequest: The e-mail, password, name or language will not do.
        EmailTaken: The e-mail, or one that reads the same, has an account.
        RegistrationClosed: Sign-up is switched off, and this is not the first account.
        Forbidden: Passwords are switched off.
    """
    require_passwords()
    address = fields.checked_email(email)
    name = fields.name_for(address, name)
    checked = passwords.checked(password, address, name)
    async with lock_of("sign-in from", visit.address):
        password_hash = await passwords.hashed(checked)
    user = User(
        email=address,
        name=name,
        password_hash=password_hash,
        token_limit=get_settings().DEFAULT_TOKEN_LIMIT,
        language=fields.checked_language(language),
        last_seen_at=now(),
    )
    async with transaction() as session:
        if await is_first(session):
            user.role = UserRole.ADMIN
        elif not get_settings().ALLOW_REGISTRATION:
            raise RegistrationClosed
        await save(session, user)
        return await complete(session, user, visit, Way.PASSWORD)


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


async def login(
    email: str,
    password: str,
    *,
    code: str = "",
    visit: Visit = NOWHERE,
    language: str | None = None,
) -> SignedIn:
    """Sign in with e-mail and password; it takes as long for an unknown e-mail as for a known one.

    Args:
        email: In any spelling of the mailbox.
        password: As it was set.
        code: Of the second factor, where the account has one.
        visit: Whence somebody comes.
        language: One that was chosen on the way in; none leaves the account's as it is.

    Raises:
        InvalidRequest: There is no such language.
        InvalidCredentials: They do not belong together, or the code is wrong.
        SecondFactorNeeded: They do, and a code is to be sent along.
        Forbidden: The account is switched off, or passwords are.
        RateLimited: Too many sign-ins failed.
    """
    require_passwords()
    language = fields.checked_language(language)
    user = await _known(email, password, visit.address)
    way = await codes.ask(user.user_id, code) if user.is_active else Way.PASSWORD
    stronger = await passwords.stronger(password, user.password_hash)
    async with transaction() as session:
        account = await _as_checked(session, user, password, way)
        account.language = language or account.language
        account.password_hash = stronger or account.password_hash
        return await complete(session, account, visit, way)


async def _as_checked(session: AsyncSession, user: User, password: str, way: Way) -> User:
    """Return an account, held, that still is what the password and the code were checked against.

    To check takes a while; whoever changes the password, or sets up a second factor, in that time
    ends what is under way as well.

    Raises:
        InvalidCredentials: The password was changed.
        SecondFactorNeeded: A code is asked for now.
    """
    account = await fields.held(session, user.user_id)
    is_same = account.password_hash == user.password_hash
    # Or it is the same, hashed anew by another sign-in.
    if not (is_same or await passwords.matches(password, account.password_hash)):
        raise InvalidCredentials
    if way is Way.PASSWORD and await codes.are_in_use(session, user.user_id):
        raise SecondFactorNeeded
    return account


async def _known(email: str, password: str, address: str) -> User:
    """Return whose e-mail and password these are; see `login`."""
    key = (mailbox(email), address)
    # One guess at a time: parallel ones would all pass the check before the first is counted.
    async with lock_of("sign-in", *key):
        await limits.check_sign_in(*key)
        async with reading() as session:
            user = (await session.exec(fields.owner_of(email))).first()
        # And one hash at a time for an address: others' sign-ins do not wait for all of its.
        async with lock_of("sign-in from", address):
            known = await passwords.matches(password, user and user.password_hash)
        if user is None or not known:
            await limits.note_failed_sign_in(*key)
            raise InvalidCredentials
        await limits.forgive_sign_ins(*key)
        return user


async def change(caller: Caller, **changes: str | None) -> User:
    """Change one's own account; what is not named stays as it is.

    Args:
        changes: `name`, which is shown; `language`, in which the pages are read, or none for
            whichever the browser asks for.

    Raises:
        Forbidden: The caller may not change the account.
        InvalidRequest: The name or the language will not do.
    """
    caller.require(Scope.ACCOUNT)
    checked = {name: fields.CHECKS[name](value) for name, value in changes.items()}
    async with transaction() as session:
        account = await session.get_one(User, caller.user.user_id)
        account.sqlmodel_update(checked)
        live.publish(live.of_user(account.user_id), live.Kind.ACCOUNT)
        return account


async def is_first(session: AsyncSession) -> bool:
    """Say whether an account that is made now is the first one; nobody else makes it meanwhile."""
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
