"""The sign-in and sign-up pages."""

import reflex as rx


def login() -> rx.Component:
    """Return the sign-in page."""
    return rx.el.main(rx.el.h1("Sign in"))


def register() -> rx.Component:
    """Return the sign-up page."""
    return rx.el.main(rx.el.h1("Create account"))


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(login, route="/login", title="Sign in")
    app.add_page(register, route="/register", title="Create account")
