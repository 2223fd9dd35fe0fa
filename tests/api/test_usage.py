"""A user's own budget over HTTP."""

import re

from tests.api.conftest import refused

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


async def test_token_usage_has_the_shape_of_the_contract(ada):
    usage = (await ada.http.get("/api/user/token-usage")).json()
    assert MOMENT.fullmatch(usage.pop("last_reset_at"))
    assert MOMENT.fullmatch(usage.pop("resets_at"))
    days = usage.pop("by_day")
    assert len(days) == 30
    assert all(day.keys() == {"date", "tokens"} for day in days)
    assert usage == {
        "total_tokens_used": 0,
        "token_limit": 100_000,
        "remaining_tokens": 100_000,
        "reserved_tokens": 0,
        "estimated_days_until_limit": None,
        "by_model": [],
    }


async def test_a_reply_shows_in_the_usage_to_the_token(ada):
    chat_id = await ada.new_chat()
    await ada.say(chat_id)
    chat = (await ada.http.get(f"/api/chat/{chat_id}")).json()
    usage = (await ada.http.get("/api/user/token-usage")).json()
    cost = chat["tokens_consumed"]
    assert cost > 0
    assert usage["total_tokens_used"] == usage["by_day"][-1]["tokens"] == cost
    assert usage["remaining_tokens"] == 100_000 - cost
    assert usage["by_model"] == [{"model": "simulated", "tokens": cost}]
    assert usage["estimated_days_until_limit"] > 0
    await ada.http.delete(f"/api/chat/{chat_id}")
    assert (await ada.http.get("/api/user/token-usage")).json() == usage


async def test_the_signed_out_see_no_usage(nobody):
    refused(await nobody.get("/api/user/token-usage"), 401, "UNAUTHENTICATED")
