"""The list of chats in the sidebar, its folders, the archive and the trash."""

from collections.abc import Sequence
from typing import Any, Literal, cast

import reflex as rx

from chat_app.errors import ChatAppError, NotFound, Unauthenticated, Unavailable
from chat_app.models import Via, now
from chat_app.services import chats
from chat_app.services.accounts import Caller
from chat_app.services.chats import folders, seen
from chat_app.services.chats.access import models_to_choose
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.putting_away import Place
from chat_app.services.turns import Started
from chat_app.ui.changes import set_changed
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.sidebar.chat_rows import ChatRow, FolderRow, chat_at, folder_rows, rows_of
from chat_app.ui.words import words_of

_PAGE_CHATS = 50
_PAGE_FOLDERS = 50
_FEW_PLACES = 3
_UNDO_MS = 10_000

Where = Literal["chats", "folder", "shared", "archive", "trash"]
Step = dict[str, Any]
"""Chats and where to put them: `ids`, `place`."""
_PLACES: dict[str, tuple[Place, Place, str]] = {
    "archive": (Place(archived=True), Place(archived=False), "sidebar-archived"),
    "unarchive": (Place(archived=False), Place(archived=True), "sidebar-unarchived"),
    "trash": (Place(deleted=True), Place(deleted=False), "sidebar-deleted"),
    "restore": (Place(deleted=False), Place(deleted=True), "sidebar-restored"),
}
"""Where chats can be put, where they are taken back to, and what is said when it is done."""


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
    where: Where = "chats"
    """Which chats are listed."""
    folder: str = ""
    """The mark of the folder whose chats are listed."""
    folders: rx.Field[list[FolderRow]] = rx.field(default_factory=list)
    more_folders: bool = False
    """Whether older folders can be loaded."""
    shared_unread: bool = False
    """Whether something is new in a chat of somebody else that is not open here."""
    slots: int = 0
    """Chats the tier has room for."""
    slots_left: int = 0
    asking: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    """What a dialog asks about: `kind`, `ids`, `title`, `folder`; empty while none is open."""

    _pages: int = 1
    _folder_pages: int = 1

    @rx.var
    def few_places_left(self) -> bool:
        """Whether the limit is near enough to be mentioned."""
        return self.loaded and self.slots_left <= _FEW_PLACES

    @rx.event
    async def refresh(self):
        """Read the list anew; what did not change is not sent again."""
        words = words_of(self)
        try:
            user = await signed_in(self)
            listed = await folders.page(user, limit=_PAGE_FOLDERS * self._folder_pages)
            if self.where == "folder" and not await folders.find(user, self.folder):
                self.where, self.folder = "chats", ""
            page = await chats.page(
                user,
                limit=_PAGE_CHATS * self._pages,
                q=self.query,
                which=ChatFilter(
                    project_id=self.folder,
                    archived=self.where == "archive",
                    deleted=self.where == "trash",
                    shared=self.where == "shared",
                ),
                zone=words.zone,
            )
            unread = await seen.unread(user, page.chats)
            news = await seen.has_news_of_others(user, chat_at(self.router.url.path))
            slots = await chats.slots(user)
        except Unavailable as away:
            set_changed(self, failure=words.translated(away.message), loaded=True)
            return
        names = {each.project_id: each.name for each in listed.folders}
        moment = now().astimezone(words.zone)
        set_changed(
            self,
            rows=rows_of(page.chats, moment, page.snippets, names, unread, page.others),
            more=page.next_cursor is not None,
            folders=folder_rows(listed.folders, listed.chats),
            more_folders=listed.next_cursor is not None,
            shared_unread=news,
            slots=slots.limit,
            slots_left=max(slots.limit - slots.used, 0),
            failure="",
            loaded=True,
        )

    @rx.event
    async def saw(self, chat_id: str):
        """Take the mark off a chat that the reader has looked at, in whichever tab."""
        user = await signed_in(self)
        if self.shared_unread:
            self.shared_unread = await seen.has_news_of_others(user, chat_at(self.router.url.path))
        if any(row["unread"] for row in self.rows if row["chat_id"] == chat_id):
            for row in self.rows:
                row["unread"] = row["unread"] and row["chat_id"] != chat_id

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
    async def go(self, where: str, folder: str = ""):
        """List other chats: those in use, of a folder, of others, the archive or the trash."""
        if where in ("chats", "folder", "shared", "archive", "trash"):
            self.where, self.folder, self._pages = where, folder, 1
            await self.refresh()

    @rx.event
    async def load_more(self):
        """Show older chats as well."""
        self._pages += 1
        await self.refresh()

    @rx.event
    async def load_more_folders(self):
        """Show older folders as well."""
        self._folder_pages += 1
        await self.refresh()

    @rx.event
    async def rename(self, chat_id: str, title: str):
        """Save a title; an empty one changes nothing."""
        if title.strip():
            await chats.update(await caller_of(self), chats.parse_chat_id(chat_id), title=title)
        await self.refresh()

    @rx.event
    async def pin(self, chat_id: str, pinned: bool):
        """Keep a chat on top of the list, or let go of it."""
        await chats.update(await caller_of(self), chats.parse_chat_id(chat_id), pinned=pinned)
        await self.refresh()

    @rx.event
    async def ask(self, kind: str, ids: list[str], title: str = "", folder: str = ""):
        """Open a dialog.

        Args:
            kind: `delete`, `move`, `folder`, `delete-folder` or `empty-trash`.
            ids: The chats that it is about.
            title: What the chat or folder is called, where it is one.
            folder: The mark of the folder that it is about; empty for a new one.
        """
        self.asking = {"kind": kind, "ids": ids, "title": title, "folder": folder}
        if kind == "folder":
            models = models_to_choose(Caller.of(await signed_in(self), Via.BROWSER))
            self.asking["models"] = [{"id": each.model_id, "name": each.name} for each in models]

    @rx.event
    def ask_to_delete(self, chat_id: str, title: str):
        """Open the dialog that asks once before a chat is deleted."""
        return ChatListState.ask("delete", [chat_id], title)

    @rx.event
    def ask_to_move(self, chat_id: str, title: str):
        """Open the dialog that asks into which folder a chat goes."""
        return ChatListState.ask("move", [chat_id], title)

    @rx.event
    def close_dialog(self):
        """Leave all as it is."""
        self.asking = {}

    @rx.event
    async def put(self, ids: list[str], to: str):
        """Put chats elsewhere and offer to undo it.

        Args:
            ids: The chats.
            to: `archive`, `unarchive`, `trash` or `restore`.
        """
        self.asking = {}
        place, back, done = _PLACES[to]
        async for event in self._put(ids, place, [{"ids": ids, "place": back}], done):
            yield event

    @rx.event
    async def move(self, ids: list[str], project_id: str):
        """Put chats into a folder, or out of theirs, and offer to undo it."""
        self.asking = {}
        known = {row["chat_id"]: row["project_id"] for row in self.rows}
        came_from: dict[str, list[str]] = {}
        for one in ids:
            if one not in known:
                chat = await chats.get(await signed_in(self), chats.parse_chat_id(one))
                known[one] = chat.project_id or ""
            came_from.setdefault(known[one], []).append(one)
        back = [{"ids": some, "place": {"project_id": mark}} for mark, some in came_from.items()]
        done = "sidebar-moved" if project_id else "sidebar-taken-out"
        async for event in self._put(ids, Place(project_id=project_id), back, done):
            yield event

    @rx.event
    async def undo(self, steps: list[Step]):
        """Put chats back where they were."""
        caller = await caller_of(self)
        for step in steps:
            place = cast("Place", step["place"])
            await chats.put(caller, [chats.parse_chat_id(one) for one in step["ids"]], **place)
        await self.refresh()

    @rx.event
    async def save_folder(self, project_id: str, wanted: dict[str, str], ids: list[str]):
        """Make or change a folder, and put chats into it.

        Args:
            project_id: Its mark; empty for a new one.
            wanted: `name`, `system_prompt`, `model`.
            ids: The chats.
        """
        caller = await caller_of(self)
        fields = folders.FolderChanges(
            name=wanted["name"],
            system_prompt=wanted.get("system_prompt") or None,
            model=wanted.get("model") or None,
        )
        if project_id:
            await folders.update(caller, project_id, **fields)
        else:
            project_id = (await folders.create(caller, **fields)).project_id
        self.asking = {}
        await self.refresh()
        if ids:
            yield ChatListState.move(ids, project_id)

    @rx.event
    async def delete_folder(self, project_id: str):
        """Take a folder away; its chats stay."""
        self.asking = {}
        await folders.delete(await caller_of(self), project_id)
        await self.refresh()

    @rx.event
    async def empty_trash(self):
        """Take the text of all chats in the trash away for good."""
        self.asking = {}
        await chats.empty_trash(await caller_of(self))
        await self.refresh()

    async def _put(self, ids: Sequence[str], place: Place, back: list[Step], done: str):
        words = words_of(self)
        try:
            caller = await caller_of(self)
            await chats.put(caller, [chats.parse_chat_id(one) for one in ids], **place)
        except Unauthenticated:
            raise
        except NotFound:
            yield rx.toast(words.say("sidebar-gone-already"))
        except ChatAppError as refusal:
            yield rx.toast.error(words.translated(refusal.message))
        else:
            yield rx.toast(
                words.say(done, count=len(ids)),
                duration=_UNDO_MS,
                action={"label": words.say("sidebar-undo"), "on_click": ChatListState.undo(back)},
            )
        await self.refresh()
        if place.get("deleted") and any(one in self.router.url.path for one in ids):
            yield rx.redirect("/")
