"""What stands at an address where nothing is."""

import reflex as rx

from chat_app.ui.theme import PRODUCT, mark


def not_found() -> rx.Component:
    """Return the page."""
    return rx.el.div(
        rx.el.main(
            mark(),
            rx.el.h1("Nothing is here"),
            rx.el.p("The address is wrong, or what was here is gone.", class_name="muted"),
            rx.el.a("Go to your chats", href="/", class_name="button primary"),
            class_name="empty",
        ),
        class_name="lost",
    )


def add_pages(app: rx.App) -> None:
    """Register the page."""
    app.add_page(not_found, route="404", title=f"Nothing is here · {PRODUCT}")
