"""The connection of a page, which can be broken."""

import re
import time

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """The connection of a page, which can be broken."""

    def __init__(self, page: Page):
        self._page = page
        self._connections: list[WebSocketRoute] = []
        self._servers: list[WebSocketRoute] = []
        """The server's ends of them."""
        self._begun = 0
        """Connections over which the page has said which tab it is."""
        self.received: list[str | bytes] = []
        """What the page was sent since it was broken, or since it began."""
        page.route_web_socket(re.compile("/_event"), self._pass_on)

    def _pass_on(self, connection: WebSocketRoute) -> None:
        server = connection.connect_to_server()
        # The server is not told when the page's end closes.
        connection.on_close(lambda *_: None)

        def hear(message: str | bytes) -> None:
            if connection is self._connections[-1]:
                self.received.append(message)
            connection.send(message)

        def say(message: str | bytes) -> None:
            self._begun += str(message).startswith("40")
            server.send(message)

        server.on_message(hear)
        connection.on_message(say)
        self._connections.append(connection)
        self._servers.append(server)

    def break_off(self, loaded: str, *, twice: bool = False) -> None:
        """Break it, and wait until the page has it again: its state, and what it loads anew.

        The server does not hear of it, as where a phone changes its network; but of the second
        time, as soon as the page is back.
        """
        self.received.clear()
        before = len(self._connections)
        self._connections[-1].close()
        until = time.monotonic() + 60
        if twice:
            while self._begun == before:
                assert time.monotonic() < until, "the page did not come back"
                self._page.wait_for_timeout(10)
            before += 1
            self._servers[-1].close()
            self._connections[-1].close()
        while sum(loaded in str(message) for message in self.received) < 2:
            assert time.monotonic() < until, "the page was not sent its state again"
            self._page.wait_for_timeout(50)
        assert len(self._connections) == before + 1
