"""The page of users: who they are, what they may spend, what they are allowed."""

import reflex as rx

from chat_app.models import Tier, UserRole, UserType
from chat_app.services.admin.users import SortBy
from chat_app.services.budgets.ledger import MAX_TOKEN_LIMIT
from chat_app.ui.admin.frame import frame
from chat_app.ui.admin.newcomer import NewcomerState, newcomer_button, newcomer_dialogs
from chat_app.ui.admin.orgs import org_choice, organisations
from chat_app.ui.admin.orgs_state import OrgsState
from chat_app.ui.admin.people_keys import PeopleKeysState, keys_dialogs
from chat_app.ui.admin.users_state import PersonRow, UsersState
from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, pager, table

_EDIT_FORM = "edit-user"
_SEARCH_PAUSE_MS = 250


def people() -> rx.Component:
    """Return the page."""
    return frame(
        "Users",
        section(
            "Everybody",
            rx.el.input(
                type="search",
                placeholder="Search by e-mail or name",
                aria_label="Search users",
                default_value=UsersState.q,
                on_change=UsersState.search.debounce(_SEARCH_PAUSE_MS),
                class_name="input",
            ),
            rx.cond(UsersState.failed != "", notice(UsersState.failed, "danger")),
            rx.cond(UsersState.refused != "", notice(UsersState.refused, "danger")),
            # The controls of the edited row belong to this form; no form may span table cells.
            rx.el.form(id=_EDIT_FORM, on_submit=UsersState.save, hidden=True),
            rx.cond(
                UsersState.loaded,
                rx.cond(UsersState.rows.length() > 0, _table(), empty("users", "Nobody matches.")),
                skeleton(10),
            ),
            pager(
                back=UsersState.has_back,
                forward=UsersState.has_next,
                on_back=UsersState.back,
                on_forward=UsersState.next,
                names=("Back", "Next"),
                words=UsersState.range_words,
            ),
            subtitle="Limits are tokens for a calendar month (UTC). Every change is audited.",
        ),
        organisations(),
        newcomer_dialogs(),
        keys_dialogs(),
        confirm(
            opened=UsersState.resetting != "",
            title="Reset usage?",
            text=f"{UsersState.resetting_email} gets the whole limit again, from now on."
            " What was used stays in the books.",
            action="Reset usage",
            on_confirm=UsersState.reset_usage,
            on_close=UsersState.close_dialog,
        ),
        subtitle="Budgets, tiers, roles and organisations.",
        actions=(newcomer_button(),),
    )


def _table() -> rx.Component:
    return table(
        "Users",
        [
            _sortable("User", SortBy.EMAIL),
            _sortable("Role", SortBy.ROLE),
            _sortable("Tier", SortBy.TIER),
            _sortable("Limit", SortBy.TOKEN_LIMIT, number=True),
            _sortable("Used", SortBy.TOTAL_TOKENS_USED, number=True),
            _sortable("Last seen", SortBy.LAST_SEEN_AT),
            rx.el.th(rx.el.span("Actions", class_name="visually-hidden"), scope="col"),
        ],
        rx.foreach(
            UsersState.rows,
            lambda row: rx.cond(row["user_id"] == UsersState.editing, _edited(row), _shown(row)),
        ),
    )


def _sortable(name: str, column: SortBy, *, number: bool = False) -> rx.Component:
    is_sorted = UsersState.sort_by == column.value
    order = rx.cond(UsersState.descending, "descending", "ascending")
    return rx.el.th(
        rx.el.button(
            name,
            rx.cond(
                is_sorted,
                rx.cond(
                    UsersState.descending,
                    rx.icon("arrow-down", aria_hidden="true"),
                    rx.icon("arrow-up", aria_hidden="true"),
                ),
            ),
            type="button",
            on_click=UsersState.sort(column.value),
            class_name="sort",
        ),
        scope="col",
        aria_sort=rx.cond(is_sorted, order, "none"),
        class_name="number" if number else "",
    )


def _who(row: PersonRow, *more: rx.Component) -> rx.Component:
    return rx.el.th(
        rx.el.div(row["name"], class_name="clipped"),
        rx.el.div(row["email"], class_name="muted small clipped"),
        *more,
        scope="row",
    )


def _belongs_to(row: PersonRow) -> rx.Component:
    return rx.foreach(
        OrgsState.rows,
        lambda org: rx.cond(
            org["org_id"] == row["org_id"],
            rx.el.div(org["name"], class_name="muted small clipped"),
        ),
    )


def _used(row: PersonRow) -> rx.Component:
    return cell(
        rx.el.div(row["used"], " ", rx.el.span(row["share"], class_name="muted small")),
        rx.cond(row["reserved"] != "", rx.el.div(row["reserved"], class_name="muted small")),
        charts.share_bar(row["percent"], level=row["level"]),
        number=True,
    )


def _shown(row: PersonRow) -> rx.Component:
    return rx.el.tr(
        _who(row, _belongs_to(row)),
        cell(
            rx.cond(row["role"] == UserRole.ADMIN.value, _badge("admin", "accent"), "user"),
            rx.el.div(
                row["user_type"],
                rx.cond(row["email_verified"], ", verified", ""),
                class_name="muted small",
            ),
        ),
        cell(row["tier"]),
        cell(
            rx.el.div(row["limit"]),
            rx.cond(
                row["next_limit"] != "", rx.el.div(row["next_limit"], class_name="muted small")
            ),
            number=True,
        ),
        _used(row),
        cell(rx.cond(row["is_active"], row["last_seen"], _badge("deactivated", "danger"))),
        rx.el.td(
            button("Edit", look="quiet", on_click=UsersState.edit(row["user_id"])),
            icon_button(
                "rotate-ccw",
                "Reset usage",
                on_click=UsersState.ask_to_reset(row["user_id"], row["email"]),
            ),
            icon_button(
                "key-round",
                "API keys",
                on_click=PeopleKeysState.show(row["user_id"], row["email"]),
            ),
            icon_button(
                "link",
                "Password link",
                on_click=NewcomerState.make_link(row["user_id"], row["email"]),
            ),
            class_name="actions",
        ),
        key=row["user_id"],
    )


def _edited(row: PersonRow) -> rx.Component:
    return rx.el.tr(
        _who(row, org_choice(row["org_id"], form=_EDIT_FORM, aria_label="Organisation")),
        cell(
            rx.el.div(
                _choice("role", "Role", UserRole, row["role"]),
                _choice("user_type", "User type", UserType, row["user_type"]),
                class_name="stack",
            )
        ),
        cell(_choice("tier", "Tier", Tier, row["tier"])),
        cell(
            rx.el.input(
                type="number",
                name="token_limit",
                form=_EDIT_FORM,
                aria_label="Token limit",
                min=0,
                max=MAX_TOKEN_LIMIT,
                step=1,
                required=True,
                auto_focus=True,
                default_value=row["monthly_limit"],
                class_name="input",
            ),
            number=True,
        ),
        _used(row),
        cell(
            rx.el.div(
                _check("is_active", "Active", row["is_active"]),
                _check("email_verified", "Verified", row["email_verified"]),
                class_name="stack",
            )
        ),
        rx.el.td(
            button("Save", look="primary", type="submit", form=_EDIT_FORM),
            button("Cancel", look="quiet", on_click=UsersState.cancel),
            class_name="actions",
        ),
        key=row["user_id"] + "-edited",
        class_name="edited",
    )


def _check(name: str, label: str, chosen: bool | rx.Var[bool]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, form=_EDIT_FORM, default_checked=chosen),
        label,
        class_name="check",
    )


def _choice(
    name: str,
    label: str,
    choices: type[UserRole] | type[Tier] | type[UserType],
    chosen: str | rx.Var[str],
) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(choice.value, value=choice.value) for choice in choices],
        name=name,
        form=_EDIT_FORM,
        aria_label=label,
        default_value=chosen,
        class_name="input",
    )


def _badge(text: str, look: str) -> rx.Component:
    return rx.el.span(text, class_name=f"badge {look}")
