"""Lists that are shown a page at a time, the newest first."""

import reflex as rx

from chat_app.ui.components.tables import pager


class Paged(rx.State, mixin=True):
    """Where each page of such a list up to the one shown began, and whether there are more.

    A state that has one says in `show_page` how a page is read and shown: it asks who is signed in,
    takes the page at `page_cursor` and hands the cursor of the next to `page_shown`.
    """

    has_older: rx.Field[bool] = rx.field(False)
    has_newer: rx.Field[bool] = rx.field(False)

    _cursors: tuple[str, ...] = ("",)
    _older: str = ""

    @property
    def page_cursor(self) -> str | None:
        """Where the page to be shown begins; `None` for the newest."""
        return self._cursors[-1] or None

    async def show_page(self) -> None:
        """Read the page at `page_cursor` and show it."""
        raise NotImplementedError

    def page_shown(self, next_cursor: str | None) -> None:
        """Keep where the page after the one shown begins, if there is one."""
        self._older = next_cursor or ""
        self.has_older, self.has_newer = bool(self._older), len(self._cursors) > 1

    async def show_first_page(self) -> None:
        """Show the newest."""
        self._cursors = ("",)
        await self.show_page()

    async def step_back(self) -> None:
        """Show the page before: of one whose last row is gone."""
        self._cursors = self._cursors[:-1] or ("",)
        await self.show_page()

    @rx.event
    async def show_older(self):
        """Turn to the next page."""
        if self._older:
            self._cursors = (*self._cursors, self._older)
        await self.show_page()

    @rx.event
    async def show_newer(self):
        """Turn back to the page before."""
        await self.step_back()


def turn_pages(state: type[Paged]) -> rx.Component:
    """Return the buttons that turn the pages of a state's list."""
    return pager(
        back=state.has_newer,
        forward=state.has_older,
        on_back=state.show_newer,
        on_forward=state.show_older,
    )
