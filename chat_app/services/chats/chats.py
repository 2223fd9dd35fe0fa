"""A person's chats: the list, one chat, and what is changed of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Unpack
from uuid import UUID

from sqlmodel import col

from chat_app.db import read_briefly, reading, transaction, write_briefly
from chat_app.errors import ChatArchived, InvalidChatId
from chat_app.models import Chat, User
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.chats import folders, queries, search
from chat_app.services.chats.access import chat_of, model_of_chat
from chat_app.services.chats.changes import ChatChanges, NewChat, checked, checked_title
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.listing import Standing, listing, standings
from chat_app.services.chats.positions import OpenChat, open_chat
from chat_app.services.chats.putting_away import rearrange
from chat_app.services.chats.roles import Deed, require_owner
from chat_app.services.chats.slots import Slots, add, count
from chat_app.services.chats.snippets import Snippet
from chat_app.services.chats.temporary import require_keepable
from chat_app.services.cursors import cursor_after

_IN_USE = ChatFilter()


@dataclass(frozen=True, slots=True)
class ChatPage:
    """Part of the chat list, pinned first, then newest first."""

    chats: list[Chat]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""
    snippets: dict[UUID, Snippet] = field(default_factory=dict[UUID, Snippet])
    """Where a search found its words, by chat."""
    others: dict[UUID, Standing] = field(default_factory=dict[UUID, Standing])
    """What the person is in those of them that are somebody else's."""


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
    zone: tzinfo = UTC,
) -> ChatPage:
    """Return a page of a user's chats, pinned first, then newest first; see `listing.py`.

    Args:
        user: Whose list.
        limit: Most chats on the page.
        cursor: `next_cursor` of the page before.
        q: Words that the title or one message of the chat must all contain, or parts of them, and
            filters, see `queries.py`.
        which: Those in use, unless told otherwise, here or by `q`.
        zone: Whose midnights the dates in `q` begin at.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    query = queries.parse(q, zone)
    which = query.within(which)
    words = search.words_in(query.words)
    snippets: dict[UUID, Snippet] = {}
    async with reading() as session:
        marks = await folders.named(session, user.user_id, query.folder) if query.folder else None
        listed = await listing(session, user.user_id, which, query, marks=marks, cursor=cursor)
        wanted = listed.wanted
        for owner_id in listed.owners if words else ():
            of_owner = wanted.where(Chat.user_id == owner_id)
            snippets |= await search.find(
                session, owner_id, words, of_owner, limit=limit + 1, said=query.said()
            )
        if words:
            wanted = wanted.where(col(Chat.chat_id).in_(snippets))
        found = await listed.read(session, wanted.limit(limit + 1))
    shown = found[:limit]
    following = cursor_after(shown[-1]) if len(found) > limit else None
    others = {
        one.chat_id: listed.others[one.chat_id] for one in shown if one.user_id != user.user_id
    }
    return ChatPage(shown, following, snippets, others)


async def slots(user: User) -> Slots:
    """Return how many chats a user holds and may hold."""
    return await read_briefly(count, user=user)


async def create(caller: Caller, **wanted: Unpack[NewChat]) -> Chat:
    """Make an empty chat; see `new_chat`.

    Raises:
        ChatLimitReached: No place is free.
        ChatAppError: See `new_chat`.
    """
    chat = await new_chat(caller, **wanted)
    await write_briefly(add, user=caller.user, chat=chat)
    return chat


async def new_chat(caller: Caller, **wanted: Unpack[NewChat]) -> Chat:
    """Return a chat that is not saved yet.

    Args:
        caller: Whose chat it becomes.
        wanted: What it begins with; what is left out is its folder's, or else the usual.

    Raises:
        InvalidRequest: The title is too long, a parameter wrong, or the model unknown.
        ModelNotAllowed: The tier lacks the model, or the caller's API key is for others.
        ModelUnavailable: Its provider has no key.
    """
    if wanted.get("is_temporary"):
        wanted = {**wanted, "title": "", "project_id": None}
    mark = wanted.get("project_id")
    folder = await folders.find(caller.user, mark) if mark else None
    title = checked_title(wanted.pop("title", ""))
    model = model_of_chat(caller, wanted.pop("model", None) or (folder and folder.model))
    fields: dict[str, Any] = {"title": title, "model": model.model_id}
    fields |= checked(caller, {**wanted})
    if folder and not fields.get("system_prompt"):
        fields["system_prompt"] = folder.system_prompt
    return Chat(user_id=caller.user.user_id, **fields)


async def get(user: User, chat_id: UUID) -> Chat:
    """Return a chat that a user reads, with the user's own pin and folder.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    async with reading() as session:
        return (await chat_of(session, user, chat_id)).shown


async def standing_in(user: User, chats: Sequence[Chat]) -> dict[UUID, Standing]:
    """Return what a user is in those of some chats that are somebody else's."""
    ids = [chat.chat_id for chat in chats if chat.user_id != user.user_id]
    if not ids:
        return {}
    async with reading() as session:
        return await standings(session, user.user_id, ids)


async def get_to_write(user: User, chat_id: UUID) -> OpenChat:
    """Return a chat that a user may write in, and where the user is in it.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        ChatArchived: It can only be read.
    """
    return await read_briefly(open_chat, user=user, chat_id=chat_id, to_write=True)


async def get_to_read(user: User, chat_id: UUID) -> OpenChat:
    """Return a chat that a user reads, and where the user is in it.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    return await read_briefly(open_chat, user=user, chat_id=chat_id)


async def update(caller: Caller, chat_id: UUID, **changes: Unpack[ChatChanges]) -> Chat:
    """Change what is given; the chat keeps its position in the list, pinning aside.

    An archived chat takes no change but the one that takes it back, which may bring others along.
    Pin and folder are each reader's own; all else is the owner's to change.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: The caller is a member, and it is for the owner to change.
        ChatArchived: It can only be read.
        ChatLimitReached: No place is free to take it back to.
        InvalidRequest: The title is empty, a text too long, or the model unknown.
        ModelNotAllowed, ModelUnavailable: The tier lacks the model, or its provider the key.
    """
    async with transaction() as session:
        read = await chat_of(session, caller.user, chat_id)
        chat, kept = read.chat, read.stay or read.chat
        for name in set(changes) - _OWN:
            require_owner(read.role, _DEEDS.get(name, Deed.SET_UP))
        archived = changes.pop("archived", chat.archived)
        if chat.archived and archived and changes and not read.stay:
            raise ChatArchived
        require_keepable(chat, {*changes, *(["archived"] if archived else [])})
        if read.stay is None:
            await rearrange(session, caller, [chat], archived=archived)
        for name, value in checked(caller, changes).items():
            setattr(kept, name, value)
        if read.stay:
            live.publish(live.of_user(caller.user.user_id), live.Kind.LIST, chat=str(chat_id))
        else:
            live.chat_changed(chat.user_id, chat_id, live.Kind.CHAT)
        return read.shown


_OWN = {"pinned", "project_id"}
"""What each reader of a chat has of their own."""
_DEEDS = {"title": Deed.RENAME, "archived": Deed.ARCHIVE}
