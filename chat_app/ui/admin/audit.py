"""The page of the audit trail: who changed what, when, from what to what."""

from datetime import datetime
from typing import Any, TypedDict

import reflex as rx

from chat_app.errors import Unavailable
from chat_app.models import Via
from chat_app.services.admin import audit as log
from chat_app.services.admin.audit import Action, AuditLine, Name
from chat_app.ui.admin.frame import frame
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import Paged, turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.session import require_admin
from chat_app.ui.words import say, words_of
from chat_app.words import NOTHING, Words

_ROWS = 50
_ACTIONS: dict[str, str] = {
    Action.USER_UPDATE: "audit-user-update",
    Action.USER_CREATE: "audit-user-create",
    Action.PASSWORD_LINK_CREATE: "audit-password-link-create",
    Action.PASSWORD_SET: "audit-password-set",
    Action.PASSWORD_CHANGE: "audit-password-change",
    Action.SECOND_FACTOR_ENABLE: "audit-second-factor-enable",
    Action.SECOND_FACTOR_DISABLE: "audit-second-factor-disable",
    Action.SECOND_FACTOR_RESET: "audit-second-factor-reset",
    Action.RECOVERY_CODES_CREATE: "audit-recovery-codes-create",
    Action.PASSKEY_CREATE: "audit-passkey-create",
    Action.PASSKEY_DELETE: "audit-passkey-delete",
    Action.SESSIONS_END: "audit-sessions-end",
    Action.USAGE_RESET: "audit-usage-reset",
    Action.ORG_CREATE: "audit-org-create",
    Action.ORG_UPDATE: "audit-org-update",
    Action.ORG_DELETE: "audit-org-delete",
    Action.TOKEN_CACHE_EMPTY: "audit-token-cache-empty",
    Action.KEY_CREATE: "audit-key-create",
    Action.KEY_UPDATE: "audit-key-update",
    Action.KEY_REVOKE: "audit-key-revoke",
    Action.CHAT_ARCHIVE: "audit-chat-archive",
    Action.CHAT_UNARCHIVE: "audit-chat-unarchive",
    Action.USER_PROMOTE: "audit-user-promote",
    Action.CHAT_DELETE: "audit-chat-delete",
    Action.CHAT_RESTORE: "audit-chat-restore",
    Action.PROMPT_CREATE: "audit-prompt-create",
    Action.PROMPT_UPDATE: "audit-prompt-update",
    Action.PROMPT_DELETE: "audit-prompt-delete",
    Action.CHAT_IMPORT: "audit-chat-import",
    Action.TRASH_EMPTY: "audit-trash-empty",
    Action.SHARE_CREATE: "audit-share-create",
    Action.SHARE_UPDATE: "audit-share-update",
    Action.SHARE_REVOKE: "audit-share-revoke",
    Action.USER_SYNC: "audit-user-sync",
    Action.USER_CLOSE: "audit-user-close",
    Action.USER_REOPEN: "audit-user-reopen",
    Action.USER_ERASE: "audit-user-erase",
    Action.USER_EXPORT: "audit-user-export",
    Action.IDENTITY_LINK: "audit-identity-link",
    Action.CHAT_EXPIRE: "audit-chat-expire",
    Action.MEMBER_INVITE: "audit-member-invite",
    Action.MEMBER_UPDATE: "audit-member-update",
    Action.MEMBER_REMOVE: "audit-member-remove",
    Action.MEMBER_LEAVE: "audit-member-leave",
}
_FIELDS = {
    "token_limit": "audit-field-token-limit",
    "token_limit_this_period": "audit-field-token-limit-this-period",
    "tier": "audit-field-tier",
    "role": "audit-field-role",
    "is_active": "audit-field-is-active",
    "email": "audit-field-email",
    "name": "audit-field-name",
    "org_id": "audit-field-org-id",
    "user_type": "audit-field-user-type",
    "email_verified": "audit-field-email-verified",
    "expires_at": "audit-field-expires-at",
    "models": "audit-field-models",
    "user_id": "audit-field-user-id",
    "user_ids": "audit-field-user-ids",
    "entries": "audit-field-entries",
    "total_tokens_used": "audit-field-total-tokens-used",
    "description": "audit-field-description",
    "characters": "audit-field-characters",
    "shared": "audit-field-shared",
    "source": "audit-field-source",
    "chats": "audit-field-chats",
    "include_costs": "audit-field-include-costs",
    "include_names": "audit-field-include-names",
    "authenticator": "audit-field-authenticator",
    "passkeys": "audit-field-passkeys",
    "sessions": "audit-field-sessions",
    "by": "audit-field-by",
    "issuer": "audit-field-issuer",
    "days": "audit-field-days",
    "is_let_in": "audit-field-is-let-in",
}
_DOORS = {
    Via.BROWSER: "audit-by-browser",
    Via.API: "audit-by-api",
    Via.KEY: "audit-by-key",
    Via.CLI: "audit-by-cli",
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


class AuditState(Paged, rx.State):
    """A page of the audit trail."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    rows: rx.Field[list[AuditRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self):
        """Show the newest page; called when the page loads."""
        await self.show_first_page()

    async def show_page(self) -> None:
        """Show a page of the trail."""
        await require_admin(self)
        try:
            page = await log.page(_ROWS, self.page_cursor)
        except Unavailable as fault:
            self.failed = words_of(self).translated(fault.message)
            return
        self.rows = [audit_row(line, words_of(self)) for line in page.lines]
        self.page_shown(page.next_cursor)
        self.failed, self.loaded = "", True


def audit_row(line: AuditLine, words: Words) -> AuditRow:
    """Write one action in words."""
    event = line.event
    before, after = event.before or {}, event.after or {}
    return AuditRow(
        when=words.moment(event.created_at),
        who=line.actor or words.say("audit-operator"),
        through=words.say(_DOORS[event.via]) if event.via else NOTHING,
        what=words.say(_ACTIONS[event.action]) if event.action in _ACTIONS else event.action,
        target=_called(line.target, words),
        changes=[
            words.say(
                "audit-changed",
                field=words.say(_FIELDS[name]) if name in _FIELDS else name,
                before=_value(name, before, line.names, words),
                after=_value(name, after, line.names, words),
            )
            for name in {**before, **after}
        ],
    )


def _called(name: Name, words: Words) -> str:
    if not name.text:
        return words.say("usage-deleted-chat" if name.is_deleted else "sidebar-untitled")
    return words.say("usage-name-deleted", name=name.text) if name.is_deleted else name.text


def _value(name: str, values: dict[str, Any], names: dict[str, Name], words: Words) -> str:
    value = values.get(name)
    if value is None:
        return NOTHING
    if name in _MOMENTS:
        return words.moment(datetime.fromisoformat(value))
    if isinstance(value, bool):
        return words.say("audit-yes" if value else "audit-no")
    if isinstance(value, list):
        return ", ".join(_called(names.get(one, Name(str(one))), words) for one in value)
    if isinstance(value, int):
        return words.number(value)
    return _called(names.get(value, Name(str(value))), words)


def audit() -> rx.Component:
    """Return the page."""
    return frame(
        "admin-audit",
        section(
            say("audit-changes"),
            rx.cond(
                AuditState.failed != "",
                rx.el.div(
                    notice(AuditState.failed, "danger"),
                    button(say("frame-retry"), on_click=AuditState.load),
                    class_name="stacked",
                ),
            ),
            rx.cond(
                AuditState.loaded,
                rx.cond(
                    AuditState.rows.length() > 0,
                    table(
                        say("admin-audit"),
                        AuditState.rows,
                        Column(name=say("audit-when"), content="when"),
                        Column(name=say("audit-who"), content="who", is_whole=True),
                        Column(name=say("audit-through"), content="through"),
                        Column(name=say("audit-what"), content="what", is_title=True),
                        Column(
                            name=say("audit-whom"),
                            content=lambda row: rx.el.span(row["target"], class_name="clipped"),
                            is_whole=True,
                        ),
                        Column(name=say("audit-change"), content=_changes, is_wrapped=True),
                    ),
                    empty("scroll-text", say("audit-none")),
                ),
                skeleton(10),
            ),
            turn_pages(AuditState),
            subtitle=say("audit-newest-first"),
        ),
        subtitle=say("audit-subtitle"),
    )


def _changes(row: AuditRow) -> rx.Component:
    return rx.el.ul(rx.foreach(row["changes"], rx.el.li))
