"""Closes accounts of others, and brings closed ones back."""

import reflex as rx

from chat_app.services import own_data
from chat_app.services.admin import users
from chat_app.ui.admin.asking import AsksFirst
from chat_app.ui.admin.users_state import PersonRow, UsersState, user_id_of
from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.session import caller_of
from chat_app.ui.words import say, words_of


class ClosingState(AsksFirst, rx.State):
    """The dialog that asks before an account is closed."""

    @rx.event
    async def close(self):
        """Close the account that the dialog asks about."""
        caller = await caller_of(self)
        user_id, self.asking = user_id_of(self.asking), ""
        await own_data.close_for(caller, user_id)
        (await self.get_state(UsersState)).replace(await users.overview(user_id))

    @rx.event
    async def reopen(self, user_id: str):
        """Bring a closed account back."""
        caller = await caller_of(self)
        await own_data.reopen(caller, user_id_of(user_id))
        person = await users.overview(user_id_of(user_id))
        (await self.get_state(UsersState)).replace(person)
        return rx.toast.success(words_of(self).say("people-reopened", email=person.user.email))


def closing_dialog() -> rx.Component:
    """Return the dialog that asks."""
    return confirm(
        opened=ClosingState.asking != "",
        title=say("people-close-title"),
        text=say("people-close-text", email=ClosingState.email),
        action=say("people-close"),
        on_confirm=ClosingState.close,
        on_close=ClosingState.leave,
    )


def closing_button(row: PersonRow) -> rx.Component:
    """Return what closes an account or, while that can be undone, brings it back."""
    closes = icon_button(
        "user-x", say("people-close"), on_click=ClosingState.ask(row["user_id"], row["email"])
    )
    reopens = button(
        say("people-reopen"), look="quiet", on_click=ClosingState.reopen(row["user_id"])
    )
    return rx.cond(row["closed"] == "", closes, rx.cond(row["closed"] == "closed", reopens))
