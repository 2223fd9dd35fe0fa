"""Who may open a websocket: pages of this origin."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from chat_app.ui.sockets import SocketDoor


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("somebody was let in")


@pytest.fixture
def client() -> TestClient:
    behind = PlainTextResponse("behind")
    return TestClient(SocketDoor(behind, nobody, "/_event"), base_url="http://chat.example")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://chat.example.evil"])
def test_the_websocket_is_shut_to_other_sites(client: TestClient, origin: str):
    headers = {"host": "chat.example", "origin": origin}
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_event", headers=headers),
    ):
        pass


def test_requests_are_answered_behind_it(client: TestClient):
    assert client.get("/_event").text == "behind"
