"""What a browser meets before a page."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui import inline_scripts
from chat_app.ui.admin import page as admin
from chat_app.ui.auth import page as auth
from chat_app.ui.chat import page as chat
from chat_app.ui.middleware import PageMiddleware
from chat_app.ui.settings import page as settings
from chat_app.ui.usage import page as usage
from chat_app.words import LANGUAGE_COOKIE


async def page(request: Request) -> Response:
    if request.url.path in {"/missing", "/in/es.html"}:
        return HTMLResponse("/404.html", 404)
    if request.url.path == "/missing.js":
        return PlainTextResponse("nothing", 404)
    return PlainTextResponse(request.url.path)


@pytest.fixture
def client() -> TestClient:
    behind = Starlette(routes=[Route("/{path:path}", page)])
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


class _Pages:
    """Notes under which addresses pages are registered."""

    def __init__(self) -> None:
        self.routes: list[str] = []

    def add_page(self, *_page: object, route: str, **_options: object) -> None:
        self.routes.append(route)


def test_every_page_asks_the_signed_out_to_sign_in_but_those_that_sign_in(client: TestClient):
    pages = _Pages()
    for feature in (auth, chat, usage, settings, admin):
        feature.add_pages(pages)  # type: ignore[arg-type]
    asking = {route for route in pages.routes if client.get(route).status_code == 302}
    ways_in = {"/login", "/register", "/set-password", "/forgot-password"}
    assert set(pages.routes) - asking == ways_in


@pytest.mark.parametrize("path", ["/login", "/register", "/favicon.svg", "/assets/app.js"])
def test_what_is_for_everybody_needs_no_sign_in(client: TestClient, path: str):
    assert client.get(path).status_code == 200


def test_a_page_is_served_without_a_redirect_to_its_folder(client: TestClient):
    client.cookies.set(COOKIE_NAME, "token")
    assert client.get("/usage").text == "/usage.html"
    assert client.get("/usage/").text == "/usage.html"
    assert client.get("/chat/1").text == "/chat/1"


@pytest.mark.parametrize(
    ("chosen", "accepted", "served"),
    [
        ("", "", "/usage.html"),
        ("", "en-GB,de;q=0.9", "/usage.html"),
        ("", "de-CH,de;q=0.9,en;q=0.8", "/in/de.html"),
        ("", "fr, ar;q=0.2, ja;q=0.7", "/in/ja.html"),
        ("", "de;q=0, ja;q=0.1", "/in/ja.html"),
        ("", "tlh, *;q=0.5", "/usage.html"),
        ("ar", "de", "/in/ar.html"),
        ("en", "de", "/usage.html"),
        ("../../etc/passwd", "de;q=none, ja", "/in/ja.html"),
    ],
)
def test_a_page_comes_in_the_language_chosen_or_else_the_browsers(
    client: TestClient, chosen: str, accepted: str, served: str
):
    client.cookies.set(COOKIE_NAME, "token")
    if chosen:
        client.cookies.set(LANGUAGE_COOKIE, chosen)
    answer = client.get("/usage", headers={"accept-language": accepted})
    assert answer.text == served
    assert answer.headers["cache-control"] == "no-cache"
    assert {"accept-language", "cookie"} <= set(answer.headers["vary"].lower().split(", "))


@pytest.mark.parametrize("path", ["/login", "/chat/1", "/admin/feedback", "/set-password"])
def test_every_page_has_its_languages(client: TestClient, path: str):
    client.cookies.set(COOKIE_NAME, "token")
    assert client.get(path, headers={"accept-language": "ja"}).text == "/in/ja.html"


def test_what_is_nowhere_is_told_in_the_readers_language(client: TestClient):
    german = {"accept-language": "de"}
    answer = client.get("/missing", headers=german)
    assert (answer.status_code, answer.text) == (404, "/in/de.html")
    assert client.get("/missing").text == "/404.html"
    assert client.get("/app.js", headers=german).text == "/app.js"
    assert client.get("/missing.js", headers=german).text == "nothing"


def test_a_language_that_was_not_built_is_english(client: TestClient):
    client.cookies.set(COOKIE_NAME, "token")
    answer = client.get("/usage", headers={"accept-language": "es"})
    assert (answer.status_code, answer.text) == (200, "/usage.html")


async def _not_modified(request: Request) -> Response:
    return Response(status_code=304)


def test_a_page_from_the_browsers_cache_keeps_the_policy_of_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inline_scripts, "sources", lambda: ("'sha256-ours'",))
    behind = Starlette(routes=[Route("/{path:path}", _not_modified)])
    asked = TestClient(PageMiddleware(behind), base_url="http://chat.example").get("/login")
    assert "script-src 'self' 'sha256-ours';" in asked.headers["content-security-policy"]
