"""A turn: every way it can end settles it once, keeps its text, and balances the books."""

import random
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any
from uuid import UUID

import anyio
import pytest
from sqlmodel import col, select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    ChatNotFound,
    InvalidMessage,
    InvalidRequest,
    ModelNotAllowed,
    ModelUnavailable,
    TokenLimitExceeded,
    TurnInProgress,
    UnauthorizedChatAccess,
    Unavailable,
)
from chat_app.llm.catalogue import SIMULATED, catalogue
from chat_app.llm.types import FinishReason
from chat_app.models import LedgerEntry, LedgerKind, Message, MessageStatus, Turn, User, now
from chat_app.services import chats, turns
from chat_app.services.broker import End, Piece
from chat_app.services.budgets import ledger
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import runner, sweeper
from tests.callers import by
from tests.services.exchanges import turn_of
from tests.services.listening import first_piece, listen
from tests.services.saved import left_behind

NewUser = Callable[..., Awaitable[User]]


def first_of_tier(tier: str) -> str:
    """Return a model whose provider has no key in the tests."""
    return next(m.model_id for m in catalogue().models if m.tier == tier and m is not SIMULATED)


async def remaining(user: User) -> ledger.Balance:
    async with reading() as session:
        return await briefly(session, ledger.balance, ledger.Owner.of(user))


async def count_rows(table: Any) -> int:
    async with reading() as session:
        return len((await session.exec(select(table))).all())


async def test_a_reply_is_streamed_saved_and_charged_by_the_formula(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))

    started = await turns.start(by(user), chat.chat_id, "  Hello there  ")
    text, end = await listen(started.message_id)

    assert end.text == text != ""
    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.STOP)
    parts = end.breakdown
    assert parts is not None
    assert parts.overhead_tokens == 10
    assert end.tokens_used == parts.user_tokens + parts.ai_tokens + parts.system_tokens + 10
    question, reply = await chats.messages(user, chat.chat_id)
    assert question.message.content == "Hello there"
    assert question.tokens_consumed == 0
    assert reply.message.content == text
    assert reply.tokens_consumed == end.tokens_used
    left = await remaining(user)
    assert (left.total_tokens_used, left.reserved_tokens) == (end.tokens_used, 0)
    assert await check_books() == []


async def test_a_chat_is_named_after_its_first_message(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    chat = await chats.create(by(user))

    await listen(
        (await turns.start(by(user), chat.chat_id, "How do tides work?\nBriefly.")).message_id
    )

    assert (await chats.get(user, chat.chat_id)).title == "How do tides work?"


@pytest.mark.parametrize(
    ("sent", "saved"),
    [("a\0b", "ab"), ("half \ud83d pair", "half \ufffd pair"), ("  🙂 漢字 \r\n", "🙂 漢字")],
)
async def test_text_that_no_database_holds_is_sent_without_it(
    app: Settings, new_user: NewUser, sent: str, saved: str
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), title="NUL \0 in a title")

    await listen((await turns.start(by(user), chat.chat_id, sent)).message_id)

    question, _ = await chats.messages(user, chat.chat_id)
    assert question.message.content == saved


@pytest.mark.parametrize("text", ["", "   \n", "\0", "x" * 5001])
async def test_text_outside_1_to_5000_characters_is_refused(
    app: Settings, new_user: NewUser, text: str
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))

    with pytest.raises(InvalidMessage, match="between 1 and 5000"):
        await turns.start(by(user), chat.chat_id, text)

    assert await count_rows(Message) == 0


async def test_a_refused_message_leaves_nothing_behind(app: Settings, new_user: NewUser) -> None:
    user, stranger = await new_user(), await new_user()
    poor = await new_user(token_limit=80)
    chat, poor_chat = await chats.create(by(user)), await chats.create(by(poor))
    gone = await chats.create(by(user))
    await chats.delete(by(user), gone.chat_id)

    for refused, who, chat_id in (
        (UnauthorizedChatAccess, stranger, chat.chat_id),
        (ChatNotFound, user, gone.chat_id),
        (TokenLimitExceeded, poor, poor_chat.chat_id),
    ):
        with pytest.raises(refused):
            await turns.start(by(who), chat_id, "Hi")
    for refused, model in {
        InvalidRequest: "no-such-model",
        ModelUnavailable: first_of_tier("BASIC"),
        ModelNotAllowed: first_of_tier("ENTERPRISE"),
    }.items():
        with pytest.raises(refused):
            await turns.start(by(user), chat.chat_id, "Hi", model=model)

    assert await count_rows(Message) == 0
    assert await count_rows(Turn) == 0
    assert (await remaining(poor)).reserved_tokens == 0
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_stop_keeps_the_partial_text_and_charges_what_was_produced(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 500 words")
    piece = await first_piece(started)

    assert await turns.stop(user, chat.chat_id) is True

    text, end = await listen(started.message_id)
    assert (end.status, end.finish_reason) == (MessageStatus.STOPPED, FinishReason.CANCELLED)
    assert text.startswith(piece.text)
    assert 0 < end.tokens_used < 100
    assert await turns.stop(user, chat.chat_id) is False
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_chat_runs_one_turn_at_a_time(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 500 words")
    reserved = (await remaining(user)).reserved_tokens

    with pytest.raises(TurnInProgress):
        await turns.start(by(user), chat.chat_id, "And another")

    assert (await remaining(user)).reserved_tokens == reserved
    await turns.stop(user, chat.chat_id)
    await listen(started.message_id)
    assert len(await chats.messages(user, chat.chat_id)) == 2
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_turn_nobody_listens_to_is_cancelled_after_the_grace(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 1000 words")
    await first_piece(started)
    monkeypatch.setattr(app, "DISCONNECT_GRACE_S", 0)

    message = await settled(started.message_id)

    assert message.status is MessageStatus.STOPPED
    assert message.content
    turn = await turn_of(message.message_id)
    assert turn.finish_reason is FinishReason.CANCELLED
    assert turn.charged_tokens
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="10")
async def test_a_turn_somebody_listens_to_outlives_the_grace(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 150 words")

    async with aclosing(turns.attach(started.message_id)) as events:
        await anext(events)
        monkeypatch.setattr(app, "DISCONNECT_GRACE_S", 0)
        *_, end = [event async for event in events]

    assert isinstance(end, End)
    assert end.status is MessageStatus.COMPLETE


async def settled(message_id: UUID) -> Message:
    """Wait until a turn is settled, without listening to it."""
    with anyio.fail_after(60):
        while True:
            async with reading() as session:
                message = await session.get_one(Message, message_id)
            if message.status is not MessageStatus.STREAMING:
                return message
            await anyio.sleep(0.05)


@pytest.mark.settings(MAX_OUTPUT_TOKENS="500")
async def test_the_reply_is_clamped_to_what_the_budget_pays(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user(token_limit=150)
    chat = await chats.create(by(user))
    quote = await turns.quote(by(user), chat.chat_id, "write 900 words")
    assert quote.max_total_tokens == 150
    assert quote.remaining_after_tokens == 0

    started = await turns.start(by(user), chat.chat_id, "write 900 words")
    _, end = await listen(started.message_id)

    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.BUDGET)
    assert end.tokens_used <= quote.max_total_tokens
    assert (await remaining(user)).remaining_tokens >= 0
    assert await check_books() == []


async def test_a_reply_of_the_models_own_length_limit_says_length(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    monkeypatch.setattr(app, "MAX_OUTPUT_TOKENS", 64)

    _, end = await listen((await turns.start(by(user), chat.chat_id, "write 900 words")).message_id)

    assert end.finish_reason is FinishReason.LENGTH


async def test_less_than_64_tokens_for_a_reply_is_refused_with_the_numbers(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user(token_limit=100)
    chat = await chats.create(by(user))

    with pytest.raises(TokenLimitExceeded, match=r"at least 64 .* has 100 left"):
        await turns.start(by(user), chat.chat_id, "x " * 200)


async def test_two_hundred_parallel_sends_never_oversell_a_small_budget(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1500, tier="ENTERPRISE")
    places = [(await chats.create(by(user))).chat_id for _ in range(200)]
    outcomes: list[str] = []

    async def send(chat_id: UUID) -> None:
        try:
            started = await turns.start(by(user), chat_id, "write 60 words")
        except TokenLimitExceeded:
            outcomes.append("refused")
            return
        _, end = await listen(started.message_id)
        outcomes.append(end.status)

    async with anyio.create_task_group() as tasks:
        for chat_id in places:
            tasks.start_soon(send, chat_id)

    left = await remaining(user)
    assert left.reserved_tokens == 0
    assert 0 < left.total_tokens_used <= 1500
    assert len(outcomes) == 200
    assert {"refused", "complete"} <= set(outcomes)
    async with reading() as session:
        balances = (
            await session.exec(
                select(LedgerEntry.balance_tokens).where(LedgerEntry.user_id == user.user_id)
            )
        ).all()
    assert min(balances) >= 0
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="1-3")
async def test_a_cut_listener_resumes_character_for_character(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "Show me *everything* 🙂 漢字")
    choose = random.Random(11)
    resumed, cuts = "", 0

    async def read_until_cut() -> End | None:
        nonlocal resumed
        async with aclosing(turns.attach(started.message_id, len(resumed))) as events:
            async for event in events:
                if isinstance(event, End):
                    return event
                assert isinstance(event, Piece)
                assert event.offset == len(resumed)
                resumed += event.text
                if choose.random() < 0.2:
                    return None
        raise AssertionError("no End")

    while (end := await read_until_cut()) is None:
        cuts += 1

    assert cuts > 3
    assert resumed == end.text
    for after in (0, 1, len(resumed) // 2, len(resumed)):
        assert await listen(started.message_id, after) == (resumed[after:], end)


async def test_edit_and_regenerate_make_branches(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    first = await turns.start(by(user), chat.chat_id, "write 5 words")
    await listen(first.message_id)

    again = await turns.regenerate(by(user), chat.chat_id, first.message_id)
    await listen(again.message_id)
    edited = await turns.edit(by(user), chat.chat_id, first.user_message_id, "write 6 words")
    await listen(edited.message_id)

    assert again.user_message_id == first.user_message_id
    question, reply = await chats.messages(user, chat.chat_id)
    assert question.sibling_ids == [first.user_message_id, edited.user_message_id]
    assert reply.message.message_id == edited.message_id
    await chats.choose_branch(by(user), chat.chat_id, first.message_id)
    question, reply = await chats.messages(user, chat.chat_id)
    assert reply.sibling_ids == [first.message_id, again.message_id]
    with pytest.raises(InvalidRequest):
        await turns.edit(by(user), chat.chat_id, first.message_id, "not mine")
    with pytest.raises(InvalidRequest):
        await turns.regenerate(by(user), chat.chat_id, first.user_message_id)
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_text_is_checkpointed_while_it_streams(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 500 words")

    with anyio.fail_after(60):
        while True:
            async with reading() as session:
                message = await session.get_one(Message, started.message_id)
            if message.content:
                break
            await anyio.sleep(0.05)

    assert message.status is MessageStatus.STREAMING
    await turns.stop(user, chat.chat_id)
    assert (await settled(started.message_id)).content.startswith(message.content)


@pytest.mark.parametrize(
    ("text", "status"),
    [("Every word of", MessageStatus.PARTIAL), ("", MessageStatus.FAILED)],
)
async def test_a_lapsed_turn_is_settled_once_from_its_checkpoint(
    app: Settings, new_user: NewUser, text: str, status: MessageStatus
) -> None:
    user = await new_user()
    message_id = (await left_behind(user)).message_id
    assert message_id
    async with transaction() as session:
        await session.exec(
            update(Message).where(col(Message.message_id) == message_id).values(content=text)
        )

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(sweeper.sweep)

    heard, end = await listen(message_id)
    assert (heard, end.status, end.error_code) == (text, status, "STREAM_FAILED")
    assert (end.tokens_used > 0) is bool(text)
    async with reading() as session:
        released = await session.exec(
            select(LedgerEntry).where(LedgerEntry.kind == LedgerKind.RELEASE)
        )
        assert len(released.all()) == 1
    assert (await remaining(user)).reserved_tokens == 0
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_process_that_lost_its_lease_settles_nothing(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 200 words")
    await first_piece(started)
    # What sweeps is another process: this one's heartbeat may find the lease lost at any moment.
    monkeypatch.setattr(runner, "lease_owner", uuid7())
    async with transaction() as session:
        await session.exec(update(Turn).values(lease_owner=uuid7(), lease_expires_at=now()))

    await sweeper.sweep()
    message = await settled(started.message_id)
    await turns.stop(user, chat.chat_id)
    await runner.drain(4)

    assert message.status is MessageStatus.PARTIAL
    async with reading() as session:
        assert (await session.get_one(Message, started.message_id)).content == message.content
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="50")
async def test_a_drain_takes_no_turns_and_settles_those_that_run(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat, other = await chats.create(by(user)), await chats.create(by(user))
    started = await turns.start(by(user), chat.chat_id, "write 1000 words")
    await first_piece(started)

    with anyio.fail_after(60):
        await runner.drain(4)

    with pytest.raises(Unavailable):
        await turns.start(by(user), other.chat_id, "Hello")
    text, end = await listen(started.message_id)
    assert end.status is MessageStatus.PARTIAL
    assert end.error_code == "STREAM_FAILED"
    assert text
    assert await check_books() == []
