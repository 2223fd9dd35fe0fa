"""Links within the app; they change the page without loading it anew."""

import reflex as rx


class _HereLink(rx.Component):
    library = rx.asset("here_link.jsx", shared=True).importable_path
    tag = "HereLink"
    to: rx.Var[str]


def link(*children: rx.Component | rx.Var | str, href: str | rx.Var, **props) -> rx.Component:
    """Return a link; the one to the present page carries `aria-current="page"`."""
    return _HereLink.create(*children, to=href, **props)
