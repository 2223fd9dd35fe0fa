"""The columns of API keys, in tables of their owner and of administrators."""

from collections.abc import Sequence
from typing import cast

import reflex as rx

from chat_app.ui.components import charts
from chat_app.ui.components.tables import Column
from chat_app.ui.key_rows import KeyRow
from chat_app.ui.words import say


def named() -> Column:
    """Return the column of names, prefixes, and what each key is for."""
    return Column(name=say("keys-name"), content=_named, is_header=True)


def last_used() -> Column:
    """Return the column that says when each key was last used."""
    return Column(name=say("keys-last-used"), content=lambda row: _moment(row["last_used"]))


def used_of_cap() -> Column:
    """Return the column that says what each key used of its cap in this month."""
    return Column(name=say("keys-used"), content=_used_of_cap, is_number=True)


def expiry() -> Column:
    """Return the column that says when each key expires, or that it has."""
    return Column(name=say("keys-expires"), content=_expiry)


def _named(row: KeyRow) -> list[rx.Component]:
    models = cast("rx.vars.ArrayVar[Sequence[str]]", row["models"])
    return [
        rx.el.div(row["name"], class_name="clipped", title=row["name"]),
        rx.el.code(row["prefix"], class_name="muted small"),
        rx.cond(
            models.length() > 0,
            rx.el.div(say("keys-only", models=models.join(", ")), class_name="muted small clipped"),
        ),
    ]


def _used_of_cap(row: KeyRow) -> rx.Component:
    return rx.cond(
        row["cap"] == "",
        rx.fragment(row["used"], rx.el.div(say("keys-no-cap"), class_name="muted small")),
        rx.fragment(
            row["used"],
            " ",
            rx.el.span(say("keys-of-cap", cap=row["cap"]), class_name="muted"),
            charts.share_bar(row["percent"], level=row["level"]),
        ),
    )


def _expiry(row: KeyRow) -> list[rx.Component]:
    expired = rx.el.span(say("keys-expired"), class_name="badge danger")
    return [_moment(row["expires"]), rx.cond(row["is_expired"], expired)]


def _moment(moment: Sequence[str]) -> rx.Component:
    """Return a day and, below, the time of day; "Never" where there is none."""
    day_and_time = cast("rx.vars.ArrayVar[Sequence[str]]", moment)
    return rx.cond(
        day_and_time.length() > 0,
        rx.fragment(day_and_time[0], rx.el.div(day_and_time[1], class_name="muted small")),
        say("frame-never"),
    )
