"""The frame of the administrators' pages: shell, heading and the way between them."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from chat_app.ui.components.links import link
from chat_app.ui.components.page import page
from chat_app.ui.sidebar.shell import shell
from chat_app.ui.words import say

_PAGES = {
    "/admin": "admin-dashboard",
    "/admin/users": "admin-users",
    "/admin/feedback": "admin-feedback",
    "/admin/audit": "admin-audit",
}


def frame(
    page_id: str,
    *children: rx.Component,
    subtitle: str | rx.Var,
    actions: tuple[rx.Component, ...] = (),
    begins: Sequence[Any] = (),
) -> rx.Component:
    """Return a page of administrators.

    Args:
        page_id: Message that names it, one of those above.
        children: Its sections.
        subtitle: A line below the heading.
        actions: Buttons beside it.
        begins: See `components.page`.
    """
    return shell(
        page(
            say(page_id),
            rx.el.nav(
                *[_tab(path, name, is_here=name == page_id) for path, name in _PAGES.items()],
                aria_label=say("admin-pages"),
                class_name="tabs",
            ),
            *children,
            subtitle=subtitle,
            actions=actions,
            begins=begins,
        ),
        active="admin",
    )


def _tab(path: str, message_id: str, *, is_here: bool) -> rx.Component:
    if is_here:
        return rx.el.a(say(message_id), href=path, aria_current="page")
    return link(say(message_id), href=path)
