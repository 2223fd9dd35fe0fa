"""The section of prompts on the settings page."""

import reflex as rx

from chat_app.errors import MAX_MESSAGE_CHARACTERS
from chat_app.services.prompt_library.prompts import MAX_NAME_CHARACTERS
from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.fields import field, text_input
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import Column, table
from chat_app.ui.session import SessionState
from chat_app.ui.settings.prompts_state import (
    DESCRIPTION,
    NAME,
    SHARED,
    TEXT,
    PromptRow,
    PromptsState,
)
from chat_app.ui.words import say


def prompts() -> rx.Component:
    """Return the section and its dialogs."""
    return section(
        say("prompts-title"),
        rx.cond(
            PromptsState.failed != "",
            rx.el.div(
                notice(PromptsState.failed, "danger"),
                button(say("frame-retry"), on_click=PromptsState.load),
                class_name="stacked",
            ),
        ),
        rx.cond(
            PromptsState.loaded,
            rx.fragment(
                rx.el.div(
                    button(say("prompts-new"), look="primary", on_click=PromptsState.start),
                    class_name="beside",
                ),
                _list(),
            ),
            rx.cond(PromptsState.failed == "", skeleton(2)),
        ),
        _form(),
        confirm(
            opened=PromptsState.deleting != "",
            title=say("prompts-delete-title"),
            text=rx.cond(
                PromptsState.deleting_shared,
                say("prompts-delete-text-shared", name=PromptsState.deleting_name),
                say("prompts-delete-text", name=PromptsState.deleting_name),
            ),
            action=say("prompts-delete"),
            on_confirm=PromptsState.delete,
            on_close=PromptsState.close_dialog,
        ),
        subtitle=say("prompts-hint"),
    )


def _list() -> rx.Component:
    return rx.cond(
        PromptsState.rows.length() > 0,
        table(
            say("prompts-title"),
            PromptsState.rows,
            Column(
                name=say("prompts-name"),
                content=lambda row: rx.el.bdi("/", row["name"]),
                is_header=True,
            ),
            Column(name=say("prompts-description"), content="about", is_wrapped=True),
            Column(
                name=say("prompts-who"),
                content=lambda row: rx.cond(
                    row["shared"], say("prompts-shared"), say("prompts-mine")
                ),
            ),
            key="prompt_id",
            actions=_actions,
        ),
        empty("message-square-quote", say("prompts-none")),
    )


def _actions(row: PromptRow) -> list[rx.Component]:
    prompt_id, name = row["prompt_id"], row["name"]
    return [
        rx.cond(
            row["may_change"],
            rx.fragment(
                icon_button("pencil", say("prompts-edit"), on_click=PromptsState.edit(prompt_id)),
                icon_button(
                    "trash-2",
                    say("prompts-delete-one", name=name),
                    on_click=PromptsState.ask_to_delete(prompt_id, name, row["shared"]),
                ),
            ),
        )
    ]


def _form() -> rx.Component:
    is_new = PromptsState.making
    return panel(
        rx.el.form(
            rx.cond(PromptsState.refused != "", notice(PromptsState.refused, "danger")),
            field(
                say("prompts-name"),
                text_input(
                    name=NAME,
                    default_value=PromptsState.name,
                    auto_complete="off",
                    required=True,
                    max_length=MAX_NAME_CHARACTERS + 1,
                ),
                hint=say("prompts-name-hint"),
            ),
            field(
                say("prompts-description"),
                text_input(
                    name=DESCRIPTION,
                    default_value=PromptsState.description,
                    auto_complete="off",
                    max_length=200,
                ),
            ),
            field(
                say("prompts-text"),
                rx.el.textarea(
                    name=TEXT,
                    default_value=PromptsState.text,
                    required=True,
                    max_length=MAX_MESSAGE_CHARACTERS,
                    rows=6,
                    dir="auto",
                    class_name="input",
                ),
                hint=say("prompts-form-hint"),
            ),
            rx.cond(
                SessionState.is_admin,
                rx.el.label(
                    rx.el.input(type="checkbox", name=SHARED, default_checked=PromptsState.shared),
                    say("prompts-everybody"),
                    class_name="check",
                ),
            ),
            rx.el.div(
                button(say("frame-cancel"), on_click=PromptsState.close_form(False)),
                button(say("frame-save"), look="primary", type="submit"),
                class_name="dialog-actions",
            ),
            on_submit=PromptsState.save,
            class_name="dialog-form",
        ),
        opened=is_new | (PromptsState.editing != ""),
        title=rx.cond(is_new, say("prompts-new"), say("prompts-edit-title")),
        text=say("prompts-hint"),
        on_close=PromptsState.close_form,
    )
