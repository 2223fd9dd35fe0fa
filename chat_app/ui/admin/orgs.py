"""The section of organisations on the page of users, and the choice of one."""

import reflex as rx

from chat_app.ui.admin.orgs_state import OrgRow, OrgsState
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.fields import choice, field, text_input
from chat_app.ui.components.notices import empty, notice
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import Column, table
from chat_app.ui.words import say

_MOST_CHARACTERS = 200


def organisations() -> rx.Component:
    """Return the section."""
    return section(
        say("orgs"),
        rx.cond(
            (OrgsState.refused != "") & (OrgsState.renaming == ""),
            notice(OrgsState.refused, "danger"),
        ),
        rx.el.form(
            field(
                say("orgs-new"),
                text_input(
                    name="name",
                    placeholder=say("orgs-new-example"),
                    required=True,
                    max_length=_MOST_CHARACTERS,
                ),
                is_bare=True,
            ),
            button(say("orgs-add"), type="submit"),
            on_submit=OrgsState.add,
            reset_on_submit=True,
            class_name="one-line",
        ),
        rx.cond(OrgsState.rows.length() > 0, _table(), empty("building-2", say("orgs-none"))),
        _rename_dialog(),
        confirm(
            opened=OrgsState.deleting != "",
            title=say("orgs-delete-title"),
            text=say("orgs-delete-text", name=OrgsState.deleting_name),
            action=say("frame-delete"),
            on_confirm=OrgsState.delete,
            on_close=OrgsState.close_dialog,
        ),
        subtitle=say("orgs-words"),
    )


def org_choice(chosen: str | rx.Var[str]) -> rx.Component:
    """Return the field that chooses an organisation, or none."""
    return field(
        say("orgs-organisation"),
        choice(
            rx.el.option(say("orgs-no-organisation"), value=""),
            rx.foreach(OrgsState.rows, lambda org: rx.el.option(org["name"], value=org["org_id"])),
            name="org_id",
            default_value=chosen,
        ),
    )


def _table() -> rx.Component:
    return table(
        say("orgs"),
        OrgsState.rows,
        Column(name=say("orgs-name"), content="name", is_header=True),
        Column(name=say("orgs-people"), content="people", is_number=True),
        key="org_id",
        actions=_actions,
    )


def _actions(row: OrgRow) -> list[rx.Component]:
    org_id, name = row["org_id"], row["name"]
    return [
        button(say("orgs-rename"), look="quiet", on_click=OrgsState.start_renaming(org_id, name)),
        button(say("frame-delete"), look="quiet", on_click=OrgsState.ask_to_delete(org_id, name)),
    ]


def _rename_dialog() -> rx.Component:
    return panel(
        rx.el.form(
            field(
                say("orgs-name-of"),
                text_input(
                    name="name",
                    required=True,
                    max_length=_MOST_CHARACTERS,
                    default_value=OrgsState.renaming_name,
                ),
                fault=OrgsState.refused,
            ),
            rx.el.div(
                button(say("frame-cancel"), on_click=OrgsState.stop_renaming(False)),
                button(say("frame-save"), look="primary", type="submit"),
                class_name="dialog-actions",
            ),
            on_submit=OrgsState.rename,
            class_name="dialog-form",
        ),
        opened=OrgsState.renaming != "",
        title=say("orgs-rename-title"),
        text=say("orgs-rename-text", name=OrgsState.renaming_name),
        on_close=OrgsState.stop_renaming,
    )
