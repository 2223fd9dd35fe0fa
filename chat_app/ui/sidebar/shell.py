"""The frame of every page behind the sign-in: sidebar, drawer, main landmark."""

import reflex as rx

from chat_app.services.live import Kind
from chat_app.ui import tabs
from chat_app.ui.components.links import link
from chat_app.ui.parts import part
from chat_app.ui.session import SessionState
from chat_app.ui.sidebar.account import account
from chat_app.ui.sidebar.budget import BudgetState, budget_bar
from chat_app.ui.sidebar.chat_list import chat_list, dialogs, new_chat_button
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.sidebar.palette import palette
from chat_app.ui.theme import PRODUCT, mark
from chat_app.ui.words import say

ON_LOAD = [SessionState.require_user, ChatListState.refresh, BudgetState.refresh]
"""What a page with the shell does when it loads; the page's own events follow."""

ON_LOAD_ADMIN = [SessionState.require_admin, ChatListState.refresh, BudgetState.refresh]
"""The same, for the pages of administrators."""


tabs.when(Kind.LIST, Kind.ACCOUNT, then=lambda _: ChatListState.refresh)
tabs.when(Kind.SEEN, then=lambda event: ChatListState.saw(event.fields.get("chat", "")))
tabs.when(Kind.BUDGET, Kind.ACCOUNT, then=lambda _: BudgetState.refresh)
tabs.when(Kind.ACCOUNT, then=lambda _: SessionState.require_user)


class _Sidebar(rx.Component):
    library = part("sidebar/sidebar.jsx")
    tag = "Sidebar"


class _Fold(rx.Component):
    library = part("sidebar/fold.jsx")
    tag = "Fold"


def shell(*children: rx.Component, active: str) -> rx.Component:
    """Place `children` beside the sidebar.

    Args:
        children: What stands in the main landmark; see `components.page` for a plain column.
        active: The page shown, for its style: `chat`, `usage`, `settings`, `admin`.
    """
    return rx.el.div(
        rx.el.nav(
            rx.el.a(say("frame-skip"), href="#main", class_name="skip-link"),
            aria_label=say("frame-skip-landmark"),
            class_name="skip",
        ),
        rx.el.div(mark(), PRODUCT, class_name="brand top-brand", aria_hidden="true"),
        _Fold.create(),
        _Sidebar.create(
            rx.el.div(
                link(mark(), rx.el.span(PRODUCT), href="/", class_name="brand"),
                class_name="sidebar-top",
            ),
            new_chat_button(),
            chat_list(),
            rx.el.div(
                rx.cond(SessionState.simulated_only, _simulated()),
                # The page of one's usage shows the same, larger.
                budget_bar() if active != "usage" else rx.fragment(),
                account(),
                class_name="sidebar-bottom",
            ),
        ),
        # Pages scroll here, by keyboard too; the conversation does so within.
        rx.el.main(
            *children, id="main", tab_index=-1 if active == "chat" else 0, class_name="main"
        ),
        dialogs(),
        palette(),
        class_name="shell",
        data_active=active,
    )


def _simulated() -> rx.Component:
    return rx.el.p(
        rx.icon("flask-conical", aria_hidden="true"),
        say("frame-simulated"),
        class_name="simulated",
    )
