"""What every adapter does alike, tried through its real SDK against a fake on the wire."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Literal

import anyio
import pytest

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.catalog import find
from chat_app.llm.providers import get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, PromptMessage, Role, Usage
from tests.fakes.script import REFUSAL, Fake, Fault, Oddity, Reply
from tests.llm.vendors import Vendor

HANG_UP_S = 0.2
"""A cancelled call has reached the vendor by then."""


def request_to(vendor: Vendor) -> ChatRequest:
    return ChatRequest(
        model=vendor.model_id,
        system_prompt="Be brief.",
        history=(PromptMessage(Role.USER, "Hi"), PromptMessage(Role.ASSISTANT, "Hello.")),
        message="How are you?",
        max_output_tokens=77,
    )


def open_stream(vendor: Vendor) -> AsyncGenerator[Delta | Finish, None]:
    return stream_reply(find(vendor.model_id), request_to(vendor))


async def ask(vendor: Vendor) -> tuple[list[str], Finish]:
    events = [event async for event in open_stream(vendor)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


async def test_deltas_arrive_as_they_were_sent(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=("Grüß", " Gott,\n", "\n世界", " 👋🏽", "\u2028.")))

    deltas, finish = await ask(vendor)

    assert deltas == ["Grüß", " Gott,\n", "\n世界", " 👋🏽", "\u2028."]
    assert finish.reason is FinishReason.STOP


async def test_a_request_holds_all_that_shapes_the_reply(vendor: Vendor, fake: Fake) -> None:
    await ask(vendor)

    assert vendor.read(fake.requests[0]) == request_to(vendor)
    assert fake.keys == ["key-of-the-test"]


async def test_usage_tells_cached_and_thinking_tokens_apart(vendor: Vendor, fake: Fake) -> None:
    usage = Usage(
        prompt_tokens=100, cached_tokens=60, output_tokens=3, thinking_tokens=40, total_tokens=143
    )
    fake.script(Reply(usage=usage))

    _, finish = await ask(vendor)

    assert finish.usage == usage


async def test_zeros_for_a_text_that_came_are_no_report(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(0, 0, 0, 0, 0)))

    _, finish = await ask(vendor)

    assert finish.usage is None


async def test_missing_usage_is_none(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=None))

    deltas, finish = await ask(vendor)

    assert deltas
    assert finish.usage is None


async def test_a_figure_that_is_left_out_is_none(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(12, None, 3, None, 15)))

    _, finish = await ask(vendor)

    # Gemini's wire has no missing figure: it is a zero there.
    left_out = 0 if vendor.name == "gemini" else None
    assert finish.usage == Usage(12, left_out, 3, left_out, 15)


async def test_half_a_report_ends_no_reply(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(12, None, None, None, None)))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert finish.usage
    assert finish.usage.prompt_tokens == 12


@pytest.mark.parametrize("reason", [FinishReason.LENGTH, FinishReason.SAFETY, FinishReason.ERROR])
async def test_the_finish_says_why_the_reply_ended(
    vendor: Vendor, fake: Fake, reason: FinishReason
) -> None:
    fake.script(Reply(finish=reason))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert finish.reason is reason
    assert finish.usage


async def test_a_refused_prompt_is_a_finish_and_not_an_error(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(blocks_prompt=True, usage=Usage(12, 0, 0, 0, 12)))

    deltas, finish = await ask(vendor)

    assert deltas == []
    assert finish == Finish(FinishReason.SAFETY, Usage(12, 0, 0, 0, 12))


async def test_a_refusal_in_words_is_shown_and_named(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=(Oddity.REFUSAL,), finish=FinishReason.SAFETY))

    deltas, finish = await ask(vendor)

    assert deltas == [REFUSAL]
    assert finish.reason is FinishReason.SAFETY


async def test_a_reply_without_text_is_a_reply(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=()))

    deltas, finish = await ask(vendor)

    assert (deltas, finish.reason) == ([], FinishReason.STOP)
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "oddity", [Oddity.THOUGHT, Oddity.TOOL_CALL, Oddity.UNKNOWN, Oddity.MISSHAPEN]
)
async def test_what_is_no_text_for_people_is_not_shown(
    vendor: Vendor, fake: Fake, oddity: Oddity
) -> None:
    fake.script(Reply(deltas=(oddity, "Hello", oddity, " there", oddity)))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage


@pytest.mark.parametrize("seconds", [0.25, 20])
async def test_a_rate_limit_is_tried_again_after_the_time_it_asks_for(
    vendor: Vendor, fake: Fake, waits: list[float], seconds: float
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=seconds), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert len(fake.requests) == 2
    assert waits == [seconds]


async def test_nobody_waits_longer_than_20_seconds_for_a_rate_limit(
    vendor: Vendor, fake: Fake, waits: list[float]
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=21), Reply())

    with pytest.raises(ProviderRateLimited):
        await ask(vendor)

    assert waits == []


@pytest.mark.parametrize("form", ["seconds", "milliseconds", "date"])
async def test_a_rate_limit_that_lasts_too_long_is_told_at_once(
    vendor: Vendor, fake: Fake, form: Literal["seconds", "milliseconds", "date"]
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=120, retry_after_form=form))

    with pytest.raises(ProviderRateLimited) as refusal:
        await ask(vendor)

    assert refusal.value.retry_after_seconds == pytest.approx(120, abs=2)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("fault", ["server", "unavailable", "rate_limit"])
async def test_a_fault_before_the_first_delta_is_tried_three_times(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(ProviderError) as raised:
        await ask(vendor)

    is_limit = isinstance(raised.value, ProviderRateLimited)
    assert is_limit is (fault == "rate_limit")
    assert raised.value.retry_after_seconds == (5 if is_limit else None)
    assert len(fake.requests) == 3


@pytest.mark.parametrize("fault", ["bad_key", "unknown_model"])
async def test_a_request_that_can_never_work_is_sent_once(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(ProviderRejected):
        await ask(vendor)

    assert len(fake.requests) == 1


async def test_a_cut_after_the_first_delta_passes_through(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(cut_after=2))
    events = open_stream(vendor)
    assert [await anext(events), await anext(events)] == [Delta("Hello"), Delta(" there")]

    with pytest.raises(ProviderError) as raised:
        await anext(events)

    assert type(raised.value) is ProviderError
    assert len(fake.requests) == 1


async def test_a_stream_that_ends_without_a_reason_was_cut(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(finish=None))
    events = open_stream(vendor)
    for _ in range(3):
        await anext(events)

    with pytest.raises(ProviderError, match="cut"):
        await anext(events)


@pytest.mark.parametrize("oddity", [Oddity.UNREADABLE, Oddity.OVERLOADED])
async def test_what_breaks_a_stream_is_a_fault_of_the_provider(
    vendor: Vendor, fake: Fake, oddity: Oddity
) -> None:
    fake.script(Reply(deltas=("Hello", oddity)))
    events = open_stream(vendor)
    assert await anext(events) == Delta("Hello")

    with pytest.raises(ProviderError) as raised:
        await anext(events)

    assert not isinstance(raised.value, ProviderRejected | ProviderRateLimited)
    assert len(fake.requests) == 1


async def test_a_rate_limit_told_in_the_stream_is_one(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=("Hello", Oddity.RATE_LIMITED)))
    events = open_stream(vendor)
    await anext(events)

    with pytest.raises(ProviderRateLimited):
        await anext(events)


@pytest.mark.parametrize("oddity", [Oddity.UNREADABLE, Oddity.OVERLOADED, Oddity.RATE_LIMITED])
async def test_what_breaks_a_stream_before_its_first_delta_is_tried_again(
    vendor: Vendor, fake: Fake, oddity: Oddity
) -> None:
    fake.script(Reply(deltas=(oddity,)), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert len(fake.requests) == 2


async def test_a_cut_before_the_first_delta_is_tried_again(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(cut_after=0), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]


@pytest.mark.parametrize("stall_after", [0, 1], ids=["before the first delta", "after it"])
async def test_silence_is_a_time_out_and_cancels_upstream(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch, stall_after: int
) -> None:
    monkeypatch.setenv("PROVIDER_STALL_S", "0.3")
    get_settings.cache_clear()
    fake.script(Reply(stall_after=stall_after))

    with pytest.raises(ProviderTimeout):
        await ask(vendor)

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("stall_after", [0, 1], ids=["before the first delta", "after it"])
async def test_a_cancelled_task_cancels_upstream(
    vendor: Vendor, fake: Fake, stall_after: int
) -> None:
    fake.script(Reply(stall_after=stall_after))
    task = asyncio.create_task(ask(vendor))
    await fake.called.wait()

    task.cancel()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancelled_scope_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=1))

    with anyio.CancelScope() as scope:
        async for _ in open_stream(vendor):
            scope.cancel()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


async def test_a_closed_stream_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=1))
    events = open_stream(vendor)
    await anext(events)

    await events.aclose()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


async def test_nobody_at_the_address_is_a_fault_of_the_provider(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in vendor.settings("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()

    with pytest.raises(ProviderError):
        await ask(vendor)


async def test_a_text_is_counted_by_the_vendor(vendor: Vendor, fake: Fake) -> None:
    assert await get_provider(vendor.name).count(vendor.model_id, "x" * 40) == 11
    assert fake.counted == ["x" * 40]


@pytest.mark.parametrize("fault", ["server", "rate_limit", "bad_key"])
async def test_a_failed_count_is_one_of_our_errors(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(ProviderError):
        await get_provider(vendor.name).count(vendor.model_id, "text")


async def test_a_count_that_cannot_be_read_is_one_of_our_errors(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(count_is_unreadable=True))

    with pytest.raises(ProviderError):
        await get_provider(vendor.name).count(vendor.model_id, "text")


async def test_fifty_streams_run_side_by_side(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(pause_seconds=0.02))

    answers = await asyncio.gather(*(ask(vendor) for _ in range(50)))

    assert [deltas for deltas, _ in answers] == [["Hello", " there", "!"]] * 50
