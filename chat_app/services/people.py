"""People as admins see them: who is there, what each may do and spend, and what was changed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, true, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, InvalidRequest, NotFound
from chat_app.models import AuditEvent, AuthSession, BudgetPeriod, Tier, User, UserRole, now
from chat_app.services import audit, ledger
from chat_app.services.usage import parse_cursor
from chat_app.spelling import fold, mailbox

MAX_TOKEN_LIMIT = 2_000_000_000
NEAR_LIMIT_SHARE = 0.8
"""Share of a budget from which its owner counts as near the limit."""


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
class Person:
    """A user and the budget of the current period, in tokens."""

    user: User
    token_limit: int
    total_tokens_used: int
    reserved_tokens: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people a search found."""

    people: list[Person]
    total: int
    """How many it found in all."""
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audited action, with names for the ids in it."""

    event: AuditEvent
    actor: str
    """E-mail of who did it; empty for the operator's command line."""
    target: str
    """E-mail of the user it was done to, else the target as recorded."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some audited actions, newest first."""

    lines: list[AuditLine]
    next_cursor: str | None


def current_period() -> ColumnElement[bool]:
    """Return the condition that joins `user_usage` to each user's current period."""
    moment, each = now(), aliased(BudgetPeriod)
    latest = (
        select(col(each.period_id))
        .where(
            col(each.user_id) == col(User.user_id),
            col(each.starts_at) >= ledger.month_start(moment),
            col(each.starts_at) < ledger.next_month_start(moment),
        )
        .order_by(col(each.starts_at).desc())
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    return col(BudgetPeriod.period_id) == latest


_LIMIT = func.coalesce(col(BudgetPeriod.token_limit), col(User.token_limit))
_USED = func.coalesce(col(BudgetPeriod.total_tokens_used), 0)
_RESERVED = func.coalesce(col(BudgetPeriod.reserved_tokens), 0)
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


async def people_page(
    *,
    q: str = "",
    sort_by: SortBy = SortBy.CREATED_AT,
    descending: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> PeoplePage:
    """Return people whose e-mail or name contains each word of `q`, with their current budgets.

    Upper and lower case, composed and decomposed letters count alike.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    skipped = _offset(cursor)
    words = fold(q).split()
    found_by_part = and_(
        true(), *(col(User.search_key).contains(word, autoescape=True) for word in words)
    )
    matches = or_(found_by_part, col(User.email_key) == mailbox(q))
    key = _SORTS[sort_by]
    people = (
        select(User, _LIMIT, _USED, _RESERVED)
        .outerjoin(BudgetPeriod, current_period())
        .where(matches)
        .order_by(key.desc() if descending else key, col(User.user_id))
        .offset(skipped)
        .limit(limit)
    )
    async with reading() as session:
        total = (await session.exec(select(func.count()).select_from(User).where(matches))).one()
        found = [Person(*row) for row in await session.exec(people)]
    seen = skipped + len(found)
    return PeoplePage(found, total, str(seen) if seen < total else None)


async def person(user_id: UUID) -> Person:
    """Return one user with the current budget.

    Raises:
        NotFound: Nobody has this id.
    """
    one = select(User, _LIMIT, _USED, _RESERVED).outerjoin(BudgetPeriod, current_period())
    async with reading() as session:
        row = (await session.exec(one.where(col(User.user_id) == user_id))).first()
    if row is None:
        raise NotFound("This user does not exist")
    return Person(*row)


async def update_person(
    actor: User,
    user_id: UUID,
    *,
    token_limit: int | None = None,
    tier: Tier | None = None,
    role: UserRole | None = None,
    is_active: bool | None = None,
) -> Person:
    """Change what a user may do and spend, at once, and audit what was changed.

    A deactivated user is signed out everywhere. A limit below what is spent already leaves the
    current budget at what is spent; the next period opens with the limit asked for.

    Args:
        token_limit: Tokens a month, 0 to 2 000 000 000.

    Raises:
        InvalidRequest: The limit is out of range.
        NotFound: Nobody has this id.
        Forbidden: It would leave no active admin.
    """
    if token_limit is not None and not 0 <= token_limit <= MAX_TOKEN_LIMIT:
        raise InvalidRequest(f"A token limit is between 0 and {MAX_TOKEN_LIMIT:,}")
    async with transaction() as session:
        if role is UserRole.USER or is_active is False:
            await _keep_an_admin(session, user_id)
        user = await _locked(session, user_id)
        wanted = {"token_limit": token_limit, "tier": tier, "role": role, "is_active": is_active}
        changes = {
            name: value
            for name, value in wanted.items()
            if value is not None and value != getattr(user, name)
        }
        before = {name: getattr(user, name) for name in changes}
        after = dict(changes)
        for name, value in changes.items():
            setattr(user, name, value)
        if token_limit is not None:
            granted = await ledger.set_limit(session, user, token_limit)
            if granted != token_limit:
                after["token_limit_this_period"] = granted
        if changes.get("is_active") is False:
            await _sign_out_everywhere(session, user_id)
        if changes:
            audit.record(session, actor.user_id, "user.update", f"user:{user_id}", before, after)
    return await person(user_id)


async def reset_usage(actor: User, user_id: UUID) -> Person:
    """Open a fresh period with the user's whole limit; the old one stays in the book.

    Raises:
        NotFound: Nobody has this id.
    """
    async with transaction() as session:
        user = await _locked(session, user_id)
        before = await ledger.balance(session, user)
        await ledger.reset(session, user)
        audit.record(
            session,
            actor.user_id,
            "user.reset-usage",
            f"user:{user_id}",
            {"total_tokens_used": before.total_tokens_used},
            {"total_tokens_used": 0},
        )
    return await person(user_id)


async def audit_page(limit: int = 50, cursor: str | None = None) -> AuditPage:
    """Return what was done, by whom and to whom; newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    events = (
        select(AuditEvent, col(User.email))
        .outerjoin(User, col(User.user_id) == col(AuditEvent.actor_id))
        .order_by(col(AuditEvent.event_id).desc())
        .limit(limit + 1)
    )
    if cursor:
        events = events.where(col(AuditEvent.event_id) < parse_cursor(cursor))
    async with reading() as session:
        found = (await session.exec(events)).all()
        ids = [UUID(event.target[5:]) for event, _ in found if event.target.startswith("user:")]
        named = select(col(User.user_id), col(User.email)).where(col(User.user_id).in_(ids))
        emails = {f"user:{user_id}": email for user_id, email in await session.exec(named)}
    lines = [
        AuditLine(event, actor or "", emails.get(event.target, event.target))
        for event, actor in found[:limit]
    ]
    return AuditPage(lines, str(lines[-1].event.event_id) if len(found) > limit else None)


def _offset(cursor: str | None) -> int:
    # People are few and sorted by any column, so a page is found by counting.
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004
        raise InvalidRequest("`cursor` is not one this list gave")
    return int(cursor)


async def _locked(session: AsyncSession, user_id: UUID) -> User:
    user = (
        await session.exec(select(User).where(col(User.user_id) == user_id).with_for_update())
    ).first()
    if user is None:
        raise NotFound("This user does not exist")
    return user


async def _keep_an_admin(session: AsyncSession, user_id: UUID) -> None:
    """Refuse when the user is the last active admin.

    All admins are locked, in one order, so that two who demote each other take turns.
    """
    admins = await session.exec(
        select(col(User.user_id))
        .where(col(User.role) == UserRole.ADMIN, col(User.is_active))
        .order_by(col(User.user_id))
        .with_for_update()
    )
    if admins.all() == [user_id]:
        raise Forbidden("This is the last active admin; make somebody else an admin first")


async def _sign_out_everywhere(session: AsyncSession, user_id: UUID) -> None:
    await session.exec(
        update(AuthSession)
        .where(col(AuthSession.user_id) == user_id, col(AuthSession.revoked_at).is_(None))
        .values(revoked_at=now())
    )
