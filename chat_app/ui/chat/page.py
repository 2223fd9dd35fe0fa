"""The chat page: a new chat at `/`, an existing one at `/chat/[chat_id]`."""

import reflex as rx

from chat_app.ui.chat.components import talk
from chat_app.ui.chat.composer_state import ComposerState
from chat_app.ui.chat.state import ChatState
from chat_app.ui.sidebar.shell import ON_LOAD, shell


def chat() -> rx.Component:
    """Return the page."""
    return shell(talk(), active="chat")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    on_load = [*ON_LOAD, ComposerState.list_models, ChatState.open]
    app.add_page(chat, route="/", title="Chat", on_load=on_load)
    app.add_page(chat, route="/chat/[chat_id]", title="Chat", on_load=on_load)
