"""The page of users: who they are, what they may spend, what they are allowed."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import reflex as rx

from chat_app.config.limits import MAX_TOKEN_LIMIT
from chat_app.llm.types import Tier
from chat_app.models import UserRole, UserType
from chat_app.services.admin.users import SortBy
from chat_app.ui.admin.closing import ClosingState, closing_button, closing_dialog
from chat_app.ui.admin.frame import frame
from chat_app.ui.admin.newcomer import NewcomerState, newcomer_button, newcomer_dialogs
from chat_app.ui.admin.orgs import org_choice, organisations
from chat_app.ui.admin.orgs_state import OrgsState
from chat_app.ui.admin.people_keys import PeopleKeysState, keys_dialogs
from chat_app.ui.admin.second_factor import (
    SecondFactorState,
    second_factor_button,
    second_factor_dialog,
)
from chat_app.ui.admin.users_state import PersonRow, UsersState
from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.fields import choice, field, text_input
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import Column, pager, table
from chat_app.ui.words import say

_SEARCH_PAUSE_MS = 250
_ROLES = {UserRole.USER: "people-is-user", UserRole.ADMIN: "people-admin"}
_TYPES = {UserType.INDIVIDUAL: "people-individual", UserType.BUSINESS: "people-business"}


def people() -> rx.Component:
    """Return the page."""
    return frame(
        "admin-users",
        section(
            say("people-everybody"),
            text_input(
                type="search",
                max_length=500,
                placeholder=say("people-search-example"),
                aria_label=say("people-search"),
                default_value=UsersState.q,
                on_change=UsersState.search.debounce(_SEARCH_PAUSE_MS),
            ),
            rx.cond(UsersState.failed != "", notice(UsersState.failed, "danger")),
            rx.cond(
                UsersState.loaded,
                rx.cond(
                    UsersState.rows.length() > 0, _table(), empty("users", say("people-nobody"))
                ),
                skeleton(10),
            ),
            pager(
                back=UsersState.has_back,
                forward=UsersState.has_next,
                on_back=UsersState.back,
                on_forward=UsersState.next,
                names=(say("table-back"), say("table-next")),
                words=UsersState.range_words,
            ),
            subtitle=say("people-words"),
        ),
        organisations(),
        _edit_dialog(),
        newcomer_dialogs(),
        keys_dialogs(),
        second_factor_dialog(),
        closing_dialog(),
        confirm(
            opened=UsersState.resetting != "",
            title=say("people-reset-title"),
            text=say("people-reset-text", email=UsersState.resetting_email),
            action=say("people-reset"),
            on_confirm=UsersState.reset_usage,
            on_close=UsersState.close_dialog,
        ),
        subtitle=say("people-subtitle"),
        actions=(newcomer_button(),),
        begins=[
            OrgsState.start_over,
            UsersState.start_over,
            PeopleKeysState.start_over,
            NewcomerState.start_over,
            SecondFactorState.start_over,
            ClosingState.start_over,
        ],
    )


def _table() -> rx.Component:
    return table(
        say("admin-users"),
        UsersState.rows,
        _sortable("people-user", SortBy.EMAIL, _who, is_header=True),
        _sortable("people-used", SortBy.TOTAL_TOKENS_USED, _used, is_number=True),
        _sortable("people-limit", SortBy.TOKEN_LIMIT, _limit, is_number=True),
        _sortable("people-tier", SortBy.TIER, "tier"),
        _sortable("people-role", SortBy.ROLE, _role),
        _sortable("people-last-seen", SortBy.LAST_SEEN_AT, _last_seen),
        key="user_id",
        actions=_actions,
    )


def _sortable(
    message_id: str, by: SortBy, content: str | Callable[[Any], Any], **props: bool
) -> Column:
    order = rx.cond(UsersState.descending, "descending", "ascending")
    is_sorted = UsersState.sort_by == by.value
    return Column(
        name=say(message_id),
        content=content,
        sorted_by=(rx.cond(is_sorted, order, "none"), UsersState.sort(by.value)),
        **props,
    )


def _who(row: PersonRow) -> list[rx.Component]:
    return [
        rx.el.div(row["name"], class_name="clipped"),
        rx.el.div(row["email"], class_name="muted small clipped"),
        rx.foreach(
            OrgsState.rows,
            lambda org: rx.cond(
                org["org_id"] == row["org_id"],
                rx.el.div(org["name"], class_name="muted small clipped"),
            ),
        ),
    ]


def _used(row: PersonRow) -> list[rx.Component]:
    return [
        rx.el.div(row["used"], " ", rx.el.span(row["share"], class_name="muted small")),
        rx.cond(row["reserved"] != "", rx.el.div(row["reserved"], class_name="muted small")),
        charts.share_bar(row["percent"], level=row["level"]),
    ]


def _limit(row: PersonRow) -> list[rx.Component]:
    return [
        rx.el.div(row["limit"]),
        rx.cond(row["next_limit"] != "", rx.el.div(row["next_limit"], class_name="muted small")),
    ]


def _role(row: PersonRow) -> list[rx.Component]:
    return [
        rx.cond(
            row["role"] == UserRole.ADMIN.value,
            _badge(say("people-admin"), "accent"),
            say("people-is-user"),
        ),
        rx.el.div(
            rx.cond(
                row["email_verified"],
                say("people-verified-type", type=_type(row)),
                _type(row),
            ),
            class_name="muted small",
        ),
    ]


def _type(row: PersonRow) -> rx.Var[str]:
    kinds = [(kind.value, say(name)) for kind, name in _TYPES.items()]
    return cast("rx.Var[str]", rx.match(row["user_type"], *kinds, row["user_type"]))


def _last_seen(row: PersonRow) -> rx.Component:
    closed = rx.cond(row["closed"] == "erased", say("people-erased"), say("people-closed"))
    off = rx.cond(row["closed"] == "", say("people-deactivated"), closed)
    return rx.cond(row["is_active"], row["last_seen"], _badge(off, "danger"))


def _actions(row: PersonRow) -> list[rx.Component]:
    user_id, email = row["user_id"], row["email"]
    return [
        button(say("people-edit"), look="quiet", on_click=UsersState.edit(user_id)),
        icon_button(
            "rotate-ccw", say("people-reset"), on_click=UsersState.ask_to_reset(user_id, email)
        ),
        icon_button("key-round", say("people-keys"), on_click=PeopleKeysState.show(user_id, email)),
        icon_button("link", say("people-link"), on_click=NewcomerState.make_link(user_id, email)),
        second_factor_button(row),
        closing_button(row),
    ]


def _edit_dialog() -> rx.Component:
    person = cast("PersonRow", UsersState.edited)
    return panel(
        rx.el.form(
            rx.cond(UsersState.refused != "", notice(UsersState.refused, "danger")),
            field(
                say("people-token-limit"),
                text_input(
                    type="number",
                    name="token_limit",
                    min=0,
                    max=MAX_TOKEN_LIMIT,
                    step=1,
                    required=True,
                    default_value=person["monthly_limit"],
                ),
                hint=say("people-token-limit-hint"),
            ),
            rx.el.div(
                _choice("people-tier", "tier", {tier: tier.value for tier in Tier}, person["tier"]),
                _choice("people-role", "role", _said(_ROLES), person["role"]),
                _choice("people-type", "user_type", _said(_TYPES), person["user_type"]),
                org_choice(person["org_id"]),
                class_name="fields-beside",
            ),
            rx.el.div(
                _check("is_active", say("people-active"), person["is_active"]),
                _check("email_verified", say("people-verified"), person["email_verified"]),
                class_name="beside",
            ),
            rx.el.div(
                button(say("frame-cancel"), on_click=UsersState.stop_editing(False)),
                button(say("frame-save"), look="primary", type="submit"),
                class_name="dialog-actions",
            ),
            on_submit=UsersState.save,
            class_name="dialog-form",
        ),
        opened=UsersState.editing != "",
        title=say("people-edit-title"),
        text=person["email"],
        on_close=UsersState.stop_editing,
    )


def _check(name: str, label: rx.Var, chosen: bool | rx.Var[bool]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=chosen), label, class_name="check"
    )


def _choice(
    message_id: str,
    name: str,
    choices: Mapping[Any, str | rx.Var],
    chosen: str | rx.Var[str],
) -> rx.Component:
    of = [(each.value, words) for each, words in choices.items()]
    return field(say(message_id), choice(name=name, of=of, default_value=chosen))


def _said(names: Mapping[Any, str]) -> dict[Any, rx.Var]:
    return {each: say(name) for each, name in names.items()}


def _badge(text: rx.Var, look: str) -> rx.Component:
    return rx.el.span(text, class_name=f"badge {look}")
