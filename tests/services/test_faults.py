"""Turns through the real Gemini adapter: however a vendor ends a reply, the books balance."""

import asyncio
from collections.abc import Awaitable, Callable

import anyio
import pytest
from sqlmodel import select

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.llm.catalogue import cost_micro_usd, find
from chat_app.llm.tokens import estimate
from chat_app.llm.types import CostMethod, CountMethod, FinishReason, Usage
from chat_app.models import (
    Budget,
    Chat,
    LedgerEntry,
    LedgerKind,
    Message,
    MessageStatus,
    User,
)
from chat_app.services import chats, turns
from chat_app.services.broker import End
from chat_app.services.budgets.receipts import Billed
from tests.callers import by
from tests.clock import pass_time
from tests.fakes.script import Fake, Reply, counted
from tests.services.listening import first_piece, hear, hear_until

NewUser = Callable[..., Awaitable[User]]
MODEL = "gemini-3.8-flash"
TEXT = "How do tides work?"
LONG = ("word ",) * 2000

STALL_S = COUNT_TIMEOUT_S = 20
pytestmark = pytest.mark.settings(PROVIDER_STALL_S=STALL_S, COUNT_TIMEOUT_S=COUNT_TIMEOUT_S)


async def ask(user: User, chat: Chat) -> End:
    """Send a message, hear the reply, and check that it is saved as it was told."""
    pieces, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))
    assert "".join(pieces) == end.text
    reply = (await chats.messages(user, chat.chat_id))[-1]
    assert (reply.message.content, reply.message.status) == (end.text, end.status)
    assert (reply.tokens_consumed, reply.breakdown) == (end.tokens_used, end.breakdown)
    return end


async def used_tokens() -> int:
    async with reading() as session:
        return sum((await session.exec(select(Budget.total_tokens_used))).all())


async def test_a_reply_is_charged_by_the_vendors_figures(
    fake: Fake, user: User, chat: Chat
) -> None:
    usage = Usage(40, 8, 7, None, 60)
    fake.script(Reply(usage=usage))

    end = await ask(user, chat)

    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.STOP)
    parts = end.breakdown
    assert parts is not None
    assert parts.ai_tokens == 7
    assert parts.user_tokens == counted(TEXT)
    assert parts.system_tokens == counted(get_settings().SYSTEM_PROMPT)
    assert parts.method is CountMethod.API
    assert parts.billed == Billed(40, 8, 7, 13, 60)
    assert parts.cost_micro_usd == cost_micro_usd(find(MODEL), Usage(40, 8, 7, 13, 60))
    assert end.tokens_used == parts.user_tokens + 7 + parts.system_tokens + 10
    assert await used_tokens() == end.tokens_used


@pytest.mark.parametrize("fault", ["rate_limit", "server", "unavailable"])
async def test_a_fault_before_the_first_delta_is_tried_again(
    fake: Fake, user: User, chat: Chat, fault: str
) -> None:
    fake.script(Reply(fault=fault), Reply(fault=fault), Reply())  # type: ignore[arg-type]

    end = await ask(user, chat)

    assert (end.status, end.text) == (MessageStatus.COMPLETE, "Hello there!")
    assert len(fake.requests) == 3
    assert await used_tokens() == end.tokens_used > 0


@pytest.mark.parametrize(
    ("fault", "code", "tries"),
    [
        ("rate_limit", "RATE_LIMIT_ERROR", 3),
        ("server", "PROVIDER_ERROR", 3),
        ("unavailable", "PROVIDER_ERROR", 3),
        ("bad_key", "PROVIDER_ERROR", 1),
    ],
)
async def test_a_turn_that_fails_before_any_text_costs_nothing(
    fake: Fake, user: User, chat: Chat, *, fault: str, code: str, tries: int
) -> None:
    fake.script(Reply(fault=fault))  # type: ignore[arg-type]

    end = await ask(user, chat)

    assert (end.status, end.error_code, end.tokens_used) == (MessageStatus.FAILED, code, 0)
    assert end.error_message
    assert len(fake.requests) == tries
    assert await used_tokens() == 0


async def test_a_reply_cut_in_the_middle_is_kept_and_charged(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(cut_after=2))

    end = await ask(user, chat)

    assert (end.status, end.error_code) == (MessageStatus.PARTIAL, "PROVIDER_ERROR")
    assert end.text == "Hello there"
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted("Hello there")
    assert end.breakdown.billed is None
    assert len(fake.requests) == 1
    assert await used_tokens() == end.tokens_used > 0


async def test_silence_before_the_first_delta_is_a_timeout_and_free(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(stall_after=0))
    asking = asyncio.create_task(ask(user, chat))
    await fake.called.wait()

    pass_time(STALL_S)

    end = await asking

    assert (end.status, end.error_code) == (MessageStatus.FAILED, "PROVIDER_TIMEOUT")
    assert end.tokens_used == 0
    assert len(fake.requests) == 1
    async with asyncio.timeout(60):
        await fake.cancelled.wait()


async def test_silence_in_the_middle_keeps_and_charges_what_came(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(stall_after=1))
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await hear_until(started, "Hello")
    pass_time(STALL_S)

    _, end = await hear(started)

    assert (end.status, end.error_code) == (MessageStatus.PARTIAL, "PROVIDER_TIMEOUT")
    assert end.text == "Hello"
    assert await used_tokens() == end.tokens_used > 0
    async with asyncio.timeout(60):
        await fake.cancelled.wait()


async def test_a_blocked_prompt_fails_in_words_and_costs_nothing(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(blocks_prompt=True, usage=Usage(12, 0, 0, 0, 12)))

    end = await ask(user, chat)

    assert (end.status, end.finish_reason) == (MessageStatus.FAILED, FinishReason.SAFETY)
    assert end.error_code == "CONTENT_BLOCKED"
    assert end.error_message
    assert end.tokens_used == 0


async def test_a_blocked_reply_keeps_and_charges_what_came(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(finish=FinishReason.SAFETY))

    end = await ask(user, chat)

    assert (end.status, end.finish_reason) == (MessageStatus.PARTIAL, FinishReason.SAFETY)
    assert end.error_code == "CONTENT_BLOCKED"
    assert end.text == "Hello there!"
    assert await used_tokens() == end.tokens_used > 0


async def test_without_usage_the_reply_is_counted_by_the_vendor(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=None))

    end = await ask(user, chat)

    assert end.status is MessageStatus.COMPLETE
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted("Hello there!")
    assert end.breakdown.method is CountMethod.API
    assert "Hello there!" in fake.counted
    assert end.breakdown.billed is None
    sent = counted(TEXT) + counted(get_settings().SYSTEM_PROMPT)
    estimated = cost_micro_usd(find(MODEL), Usage(sent, None, counted("Hello there!")))
    assert end.breakdown.cost_micro_usd == estimated
    assert end.breakdown.cost_method is CostMethod.ESTIMATED


@pytest.mark.parametrize("is_silent", [False, True])
async def test_a_reply_nobody_counts_is_estimated(
    fake: Fake, user: User, chat: Chat, is_silent: bool
) -> None:
    # Counts take the next scripted reply: the first one is for the message itself.
    fake.script(Reply(usage=None, pause_seconds=0.05), Reply(fault="server"))
    if is_silent:
        fake.script(Reply(usage=None))
        fake.may_count.clear()
    asking = asyncio.create_task(ask(user, chat))
    if is_silent:
        while "Hello there!" not in fake.counted:
            await asyncio.sleep(0.01)
        pass_time(COUNT_TIMEOUT_S)

    end = await asking

    assert end.status is MessageStatus.COMPLETE
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == estimate("Hello there!")
    assert end.breakdown.method is CountMethod.ESTIMATE
    assert await used_tokens() == end.tokens_used > 0


async def test_a_vendor_that_ignores_the_clamp_is_cut_at_the_budget(
    fake: Fake, new_user: NewUser
) -> None:
    poor = await new_user(tier="PRO", token_limit=300)
    chat = await chats.create(by(poor), model=MODEL)
    quote = await turns.quote(by(poor), chat.chat_id, TEXT)
    # Far more than the budget pays, so that it still talks when we hang up; and no word of it
    # costs more by the vendor's count than by the estimate.
    fake.script(Reply(deltas=("sea ",) * 40_000, pause_seconds=0.001))

    end = await ask(poor, chat)

    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.BUDGET)
    assert end.tokens_used <= quote.max_total_tokens == 300
    # Exact counts are asked for sparingly: what is given away between two is a fiftieth at most.
    assert counted(end.text) <= quote.max_ai_tokens * 1.02
    assert fake.requests[0].generation_config.max_output_tokens == quote.max_ai_tokens
    async with asyncio.timeout(60):
        await fake.cancelled.wait()


async def test_what_a_vendor_bills_above_the_quote_is_the_operators(
    fake: Fake, new_user: NewUser
) -> None:
    poor = await new_user(tier="PRO", token_limit=300)
    chat = await chats.create(by(poor), model=MODEL)
    quote = await turns.quote(by(poor), chat.chat_id, TEXT)
    fake.script(Reply(usage=Usage(40, 0, 5000, 0, 5040)))

    end = await ask(poor, chat)

    assert end.tokens_used == quote.max_total_tokens == 300
    async with reading() as session:
        overrun = (
            await session.exec(select(LedgerEntry).where(LedgerEntry.kind == LedgerKind.OVERRUN))
        ).one()
    cost_tokens = counted(TEXT) + counted(get_settings().SYSTEM_PROMPT) + 5000 + 10
    assert (overrun.user_id, overrun.amount_tokens) == (None, 300 - cost_tokens)
    assert end.breakdown is not None
    assert end.breakdown.waived_tokens == cost_tokens - 300


async def test_a_stop_reaches_the_vendor_and_charges_what_was_said(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=LONG, pause_seconds=0.02))
    started = await turns.start(by(user), chat.chat_id, TEXT)
    piece = await first_piece(started)

    assert await turns.stop(user, chat.chat_id)
    await fake.cancelled.wait()

    _, end = await hear(started)
    assert (end.status, end.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert end.text.startswith(piece.text)
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted(end.text)
    assert await used_tokens() == end.tokens_used > 0


async def test_a_stop_before_the_first_delta_costs_nothing(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(stall_after=0))
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await fake.called.wait()

    assert await turns.stop(user, chat.chat_id)

    _, end = await hear(started)
    assert (end.status, end.tokens_used) == (MessageStatus.STOPPED, 0)


async def test_a_reply_nobody_hears_is_cancelled_at_the_vendor(
    fake: Fake, user: User, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script(Reply(deltas=LONG, pause_seconds=0.02))
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await first_piece(started)
    monkeypatch.setattr(get_settings(), "DISCONNECT_GRACE_S", 0)

    async with asyncio.timeout(60):
        await fake.cancelled.wait()

    _, end = await hear(started)
    assert (end.status, end.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert await used_tokens() == end.tokens_used > 0


async def test_equal_messages_sent_at_once_are_each_charged_and_counted_once(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(pause_seconds=0.02))
    places = [await chats.create(by(user), model=MODEL) for _ in range(20)]
    ends: list[End] = []

    async def send(chat: Chat) -> None:
        ends.append(await ask(user, chat))

    async with anyio.create_task_group() as tasks:
        for chat in places:
            tasks.start_soon(send, chat)

    assert {end.status for end in ends} == {MessageStatus.COMPLETE}
    assert len({end.tokens_used for end in ends}) == 1
    assert await used_tokens() == sum(end.tokens_used for end in ends)
    assert fake.counted.count(TEXT) == 1
    assert fake.counted.count(get_settings().SYSTEM_PROMPT) == 1
    async with reading() as session:
        assert len((await session.exec(select(Message))).all()) == 40
