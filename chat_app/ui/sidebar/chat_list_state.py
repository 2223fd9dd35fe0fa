"""The list of chats in the sidebar."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.errors import NotFound, Unavailable
from chat_app.models import Chat, now
from chat_app.services import chats
from chat_app.services.chats.snippets import Snippet
from chat_app.services.turns import Started
from chat_app.ui.changes import set_changed
from chat_app.ui.session import caller_of, signed_in, time_zone

_PAGE_CHATS = 50
_FEW_PLACES = 3
_UNDO_MS = 10_000


class Piece(TypedDict):
    """Part of a text on a line of the list."""

    text: str
    hit: bool
    """Whether a search found this."""


class ChatRow(TypedDict):
    """A line of the list."""

    chat_id: str
    title: str
    title_pieces: list[Piece]
    """The title as it is shown; from near the first hit, where a search found it."""
    said: list[Piece]
    """Part of the message that a search found; empty where it found the title."""
    pinned: bool
    heading: str
    """Name of the group that starts with this line; empty in the middle of one."""


def rows_of(
    found: Sequence[Chat], moment: datetime, snippets: Mapping[UUID, Snippet] | None = None
) -> list[ChatRow]:
    """Group chats, which come pinned first and then newest first.

    Args:
        found: The chats, in order.
        moment: The present, in the reader's time zone: it decides what today is.
        snippets: Where a search found its words, by chat.
    """
    rows: list[ChatRow] = []
    group = ""
    for chat in found:
        name = _group(chat, moment)
        title = chat.title or "New chat"
        snippet = (snippets or {}).get(chat.chat_id)
        pieces = _pieces(snippet) if snippet else []
        is_titled = snippet is not None and snippet.message_id is None
        rows.append(
            ChatRow(
                chat_id=str(chat.chat_id),
                title=title,
                title_pieces=pieces if is_titled else [Piece(text=title, hit=False)],
                said=[] if is_titled else pieces,
                pinned=chat.pinned,
                heading=name if name != group else "",
            )
        )
        group = name
    return rows


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
        return "Pinned"
    days = (moment.date() - chat.updated_at.astimezone(moment.tzinfo).date()).days
    return "Today" if days <= 0 else "Yesterday" if days == 1 else "Earlier"


class ChatListState(rx.State):
    """The signed-in user's chats, as far as they were paged in."""

    rows: rx.Field[list[ChatRow]] = rx.field(default_factory=list)
    loaded: bool = False
    """Whether the first page has arrived."""
    failure: str = ""
    """Why the list could not be read, in words."""
    query: str = ""
    more: bool = False
    """Whether older chats can be loaded."""
    slots: int = 0
    """Chats the tier has room for."""
    slots_left: int = 0
    renaming: str = ""
    """Id of the chat whose title is being edited."""
    deleting: str = ""
    """Id of the chat that the dialog asks about."""
    deleting_title: str = ""

    _pages: int = 1

    @rx.var
    def few_places_left(self) -> bool:
        """Whether the limit is near enough to be mentioned."""
        return self.loaded and self.slots_left <= _FEW_PLACES

    @rx.event
    async def refresh(self):
        """Read the list anew; what did not change is not sent again."""
        try:
            user = await signed_in(self)
            page = await chats.page(user, limit=_PAGE_CHATS * self._pages, q=self.query)
            slots = await chats.slots(user)
        except Unavailable as away:
            set_changed(self, failure=away.message, loaded=True)
            return
        set_changed(
            self,
            rows=rows_of(page.chats, now().astimezone(time_zone(self)), page.snippets),
            more=page.next_cursor is not None,
            slots=slots.limit,
            slots_left=max(slots.limit - slots.used, 0),
            failure="",
            loaded=True,
        )

    def has_on_top(self, started: Started) -> bool:
        """Say whether the list shows already what an exchange made of it: place and title."""
        shown = [(row["chat_id"], row["title"], row["pinned"]) for row in self.rows]
        mine = next((row for row in shown if row[0] == str(started.chat_id)), None)
        if mine is None or mine[1] != started.title:
            return False
        return mine == next(row for row in shown if row[2] == mine[2])

    @rx.event
    async def search(self, query: str):
        """Show only the chats in which the words occur."""
        self.query, self._pages = query, 1
        await self.refresh()

    @rx.event
    async def load_more(self):
        """Show older chats as well."""
        self._pages += 1
        await self.refresh()

    @rx.event
    def start_renaming(self, chat_id: str):
        """Put a text box in the place of a title."""
        self.renaming = chat_id

    @rx.event
    def stop_renaming(self):
        """Leave the title as it was."""
        self.renaming = ""

    @rx.event
    async def rename(self, chat_id: str, title: str):
        """Save a title; an empty one changes nothing."""
        if title.strip():
            await chats.update(await caller_of(self), chats.parse_chat_id(chat_id), title=title)
        self.renaming = ""
        await self.refresh()

    @rx.event
    async def pin(self, chat_id: str, pinned: bool):
        """Keep a chat on top of the list, or let go of it."""
        await chats.update(await caller_of(self), chats.parse_chat_id(chat_id), pinned=pinned)
        await self.refresh()

    @rx.event
    def ask_to_delete(self, chat_id: str, title: str):
        """Open the dialog that asks once."""
        self.deleting, self.deleting_title = chat_id, title

    @rx.event
    def set_dialog(self, opened: bool):
        """Keep the chat after all."""
        if not opened:
            self.deleting = ""

    @rx.event
    async def delete(self):
        """Delete the chat that the dialog asks about, and offer to undo it."""
        chat_id, self.deleting = self.deleting, ""
        try:
            await chats.delete(await caller_of(self), chats.parse_chat_id(chat_id))
        except NotFound:
            yield rx.toast("This chat was deleted already")
        else:
            yield rx.toast(
                "Chat deleted",
                duration=_UNDO_MS,
                action={"label": "Undo", "on_click": ChatListState.restore(chat_id)},
            )
        await self.refresh()
        if chat_id in self.router.url.path:
            yield rx.redirect("/")

    @rx.event
    async def restore(self, chat_id: str):
        """Undo a deletion."""
        await chats.restore(await caller_of(self), chats.parse_chat_id(chat_id))
        await self.refresh()
