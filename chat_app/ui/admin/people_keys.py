"""The API keys of one person, in a dialog on the page of users."""

from contextlib import suppress

import reflex as rx

from chat_app.errors import NotFound
from chat_app.services import keys
from chat_app.ui.admin.users_state import user_id_of
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.keys import expiry, last_used, named, used_of_cap
from chat_app.ui.components.notices import empty
from chat_app.ui.components.paging import Paged, turn_pages
from chat_app.ui.components.tables import table
from chat_app.ui.key_rows import KeyRow, key_id_of, key_row
from chat_app.ui.session import caller_of, require_admin
from chat_app.ui.words import say, words_of

_ROWS = 10


class PeopleKeysState(Paged, rx.State):
    """The keys of the person whom the dialog is open for."""

    user_id: rx.Field[str] = rx.field("")
    """Empty while it is closed."""
    email: rx.Field[str] = rx.field("")
    rows: rx.Field[list[KeyRow]] = rx.field(default_factory=list)
    revoking: rx.Field[str] = rx.field("")
    """Id of the key that the other dialog asks about."""
    revoking_name: rx.Field[str] = rx.field("")

    @rx.event
    def start_over(self):
        """Start with both dialogs closed; called when the page is opened."""
        self.user_id = self.revoking = ""

    @rx.event
    async def show(self, user_id: str, email: str):
        """Open the dialog with somebody's newest keys."""
        self.user_id, self.email = user_id, email
        await self.show_first_page()

    @rx.event
    def close(self, _opened: bool):
        """Close the dialog."""
        self.user_id = ""

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
        await self.show_page()
        words = words_of(self)
        return rx.toast(words.say("people-revoked", name=self.revoking_name, email=self.email))

    async def show_page(self) -> None:
        """Show a page of the keys."""
        await require_admin(self)
        page = await keys.page(user_id_of(self.user_id), _ROWS, self.page_cursor)
        self.rows = [key_row(found, words_of(self)) for found in page.keys]
        self.page_shown(page.next_cursor)


def keys_dialogs() -> rx.Component:
    """Return the dialog with somebody's keys, and the one that asks before one is revoked."""
    state = PeopleKeysState
    return rx.fragment(
        panel(
            rx.cond(
                state.rows.length() > 0,
                _table(),
                empty("key-round", say("people-keys-none")),
            ),
            turn_pages(state),
            rx.el.div(
                button(say("frame-close"), on_click=state.close(False)),
                class_name="dialog-actions",
            ),
            opened=state.user_id != "",
            title=say("people-keys-title", email=state.email),
            text=say("people-keys-words"),
            on_close=state.close,
            wide=True,
        ),
        confirm(
            opened=state.revoking != "",
            title=say("keys-revoke-title"),
            text=say("people-revoke-text", email=state.email, name=state.revoking_name),
            action=say("keys-revoke"),
            on_confirm=state.revoke,
            on_close=state.keep,
        ),
    )


def _table() -> rx.Component:
    return table(
        say("people-keys"),
        PeopleKeysState.rows,
        named(),
        used_of_cap(),
        last_used(),
        expiry(),
        key="key_id",
        actions=_actions,
    )


def _actions(row: KeyRow) -> list[rx.Component]:
    return [
        button(
            say("keys-revoke"),
            look="quiet",
            title=say("keys-revoke-one", name=row["name"]),
            on_click=PeopleKeysState.ask_to_revoke(row["key_id"], row["name"]),
        )
    ]
