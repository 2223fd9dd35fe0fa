"""The pages of administrators, under their addresses."""

import reflex as rx

from chat_app.ui.admin.audit import AuditState, audit
from chat_app.ui.admin.dashboard import dashboard
from chat_app.ui.admin.dashboard_state import DashboardState
from chat_app.ui.admin.newcomer import NewcomerState
from chat_app.ui.admin.orgs_state import OrgsState
from chat_app.ui.admin.people_keys import PeopleKeysState
from chat_app.ui.admin.users import people
from chat_app.ui.admin.users_state import UsersState
from chat_app.ui.sidebar.shell import ON_LOAD_ADMIN


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(
        dashboard,
        route="/admin",
        title="Dashboard",
        on_load=[*ON_LOAD_ADMIN, DashboardState.load],
    )
    app.add_page(
        people,
        route="/admin/users",
        title="Users",
        on_load=[
            *ON_LOAD_ADMIN,
            OrgsState.load,
            UsersState.load,
            PeopleKeysState.load,
            NewcomerState.load,
        ],
    )
    app.add_page(
        audit, route="/admin/audit", title="Audit", on_load=[*ON_LOAD_ADMIN, AuditState.load]
    )
