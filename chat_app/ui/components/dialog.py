"""Dialogs that ask or take something in: Radix's unstyled primitive in our clothes."""

import reflex as rx
from reflex_components_radix.primitives.dialog import dialog

from chat_app.ui.components.buttons import button
from chat_app.ui.parts import part
from chat_app.ui.words import say


class _ReturnFocus(rx.Component):
    library = part("components/return_focus.jsx")
    tag = "ReturnFocus"


def confirm(
    *,
    opened: bool | rx.Var[bool],
    title: str | rx.Var,
    text: str | rx.Var,
    action: str | rx.Var[str],
    on_confirm: rx.event.EventType,
    on_close: rx.event.EventType,
) -> rx.Component:
    """Return a dialog that asks once; Escape, the scrim and **Cancel** close it.

    Args:
        opened: Whether it is shown.
        title: The question.
        text: What will happen.
        action: Word on the button that does it.
        on_confirm: Event of that button.
        on_close: Event of everything else that closes it; gets whether it is open.
    """
    return dialog.root(
        dialog.portal(
            dialog.overlay(class_name="scrim"),
            dialog.content(
                _ReturnFocus.create(),
                dialog.title(rx.el.h2(title), as_child=True),
                dialog.description(rx.el.p(text, class_name="muted"), as_child=True),
                rx.el.div(
                    dialog.close(button(say("frame-cancel")), as_child=True),
                    button(action, look="danger", on_click=on_confirm),
                    class_name="dialog-actions",
                ),
                class_name="dialog",
                role="alertdialog",
            ),
        ),
        open=opened,
        on_open_change=on_close,
    )


def panel(
    *children: rx.Component,
    opened: bool | rx.Var[bool],
    title: str | rx.Var,
    text: str | rx.Var,
    on_close: rx.event.EventType,
    wide: bool = False,
) -> rx.Component:
    """Return a dialog with content of its own; Escape and the scrim close it.

    Args:
        children: What stands below the title, a way out included.
        opened: Whether it is shown.
        title: Its name.
        text: What it is for.
        on_close: Event of everything that closes it; gets whether it is open.
        wide: Whether it holds a table.
    """
    return dialog.root(
        dialog.portal(
            dialog.overlay(class_name="scrim"),
            dialog.content(
                _ReturnFocus.create(),
                dialog.title(rx.el.h2(title), as_child=True),
                dialog.description(rx.el.p(text, class_name="muted"), as_child=True),
                *children,
                class_name="dialog wide" if wide else "dialog",
            ),
        ),
        open=opened,
        on_open_change=on_close,
    )
