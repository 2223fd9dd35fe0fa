"""People whom an administrator lets in: the account, and the link to set its password."""

from uuid import UUID

from chat_app.config import get_settings
from chat_app.db import LOCKED, transaction
from chat_app.errors import Forbidden, NotFound
from chat_app.models import Tier, User, Via
from chat_app.services import accounts
from chat_app.services.accounts import Caller, Scope, SignedIn, fields, password_links, passwords
from chat_app.services.accounts.password_links import IssuedLink
from chat_app.services.admin import audit, orgs
from chat_app.services.admin.audit import Action
from chat_app.services.admin.users import UserOverview, overview, sign_out_everywhere


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
        Forbidden: The caller is no administrator.
        InvalidRequest: A field will not do.
        NotFound: There is no such organisation.
        EmailTaken: The e-mail, or one that reads the same, has an account.
    """
    caller.require(Scope.ADMIN)
    address = fields.checked_email(email)
    password_hash = (
        await passwords.hashed(passwords.checked(password)) if password is not None else ""
    )
    user = User(
        email=address,
        name=fields.name_for(address, name),
        tier=tier,
        org_id=org_id,
        password_hash=password_hash,
        token_limit=get_settings().DEFAULT_TOKEN_LIMIT,
    )
    async with transaction() as session:
        await orgs.require(session, org_id)
        await accounts.save(session, user)
        link = await password_links.issue(session, user.user_id) if not password_hash else None
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
        Forbidden: The caller is no administrator.
        NotFound: Nobody has this id.
    """
    caller.require(Scope.ADMIN)
    async with transaction() as session:
        if await session.get(User, user_id, with_for_update=LOCKED) is None:
            raise NotFound("This user does not exist")
        link = await password_links.issue(session, user_id)
        expiry = {"expires_at": link.expires_at.isoformat()}
        audit.record(session, caller, Action.PASSWORD_LINK_CREATE, f"user:{user_id}", after=expiry)
    return link


async def set_password(token: str, password: str, *, via: Via, user_agent: str = "") -> SignedIn:
    """Set a password by a link, which is used up, and sign in; every other token dies.

    Raises:
        InvalidRequest: The password will not do.
        NotFound: The link was used, replaced or has expired.
        Forbidden: The account is switched off.
    """
    password_hash = await passwords.hashed(passwords.checked(password))
    async with transaction() as session:
        user = await password_links.redeem(session, token)
        if not user.is_active:
            raise Forbidden("This account is switched off; ask an administrator")
        user.password_hash = password_hash
        await sign_out_everywhere(session, user.user_id)
        caller = Caller.of(user, via)
        audit.record(session, caller, Action.PASSWORD_SET, f"user:{user.user_id}")
        return accounts.sign_in(session, user, user_agent)
