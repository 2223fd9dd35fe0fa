"""Pages of other origins: those that are listed may call with credentials, no others."""

import httpx
import pytest

from chat_app.services.accounts import COOKIE_NAME
from tests.api.conftest import Person, refused

LISTED = "https://app.example.org"
listed = pytest.mark.settings(CORS_ORIGINS=f"{LISTED}, http://localhost:5173")
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,idempotency-key,last-event-id",
}


def let_in(answer: httpx.Response) -> bool:
    """Say whether a browser would show this answer to a script of the listed origin."""
    names = [name for name in answer.headers if name.startswith("access-control-")]
    if not names:
        return False
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert answer.headers["access-control-allow-credentials"] == "true"
    return True


@listed
async def test_a_listed_origin_may_call_and_read_what_clients_need(ada: Person) -> None:
    chat_id = await ada.new_chat()
    headers = {"Origin": LISTED, "Sec-Fetch-Site": "cross-site"}
    path = f"/api/chat/{chat_id}/message"
    for answer in (
        await ada.http.post(path, json={"message": "Hello"}, headers=headers),
        await ada.http.post(path, json={"message": " "}, headers=headers),
        await ada.http.get("/api/nope", headers=headers),
    ):
        assert let_in(answer)
        assert "Origin" in answer.headers["vary"]
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert {"X-Chat-Id", "X-Message-Id", "X-Request-Id", "RateLimit", "Retry-After"} <= set(
            exposed
        )


@listed
async def test_a_browser_that_asks_first_is_told_what_it_may_send(nobody: httpx.AsyncClient):
    answer = await nobody.options("/api/chat/stream", headers=PREFLIGHT | {"Origin": LISTED})
    assert answer.status_code == 204
    assert let_in(answer)
    assert {"GET", "POST"} <= set(answer.headers["access-control-allow-methods"].split(", "))
    wanted = PREFLIGHT["Access-Control-Request-Headers"]
    assert answer.headers["access-control-allow-headers"] == wanted
    assert int(answer.headers["access-control-max-age"]) > 0


@listed
@pytest.mark.parametrize(
    "origin", ["https://evil.example.org", "null", "https://app.example.org.x"]
)
async def test_no_other_origin_is_let_in(nobody: httpx.AsyncClient, origin: str) -> None:
    for method, headers in (("OPTIONS", PREFLIGHT), ("GET", {})):
        answer = await nobody.request(method, "/api/chats", headers=headers | {"Origin": origin})
        assert not let_in(answer)
        assert "Origin" in answer.headers["vary"]


async def test_nobody_is_let_in_unless_it_is_set(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.options("/api/chats", headers=PREFLIGHT | {"Origin": LISTED})
    assert not let_in(answer)
    assert "vary" not in answer.headers


@listed
@pytest.mark.parametrize(
    ("origin", "site", "is_let_in"),
    [
        (LISTED, "same-site", True),
        (LISTED, "cross-site", True),
        ("https://evil.example.org", "same-site", False),
        ("https://evil.example.org", None, False),
        (None, "cross-site", False),
    ],
)
async def test_the_cookie_works_from_listed_origins_alone(
    ada: Person, nobody: httpx.AsyncClient, origin: str | None, site: str | None, is_let_in: bool
) -> None:
    told = {"Origin": origin, "Sec-Fetch-Site": site, "Cookie": f"{COOKIE_NAME}={ada.token}"}
    headers = {name: value for name, value in told.items() if value}
    answer = await nobody.post("/api/chats", json={}, headers=headers)
    if is_let_in:
        assert answer.status_code == 201
    else:
        refused(answer, 403, "FORBIDDEN")
