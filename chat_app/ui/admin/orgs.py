"""The section of organisations on the page of users, and the choice of one."""

import reflex as rx

from chat_app.ui.admin.orgs_state import OrgRow, OrgsState
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import empty, notice
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, table

_RENAME_FORM = "rename-organisation"


def organisations() -> rx.Component:
    """Return the section."""
    return section(
        "Organisations",
        rx.cond(OrgsState.refused != "", notice(OrgsState.refused, "danger")),
        rx.el.form(
            rx.el.input(
                name="name",
                placeholder="Name of a new organisation",
                aria_label="New organisation",
                required=True,
                max_length=200,
                class_name="input",
            ),
            button("Add", type="submit"),
            on_submit=OrgsState.add,
            reset_on_submit=True,
            class_name="one-line",
        ),
        # The controls of the edited row belong to this form; no form may span table cells.
        rx.el.form(id=_RENAME_FORM, on_submit=OrgsState.rename, hidden=True),
        rx.cond(OrgsState.rows.length() > 0, _table(), empty("building-2", "None yet.")),
        confirm(
            opened=OrgsState.deleting != "",
            title="Take this organisation away?",
            text=f"The people of “{OrgsState.deleting_name}” stay, without an organisation."
            " What they used stays in the books.",
            action="Delete",
            on_confirm=OrgsState.delete,
            on_close=OrgsState.close_dialog,
        ),
        subtitle="People of one organisation share kept replies and a line in reports.",
    )


def org_choice(chosen: str | rx.Var[str], **props) -> rx.Component:
    """Return the control that chooses an organisation, or none."""
    return rx.el.select(
        rx.el.option("No organisation", value=""),
        rx.foreach(OrgsState.rows, lambda org: rx.el.option(org["name"], value=org["org_id"])),
        name="org_id",
        default_value=chosen,
        class_name="input",
        **props,
    )


def _table() -> rx.Component:
    return table(
        "Organisations",
        [
            head("Name"),
            head("People", number=True),
            head(rx.el.span("Actions", class_name="visually-hidden")),
        ],
        rx.foreach(
            OrgsState.rows,
            lambda row: rx.cond(row["org_id"] == OrgsState.renaming, _edited(row), _shown(row)),
        ),
    )


def _shown(row: OrgRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row["name"], scope="row"),
        cell(row["people"], number=True),
        rx.el.td(
            button("Rename", look="quiet", on_click=OrgsState.start_renaming(row["org_id"])),
            button(
                "Delete",
                look="quiet",
                on_click=OrgsState.ask_to_delete(row["org_id"], row["name"]),
            ),
            class_name="actions",
        ),
        key=row["org_id"],
    )


def _edited(row: OrgRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.input(
                name="name",
                form=_RENAME_FORM,
                aria_label="Name of the organisation",
                required=True,
                max_length=200,
                auto_focus=True,
                default_value=row["name"],
                class_name="input",
            ),
            scope="row",
        ),
        cell(row["people"], number=True),
        rx.el.td(
            button("Save", look="primary", type="submit", form=_RENAME_FORM),
            button("Cancel", look="quiet", on_click=OrgsState.stop_renaming),
            class_name="actions",
        ),
        key=row["org_id"] + "-edited",
        class_name="edited",
    )
