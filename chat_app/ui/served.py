"""What we have the framework serve otherwise than it would: its websockets, other origins."""

from collections.abc import Sequence

import reflex as rx
from reflex_base.constants import Endpoint
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.inbox import Inbox
from chat_app.ui.door import Door
from chat_app.ui.sockets import SocketDoor


class App(rx.App):
    """A Reflex app with a door, whose layers do not answer preflights and have no websockets.

    Reflex 0.10 puts a CORS layer of its own around every API it serves (`App.__call__`, read
    2026-11-29). It knows `cors_allowed_origins` alone, so it refused the preflights that
    `chat_app.api.cors` lets in. The layer around Reflex's own addresses stays.
    """

    def _setup_state(self) -> None:
        """Put our door where the framework's own end of the websockets is."""
        super()._setup_state()
        if self.sio and self.event_namespace:
            self.sio.eio.create_queue = Inbox
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
        return SocketDoor(served, self._serve_tab, str(Endpoint.EVENT))

    async def _serve_tab(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak with a tab, as the layer that Reflex has around its whole app lets it."""
        if self.sio is None:
            raise RuntimeError("The app has no states")
        self._set_contexts_internal()
        await self.sio.handle_request(scope, receive, send)
