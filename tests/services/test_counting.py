"""Counting holds no reply up: neither its first delta nor its end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import pytest

from chat_app.config import Settings, get_settings
from chat_app.llm.catalogue import find
from chat_app.llm.tokens import counter, estimate
from chat_app.llm.types import CostMethod, CountMethod, Text, Usage
from chat_app.models import Chat, MessageStatus, User
from chat_app.services import turns
from chat_app.services.broker import Piece
from tests.callers import by
from tests.clock import within
from tests.fakes.script import Fake, Reply, counted
from tests.llm.vendors import VENDORS, Vendor
from tests.services.listening import hear, hear_until

NewUser = Callable[..., Awaitable[User]]
TEXT = "How do tides work?"
GRACE_S = 0.04
COUNT_TIMEOUT_S = PROVIDER_STALL_S = 20

pytestmark = [
    pytest.mark.settings(COUNT_TIMEOUT_S=COUNT_TIMEOUT_S, PROVIDER_STALL_S=PROVIDER_STALL_S),
    pytest.mark.parametrize("vendor", VENDORS, indirect=True, ids=lambda vendor: vendor.name),
    pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True),
]


async def test_the_first_delta_comes_while_the_counts_are_still_out(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    fake.may_count.clear()
    fake.script(Reply(stall_after=1))
    started = await turns.start(by(user), chat.chat_id, TEXT)

    async with aclosing(turns.attach(started.message_id)) as events:
        assert await anext(events) == Piece(0, "Hello")

    assert not fake.may_count.is_set()
    fake.may_count.set()
    await turns.stop(user, chat.chat_id)
    _, end = await hear(started)
    assert end.breakdown is not None
    assert end.breakdown.method is CountMethod.API


async def test_counts_answered_during_the_reply_are_all_that_is_asked_for(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert sorted(fake.counted) == sorted([TEXT, get_settings().SYSTEM_PROMPT])
    assert end.breakdown is not None
    assert end.breakdown.user_tokens == counted(TEXT)
    assert end.breakdown.system_tokens == counted(get_settings().SYSTEM_PROMPT)
    assert (end.breakdown.ai_tokens, end.breakdown.method) == (3, CountMethod.API)


async def test_a_system_prompts_count_lives_in_a_cache_of_its_own(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    await hear(await turns.start(by(user), chat.chat_id, TEXT))

    stats = counter().stats()
    assert (stats.system_prompt_cache_entries, stats.text_token_cache_entries) == (1, 1)


async def test_earlier_messages_are_not_counted_where_they_are_not_charged(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("A first reply.",)))
    await hear(await turns.start(by(user), chat.chat_id, TEXT))
    fake.script(Reply(usage=None))

    await hear(await turns.start(by(user), chat.chat_id, "And the moon?"))

    assert "A first reply." not in fake.counted


async def test_a_count_that_is_slower_than_the_reply_is_not_waited_for(
    database_settings: Settings, vendor: Vendor, fake: Fake, user: User, chat: Chat
) -> None:
    fake.may_count.clear()
    started = await turns.start(by(user), chat.chat_id, TEXT)

    # benchmarks/count_wait.py says how short the wait is.
    async with within(COUNT_TIMEOUT_S / 2):
        _, end = await hear(started)

    assert end.breakdown is not None
    assert (end.breakdown.user_tokens, end.breakdown.ai_tokens) == (estimate(TEXT), 3)
    assert end.breakdown.method is CountMethod.ESTIMATE
    assert end.tokens_used == estimate(TEXT) + estimate(get_settings().SYSTEM_PROMPT) + 3 + 10
    # Late is not lost: the counts go on, and the next exchange has them.
    fake.may_count.set()
    model = find(vendor.model_id)
    for text in (TEXT, get_settings().SYSTEM_PROMPT):
        assert (await counter().count(model, Text(text))).tokens == counted(text)
    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))
    assert end.breakdown is not None
    assert end.breakdown.method is CountMethod.API
    assert len(fake.counted) == 2


async def test_a_reply_that_comes_without_a_bill_waits_for_its_count(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=None))
    fake.may_count.clear()
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await hear_until(started, "Hello there!")
    ending = asyncio.create_task(hear(started))
    done, _ = await asyncio.wait([ending], timeout=3 * GRACE_S)
    assert not done

    fake.may_count.set()

    _, end = await ending
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted("Hello there!")
    assert end.breakdown.method is CountMethod.API


async def test_zeros_that_a_vendor_reports_for_a_text_make_no_reply_free(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=Usage(0, 0, 0, 0, 0)))

    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert end.text == "Hello there!"
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted("Hello there!")
    assert (end.breakdown.method, end.breakdown.billed) == (CountMethod.API, None)


async def test_a_reply_that_nobody_billed_and_nobody_counts_is_an_estimate_and_says_so(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=None), Reply(fault="server"))

    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == estimate("Hello there!")
    assert end.breakdown.method is CountMethod.ESTIMATE
    assert (end.breakdown.billed, end.breakdown.cost_method) == (None, CostMethod.ESTIMATED)


async def test_a_stop_reaches_every_vendor_at_once(
    database_settings: Settings, fake: Fake, user: User, chat: Chat
) -> None:
    # Nothing more comes of it: only a stop ends it before `PROVIDER_STALL_S`.
    fake.script(Reply(deltas=("word ", "word "), stall_after=1))
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await hear_until(started, "word ")

    assert await turns.stop(user, chat.chat_id)
    async with within(PROVIDER_STALL_S / 2):
        await fake.cancelled.wait()

    pieces, end = await hear(started)
    assert end.status is MessageStatus.STOPPED
    assert end.breakdown is not None
    assert end.breakdown.ai_tokens == counted("".join(pieces))
