"""The column in which pages other than the conversation stand."""

from collections.abc import Sequence
from typing import Any

import reflex as rx


def page(
    title: str | rx.Var,
    *children: rx.Component,
    subtitle: str | rx.Var = "",
    actions: tuple = (),
    begins: Sequence[Any] = (),
) -> rx.Component:
    """Return a page: heading, what stands beside it, and the sections below.

    Args:
        title: The heading.
        children: The sections.
        subtitle: Stands below the heading.
        actions: Stand beside it.
        begins: Events that put away what an earlier visit left, such as an open dialog. They come
            before whatever the reader does there, and not again when a lost connection is back;
            the events of loading may be late, and do.
    """
    return rx.el.div(
        rx.el.header(
            rx.el.div(
                rx.el.h1(title),
                rx.el.p(subtitle, class_name="muted") if subtitle is not None else None,
            ),
            rx.el.div(*actions, class_name="page-actions") if actions else rx.fragment(),
            class_name="page-header",
        ),
        *children,
        class_name="page",
        on_mount=list(begins),
    )


def section(
    title: str | rx.Var[str], *children: rx.Component, subtitle: str | rx.Var = "", **props: Any
) -> rx.Component:
    """Return a card with a heading; with an `id` a link can lead to it."""
    return rx.el.section(
        rx.el.header(rx.el.h2(title), rx.el.p(subtitle, class_name="muted small")),
        *children,
        class_name="card section",
        aria_label=title,
        **props,
    )
