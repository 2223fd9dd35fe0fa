"""Buttons behind a button: Radix's unstyled popover in our clothes."""

import reflex as rx
from reflex.event import no_args_event_spec


class _Part(rx.Component):
    library = "@radix-ui/react-popover@1.3.1"


class _Root(_Part):
    tag = "Root"
    alias = "MenuRoot"


class _Trigger(_Part):
    tag = "Trigger"
    alias = "MenuTrigger"


class _Portal(_Part):
    tag = "Portal"
    alias = "MenuPortal"


class _Content(_Part):
    tag = "Content"
    alias = "MenuContent"
    side: rx.Var[str]
    align: rx.Var[str]
    side_offset: rx.Var[int]


class _Close(_Part):
    tag = "Close"
    alias = "MenuClose"
    on_click: rx.EventHandler[no_args_event_spec]


def menu(icon: str, name: str | rx.Var, *items: rx.Component, class_name: str = "") -> rx.Component:
    """Return an icon button with `items` behind it, made by `menu_item`.

    Args:
        icon: What the button shows.
        name: What screen readers and the tooltip say, such as "Chat actions".
        items: The buttons in it, from top to bottom.
        class_name: Classes of the button, beside its own.
    """
    return _Root.create(
        _Trigger.create(
            rx.icon(icon, aria_hidden="true"),
            class_name=f"icon-button {class_name}".strip(),
            custom_attrs={"aria-label": name, "title": name, "type": "button"},
        ),
        _Portal.create(
            _Content.create(
                *items,
                class_name="menu",
                side="bottom",
                align="start",
                side_offset=4,
                custom_attrs={"aria-label": name},
            )
        ),
    )


def menu_item(icon: str, text: str | rx.Var, *, danger: bool = False, **props) -> rx.Component:
    """Return an entry; clicking it does `on_click` and closes the menu."""
    return _Close.create(
        rx.icon(icon, aria_hidden="true"),
        text,
        class_name="menu-item danger" if danger else "menu-item",
        custom_attrs={"type": "button"},
        **props,
    )
