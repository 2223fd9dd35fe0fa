"""`BUDGET_BASIS=provider`: people pay what the provider bills, to the token."""

from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import col, update
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.llm.types import CountMethod, Usage
from chat_app.models import Chat, MessageStatus, Turn, User, now
from chat_app.services import chats, turns
from chat_app.services.broker import End
from chat_app.services.budgets import ledger
from chat_app.services.turns import runner, sweeper
from tests.callers import by
from tests.fakes.script import Fake, Reply, counted
from tests.services.exchanges import turn_of
from tests.services.listening import hear, hear_until

NewUser = Callable[..., Awaitable[User]]
TEXT = "How do tides work?"
BILL = Usage(40, 8, 7, 13, 60)

pytestmark = pytest.mark.settings(
    BUDGET_BASIS="provider", COUNT_TIMEOUT_S="20", PROVIDER_STALL_S="20"
)


async def ask(user: User, chat: Chat) -> End:
    return (await hear(await turns.start(by(user), chat.chat_id, TEXT)))[1]


async def used_tokens(user: User) -> int:
    async with reading() as session:
        return (await briefly(session, ledger.balance, ledger.Owner.of(user))).total_tokens_used


async def test_the_charge_is_the_bill_thinking_and_history_included(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=BILL))

    end = await ask(user, chat)

    assert end.breakdown is not None
    assert end.tokens_used == end.breakdown.total_tokens == 60
    assert end.breakdown.method is CountMethod.USAGE
    assert await used_tokens(user) == 60


async def test_a_bill_of_zero_for_a_text_is_none(fake: Fake, user: User, chat: Chat) -> None:
    fake.script(Reply(usage=Usage(0, 0, 0, 0, 0)))

    end = await ask(user, chat)

    system = get_settings().SYSTEM_PROMPT
    assert end.status is MessageStatus.COMPLETE
    assert end.tokens_used == counted(system, TEXT, "Hello there!")


async def test_the_quote_covers_the_history(fake: Fake, user: User, chat: Chat) -> None:
    first = await turns.quote(by(user), chat.chat_id, TEXT)
    await ask(user, chat)

    second = await turns.quote(by(user), chat.chat_id, TEXT)

    assert first.history_tokens == 0
    assert second.history_tokens >= counted(TEXT, "Hello there!")
    prompt_tokens = second.user_tokens + second.system_tokens + second.overhead_tokens
    assert second.max_total_tokens == prompt_tokens + second.history_tokens + second.max_ai_tokens


async def test_a_stopped_reply_is_charged_by_counts_of_all_that_was_sent(
    fake: Fake, user: User, chat: Chat
) -> None:
    answers = iter((Reply(usage=BILL), Reply(stall_after=2)))
    fake.answer = lambda _: next(answers)
    await ask(user, chat)
    started = await turns.start(by(user), chat.chat_id, "And why?")
    await hear_until(started, "Hello there")

    await turns.stop(user, chat.chat_id)

    _, end = await hear(started)
    assert end.breakdown is not None
    system = get_settings().SYSTEM_PROMPT
    assert end.tokens_used == counted(system, TEXT, "Hello there!", "And why?", "Hello there")
    assert end.breakdown.method is CountMethod.API
    assert end.breakdown.billed is None


async def test_where_nobody_counts_the_charge_is_an_estimate_and_says_so(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(cut_after=2), Reply(fault="server"))

    end = await ask(user, chat)

    assert end.breakdown is not None
    assert end.status is MessageStatus.PARTIAL
    assert end.breakdown.method is CountMethod.ESTIMATE
    assert end.tokens_used >= counted(TEXT, "Hello there")


async def test_a_refusal_that_was_billed_is_charged(fake: Fake, user: User, chat: Chat) -> None:
    fake.script(Reply(blocks_prompt=True, usage=Usage(12, 0, 0, 0, 12)))

    end = await ask(user, chat)

    assert (end.status, end.error_code) == (MessageStatus.FAILED, "CONTENT_BLOCKED")
    assert end.tokens_used == await used_tokens(user) == 12


async def test_a_fault_that_nobody_billed_costs_nothing(fake: Fake, user: User, chat: Chat) -> None:
    fake.script(Reply(fault="bad_key"))

    assert (await ask(user, chat)).tokens_used == 0


@pytest.mark.parametrize("dropped", [0, 1, 2])
async def test_a_turn_whose_process_died_pays_for_the_history_that_was_told(
    fake: Fake, user: User, chat: Chat, dropped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((Reply(usage=BILL), Reply(stall_after=2)))
    fake.answer = lambda _: next(answers)
    await ask(user, chat)
    started = await turns.start(by(user), chat.chat_id, "And why?")
    await hear_until(started, "Hello there")
    # What sweeps is another process: this one's heartbeat may find the lease lost at any moment.
    monkeypatch.setattr(runner, "lease_owner", uuid7())
    async with transaction() as session:
        await session.exec(
            update(Turn)
            .where(col(Turn.message_id) == started.message_id)
            .values(history_dropped=dropped)
        )
        await session.exec(update(Turn).values(lease_owner=chat.chat_id, lease_expires_at=now()))

    await sweeper.sweep()

    message = await chats.get_message(user, chat.chat_id, started.message_id)
    system = get_settings().SYSTEM_PROMPT
    sent = counted(system, *[TEXT, "Hello there!"][dropped:], "And why?")
    turn = await turn_of(message.message_id)
    assert turn.charged_tokens == sent + counted(message.content)
