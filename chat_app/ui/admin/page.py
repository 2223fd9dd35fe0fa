"""The pages of administrators, under their addresses."""

import reflex as rx

from chat_app.ui.admin.audit import AuditState, audit
from chat_app.ui.admin.dashboard import dashboard
from chat_app.ui.admin.dashboard_state import DashboardState
from chat_app.ui.admin.feedback import FeedbackState, feedback
from chat_app.ui.admin.orgs_state import OrgsState
from chat_app.ui.admin.users import people
from chat_app.ui.admin.users_state import UsersState
from chat_app.ui.sidebar.shell import ON_LOAD_ADMIN
from chat_app.ui.theme import page_title


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(
        dashboard,
        route="/admin",
        title=page_title("admin-dashboard"),
        on_load=[*ON_LOAD_ADMIN, DashboardState.load],
    )
    app.add_page(
        people,
        route="/admin/users",
        title=page_title("admin-users"),
        on_load=[*ON_LOAD_ADMIN, OrgsState.load, UsersState.load],
    )
    app.add_page(
        audit,
        route="/admin/audit",
        title=page_title("admin-audit"),
        on_load=[*ON_LOAD_ADMIN, AuditState.load],
    )
    app.add_page(
        feedback,
        route="/admin/feedback",
        title=page_title("admin-feedback"),
        on_load=[*ON_LOAD_ADMIN, FeedbackState.load],
    )
