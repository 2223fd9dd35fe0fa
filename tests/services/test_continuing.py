"""A reply that was cut is gone on with: an exchange of its own, one text with the first."""

import pytest

from chat_app.config import Settings
from chat_app.errors import InvalidRequest
from chat_app.llm.errands import CONTINUE
from chat_app.llm.providers.simulated_words import reply_to
from chat_app.llm.types import FinishReason, Parameters, Prompt, Role, text_message
from chat_app.models import Chat, MessageStatus, User
from chat_app.services import chats, turns
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.chats.export import Format, export
from chat_app.services.turns import sweeper
from chat_app.services.turns.anew import gone_on_with
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply, counted
from tests.services.exchanges import turn_of
from tests.services.listening import hear, listen
from tests.services.saved import left_behind_saying

QUESTION = "write 150 words"
SIMULATED = pytest.mark.settings(
    DEFAULT_MODEL="simulated", SIM_DELAY_MS="0", MAX_OUTPUT_TOKENS="64"
)


@SIMULATED
async def test_what_is_cut_is_gone_on_with_until_it_is_whole_each_time_on_a_receipt_of_its_own(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    whole = reply_to(Prompt("", (text_message(Role.USER, QUESTION),), Parameters(2000)))
    started = await turns.start(by(user), chat.chat_id, QUESTION)
    _, end = await hear(started)
    ends = [end]
    while end.finish_reason is FinishReason.LENGTH:
        assert end.message_id
        more = await turns.continue_reply(by(user), chat.chat_id, end.message_id)
        assert more.user_message_id == end.message_id
        _, end = await hear(more)
        ends.append(end)
    # Of all pieces together another reply is written, as of any one.
    assert end.message_id
    _, anew = await hear(await turns.regenerate(by(user), chat.chat_id, end.message_id))

    assert len(ends) > 2
    assert "".join(end.text for end in ends) == whole
    assert anew.text == ends[0].text
    assert all(end.breakdown and 0 < end.tokens_used < 200 for end in ends)
    chat = await chats.get(user, chat.chat_id)
    assert chat.tokens_consumed == sum(end.tokens_used for end in (*ends, anew))
    assert chat.title == QUESTION
    assert await check_books() == []


async def test_models_are_told_one_reply_whatever_it_was_cut_into(
    fake: Fake, user: User, chat: Chat
) -> None:
    texts = ("One ", "two ", "three")
    fake.script(*(Reply(deltas=(text,), finish=FinishReason.LENGTH) for text in texts), Reply())
    reply_id = (await turns.start(by(user), chat.chat_id, "Count")).message_id
    await listen(reply_id)
    for _ in range(2):
        reply_id = (await turns.continue_reply(by(user), chat.chat_id, reply_id)).message_id
        await listen(reply_id)
    await hear(await turns.start(by(user), chat.chat_id, "And then?"))

    told = [
        [(each.role, "".join(part.text for part in each.parts)) for each in request.contents]
        for request in fake.requests
    ]
    assert told == [
        [("user", "Count")],
        [("user", "Count"), ("model", "One "), ("user", CONTINUE)],
        [("user", "Count"), ("model", "One two "), ("user", CONTINUE)],
        [("user", "Count"), ("model", "One two three"), ("user", "And then?")],
    ]


@pytest.mark.settings(HISTORY_MESSAGES="0")
async def test_a_model_knows_what_it_goes_on_with_where_nothing_else_is_remembered(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("One ",), finish=FinishReason.LENGTH), Reply())
    started = await turns.start(by(user), chat.chat_id, "Count")
    await hear(started)
    await hear(await turns.continue_reply(by(user), chat.chat_id, started.message_id))

    assert [each.role for each in fake.requests[-1].contents] == ["user", "model", "user"]


@SIMULATED
async def test_what_is_whole_and_what_nobody_was_asked_for_cannot_be_gone_on_with(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    await hear(await turns.start(by(user), chat.chat_id, "write 5 words"))
    await hear(await turns.start(by(user), chat.chat_id, "/help"))
    for view in await chats.messages(user, chat.chat_id):
        with pytest.raises(InvalidRequest):
            await turns.continue_reply(by(user), chat.chat_id, view.message.message_id)
    assert len(await chats.messages(user, chat.chat_id)) == 4


async def test_a_reply_without_a_word_cannot_be_gone_on_with(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=(), fault="bad_key"))
    started = await turns.start(by(user), chat.chat_id, "Hello")
    await hear(started)
    with pytest.raises(InvalidRequest, match="nothing to add"):
        await turns.continue_reply(by(user), chat.chat_id, started.message_id)


async def test_an_old_reply_is_gone_on_with_beside_what_followed_it(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("One ",), finish=FinishReason.LENGTH), Reply())
    cut = await turns.start(by(user), chat.chat_id, "Count")
    await hear(cut)
    follower = await turns.start(by(user), chat.chat_id, "Never mind")
    await hear(follower)

    more = await turns.continue_reply(by(user), chat.chat_id, cut.message_id)
    await hear(more)

    *_, last = await chats.messages(user, chat.chat_id)
    assert last.message.role is Role.ASSISTANT
    assert last.sibling_ids == [follower.user_message_id, more.message_id]


async def test_of_a_process_that_died_while_it_went_on_what_was_saved_is_charged_once(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("One ",), finish=FinishReason.LENGTH))
    cut = await turns.start(by(user), chat.chat_id, "Count")
    await hear(cut)
    draft, _ = await gone_on_with(by(user), chat.chat_id, cut.message_id)
    (more,) = await left_behind_saying("two", user, draft)

    assert await sweeper.sweep() == 1

    text, end = await listen(more)
    assert (text, end.status) == ("two", MessageStatus.PARTIAL)
    turn = await turn_of(more)
    assert turn.user_tokens == counted(CONTINUE)
    assert turn.charged_tokens


async def test_people_get_it_as_one_text_when_they_export_it(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("One ",), finish=FinishReason.LENGTH), Reply(deltas=("two",)))
    cut = await turns.start(by(user), chat.chat_id, "Count")
    await hear(cut)
    await hear(await turns.continue_reply(by(user), chat.chat_id, cut.message_id))

    text = (await export(user, chat.chat_id, Format.MD)).content

    assert str(text).endswith("## You\n\nCount\n\n## Assistant (gemini-3.8-flash)\n\nOne two\n")
