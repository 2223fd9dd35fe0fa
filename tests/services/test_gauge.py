"""What a message carries along, and the older messages that its reader leaves out."""

import pytest

from chat_app.errors import MessageNotFound, UnauthorizedChatAccess
from chat_app.models import Chat, User
from chat_app.services import chats, turns
from chat_app.services.turns.gauge import Context
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake
from tests.services.exchanges import settled_exchange, turn_of
from tests.services.listening import hear

FLASH = "gemini-3.8-flash"


async def say(user: User, chat: Chat, text: str) -> turns.Started:
    started = await turns.start(by(user), chat.chat_id, text)
    await hear(started)
    return started


async def gauge(user: User, chat: Chat) -> Context:
    return await turns.context_of(by(user), chat.chat_id)


def told(fake: Fake) -> list[str]:
    """Return what the newest request says, the question last."""
    return [each.parts[0].text for each in fake.requests[-1].contents]


async def test_the_gauge_says_what_the_next_message_carries(
    fake: Fake, user: User, chat: Chat
) -> None:
    empty = await gauge(user, chat)
    await say(user, chat, "How do tides work?")
    filled = await gauge(user, chat)
    quoted = await turns.quote(by(user), chat.chat_id, "And why?")

    assert (empty.history.tokens, empty.history_messages) == (0, 0)
    assert empty.used_tokens == empty.system.tokens > 0
    assert (filled.history, filled.system) == (quoted.likely.history, quoted.likely.system)
    assert filled.history_messages == quoted.history_messages == 2
    assert filled.used_tokens == filled.history.tokens + filled.system.tokens
    assert filled.window_tokens == 1_048_576
    assert (filled.model, filled.left_out_messages) == (FLASH, 0)


async def test_what_is_left_out_is_told_by_nothing_that_asks_a_model_until_it_is_taken_back(
    fake: Fake, user: User, chat: Chat
) -> None:
    first = await say(user, chat, "One")
    second = await say(user, chat, "Two")
    await chats.leave_out(by(user), chat.chat_id, first.message_id)
    context = await gauge(user, chat)
    assert (context.history_messages, context.left_out_messages) == (2, 2)
    assert context.left_out_id == first.message_id

    quoted = await turns.quote(by(user), chat.chat_id, "Three")
    third = await say(user, chat, "Three")
    assert told(fake) == ["Two", "Hello there!", "Three"]
    assert (quoted.history_messages, quoted.history_dropped) == (2, 2)
    assert (await turn_of(third.message_id)).history_dropped == 2

    edited = await turns.edit(by(user), chat.chat_id, second.user_message_id, "Two anew")
    await hear(edited)
    assert told(fake) == ["Two anew"]
    await hear(await turns.regenerate(by(user), chat.chat_id, edited.message_id))
    assert told(fake) == ["Two anew"]

    await chats.leave_out(by(user), chat.chat_id, None)
    last = await say(user, chat, "Four")
    assert told(fake) == ["One", "Hello there!", "Two anew", "Hello there!", "Four"]
    assert (await turn_of(last.message_id)).history_dropped == 0


async def test_all_may_be_left_out_and_older_questions_are_still_asked(
    fake: Fake, user: User, chat: Chat
) -> None:
    first = await say(user, chat, "One")
    second = await say(user, chat, "Two")
    await chats.leave_out(by(user), chat.chat_id, second.message_id)

    await hear(await turns.regenerate(by(user), chat.chat_id, second.message_id))
    assert told(fake) == ["Two"]
    await hear(await turns.edit(by(user), chat.chat_id, first.user_message_id, "One anew"))
    assert told(fake) == ["One anew"]


@pytest.mark.settings(BUDGET_BASIS="provider")
async def test_leaving_messages_out_makes_the_next_one_cheaper(
    fake: Fake, user: User, chat: Chat
) -> None:
    started = await say(user, chat, "How do tides work? " * 20)
    before = await turns.quote(by(user), chat.chat_id, "And why?")
    await chats.leave_out(by(user), chat.chat_id, started.message_id)
    after = await turns.quote(by(user), chat.chat_id, "And why?")

    spared = before.likely.history.tokens
    assert spared > 0
    assert before.likely.total.tokens - after.likely.total.tokens == spared
    assert after.max_total_tokens < before.max_total_tokens


async def test_only_the_owners_own_messages_can_be_left_out(
    fake: Fake, user: User, chat: Chat, new_user: NewUser
) -> None:
    started = await say(user, chat, "One")
    other = await chats.create(by(user), model=FLASH)
    eve = await new_user()
    with pytest.raises(MessageNotFound):
        await chats.leave_out(by(user), other.chat_id, started.message_id)
    for message_id in (started.message_id, None):
        with pytest.raises(UnauthorizedChatAccess):
            await chats.leave_out(by(eve), chat.chat_id, message_id)
    with pytest.raises(UnauthorizedChatAccess):
        await turns.context_of(by(eve), chat.chat_id)
    with pytest.raises(UnauthorizedChatAccess):
        await chats.cost(eve, chat.chat_id)


async def test_a_chat_did_cost_what_its_exchanges_did(user: User, chat: Chat) -> None:
    assert (await chats.cost(user, chat.chat_id)).tokens == 0
    chat_id = await settled_exchange(user, 208, cost_micro_usd=455)

    cost = await chats.cost(user, chat_id)

    assert (cost.exchanges, cost.tokens, cost.cost_micro_usd) == (1, 208, 455)
    assert cost.estimated_cost_micro_usd == 0
