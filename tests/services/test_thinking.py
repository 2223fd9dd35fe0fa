"""What a model thinks goes beside its text: heard by who asks, saved, and never part of it."""

from contextlib import aclosing
from typing import Any

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.llm.types import Usage
from chat_app.models import Chat, Message, MessageStatus, User
from chat_app.services import chats, turns
from chat_app.services.broker import End, Piece, Thought, broker
from chat_app.services.chats.export import Format, export
from chat_app.services.turns import runner
from tests.callers import by
from tests.fakes.script import THOUGHT, Fake, Oddity, Reply
from tests.llm.prompts import question
from tests.services.exchanges import turn_of
from tests.services.listening import hear

THINKS = Reply(
    deltas=(Oddity.THOUGHT, Oddity.THOUGHT, "Hello", Oddity.THOUGHT, " there"),
    usage=Usage(12, 0, 3, 30, 45),
    pause_seconds=0.02,
)


async def heard(reply_id: Any, after: int = 0, thought_after: int | None = 0) -> list[Any]:
    async with aclosing(turns.attach(reply_id, after, thought_after)) as events:
        return [event async for event in events]


def joined(events: list[Any], kind: type[Piece | Thought]) -> str:
    return "".join(event.text for event in events if isinstance(event, kind))


@pytest.mark.parametrize("cut", [0, 5, 20, 50])
async def test_who_comes_late_or_again_hears_the_rest_of_thoughts_and_text_once(
    fake: Fake, user: User, chat: Chat, cut: int
) -> None:
    fake.script(THINKS)
    started = await turns.start(by(user), chat.chat_id, "Think")
    thoughts, text = THOUGHT * 3, "Hello there"
    while_it_runs = await heard(started.message_id, min(cut, 5), cut)
    afterwards = await heard(started.message_id, min(cut, 5), cut)

    for events in (while_it_runs, afterwards):
        assert joined(events, Thought) == thoughts[cut:]
        assert joined(events, Piece) == text[min(cut, 5) :]
        end = events[-1]
        assert isinstance(end, End)
        assert (end.thinking, end.text) == (thoughts, text)
        assert end.thinking_ms is not None
    assert joined(await heard(started.message_id, 0, None), Thought) == ""


async def test_thoughts_are_no_part_of_the_text_its_charge_its_history_or_an_export(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(THINKS, Reply())
    started = await turns.start(by(user), chat.chat_id, "Think")
    _, end = await hear(started)
    await hear(await turns.start(by(user), chat.chat_id, "And then?"))

    assert end.breakdown
    assert (end.breakdown.ai_tokens, end.breakdown.billed.thinking_tokens) == (3, 30)  # pyright: ignore[reportOptionalMemberAccess]
    assert THOUGHT not in str(fake.requests[-1])
    assert THOUGHT not in str((await export(user, chat.chat_id, Format.MD)).content)
    view = await chats.get_view(user, chat.chat_id, started.message_id)
    assert (view.message.content, view.message.thinking) == ("Hello there", THOUGHT * 3)
    turn = await turn_of(started.message_id)
    assert turn.thinking_ms
    assert turn.thinking_ms >= (turn.first_delta_ms or 0)


async def test_thoughts_are_saved_while_nothing_is_said_yet(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=(Oddity.THOUGHT, "Hello"), stall_after=1))
    started = await turns.start(by(user), chat.chat_id, "Think")
    async with aclosing(turns.attach(started.message_id, 0, 0)) as events:
        await anext(events)
    await runner._beat()

    async with reading() as session:
        (saved,) = await session.exec(select(Message.thinking).where(Message.role == "assistant"))
    assert saved == THOUGHT
    await turns.stop(user, chat.chat_id)
    _, end = await hear(started)
    assert (end.status, end.thinking, end.tokens_used) == (MessageStatus.STOPPED, THOUGHT, 0)


async def test_programs_hear_no_thoughts(fake: Fake, user: User) -> None:
    fake.script(THINKS)
    exchange_id = await turns.ask(by(user), "gemini-3.8-flash", question())
    events = await heard(exchange_id)

    assert joined(events, Thought) == ""
    assert events[-1].thinking == ""
    assert await broker().listen(exchange_id, 0) is None
