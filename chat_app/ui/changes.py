"""Setting vars so that only what changed goes over the wire."""

from typing import Any

import reflex as rx


def set_changed(state: rx.State, **vars_: Any) -> None:
    """Set the vars whose value differs; Reflex sends every var that was set, equal or not."""
    for name, value in vars_.items():
        if getattr(state, name) != value:
            setattr(state, name, value)
