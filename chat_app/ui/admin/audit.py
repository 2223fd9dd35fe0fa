"""The page of the audit trail: who changed what, when, from what to what."""

from datetime import datetime
from typing import Any, TypedDict

import reflex as rx

from chat_app.errors import Unavailable
from chat_app.models import Via
from chat_app.services.admin import audit as log
from chat_app.services.admin.audit import Action, AuditLine
from chat_app.ui import figures
from chat_app.ui.admin.frame import frame
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, pager, table
from chat_app.ui.session import require_admin

_ROWS = 50
_COLUMNS = ("When", "Who", "Through", "What", "Whom", "Change")
_ACTIONS: dict[str, str] = {
    Action.USER_UPDATE: "Changed account",
    Action.USER_CREATE: "Made an account",
    Action.PASSWORD_LINK_CREATE: "Made a link to set a password",
    Action.PASSWORD_SET: "Set a password by a link",
    Action.USAGE_RESET: "Reset usage",
    Action.ORG_CREATE: "Made an organisation",
    Action.ORG_UPDATE: "Renamed an organisation",
    Action.ORG_DELETE: "Took an organisation away",
    Action.TOKEN_CACHE_EMPTY: "Emptied the token cache",
    Action.KEY_CREATE: "Made an API key",
    Action.KEY_UPDATE: "Changed an API key",
    Action.KEY_REVOKE: "Revoked an API key",
    Action.CHAT_ARCHIVE: "Archived a chat",
    Action.CHAT_UNARCHIVE: "Took a chat out of the archive",
    Action.USER_PROMOTE: "Granted the admin role",
    Action.CHAT_DELETE: "Deleted a chat",
    Action.CHAT_RESTORE: "Restored a chat",
}
_FIELDS = {
    "token_limit": "Monthly limit",
    "token_limit_this_period": "Limit of this period",
    "tier": "Tier",
    "role": "Role",
    "is_active": "Active",
    "email": "E-mail",
    "name": "Name",
    "org_id": "Organisation",
    "user_type": "User type",
    "email_verified": "E-mail verified",
    "expires_at": "Expires",
    "models": "Models",
    "user_id": "Owner",
    "user_ids": "People in it",
    "entries": "Counts kept",
    "total_tokens_used": "Tokens used",
}
_DOORS = {
    Via.BROWSER: "Browser",
    Via.API: "API",
    Via.KEY: "API key",
    Via.CLI: "Command line",
}
_MOMENTS = {"expires_at"}
"""Fields that hold a time, written down in ISO 8601."""


class AuditRow(TypedDict):
    """An audited action, in words."""

    when: str
    who: str
    through: str
    """How they had come in."""
    what: str
    target: str
    changes: list[str]
    """One line for each value: before → after."""


class AuditState(rx.State):
    """A page of the audit trail."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    rows: rx.Field[list[AuditRow]] = rx.field(default_factory=list)
    has_older: rx.Field[bool] = rx.field(False)
    has_newer: rx.Field[bool] = rx.field(False)

    _cursors: tuple[str, ...] = ("",)
    """Where each page up to the one shown began."""
    _older: str = ""

    @rx.event
    async def load(self):
        """Show the newest page; called when the page loads."""
        await require_admin(self)
        self._cursors = ("",)
        await self._show()

    @rx.event
    async def show_older(self):
        """Turn to the next page."""
        await require_admin(self)
        if self._older:
            self._cursors = (*self._cursors, self._older)
            await self._show()

    @rx.event
    async def show_newer(self):
        """Turn back to the page before."""
        await require_admin(self)
        self._cursors = self._cursors[:-1] or ("",)
        await self._show()

    async def _show(self) -> None:
        try:
            page = await log.page(_ROWS, self._cursors[-1] or None)
        except Unavailable as fault:
            self.failed = fault.message
            return
        self.rows = [audit_row(line) for line in page.lines]
        self._older = page.next_cursor or ""
        self.has_older, self.has_newer = bool(self._older), len(self._cursors) > 1
        self.failed, self.loaded = "", True


def audit_row(line: AuditLine) -> AuditRow:
    """Write one action in words."""
    event = line.event
    before, after = event.before or {}, event.after or {}
    return AuditRow(
        when=figures.moment(event.created_at),
        who=line.actor or "Operator",
        through=_DOORS[event.via] if event.via else figures.NOTHING,
        what=_ACTIONS.get(event.action, event.action),
        target=line.target.replace(":", " "),
        changes=[
            f"{_FIELDS.get(name, name)}: {_value(name, before, line.names)}"
            f" → {_value(name, after, line.names)}"
            for name in {**before, **after}
        ],
    )


def _value(name: str, values: dict[str, Any], names: dict[str, str]) -> str:
    value = values.get(name)
    if value is None:
        return figures.NOTHING
    if name in _MOMENTS:
        return figures.moment(datetime.fromisoformat(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return figures.number(value) if isinstance(value, int) else names.get(value, str(value))


def audit() -> rx.Component:
    """Return the page."""
    return frame(
        "Audit",
        section(
            "Changes",
            rx.cond(
                AuditState.failed != "",
                rx.el.div(
                    notice(AuditState.failed, "danger"),
                    button("Retry", on_click=AuditState.load),
                    class_name="stacked",
                ),
            ),
            rx.cond(
                AuditState.loaded,
                rx.cond(
                    AuditState.rows.length() > 0,
                    table(
                        "Audit",
                        [head(name) for name in _COLUMNS],
                        rx.foreach(AuditState.rows, _row),
                    ),
                    empty("scroll-text", "Nothing has been changed yet."),
                ),
                skeleton(10),
            ),
            pager(
                back=AuditState.has_newer,
                forward=AuditState.has_older,
                on_back=AuditState.show_newer,
                on_forward=AuditState.show_older,
            ),
            subtitle="Newest first. Times are in UTC.",
        ),
        subtitle="Who did what to what; nothing here can be changed.",
    )


def _row(row: AuditRow) -> rx.Component:
    return rx.el.tr(
        cell(row["when"]),
        cell(row["who"]),
        cell(row["through"]),
        cell(row["what"]),
        cell(row["target"], wrapped=True),
        cell(
            rx.el.ul(rx.foreach(row["changes"], rx.el.li)),
            wrapped=True,
        ),
    )
