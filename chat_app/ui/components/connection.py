"""The banner that tells that the connection is lost, in the place of the framework's own toast."""

import reflex as rx
from reflex_base.components.memo import memo
from reflex_components_core.core.banner import has_connection_errors

from chat_app.ui.parts import part

is_lost = has_connection_errors
"""Whether the page has no connection to the server and tries to get one."""


class _Connection(rx.Component):
    library = part("components/connection.jsx")
    tag = "Connection"
    lost: rx.Var[bool]


def _banner() -> rx.Component:
    return _Connection.create(lost=is_lost)


def overlay(_is_stateful: bool) -> rx.Component:
    """Return what stands above every page."""
    # What it depends on is known only within the frame that Reflex draws around pages.
    return rx.fragment(memo(_banner)())
