"""Lets people in by the identity provider: whose account it is, and what the groups make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import LOCKED, reading, transaction
from chat_app.errors import EmailTaken, Forbidden, InvalidRequest
from chat_app.models import (
    AuthSession,
    Identity,
    User,
    UserRole,
    Via,
    Way,
    now,
)
from chat_app.services import accounts, live
from chat_app.services.accounts import (
    Caller,
    SignedIn,
    Visit,
    fields,
    memberships,
    password_links,
    sign_in,
)
from chat_app.services.accounts.vouching import vouch
from chat_app.services.admin import audit, orgs
from chat_app.services.admin.audit import Action
from chat_app.services.admin.users import keep_an_admin
from chat_app.services.security import authenticators
from chat_app.services.sign_on import flows, provider
from chat_app.services.sign_on.flows import Flow
from chat_app.services.sign_on.mapping import granted
from chat_app.services.sign_on.provider import Person
from chat_app.services.sign_on.refusals import SignOnRefused, WhyRefused

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came in, and the page they had asked for."""

    signed_in: SignedIn
    go_on: str


async def start(go_on: str, come_back_to: str, again: UUID | None = None) -> tuple[str, str]:
    """Return the provider's page to send a browser to, and the cookie to give it along.

    Args:
        go_on: Path of the page to show in the end.
        come_back_to: Address at which the provider sends it back.
        again: The account whose person is to prove once more that they are there.

    Raises:
        SignOnRefused: The provider does not answer.
    """
    flow, cookie = flows.start(go_on, again)
    return await provider.address_to_sign_in(flow, come_back_to), cookie


async def come_in(
    cookie: str, answer: Mapping[str, str], come_back_to: str, visit: Visit
) -> Arrival:
    """Let in whom the provider says has signed in, and give them what their groups give.

    Args:
        cookie: What `start` gave the browser.
        answer: What the browser brings from the provider.
        come_back_to: As it was for `start`.
        visit: Whence somebody comes.

    Raises:
        SignOnRefused: It does not come about.
    """
    try:
        flow = flows.read(cookie, answer.get("state", ""))
        person = await provider.who_came(flow, answer, come_back_to)
        return Arrival(await _let_in(person, flow, visit), flow.go_on)
    except SignOnRefused as refusal:
        log.warning("sign_on.refused", why=refusal.why, detail=refusal.detail)
        raise


async def end_at_provider(logout_token: str) -> int:
    """Kill the tokens that the provider says are over; return how many.

    Raises:
        InvalidRequest: It is no logout token of the provider's for this app.
    """
    try:
        ended = await provider.who_left(logout_token)
    except SignOnRefused as refusal:
        log.warning("sign_on.logout_refused", why=refusal.why, detail=refusal.detail)
        raise InvalidRequest("This is no logout token of the identity provider") from refusal
    whose = select(Identity.user_id).where(col(Identity.issuer) == ended.issuer)
    by_session = col(AuthSession.provider_session) == ended.session
    if ended.subject:
        whose = whose.where(col(Identity.subject) == ended.subject)
    async with transaction() as session:
        return await sign_in.end(
            session,
            col(AuthSession.user_id).in_(whose),
            col(AuthSession.provider_session).is_not(None),
            *([by_session] if ended.session else []),
        )


async def way_out(caller: Caller, come_back_to: str) -> str | None:
    """Return the provider's page that ends a sign-in there as well, where that is how it began."""
    if caller.auth_session_id is None or not get_settings().has_provider:
        return None
    async with reading() as session:
        row = await session.get(AuthSession, caller.auth_session_id)
    if row is None or row.way is not Way.OIDC:
        return None
    return await provider.address_to_sign_out(come_back_to)


async def _let_in(person: Person, flow: Flow, visit: Visit) -> SignedIn:
    async with transaction() as session:
        await flows.spend(session, flow)
        user = await _account_of(session, person)
        if not user.is_active:
            raise SignOnRefused(WhyRefused.CLOSED if user.closed_at else WhyRefused.OFF)
        if flow.again not in {None, user.user_id}:
            raise SignOnRefused(WhyRefused.OTHER)
        await _apply_groups(session, user, person)
        return await sign_in.complete(
            session, user, visit, Way.OIDC, provider_session=person.session
        )


async def _account_of(session: AsyncSession, person: Person) -> User:
    """Return whose account it is, held; made, or tied to the person, where it was not before."""
    known = await session.get(Identity, (person.issuer, person.subject))
    if known:
        known.last_used_at = now()
        return await session.get_one(User, known.user_id, with_for_update=LOCKED)
    if not person.email_verified:
        raise SignOnRefused(WhyRefused.UNVERIFIED, "" if person.email else "it names no e-mail")
    try:
        email = fields.checked_email(person.email)
    except InvalidRequest as fault:
        raise SignOnRefused(WhyRefused.UNVERIFIED, "the e-mail will not do") from fault
    user = (await session.exec(fields.owner_of(email).with_for_update(**LOCKED))).first()
    if user is None:
        user = await _newcomer(session, person, email)
    elif await session.get(Identity, (person.issuer, person.subject)):
        # They came in by another tab meanwhile.
        return user
    elif not user.email_verified:
        await _make_sure_of(session, user)
    session.add(Identity(issuer=person.issuer, subject=person.subject, user_id=user.user_id))
    who = Caller.of(user, Via.BROWSER)
    target = f"user:{user.user_id}"
    audit.record(session, who, Action.IDENTITY_LINK, target, after={"issuer": person.issuer})
    return user


async def _newcomer(session: AsyncSession, person: Person, email: str) -> User:
    is_first = await accounts.is_first(session)
    if not is_first and not get_settings().OIDC_REGISTRATION:
        raise SignOnRefused(WhyRefused.UNKNOWN)
    user = User(
        email=email,
        name=_name(email, person.name),
        email_verified=True,
        password_hash="",
        role=UserRole.ADMIN if is_first else UserRole.USER,
        token_limit=get_settings().DEFAULT_TOKEN_LIMIT,
    )
    try:
        await accounts.save(session, user)
    except EmailTaken as meanwhile:
        raise SignOnRefused(WhyRefused.STALE, "somebody else came first") from meanwhile
    made: dict[str, Any] = {"email": email, "name": user.name, "tier": user.tier}
    who = Caller.of(user, Via.BROWSER)
    audit.record(session, who, Action.USER_CREATE, f"user:{user.user_id}", after=made)
    return user


def _name(email: str, name: str) -> str:
    try:
        return fields.name_for(email, name)
    except InvalidRequest:
        return fields.name_for(email, "")


async def _make_sure_of(session: AsyncSession, user: User) -> None:
    """Shut out whoever else may come into an account whose address nobody had vouched for.

    Somebody may have signed up with it in its owner's place, to wait for them to come.
    """
    await vouch(session, user)
    user.password_hash = ""
    await password_links.kill(session, user.user_id)
    await authenticators.take_all(session, user.user_id)
    live.publish(live.of_user(user.user_id), live.Kind.ACCOUNT)


async def _apply_groups(session: AsyncSession, user: User, person: Person) -> None:
    """Make somebody what the groups say; the last administrator stays one."""
    decided: dict[str, Any] = dict(granted(person.groups, get_settings().OIDC_GROUPS))
    if "org" in decided:
        name = decided.pop("org")
        decided["org_id"] = name and await orgs.named(session, Caller.of(user, Via.BROWSER), name)
    if decided.get("role") is UserRole.USER and user.role is UserRole.ADMIN:
        try:
            await keep_an_admin(session, user.user_id)
        except Forbidden:
            log.warning("sign_on.last_admin_stays", user_id=str(user.user_id))
            del decided["role"]
    changes = {name: to for name, to in decided.items() if to != getattr(user, name)}
    if not changes:
        return
    before = {name: _as_json(getattr(user, name)) for name in changes}
    after = {name: _as_json(to) for name, to in changes.items()}
    user.sqlmodel_update(changes)
    if "org_id" in changes:
        await memberships.end_where_apart(session, user)
    who = Caller.of(user, Via.BROWSER)
    audit.record(session, who, Action.USER_SYNC, f"user:{user.user_id}", before, after)
    live.publish(live.of_user(user.user_id), live.Kind.ACCOUNT)


def _as_json(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value
