"""Who is signed in, at the foot of the sidebar: pages about the account, theme, sign-out."""

import reflex as rx

from chat_app.ui.components.buttons import icon_button, theme_button
from chat_app.ui.components.links import link
from chat_app.ui.session import SIGN_OUT, SessionState


def account() -> rx.Component:
    """Return name and plan, the links, and the buttons **Theme** and **Sign out**."""
    return rx.el.div(
        rx.el.nav(
            _page("gauge", "Usage", "/usage"),
            _page("settings", "Settings", "/settings"),
            rx.cond(SessionState.is_admin, _page("chart-column", "Admin", "/admin")),
            aria_label="Account",
            class_name="account-pages",
        ),
        rx.el.div(
            rx.el.span(SessionState.name.upper()[:1], class_name="avatar", aria_hidden="true"),
            rx.el.div(
                rx.el.div(SessionState.name, class_name="account-name", title=SessionState.email),
                rx.el.div(SessionState.tier, class_name="account-tier"),
                class_name="account-who",
            ),
            theme_button(),
            icon_button("log-out", "Sign out", on_click=rx.call_script(SIGN_OUT)),
            class_name="account",
        ),
    )


def _page(icon: str, text: str, href: str) -> rx.Component:
    return link(rx.icon(icon, aria_hidden="true"), text, href=href, class_name="account-page")
