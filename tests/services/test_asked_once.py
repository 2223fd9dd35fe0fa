"""An exchange's `Idempotency-Key`: used once within a day, however it is used."""

from contextlib import aclosing
from datetime import timedelta

import anyio
import pytest
from sqlmodel import col, func, select, update

from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import IdempotencyConflict, InvalidRequest, TokenLimitExceeded
from chat_app.models import IdempotencyKey, Turn, User, now
from chat_app.services import turns
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import idempotency
from tests.callers import by
from tests.conftest import NewUser
from tests.llm.prompts import question
from tests.services.listening import hear, listen

PROMPT = question("write 20 words", max_output_tokens=400)


@pytest.fixture
async def user(app: Settings, new_user: NewUser) -> User:
    return await new_user()


async def exchanges() -> int:
    async with reading() as session:
        return (await session.exec(select(func.count(col(Turn.turn_id))))).one()


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_the_same_key_is_refused_while_it_runs_and_after_it_ended(user: User) -> None:
    exchange_id = await turns.ask(by(user), "simulated", PROMPT, key="k")
    async with aclosing(turns.attach(exchange_id)) as events:
        await anext(events)
        with pytest.raises(IdempotencyConflict, match="kept nowhere"):
            await turns.ask(by(user), "simulated", PROMPT, key="k")
    await listen(exchange_id)

    with pytest.raises(IdempotencyConflict):
        await turns.ask(by(user), "simulated", question("another"), key="k")

    assert await exchanges() == 1


async def test_of_calls_at_once_with_one_key_one_is_charged(user: User) -> None:
    begun: list[object] = []
    refused: list[IdempotencyConflict] = []

    async def call() -> None:
        try:
            begun.append(await turns.ask(by(user), "simulated", PROMPT, key="k"))
        except IdempotencyConflict as refusal:
            refused.append(refusal)

    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(call)

    assert (len(begun), len(refused)) == (1, 19)
    assert await exchanges() == 1


async def test_a_key_that_took_the_last_tokens_is_refused_as_known(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user(token_limit=100)
    _, end = await listen(await turns.ask(by(user), "simulated", PROMPT, key="k"))
    assert end.tokens_used

    with pytest.raises(IdempotencyConflict):
        await turns.ask(by(user), "simulated", PROMPT, key="k")
    with pytest.raises(TokenLimitExceeded):
        await turns.ask(by(user), "simulated", PROMPT, key="another")

    assert await check_books() == []


async def test_a_refused_call_does_not_use_its_key_up(user: User) -> None:
    with pytest.raises(InvalidRequest):
        await turns.ask(by(user), "no such model", PROMPT, key="k")

    await listen(await turns.ask(by(user), "simulated", PROMPT, key="k"))


async def test_keys_of_others_and_of_chats_have_nothing_to_do_with_it(
    user: User, new_user: NewUser
) -> None:
    other = await new_user()
    for who in (user, other):
        await listen(await turns.ask(by(who), "simulated", PROMPT, key="k"))

    started = await idempotency.start_once(
        by(user),
        "k",
        "request",
        lambda on_save: turns.start(by(user), None, "Hello", on_save=on_save),
    )

    await hear(started)
    assert await exchanges() == 3


async def test_a_key_may_be_used_again_after_a_day_and_is_forgotten(user: User) -> None:
    await listen(await turns.ask(by(user), "simulated", PROMPT, key="k"))
    async with transaction() as session:
        old = now() - timedelta(hours=24, seconds=1)
        await session.exec(update(IdempotencyKey).values(created_at=old))

    await listen(await turns.ask(by(user), "simulated", PROMPT, key="k"))

    assert await exchanges() == 2
    async with transaction() as session:
        await session.exec(update(IdempotencyKey).values(created_at=old))
    await idempotency.forget_old()
    async with reading() as session:
        assert (await session.exec(select(IdempotencyKey))).all() == []


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_has_1_to_200_characters(user: User, key: str) -> None:
    with pytest.raises(InvalidRequest, match="1 to 200"):
        await turns.ask(by(user), "simulated", PROMPT, key=key)

    assert (await usage.token_usage(user)).total_tokens_used == 0
