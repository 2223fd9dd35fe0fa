"""Tables of figures, and the charts beside them."""

from collections.abc import Sequence

import reflex as rx

from chat_app.ui.components.buttons import button


def table(
    caption: str,
    columns: Sequence[rx.Component],
    *rows: rx.Component,
    foot: rx.Component | None = None,
) -> rx.Component:
    """Return a table under its name that scrolls sideways where the screen is narrow.

    Args:
        caption: Its name, also to screen readers.
        columns: Its header cells, made by `head` or like them.
        rows: Its rows.
        foot: A row that sums them up.
    """
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*columns)),
            rx.el.tbody(*rows),
            rx.el.tfoot(foot) if foot else rx.fragment(),
            class_name="table",
        ),
        role="region",
        aria_label=f"{caption}, scrollable",
        tab_index=0,
        class_name="table-frame",
    )


def head(text: str | rx.Var | rx.Component, *, number: bool = False, **props) -> rx.Component:
    """Return a header cell; `number` for a column of figures."""
    return rx.el.th(text, scope="col", class_name="number" if number else "", **props)


def cell(
    *content: str | rx.Var | rx.Component, number: bool = False, wrapped: bool = False
) -> rx.Component:
    """Return a cell; `number` for a figure, `wrapped` for text that may take several lines."""
    return rx.el.td(*content, class_name="number" if number else "wrapped" if wrapped else "")


def pager(
    *,
    back: rx.Var[bool],
    on_back: rx.event.EventType,
    forward: rx.Var[bool],
    on_forward: rx.event.EventType,
    names: tuple[str, str] = ("Newer", "Older"),
    words: str | rx.Var = "",
) -> rx.Component:
    """Return the buttons below a table that has more rows than it shows.

    Args:
        back: Whether there is a page before the one shown.
        on_back: Event that turns to it.
        forward: Whether there is a page after it.
        on_forward: Event that turns to that.
        names: What the two buttons say.
        words: Where in the whole one is.
    """
    return rx.cond(
        back | forward,
        rx.el.nav(
            rx.el.span(words, class_name="muted small numbers"),
            button(names[0], on_click=on_back, disabled=~back),
            button(names[1], on_click=on_forward, disabled=~forward),
            aria_label="Pages",
            class_name="pager",
        ),
    )
