"""The API keys of one person, in a dialog on the page of users."""

from contextlib import suppress
from datetime import UTC

import reflex as rx

from chat_app.errors import NotFound
from chat_app.services import keys
from chat_app.ui.admin.users_state import user_id_of
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.keys import expiry, moment_cell, named_key, used_of_cap
from chat_app.ui.components.notices import empty
from chat_app.ui.components.tables import head, pager, table
from chat_app.ui.key_rows import KeyRow, key_id_of, key_row
from chat_app.ui.session import caller_of, require_admin

_ROWS = 10


class PeopleKeysState(rx.State):
    """The keys of the person whom the dialog is open for."""

    user_id: rx.Field[str] = rx.field("")
    """Empty while it is closed."""
    email: rx.Field[str] = rx.field("")
    rows: rx.Field[list[KeyRow]] = rx.field(default_factory=list)
    has_older: rx.Field[bool] = rx.field(False)
    has_newer: rx.Field[bool] = rx.field(False)
    revoking: rx.Field[str] = rx.field("")
    """Id of the key that the other dialog asks about."""
    revoking_name: rx.Field[str] = rx.field("")

    _cursors: tuple[str, ...] = ("",)
    """Where each page up to the one shown began."""
    _older: str = ""

    @rx.event
    def load(self):
        """Start with both dialogs closed; called when the page loads."""
        self.user_id = self.revoking = ""

    @rx.event
    async def show(self, user_id: str, email: str):
        """Open the dialog with somebody's newest keys."""
        await require_admin(self)
        self.user_id, self.email, self._cursors = user_id, email, ("",)
        await self._show()

    @rx.event
    def close(self, _opened: bool):
        """Close the dialog."""
        self.user_id = ""

    @rx.event
    async def show_older(self):
        """Turn to the next page."""
        await require_admin(self)
        if self._older:
            self._cursors = (*self._cursors, self._older)
            await self._show()

    @rx.event
    async def show_newer(self):
        """Turn back to the page before."""
        await require_admin(self)
        self._cursors = self._cursors[:-1] or ("",)
        await self._show()

    @rx.event
    def ask_to_revoke(self, key_id: str, name: str):
        """Open the dialog that asks once."""
        self.revoking, self.revoking_name = key_id, name

    @rx.event
    def keep(self, _opened: bool):
        """Keep the key."""
        self.revoking = ""

    @rx.event
    async def revoke(self):
        """Revoke the key that the dialog asks about."""
        caller = await caller_of(self)
        key_id, self.revoking = self.revoking, ""
        # What was revoked elsewhere meanwhile is as it was wanted.
        with suppress(NotFound):
            await keys.revoke_any(caller, key_id_of(key_id))
        await self._show()
        return rx.toast(f"{self.revoking_name} of {self.email} is revoked")

    async def _show(self) -> None:
        page = await keys.page(user_id_of(self.user_id), _ROWS, self._cursors[-1] or None)
        self.rows = [key_row(found, UTC) for found in page.keys]
        self._older = page.next_cursor or ""
        self.has_older, self.has_newer = bool(self._older), len(self._cursors) > 1


def keys_dialogs() -> rx.Component:
    """Return the dialog with somebody's keys, and the one that asks before one is revoked."""
    state = PeopleKeysState
    return rx.fragment(
        panel(
            rx.cond(
                state.rows.length() > 0,
                _table(),
                empty("key-round", "No key here; revoked ones are not listed."),
            ),
            pager(
                back=state.has_newer,
                forward=state.has_older,
                on_back=state.show_newer,
                on_forward=state.show_older,
            ),
            rx.el.div(button("Close", on_click=state.close(False)), class_name="dialog-actions"),
            opened=state.user_id != "",
            title=f"API keys of {state.email}",
            text="Used in this calendar month; times are in UTC. A revocation is audited.",
            on_close=state.close,
            wide=True,
        ),
        confirm(
            opened=state.revoking != "",
            title="Revoke this key?",
            text=f"Every program of {state.email} that uses “{state.revoking_name}” is refused from"
            " now on, and a reply that it is getting stops. This cannot be undone. What the key"
            " used stays in the books.",
            action="Revoke",
            on_confirm=state.revoke,
            on_close=state.keep,
        ),
    )


def _table() -> rx.Component:
    return table(
        "API keys",
        [
            head("Name"),
            head("Last used"),
            head("Used", number=True),
            head("Expires"),
            head(rx.el.span("Actions", class_name="visually-hidden")),
        ],
        rx.foreach(PeopleKeysState.rows, _key),
    )


def _key(row: KeyRow) -> rx.Component:
    return rx.el.tr(
        named_key(row),
        moment_cell(row["last_used"]),
        used_of_cap(row),
        expiry(row),
        rx.el.td(
            button(
                "Revoke",
                look="quiet",
                title=f"Revoke {row['name']}",
                on_click=PeopleKeysState.ask_to_revoke(row["key_id"], row["name"]),
            ),
            class_name="actions",
        ),
        key=row["key_id"],
    )
