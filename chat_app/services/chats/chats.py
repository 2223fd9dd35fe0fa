"""A person's chats: the list, one chat, its branches, deletion and its undoing."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Unpack
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select

from chat_app.db import briefly, read_briefly, reading, transaction, write_briefly
from chat_app.errors import (
    ChatArchived,
    InvalidChatId,
    Unavailable,
)
from chat_app.models import Chat, User, now
from chat_app.services.accounts import Caller
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.broker import broker
from chat_app.services.chats import search
from chat_app.services.chats.access import model_of_chat, own_chat, running_reply
from chat_app.services.chats.changes import ChatChanges, checked, checked_title
from chat_app.services.chats.filter import RESTORABLE_FOR, ChatFilter
from chat_app.services.chats.positions import OpenChat, open_chat
from chat_app.services.chats.slots import Slots, add, count, take
from chat_app.services.chats.snippets import Snippet
from chat_app.services.cursors import cursor_after, parse_chat_cursor

_IN_USE = ChatFilter()


@dataclass(frozen=True, slots=True)
class ChatPage:
    """Part of the chat list, pinned first, then newest first."""

    chats: list[Chat]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""
    snippets: dict[UUID, Snippet] = field(default_factory=dict[UUID, Snippet])
    """Where a search found its words, by chat."""


def parse_chat_id(text: str) -> UUID:
    """Read a chat id.

    Raises:
        InvalidChatId: It is not a UUID.
    """
    try:
        return UUID(text)
    except ValueError as fault:
        raise InvalidChatId from fault


async def page(
    user: User,
    *,
    limit: int = 50,
    cursor: str | None = None,
    q: str = "",
    which: ChatFilter = _IN_USE,
) -> ChatPage:
    """Return a page of a user's chats, pinned first, then newest first.

    Args:
        user: Whose chats.
        limit: Most chats on the page.
        cursor: `next_cursor` of the page before.
        q: Words that the title or one message of the chat must all contain, or parts of them.
        which: Those in use, unless told otherwise.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    key = (col(Chat.pinned), col(Chat.updated_at), col(Chat.chat_id))
    wanted = select(Chat).where(Chat.user_id == user.user_id, *which.conditions())
    if cursor:
        wanted = wanted.where(tuple_(*key) < tuple_(*parse_chat_cursor(cursor)))
    wanted = wanted.order_by(*(part.desc() for part in key))
    words = search.words_in(q)
    snippets: dict[UUID, Snippet] = {}
    async with reading() as session:
        if words:
            snippets = await search.find(session, user.user_id, words, wanted, limit=limit + 1)
            wanted = wanted.where(col(Chat.chat_id).in_(snippets))
        chats = list(await session.exec(wanted.limit(limit + 1)))
    shown = chats[:limit]
    following = cursor_after(shown[-1]) if len(chats) > limit else None
    return ChatPage(shown, following, snippets)


async def slots(user: User) -> Slots:
    """Return how many chats a user holds and may hold."""
    return await read_briefly(count, user=user)


async def create(
    caller: Caller,
    *,
    title: str = "",
    model: str | None = None,
    project_id: str | None = None,
    task_id: str | None = None,
) -> Chat:
    """Make an empty chat; see `new_chat`.

    Raises:
        ChatLimitReached: No place is free.
        ChatAppError: See `new_chat`.
    """
    chat = new_chat(caller, title=title, model=model, project_id=project_id, task_id=task_id)
    await write_briefly(add, user=caller.user, chat=chat)
    return chat


def new_chat(
    caller: Caller,
    *,
    title: str = "",
    model: str | None = None,
    project_id: str | None = None,
    task_id: str | None = None,
) -> Chat:
    """Return a chat that is not saved yet.

    Args:
        caller: Whose chat it becomes.
        title: Empty until the first message names the chat.
        model: Model id; the default of who asks when `None`.
        project_id: The caller's own mark, kept as it is, an empty one as none; likewise `task_id`.
        task_id: See `project_id`.

    Raises:
        InvalidRequest: The title is too long, or the model unknown.
        ModelNotAllowed: The tier lacks the model, or the caller's API key is for others.
        ModelUnavailable: Its provider has no key.
    """
    return Chat(
        user_id=caller.user.user_id,
        title=checked_title(title),
        model=model_of_chat(caller, model).model_id,
        project_id=project_id or None,
        task_id=task_id or None,
    )


async def get(user: User, chat_id: UUID) -> Chat:
    """Return a user's chat.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
    """
    async with reading() as session:
        return await own_chat(session, user, chat_id)


async def get_to_write(user: User, chat_id: UUID) -> OpenChat:
    """Return a user's chat that may be changed, and where the user is in it.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: It can only be read.
    """
    return await read_briefly(open_chat, user=user, chat_id=chat_id, to_write=True)


async def update(caller: Caller, chat_id: UUID, **changes: Unpack[ChatChanges]) -> Chat:
    """Change what is given; the chat keeps its position in the list, pinning aside.

    An archived chat takes no change but the one that takes it back, which may bring others along.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: It can only be read.
        ChatLimitReached: No place is free to take it back to.
        InvalidRequest: The title is empty, a text too long, or the model unknown.
        ModelNotAllowed, ModelUnavailable: The tier lacks the model, or its provider the key.
    """
    async with transaction() as session:
        chat = await own_chat(session, caller.user, chat_id)
        archived = changes.pop("archived", chat.archived)
        if chat.archived and archived and changes:
            raise ChatArchived
        if chat.archived and not archived:
            await briefly(session, take, user=caller.user)
        if chat.archived != archived:
            chat.archived = archived
            action = Action.CHAT_ARCHIVE if archived else Action.CHAT_UNARCHIVE
            audit.record(session, caller, action, f"chat:{chat_id}")
        for name, value in checked(caller, changes).items():
            setattr(chat, name, value)
        return chat


async def delete(caller: Caller, chat_id: UUID) -> None:
    """Take a chat away; what it used stays in the books, and a running turn is stopped.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
    """
    async with transaction() as session:
        chat = await own_chat(session, caller.user, chat_id)
        chat.is_active = False
        chat.deleted_at = now()
        audit.record(session, caller, Action.CHAT_DELETE, f"chat:{chat_id}")
        message_id = await briefly(session, running_reply, chat_id=chat_id)
    if message_id:
        # Where it cannot be told now, it ends by itself.
        with suppress(Unavailable):
            await broker().request_stop(message_id)


async def restore(caller: Caller, chat_id: UUID) -> Chat:
    """Undo a deletion within 30 days; a chat that is there already stays as it is.

    An archived one comes back archived and needs no place.

    Raises:
        ChatNotFound: It never existed, or was deleted too long ago.
        UnauthorizedChatAccess: It belongs to somebody else.
        ChatLimitReached: No place is free.
    """
    async with transaction() as session:
        deleted_after = now() - RESTORABLE_FOR
        chat = await own_chat(session, caller.user, chat_id, deleted_after=deleted_after)
        if not chat.is_active:
            if not chat.archived:
                await briefly(session, take, user=caller.user)
            chat.is_active = True
            chat.deleted_at = None
            audit.record(session, caller, Action.CHAT_RESTORE, f"chat:{chat_id}")
        return chat
