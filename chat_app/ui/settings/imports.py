"""The section on the settings page that brings chats from other apps."""

import reflex as rx

from chat_app.config import get_settings
from chat_app.ui.components.page import section
from chat_app.ui.parts import part
from chat_app.ui.words import say, words_of


class ImportState(rx.State):
    """What the server said of a file, in the reader's words."""

    refused: rx.Field[str] = rx.field("")
    max_mib: rx.Field[int] = rx.field(0)
    """The largest file that is taken."""

    @rx.event
    def start_over(self):
        """Begin anew; called when the page is opened."""
        self.refused, self.max_mib = "", get_settings().MAX_IMPORT_MIB

    @rx.event
    def explain(self, message: str):
        """Say in the reader's language why a file was refused; nothing takes the words away."""
        self.refused = message and words_of(self).translated(message)


class _ImportChats(rx.Component):
    library = part("settings/import_chats.jsx")
    tag = "ImportChats"
    max_mib: rx.Var[int]
    refused: rx.Var[str]
    on_refused: rx.EventHandler[lambda message: [message]]


def import_chats() -> rx.Component:
    """Return the section."""
    return section(
        say("import-title"),
        _ImportChats.create(
            max_mib=ImportState.max_mib,
            refused=ImportState.refused,
            on_refused=ImportState.explain,
        ),
        subtitle=say("import-hint"),
    )
