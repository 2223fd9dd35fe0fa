"""Replies given again: free, marked, and only where everything that shaped them is equal."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from redis.asyncio import Redis
from sqlmodel import col, select, update

from chat_app.config import Settings, get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.llm.types import (
    FinishReason,
    Image,
    JsonReply,
    Parameters,
    PromptMessage,
    Role,
    Text,
    Tool,
    text_message,
)
from chat_app.models import Chat, LedgerEntry, LedgerKind, MessageStatus, Organisation, Turn, User
from chat_app.models import now as moment_now
from chat_app.services import chats, turns
from chat_app.services.broker import End, Piece
from chat_app.services.budgets import ledger
from chat_app.services.turns import runner, sweeper
from chat_app.services.turns.reply_cache import ReplyCache, key_of, replay
from tests.callers import by
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question, said
from tests.services.exchanges import turn_of
from tests.services.listening import hear

NewUser = Callable[..., Awaitable[User]]
MODEL, OTHER_MODEL = "gemini-3.8-flash", "gemini-3.5-flash-lite"
TEXT = "How do tides work?"
PROMPT = question(TEXT, system="Be brief.", history=said("Hi"), max_output_tokens=100)

pytestmark = pytest.mark.settings(REPLY_CACHE_TTL_S="3600")


@pytest.fixture
async def user(fake: Fake, new_user: NewUser) -> User:
    return await new_user(tier="PRO")


async def ask(user: User, text: str = TEXT, *, model: str = MODEL, system: str = "") -> End:
    """Send a message in a chat of its own and return how it ended."""
    chat = await chats.create(by(user), model=model)
    if system:
        async with transaction() as session:
            await session.exec(
                update(Chat).where(col(Chat.chat_id) == chat.chat_id).values(system_prompt=system)
            )
    pieces, end = await hear(await turns.start(by(user), chat.chat_id, text))
    assert "".join(pieces) == end.text
    return end


def is_cached(end: End) -> bool:
    assert end.breakdown is not None
    return end.breakdown.cached


async def used_tokens(user: User) -> int:
    async with reading() as session:
        balance = await briefly(session, ledger.balance, ledger.Owner.of(user))
    assert balance.reserved_tokens == 0
    return balance.total_tokens_used


async def test_an_equal_context_is_answered_again_without_any_call_and_charged_0(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("The moon ", "pulls the water ", "along.")))
    first = await ask(user)
    used, asked, counted = await used_tokens(user), len(fake.requests), len(fake.counted)

    second = await ask(user)

    assert (second.text, second.status) == (first.text, MessageStatus.COMPLETE)
    assert second.finish_reason is FinishReason.STOP
    assert second.breakdown is not None
    assert (second.tokens_used, second.breakdown.total_tokens) == (0, 0)
    assert (second.breakdown.cached, second.breakdown.cost_micro_usd) == (True, 0)
    assert second.breakdown.billed is None
    assert await used_tokens(user) == used == first.tokens_used > 0
    assert (len(fake.requests), len(fake.counted)) == (asked, counted)
    assert not is_cached(first)


async def test_a_kept_reply_is_streamed_in_pieces_and_reserved_like_any_other(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("word ",) * 40))
    await ask(user)
    chat = await chats.create(by(user), model=MODEL)

    pieces, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert is_cached(end)
    assert len(pieces) > 3
    async with reading() as session:
        kinds = await session.exec(
            select(LedgerEntry.kind)
            .join(Turn, col(LedgerEntry.turn_id) == col(Turn.turn_id))
            .where(Turn.message_id == end.message_id)
            .order_by(col(LedgerEntry.entry_id))
        )
        assert kinds.all() == [LedgerKind.RESERVE, LedgerKind.RELEASE]


async def test_another_message_model_system_prompt_or_history_is_asked_anew(
    fake: Fake, user: User
) -> None:
    first = await ask(user)

    assert not is_cached(await ask(user, "How do tides work??"))
    assert not is_cached(await ask(user, model=OTHER_MODEL))
    assert not is_cached(await ask(user, system="Be brief."))
    _, end = await hear(await turns.start(by(user), first.chat_id, TEXT))
    assert not is_cached(end)
    assert len(fake.requests) == 5


async def test_regenerate_and_an_edit_that_changes_nothing_ask_anew(fake: Fake, user: User) -> None:
    chat = await chats.create(by(user), model=MODEL)
    started = await turns.start(by(user), chat.chat_id, TEXT)
    await hear(started)

    again = await hear(await turns.regenerate(by(user), chat.chat_id, started.message_id))
    same = await hear(await turns.edit(by(user), chat.chat_id, started.user_message_id, TEXT))

    for _, end in (again, same):
        assert not is_cached(end)
        assert end.tokens_used > 0
    other = await turns.edit(by(user), chat.chat_id, started.user_message_id, "Something else")
    await hear(other)
    back = await turns.edit(by(user), chat.chat_id, other.user_message_id, TEXT)
    assert is_cached((await hear(back))[1])


@pytest.mark.parametrize(
    "reply",
    [Reply(cut_after=1), Reply(finish=FinishReason.LENGTH), Reply(finish=FinishReason.SAFETY)],
    ids=["cut", "too long", "blocked"],
)
async def test_a_reply_that_is_not_whole_is_not_kept(fake: Fake, user: User, reply: Reply) -> None:
    fake.script(reply, Reply())

    await ask(user)
    second = await ask(user)

    assert not is_cached(second)
    assert is_cached(await ask(user))


async def test_a_stopped_reply_is_not_kept(fake: Fake, user: User) -> None:
    fake.script(Reply(stall_after=1), Reply())
    chat = await chats.create(by(user), model=MODEL)
    started = await turns.start(by(user), chat.chat_id, TEXT)
    async with aclosing(turns.attach(started.message_id)) as events:
        assert isinstance(await anext(events), Piece)
    await turns.stop(user, chat.chat_id)
    await hear(started)

    assert not is_cached(await ask(user))


async def test_a_kept_reply_is_given_to_others_of_the_same_organisation_only(
    fake: Fake, new_user: NewUser
) -> None:
    ours, theirs = Organisation(name="Ours"), Organisation(name="Theirs")
    async with transaction() as session:
        session.add_all([ours, theirs])
    await ask(await new_user(tier="PRO", org_id=ours.org_id))

    assert is_cached(await ask(await new_user(tier="PRO", org_id=ours.org_id)))
    assert not is_cached(await ask(await new_user(tier="PRO", org_id=theirs.org_id)))
    assert not is_cached(await ask(await new_user(tier="PRO")))


async def test_who_has_no_organisation_shares_kept_replies_with_nobody(
    fake: Fake, user: User, new_user: NewUser
) -> None:
    await ask(user)

    assert not is_cached(await ask(await new_user(tier="PRO")))
    assert is_cached(await ask(user))


async def test_a_small_budget_does_not_cut_what_costs_nothing(
    fake: Fake, new_user: NewUser
) -> None:
    ours = Organisation(name="Ours")
    async with transaction() as session:
        session.add(ours)
    fake.script(Reply(deltas=("word ",) * 400))
    whole = await ask(await new_user(tier="PRO", org_id=ours.org_id))
    poor = await new_user(tier="PRO", token_limit=150, org_id=ours.org_id)

    end = await ask(poor)

    assert (end.text, end.finish_reason) == (whole.text, FinishReason.STOP)
    assert await used_tokens(poor) == 0


@pytest.mark.settings(REPLY_CACHE_TTL_S="0")
async def test_0_seconds_switch_the_cache_off(fake: Fake, user: User) -> None:
    await ask(user)

    assert not is_cached(await ask(user))


async def test_a_kept_reply_whose_process_died_is_still_free(
    fake: Fake, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script(Reply(deltas=("word ",) * 800))
    await ask(user)
    chat = await chats.create(by(user), model=MODEL)
    started = await turns.start(by(user), chat.chat_id, TEXT)
    async with aclosing(turns.attach(started.message_id)) as events:
        await anext(events)
    # What sweeps is another process: this one's heartbeat may find the lease lost at any moment.
    monkeypatch.setattr(runner, "lease_owner", uuid4())
    await steal(started.message_id)

    await sweeper.sweep()
    await runner.drain(4)

    message = await chats.get_message(user, chat.chat_id, started.message_id)
    assert message.status is MessageStatus.PARTIAL
    turn = await turn_of(message.message_id)
    assert (turn.cached, turn.charged_tokens) == (True, 0)


async def steal(message_id: UUID) -> None:
    """Make a turn look like one whose process is gone."""
    async with transaction() as session:
        await session.exec(
            update(Turn)
            .where(col(Turn.message_id) == message_id)
            .values(lease_owner=message_id, lease_expires_at=moment_now())
        )


async def test_a_reply_is_kept_for_its_time_and_no_longer() -> None:
    clock = [0.0]
    cache = ReplyCache(60, timer=lambda: clock[0])
    await cache.put("key", "reply")

    clock[0] = 59.9
    assert await cache.get("key") == "reply"
    clock[0] = 60.1
    assert await cache.get("key") is None


async def test_the_oldest_replies_make_room_where_memory_is_full() -> None:
    cache = ReplyCache(60, most_bytes=10_000)
    for number in range(20):
        await cache.put(str(number), "x" * 1000)

    assert await cache.get("19") == "x" * 1000
    assert await cache.get("0") is None


async def test_redis_shares_a_reply_among_workers_and_forgets_it_in_time(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as one, Redis.from_url(redis_url) as other:
        await ReplyCache(60, one).put("key", "Grüße 🙂")

        assert await ReplyCache(60, other).get("key") == "Grüße 🙂"
        assert 59_000 < await other.pttl("key") <= 60_000


async def test_without_redis_a_reply_is_asked_for_as_if_never_kept() -> None:
    async with Redis.from_url("redis://127.0.0.1:1/0") as away:
        cache = ReplyCache(60, away)
        await cache.put("key", "reply")

        assert await cache.get("key") is None


async def test_a_replay_is_the_text_in_pieces_and_one_finish() -> None:
    text = "Grüße 🙂\r\n\n  漢字 " * 20
    with anyio.fail_after(60):
        *deltas, finish = [event async for event in replay(text)]

    assert "".join(getattr(delta, "text", "") for delta in deltas) == text
    assert getattr(finish, "reason", None) is FinishReason.STOP
    assert getattr(finish, "usage", None) is None


def test_the_key_holds_all_that_shapes_an_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = User(email="ada@example.test", name="Ada", password_hash="!", token_limit=0)

    def key(model_id: str = MODEL, **changed: Any) -> str:
        return key_of(model_id, replace(PROMPT, **changed), who)

    asked, picture = PROMPT.question, Image("image/png", b"one")
    changes: list[dict[str, Any]] = [
        {},
        {"model_id": "other"},
        {"system": "other"},
        {"messages": (asked,)},
        {"messages": (text_message(Role.ASSISTANT, "Hi"), asked)},
        {"messages": said("Hi", "other")},
        {"messages": (*said("Hi"), PromptMessage(Role.USER, (*asked.parts, picture)))},
        {"messages": (*said("Hi"), PromptMessage(Role.USER, (picture, *asked.parts)))},
        {"messages": (*said("Hi"), PromptMessage(Role.USER, (*asked.parts, Text("\n"))))},
        {"parameters": Parameters(7)},
        {"parameters": Parameters(100, temperature=0.5)},
        {"parameters": Parameters(100, reasoning_effort="low")},
        {"parameters": Parameters(100, stop=("a",))},
        {"parameters": Parameters(100, top_p=0.5)},
        {"parameters": Parameters(100, seed=1)},
        {"parameters": Parameters(100, presence_penalty=0.5)},
        {"parameters": Parameters(100, frequency_penalty=0.5)},
        {"parameters": Parameters(100, reasoning_effort="high")},
        {"parameters": Parameters(100, response_format=JsonReply())},
        {"parameters": Parameters(100, response_format=JsonReply({"type": "object"}))},
        {"parameters": Parameters(100, tools=(Tool("a", "b", {}),))},
    ]
    assert len({key(**changed) for changed in changes}) == len(changes)
    before = key()
    monkeypatch.setenv("GEMINI_SAFETY", "off")
    get_settings.cache_clear()
    assert key() != before
