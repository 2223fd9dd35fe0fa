"""A clock in the browser: it stops with the page, so nothing on the server can outlive it."""

import reflex as rx
from reflex.event import no_args_event_spec

from chat_app.ui.parts import part


class Ticker(rx.Component):
    """Fires `on_tick` every few seconds while the page is open and in sight."""

    library = part("admin/ticker.jsx")
    tag = "Ticker"

    seconds: rx.Var[int]
    on_tick: rx.EventHandler[no_args_event_spec]
