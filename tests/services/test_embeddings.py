"""Embeddings: in the books like every exchange, charged what is billed, and kept nowhere."""

import asyncio
import math

import anyio
import pytest
from sqlmodel import col, func, select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    ContextLengthExceeded,
    IdempotencyConflict,
    InvalidRequest,
    ProviderError,
    StreamFailed,
    TokenLimitExceeded,
)
from chat_app.llm.types import CountMethod, FinishReason
from chat_app.models import Message, MessageStatus, Turn, User, now
from chat_app.services import turns
from chat_app.services.admin import reports
from chat_app.services.broker import broker
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import runner, sweeper
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.services.listening import listen

MODEL = "simulated-embedding"
TEXTS = ["The tide comes in.", "The tide goes out.", "漢字 🙂"]
TOKENS = math.ceil(len("".join(TEXTS)) / 4)
OPENAI = "text-embedding-3-small"


async def the_turn() -> Turn:
    async with reading() as session:
        assert (await session.exec(select(func.count(col(Message.message_id))))).one() == 0
        return (await session.exec(select(Turn))).one()


async def test_each_text_gets_a_vector_and_all_are_charged_as_billed(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()

    made = await turns.embed(by(user), MODEL, TEXTS)

    assert len(made.vectors) == len(TEXTS)
    assert {len(vector) for vector in made.vectors} != {0}
    assert made.charged_tokens == made.usage.prompt_tokens == made.usage.total_tokens == TOKENS
    assert made.usage.output_tokens == 0
    turn = await the_turn()
    assert (turn.turn_id, turn.outcome) == (made.exchange_id, MessageStatus.COMPLETE)
    assert (turn.charged_tokens, turn.billed_total_tokens, turn.model) == (TOKENS, TOKENS, MODEL)
    assert (await usage.budget(user)).total_tokens_used == TOKENS
    report = await reports.usage(reports.scope_of(), reports.GroupBy.MODEL)
    assert [(row.exchanges, row.tokens, row.errors) for row in report.rows] == [(1, TOKENS, 0)]
    assert await check_books() == []


async def test_vectors_are_as_long_as_was_asked(app: Settings, new_user: NewUser) -> None:
    made = await turns.embed(by(await new_user()), MODEL, TEXTS, dimensions=7)

    assert [len(vector) for vector in made.vectors] == [7, 7, 7]


async def test_what_cannot_be_embedded_leaves_nothing_behind(
    app: Settings, new_user: NewUser
) -> None:
    user, poor = await new_user(), await new_user(token_limit=12)

    for model_id, texts, dimensions in (
        ("simulated", TEXTS, None),
        ("no such model", TEXTS, None),
        (MODEL, [], None),
        (MODEL, ["a", ""], None),
        (MODEL, TEXTS, 0),
    ):
        with pytest.raises(InvalidRequest):
            await turns.embed(by(user), model_id, texts, dimensions=dimensions)
    with pytest.raises(InvalidRequest):
        await turns.ask(by(user), MODEL, question())
    with pytest.raises(ContextLengthExceeded, match="Text 1 "):
        await turns.embed(by(user), MODEL, ["short", "long " * 400_000])
    with pytest.raises(TokenLimitExceeded, match="12 left"):
        await turns.embed(by(poor), MODEL, TEXTS)

    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []


async def test_together_texts_may_be_longer_than_a_window(app: Settings, new_user: NewUser) -> None:
    user = await new_user(token_limit=1_000_000)

    made = await turns.embed(by(user), MODEL, ["some words " * 1_000] * 20)

    assert made.charged_tokens == 20 * 11_000 // 4


async def test_an_idempotency_key_embeds_once(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    await turns.embed(by(user), MODEL, TEXTS, key="k")

    with pytest.raises(IdempotencyConflict):
        await turns.embed(by(user), MODEL, TEXTS, key="k")

    assert (await usage.budget(user)).total_tokens_used == TOKENS


async def test_the_tokens_of_many_at_once_never_pass_the_budget(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user(token_limit=20 * TOKENS)
    refused = 0

    async def call() -> None:
        nonlocal refused
        try:
            await turns.embed(by(user), MODEL, TEXTS)
        except TokenLimitExceeded:
            refused += 1

    async with anyio.create_task_group() as tasks:
        for _ in range(60):
            tasks.start_soon(call)

    budget = await usage.budget(user)
    assert budget.total_tokens_used == (60 - refused) * TOKENS <= budget.token_limit
    assert refused > 0
    assert await check_books() == []


async def test_a_vendors_fault_is_raised_as_it_is_and_costs_nothing(
    fakes: dict[str, Fake], user: User
) -> None:
    fakes["openai"].script(Reply(fault="bad_key"))

    with pytest.raises(ProviderError):
        await turns.embed(by(user), OPENAI, TEXTS)

    turn = await the_turn()
    assert (turn.outcome, turn.charged_tokens) == (MessageStatus.FAILED, 0)


async def test_who_hangs_up_is_cancelled_upstream_and_pays_for_the_texts(
    fakes: dict[str, Fake], user: User
) -> None:
    fake = fakes["openai"]
    fake.script(Reply(stall_after=0))
    asking = asyncio.create_task(turns.embed(by(user), OPENAI, TEXTS))
    await asyncio.wait_for(fake.called.wait(), 60)

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(fake.cancelled.wait(), 60)
    turn = await the_turn()
    with anyio.fail_after(60):
        await listen(turn.turn_id)
    turn = await the_turn()
    assert (turn.outcome, turn.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert (turn.count_method, turn.charged_tokens) == (CountMethod.ESTIMATE, turn.user_tokens)
    assert turn.charged_tokens


async def test_who_is_stopped_by_others_is_told(fakes: dict[str, Fake], user: User) -> None:
    fake = fakes["openai"]
    fake.script(Reply(stall_after=0))
    asking = asyncio.create_task(turns.embed(by(user), OPENAI, TEXTS))
    await asyncio.wait_for(fake.called.wait(), 60)

    await broker().request_stop((await the_turn()).turn_id)

    with pytest.raises(StreamFailed):
        await asking


async def test_a_process_that_died_in_mid_call_leaves_nothing_held(
    fakes: dict[str, Fake], user: User
) -> None:
    fake = fakes["openai"]
    fake.script(Reply(stall_after=0))
    asking = asyncio.create_task(turns.embed(by(user), OPENAI, TEXTS))
    await asyncio.wait_for(fake.called.wait(), 60)
    # Another process holds its lease now, and does not live.
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=uuid7()))
    with anyio.fail_after(60):
        while runner._running:
            await anyio.sleep(0.05)
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now()))

    await sweeper.sweep()

    with pytest.raises(StreamFailed):
        await asking
    turn = await the_turn()
    assert (turn.outcome, turn.charged_tokens) == (MessageStatus.FAILED, 0)
