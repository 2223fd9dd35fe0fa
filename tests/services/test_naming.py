"""Chats are named by a model where the operator chose one; the person pays, and goes before it."""

from typing import Any

import anyio
import pytest
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.llm.errands import NAME_A_CHAT
from chat_app.models import Purpose, Turn, User
from chat_app.services import chats, turns
from chat_app.services.budgets import usage
from chat_app.services.turns import runner
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.listening import hear

pytestmark = pytest.mark.settings(TITLE_MODEL="gpt-6-luna", DEFAULT_MODEL="gemini-3.8-flash")


async def all_ended() -> None:
    """Wait for all turns of this process and for what follows them."""
    with anyio.fail_after(60):
        while runner._tasks:
            await anyio.sleep(0.01)


async def begin(user: User, text: str = "Tell me about the moons of Jupiter, please") -> Any:
    started = await turns.start(by(user), None, text)
    await hear(started)
    return started


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Moons of Jupiter", "Moons of Jupiter"),
        ('  **"Moons of Jupiter."**\n\nI hope this helps!', "Moons of Jupiter"),
        ("Title: «Lunes de Jupiter»", "Lunes de Jupiter"),
        ("word " * 40, "word word word word word word word word word word word word…"),
        ("**\n", "Tell me about the moons of Jupiter, please"),
    ],
)
async def test_a_chat_is_called_what_the_model_answers_without_what_stands_around_it(
    fakes: dict[str, Fake], user: User, said: str, title: str
) -> None:
    fakes["openai"].script(Reply(deltas=(said,)))
    started = await begin(user)
    await all_ended()

    assert (await chats.get(user, started.chat_id)).title == title
    (request,) = fakes["openai"].requests
    assert NAME_A_CHAT in str(request)


async def test_its_exchange_is_charged_and_the_statement_says_what_it_was_for(
    fakes: dict[str, Fake], user: User
) -> None:
    fakes["openai"].script(Reply(deltas=("Moons",)))
    started = await begin(user)
    await all_ended()

    async with reading() as session:
        reply, title = await session.exec(select(Turn).order_by(Turn.turn_id))  # pyright: ignore[reportArgumentType]
    assert (reply.purpose, title.purpose) == (Purpose.REPLY, Purpose.TITLE)
    assert (title.chat_id, title.message_id, title.charged_tokens) == (started.chat_id, None, 15)
    chat = await chats.get(user, started.chat_id)
    assert chat.tokens_consumed == (reply.charged_tokens or 0) + 15
    lines = (await usage.ledger_page(user.user_id)).lines
    assert [line.purpose for line in lines if line.entry.turn_id == title.turn_id] == [
        Purpose.TITLE
    ] * 3
    assert {line.chat and line.chat.title for line in lines if line.entry.turn_id} == {"Moons"}


async def test_later_replies_name_nothing(fakes: dict[str, Fake], user: User) -> None:
    fakes["openai"].script(Reply(deltas=("Moons",)))
    started = await begin(user)
    await all_ended()
    await hear(await turns.start(by(user), started.chat_id, "And Saturn?"))
    await all_ended()

    assert len(fakes["openai"].requests) == 1


async def test_a_name_that_somebody_gave_stays(fakes: dict[str, Fake], user: User) -> None:
    given = await chats.create(by(user), title="Mine")
    await hear(await turns.start(by(user), given.chat_id, "Tell me"))
    fakes["gemini"].script(Reply(pause_seconds=0.1))
    renamed = await turns.start(by(user), None, "Tell me")
    await chats.update(by(user), renamed.chat_id, title="Mine, too")
    await hear(renamed)
    await all_ended()
    assert fakes["openai"].requests == []

    fakes["openai"].script(Reply(deltas=("Moons",), pause_seconds=0.5))
    late = await begin(user)
    await fakes["openai"].called.wait()
    await chats.update(by(user), late.chat_id, title="Mine in time")
    await all_ended()

    chat_ids = (given.chat_id, renamed.chat_id, late.chat_id)
    titles = [(await chats.get(user, chat_id)).title for chat_id in chat_ids]
    assert titles == ["Mine", "Mine, too", "Mine in time"]


@pytest.mark.parametrize(
    "reply",
    [Reply(fault="bad_key"), Reply(deltas=()), Reply(cut_after=1), Reply(blocks_prompt=True)],
    ids=["refused", "empty", "cut", "blocked"],
)
async def test_whatever_fails_the_first_line_will_do(
    fakes: dict[str, Fake], user: User, reply: Reply
) -> None:
    fakes["openai"].script(reply)
    started = await begin(user, "First line\nand more")
    await all_ended()

    assert (await chats.get(user, started.chat_id)).title == "First line"


async def test_a_budget_that_pays_for_no_name_is_left_alone(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=150)
    started = await begin(user, "Hello")
    await all_ended()

    assert fakes["openai"].requests == []
    assert (await chats.get(user, started.chat_id)).title == "Hello"


@pytest.mark.settings(TITLE_MODEL="")
async def test_without_such_a_model_nobody_is_asked(fakes: dict[str, Fake], user: User) -> None:
    await begin(user)
    await all_ended()
    assert fakes["openai"].requests == []


@pytest.mark.settings(TITLE_MODEL="simulated", DEFAULT_MODEL="simulated", SIM_DELAY_MS="0")
async def test_the_simulated_model_names_chats_as_well(app: Settings, new_user: NewUser) -> None:
    user = await new_user()
    started = await begin(user, "Please write 20 words about rivers and their names")
    await all_ended()
    assert (await chats.get(user, started.chat_id)).title == "Please write 20 words about rivers"
