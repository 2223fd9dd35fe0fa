"""Pages of listed origins may call `/v1`, and read what it says of tokens."""

import pytest

from tests.api.v1.conftest import CHAT, Program

ORIGIN = "https://app.example.org"


@pytest.mark.settings(CORS_ORIGINS=ORIGIN)
async def test_pages_of_listed_origins_may_call_and_read(program: Program) -> None:
    asking = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    preflight = await program.http.options(CHAT, headers=asking)
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in preflight.headers["access-control-allow-methods"]
    asked = {"model": "simulated", "messages": [{"role": "user", "content": "Hello"}]}
    for body, status in ((asked, 200), ({}, 400)):
        answer = await program.http.post(CHAT, json=body, headers={"Origin": ORIGIN})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["cache-control"] == "no-store"
        exposed = answer.headers["access-control-expose-headers"].lower()
        assert {"x-tally-charged-tokens", "x-tally-remaining-tokens", "x-tally-cut"} <= set(
            exposed.replace(" ", "").split(",")
        )
