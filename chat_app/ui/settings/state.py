"""Name, password and language of the signed-in person."""

import reflex as rx

from chat_app.errors import ChatAppError
from chat_app.services import accounts
from chat_app.services.security import passwords
from chat_app.ui.session import SessionState, caller_of, signed_in
from chat_app.ui.settings.places_state import PlacesState
from chat_app.ui.words import show_in, words_of


class SettingsState(rx.State):
    """The settings page; a password is passed on and never kept."""

    name_note: str = ""
    """What became of the new name, in words."""
    name_error: str = ""
    changed_note: str = ""
    change_error: str = ""
    language: str = ""
    """Tag of the language that was chosen; empty for whichever the browser asks for."""
    has_password: bool = True
    """Whether there is one to be asked for."""

    @rx.event
    def start_over(self):
        """Forget what became of earlier changes; called when the page is opened."""
        self.name_note = self.name_error = self.changed_note = self.change_error = ""

    @rx.event
    async def load(self):
        """Show what is known of the account; called when the page loads."""
        user = await signed_in(self)
        self.language, self.has_password = user.language or "", bool(user.password_hash)

    @rx.event
    async def save_name(self, form: dict[str, str]):
        """Change the name that is shown."""
        caller = await caller_of(self)
        self.name_note = self.name_error = ""
        try:
            await accounts.change(caller, name=form["name"])
        except ChatAppError as refusal:
            self.name_error = words_of(self).translated(refusal.message)
            return None
        self.name_note = words_of(self).say("settings-name-saved")
        return SessionState.require_user

    @rx.event
    async def change_password(self, form: dict[str, str]):
        """Set a new password; every other session ends."""
        caller = await caller_of(self)
        self.changed_note = self.change_error = ""
        try:
            await passwords.change(caller, form.get("current", ""), form["new"])
        except ChatAppError as refusal:
            self.change_error = words_of(self).translated(refusal.message)
            return None
        self.changed_note = words_of(self).say("settings-password-changed")
        self.has_password = True
        return (
            PlacesState.load,
            rx.set_value("current-password", ""),
            rx.set_value("new-password", ""),
        )

    @rx.event
    async def choose_language(self, tag: str):
        """Read the pages in another language from now on."""
        user = await accounts.change(await caller_of(self), language=tag or None)
        self.language = user.language or ""
        return rx.call_script(show_in(self.language))
