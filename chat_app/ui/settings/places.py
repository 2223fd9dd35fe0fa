"""The section with where the account is signed in."""

from typing import Any

import reflex as rx

from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.settings.places_state import PlaceRow, PlacesState
from chat_app.ui.words import say


def sessions() -> rx.Component:
    """Return the section and its dialog."""
    return section(
        say("settings-sessions"),
        rx.cond(
            PlacesState.loaded,
            rx.fragment(
                table(
                    say("settings-sessions"),
                    PlacesState.rows,
                    Column(name=say("settings-place"), content=_place, is_header=True),
                    Column(name=say("settings-since"), content=_since),
                    Column(name=say("settings-last-used"), content="used"),
                    key="session_id",
                    actions=_sign_out,
                ),
                turn_pages(PlacesState),
                rx.cond(
                    PlacesState.has_others,
                    rx.el.div(
                        button(
                            say("settings-sign-out-others"),
                            on_click=PlacesState.set_asking(True),
                        )
                    ),
                ),
            ),
            skeleton(2),
        ),
        confirm(
            opened=PlacesState.asking,
            title=say("settings-sign-out-others-title"),
            text=say("settings-sign-out-others-text"),
            action=say("settings-sign-out-others"),
            on_confirm=PlacesState.end_others,
            on_close=PlacesState.set_asking,
        ),
        subtitle=say("settings-sessions-hint"),
    )


def _place(row: PlaceRow) -> list[Any]:
    here = rx.el.span(say("settings-this-session"), class_name="badge accent")
    return [
        rx.el.div(row["device"], " ", rx.cond(row["current"], here)),
        rx.el.div(row["address"], class_name="muted small"),
    ]


def _since(row: PlaceRow) -> list[rx.Component]:
    return [
        rx.el.div(row["since"]),
        rx.el.div(row["way"], class_name="muted small"),
    ]


def _sign_out(row: PlaceRow) -> list[rx.Component]:
    return [
        rx.cond(
            row["current"],
            rx.fragment(),
            button(
                say("settings-sign-out"),
                on_click=PlacesState.end(row["session_id"]),
                aria_label=say("settings-sign-out-of", device=row["device"], moment=row["since"]),
            ),
        )
    ]
