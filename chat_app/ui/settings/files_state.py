"""Files that the signed-in person sent or models drew for them, and the room that they take."""

from contextlib import suppress
from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.errors import FileNotFound, Unavailable
from chat_app.models import File, FileKind
from chat_app.services import files
from chat_app.ui.components.paging import Paged
from chat_app.ui.levels import level
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.words import words_of
from chat_app.words import Words

_ROWS = 10
# The sections above have their heights only now.
_GO_THERE = """
if (location.hash === "#files") document.getElementById("files")?.scrollIntoView();
"""


class FileRow(TypedDict):
    """A file in the list."""

    file_id: str
    name: str
    kind: str
    size: str
    added: str


class FilesState(Paged, rx.State):
    """The section of files."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why they could not be shown, in words."""
    rows: rx.Field[list[FileRow]] = rx.field(default_factory=list)
    used: rx.Field[str] = rx.field("")
    """How much room they take, and may take, in words."""
    percent: rx.Field[int] = rx.field(0)
    level: rx.Field[str] = rx.field("")
    """How near that is to all there is, see `levels.py`."""

    deleting: rx.Field[str] = rx.field("")
    """Id of the file that the dialog asks about."""
    deleting_name: rx.Field[str] = rx.field("")

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.deleting = ""

    @rx.event
    async def load(self):
        """Show the newest files; called when the page loads."""
        await self.show_first_page()
        return rx.call_script(_GO_THERE)

    @rx.event
    def ask_to_delete(self, file_id: str, name: str):
        """Open the dialog that asks once."""
        self.deleting, self.deleting_name = file_id, name

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the file."""
        self.deleting = ""

    @rx.event
    async def delete(self):
        """Delete the file that the dialog asks about."""
        caller = await caller_of(self)
        file_id, self.deleting = self.deleting, ""
        # What was deleted elsewhere meanwhile is as it was wanted.
        with suppress(FileNotFound):
            await files.delete(caller, UUID(file_id))
        await self.show_page()
        return rx.toast(words_of(self).say("files-deleted", name=self.deleting_name))

    async def show_page(self) -> None:
        """Show a page of the files."""
        user, words = await signed_in(self), words_of(self)
        try:
            page = await files.page(user, _ROWS, self.page_cursor)
            if not page.files and self.page_cursor:
                # The last row of the last page is gone.
                await self.step_back()
                return
            stored = await files.storage(user)
        except Unavailable as fault:
            self.failed = words.translated(fault.message)
            return
        self.rows = [_row(file, words) for file in page.files]
        share = stored.used_bytes / max(stored.limit_bytes, 1)
        self.percent, self.level = min(100, round(100 * share)), level(share)
        self.used = words.say(
            "files-used",
            used=words.size(stored.used_bytes),
            limit=words.size(stored.limit_bytes),
        )
        self.page_shown(page.next_cursor)
        self.failed, self.loaded = "", True


def _row(file: File, words: Words) -> FileRow:
    kind = "picture" if file.kind is FileKind.IMAGE else file.kind.value
    return FileRow(
        file_id=str(file.file_id),
        name=file.name,
        kind=kind,
        size=words.size(file.size_bytes),
        added=words.day(file.created_at),
    )
