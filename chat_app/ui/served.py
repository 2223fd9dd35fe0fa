"""What we have the framework serve otherwise than it would: its websockets, other origins."""

from collections.abc import Sequence

import reflex as rx
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from chat_app.ui.door import Door


class App(rx.App):
    """A Reflex app with a door, whose outer layers do not answer preflights.

    Reflex 0.10 puts a CORS layer of its own around every API it serves (`App.__call__`, read
    2026-11-29). It knows `cors_allowed_origins` alone, so it refused the preflights that
    `chat_app.api.cors` lets in. The layer around Reflex's own addresses stays.
    """

    def _setup_state(self) -> None:
        """Put our door where the framework's own end of the websockets is."""
        super()._setup_state()
        if self.sio and self.event_namespace:
            self._event_namespace = Door(self.event_namespace.namespace, self)
            self.sio.register_namespace(self._event_namespace)

    def __call__(self) -> ASGIApp:
        """Return the whole server."""
        served = super().__call__()
        within = self.api_transformer if isinstance(self.api_transformer, Sequence) else ()
        for layer in (served, *within):
            if isinstance(layer, Starlette):
                layer.user_middleware = [
                    one for one in layer.user_middleware if one.cls is not CORSMiddleware
                ]
        return served
