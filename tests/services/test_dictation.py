"""Dictation: words for a recording, charged what hearing it costs, and kept nowhere."""

import asyncio
import math

import anyio
import pytest
from sqlmodel import col, func, select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings, get_settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    FileTooLarge,
    InvalidRequest,
    ModelNotAllowed,
    ModelUnavailable,
    ProviderError,
    StreamFailed,
    TokenLimitExceeded,
    UnsupportedFile,
)
from chat_app.llm.types import CountMethod, Usage
from chat_app.models import File, Message, MessageStatus, Purpose, Turn, User, now
from chat_app.services import turns
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import runner, sweeper
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.listening import listen
from tests.sounds import wav

TWO_SECONDS = wav((440, 2))
HEARD = Usage(
    prompt_tokens=25,
    cached_tokens=0,
    output_tokens=7,
    thinking_tokens=0,
    total_tokens=32,
    audio_tokens=20,
)


@pytest.fixture
def listener(
    request: pytest.FixtureRequest, fakes: dict[str, Fake], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Have a vendor's model write recordings down; return the vendor's name."""
    name, model_id = request.param
    monkeypatch.setenv("TRANSCRIBE_MODEL", model_id)
    get_settings.cache_clear()
    return name


BY_EACH = pytest.mark.parametrize(
    "listener",
    [("gemini", "gemini-3.5-flash-lite-dictation"), ("openai", "gpt-transcribe")],
    ids=["gemini", "openai"],
    indirect=True,
)


async def the_turn() -> Turn:
    async with reading() as session:
        for kept in (Message.message_id, File.file_id):
            assert (await session.exec(select(func.count(col(kept))))).one() == 0
        return (await session.exec(select(Turn))).one()


async def test_without_a_key_the_simulated_model_says_what_it_hears(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()

    heard = await turns.transcribe(by(user), TWO_SECONDS)

    assert "2.0 seconds of WAV with 1 tone (440 Hz)" in heard.text
    assert heard.duration_seconds == pytest.approx(2, abs=0.05)
    assert heard.method is CountMethod.USAGE
    assert heard.tokens_used == math.ceil(32 * heard.duration_seconds) + math.ceil(
        len(heard.text) / 4
    )
    turn = await the_turn()
    assert (turn.purpose, turn.model, turn.charged_tokens) == (
        Purpose.TRANSCRIPTION,
        "simulated",
        heard.tokens_used,
    )
    assert turn.overhead_tokens == 0
    assert (await usage.budget(user)).total_tokens_used == heard.tokens_used
    (line, *_) = (await usage.ledger_page(user.user_id)).lines
    assert line.purpose is Purpose.TRANSCRIPTION
    assert await check_books() == []


@BY_EACH
async def test_a_vendors_bill_is_what_it_costs(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    fakes[listener].script(Reply(deltas=(" Ebb", " and flow. "), usage=HEARD))

    heard = await turns.transcribe(by(user), TWO_SECONDS, "en-GB")

    assert (heard.text, heard.tokens_used, heard.method) == ("Ebb and flow.", 32, CountMethod.USAGE)
    assert (await the_turn()).billed_total_tokens == 32


@BY_EACH
async def test_without_a_bill_its_rule_by_the_second_counts(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    fakes[listener].script(Reply(deltas=("Ebb and flow.",), usage=None))

    heard = await turns.transcribe(by(user), TWO_SECONDS)

    turn = await the_turn()
    assert heard.tokens_used == turn.charged_tokens
    assert heard.tokens_used >= {"gemini": 64, "openai": 20}[listener]
    assert heard.method is not CountMethod.USAGE
    assert turn.reserved_tokens >= heard.tokens_used


@BY_EACH
async def test_the_bill_by_the_table_is_within_the_quote(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    for seconds in (0.3, 1, 7.4, 61):
        fakes[listener].script(Reply(deltas=("word " * int(2.5 * seconds),), bills=True))
        await turns.transcribe(by(user), wav((300, seconds), rate_hz=8000))

    async with reading() as session:
        made = (await session.exec(select(Turn))).all()
    assert {turn.waived_tokens for turn in made} == {0}
    assert all(turn.charged_tokens == turn.billed_total_tokens for turn in made)


@pytest.mark.parametrize(
    ("recording", "refusal"),
    [
        (b"Dear diary, today I said nothing.", UnsupportedFile),
        (wav((440, 1))[:60], UnsupportedFile),
        (wav((0, 1)), UnsupportedFile),
        (b"", UnsupportedFile),
        (wav((440, 302), rate_hz=2000), FileTooLarge),
    ],
    ids=["text", "cut", "silent", "empty", "long"],
)
async def test_what_is_no_recording_is_refused_and_costs_nothing(
    app: Settings, new_user: NewUser, recording: bytes, refusal: type[Exception]
) -> None:
    user = await new_user()

    with pytest.raises(refusal):
        await turns.transcribe(by(user), recording)

    assert (await usage.budget(user)).total_tokens_used == 0
    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []


async def test_five_minutes_are_not_too_long(app: Settings, new_user: NewUser) -> None:
    heard = await turns.transcribe(by(await new_user()), wav((440, 300), rate_hz=2000))

    assert heard.duration_seconds == pytest.approx(300, abs=1)


@pytest.mark.parametrize("language", ["deutsch", "d", "de-", "de; drop", "12"])
async def test_a_language_is_named_by_its_code(
    app: Settings, new_user: NewUser, language: str
) -> None:
    with pytest.raises(InvalidRequest, match="language"):
        await turns.transcribe(by(await new_user()), TWO_SECONDS, language)


async def test_a_budget_that_does_not_cover_all_of_it_is_told_before(
    app: Settings, new_user: NewUser
) -> None:
    poor = await new_user(token_limit=300)

    with pytest.raises(TokenLimitExceeded, match="300 left"):
        await turns.transcribe(by(poor), TWO_SECONDS)

    assert (await usage.budget(poor)).reserved_tokens == 0


async def test_many_at_once_never_pass_the_budget(app: Settings, new_user: NewUser) -> None:
    user = await new_user(token_limit=350)
    refused = 0

    async def call() -> None:
        nonlocal refused
        try:
            await turns.transcribe(by(user), wav((440, 0.5)))
        except TokenLimitExceeded:
            refused += 1

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(call)

    budget = await usage.budget(user)
    assert budget.total_tokens_used <= budget.token_limit
    assert 0 < refused < 8
    assert await check_books() == []


async def test_an_api_key_for_other_models_writes_nothing_down(
    app: Settings, new_user: NewUser
) -> None:
    caller = by(await new_user())
    other = type(caller)(
        caller.user, caller.via, caller.scopes, models=frozenset({"simulated-embedding"})
    )

    with pytest.raises(ModelNotAllowed):
        await turns.transcribe(other, TWO_SECONDS)


async def test_a_vendor_that_cannot_hear_leaves_nobody_to_do_it(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a key")
    get_settings.cache_clear()

    with pytest.raises(ModelUnavailable, match="writes recordings down"):
        await turns.transcribe(by(await new_user()), TWO_SECONDS)


@BY_EACH
async def test_a_vendors_fault_is_raised_as_it_is_and_costs_nothing(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    fakes[listener].script(Reply(fault="bad_key"))

    with pytest.raises(ProviderError):
        await turns.transcribe(by(user), TWO_SECONDS)

    turn = await the_turn()
    assert (turn.outcome, turn.charged_tokens) == (MessageStatus.FAILED, 0)


@BY_EACH
async def test_who_hangs_up_is_cancelled_upstream(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    fake = fakes[listener]
    fake.script(Reply(deltas=("never",), stall_after=0))
    asking = asyncio.create_task(turns.transcribe(by(user), TWO_SECONDS))
    await asyncio.wait_for(fake.called.wait(), 60)

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(fake.cancelled.wait(), 60)
    with anyio.fail_after(60):
        await listen((await the_turn()).turn_id)
    turn = await the_turn()
    assert (turn.outcome, turn.ai_tokens) == (MessageStatus.STOPPED, 0)
    assert turn.charged_tokens


@BY_EACH
async def test_a_process_that_died_in_mid_call_leaves_nothing_held(
    listener: str, fakes: dict[str, Fake], user: User
) -> None:
    fake = fakes[listener]
    fake.script(Reply(deltas=("never",), stall_after=0))
    asking = asyncio.create_task(turns.transcribe(by(user), TWO_SECONDS))
    await asyncio.wait_for(fake.called.wait(), 60)
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
