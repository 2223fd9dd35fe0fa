"""The section of API keys on the settings page."""

from collections.abc import Sequence
from typing import cast

import reflex as rx
from reflex.event import no_args_event_spec

from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.fields import choice, day_input, field, text_input
from chat_app.ui.components.keys import expiry, last_used, named, used_of_cap
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.key_rows import KeyRow
from chat_app.ui.parts import part
from chat_app.ui.settings import key_form
from chat_app.ui.settings.keys_state import KeysState, ModelChoice
from chat_app.ui.words import say

_NEW, _FULL = "new-key", "key-places"
_YEAR_DAYS = 365


class _IssuedKey(rx.Component):
    library = part("settings/issued_key.jsx")
    tag = "IssuedKey"
    given: rx.Var[dict[str, str]]
    return_to: rx.Var[str]
    on_taken: rx.EventHandler[no_args_event_spec]


def api_keys() -> rx.Component:
    """Return the section and its dialogs."""
    return section(
        say("keys-title"),
        rx.cond(
            KeysState.failed != "",
            rx.el.div(
                notice(KeysState.failed, "danger"),
                button(say("frame-retry"), on_click=KeysState.load),
                class_name="stacked",
            ),
        ),
        rx.cond(
            KeysState.loaded,
            rx.fragment(_new_key(), _keys()),
            rx.cond(KeysState.failed == "", skeleton(2)),
        ),
        _form(),
        _IssuedKey.create(given=KeysState.issued, return_to=_NEW, on_taken=KeysState.forget),
        confirm(
            opened=KeysState.revoking != "",
            title=say("keys-revoke-title"),
            text=say("keys-revoke-text", name=KeysState.revoking_name),
            action=say("keys-revoke"),
            on_confirm=KeysState.revoke,
            on_close=KeysState.close_dialog,
        ),
        subtitle=say("keys-hint"),
    )


def _new_key() -> rx.Component:
    return rx.el.div(
        button(
            say("keys-new"),
            look="primary",
            on_click=KeysState.start,
            disabled=KeysState.is_full,
            aria_describedby=_FULL,
            id=_NEW,
        ),
        rx.el.span(
            KeysState.places,
            id=_FULL,
            class_name="muted small numbers",
        ),
        class_name="beside",
    )


def _keys() -> rx.Component:
    return rx.cond(
        KeysState.rows.length() > 0,
        rx.fragment(
            table(
                say("keys-title"),
                KeysState.rows,
                named(),
                used_of_cap(),
                last_used(),
                expiry(),
                Column(name=say("keys-made"), content="made"),
                key="key_id",
                actions=_actions,
            ),
            turn_pages(KeysState),
        ),
        empty(
            "key-round",
            say("keys-none"),
        ),
    )


def _actions(row: KeyRow) -> list[rx.Component]:
    return [
        icon_button("pencil", say("keys-edit"), on_click=KeysState.edit(row["key_id"])),
        button(
            say("keys-revoke"),
            look="quiet",
            title=say("keys-revoke-one", name=row["name"]),
            on_click=KeysState.ask_to_revoke(row["key_id"], row["name"]),
        ),
    ]


def _form() -> rx.Component:
    is_new = KeysState.making
    return panel(
        rx.el.form(
            rx.cond(KeysState.refused != "", notice(KeysState.refused, "danger")),
            field(
                say("keys-name"),
                text_input(default_value=KeysState.name, auto_complete="off", **_of(key_form.NAME)),
                hint=say("keys-name-hint"),
                fault=_fault(key_form.NAME),
            ),
            field(
                say("keys-cap"),
                text_input(
                    default_value=KeysState.cap,
                    auto_complete="off",
                    input_mode="numeric",
                    **_of(key_form.CAP),
                ),
                hint=say("keys-cap-hint"),
                fault=_fault(key_form.CAP),
            ),
            field(
                say("keys-expires"),
                choice(
                    rx.cond(
                        is_new,
                        rx.fragment(),
                        rx.el.option(
                            say("keys-expires-as-is", moment=KeysState.expires),
                            value=key_form.AS_IT_IS,
                        ),
                    ),
                    of=[
                        (key_form.NEVER, say("frame-never")),
                        *[(str(days), _in_days(days)) for days in key_form.DAYS],
                        (key_form.ON_A_DATE, say("keys-on-a-date")),
                    ],
                    **_of(key_form.EXPIRY),
                ),
                rx.el.div(
                    day_input(name=key_form.DATE, label=say("keys-last-day")),
                    class_name="last-day",
                ),
                hint=say("keys-expires-hint"),
                fault=_fault(key_form.EXPIRY),
            ),
            _models(),
            rx.el.div(
                button(say("frame-cancel"), on_click=KeysState.close_form(False)),
                button(
                    rx.cond(is_new, say("keys-make"), say("frame-save")),
                    look="primary",
                    type="submit",
                ),
                class_name="dialog-actions",
            ),
            on_submit=KeysState.save,
            no_validate=True,
            class_name="dialog-form key-form",
        ),
        opened=is_new | (KeysState.editing != ""),
        title=rx.cond(is_new, say("keys-new"), say("keys-edit-title")),
        text=rx.cond(
            is_new,
            say("keys-new-hint"),
            say("keys-edit-hint"),
        ),
        on_close=KeysState.close_form,
    )


def _in_days(days: int) -> rx.Var[str]:
    return say("keys-in-a-year") if days == _YEAR_DAYS else say("keys-in-days", count=days)


def _of(name: str) -> dict[str, str]:
    """Return what a control of the form is known by."""
    return {"id": f"key-{name}", "name": name}


def _fault(name: str) -> rx.Var[str]:
    return cast("rx.Var[str]", KeysState.faults[name])


def _hint(name: str, hint: rx.Var[str]) -> rx.Component:
    """Return the line below the models: what they are for or, in its place, what is wrong."""
    return rx.el.p(
        rx.cond(
            KeysState.faults.contains(name),
            rx.el.span(_fault(name), class_name="fault", role="alert"),
            hint,
        ),
        id=f"key-{name}-hint",
        class_name="muted small",
    )


def _models() -> rx.Component:
    choices = cast("rx.vars.ArrayVar[Sequence[ModelChoice]]", KeysState.choices)
    return rx.el.fieldset(
        rx.el.legend(say("keys-models")),
        rx.el.div(rx.foreach(choices, _model), class_name="model-boxes"),
        _hint(key_form.MODELS, say("keys-models-hint")),
        id=f"key-{key_form.MODELS}",
        tab_index=-1,
        aria_describedby=f"key-{key_form.MODELS}-hint",
        class_name="field",
    )


def _model(choice: ModelChoice) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=key_form.of_model(choice["model_id"]),
            default_checked=choice["chosen"],
        ),
        choice["words"],
        class_name="check",
    )
