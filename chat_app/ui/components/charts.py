"""Bar charts by day in the colours of the theme, each with a table that says the same."""

from typing import Any

import reflex as rx

from chat_app.ui.parts import part
from chat_app.ui.words import say


class Bars(rx.Component):
    """A chart of tokens by day; its props are described in `bars.jsx`."""

    library = part("components/bars.jsx")
    tag = "Bars"
    lib_dependencies: list[str] = ["recharts@3.10.1"]

    days: rx.Var[list[dict[str, Any]]]
    series: rx.Var[list[dict[str, str]]]
    words: rx.Var[str]


def as_table(table: rx.Component) -> rx.Component:
    """Return the table behind a chart, closed until asked for."""
    return rx.el.details(
        rx.el.summary(say("chart-as-table"), class_name="link small"), table, class_name="as-table"
    )


def share_bar(percent: float | rx.Var[float], level: str | rx.Var = "") -> rx.Component:
    """Return a thin bar beside a figure; decoration, the figure says it."""
    return rx.el.div(
        rx.el.div(style={"width": f"{percent}%"}),
        class_name="meter",
        data_level=level,
        aria_hidden="true",
    )
