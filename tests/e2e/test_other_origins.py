"""Pages of other origins, before the app as it is served: Reflex has its own mind about them."""

import httpx
import pytest

from tests.e2e.conftest import LISTED_ORIGIN


@pytest.mark.parametrize(
    ("origin", "is_let_in"), [(LISTED_ORIGIN, True), ("http://localhost:5174", False)]
)
def test_only_listed_origins_are_let_in(app_url: str, origin: str, is_let_in: bool):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    asked_first = httpx.options(app_url + "/api/chats", headers=headers)
    asked = httpx.get(app_url + "/api/chats", headers={"Origin": origin}, timeout=60)
    assert (asked_first.status_code, asked.status_code) == (204, 401)
    for answer in (asked_first, asked):
        assert answer.headers.get("access-control-allow-origin") == (origin if is_let_in else None)
        assert answer.headers.get("access-control-allow-credentials") == (
            "true" if is_let_in else None
        )
        assert answer.headers["vary"] == "Origin"
