"""The settings page."""

import reflex as rx

from chat_app.ui.shell import ON_LOAD, shell


def settings() -> rx.Component:
    """Return the page."""
    return shell(rx.el.h1("Settings"), active="settings")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(settings, route="/settings", title="Settings", on_load=ON_LOAD)
