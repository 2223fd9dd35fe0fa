"""What programs ask: tools called, replies blocked, cut and given up, each charged to the token."""

import asyncio
import logging
import random
import re
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from redis import Redis
from sqlmodel import select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings, get_settings
from chat_app.db import reading, transaction
from chat_app.errors import ContextLengthExceeded, TokenLimitExceeded
from chat_app.lifespan import lifespan
from chat_app.llm.parts import instructions_of, shown
from chat_app.llm.taken import ParameterNotTaken
from chat_app.llm.types import (
    CountMethod,
    FinishReason,
    Image,
    Parameters,
    Prompt,
    PromptMessage,
    Text,
    Tool,
    Usage,
    text_message,
)
from chat_app.llm.types import Role as Says
from chat_app.models import MessageStatus, Turn, User, now
from chat_app.services import turns
from chat_app.services.broker import CallPiece, End, Piece, broker
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import launching as engine
from chat_app.services.turns import runner, sweeper
from chat_app.services.turns.calls import words_of
from chat_app.services.turns.drafts import own_draft
from tests.callers import by
from tests.conftest import NewUser, PostgresServer, free_port
from tests.fakes import bills
from tests.fakes.script import Call, Fake, Reply, counted
from tests.llm.prompts import question, said
from tests.llm.vendors import EVERY_VENDOR, VENDORS, Vendor
from tests.pictures import picture
from tests.services.listening import hear_exchange, listen
from tests.services.test_context import SMALL

LOOK = Tool("look", "Looks.", {"type": "object", "properties": {"at": {"type": "string"}}})
LOOKS = Call("call_1", "look", ('{"at": ', '"the sea"', "}"))
LISTENS = Call("call_2", "listen", ('{"to": "the wind"}',))
SYSTEM, HISTORY, TEXT = "Be brief.", said("What is a tide?", "Water."), "And why twice a day?"
PROMPT = replace(
    question(TEXT, system=SYSTEM, history=HISTORY), parameters=Parameters(200, tools=(LOOK,))
)
BARE = question(TEXT, system=SYSTEM, history=HISTORY)
SENT_TOKENS = counted(SYSTEM, "What is a tide?Water.", TEXT)
BILL = Usage(40, 8, 7, 13, 60)
FROM_ALL = pytest.mark.parametrize("vendor", EVERY_VENDOR, ids=lambda v: v.name, indirect=True)
FROM_TWO = pytest.mark.parametrize("vendor", VENDORS[:2], ids=lambda v: v.name, indirect=True)


@FROM_ALL
async def test_tools_are_heard_as_they_are_called_and_charged_as_billed(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(
        Reply(deltas=("I look.", LOOKS, LISTENS), finish=FinishReason.TOOL_CALLS, usage=BILL)
    )

    exchange_id = await turns.ask(by(user), vendor.model_id, PROMPT)

    text, calls, end = await hear_exchange(exchange_id)
    assert (text, end.text) == ("I look.", "I look.")
    assert calls == end.calls
    assert [(call.name, call.arguments.replace(" ", "")) for call in calls] == [
        ("look", '{"at":"thesea"}'),
        ("listen", '{"to":"thewind"}'),
    ]
    assert (end.status, end.finish_reason, end.error_code) == (
        MessageStatus.COMPLETE,
        FinishReason.TOOL_CALLS,
        None,
    )
    assert (end.tokens_used, end.usage) == (60, BILL)
    assert fake.counted == []


@FROM_TWO
async def test_a_call_without_a_word_of_text_is_a_reply(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(LOOKS,), finish=FinishReason.TOOL_CALLS, usage=None))

    text, calls, end = await hear_exchange(await turns.ask(by(user), vendor.model_id, PROMPT))

    assert (text, len(calls), end.status) == ("", 1, MessageStatus.COMPLETE)
    assert end.breakdown
    assert end.breakdown.ai_tokens == counted("look" + calls[0].arguments)
    assert end.breakdown.method is CountMethod.API
    assert end.usage.output_tokens == end.breakdown.ai_tokens
    assert end.usage.total_tokens == end.tokens_used


@FROM_ALL
async def test_who_hangs_up_is_cancelled_upstream_and_pays_for_arguments_too(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Hello", LOOKS, "never"), stall_after=2, usage=BILL))
    exchange_id = await turns.ask(by(user), vendor.model_id, replace(PROMPT, system=""))
    heard = ""
    async with aclosing(turns.attach(exchange_id)) as events:
        async for event in events:
            if isinstance(event, CallPiece):
                heard += event.delta.name + event.delta.arguments
                if heard.endswith("}"):
                    break

    await turns.cancel(exchange_id)

    async with asyncio.timeout(60):
        await fake.cancelled.wait()
    *_, end = await hear_exchange(exchange_id)
    assert (end.status, end.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert end.breakdown
    if vendor.counts is not None:
        assert end.breakdown.ai_tokens == counted("Hello" + heard)
        assert end.breakdown.method is CountMethod.API
    assert end.breakdown.billed is None
    assert end.tokens_used == end.usage.total_tokens


@FROM_ALL
async def test_who_hangs_up_before_the_first_word_pays_for_what_the_vendor_had_to_read(
    vendor: Vendor, fake: Fake, user: User
) -> None:
    fake.script(Reply(stall_after=0))
    exchange_id = await turns.ask(by(user), vendor.model_id, BARE)
    await fake.called.wait()

    await turns.cancel(exchange_id)

    await fake.cancelled.wait()
    _, end = await listen(exchange_id)
    assert (end.status, end.text) == (MessageStatus.STOPPED, "")
    if vendor.counts is not None:
        assert end.tokens_used == SENT_TOKENS


async def test_who_gives_up_before_anybody_was_asked_pays_nothing(fake: Fake, user: User) -> None:
    exchange_id = await turns.ask(by(user), VENDORS[0].model_id, BARE)

    await broker().request_stop(exchange_id)

    _, end = await listen(exchange_id)
    assert (end.status, end.tokens_used) == (MessageStatus.STOPPED, 0)
    assert fake.requests == []


@FROM_ALL
@pytest.mark.parametrize("bill", [BILL, None], ids=["billed", "not billed"])
async def test_a_prompt_that_is_blocked_is_no_error_and_charged_as_billed(
    vendor: Vendor, fake: Fake, user: User, bill: Usage | None
) -> None:
    fake.script(Reply(blocks_prompt=True, usage=bill))

    _, end = await listen(await turns.ask(by(user), vendor.model_id, BARE))

    assert (end.status, end.finish_reason, end.error_code) == (
        MessageStatus.COMPLETE,
        FinishReason.SAFETY,
        None,
    )
    if bill:
        assert end.tokens_used == 60 or vendor.name == "anthropic"
    assert end.tokens_used > 0


@FROM_TWO
@pytest.mark.parametrize("finish", [FinishReason.LENGTH, FinishReason.STOP])
async def test_an_empty_reply_is_told_as_it_is_for_its_thinking_was_billed(
    vendor: Vendor, fake: Fake, user: User, finish: FinishReason
) -> None:
    fake.script(Reply(deltas=(), finish=finish, usage=Usage(40, 0, 0, 20, 60)))

    _, end = await listen(await turns.ask(by(user), vendor.model_id, BARE))

    assert (end.status, end.finish_reason, end.error_code) == ("complete", finish, None)
    assert end.tokens_used == 60


async def test_of_a_bill_for_the_prompt_alone_the_reply_is_counted(
    fakes: dict[str, Fake], user: User
) -> None:
    fake = fakes["openai"]
    fake.script(Reply(last_reports=({"prompt_tokens": 40},)))

    _, end = await listen(await turns.ask(by(user), VENDORS[1].model_id, BARE))

    assert end.tokens_used == 40 + counted("Hello there!")
    assert end.usage == Usage(40, 0, counted("Hello there!"), 0, end.tokens_used)
    assert end.breakdown
    assert end.breakdown.method is CountMethod.API


@FROM_TWO
@pytest.mark.parametrize("stalls", [False, True], ids=["billed", "given up"])
async def test_a_hundred_messages_do_not_make_a_hundred_counts(
    vendor: Vendor, fake: Fake, user: User, stalls: bool
) -> None:
    fake.script(Reply(usage=BILL, stall_after=1 if stalls else None))
    history = said(*(f"message {number}" for number in range(100)))
    prompt = question(TEXT, system=SYSTEM, history=history)

    exchange_id = await turns.ask(by(user), vendor.model_id, prompt)
    async with aclosing(turns.attach(exchange_id)) as events:
        await anext(events)
        if stalls:
            await turns.cancel(exchange_id)
    await listen(exchange_id)

    assert len(fake.counted) == (4 if stalls else 0)


async def test_the_budget_cuts_arguments_like_any_text(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=330)
    pieces = ('{"at": "', *(f"{number} 漢字 and more words " for number in range(100)), '"}')
    fakes["openai"].script(Reply(deltas=("Well: ", Call("1", "look", pieces)), usage=BILL))

    exchange_id = await turns.ask(by(user), VENDORS[1].model_id, PROMPT)

    text, (call,), end = await hear_exchange(exchange_id)
    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.BUDGET)
    assert (text, call.name, end.calls) == ("Well: ", "look", (call,))
    assert 0 < len(call.arguments) < len("".join(pieces))
    assert (await usage.budget(user)).total_tokens_used == end.tokens_used <= 330
    assert end.breakdown
    assert end.breakdown.billed is None


async def test_a_name_that_the_budget_does_not_pay_is_not_told(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=330)
    name = "look_" + "漢" * 900
    fakes["openai"].script(Reply(deltas=("Well: ", Call("1", name, ("{}",))), usage=BILL))

    _, calls, end = await hear_exchange(await turns.ask(by(user), VENDORS[1].model_id, PROMPT))

    assert (calls, end.calls, end.finish_reason) == ((), (), FinishReason.BUDGET)


@pytest.fixture
def small_window(fakes: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer one model, which can be told about 200 tokens."""
    path = tmp_path / "models.toml"
    path.write_text(SMALL)
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    get_settings.cache_clear()


async def test_what_no_count_could_fit_is_refused_without_asking_anybody(
    small_window: None, fake: Fake, user: User
) -> None:
    with pytest.raises(ContextLengthExceeded, match="300 tokens"):
        await turns.ask(by(user), "small", question("word " * 800))

    assert (fake.requests, fake.counted) == ([], [])
    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []


async def test_what_the_estimate_would_refuse_is_counted_and_fits(
    small_window: None, fake: Fake, user: User
) -> None:
    # 211 tokens by the vendor's count, and 386 by the estimate.
    text = "words 1 " * 105

    _, end = await listen(await turns.ask(by(user), "small", question(text)))

    assert end.status is MessageStatus.COMPLETE
    assert fake.counted == [text]
    assert fake.requests[-1].generation_config.max_output_tokens == 300 - counted(text) - 8 - 10


async def test_what_is_too_long_by_the_vendors_own_count_is_refused(
    small_window: None, fake: Fake, user: User
) -> None:
    with pytest.raises(ContextLengthExceeded):
        await turns.ask(by(user), "small", question("words 1 " * 125))

    assert len(fake.counted) == 1
    assert fake.requests == []


@pytest.mark.parametrize("wanted", [1, 20, 64, 500])
async def test_the_least_reply_is_what_is_asked_for_up_to_64_tokens(
    fake: Fake, new_user: NewUser, wanted: int
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=10_000)
    model_id = VENDORS[0].model_id
    prompt = question(max_output_tokens=wanted)
    (quoted,) = await engine.check(by(user), await own_draft(user, model_id, prompt))
    sent_tokens = quoted.max_total_tokens - wanted
    enough = sent_tokens + min(wanted, 64)
    poor = await new_user(tier="ENTERPRISE", token_limit=enough - 1)
    able = await new_user(tier="ENTERPRISE", token_limit=enough)

    with pytest.raises(TokenLimitExceeded, match=f"at least {min(wanted, 64)} for a reply"):
        await turns.ask(by(poor), model_id, prompt)
    _, end = await listen(await turns.ask(by(able), model_id, prompt))

    assert end.status is MessageStatus.COMPLETE


async def test_what_a_vendor_does_not_take_is_refused_before_anything_is_reserved(
    fakes: dict[str, Fake], user: User
) -> None:
    anthropic = next(vendor for vendor in VENDORS if vendor.name == "anthropic")
    prompt = replace(BARE, parameters=replace(BARE.parameters, seed=7))

    with pytest.raises(ParameterNotTaken) as refusal:
        await turns.ask(by(user), anthropic.model_id, prompt)

    assert refusal.value.field == "seed"
    assert fakes["anthropic"].requests == []
    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []


async def test_a_prompt_of_megabytes_does_not_stop_the_others(fake: Fake, user: User) -> None:
    others = 0

    async def go_on() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    going = asyncio.create_task(go_on())
    with pytest.raises(ContextLengthExceeded):
        await turns.ask(by(user), VENDORS[0].model_id, question("All these words. " * 500_000))
    going.cancel()

    assert others > 100


async def test_a_vendor_that_bills_more_than_was_reserved_is_paid_the_rest_by_the_operator(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=500)
    fake.script(Reply(usage=Usage(4_000, 0, 500, 500, 5_000)))

    _, end = await listen(await turns.ask(by(user), VENDORS[0].model_id, BARE))

    assert end.usage.total_tokens == 5_000
    async with reading() as session:
        (turn,) = (await session.exec(select(Turn))).all()
    assert end.tokens_used == turn.charged_tokens == turn.reserved_tokens <= 500
    assert (turn.waived_tokens, turn.billed_total_tokens) == (5_000 - end.tokens_used, 5_000)


async def test_what_a_caller_has_left_is_what_is_neither_used_nor_reserved(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=1_000)
    fake.script(Reply(stall_after=1))
    exchange_id = await turns.ask(by(user), VENDORS[0].model_id, BARE)
    reserved_tokens = (await usage.budget(user)).reserved_tokens
    assert await turns.remaining_tokens(by(user)) == 1_000 - reserved_tokens < 1_000
    await turns.cancel(exchange_id)

    _, end = await listen(exchange_id)

    assert await turns.remaining_tokens(by(user)) == 1_000 - end.tokens_used


CALLS = 60


@dataclass(frozen=True)
class Scripted:
    """A call, how it goes, and what it is to cost."""

    reply: Reply
    prompt: Prompt
    cost_tokens: int
    produced_characters: int
    """All that comes until it is cut or given up."""


def made_up(choose: random.Random, number: int) -> Scripted:
    """Make a call up: it ends by itself, or is cut by the vendor or given up after some deltas."""

    def words(most: int) -> str:
        return "".join(choose.choices("abc 漢é🙂\n1", k=choose.randint(1, most)))

    fate = choose.choice(["whole", "cut", "given up"])
    deltas = [
        words(12)
        if choose.random() < 0.5
        else Call(f"call_{each}", choose.choice(["look", "listen"]), (f'{{"a": "{words(9)}"}}',))
        for each in range(choose.randint(1, 5))
    ]
    history = said(*(words(20) for _ in range(2 * choose.randint(0, 3))))
    asked = f"#{number} {words(20)}"
    prompt = Prompt(
        words(20), (*history, text_message(Says.USER, asked)), Parameters(300, tools=(LOOK,))
    )
    texts = [each for each in deltas if isinstance(each, str)]
    texts += [each.name + "".join(each.pieces) for each in deltas if isinstance(each, Call)]
    prompt_tokens, output, thinking = (choose.randint(1, 80) for _ in range(3))
    bill = Usage(prompt_tokens, 0, output, thinking, prompt_tokens + output + thinking)
    if fate == "whole":
        reason = choose.choice([FinishReason.STOP, FinishReason.LENGTH, FinishReason.TOOL_CALLS])
        reply = Reply(deltas=tuple(deltas), usage=bill, finish=reason)
        return Scripted(reply, prompt, bill.total_tokens or 0, len("".join(texts)))
    told = "".join(part.text for part in shown(instructions_of(prompt)) if isinstance(part, Text))
    earlier = "".join(message.text for message in history)
    sent_tokens = counted(asked, told) + (counted(earlier) if earlier else 0)
    tools_tokens = VENDORS[1].row().figures.tools_tokens
    stop: dict[str, Any] = {"cut_after" if fate == "cut" else "stall_after": len(deltas)}
    return Scripted(
        Reply(deltas=(*deltas, "never"), usage=bill, **stop),
        prompt,
        sent_tokens + tools_tokens + counted("".join(texts)),
        len("".join(texts)),
    )


@pytest.mark.settings(COUNT_TIMEOUT_S="20")
async def test_calls_with_tools_that_end_are_cut_or_given_up_cost_their_bill_to_the_token(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=10_000_000)
    choose = random.Random(20261129)
    calls = [made_up(choose, number) for number in range(CALLS)]
    number_of = re.compile(r"#(\d+) ")

    def reply_to(request: Any) -> Reply:
        return calls[int(number_of.findall(request["messages"][-1]["content"])[-1])].reply

    fakes["openai"].answer = reply_to
    charges: dict[int, int] = {}
    turns_at_once = anyio.CapacityLimiter(8)

    async def call(number: int) -> None:
        async with turns_at_once:
            exchange_id = await turns.ask(by(user), VENDORS[1].model_id, calls[number].prompt)
            heard_characters = 0
            async with aclosing(turns.attach(exchange_id)) as events:
                async for event in events:
                    if isinstance(event, End):
                        charges[number] = event.tokens_used
                        return
                    assert isinstance(event, CallPiece | Piece)
                    is_call = isinstance(event, CallPiece)
                    heard_characters += len(words_of(event.delta) if is_call else event.text)
                    is_all = heard_characters == calls[number].produced_characters
                    if is_all and calls[number].reply.stall_after:
                        await turns.cancel(exchange_id)

    async with anyio.create_task_group() as tasks:
        for number in range(CALLS):
            tasks.start_soon(call, number)

    assert charges == {number: made.cost_tokens for number, made in enumerate(calls)}
    assert (await usage.budget(user)).total_tokens_used == sum(charges.values())


async def test_of_a_process_that_died_the_arguments_that_came_are_charged_once(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(LOOKS, "never"), stall_after=1))
    exchange_id = await turns.ask(by(user), VENDORS[0].model_id, PROMPT)

    async def saved() -> Turn:
        async with reading() as session:
            return await session.get_one(Turn, exchange_id)

    with anyio.fail_after(60):
        while not (await saved()).ai_tokens:
            await anyio.sleep(0.05)
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=uuid7()))
    with anyio.fail_after(60):
        while runner._running:
            await anyio.sleep(0.05)
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now()))

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(sweeper.sweep)

    turn = await saved()
    assert (turn.outcome, turn.count_method) == (MessageStatus.PARTIAL, CountMethod.ESTIMATE)
    assert (turn.ai_tokens or 0) >= 5
    parts = (turn.user_tokens, turn.system_tokens, turn.history_tokens, turn.ai_tokens)
    assert turn.charged_tokens == sum(part or 0 for part in parts)


CANARY = "CANARYOFADA"


@pytest.mark.parametrize("is_shared", [False, True], ids=["alone", "redis"])
async def test_nothing_of_what_was_said_is_on_disk_in_redis_or_in_the_log(
    database_settings: Settings,
    new_user: NewUser,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    postgres: PostgresServer,
    is_shared: bool,
) -> None:
    monkeypatch.setenv("SIM_DELAY_MS", "2")
    if is_shared:
        monkeypatch.setenv("REDIS_URL", redis_url)
    get_settings.cache_clear()
    caplog.set_level(logging.DEBUG)
    written: list[bytes] = []

    def look() -> None:
        with Redis.from_url(redis_url) as redis:
            for name in redis.scan_iter():
                written.append(name)
                kept = redis.dump(name)
                written.append(kept if isinstance(kept, bytes) else b"")
        if database_settings.is_sqlite:
            folder = database_settings.data_folder
            written.extend(file.read_bytes() for file in folder.rglob("*") if file.is_file())

    async with lifespan():
        user = await new_user()
        # The simulated model repeats nothing of it: a word of its own is looked for, too.
        asked = question(f"{CANARY}: write 300 words", system=CANARY, history=said(CANARY, CANARY))
        prompt = replace(asked, parameters=Parameters(500, tools=()))
        exchange_id = await turns.ask(by(user), "simulated", prompt, key=CANARY)
        async with aclosing(turns.attach(exchange_id)) as events:
            async for event in events:
                if isinstance(event, Piece) and 100 < event.offset < 200:
                    look()
        await turns.embed(by(user), "simulated-embedding", [CANARY])
        look()
    if not database_settings.is_sqlite:
        name = urlsplit(get_settings().DATABASE_URL).path[1:]
        tables = postgres.run(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'",
            database=name,
        )
        for table in tables:
            rows = postgres.run(f"SELECT t::text FROM {table} t", database=name)
            written.extend(row.encode() for row in rows)
    printed = capfd.readouterr()
    written += [text.encode() for text in (caplog.text, printed.out, printed.err)]

    assert written
    for said_word in (CANARY, "fishermen"):
        assert not any(said_word.encode() in each for each in written)


async def test_while_redis_is_away_programs_are_answered_and_stopped_as_ever(
    database_settings: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("SIM_DELAY_MS", "2")
    get_settings.cache_clear()
    async with lifespan():
        user = await new_user()
        prompt = question("write 300 words", max_output_tokens=900)

        _, whole = await listen(await turns.ask(by(user), "simulated", prompt))
        exchange_id = await turns.ask(by(user), "simulated", prompt)
        async with aclosing(turns.attach(exchange_id)) as events:
            await anext(events)
            await turns.cancel(exchange_id)
        _, stopped = await listen(exchange_id)

        assert (whole.status, stopped.status) == (MessageStatus.COMPLETE, MessageStatus.STOPPED)
        assert 0 < stopped.tokens_used < whole.tokens_used
        assert await check_books() == []


@pytest.mark.parametrize("vendor", VENDORS[1:], ids=lambda v: v.name, indirect=True)
async def test_a_programs_picture_is_held_for_by_its_size_and_charged_as_billed(
    vendor: Vendor, fake: Fake, new_user: NewUser
) -> None:
    fake.script(Reply(bills=True))
    # Enough for a small picture, not for one of unknown size.
    user = await new_user(tier="PRO", token_limit=1500)
    parts = (Image("image/png", picture("PNG", (200, 100))), Text("What is it?"))
    prompt = Prompt("", (PromptMessage(Says.USER, parts),), Parameters(64))

    *_, end = await hear_exchange(await turns.ask(by(user), vendor.model_id, prompt))

    billed = bills.picture_tokens(vendor.name, 200, 100) + counted("What is it?", "Hello there!")
    assert (end.status, end.tokens_used) == (MessageStatus.COMPLETE, billed)
