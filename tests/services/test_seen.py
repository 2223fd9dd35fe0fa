"""What is new in shared chats is marked for each reader until they had it before them."""

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.errors import ChatNotFound
from chat_app.models import Chat, MemberRole, ReadingPosition, User
from chat_app.services import chats, live, turns
from chat_app.services.chats import members, seen
from chat_app.services.live import Event, Kind
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import hear


@pytest.fixture
async def mary(user: User, chat: Chat, new_user: NewUser) -> User:
    """Somebody who may write in the chat, and has just come into it."""
    mary = await new_user(tier="ENTERPRISE")
    await members.add(by(user), chat.chat_id, mary.email, MemberRole.EDITOR)
    return mary


async def is_unread(user: User, chat: Chat) -> bool:
    return bool(await seen.unread(user, [await chats.get(user, chat.chat_id)]))


async def test_a_chat_that_one_is_let_into_is_new_to_that_one_alone(
    user: User, mary: User, chat: Chat
):
    assert await is_unread(mary, chat)
    assert not await is_unread(user, chat)


async def test_what_others_write_is_new_until_it_was_looked_at(user: User, mary: User, chat: Chat):
    for reader in (user, mary):
        await seen.see(reader, chat.chat_id)
    await hear(await turns.start(by(mary), chat.chat_id, "Hello"))
    assert await is_unread(user, chat)
    await seen.see(user, chat.chat_id)
    assert not await is_unread(user, chat)


async def test_what_one_asks_oneself_is_not_new_and_the_answer_is(
    user: User, mary: User, chat: Chat
):
    started = await turns.start(by(mary), chat.chat_id, "Hello")
    assert not await is_unread(mary, chat)
    await hear(started)
    assert await is_unread(mary, chat)


async def test_what_came_after_it_was_read_stays_new(user: User, mary: User, chat: Chat):
    await hear(await turns.start(by(mary), chat.chat_id, "Hello"))
    as_read = await chats.get(user, chat.chat_id)
    await hear(await turns.start(by(mary), chat.chat_id, "And now?"))
    await seen.saw(user, as_read)
    assert await is_unread(user, chat)
    # What is noted late takes nothing back.
    await seen.see(user, chat.chat_id)
    await seen.saw(user, as_read)
    assert not await is_unread(user, chat)


async def test_all_tabs_of_the_reader_are_told_once(user: User, mary: User, chat: Chat):
    told: list[Event] = []
    live.listener(told.append).attend([live.of_user(mary.user_id)])
    for _ in range(3):
        await seen.see(mary, chat.chat_id)
    assert [event.fields for event in told if event.kind is Kind.SEEN] == [
        {"chat": str(chat.chat_id)}
    ]


async def test_news_of_the_chats_of_others_are_known_until_all_are_read(
    user: User, mary: User, chat: Chat
):
    second = await chats.create(by(user))
    await members.add(by(user), second.chat_id, mary.email, MemberRole.VIEWER)
    assert await seen.has_news_of_others(mary)
    await seen.see(mary, chat.chat_id)
    assert await seen.has_news_of_others(mary)
    assert not await seen.has_news_of_others(mary, besides=second.chat_id)
    await seen.see(mary, second.chat_id)
    assert not await seen.has_news_of_others(mary)
    # One's own are marked where they stand.
    assert not await seen.has_news_of_others(user)


async def test_what_one_cannot_open_any_more_is_no_news(user: User, mary: User, chat: Chat):
    second = await chats.create(by(user))
    await members.add(by(user), second.chat_id, mary.email, MemberRole.VIEWER)
    await seen.see(mary, second.chat_id)
    await members.remove(by(user), chat.chat_id, mary.user_id)
    assert not await seen.has_news_of_others(mary)
    await hear(await turns.start(by(user), second.chat_id, "Hello"))
    assert await seen.has_news_of_others(mary)
    await chats.put(by(user), [second.chat_id], deleted=True)
    assert not await seen.has_news_of_others(mary)


async def test_of_a_chat_of_one_nothing_is_new_and_nothing_kept(user: User, chat: Chat):
    await hear(await turns.start(by(user), chat.chat_id, "Hello"))
    await seen.see(user, chat.chat_id)
    assert not await is_unread(user, chat)
    async with reading() as session:
        assert (await session.exec(select(ReadingPosition.seen_at))).all() == [None]


async def test_who_was_taken_out_sees_nothing(user: User, mary: User, chat: Chat):
    await members.remove(by(user), chat.chat_id, mary.user_id)
    with pytest.raises(ChatNotFound):
        await seen.see(mary, chat.chat_id)
