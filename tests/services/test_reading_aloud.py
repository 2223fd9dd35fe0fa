"""Replies read aloud by a model: charged once, kept, and free to be heard again."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from sqlmodel import col, func, select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings, get_settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatNotFound,
    InvalidRequest,
    MessageNotFound,
    ProviderError,
    TokenLimitExceeded,
    TurnInProgress,
)
from chat_app.llm.catalogue import find
from chat_app.llm.types import CountMethod, Task, Usage
from chat_app.models import (
    Budget,
    FileOrigin,
    Message,
    MessageStatus,
    Purpose,
    SpokenReply,
    Turn,
    User,
    now,
)
from chat_app.services import chats, files, turns
from chat_app.services.budgets import usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import reading_aloud, runner, sweeper
from chat_app.services.turns.reading_aloud import price_of_speech
from chat_app.services.turns.spoken_words import spoken_words
from chat_app.words import words_for
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.listening import hear

HEARD = Usage(
    prompt_tokens=9, cached_tokens=0, output_tokens=50, thinking_tokens=0, total_tokens=59
)


@pytest.fixture
def reader(
    request: pytest.FixtureRequest, fakes: dict[str, Fake], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Have a vendor's model read aloud; return the vendor's name."""
    name, model_id = request.param
    monkeypatch.setenv("SPEECH_MODEL", model_id)
    get_settings.cache_clear()
    return name


BY_EACH = pytest.mark.parametrize(
    "reader",
    [("gemini", "gemini-3.8-flash-tts"), ("openai", "gpt-4o-mini-tts")],
    ids=["gemini", "openai"],
    indirect=True,
)


async def a_reply(user: User, text: str = "Write 5 words") -> UUID:
    started = await turns.start(by(user), None, text, model="simulated")
    await hear(started)
    return started.message_id


async def speeches() -> list[Turn]:
    async with reading() as session:
        asked = select(Turn).where(Turn.purpose == Purpose.SPEECH).order_by(col(Turn.turn_id))
        found = await session.exec(asked)
        return list(found)


async def test_a_reply_is_read_aloud_once_and_heard_again_for_nothing(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    message_id = await a_reply(user)
    before = (await usage.budget(user)).total_tokens_used

    first = await turns.speak(by(user), message_id)
    again = await turns.speak(by(user), message_id)

    assert first.tokens_used > 0
    assert (again.file.file_id, again.tokens_used) == (first.file.file_id, 0)
    assert (first.file.media_type, first.file.origin) == ("audio/wav", FileOrigin.SPOKEN)
    assert first.file.duration_ms
    assert (await files.read(first.file)).startswith(b"RIFF")
    (turn,) = await speeches()
    assert (turn.model, turn.charged_tokens, turn.overhead_tokens) == (
        "simulated-speech",
        first.tokens_used,
        0,
    )
    assert (await usage.budget(user)).total_tokens_used == before + first.tokens_used
    (line, *_) = (await usage.ledger_page(user.user_id)).lines
    assert line.purpose is Purpose.SPEECH
    assert await check_books() == []


async def test_who_asks_meanwhile_hears_of_the_same(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    message_id = await a_reply(user)

    made = await asyncio.gather(*(turns.speak(by(user), message_id) for _ in range(5)))

    assert len({speech.file.file_id for speech in made}) == 1
    assert sorted(speech.tokens_used > 0 for speech in made) == [False] * 4 + [True]
    assert len(await speeches()) == 1


async def test_whoever_hangs_up_it_is_made_and_kept(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    message_id = await a_reply(user)
    asking = asyncio.create_task(turns.speak(by(user), message_id))
    while not await speeches():
        await asyncio.sleep(0.01)

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking

    again = await turns.speak(by(user), message_id)
    assert again.tokens_used == 0
    assert len(await speeches()) == 1


@BY_EACH
async def test_a_vendors_bill_is_what_it_costs(
    reader: str, fakes: dict[str, Fake], user: User
) -> None:
    message_id = await a_reply(user)
    fakes[reader].script(Reply(usage=HEARD))

    speech = await turns.speak(by(user), message_id)

    (turn,) = await speeches()
    assert (speech.tokens_used, turn.ai_tokens, turn.count_method) == (59, 50, CountMethod.USAGE)
    assert turn.cost_micro_usd


@BY_EACH
async def test_without_a_bill_its_rule_by_the_second_counts(
    reader: str, fakes: dict[str, Fake], user: User
) -> None:
    message_id = await a_reply(user)
    fakes[reader].script(Reply(usage=None))

    await turns.speak(by(user), message_id)

    (turn,) = await speeches()
    rate = {"gemini": 25, "openai": 21}[reader]
    assert turn.ai_tokens == -(-rate // 2)
    assert turn.ai_tokens
    assert turn.charged_tokens == turn.ai_tokens + (turn.user_tokens or 0)
    assert turn.count_method is CountMethod.ESTIMATE


@BY_EACH
async def test_a_vendors_fault_costs_nothing_and_the_next_try_may_do(
    reader: str, fakes: dict[str, Fake], user: User
) -> None:
    message_id = await a_reply(user)
    fakes[reader].script(Reply(fault="bad_key"), Reply(usage=HEARD))

    with pytest.raises(ProviderError):
        await turns.speak(by(user), message_id)
    speech = await turns.speak(by(user), message_id)

    assert [turn.charged_tokens for turn in await speeches()] == [0, speech.tokens_used]


async def test_a_crash_between_the_voice_and_its_bill_is_charged(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    message_id = await a_reply(user)
    kept, keep = asyncio.Event(), reading_aloud._keep

    async def keep_and_stall(*what: Any) -> None:
        await keep(*what)
        kept.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(reading_aloud, "_keep", keep_and_stall)
    asking = asyncio.create_task(turns.speak(by(user), message_id))
    await asyncio.wait_for(kept.wait(), 60)
    # Another process holds its lease now, and does not live.
    async with transaction() as session:
        await session.exec(
            update(Turn).where(col(Turn.settled_at).is_(None)).values(lease_owner=uuid7())
        )
    with anyio.fail_after(60):
        while runner._running:
            await anyio.sleep(0.05)
    async with transaction() as session:
        await session.exec(
            update(Turn).where(col(Turn.settled_at).is_(None)).values(lease_expires_at=now())
        )

    await sweeper.sweep()

    told = await asking
    (turn,) = await speeches()
    assert (
        told.tokens_used == turn.charged_tokens == (turn.user_tokens or 0) + (turn.ai_tokens or 0)
    )
    assert turn.ai_tokens
    assert (await turns.speak(by(user), message_id)).tokens_used == 0
    assert await check_books() == []


async def test_only_words_of_replies_of_ones_own_are_read(app: Settings, new_user: NewUser) -> None:
    user, stranger = await new_user(), await new_user()
    message_id = await a_reply(user)
    async with reading() as session:
        reply = await session.get_one(Message, message_id)

    assert reply.parent_id
    for asker, wanted, refusal in (
        (user, uuid4(), MessageNotFound),
        (stranger, message_id, MessageNotFound),
        (user, reply.parent_id, InvalidRequest),
    ):
        with pytest.raises(refusal):
            await turns.speak(by(asker), wanted)
    async with transaction() as session:
        await session.exec(update(Message).values(status=MessageStatus.STREAMING))
    with pytest.raises(TurnInProgress):
        await turns.speak(by(user), message_id)
    async with transaction() as session:
        await session.exec(
            update(Message).values(status=MessageStatus.COMPLETE, content="```\n```\n---")
        )
    assert (await turns.speak(by(user), message_id)).tokens_used
    async with transaction() as session:
        await session.exec(update(Message).values(content="---"))
    with pytest.raises(InvalidRequest, match="nothing to read"):
        await turns.speak(by(user), message_id)
    await chats.delete(by(user), reply.chat_id)
    with pytest.raises(ChatNotFound):
        await turns.speak(by(user), message_id)


async def test_a_budget_that_does_not_cover_it_is_told_before(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    message_id = await a_reply(user, "Write 200 words")
    async with transaction() as session:
        await session.exec(update(Budget).values(token_limit=Budget.total_tokens_used + 500))

    with pytest.raises(TokenLimitExceeded, match="500 left"):
        await turns.speak(by(user), message_id)

    assert await speeches() == []


@pytest.mark.parametrize(
    "text", ["Hi.", "A tide comes in. " * 300, "潮が満ちる。" * 300, "12345 67890. " * 100]
)
async def test_the_simulated_bill_is_never_above_the_quote(
    app: Settings, new_user: NewUser, text: str
) -> None:
    user = await new_user(token_limit=10_000_000)
    message_id = await a_reply(user)
    async with transaction() as session:
        await session.exec(
            update(Message).where(col(Message.message_id) == message_id).values(content=text)
        )

    await turns.speak(by(user), message_id)

    (turn,) = await speeches()
    model = find("simulated-speech", Task.SPEECH)
    assert turn.waived_tokens == 0
    assert turn.charged_tokens == turn.billed_total_tokens
    assert turn.reserved_tokens == price_of_speech(model, text.strip()).tokens


async def test_what_was_read_aloud_goes_with_the_chat(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    message_id = await a_reply(user)
    await turns.speak(by(user), message_id)
    async with reading() as session:
        chat_id = (await session.get_one(Message, message_id)).chat_id
    await chats.delete(by(user), chat_id)

    await chats.empty_trash(by(user))

    async with reading() as session:
        assert (await session.exec(select(func.count(col(SpokenReply.model))))).one() == 0


ENGLISH = words_for("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A *title*\n\nSome **bold** and `code`.", "A title\nSome bold and code."),
        ("Look:\n\n```py\na = 1\n```\n\nDone.", "Look:\ncode\nDone."),
        ("    indented\n\nEnd", "code\nEnd"),
        ("- one\n- two\n  1. three", "one\ntwo\nthree"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "a, b\n1, 2"),
        ("[here](https://x.org/a) and https://www.y.org/z?q=1", "here and y.org"),
        ("![a cat](https://x.org/c.png)", "a cat"),
        ("So $$x^2$$ it is", "So formula it is"),
        ("<think>\nhm\n</think>\nSo it is.", "So it is."),
        ("<b>bold</b>\n\n<script>x()</script>", "bold"),
        ("***\n\n!?", ""),
        ("漢字を\n読む", "漢字を 読む"),
    ],
)
def test_what_is_read_out_is_words(text: str, said: str) -> None:
    assert spoken_words(text, ENGLISH) == said
