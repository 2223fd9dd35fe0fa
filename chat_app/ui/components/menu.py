"""Actions behind a button: Radix's unstyled menu in our clothes, see `menu.jsx`."""

import reflex as rx
from reflex.event import no_args_event_spec
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.parts import part


class _Part(rx.Component):
    library = part("components/menu.jsx")
    lib_dependencies: list[str] = ["@radix-ui/react-dropdown-menu@2.2.1", LUCIDE_LIBRARY]


class _Menu(_Part):
    tag = "Menu"
    icon: rx.Component
    name: rx.Var[str]


class _MenuItem(_Part):
    tag = "MenuItem"
    icon: rx.Component
    danger: rx.Var[bool]
    on_select: rx.EventHandler[no_args_event_spec]


def menu(icon: str, name: str | rx.Var, *items: rx.Component, class_name: str = "") -> rx.Component:
    """Return an icon button with `items` behind it, made by `menu_item`.

    Args:
        icon: What the button shows.
        name: What screen readers and the tooltip say, such as "Chat actions".
        items: The actions in it, from top to bottom.
        class_name: Classes of the button, beside its own.
    """
    return _Menu.create(*items, icon=_icon(icon), name=name, class_name=class_name)


def menu_item(
    icon: str, text: str | rx.Var, *, on_click: rx.event.EventType, danger: bool = False
) -> rx.Component:
    """Return an entry; choosing it does `on_click` and closes the menu."""
    return _MenuItem.create(text, icon=_icon(icon), danger=danger, on_select=on_click)


def _icon(name: str) -> rx.Component:
    return rx.icon(name, aria_hidden="true")
