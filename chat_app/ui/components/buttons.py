"""Buttons."""

from typing import Literal

import reflex as rx

from chat_app.ui.words import say

Look = Literal["", "primary", "danger", "quiet"]


def button(*children: rx.Var | rx.Component | str, look: Look = "", **props) -> rx.Component:
    """Return a button; `look` says how much it asks for attention."""
    props.setdefault("type", "button")
    extra = props.pop("class_name", "")
    return rx.el.button(*children, class_name=f"button {look} {extra}".strip(), **props)


def icon_button(icon: str, name: str | rx.Var, **props) -> rx.Component:
    """Return a button of one icon; `name` is what screen readers and the tooltip say."""
    props.setdefault("type", "button")
    extra = props.pop("class_name", "")
    return rx.el.button(
        rx.icon(icon, aria_hidden="true"),
        aria_label=name,
        title=name,
        class_name=f"icon-button {extra}".strip(),
        **props,
    )


def theme_button() -> rx.Component:
    """Return the button that goes from light to dark and back."""
    return icon_button("contrast", say("frame-theme"), on_click=rx.toggle_color_mode)
