"""What the page is told of prices."""

from collections.abc import Awaitable, Callable

import pytest

from chat_app.models import User
from chat_app.services import turns
from chat_app.services.chats.access import IN_CHATS, models_to_choose
from chat_app.ui.chat.pricing import model_rows, quote_row
from chat_app.words import words_for
from tests.callers import by

pytestmark = pytest.mark.usefixtures("app")


async def test_replies_asked_for_at_once_are_quoted_together(
    new_user: Callable[..., Awaitable[User]],
) -> None:
    user = await new_user()
    quoted = await turns.quote(by(user), None, "Which of you is right?")

    one, both = quote_row([quoted]), quote_row([quoted, quoted])

    assert one["most"]["total"]["tokens"] == quoted.max_total_tokens
    assert one["left"] == both["left"] == quoted.remaining_after_tokens
    for bill in ("likely", "most"):
        for part, amount in one[bill].items():
            assert both[bill][part] == {name: 2 * figure for name, figure in amount.items()}


async def test_a_model_that_cannot_be_chosen_says_why(
    new_user: Callable[..., Awaitable[User]],
) -> None:
    user = await new_user()
    rows = {row["id"]: row for row in model_rows(user, words_for("en", "", "UTC"))}

    free = {model.model_id for model in models_to_choose(by(user), *IN_CHATS)}
    assert {name for name, row in rows.items() if "hindrance" not in row} == free
    assert "PRO plan" in rows["claude-sonnet-5-5"]["hindrance"]
    assert rows["gemini-3.5-flash-lite"]["hindrance"] == "Not set up on this server"
    assert rows["claude-sonnet-5-5"]["takes"] == ["image", "document"]
    assert not rows["claude-sonnet-5-5"]["temperature"]
    assert rows["simulated"]["simulated"]
    assert rows["gemini-3.5-flash-lite"]["typical"] == 1_300
    assert rows["gpt-image-2"]["draws"] == {
        "width": 1024,
        "height": 1024,
        "microUsd": 52_680,
        "writes": False,
    }
