"""The column in which pages other than the conversation stand."""

import reflex as rx


def page(
    title: str | rx.Var, *children: rx.Component, subtitle: str | rx.Var = "", actions: tuple = ()
) -> rx.Component:
    """Return a page: heading, what stands beside it, and the sections below."""
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
    )


def section(title: str, *children: rx.Component, subtitle: str | rx.Var = "") -> rx.Component:
    """Return a card with a heading."""
    return rx.el.section(
        rx.el.header(rx.el.h2(title), rx.el.p(subtitle, class_name="muted small")),
        *children,
        class_name="card section",
        aria_label=title,
    )
