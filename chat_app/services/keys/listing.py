"""Keys as their owners and administrators see them, with what each used."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from chat_app.db import reading
from chat_app.errors import NotFound
from chat_app.models import ApiKey, KeyRollUp, User, now
from chat_app.services.cursors import parse_cursor
from chat_app.services.days import number_of


@dataclass(frozen=True, slots=True)
class KeyOverview:
    """A key that was not revoked, its owner, and what it used."""

    key: ApiKey
    email: str
    """The owner's."""
    tokens_used: int
    """Charged for what it asked for in this calendar month, UTC."""


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Some keys, newest first."""

    keys: list[KeyOverview]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""


async def page(user_id: UUID | None, limit: int = 50, cursor: str | None = None) -> KeyPage:
    """Return the keys of one user, or everybody's; expired ones are there, revoked ones are not.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    keys = _overviews().order_by(col(ApiKey.key_id).desc()).limit(limit + 1)
    if user_id:
        keys = keys.where(col(ApiKey.user_id) == user_id)
    if cursor:
        keys = keys.where(col(ApiKey.key_id) < parse_cursor(cursor))
    async with reading() as session:
        found = [KeyOverview(*row) for row in await session.exec(keys)]
    shown = found[:limit]
    return KeyPage(shown, str(shown[-1].key.key_id) if len(found) > limit else None)


async def count(user_id: UUID) -> int:
    """Return how many keys a user has that count against `MAX_KEYS_PER_USER`."""
    async with reading() as session:
        return (await session.exec(number_of_keys(user_id))).one()


async def overview(key_id: UUID) -> KeyOverview:
    """Return one key.

    Raises:
        NotFound: There is none, or it was revoked.
    """
    async with reading() as session:
        found = (await session.exec(_overviews().where(col(ApiKey.key_id) == key_id))).first()
    if found is None:
        raise NotFound("This API key does not exist")
    return KeyOverview(*found)


async def owners(key_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the e-mails of the owners of some keys, revoked ones included."""
    owned = (
        select(ApiKey.key_id, User.email)
        .join(User, col(User.user_id) == col(ApiKey.user_id))
        .where(col(ApiKey.key_id).in_(list(key_ids)))
    )
    async with reading() as session:
        return dict((await session.exec(owned)).all())


def number_of_keys(user_id: UUID) -> SelectOfScalar[int]:
    """Select how many keys a user has that were not revoked."""
    return select(func.count()).where(
        col(ApiKey.user_id) == user_id, col(ApiKey.revoked_at).is_(None)
    )


def _overviews() -> Select[ApiKey, str, int]:
    is_of_this_month = and_(
        col(KeyRollUp.key_id) == col(ApiKey.key_id),
        col(KeyRollUp.period) == number_of(now().date()) // 100,
        col(KeyRollUp.model) == "",
    )
    return (
        select(ApiKey, col(User.email), func.coalesce(col(KeyRollUp.tokens), 0))
        .join(User, col(User.user_id) == col(ApiKey.user_id))
        .outerjoin(KeyRollUp, is_of_this_month)
        .where(col(ApiKey.revoked_at).is_(None))
    )
