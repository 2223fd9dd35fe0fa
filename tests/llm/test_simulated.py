"""The model that needs no key."""

import time

import pytest

from chat_app.llm.catalog import SIMULATED
from chat_app.llm.estimate import estimate
from chat_app.llm.providers import get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, PromptMessage, Role, Usage

pytestmark = pytest.mark.usefixtures("settings")


async def ask(
    message: str, *, history: tuple[PromptMessage, ...] = (), max_output_tokens: int = 2048
) -> tuple[list[str], Finish]:
    request = ChatRequest("simulated", "Be brief.", history, message, max_output_tokens)
    events = [event async for event in stream_reply(SIMULATED, request)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


async def test_a_reply_is_the_same_for_the_same_request() -> None:
    assert await ask("How are you?") == await ask("How are you?")


async def test_replies_differ_with_the_message() -> None:
    replies = {"".join((await ask(f"Question {number}"))[0]) for number in range(20)}
    assert len(replies) > 5


async def test_a_reply_says_that_it_is_simulated_and_comes_word_by_word() -> None:
    deltas, finish = await ask("Hello")
    assert "simulated model" in "".join(deltas)
    assert all(len(delta.split()) == 1 for delta in deltas)
    assert finish.reason is FinishReason.STOP


@pytest.mark.parametrize("number", [1, 80, 81, 500])
async def test_a_number_of_words_asked_for_is_what_comes(number: int) -> None:
    deltas, _ = await ask(f"Please write {number} words about tides")
    assert len("".join(deltas).split()) == number


@pytest.mark.parametrize(
    ("wish", "sign"),
    [
        ("a table", "| --- |"),
        ("a list", "1. "),
        ("code", "```python"),
        ("maths", "$$"),
        ("a link", "](http"),
    ],
)
async def test_what_is_named_is_shown(wish: str, sign: str) -> None:
    deltas, _ = await ask(f"Show me {wish}")
    assert sign in "".join(deltas)


async def test_usage_counts_quarters_of_characters_of_all_that_was_sent() -> None:
    history = (PromptMessage(Role.USER, "x" * 10), PromptMessage(Role.ASSISTANT, "y" * 9))
    deltas, finish = await ask("write 3 words", history=history)
    output_tokens = -(-len("".join(deltas)) // 4)
    assert finish.usage == Usage(
        prompt_tokens=3 + 3 + 3 + 4,
        cached_tokens=0,
        output_tokens=output_tokens,
        thinking_tokens=0,
        total_tokens=13 + output_tokens,
    )


async def test_a_reply_ends_where_the_tokens_asked_for_end() -> None:
    deltas, finish = await ask("write 500 words", max_output_tokens=64)
    assert len("".join(deltas)) == 256
    assert finish.reason is FinishReason.LENGTH
    assert finish.usage
    assert finish.usage.output_tokens == 64


@pytest.mark.parametrize("text", ["x", "Hello there!", "世界" * 30, "0123456789" * 9, "👋" * 9])
async def test_the_estimate_covers_its_tokens(text: str) -> None:
    count = await get_provider("simulated").count("simulated", text)
    assert count is not None
    assert estimate(text) >= count


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_words_come_at_the_pace_that_is_set() -> None:
    started = time.monotonic()
    await ask("write 10 words")
    assert 0.2 <= time.monotonic() - started < 5
