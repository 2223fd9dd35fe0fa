"""The section of what is kept of a person: to take along, how long it stays, the way out."""

import reflex as rx

from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import panel
from chat_app.ui.components.fields import field, text_input
from chat_app.ui.components.links import link
from chat_app.ui.components.notices import notice
from chat_app.ui.components.page import section
from chat_app.ui.settings.own_data_state import CLOSING, LeavingRow, OwnDataState
from chat_app.ui.words import say

_LOADED = {"reloadDocument": True}
"""Of links to what the server answers itself: pages would be looked for in the browser."""


def own_data() -> rx.Component:
    """Return the section and its dialog; `#own-data` leads to it."""
    return section(
        say("own-data-title"),
        _kept_for(),
        rx.el.div(
            # A link, as the browser tells how far a download is.
            rx.el.a(
                rx.icon("download", aria_hidden="true"),
                say("own-data-take"),
                href="/api/user/data",
                download=True,
                custom_attrs=_LOADED,
                class_name="button",
            ),
            button(say("own-data-close"), on_click=OwnDataState.ask_to_close),
            class_name="beside",
        ),
        rx.el.p(say("own-data-take-hint"), class_name="muted small"),
        panel(
            _form(),
            opened=OwnDataState.closing,
            title=say("own-data-close-title"),
            text=say("own-data-close-text"),
            on_close=OwnDataState.stay,
        ),
        subtitle=say("own-data-hint"),
        id="own-data",
    )


def _kept_for() -> rx.Component:
    return rx.fragment(
        rx.el.p(OwnDataState.kept),
        rx.cond(
            OwnDataState.leaving.length() > 0,
            notice(
                rx.fragment(
                    rx.el.p(say("own-data-leaving")),
                    rx.el.ul(rx.foreach(OwnDataState.leaving, _leaving), class_name="plain-list"),
                ),
                "warning",
            ),
        ),
    )


def _leaving(row: LeavingRow) -> rx.Component:
    return rx.el.li(link(row["words"], href=row["href"]), key=row["href"])


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(OwnDataState.refused != "", notice(OwnDataState.refused, "danger")),
        rx.cond(
            OwnDataState.asks_password,
            field(
                say("own-data-password"),
                text_input(
                    name="password",
                    type="password",
                    auto_complete="current-password",
                    required=True,
                    data_first=True,
                ),
            ),
        ),
        rx.cond(
            OwnDataState.asks_code,
            field(
                say("own-data-code"),
                text_input(
                    name="code",
                    auto_complete="one-time-code",
                    required=True,
                    data_first=True,
                ),
            ),
        ),
        rx.cond(
            OwnDataState.asks_provider,
            rx.el.a(
                say("own-data-again"),
                href="/api/auth/oidc/again",
                class_name="button",
                custom_attrs=_LOADED,
            ),
        ),
        rx.el.div(
            button(say("frame-cancel"), on_click=OwnDataState.stay(False)),
            button(say("own-data-close-for-good"), look="danger", type="submit"),
            class_name="dialog-actions",
        ),
        on_submit=[rx.call_script(CLOSING), OwnDataState.close],
        class_name="dialog-form",
    )
