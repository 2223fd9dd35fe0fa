"""What a person's lists of chats are made of: their own, and those of others that they are in.

The plain list has their own. Those of others are under "Shared with me", and beside the own ones
where something is looked for, or in a folder: for who is in none of them, nothing is asked more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import and_, case, false, tuple_
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.models import Chat, Membership, User
from chat_app.services.chats.access import as_read
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.queries import Query
from chat_app.services.chats.roles import ChatRole
from chat_app.services.cursors import parse_chat_cursor


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a chat of somebody else."""

    role: ChatRole
    owner_id: UUID
    owner_name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The chats of one list, in order, before it is cut into pages."""

    user_id: UUID
    wanted: SelectOfScalar[Chat]
    """Pinned first, then newest first; each with the reader's stay where some are of others."""
    others: Mapping[UUID, Standing]
    """Chats of others that may be among them."""

    @property
    def owners(self) -> Collection[UUID]:
        """Whose chats may be in it, for whoever looks through those of each: words are kept so."""
        return {self.user_id, *(each.owner_id for each in self.others.values())}

    async def read(self, session: AsyncSession, some: SelectOfScalar[Chat]) -> list[Chat]:
        """Return some of its chats, with the reader's own pins and folders.

        Args:
            some: What was wanted, narrowed down.
        """
        rows = cast("Iterable[Any]", await session.exec(some))
        if not self.others:
            return list(rows)
        return [as_read(chat, stay) for chat, stay in rows]


async def standings(
    session: AsyncSession, user_id: UUID, chat_ids: Collection[UUID] | None = None
) -> dict[UUID, Standing]:
    """Return the chats of others that a person is in now, and what they are there.

    Args:
        session: Reads.
        user_id: The person.
        chat_ids: Which chats are asked about; all where left out.
    """
    wanted = (
        select(Membership.chat_id, Membership.role, User.user_id, User.name)
        .join(Chat, col(Chat.chat_id) == col(Membership.chat_id))
        .join(User, col(User.user_id) == col(Chat.user_id))
        .where(Membership.user_id == user_id, col(Membership.left_at).is_(None))
    )
    if chat_ids is not None:
        wanted = wanted.where(col(Membership.chat_id).in_(chat_ids))
    found = await session.exec(wanted)
    return {
        chat_id: Standing(ChatRole(role), owner_id, name) for chat_id, role, owner_id, name in found
    }


async def listing(
    session: AsyncSession,
    user_id: UUID,
    which: ChatFilter,
    query: Query,
    *,
    marks: Collection[str] | None = None,
    cursor: str | None = None,
) -> Listing:
    """Return what a list shows.

    Args:
        session: Reads.
        user_id: Whose list it is.
        which: Which chats.
        query: What is looked for.
        marks: Of the folders in one of which they are; `None` for any.
        cursor: `next_cursor` of the page before.

    Raises:
        InvalidRequest: The cursor is not one that a list gave.
    """
    is_wide = bool(query.words.strip() or which.project_id or marks is not None)
    others: dict[UUID, Standing] = {}
    if which.shared or (is_wide and not which.deleted):
        others = await standings(session, user_id)
    is_own = col(Chat.user_id) == user_id
    wanted = select(Chat)
    pinned, mark = col(Chat.pinned), col(Chat.project_id)
    if which.shared and not others:
        wanted = wanted.where(false())
    elif others:
        stay = and_(
            col(Membership.chat_id) == col(Chat.chat_id),
            col(Membership.user_id) == user_id,
            col(Membership.left_at).is_(None),
        )
        beside: Any = select(Chat, Membership).outerjoin(Membership, stay)
        pinned, mark = (
            case((is_own, of_chat), else_=of_stay)
            for of_chat, of_stay in (
                (pinned, col(Membership.pinned)),
                (mark, col(Membership.project_id)),
            )
        )
        is_other = col(Chat.chat_id).in_(others)
        wanted = beside.where(is_other if which.shared else or_(is_own, is_other))
    else:
        wanted = wanted.where(is_own)
    wanted = wanted.where(*which.conditions(), *query.conditions())
    if which.project_id:
        wanted = wanted.where(mark == which.project_id)
    if marks is not None:
        wanted = wanted.where(mark.in_(marks))
    key: tuple[Any, ...] = (pinned, col(Chat.updated_at), col(Chat.chat_id))
    if cursor:
        wanted = wanted.where(tuple_(*key) < tuple_(*parse_chat_cursor(cursor)))
    return Listing(user_id, wanted.order_by(*(part.desc() for part in key)), others)
