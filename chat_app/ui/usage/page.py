"""The usage page."""

import reflex as rx

from chat_app.ui.shell import ON_LOAD, shell


def usage() -> rx.Component:
    """Return the page."""
    return shell(rx.el.h1("Usage"), active="usage")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(usage, route="/usage", title="Usage", on_load=ON_LOAD)
