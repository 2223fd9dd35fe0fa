"""Bar charts by day in the colours of the theme, each with a table that says the same."""

from typing import Any

import reflex as rx

_COMPACT = 'new Intl.NumberFormat("en", {notation: "compact"}).format'
_WITH_SEPARATORS = 'new Intl.NumberFormat("en").format'
_TICK = {"fill": "var(--muted)", "fontSize": 12}
_HEIGHT_PX = 240


def bars_by_day(data: rx.Var[Any], *bars: rx.Component, words: str | rx.Var) -> rx.Component:
    """Return a chart of tokens by day.

    Args:
        data: A dictionary for each day: `day`, and a number for each bar.
        bars: Made by `bar`.
        words: What screen readers say in its place.
    """
    chart = rx.recharts.bar_chart(
        rx.recharts.cartesian_grid(vertical=False, stroke="var(--line)"),
        rx.recharts.x_axis(
            data_key="day",
            axis_line=False,
            tick_line=False,
            tick=_TICK,
            min_tick_gap=16,
        ),
        rx.recharts.y_axis(
            axis_line=False,
            tick_line=False,
            tick=_TICK,
            tick_formatter=_COMPACT,
            width=44,
            allow_decimals=False,
        ),
        rx.recharts.graphing_tooltip(
            cursor={"fill": "var(--hover)", "opacity": 0.5},
            content_style={
                "background": "var(--surface)",
                "border": "1px solid var(--line)",
                "borderRadius": "var(--radius-m)",
                "boxShadow": "var(--shadow-large)",
                "fontSize": "var(--text-s)",
            },
            item_style={"color": "var(--text)", "padding": "0"},
            label_style={"color": "var(--muted)"},
            is_animation_active=False,
            custom_attrs={"formatter": rx.Var(f"(value) => {_WITH_SEPARATORS}(value)")},
        ),
        *bars,
        data=data,
        margin={"top": 8, "right": 12, "bottom": 0, "left": 0},
        bar_category_gap="18%",
        width="100%",
        height=_HEIGHT_PX,
        custom_attrs={"accessibilityLayer": False},
    )
    return rx.el.div(chart, role="img", aria_label=words, class_name="chart")


def bar(key: str | rx.Var, name: str | rx.Var, colour: str | rx.Var, **props) -> rx.Component:
    """Return one bar of each day; those with one `stack_id` stand on top of each other."""
    return rx.recharts.bar(data_key=key, name=name, fill=colour, is_animation_active=False, **props)


def as_table(table: rx.Component) -> rx.Component:
    """Return the table behind a chart, closed until asked for."""
    return rx.el.details(
        rx.el.summary("Show as a table", class_name="link small"), table, class_name="as-table"
    )


def share_bar(percent: float | rx.Var[float], level: str | rx.Var = "") -> rx.Component:
    """Return a thin bar beside a figure; decoration, the figure says it."""
    return rx.el.div(
        rx.el.div(style={"width": f"{percent}%"}),
        class_name="meter",
        data_level=level,
        aria_hidden="true",
    )
