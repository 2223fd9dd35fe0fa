"""The lines of the list of chats, as the browser is told them; see `chat_list.jsx`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from chat_app.errors import InvalidChatId
from chat_app.models import Chat, Folder
from chat_app.services.chats import Standing, parse_chat_id
from chat_app.services.chats.filter import RESTORABLE_FOR
from chat_app.services.chats.snippets import Snippet

_DAY = timedelta(days=1)
NOBODYS: Mapping[UUID, Standing] = {}


class Piece(TypedDict):
    """Part of a text on a line of the list."""

    text: str
    hit: bool
    """Whether a search found this."""


class ChatRow(TypedDict):
    """A line of the list."""

    chat_id: str
    title: str
    """Empty where nothing was said yet."""
    title_pieces: list[Piece]
    """The title as it is shown; from near the first hit, where a search found it."""
    said: list[Piece]
    """Part of the message that a search found; empty where it found the title."""
    message_id: str
    """That message; empty likewise."""
    pinned: bool
    unread: bool
    """Whether others did something in it since the reader last looked."""
    archived: bool
    shared: bool
    """Whether others are or were in it."""
    owner: str
    """The name of whose it is; empty where it is the reader's own."""
    deleted: bool
    """Whether its owner, somebody else, deleted it."""
    project_id: str
    """The mark of its folder; empty where it is in none."""
    folder: str
    """What that is called, where it is known."""
    days_left: int
    """Until it goes from the trash for good; 0 where it is not in there."""
    heading: str
    """The group that starts here: `pinned`, `today`, `yesterday`, `earlier`; else empty."""


class FolderRow(TypedDict):
    """A folder in the list."""

    project_id: str
    name: str
    chats: int
    """How many in use it has."""
    system_prompt: str
    model: str
    """Model id of its new chats; empty for the usual."""


def rows_of(
    found: Sequence[Chat],
    moment: datetime,
    snippets: Mapping[UUID, Snippet] | None = None,
    folders: Mapping[str, str] | None = None,
    unread: Collection[UUID] = (),
    others: Mapping[UUID, Standing] = NOBODYS,
) -> list[ChatRow]:
    """Group chats, which come pinned first and then newest first.

    Args:
        found: The chats, in order.
        moment: The present, in the reader's time zone: it decides what today is.
        snippets: Where a search found its words, by chat.
        folders: What folders are called, by their mark.
        unread: Chats in which something is new to the reader.
        others: What the reader is in those that are somebody else's.
    """
    rows: list[ChatRow] = []
    group = ""
    for chat in found:
        name = _group(chat, moment)
        snippet = (snippets or {}).get(chat.chat_id)
        pieces = _pieces(snippet) if snippet else []
        message_id = snippet.message_id if snippet else None
        is_own = chat.chat_id not in others
        left = chat.deleted_at + RESTORABLE_FOR - moment if chat.deleted_at and is_own else None
        rows.append(
            ChatRow(
                chat_id=str(chat.chat_id),
                title=chat.title,
                title_pieces=pieces
                if snippet and not message_id
                else [Piece(text=chat.title, hit=False)],
                said=pieces if message_id else [],
                message_id=str(message_id or ""),
                pinned=chat.pinned,
                unread=chat.chat_id in unread,
                archived=chat.archived,
                shared=chat.is_shared,
                owner=others[chat.chat_id].owner_name if chat.chat_id in others else "",
                deleted=chat.chat_id in others and chat.deleted_at is not None,
                project_id=chat.project_id or "",
                folder=(folders or {}).get(chat.project_id or "", ""),
                days_left=-(-left // _DAY) if left else 0,
                heading=name if name != group else "",
            )
        )
        group = name
    return rows


def folder_rows(folders: Sequence[Folder], chats: Mapping[str, int]) -> list[FolderRow]:
    """Describe folders.

    Args:
        folders: In order.
        chats: How many chats each has, by its mark.
    """
    return [
        FolderRow(
            project_id=each.project_id,
            name=each.name,
            chats=chats.get(each.project_id, 0),
            system_prompt=each.system_prompt or "",
            model=each.model or "",
        )
        for each in folders
    ]


def chat_at(path: str) -> UUID | None:
    """Return the chat that the path of a page names, if any."""
    _, _, named = path.partition("/chat/")
    try:
        return parse_chat_id(named.strip("/")) if named else None
    except InvalidChatId:
        return None


def _pieces(snippet: Snippet) -> list[Piece]:
    """Cut a snippet where its marks begin and end; a browser counts other characters than we."""
    pieces: list[Piece] = []
    at = 0
    for first, last in [*snippet.marks, (len(snippet.text), len(snippet.text))]:
        before = Piece(text=snippet.text[at:first], hit=False)
        hit = Piece(text=snippet.text[first:last], hit=True)
        pieces += [piece for piece in (before, hit) if piece["text"]]
        at = last
    return pieces


def _group(chat: Chat, moment: datetime) -> str:
    if chat.pinned:
        return "pinned"
    days = (moment.date() - chat.updated_at.astimezone(moment.tzinfo).date()).days
    return "today" if days <= 0 else "yesterday" if days == 1 else "earlier"
