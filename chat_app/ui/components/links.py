"""Links within the app; they change the page without loading it anew."""

import reflex as rx


class _NavLink(rx.Component):
    library = "react-router"
    tag = "NavLink"
    to: rx.Var[str]
    end: rx.Var[bool]
    """Whether only the very address counts as current, not those below it."""


def link(*children: rx.Component | rx.Var | str, href: str | rx.Var, **props) -> rx.Component:
    """Return a link; the one to the present page carries `aria-current="page"`."""
    return _NavLink.create(*children, to=href, end=True, **props)
