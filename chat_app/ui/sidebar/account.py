"""Who is signed in, at the foot of the sidebar: pages about the account, theme, sign-out."""

import reflex as rx

from chat_app.ui.components.buttons import icon_button, theme_button
from chat_app.ui.components.links import link
from chat_app.ui.parts import part
from chat_app.ui.session import SIGN_OUT, SessionState
from chat_app.ui.sidebar.palette import shortcuts_button
from chat_app.ui.words import say


class _Avatar(rx.Component):
    """A person's mark, see `person.jsx`."""

    library = part("components/person.jsx")
    tag = "Avatar"

    person: rx.Var[dict[str, str]]
    size: rx.Var[int]


def account() -> rx.Component:
    """Return name and plan, the links, and the buttons **Shortcuts**, **Theme**, **Sign out**."""
    return rx.el.div(
        rx.el.nav(
            _page("gauge", say("frame-usage"), "/usage"),
            _page("settings", say("frame-settings"), "/settings"),
            rx.cond(SessionState.is_admin, _page("chart-column", say("frame-admin"), "/admin")),
            aria_label=say("frame-account"),
            class_name="account-pages",
        ),
        rx.el.div(
            _Avatar.create(person={"id": SessionState.user_id, "name": SessionState.name}, size=30),
            rx.el.div(
                rx.el.div(SessionState.name, class_name="account-name", title=SessionState.email),
                rx.el.div(SessionState.tier, class_name="account-tier"),
                class_name="account-who",
            ),
            shortcuts_button(),
            theme_button(),
            icon_button("log-out", say("frame-sign-out"), on_click=rx.call_script(SIGN_OUT)),
            class_name="account",
        ),
    )


def _page(icon: str, text: rx.Var[str], href: str) -> rx.Component:
    return link(rx.icon(icon, aria_hidden="true"), text, href=href, class_name="account-page")
