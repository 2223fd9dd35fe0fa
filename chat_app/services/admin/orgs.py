"""Organisations: who is there, made, renamed and taken away by administrators."""

from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, reading, transaction
from chat_app.errors import InvalidRequest, NotFound
from chat_app.models import Organisation, User
from chat_app.services.accounts import Caller, Scope
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.cursors import parse_cursor
from chat_app.spelling import fold

_MAX_NAME_CHARACTERS = 200
_PAGE = 200
_MAKING_LOCK = 0x6F726773
"""Key of PostgreSQL's advisory lock; any number that nobody else uses."""


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation and how many people are in it."""

    organisation: Organisation
    people: int


@dataclass(frozen=True, slots=True)
class OrgPage:
    """Some organisations, oldest first."""

    orgs: list[Org]
    next_cursor: str | None


async def page(limit: int = 50, cursor: str | None = None) -> OrgPage:
    """Return organisations, oldest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    people = (
        select(func.count())
        .where(col(User.org_id) == col(Organisation.org_id))
        .correlate(Organisation)
        .scalar_subquery()
    )
    found = select(Organisation, people).order_by(col(Organisation.org_id)).limit(limit + 1)
    if cursor:
        found = found.where(col(Organisation.org_id) > parse_cursor(cursor))
    async with reading() as session:
        orgs = [Org(*row) for row in await session.exec(found)]
    shown = orgs[:limit]
    more = len(orgs) > limit
    return OrgPage(shown, str(shown[-1].organisation.org_id) if more else None)


async def all_by_name() -> list[Org]:
    """Return all organisations, by name: to choose one."""
    found: list[Org] = []
    cursor = None
    while True:
        some = await page(_PAGE, cursor)
        found += some.orgs
        cursor = some.next_cursor
        if cursor is None:
            return sorted(found, key=lambda org: fold(org.organisation.name))


async def create(caller: Caller, name: str) -> Org:
    """Make an organisation.

    Raises:
        Forbidden: The caller is no administrator.
        InvalidRequest: The name is empty or too long.
    """
    caller.require(Scope.ADMIN)
    made = Organisation(name=_checked_name(name))
    async with transaction() as session:
        session.add(made)
        target = f"org:{made.org_id}"
        audit.record(session, caller, Action.ORG_CREATE, target, after={"name": made.name})
    return Org(made, 0)


async def rename(caller: Caller, org_id: UUID, name: str) -> Org:
    """Give an organisation another name.

    Raises:
        Forbidden: The caller is no administrator.
        InvalidRequest: The name is empty or too long.
        NotFound: There is no such organisation.
    """
    caller.require(Scope.ADMIN)
    name = _checked_name(name)
    async with transaction() as session:
        org = await _locked(session, org_id)
        before, org.name = org.name, name
        if before != name:
            changes = {"name": before}, {"name": name}
            audit.record(session, caller, Action.ORG_UPDATE, f"org:{org_id}", *changes)
        count = select(func.count()).where(col(User.org_id) == org_id)
        return Org(org, (await session.exec(count)).one())


async def delete(caller: Caller, org_id: UUID) -> None:
    """Take an organisation away; its people stay, without one, and so does what they used.

    Raises:
        Forbidden: The caller is no administrator.
        NotFound: There is no such organisation.
    """
    caller.require(Scope.ADMIN)
    async with transaction() as session:
        org = await _locked(session, org_id)
        is_member = col(User.org_id) == org_id
        members = select(col(User.user_id)).where(is_member).order_by(col(User.user_id))
        left = (await session.exec(members.with_for_update(**LOCKED))).all()
        await session.exec(update(User).where(is_member).values(org_id=None))
        before = {"name": org.name, "user_ids": [str(user_id) for user_id in left]}
        await session.delete(org)
        audit.record(session, caller, Action.ORG_DELETE, f"org:{org_id}", before)


async def named(session: AsyncSession, caller: Caller, name: str) -> UUID:
    """Return the oldest organisation of a name, which is made where there is none.

    Raises:
        InvalidRequest: The name is empty or too long.
    """
    name = _checked_name(name)
    if session.get_bind().dialect.name == "postgresql":
        # Two colleagues at once would make it twice. SQLite's transactions queue anyway.
        await session.exec(select(func.pg_advisory_xact_lock(_MAKING_LOCK)))
    same = select(Organisation).where(col(Organisation.name) == name)
    found = (await session.exec(same.order_by(col(Organisation.org_id)).limit(1))).first()
    if found is None:
        found = Organisation(name=name)
        session.add(found)
        await session.flush()
        target = f"org:{found.org_id}"
        audit.record(session, caller, Action.ORG_CREATE, target, after={"name": name})
    return found.org_id


async def require(session: AsyncSession, org_id: UUID | None) -> None:
    """Make sure that an account may be put into an organisation, or into none.

    Raises:
        NotFound: There is no such organisation.
    """
    if org_id and await session.get(Organisation, org_id, with_for_update=LOCKED) is None:
        raise NotFound("`org_id`: there is no such organisation")


async def _locked(session: AsyncSession, org_id: UUID) -> Organisation:
    org = await session.get(Organisation, org_id, with_for_update=LOCKED)
    if org is None:
        raise NotFound("This organisation does not exist")
    return org


def _checked_name(name: str) -> str:
    name = " ".join(normalize("NFC", name).split())
    if not 1 <= len(name) <= _MAX_NAME_CHARACTERS:
        raise InvalidRequest(f"The name must have 1 to {_MAX_NAME_CHARACTERS} characters")
    return name
