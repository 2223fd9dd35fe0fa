"""The section of API keys on the settings page."""

from collections.abc import Sequence
from typing import cast

import reflex as rx
from reflex.event import no_args_event_spec

from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm, panel
from chat_app.ui.components.keys import expiry, moment_cell, named_key, used_of_cap
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, pager, table
from chat_app.ui.key_rows import KeyRow
from chat_app.ui.parts import part
from chat_app.ui.settings import key_form
from chat_app.ui.settings.keys_state import KeysState, ModelChoice

_NEW, _FULL = "new-key", "key-places"


class _IssuedKey(rx.Component):
    library = part("settings/issued_key.jsx")
    tag = "IssuedKey"
    given: rx.Var[dict[str, str]]
    return_to: rx.Var[str]
    on_taken: rx.EventHandler[no_args_event_spec]


def api_keys() -> rx.Component:
    """Return the section and its dialogs."""
    return section(
        "API keys",
        rx.cond(
            KeysState.failed != "",
            rx.el.div(
                notice(KeysState.failed, "danger"),
                button("Retry", on_click=KeysState.load),
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
            title="Revoke this key?",
            text=f"Every program that uses “{KeysState.revoking_name}” is refused from now on, and"
            " a reply that it is getting stops. This cannot be undone. What the key used stays in"
            " the books.",
            action="Revoke",
            on_confirm=KeysState.revoke,
            on_close=KeysState.close_dialog,
        ),
        subtitle="With a key, your programs, editors and scripts use the models on your budget.",
    )


def _new_key() -> rx.Component:
    return rx.el.div(
        button(
            "New key",
            look="primary",
            on_click=KeysState.start,
            disabled=KeysState.is_full,
            aria_describedby=_FULL,
            id=_NEW,
        ),
        rx.el.span(
            KeysState.places,
            rx.cond(KeysState.is_full, ", as many as you may have: revoke one to make another", ""),
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
                "API keys",
                [
                    head("Name"),
                    head("Made"),
                    head("Last used"),
                    head("Used this month", number=True),
                    head("Expires"),
                    head(rx.el.span("Actions", class_name="visually-hidden")),
                ],
                rx.foreach(KeysState.rows, _key),
            ),
            pager(
                back=KeysState.has_newer,
                forward=KeysState.has_older,
                on_back=KeysState.show_newer,
                on_forward=KeysState.show_older,
            ),
        ),
        empty(
            "key-round",
            "No key yet. Make one for each program that is to use the models: it pays from your"
            " budget, never more than the cap you give it, and you can revoke it by itself.",
        ),
    )


def _key(row: KeyRow) -> rx.Component:
    return rx.el.tr(
        named_key(row),
        cell(row["made"]),
        moment_cell(row["last_used"]),
        used_of_cap(row),
        expiry(row),
        rx.el.td(
            icon_button("pencil", "Edit", on_click=KeysState.edit(row["key_id"])),
            button(
                "Revoke",
                look="quiet",
                title=f"Revoke {row['name']}",
                on_click=KeysState.ask_to_revoke(row["key_id"], row["name"]),
            ),
            class_name="actions",
        ),
        key=row["key_id"],
    )


def _form() -> rx.Component:
    is_new = KeysState.making
    return panel(
        rx.el.form(
            rx.cond(KeysState.refused != "", notice(KeysState.refused, "danger")),
            _field(
                "Name",
                key_form.NAME,
                "The program that gets it, such as “CI” or “editor on my laptop”.",
                rx.el.input(default_value=KeysState.name, auto_complete="off"),
            ),
            _field(
                "Cap",
                key_form.CAP,
                "Tokens in a calendar month (UTC), out of your budget. Empty: no cap of its own.",
                rx.el.input(default_value=KeysState.cap, auto_complete="off", input_mode="numeric"),
            ),
            _field(
                "Expires",
                key_form.EXPIRY,
                "From then on it is refused.",
                rx.el.select(
                    rx.cond(
                        is_new,
                        rx.fragment(),
                        rx.el.option("As it is: ", KeysState.expires, value=key_form.AS_IT_IS),
                    ),
                    rx.el.option("Never", value=key_form.NEVER),
                    *[rx.el.option(words, value=days) for days, words in key_form.DAYS.items()],
                    rx.el.option("On a date…", value=key_form.ON_A_DATE),
                ),
                rx.el.input(
                    type="date",
                    name=key_form.DATE,
                    aria_label="Last day",
                    class_name="input last-day",
                ),
            ),
            _models(),
            rx.el.div(
                button("Cancel", on_click=KeysState.close_form(False)),
                button(rx.cond(is_new, "Make key", "Save"), look="primary", type="submit"),
                class_name="dialog-actions",
            ),
            on_submit=KeysState.save,
            no_validate=True,
            class_name="dialog-form key-form",
        ),
        opened=is_new | (KeysState.editing != ""),
        title=rx.cond(is_new, "New key", "Edit key"),
        text=rx.cond(
            is_new,
            "It is shown once, when it is made.",
            "Changes hold at once; the key itself stays the same.",
        ),
        on_close=KeysState.close_form,
    )


def _field(label: str, name: str, hint: str, control: rx.Component, *more: rx.Component):
    own_id = f"key-{name}"
    is_wrong = KeysState.faults.contains(name)
    control.id = own_id
    control.class_name = "input"
    control.custom_attrs |= {
        "name": name,
        "aria-invalid": rx.cond(is_wrong, "true", "false"),
        "aria-describedby": f"{own_id}-hint",
    }
    return rx.el.div(
        rx.el.label(label, html_for=own_id),
        control,
        *more,
        _hint(name, hint),
        class_name="field",
    )


def _hint(name: str, hint: str) -> rx.Component:
    """Return the line below a field: what it is for or, in its place, what is wrong with it."""
    fault = cast("rx.Var[str]", KeysState.faults[name])
    return rx.el.p(
        rx.cond(
            KeysState.faults.contains(name),
            rx.el.span(fault, class_name="fault", role="alert"),
            hint,
        ),
        id=f"key-{name}-hint",
        class_name="muted small",
    )


def _models() -> rx.Component:
    choices = cast("rx.vars.ArrayVar[Sequence[ModelChoice]]", KeysState.choices)
    return rx.el.fieldset(
        rx.el.legend("Models"),
        rx.el.div(rx.foreach(choices, _model), class_name="model-boxes"),
        _hint(key_form.MODELS, "None ticked: all models of your plan."),
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
