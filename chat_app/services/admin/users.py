"""People as admins see them: who is there, what each may do and spend, and what was changed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import ColumnElement, case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config.limits import MAX_TOKEN_LIMIT
from chat_app.db import LOCKED, briefly, reading, transaction
from chat_app.errors import Forbidden, InvalidRequest, NotFound
from chat_app.llm.types import Tier
from chat_app.models import Authenticator, Budget, OwnerKind, Passkey, User, UserRole, UserType, now
from chat_app.services import live
from chat_app.services.accounts import Caller, Scope, fields, memberships, sign_in
from chat_app.services.admin import audit, orgs, users_search
from chat_app.services.admin.audit import Action
from chat_app.services.budgets import ledger
from chat_app.services.budgets.ledger import Owner
from chat_app.services.budgets.periods import current
from chat_app.services.cursors import parse_offset

MOST_COUNTED = 10_000


class SortBy(StrEnum):
    """What a list of people may be sorted by."""

    EMAIL = "email"
    NAME = "name"
    ROLE = "role"
    TIER = "tier"
    TOKEN_LIMIT = "token_limit"  # noqa: S105 (no password)
    TOTAL_TOKENS_USED = "total_tokens_used"
    RESERVED_TOKENS = "reserved_tokens"
    IS_ACTIVE = "is_active"
    CREATED_AT = "created_at"
    LAST_SEEN_AT = "last_seen_at"


@dataclass(frozen=True, slots=True)
class UserOverview:
    """A user and the budget of the current period, in tokens."""

    user: User
    token_limit: int
    total_tokens_used: int
    reserved_tokens: int
    has_second_factor: bool
    """Whether there is an authenticator app or a passkey."""


@dataclass(frozen=True, slots=True)
class UsersPage:
    """Some of the people a search found."""

    people: list[UserOverview]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""


def is_current() -> ColumnElement[bool]:
    """Return the condition that joins budgets to users: the current one of each."""
    of_each = current(OwnerKind.USER, col(User.user_id), now()).correlate(User)
    return col(Budget.budget_id) == of_each.scalar_subquery()


_LIMIT = func.coalesce(col(Budget.token_limit), col(User.token_limit))
_USED = func.coalesce(col(Budget.total_tokens_used), 0)
_RESERVED = func.coalesce(col(Budget.reserved_tokens), 0)
_SORTS: dict[SortBy, Any] = {
    SortBy.EMAIL: col(User.email),
    SortBy.NAME: col(User.search_key),
    SortBy.ROLE: col(User.role),
    SortBy.TIER: col(User.tier),
    SortBy.IS_ACTIVE: col(User.is_active),
    SortBy.CREATED_AT: col(User.created_at),
    SortBy.TOKEN_LIMIT: _LIMIT,
    SortBy.TOTAL_TOKENS_USED: _USED,
    SortBy.RESERVED_TOKENS: _RESERVED,
    SortBy.LAST_SEEN_AT: func.coalesce(col(User.last_seen_at), col(User.created_at)),
}


async def users_page(
    *,
    q: str = "",
    sort_by: SortBy = SortBy.CREATED_AT,
    descending: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> UsersPage:
    """Return people whose e-mail or name contains each word of `q`, with their current budgets.

    Upper and lower case, composed and decomposed letters count alike.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    skipped = parse_offset(cursor)
    order = (_SORTS[sort_by], col(User.user_id))
    async with reading() as session:
        people = (
            select(User, _LIMIT, _USED, _RESERVED)
            .outerjoin(Budget, is_current())
            .where(await users_search.matching(session, q))
            .order_by(*(key.desc() if descending else key for key in order))
            .offset(skipped)
            .limit(limit + 1)
        )
        rows = (await session.exec(people)).all()
        with_more = await _with_second_factor(session, [row[0].user_id for row in rows])
    found = [UserOverview(*row, row[0].user_id in with_more) for row in rows]
    shown = found[:limit]
    return UsersPage(shown, str(skipped + limit) if len(found) > limit else None)


async def count_users(q: str = "") -> int:
    """Return how many people a search finds; of many, `MOST_COUNTED` and no more."""
    async with reading() as session:
        some = select(col(User.user_id)).where(await users_search.matching(session, q))
        counted = select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())
        return (await session.exec(counted)).one()


async def overview(user_id: UUID) -> UserOverview:
    """Return one user with the current budget.

    Raises:
        NotFound: Nobody has this id.
    """
    one = select(User, _LIMIT, _USED, _RESERVED).outerjoin(Budget, is_current())
    async with reading() as session:
        row = (await session.exec(one.where(col(User.user_id) == user_id))).first()
        with_more = await _with_second_factor(session, [user_id])
    if row is None:
        raise NotFound("This user does not exist")
    return UserOverview(*row, user_id in with_more)


async def _with_second_factor(session: AsyncSession, user_ids: list[UUID]) -> set[UUID]:
    """Return which of some people have an authenticator app or a passkey."""
    apps = select(Authenticator.user_id).where(
        col(Authenticator.user_id).in_(user_ids), col(Authenticator.confirmed_at).is_not(None)
    )
    keys = select(Passkey.user_id).where(col(Passkey.user_id).in_(user_ids))
    return {*await session.exec(apps), *await session.exec(keys)}


async def whom_to_ask(user: User) -> str:
    """Return the name of an administrator who may give somebody more; nothing where it is they.

    One of the own organisation comes first, and then who has been there longest.
    """
    if user.role is UserRole.ADMIN:
        return ""
    async with reading() as session:
        found = await session.exec(
            select(User.name)
            .where(User.role == UserRole.ADMIN, col(User.is_active))
            .order_by(
                case((col(User.org_id) == user.org_id, 0), else_=1),
                col(User.created_at),
                col(User.user_id),
            )
            .limit(1)
        )
        return found.first() or ""


class UserChanges(TypedDict, total=False):
    """What may be changed of a person; what is left out stays."""

    token_limit: int
    """Tokens a month, 0 to 2 000 000 000."""
    tier: Tier
    role: UserRole
    is_active: bool
    org_id: UUID | None
    """`None` takes the person out of an organisation."""
    user_type: UserType
    email_verified: bool


async def update_user(caller: Caller, user_id: UUID, **wanted: Unpack[UserChanges]) -> UserOverview:
    """Change what a user may do and spend, at once, and audit what was changed.

    A deactivated user is signed out everywhere. A limit below what is spent already leaves the
    current budget at what is spent; the next period opens with the limit asked for.

    Raises:
        Forbidden: The caller is no administrator, it would leave no active one, or the account was
            closed.
        InvalidRequest: The limit is out of range.
        NotFound: Nobody has this id, or there is no such organisation.
    """
    caller.require(Scope.ADMIN)
    token_limit = wanted.get("token_limit")
    if token_limit is not None and not 0 <= token_limit <= MAX_TOKEN_LIMIT:
        raise InvalidRequest(f"A token limit is between 0 and {MAX_TOKEN_LIMIT:,}")
    async with transaction() as session:
        await orgs.require(session, wanted.get("org_id"))
        if wanted.get("role") is UserRole.USER or wanted.get("is_active") is False:
            await keep_an_admin(session, user_id)
        user = await fields.held(session, user_id)
        changes = {name: to for name, to in wanted.items() if to != getattr(user, name)}
        before = {name: _as_json(getattr(user, name)) for name in changes}
        after = {name: _as_json(to) for name, to in changes.items()}
        for name, value in changes.items():
            setattr(user, name, value)
        if token_limit is not None:
            granted = await briefly(session, ledger.set_limit, owner=Owner.of(user))
            if granted != token_limit:
                after["token_limit_this_period"] = granted
        if changes.get("is_active") and user.closed_at:
            raise Forbidden("This account was closed; bring it back instead")
        if changes.get("is_active") is False:
            await sign_in.end_others(session, user_id)
        if {"is_active", "org_id"}.intersection(changes):
            await memberships.end_where_apart(session, user, removed_by=caller.user.user_id)
        if changes:
            live.publish(live.of_user(user_id), live.Kind.ACCOUNT)
            audit.record(session, caller, Action.USER_UPDATE, f"user:{user_id}", before, after)
    return await overview(user_id)


async def grant_admin(email: str) -> User:
    """Make an account an administrator, from the operator's command line.

    Raises:
        NotFound: No account has this e-mail.
    """
    async with transaction() as session:
        found = await session.exec(fields.owner_of(email))
        user = found.first()
        if user is None:
            raise NotFound(f"No account has the e-mail {email}")
        before = user.role
        user.role = UserRole.ADMIN
        audit.record(
            session,
            None,
            Action.USER_PROMOTE,
            f"user:{user.user_id}",
            {"role": before},
            {"role": user.role},
        )
        return user


async def reset_usage(caller: Caller, user_id: UUID) -> UserOverview:
    """Open a fresh period with the user's whole limit; the old one stays in the book.

    Raises:
        Forbidden: The caller is no administrator.
        NotFound: Nobody has this id.
    """
    caller.require(Scope.ADMIN)
    async with transaction() as session:
        user = await fields.held(session, user_id)
        before = await briefly(session, ledger.balance, owner=Owner.of(user))
        await briefly(session, ledger.reset, owner=Owner.of(user))
        audit.record(
            session,
            caller,
            Action.USAGE_RESET,
            f"user:{user_id}",
            {"total_tokens_used": before.total_tokens_used},
            {"total_tokens_used": 0},
        )
    return await overview(user_id)


def _as_json(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


async def keep_an_admin(session: AsyncSession, user_id: UUID) -> None:
    """Refuse when the user is the last active admin, who is to be one no longer.

    All admins are locked, in one order, so that two who demote each other take turns.

    Raises:
        Forbidden: It is.
    """
    admins = await session.exec(
        select(col(User.user_id))
        .where(col(User.role) == UserRole.ADMIN, col(User.is_active))
        .order_by(col(User.user_id))
        .with_for_update(**LOCKED)
    )
    if admins.all() == [user_id]:
        raise Forbidden("This is the last active admin; make somebody else an admin first")
