"""Setting vars so that only what changed goes over the wire, or so that nothing else keeps it."""

from typing import Any

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event.context import EventContext


def set_changed(state: rx.State, **vars_: Any) -> None:
    """Set the vars whose value differs; Reflex sends every var that was set, equal or not."""
    for name, value in vars_.items():
        if getattr(state, name) != value:
            setattr(state, name, value)


async def show_only(state: str, name: str, value: Any) -> None:
    """Show a value to the tab whose event is being handled, past the state: it stays nowhere here.

    Args:
        state: Full name of the state that the page knows the var by.
        name: Of the var, which keeps its value on the server.
        value: What the page takes it for until the state sends it.
    """
    await EventContext.get().emit_delta(as_delta(state, name, value))


def as_delta(state: str, name: str, value: Any) -> dict[str, dict[str, Any]]:
    """Return what the page is sent to take a value for a var; see `show_only`."""
    return {state: {name + FIELD_MARKER: value}}
