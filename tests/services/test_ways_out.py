"""Every way out of a turn ends in one settlement and one closing event, whatever it meets."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import anyio
import pytest
from prometheus_client import Counter
from sqlalchemy import text
from sqlmodel import col, select, update
from uuid_utils.compat import uuid7

from chat_app import db, metrics
from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import StreamFailed, Unavailable
from chat_app.lifespan import lifespan
from chat_app.llm.types import FinishReason
from chat_app.models import Message, MessageStatus, Turn, User, now
from chat_app.services import accounts, chats, readiness, turns
from chat_app.services.broker import End, broker
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import Started, runner, sweeper
from chat_app.services.turns.endings import generate
from chat_app.services.turns.generation import CANCELLED
from chat_app.services.turns.settlement import Outcome, settle
from tests.callers import by, owner_of
from tests.services.exchanges import turn_of
from tests.services.listening import hear
from tests.services.saved import left_behind, saved_turn

NewUser = Callable[..., Awaitable[User]]
SQLITE = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
LONG = "write 100 words"


async def begin(user: User, message: str = LONG) -> Started:
    """Send a message in a chat of its own and wait for the first word of the reply."""
    started = await turns.start(by(user), (await chats.create(by(user))).chat_id, message)
    events = turns.attach(started.message_id)
    await anext(events)
    await events.aclose()
    return started


async def check(started: Started, status: MessageStatus = MessageStatus.COMPLETE) -> End:
    """Hear a reply, and find it saved as it was heard, charged once, its chat free again."""
    pieces, end = await hear(started)
    async with reading() as session:
        reply = await session.get_one(Message, started.message_id)
    assert (reply.status, reply.content) == (status, "".join(pieces))
    turn = await turn_of(started.message_id)
    assert (turn.outcome, turn.charged_tokens) == (status, end.tokens_used)
    assert turn.settled_at
    assert await check_books() == []
    return end


async def run(*statements: str) -> None:
    async with transaction() as session:
        for statement in statements:
            await (await session.connection()).execute(text(statement))


@asynccontextmanager
async def refusing(settings: Settings, condition: str) -> AsyncIterator[None]:
    """Have the database refuse, for as long as the block runs, to settle such a turn."""
    head = "CREATE TRIGGER refuse BEFORE UPDATE OF outcome ON turn FOR EACH ROW WHEN"
    if settings.is_sqlite:
        await run(f"{head} {condition} BEGIN SELECT RAISE(ABORT, 'refused'); END")
    else:
        body = "BEGIN RAISE EXCEPTION 'refused'; END"
        await run(
            f"CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"{head} ({condition}) EXECUTE FUNCTION refuse()",
        )
    try:
        yield
    finally:
        await run("DROP TRIGGER refuse" + ("" if settings.is_sqlite else " ON turn"))


@asynccontextmanager
async def locked(settings: Settings) -> AsyncIterator[None]:
    """Have another program write to the database for as long as the block runs."""
    path = settings.data_folder / "chat.db"
    other = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    # It may have to wait for a checkpoint of ours.
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@SQLITE
@pytest.mark.settings(SIM_DELAY_MS="20", MAX_CHATS_PER_USER="10")
async def test_a_database_locked_for_20_seconds_costs_no_reply_and_holds_up_no_read(
    app: Settings, new_user: NewUser
) -> None:
    signed_in = await accounts.register("ada@example.com", "correct horse")
    user = await new_user()
    waiting, short = await begin(user, "write 400 words"), await begin(user, "write 40 words")
    chat = await chats.create(by(user))
    await run("UPDATE user_account SET last_seen_at = '2026-01-01 00:00:00'")

    async with locked(app):
        unlocked = asyncio.create_task(asyncio.sleep(20))
        sending = asyncio.create_task(turns.start(by(user), chat.chat_id, LONG))
        await owner_of(signed_in.access_token)
        await chats.messages(user, short.chat_id)
        with pytest.raises(Unavailable, match="database"):
            await readiness.check()
        # Nobody waits that long to send: it is refused in words, and leaves nothing behind.
        with pytest.raises(Unavailable):
            await sending
        assert not unlocked.done()
        await unlocked

    await check(waiting)
    await check(short)
    await check(await turns.start(by(user), chat.chat_id, LONG))
    with anyio.fail_after(60):
        while True:
            try:
                await readiness.check()
                break
            except Unavailable:
                await anyio.sleep(0.1)


@pytest.mark.parametrize(
    ("refused", "status", "is_charged"),
    [
        ("NEW.count_method = 'api'", MessageStatus.COMPLETE, True),
        ("NEW.count_method IS NOT NULL", MessageStatus.PARTIAL, False),
    ],
    ids=["figures", "all but the least"],
)
async def test_what_the_database_refuses_is_settled_at_once_in_a_simpler_way(
    app: Settings, new_user: NewUser, refused: str, status: MessageStatus, is_charged: bool
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))

    async with refusing(app, refused):
        with anyio.fail_after(60):
            _, end = await hear(await turns.start(by(user), chat.chat_id, "write 5 words"))

    assert (end.status, end.tokens_used > 0) == (status, is_charged)
    assert await check_books() == []
    await check(await turns.start(by(user), chat.chat_id, "write 5 words"))


async def test_figures_that_cannot_be_taken_cost_no_end(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    monkeypatch.setattr(metrics, "TURNS", Counter("other", "Has no labels.", registry=None))

    started = await begin(user, "write 5 words")

    assert (await check(started)).tokens_used > 0


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_turn_whose_host_is_cancelled_is_settled_all_the_same(
    app: Settings, new_user: NewUser
) -> None:
    generation = await saved_turn(await new_user(), "write 400 words")
    claim = generation.claim
    assert claim.chat_id
    started = Started(claim.chat_id, claim.reply_id, claim.reply_id)
    broker().open(claim.reply_id, generation.stop)

    events = turns.attach(claim.reply_id)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(generate, generation)
        await anext(events)
        tasks.cancel_scope.cancel()

    await events.aclose()
    await check(started, MessageStatus.STOPPED)


async def test_what_is_settled_is_not_settled_again(app: Settings, new_user: NewUser) -> None:
    generation = await saved_turn(await new_user())
    claim, model = generation.claim, generation.model
    whole = Outcome(MessageStatus.COMPLETE, FinishReason.STOP)
    assert claim.chat_id
    started = Started(claim.chat_id, claim.reply_id, claim.reply_id)

    assert await settle(claim, whole, None, model=model, text="Hello")
    assert await settle(claim, CANCELLED, None, model=model, text="") is None

    assert (await check(started)).text == "Hello"


async def test_a_settlement_without_a_text_leaves_what_was_saved(
    app: Settings, new_user: NewUser
) -> None:
    generation = await saved_turn(await new_user())
    claim = generation.claim
    assert claim.chat_id
    saved_so_far = update(Message).where(col(Message.message_id) == claim.reply_id)
    async with transaction() as session:
        await session.exec(saved_so_far.values(content="So far"))

    end = await settle(claim, CANCELLED, None, model=generation.model, text=None)

    assert end
    assert end.text == "So far"
    await check(Started(claim.chat_id, claim.reply_id, claim.reply_id), MessageStatus.STOPPED)


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_listener_outlasts_a_database_that_cannot_be_read(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = await begin(await new_user(), "write 5 words")
    _, end = await hear(started)
    with monkeypatch.context() as away:
        away.setattr(db, "_reader", None)
        hearing = asyncio.create_task(hear(started))
        done, _ = await asyncio.wait([hearing], timeout=0.1)
        assert not done

    assert await hearing == ([end.text], end)


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_the_first_stop_says_how_a_reply_ended(app: Settings, new_user: NewUser) -> None:
    started = await begin(await new_user(), "write 400 words")
    generation = runner._running[started.message_id]

    generation.stop()
    generation.interrupt(StreamFailed())

    assert (await check(started, MessageStatus.STOPPED)).error_code is None


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_process_never_takes_what_it_runs_and_holds_on_to_it_after_a_stall(
    app: Settings, new_user: NewUser
) -> None:
    started = await begin(await new_user(), "write 100 words")
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now().replace(year=2000)))

    assert await sweeper.sweep() == 0

    with anyio.fail_after(60):
        while True:
            async with reading() as session:
                turn = (await session.exec(select(Turn))).one()
            if turn.lease_expires_at > now():
                break
            await anyio.sleep(0.05)
    assert turn.lease_owner == runner.lease_owner
    await check(started)


@pytest.mark.settings(SIM_DELAY_MS="20", MAX_CHATS_PER_USER="10")
async def test_a_turn_that_another_process_took_ends_there_and_is_dropped_here(
    app: Settings, new_user: NewUser
) -> None:
    started = await begin(await new_user(), "write 2000 words")
    early = asyncio.create_task(hear(started))
    other = uuid7()
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=other))

    with anyio.fail_after(60):
        while started.message_id in runner._running:
            await anyio.sleep(0.05)
    with anyio.fail_after(60):
        while await broker().listen(started.message_id, 0):
            await anyio.sleep(0.01)
    async with reading() as session:
        turn = (await session.exec(select(Turn))).one()
    assert (turn.settled_at, turn.lease_owner) == (None, other)
    hearing = asyncio.create_task(hear(started))
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now()))
    await sweeper.sweep()

    # Whether from the first word on or while nobody runs it: each word is heard once, and one end.
    pieces, end = await hearing
    assert (end.status, "".join(pieces)) == (MessageStatus.PARTIAL, end.text)
    pieces, end = await early
    assert (end.status, "".join(pieces)[: len(end.text)]) == (MessageStatus.PARTIAL, end.text)
    assert await check_books() == []


async def test_one_turn_that_cannot_be_swept_keeps_no_other_from_it(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    await runner.drain(4)
    left = [await left_behind(user) for _ in range(5)]
    odd = left[2].turn_id.hex

    async with refusing(app, f"NEW.turn_id = '{odd}'"):
        await sweeper.sweep()

        assert await open_turns() == [left[2].message_id]
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_expires_at=now()))
    await sweeper.sweep()
    assert await open_turns() == []
    assert await check_books() == []


@SQLITE
async def test_a_clock_that_jumps_ahead_makes_no_lease_of_the_living_lapse(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    living = await left_behind(await new_user(), seconds_left=5)
    looks = sweeper.Sweeper()
    await looks.look()

    monkeypatch.setattr(sweeper, "now", lambda: now() + timedelta(hours=1))
    await looks.look()
    assert await open_turns() == [living.message_id]

    # It did not renew its lease until the next look: its process is gone.
    await looks.look()
    assert await open_turns() == []
    assert await check_books() == []


@SQLITE
async def test_what_is_open_at_the_start_is_settled_before_anything_is_answered(
    database_settings: Settings, new_user: NewUser
) -> None:
    async with lifespan():
        user = await new_user()
        await left_behind(user, seconds_left=1000)

    async with lifespan():
        assert await open_turns() == []
        assert await check_books() == []


async def open_turns() -> list[object]:
    async with reading() as session:
        found = await session.exec(select(Turn.message_id).where(col(Turn.settled_at).is_(None)))
        return list(found)
