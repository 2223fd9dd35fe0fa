"""What stands at an address where nothing is."""

import reflex as rx

from chat_app.ui.theme import mark, page_title
from chat_app.ui.words import say


def not_found() -> rx.Component:
    """Return the page."""
    return rx.el.div(
        rx.el.main(
            mark(),
            rx.el.h1(say("frame-nothing-title")),
            rx.el.p(say("frame-nothing-text"), class_name="muted"),
            rx.el.a(say("frame-to-chats"), href="/", class_name="button primary"),
            class_name="empty",
        ),
        class_name="lost",
    )


def add_pages(app: rx.App) -> None:
    """Register the page."""
    app.add_page(not_found, route="404", title=page_title("frame-nothing-title"))
