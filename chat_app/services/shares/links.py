"""Links of chats as their owners make, list, change and revoke them."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, briefly, reading, transaction
from chat_app.errors import InvalidRequest, NotFound
from chat_app.models import Chat, MessageStatus, SharedLink, User, now
from chat_app.services.accounts import Caller
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.chats import branches
from chat_app.services.chats.access import chats_of, message_of, own_chat
from chat_app.services.chats.filter import RESTORABLE_FOR
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.roles import Deed, require_owner
from chat_app.services.cursors import parse_cursor

MOST_LINKS = 20
"""Of one chat."""
_SLUG_BYTES = 20
"""160 bits: nobody guesses one."""


class Showing(TypedDict, total=False):
    """What a link shows, and for how long; what is left out is the usual, or stays."""

    expires_at: datetime | None
    """From when on it shows nothing; `None` for never."""
    include_costs: bool
    include_names: bool


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link, and what became of its chat."""

    link: SharedLink
    is_deleted: bool
    """Whether the chat is in the trash; until it is taken back, the link shows nothing."""


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Some links, newest first."""

    links: list[ListedLink]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""


async def create(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID | None = None,
    **showing: Unpack[Showing],
) -> SharedLink:
    """Make a link that shows a branch of a chat as it is now.

    A reply that is still being written is not on it.

    Args:
        caller: The chat's owner.
        chat_id: The chat.
        message_id: The newest branch through this message; the one that is read where it is `None`.
        showing: What the link shows beside the words, and for how long.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, Forbidden: See `own_chat`.
        MessageNotFound: The chat has no such message.
        InvalidRequest: There is nothing to show, it is a temporary chat, the date is over, or the
            chat has all the links that it may have.
    """
    _require_to_come(showing)
    async with transaction() as session:
        chat = await own_chat(session, caller.user, chat_id, Deed.SHARE)
        if chat.is_temporary:
            raise InvalidRequest("A temporary chat cannot be shared")
        await _hold(session, chat_id)
        if await _count(session, chat_id) >= MOST_LINKS:
            raise InvalidRequest(f"A chat may have {MOST_LINKS} links at most; revoke one first")
        link = SharedLink(
            slug=_new_slug(),
            chat_id=chat_id,
            user_id=chat.user_id,
            leaf_id=await _end(session, caller.user, chat_id, message_id),
            title=chat.title,
            **showing,
        )
        session.add(link)
        _record(session, caller, Action.SHARE_CREATE, link)
    return link


async def update(
    caller: Caller,
    chat_id: UUID,
    link_id: UUID,
    *,
    anew: bool = False,
    message_id: UUID | None = None,
    **showing: Unpack[Showing],
) -> SharedLink:
    """Change what a link shows; its address and its views stay.

    Args:
        caller: The chat's owner.
        chat_id: The chat.
        link_id: The link.
        anew: Whether it is to show the chat as it is now.
        message_id: Then, which branch; see `create`.
        showing: What is left out stays.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, Forbidden: See `own_chat`.
        MessageNotFound: The chat has no such message.
        NotFound: The chat has no such link.
        InvalidRequest: There is nothing to show, or the date is over.
    """
    _require_to_come(showing)
    async with transaction() as session:
        chat = await own_chat(session, caller.user, chat_id, Deed.SHARE)
        link = await _link_of(session, chat_id, link_id)
        before = _as_json(link)
        for name, value in showing.items():
            setattr(link, name, value)
        if anew:
            link.leaf_id = await _end(session, caller.user, chat_id, message_id)
            link.title, link.taken_at = chat.title, now()
        session.add(link)
        _record(session, caller, Action.SHARE_UPDATE, link, before)
    return link


async def revoke(caller: Caller, chat_id: UUID, link_id: UUID) -> None:
    """Have a link show nothing any more, at once and on every worker; its chat may be in the trash.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, Forbidden: See `own_chat`.
        NotFound: The chat has no such link.
    """
    async with transaction() as session:
        since = now() - RESTORABLE_FOR
        (read,) = await chats_of(session, caller.user, [chat_id], deleted_after=since)
        require_owner(read.role, Deed.SHARE)
        link = await _link_of(session, chat_id, link_id)
        await session.delete(link)
        _record(session, caller, Action.SHARE_REVOKE, link)


async def links_of(user: User, chat_id: UUID) -> list[SharedLink]:
    """Return the links of a chat, newest first, expired ones among them.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, Forbidden: See `own_chat`.
    """
    async with reading() as session:
        await own_chat(session, user, chat_id, Deed.SHARE)
        wanted = select(SharedLink).where(SharedLink.chat_id == chat_id)
        return list(await session.exec(wanted.order_by(col(SharedLink.link_id).desc())))


async def page(user: User, limit: int = 50, cursor: str | None = None) -> LinkPage:
    """Return the links of all chats of a person, newest first.

    Raises:
        InvalidRequest: The list never gave this cursor.
    """
    wanted = (
        select(SharedLink, Chat.is_active)
        .join(Chat, col(Chat.chat_id) == col(SharedLink.chat_id))
        .where(SharedLink.user_id == user.user_id)
        .order_by(col(SharedLink.link_id).desc())
        .limit(limit + 1)
    )
    if cursor:
        wanted = wanted.where(col(SharedLink.link_id) < parse_cursor(cursor))
    async with reading() as session:
        found = [
            ListedLink(link, is_deleted=not is_there)
            for link, is_there in await session.exec(wanted)
        ]
    shown = found[:limit]
    return LinkPage(shown, str(shown[-1].link.link_id) if len(found) > limit else None)


def _new_slug() -> str:
    # No sign in it that a program which finds addresses in a text would take for the text's.
    return base64.b32encode(secrets.token_bytes(_SLUG_BYTES)).decode().lower()


def _require_to_come(showing: Showing) -> None:
    ends = showing.get("expires_at")
    if ends and ends <= now():
        raise InvalidRequest("The day on which the link ends must be still to come")


async def _hold(session: AsyncSession, chat_id: UUID) -> None:
    """Let nobody else make a link of a chat until the transaction ends."""
    held = select(Chat.chat_id).where(Chat.chat_id == chat_id).with_for_update(**LOCKED)
    (await session.exec(held)).one()


async def _count(session: AsyncSession, chat_id: UUID) -> int:
    counted = select(func.count()).where(SharedLink.chat_id == chat_id)
    return (await session.exec(counted)).one()


async def _link_of(session: AsyncSession, chat_id: UUID, link_id: UUID) -> SharedLink:
    link = await session.get(SharedLink, link_id)
    if link is None or link.chat_id != chat_id:
        raise NotFound("This link does not exist or was revoked")
    return link


async def _end(session: AsyncSession, user: User, chat_id: UUID, through: UUID | None) -> UUID:
    """Return the last message that a link may show: on a branch, the last that is finished."""
    if through:
        await message_of(session, chat_id, through)
        leaf_id = await branches.newest_leaf(session, chat_id, through)
    else:
        leaf_id = (await briefly(session, open_chat, user=user, chat_id=chat_id)).leaf_id
    # What is being written has no child.
    for message in reversed(await branches.branch(session, leaf_id, 2)):
        if message.status is not MessageStatus.STREAMING:
            return message.message_id
    raise InvalidRequest("There is nothing in this chat yet that a link could show")


def _record(
    session: AsyncSession,
    caller: Caller,
    action: Action,
    link: SharedLink,
    before: dict[str, Any] | None = None,
) -> None:
    told = _as_json(link)
    target = f"chat:{link.chat_id}"
    if action is Action.SHARE_REVOKE:
        audit.record(session, caller, action, target, before=told)
    else:
        audit.record(session, caller, action, target, before=before, after=told)


def _as_json(link: SharedLink) -> dict[str, Any]:
    """Return what is audited of a link: never its address."""
    return {
        "expires_at": link.expires_at and link.expires_at.isoformat(),
        "include_costs": link.include_costs,
        "include_names": link.include_names,
    }
