"""What a page says when something went wrong, is empty or is still loading."""

from typing import Literal

import reflex as rx

from chat_app.ui.words import say

_ICONS = {"": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-x"}


def notice(
    text: str | rx.Var | rx.Component, look: Literal["", "success", "warning", "danger"] = ""
) -> rx.Component:
    """Return a coloured note; one that tells of danger is an alert to screen readers."""
    return rx.el.div(
        rx.icon(_ICONS[look], aria_hidden="true"),
        rx.el.div(text),
        role="alert" if look == "danger" else "status",
        class_name=f"notice {look}".strip(),
    )


def empty(icon: str, text: str | rx.Var, *actions: rx.Component) -> rx.Component:
    """Return what stands where a list has nothing to show."""
    return rx.el.div(rx.icon(icon, aria_hidden="true"), rx.el.p(text), *actions, class_name="empty")


def skeleton(lines: int = 3) -> rx.Component:
    """Return grey bars in the place of what is still loading."""
    widths = ("82%", "64%", "74%", "48%")
    return rx.el.div(
        *[
            rx.el.div(class_name="skeleton", style={"width": widths[line % len(widths)]})
            for line in range(lines)
        ],
        rx.el.span(say("frame-loading"), class_name="visually-hidden"),
        role="status",
        style={"display": "grid", "gap": "var(--space-4)", "padding": "var(--space-3)"},
    )
