"""The frame of every page behind the sign-in: sidebar, drawer, main landmark."""

import reflex as rx

from chat_app.ui.components.links import link
from chat_app.ui.parts import part
from chat_app.ui.session import SessionState
from chat_app.ui.sidebar.account import account
from chat_app.ui.sidebar.budget import BudgetState, budget_bar
from chat_app.ui.sidebar.chat_list import chat_list, delete_dialog, new_chat_button
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.theme import PRODUCT, mark

ON_LOAD = [SessionState.require_user, ChatListState.refresh, BudgetState.refresh]
"""What a page with the shell does when it loads; the page's own events follow."""

ON_LOAD_ADMIN = [SessionState.require_admin, ChatListState.refresh, BudgetState.refresh]
"""The same, for the pages of administrators."""


class _Sidebar(rx.Component):
    library = part("sidebar/sidebar.jsx")
    tag = "Sidebar"


def shell(*children: rx.Component, active: str) -> rx.Component:
    """Place `children` beside the sidebar.

    Args:
        children: What stands in the main landmark; see `components.page` for a plain column.
        active: The page shown, for its style: `chat`, `usage`, `settings`, `admin`.
    """
    return rx.el.div(
        rx.el.a("Skip to content", href="#main", class_name="skip-link"),
        rx.el.div(mark(), PRODUCT, class_name="brand top-brand", aria_hidden="true"),
        _Sidebar.create(
            rx.el.div(
                link(mark(), rx.el.span(PRODUCT), href="/", class_name="brand"),
                class_name="sidebar-top",
            ),
            new_chat_button(),
            chat_list(),
            rx.el.div(
                rx.cond(SessionState.simulated_only, _simulated()),
                budget_bar(),
                account(),
                class_name="sidebar-bottom",
            ),
        ),
        rx.el.main(*children, id="main", tab_index=-1, class_name="main"),
        delete_dialog(),
        class_name="shell",
        data_active=active,
    )


def _simulated() -> rx.Component:
    return rx.el.p(
        rx.icon("flask-conical", aria_hidden="true"),
        "No provider key is set: replies are simulated.",
        class_name="simulated",
    )
