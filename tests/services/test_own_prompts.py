"""A prompt that a caller brings: no chat, no stored text, and in the books like everything else."""

import asyncio
import signal
import sys
from contextlib import aclosing
from dataclasses import replace
from uuid import UUID

import anyio
import pytest
from sqlmodel import select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import InvalidRequest, ModelNotAllowed, TokenLimitExceeded
from chat_app.lifespan import lifespan
from chat_app.llm.catalogue import catalogue
from chat_app.llm.types import (
    CountMethod,
    FinishReason,
    JsonReply,
    Parameters,
    Prompt,
    Usage,
    text_message,
)
from chat_app.llm.types import Role as Says
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.services import turns
from chat_app.services.admin import reports
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import launching as engine
from chat_app.services.turns import runner, sweeper
from chat_app.services.turns.drafts import own_draft
from chat_app.services.turns.opening import Asked, save_turns
from tests.callers import by
from tests.conftest import ROOT, NewUser
from tests.fakes.script import Fake, Reply, counted
from tests.llm.prompts import question, said
from tests.llm.vendors import VENDORS, Vendor
from tests.services.listening import listen

TEXT, SYSTEM = "And why twice a day?", "Be brief."
HISTORY = said("What is a tide?", "Water.")
PROMPT = question(TEXT, system=SYSTEM, history=HISTORY)
SENT_TOKENS = counted(SYSTEM, "What is a tide?Water.", TEXT)
BILL = Usage(40, 8, 7, 13, 60)
EVERY_VENDOR = pytest.mark.parametrize("vendor", VENDORS, ids=lambda v: v.name, indirect=True)
SIMULATED = pytest.mark.settings(SIM_DELAY_MS="20")


@pytest.fixture
async def user(fake: Fake, new_user: NewUser) -> User:
    return await new_user(tier="ENTERPRISE")


async def begin(user: User, model_id: str, text: str = "write 2000 words") -> UUID:
    """Ask, and wait for the first word."""
    exchange_id = await turns.ask(by(user), model_id, question(text, max_output_tokens=2000))
    async with aclosing(turns.attach(exchange_id)) as events:
        await anext(events)
    return exchange_id


async def the_turn() -> Turn:
    """Return the one exchange there is, of which no text is kept."""
    async with reading() as session:
        assert (await session.exec(select(Message))).all() == []
        assert (await session.exec(select(Chat))).all() == []
        return (await session.exec(select(Turn))).one()


@EVERY_VENDOR
async def test_a_prompt_of_ones_own_is_told_whole_and_charged_as_billed(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    parameters = Parameters(77, response_format=JsonReply({"type": "object"}))
    fake.script(Reply(deltas=("Hello", " there!"), usage=BILL))

    exchange_id = await turns.ask(by(user), vendor.model_id, replace(PROMPT, parameters=parameters))

    text, end = await listen(exchange_id)
    assert (text, end.text, end.status) == ("Hello there!", "Hello there!", MessageStatus.COMPLETE)
    assert (end.chat_id, end.message_id) == (None, None)
    assert vendor.read(fake.requests[-1]).prompt == replace(PROMPT, parameters=parameters)
    assert end.breakdown
    assert end.tokens_used == end.breakdown.total_tokens == 60
    assert end.breakdown.method is CountMethod.USAGE
    turn = await the_turn()
    assert (turn.turn_id, turn.charged_tokens) == (exchange_id, 60)
    assert (turn.finish_reason, turn.billed_total_tokens) == (FinishReason.STOP, 60)


async def test_without_a_bill_all_that_was_sent_is_counted(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Hello", " there!"), cut_after=1))

    _, end = await listen(await turns.ask(by(user), vendor.model_id, PROMPT))

    assert end.status is MessageStatus.PARTIAL
    assert end.breakdown
    assert end.breakdown.overhead_tokens == 0
    assert end.tokens_used == SENT_TOKENS + counted("Hello")


async def test_what_failed_before_a_word_is_free(vendor: Vendor, fake: Fake, user: User) -> None:
    fake.script(Reply(fault="bad_key"))

    _, end = await listen(await turns.ask(by(user), vendor.model_id, PROMPT))

    assert (end.status, end.error_code, end.tokens_used) == ("failed", "PROVIDER_ERROR", 0)
    turn = await the_turn()
    assert (turn.user_tokens, turn.history_tokens, turn.count_method) == (None, None, None)


async def test_a_caller_that_gives_up_pays_for_what_was_produced(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Hello", " there!"), stall_after=1))
    exchange_id = await turns.ask(by(user), vendor.model_id, PROMPT)
    async with aclosing(turns.attach(exchange_id)) as events:
        await anext(events)

        await turns.cancel(exchange_id)

    _, end = await listen(exchange_id)
    assert (end.status, end.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert end.tokens_used == SENT_TOKENS + counted("Hello")


async def test_a_prompt_that_cannot_be_answered_leaves_nothing_behind(
    vendor: Vendor, fake: Fake, user: User, new_user: NewUser
) -> None:
    poor, basic = await new_user(tier="PRO", token_limit=80), await new_user()
    dear = next(each for each in catalogue().models if each.tier == "ENTERPRISE")

    with pytest.raises(TokenLimitExceeded, match="80 left"):
        await turns.ask(by(poor), vendor.model_id, PROMPT)
    with pytest.raises(ModelNotAllowed):
        await turns.ask(by(basic), dear.model_id, PROMPT)
    with pytest.raises(InvalidRequest, match="to be answered"):
        await turns.ask(by(user), vendor.model_id, Prompt("", (), Parameters(77)))
    long = text_message(Says.USER, "漢字 " * 600_000)
    with pytest.raises(InvalidRequest, match="too long"):
        await turns.ask(by(user), vendor.model_id, Prompt("", (long,), Parameters(77)))

    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []


async def test_several_run_side_by_side_and_stand_in_reports_and_statements(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.answer = lambda _: Reply(usage=BILL)

    ids = [await turns.ask(by(user), vendor.model_id, PROMPT) for _ in range(5)]
    ends = [(await listen(each))[1] for each in ids]

    assert sum(end.tokens_used for end in ends) == 300
    report = await reports.usage(reports.scope_of(), reports.GroupBy.MODEL)
    (row,) = report.rows
    assert (row.exchanges, row.tokens, row.billed_tokens) == (5, 300, 300)
    assert row.cost_micro_usd
    page = await usage.ledger_page(user.user_id)
    charged = [line for line in page.lines if line.entry.kind == "charge"]
    assert [(line.entry.amount_tokens, line.chat) for line in charged] == [(-60, None)] * 5
    assert (await usage.token_usage(user)).total_tokens_used == 300


async def test_who_listens_while_nobody_runs_it_hears_of_its_end(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    draft = await own_draft(user, "simulated", PROMPT)
    (quoted,) = await engine.check(by(user), draft)
    (claim,), question_id = await save_turns(by(user), Asked(draft, quoted, draft.prompt))
    assert question_id is None
    hearing = asyncio.create_task(listen(claim.turn_id))
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=uuid7(), lease_expires_at=now()))

    await sweeper.sweep()

    for text, end in (await hearing, await listen(claim.turn_id)):
        assert (text, end.status, end.error_code) == ("", MessageStatus.FAILED, "STREAM_FAILED")
        assert end.tokens_used == 0
    assert await check_books() == []


@SIMULATED
async def test_a_process_that_died_is_settled_once_from_the_running_count(
    app: Settings, new_user: NewUser
) -> None:
    await begin(await new_user(), "simulated")
    with anyio.fail_after(60):
        while not (await the_turn()).ai_tokens:
            await anyio.sleep(0.05)
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=uuid7()))
    with anyio.fail_after(60):
        while runner._running:
            await anyio.sleep(0.05)
    left = await the_turn()
    assert left.settled_at is None
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now()))

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(sweeper.sweep)

    turn = await the_turn()
    assert (turn.outcome, turn.error_code) == (MessageStatus.PARTIAL, "STREAM_FAILED")
    assert (turn.count_method, turn.billed_total_tokens) == (CountMethod.ESTIMATE, None)
    assert turn.charged_tokens == (turn.user_tokens or 0) + (turn.ai_tokens or 0)
    assert (turn.ai_tokens or 0) >= (left.ai_tokens or 0) > 0
    assert await check_books() == []


DIES = """
import asyncio, sys
from uuid import UUID
from chat_app.lifespan import lifespan
from chat_app.db import reading
from chat_app.models import User
from chat_app.services import turns
from tests.callers import by
from tests.llm.prompts import question

async def main():
    async with lifespan():
        async with reading() as session:
            user = await session.get_one(User, UUID(sys.argv[1]))
        prompt = question("write 2000 words", max_output_tokens=2000)
        async for _ in turns.attach(await turns.ask(by(user), "simulated", prompt)):
            print("heard", flush=True)

asyncio.run(main())
"""


@SIMULATED
async def test_a_killed_process_loses_no_charge(
    database_settings: Settings, new_user: NewUser
) -> None:
    async with lifespan():
        user = await new_user()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DIES, str(user.user_id)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    async with asyncio.timeout(60):
        # Words for more than a second, in which the count is saved.
        for _ in range(75):
            assert await process.stdout.readline() == b"heard\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()

    async with lifespan():
        async with transaction() as session:
            await session.exec(update(Turn).values(lease_expires_at=now()))
        await sweeper.sweep()

        turn = await the_turn()
        assert (turn.outcome, turn.count_method) == (MessageStatus.PARTIAL, CountMethod.ESTIMATE)
        assert (turn.ai_tokens or 0) > 0
        assert (turn.charged_tokens or 0) > (turn.ai_tokens or 0)
        assert await check_books() == []
        left = await usage.budget(user)
        assert (left.total_tokens_used, left.reserved_tokens) == (turn.charged_tokens, 0)
