"""Links within the app; they change the page without loading it anew."""

import reflex as rx

from chat_app.ui.parts import part


class _HereLink(rx.Component):
    library = part("components/here_link.jsx")
    tag = "HereLink"
    to: rx.Var[str]


def link(*children: rx.Component | rx.Var | str, href: str | rx.Var, **props) -> rx.Component:
    """Return a link; the one to the present page carries `aria-current="page"`."""
    return _HereLink.create(*children, to=href, **props)
