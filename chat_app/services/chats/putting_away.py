"""Archives, deletes, restores and files chats: one or many at once, all of them or none."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import TypedDict, Unpack
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, briefly, reading, transaction
from chat_app.errors import ChatArchived, Unavailable
from chat_app.models import Chat, Turn, User, now
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.broker import broker
from chat_app.services.chats import purge, retention, temporary
from chat_app.services.chats.access import ReadChat, chats_of
from chat_app.services.chats.filter import RESTORABLE_FOR, ChatFilter
from chat_app.services.chats.roles import ChatRole, Deed, require_owner
from chat_app.services.chats.slots import take
from chat_app.services.chats.temporary import require_keepable

MOST_CHATS = 200
"""That are changed together."""

_KINDS = {True: live.Kind.DELETED, False: live.Kind.RESTORED, None: live.Kind.CHAT}
"""What listeners are told, by whether chats are deleted."""


class Place(TypedDict, total=False):
    """Where chats are to be; what is left out stays."""

    deleted: bool
    """True puts them into the trash, False takes them out of it."""
    archived: bool
    project_id: str | None
    """The mark of a folder; `None` takes them out of theirs."""


async def put(caller: Caller, chat_ids: Sequence[UUID], **place: Unpack[Place]) -> list[Chat]:
    """Put chats elsewhere, in one transaction; return them, each as often as it was named.

    What they used stays in the books. Replies that run in chats that are deleted are stopped, and
    temporary ones that are deleted are erased.

    Raises:
        ChatNotFound: One is gone, or was deleted too long ago to be restored.
        UnauthorizedChatAccess: One is not theirs to read.
        Forbidden: They are a member of one, and may put it into a folder of theirs alone.
        ChatArchived: One can only be read, and so goes into no other folder.
        ChatLimitReached: There are not enough free places to take them back to.
    """
    async with transaction() as session:
        read = await _chats_to_put(session, caller.user, chat_ids, place)
        for each in read:
            require_keepable(each.chat, place)
            if each.stay and "project_id" in place:
                each.stay.project_id = place["project_id"] or None
        chats = [each.chat for each in read if each.role is ChatRole.OWNER]
        await rearrange(session, caller, chats, **place)
        for chat in chats:
            live.chat_changed(chat.user_id, chat.chat_id, _KINDS[place.get("deleted")])
        if len(chats) < len(read):
            live.publish(live.of_user(caller.user.user_id), live.Kind.LIST)
        replies = list(
            await session.exec(
                select(Turn.message_id).where(
                    col(Turn.chat_id).in_(chat_ids if place.get("deleted") else ()),
                    col(Turn.settled_at).is_(None),
                )
            )
        )
    for reply_id in filter(None, replies):
        # Where it cannot be told now, it ends by itself.
        with suppress(Unavailable):
            await broker().request_stop(reply_id)
    for chat in chats:
        if chat.is_temporary and place.get("deleted"):
            await temporary.close(caller.user, chat.chat_id)
    shown = {each.chat.chat_id: each.shown for each in read}
    return [shown[chat_id] for chat_id in chat_ids]


async def rearrange(
    session: AsyncSession, caller: Caller, chats: Collection[Chat], **place: Unpack[Place]
) -> None:
    """Put chats elsewhere, as a part of what a session does.

    Raises:
        ChatLimitReached: There are not enough free places to take them back to.
    """
    if places := sum(_is_taken_back(chat, place) for chat in chats):
        await briefly(session, take, user=caller.user, places=places)
    for chat in chats:
        _put(session, caller, chat, place)


async def delete(caller: Caller, chat_id: UUID) -> None:
    """Take a chat away; see `put`."""
    await put(caller, [chat_id], deleted=True)


async def restore(caller: Caller, chat_id: UUID) -> Chat:
    """Undo a deletion within 30 days; a chat that is there already stays as it is.

    An archived one comes back archived and needs no place; see `put`.
    """
    (chat,) = await put(caller, [chat_id], deleted=False)
    return chat


async def empty_trash(caller: Caller) -> int:
    """Erase all chats in a person's trash, but what is taken back meanwhile; return how many.

    Raises:
        Unavailable: The database is away.
    """
    async with reading() as session:
        found = list(
            await session.exec(
                select(Chat.chat_id).where(
                    Chat.user_id == caller.user.user_id, *ChatFilter(deleted=True).conditions()
                )
            )
        )
    erased = await purge.erase(found, in_use=False)
    if erased:
        async with transaction() as session:
            audit.record(
                session,
                caller,
                Action.TRASH_EMPTY,
                f"user:{caller.user.user_id}",
                after={"chats": erased},
            )
            live.publish(live.of_user(caller.user.user_id), live.Kind.LIST)
    return erased


async def _chats_to_put(
    session: AsyncSession, user: User, chat_ids: Sequence[UUID], place: Place
) -> list[ReadChat]:
    """Return chats, in order of their ids, after checking that each may be put there."""
    # Held, the person first: what is taken back must not be what is erased at the same time.
    await session.get_one(User, user.user_id, with_for_update=LOCKED)
    restored = place.get("deleted") is False
    deleted_after = now() - RESTORABLE_FOR if restored else None
    chats = await chats_of(session, user, chat_ids, to_change=True, deleted_after=deleted_after)
    for read in chats:
        for what, deed in (("deleted", Deed.DELETE), ("archived", Deed.ARCHIVE)):
            if what in place:
                require_owner(read.role, deed)
        if "project_id" in place and read.role is ChatRole.OWNER and read.chat.archived:
            raise ChatArchived
    return chats


def _is_taken_back(chat: Chat, place: Place) -> bool:
    """Say whether a chat takes a place that it did not take before."""
    takes_one = chat.is_active and not chat.archived
    archived = place.get("archived", chat.archived)
    return not takes_one and not archived and not place.get("deleted", not chat.is_active)


def _put(session: AsyncSession, caller: Caller, chat: Chat, place: Place) -> None:
    target = f"chat:{chat.chat_id}"
    archived = place.get("archived", chat.archived)
    if chat.archived != archived:
        chat.archived = archived
        retention.touch(chat)
        action = Action.CHAT_ARCHIVE if archived else Action.CHAT_UNARCHIVE
        audit.record(session, caller, action, target)
    deleted = place.get("deleted", not chat.is_active)
    if chat.is_active is deleted:
        chat.is_active = not deleted
        chat.deleted_at = now() if deleted else None
        if not deleted:
            retention.touch(chat)
        action = Action.CHAT_DELETE if deleted else Action.CHAT_RESTORE
        audit.record(session, caller, action, target)
    if "project_id" in place:
        chat.project_id = place["project_id"] or None
