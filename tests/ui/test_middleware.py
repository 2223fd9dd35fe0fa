"""What a browser meets before a page."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui.middleware import PageMiddleware


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def events(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("welcome")


@pytest.fixture
def client() -> TestClient:
    behind = Starlette(routes=[WebSocketRoute("/_event", events), Route("/{path:path}", page)])
    return TestClient(
        PageMiddleware(behind), base_url="http://chat.example", follow_redirects=False
    )


@pytest.mark.parametrize(
    ("asked", "sent_to"),
    [
        ("/", "/login"),
        ("/usage", "/login?next=%2Fusage"),
        ("/chat/1?m=2&n=3", "/login?next=%2Fchat%2F1%3Fm%3D2%26n%3D3"),
        ("/admin/users", "/login?next=%2Fadmin%2Fusers"),
    ],
)
def test_the_signed_out_are_sent_to_sign_in_and_back(client: TestClient, asked: str, sent_to: str):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (302, sent_to)


@pytest.mark.parametrize("path", ["/login", "/register", "/favicon.svg", "/assets/app.js"])
def test_what_is_for_everybody_needs_no_sign_in(client: TestClient, path: str):
    assert client.get(path).status_code == 200


def test_a_page_is_served_without_a_redirect_to_its_folder(client: TestClient):
    client.cookies.set(COOKIE_NAME, "token")
    assert client.get("/usage").text == "/usage.html"
    assert client.get("/usage/").text == "/usage.html"
    assert client.get("/chat/1").text == "/chat/1"


@pytest.mark.parametrize("headers", [{}, {"origin": "http://chat.example"}])
def test_the_websocket_is_open_to_pages_from_here(client: TestClient, headers: dict[str, str]):
    with client.websocket_connect("/_event", headers={"host": "chat.example", **headers}) as socket:
        assert socket.receive_text() == "welcome"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://chat.example.evil"])
def test_the_websocket_is_shut_to_other_sites(client: TestClient, origin: str):
    headers = {"host": "chat.example", "origin": origin}
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_event", headers=headers),
    ):
        pass
