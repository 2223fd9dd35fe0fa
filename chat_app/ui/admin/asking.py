"""What dialogs have in common that ask before something is done to an account."""

import reflex as rx


class AsksFirst(rx.State, mixin=True):
    """The dialog that asks once, and about whom."""

    asking: rx.Field[str] = rx.field("")
    """Id of the user it asks about; empty while it is closed."""
    email: rx.Field[str] = rx.field("")

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.asking = ""

    @rx.event
    def ask(self, user_id: str, email: str):
        """Open the dialog that asks once."""
        self.asking, self.email = user_id, email

    @rx.event
    def leave(self, _opened: bool):
        """Leave the account as it is."""
        self.asking = ""
