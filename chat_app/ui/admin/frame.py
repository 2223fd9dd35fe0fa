"""The frame of the administrators' pages: shell, heading and the way between them."""

import reflex as rx

from chat_app.ui.components.links import link
from chat_app.ui.components.page import page
from chat_app.ui.sidebar.shell import shell

_PAGES = {"/admin": "Dashboard", "/admin/users": "Users", "/admin/audit": "Audit"}


def frame(
    title: str,
    *children: rx.Component,
    subtitle: str | rx.Var,
    actions: tuple[rx.Component, ...] = (),
) -> rx.Component:
    """Return a page of administrators.

    Args:
        title: Its heading.
        children: Its sections.
        subtitle: A line below the heading.
        actions: Buttons beside it.
    """
    return shell(
        page(
            title,
            rx.el.nav(
                *[_tab(name, path, title) for path, name in _PAGES.items()],
                aria_label="Administration",
                class_name="tabs",
            ),
            *children,
            subtitle=subtitle,
            actions=actions,
        ),
        active="admin",
    )


def _tab(name: str, path: str, title: str) -> rx.Component:
    if name == title:
        return rx.el.a(name, href=path, aria_current="page")
    return link(name, href=path)
