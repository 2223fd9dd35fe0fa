"""Ends the stays of people in chats of others, for whichever reason."""

from typing import Any
from uuid import UUID

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import Chat, Membership, User, now
from chat_app.services import live


async def end(
    session: AsyncSession, *which: Any, removed_by: UUID | None = None
) -> list[tuple[UUID, UUID]]:
    """End stays, as a part of a transaction; what was said stays, and that they were there.

    Whoever loses a chat loses it with the commit: open streams of it are told, see `live`.

    Args:
        session: Writes.
        which: Conditions on rows of `membership`; of those that are over nothing changes.
        removed_by: Who ends them; `None` where people go themselves.

    Returns:
        The chat and the person of each.
    """
    ended = await session.exec(
        update(Membership)
        .where(col(Membership.left_at).is_(None), *which)
        .values(left_at=now(), removed_by=removed_by)
        .returning(col(Membership.chat_id), col(Membership.user_id))
    )
    gone = [(chat_id, user_id) for chat_id, user_id in ended]
    for chat_id, user_id in gone:
        live.members_changed(chat_id, user_id, "left")
    return gone


async def end_where_apart(
    session: AsyncSession, user: User, removed_by: UUID | None = None
) -> list[tuple[UUID, UUID]]:
    """End the stays that a person's account allows no longer, after it was changed.

    That is all of them where it is switched off or closed, or else those that join people of
    different organisations: theirs in chats of others, and others' in theirs. Members of a chat
    whose owner is switched off stay.

    Args:
        session: Writes; the changed account is in it.
        user: The person, as they are now.
        removed_by: Who changed the account, where it was not they.
    """
    await session.flush()
    others = select(User.user_id).where(col(User.org_id).is_distinct_from(user.org_id))
    chats_of_others = select(Chat.chat_id).where(col(Chat.user_id).in_(others))
    is_theirs = col(Membership.user_id) == user.user_id
    if not user.is_active:
        return await end(session, is_theirs, removed_by=removed_by)
    own_chats = select(Chat.chat_id).where(Chat.user_id == user.user_id, col(Chat.is_shared))
    return await end(
        session,
        or_(
            is_theirs & col(Membership.chat_id).in_(chats_of_others),
            col(Membership.chat_id).in_(own_chats) & col(Membership.user_id).in_(others),
        ),
        removed_by=removed_by,
    )
