"""People whom an administrator lets in: the account, and the link to set its password."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import LOCKED, transaction
from chat_app.errors import NotFound
from chat_app.llm.types import Tier
from chat_app.models import User, Via, Way
from chat_app.services import accounts
from chat_app.services.accounts import (
    Caller,
    Scope,
    codes,
    fields,
    password_links,
    passwords,
    sign_in,
)
from chat_app.services.accounts.password_links import IssuedLink
from chat_app.services.accounts.sign_in import NOWHERE, SignedIn, Visit
from chat_app.services.accounts.ways import open_ways, require_passwords
from chat_app.services.admin import audit, orgs
from chat_app.services.admin.audit import Action
from chat_app.services.admin.users import UserOverview, overview


async def add(
    caller: Caller,
    *,
    email: str,
    name: str = "",
    tier: Tier = Tier.BASIC,
    org_id: UUID | None = None,
    password: str | None = None,
) -> tuple[UserOverview, IssuedLink | None]:
    """Make an account for somebody, whether sign-up is open or not, and audit it.

    Returns:
        The account, and the link to set a password where none was given.

    Raises:
        Forbidden: The caller is no administrator, or a password is given and they are switched off.
        InvalidRequest: A field will not do.
        NotFound: There is no such organisation.
        EmailTaken: The e-mail, or one that reads the same, has an account.
    """
    caller.require(Scope.ADMIN)
    has_passwords = open_ways().password
    if password is not None:
        require_passwords()
    address = fields.checked_email(email)
    name = fields.name_for(address, name)
    password_hash = ""
    if password is not None:
        password_hash = await passwords.hashed(passwords.checked(password, address, name))
    user = User(
        email=address,
        name=name,
        tier=tier,
        org_id=org_id,
        password_hash=password_hash,
        token_limit=get_settings().DEFAULT_TOKEN_LIMIT,
    )
    async with transaction() as session:
        await orgs.require(session, org_id)
        await accounts.save(session, user)
        needs_link = has_passwords and not password_hash
        link = await password_links.issue(session, user.user_id) if needs_link else None
        made = {"email": address, "name": user.name, "tier": tier, "org_id": org_id and str(org_id)}
        target = f"user:{user.user_id}"
        audit.record(session, caller, Action.USER_CREATE, target, after=made)
        if link:
            expiry = {"expires_at": link.expires_at.isoformat()}
            audit.record(session, caller, Action.PASSWORD_LINK_CREATE, target, after=expiry)
    return await overview(user.user_id), link


async def new_link(caller: Caller, user_id: UUID) -> IssuedLink:
    """Give somebody a fresh link to set a password; earlier ones are dead.

    Raises:
        Forbidden: The caller is no administrator, or passwords are switched off.
        NotFound: Nobody has this id.
    """
    caller.require(Scope.ADMIN)
    require_passwords()
    async with transaction() as session:
        return await _issue(session, caller, await fields.held(session, user_id))


async def link_for(email: str) -> IssuedLink:
    """Do what `new_link` does, from the operator's command line.

    Raises:
        Forbidden: Passwords are switched off.
        NotFound: No account has this e-mail.
    """
    require_passwords()
    async with transaction() as session:
        user = (await session.exec(fields.owner_of(email).with_for_update(**LOCKED))).first()
        if user is None:
            raise NotFound(f"No account has the e-mail {email}")
        return await _issue(session, None, user)


async def _issue(session: AsyncSession, caller: Caller | None, user: User) -> IssuedLink:
    link = await password_links.issue(session, user.user_id)
    expiry = {"expires_at": link.expires_at.isoformat()}
    target = f"user:{user.user_id}"
    audit.record(session, caller, Action.PASSWORD_LINK_CREATE, target, after=expiry)
    return link


async def set_password(
    token: str, password: str, *, via: Via, code: str = "", visit: Visit = NOWHERE
) -> SignedIn:
    """Set a password by a link, which is used up, and sign in; every other token dies.

    Args:
        token: Of the link.
        password: The one to be.
        via: Which way somebody comes.
        code: Of the second factor, where the account has one: mail that is read by somebody else
            lets them in no more than a password does.
        visit: Whence they come.

    Raises:
        InvalidRequest: The password will not do.
        NotFound: The link was used, replaced or has expired.
        SecondFactorNeeded: A code is to be sent along.
        InvalidCredentials: The code is wrong.
        RateLimited: Too many codes were wrong.
        Forbidden: The account is switched off, or passwords are.
    """
    require_passwords()
    owner = await password_links.owner_of(token)
    passwords.checked(password, owner.email, owner.name)
    asked = await codes.ask(owner.user_id, code)
    password_hash = await passwords.hashed(password)
    async with transaction() as session:
        user = await password_links.redeem(session, token)
        user.password_hash = password_hash
        await sign_in.end_others(session, user.user_id)
        audit.record(session, Caller.of(user, via), Action.PASSWORD_SET, f"user:{user.user_id}")
        way = Way.LINK if asked is Way.PASSWORD else asked
        return await sign_in.complete(session, user, visit, way)
