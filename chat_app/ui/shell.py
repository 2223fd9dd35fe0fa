"""The frame of every page behind the sign-in: sidebar, drawer, main landmark."""

import reflex as rx

from chat_app.ui.budget import BudgetState
from chat_app.ui.chat.list_state import ChatListState
from chat_app.ui.session import SessionState

ON_LOAD = [SessionState.require_user, ChatListState.refresh, BudgetState.refresh]
"""What a page with the shell does when it loads; the page's own events follow."""

ON_LOAD_ADMIN = [SessionState.require_admin, ChatListState.refresh, BudgetState.refresh]
"""The same, for the pages of administrators."""


def shell(*children: rx.Component, active: str) -> rx.Component:
    """Place `children` beside the sidebar.

    Args:
        active: The page shown, so that its link is marked: `chat`, `usage`, `settings`, `admin`.
    """
    return rx.el.div(rx.el.main(*children, id="main"), data_active=active)
