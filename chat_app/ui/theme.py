"""The look: product name, style sheets and what every page has in its head."""

import reflex as rx

PRODUCT = "Tally"
"""Name of the product, as people see it."""

STYLESHEETS: list[str] = []
"""Style sheets of every page: tokens first, then parts."""


def head() -> list[rx.Component]:
    """Return what every page has in its head."""
    return []
