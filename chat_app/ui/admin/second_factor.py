"""Takes second factor and passkeys off people who lost their devices."""

import reflex as rx

from chat_app.services.security import authenticators
from chat_app.ui.admin.asking import AsksFirst
from chat_app.ui.admin.users_state import PersonRow, UsersState, user_id_of
from chat_app.ui.components.buttons import icon_button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.session import caller_of
from chat_app.ui.words import say, words_of


class SecondFactorState(AsksFirst, rx.State):
    """The dialog that asks before it is done."""

    @rx.event
    async def take_off(self):
        """Take all of it off whom the dialog asks about."""
        caller = await caller_of(self)
        user_id, self.asking = user_id_of(self.asking), ""
        await authenticators.reset(caller, user_id)
        yield UsersState.load
        yield rx.toast.success(words_of(self).say("people-factor-reset", email=self.email))


def second_factor_dialog() -> rx.Component:
    """Return the dialog that asks."""
    return confirm(
        opened=SecondFactorState.asking != "",
        title=say("people-factor-title"),
        text=say("people-factor-text", email=SecondFactorState.email),
        action=say("people-factor"),
        on_confirm=SecondFactorState.take_off,
        on_close=SecondFactorState.leave,
    )


def second_factor_button(row: PersonRow) -> rx.Component:
    """Return what opens it, where there is something to take off."""
    opens = icon_button(
        "shield-off",
        say("people-factor"),
        on_click=SecondFactorState.ask(row["user_id"], row["email"]),
    )
    return rx.cond(row["has_second_factor"], opens)
