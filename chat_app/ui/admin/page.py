"""The administrator's pages."""

import reflex as rx

from chat_app.ui.shell import ON_LOAD_ADMIN, shell


def dashboard() -> rx.Component:
    """Return the page."""
    return shell(rx.el.h1("Dashboard"), active="admin")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(dashboard, route="/admin", title="Dashboard", on_load=ON_LOAD_ADMIN)
