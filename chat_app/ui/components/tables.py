"""Tables of figures; where there is no room for columns, each row becomes a card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from chat_app.ui.components.buttons import button
from chat_app.ui.parts import part
from chat_app.ui.words import say

Content = str | rx.Var | rx.Component
Look = Literal["", "number", "wrapped", "whole", "title"]


class _Scroller(rx.Component):
    library = part("components/scroller.jsx")
    tag = "Scroller"
    name: rx.Var[str]
    is_table: rx.Var[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, and what stands in it for a row."""

    name: str | rx.Var
    """Stands over the column and, in a card, beside the figure."""
    content: str | Callable[[Any], Content | list[Any]]
    """The field of the row that its cell holds, or what returns that, given the row."""
    is_number: bool = False
    is_wrapped: bool = False
    """Whether it holds text that may take several lines."""
    is_whole: bool = False
    """Whether it holds what is not to be broken, as an address is: in a card it has a line."""
    is_header: bool = False
    """Whether it says what the row is about; it heads its card."""
    is_title: bool = False
    """Whether it heads the card of a row that no cell is the header of."""
    sorted_by: tuple[rx.Var[str] | str, rx.event.EventType] | None = None
    """For a column that sorts: `ascending`, `descending` or `none`, and the event of its header."""

    @property
    def look(self) -> Look:
        """How its cells stand there."""
        if self.is_number:
            return "number"
        if self.is_wrapped:
            return "wrapped"
        if self.is_whole:
            return "whole"
        return "title" if self.is_title else ""


def table(
    name: str | rx.Var,
    rows: rx.Var,
    *columns: Column,
    key: str = "",
    actions: Callable[[Any], Sequence[rx.Component]] | None = None,
    foot: Any = None,
) -> rx.Component:
    """Return a table.

    Args:
        name: Its name, to screen readers.
        rows: Its rows, dictionaries.
        columns: What stands in it, from the start to the end.
        key: Field that tells one row from all others, where rows come, go or move.
        actions: Given a row, returns the buttons at its end.
        foot: A last row, which sums the others up.
    """

    def _row(row: Any) -> rx.Component:
        end = [_actions(actions(row))] if actions else []
        made = rx.el.tr(*(_cell(column, row) for column in columns), *end, role="row")
        if key:
            made.key = row[key]
        return made

    heads = [_head(column) for column in columns]
    if actions:
        unseen = rx.el.span(say("frame-actions"), class_name="visually-hidden")
        heads.append(rx.el.th(unseen, scope="col", role="columnheader"))
    return framed(name, heads, rx.foreach(rows, _row), None if foot is None else _row(foot))


def framed(
    name: str | rx.Var,
    heads: Sequence[rx.Component],
    body: rx.Component,
    foot: rx.Component | None = None,
) -> rx.Component:
    """Return a table of header cells and rows; `table` makes them of columns.

    Args:
        name: Its name, to screen readers.
        heads: Its header cells.
        body: Its rows.
        foot: A last row.
    """
    # The roles are said, as some browsers take them from rows that are laid out as cards.
    return _Scroller.create(
        rx.el.table(
            rx.el.thead(rx.el.tr(*heads, role="row"), role="rowgroup"),
            rx.el.tbody(body, role="rowgroup"),
            rx.el.tfoot(foot, role="rowgroup") if foot else rx.fragment(),
            role="table",
            aria_label=name,
            # The focus comes here when the row that had it is gone.
            tab_index=-1,
            class_name="table",
        ),
        name=name,
        is_table=True,
    )


def _head(column: Column) -> rx.Component:
    look = "number" if column.is_number else ""
    if column.sorted_by is None:
        return rx.el.th(column.name, scope="col", role="columnheader", class_name=look)
    order, on_sort = column.sorted_by
    arrow = rx.match(
        order,
        ("ascending", rx.icon("arrow-up", aria_hidden="true")),
        ("descending", rx.icon("arrow-down", aria_hidden="true")),
        rx.fragment(),
    )
    return rx.el.th(
        rx.el.button(column.name, arrow, type="button", on_click=on_sort, class_name="sort"),
        scope="col",
        role="columnheader",
        aria_sort=order,
        class_name=look,
    )


def _cell(column: Column, row: Any) -> rx.Component:
    held = row[column.content] if isinstance(column.content, str) else column.content(row)
    children = held if isinstance(held, list) else [held]
    if column.is_header:
        return rx.el.th(*children, scope="row", role="rowheader")
    return cell(
        *children,
        name=column.name,
        look=column.look,
    )


def cell(
    *children: Content,
    name: str | rx.Var,
    look: Look = "",
) -> rx.Component:
    """Return a cell that knows the name of its column; `look` says how it stands there."""
    return rx.el.td(
        *children,
        role="cell",
        data_label=name,
        class_name=look,
    )


def _actions(buttons: Sequence[rx.Component]) -> rx.Component:
    return rx.el.td(rx.el.div(*buttons), role="cell", class_name="actions")


def pager(
    *,
    back: rx.Var[bool],
    on_back: rx.event.EventType,
    forward: rx.Var[bool],
    on_forward: rx.event.EventType,
    names: tuple[str | rx.Var, str | rx.Var] | None = None,
    words: str | rx.Var = "",
) -> rx.Component:
    """Return the buttons below a table that has more rows than it shows.

    Args:
        back: Whether there is a page before the one shown.
        on_back: Event that turns to it.
        forward: Whether there is a page after it.
        on_forward: Event that turns to that.
        names: What the two buttons say, where it is not that they lead to newer and older rows.
        words: Where in the whole one is.
    """
    names = names or (say("frame-newer"), say("frame-older"))
    return rx.cond(
        back | forward,
        rx.el.nav(
            rx.el.span(words, class_name="muted small numbers"),
            button(names[0], on_click=on_back, disabled=~back),
            button(names[1], on_click=on_forward, disabled=~forward),
            aria_label=say("frame-pages"),
            class_name="pager",
        ),
    )
