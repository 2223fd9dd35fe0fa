"""The cells of an API key, in tables of its owner and of administrators."""

from collections.abc import Sequence
from typing import cast

import reflex as rx

from chat_app.ui.components import charts
from chat_app.ui.components.tables import cell
from chat_app.ui.key_rows import KeyRow


def named_key(row: KeyRow) -> rx.Component:
    """Return the header of a row: name, prefix, and what the key is for."""
    models = cast("rx.vars.ArrayVar[Sequence[str]]", row["models"])
    return rx.el.th(
        rx.el.div(row["name"], class_name="clipped", title=row["name"]),
        rx.el.code(row["prefix"], class_name="muted small"),
        rx.cond(
            models.length() > 0,
            rx.el.div("Only ", models.join(", "), class_name="muted small clipped"),
        ),
        scope="row",
    )


def used_of_cap(row: KeyRow) -> rx.Component:
    """Return the cell that says what a key used of its cap in this month."""
    return cell(
        rx.cond(
            row["cap"] == "",
            rx.fragment(row["used"], rx.el.div("no cap", class_name="muted small")),
            rx.fragment(
                row["used"],
                rx.el.span(" of ", row["cap"], class_name="muted"),
                charts.share_bar(row["percent"], level=row["level"]),
            ),
        ),
        number=True,
    )


def expiry(row: KeyRow) -> rx.Component:
    """Return the cell that says when a key expires, or that it has."""
    return moment_cell(
        row["expires"],
        rx.cond(row["is_expired"], rx.el.span("Expired", class_name="badge danger")),
    )


def moment_cell(moment: Sequence[str], *more: rx.Component) -> rx.Component:
    """Return a cell with a day and, below, the time of day; "Never" where there is none."""
    day_and_time = cast("rx.vars.ArrayVar[Sequence[str]]", moment)
    return cell(
        rx.cond(
            day_and_time.length() > 0,
            rx.fragment(day_and_time[0], rx.el.div(day_and_time[1], class_name="muted small")),
            "Never",
        ),
        *more,
    )
