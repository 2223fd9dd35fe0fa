"""The chat page."""

import reflex as rx

from chat_app.ui.shell import ON_LOAD, shell


def chat() -> rx.Component:
    """Return the page."""
    return shell(rx.el.h1("Chat"), active="chat")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(chat, route="/", title="Chat", on_load=ON_LOAD)
