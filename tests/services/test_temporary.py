"""Temporary chats: in no list or search, their text gone when closed, their cost kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import ChatNotFound, InvalidRequest
from chat_app.models import Chat, Message, Turn, User, now
from chat_app.services import chats, turns
from chat_app.services.budgets import usage
from chat_app.services.chats import temporary
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.search import upkeep
from chat_app.services.turns import Started
from chat_app.services.turns.reply_cache import reply_cache
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import listen

SECRET = "a zebra crossed the road"


async def whisper(user: User, text: str = SECRET) -> Started:
    """Begin a temporary chat."""
    return await turns.start(by(user), None, text, new_chat={"is_temporary": True})


@pytest.fixture
async def user(app: Settings, new_user: NewUser) -> User:
    return await new_user()


@pytest.fixture
async def chat_id(user: User) -> UUID:
    """Return a temporary chat with an exchange in it."""
    started = await whisper(user)
    await listen(started.message_id)
    return started.chat_id


async def text_in(chat_id: UUID) -> str:
    """Return all that somebody wrote or was told in a chat."""
    async with reading() as session:
        chat = await session.get_one(Chat, chat_id)
        said = await session.exec(select(Message.content).where(Message.chat_id == chat_id))
        return "".join([chat.title, *said])


async def spent(chat_id: UUID) -> list[int | None]:
    async with reading() as session:
        asked = select(Turn.charged_tokens).where(Turn.chat_id == chat_id)
        return list(await session.exec(asked.order_by(col(Turn.turn_id))))


async def test_it_is_in_no_list_and_no_search_and_has_no_name(user: User, chat_id: UUID):
    await upkeep.keep_up()
    assert (await chats.page(user)).chats == []
    assert (await chats.page(user, q="zebra")).chats == []
    chat = await chats.get(user, chat_id)
    assert (chat.title, chat.is_temporary) == ("", True)


@pytest.mark.settings(MAX_CHATS_PER_USER=1)
async def test_it_takes_no_place(user: User, chat_id: UUID):
    assert (await chats.slots(user)).used == 0
    await chats.create(by(user))
    await listen((await whisper(user)).message_id)


async def deleted(user: User, chat_id: UUID) -> None:
    await chats.delete(by(user), chat_id)


async def deleted_with_others(user: User, chat_id: UUID) -> None:
    await chats.put(by(user), [chat_id, (await chats.create(by(user))).chat_id], deleted=True)
    with pytest.raises(ChatNotFound):
        await chats.put(by(user), [chat_id], deleted=False)


async def closed(user: User, chat_id: UUID) -> None:
    await temporary.close(user, chat_id)


async def signed_out(user: User, chat_id: UUID) -> None:
    await temporary.close_all(user)


async def forgotten(user: User, chat_id: UUID) -> None:
    async with transaction() as session:
        chat = await session.get_one(Chat, chat_id)
        chat.updated_at = now() - timedelta(days=1, seconds=1)
    await temporary.close_old()


@pytest.mark.parametrize("goes", [deleted, deleted_with_others, closed, signed_out, forgotten])
async def test_its_text_goes_and_what_it_cost_stays(
    user: User, chat_id: UUID, goes: Callable[[User, UUID], Awaitable[None]]
):
    before = await spent(chat_id)
    await goes(user, chat_id)
    assert await text_in(chat_id) == ""
    assert await spent(chat_id) == before
    assert before[0]
    lines = (await usage.ledger_page(user.user_id)).lines
    assert {line.chat and line.chat.is_temporary for line in lines if line.entry.turn_id} == {True}
    with pytest.raises(ChatNotFound):
        await chats.get(user, chat_id)
    in_trash = (await chats.page(user, which=ChatFilter(deleted=True))).chats
    assert chat_id not in {chat.chat_id for chat in in_trash}


async def test_what_is_used_or_another_persons_or_no_temporary_chat_stays(
    user: User, chat_id: UUID, new_user: NewUser
):
    another = await new_user()
    kept = await turns.start(by(user), None, SECRET)
    await listen(kept.message_id)
    await temporary.close(another, chat_id)
    await temporary.close_all(another)
    await temporary.close_old()
    await temporary.close(user, kept.chat_id)
    assert SECRET in await text_in(chat_id)
    assert SECRET in await text_in(kept.chat_id)


@pytest.mark.settings(SIM_DELAY_MS=50)
async def test_a_reply_that_runs_is_stopped_and_its_text_gone_once_it_is_settled(user: User):
    started = await whisper(user, "write 500 words")
    await temporary.close(user, started.chat_id)
    async with asyncio.timeout(60):
        while await text_in(started.chat_id):
            await asyncio.sleep(0.05)
    assert await spent(started.chat_id) != [None]


@pytest.mark.settings(REPLY_CACHE_TTL_S=3600)
async def test_its_replies_are_kept_for_nobody(user: User, monkeypatch: pytest.MonkeyPatch):
    kept: list[str] = []
    monkeypatch.setattr(reply_cache(), "put", lambda _key, text: _note(kept, text))
    await listen((await whisper(user)).message_id)
    assert kept == []
    await listen((await turns.start(by(user), None, SECRET)).message_id)
    assert len(kept) == 1


async def _note(kept: list[str], text: str) -> None:
    kept.append(text)


async def test_no_command_names_it(user: User, chat_id: UUID):
    await turns.start(by(user), chat_id, "/title Zebra")
    assert (await chats.get(user, chat_id)).title == ""


@pytest.mark.parametrize(
    "changes",
    [{"title": "Zebra"}, {"pinned": True}, {"archived": True}, {"project_id": "zoo"}],
    ids=lambda changes: next(iter(changes)),
)
async def test_it_cannot_be_named_or_put_anywhere(user: User, chat_id: UUID, changes: dict):
    with pytest.raises(InvalidRequest, match="A temporary chat"):
        await chats.update(by(user), chat_id, **changes)
    async with reading() as session:
        found = await session.exec(select(Chat.title).where(col(Chat.chat_id) == chat_id))
        assert found.one() == ""
