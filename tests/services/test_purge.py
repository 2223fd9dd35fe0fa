"""What is left of a chat whose text was taken away: the books, and nothing that anybody said."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from chat_app.db import reading, transaction
from chat_app.errors import ChatNotFound
from chat_app.lifespan import lifespan
from chat_app.models import Chat, Feedback, LedgerEntry, Message, Reaction, Turn, now
from chat_app.services import chats, cleanup, turns
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.chats import purge
from chat_app.services.chats.filter import RESTORABLE_FOR, ChatFilter
from chat_app.services.search import upkeep
from tests.callers import by
from tests.services.exchanges import say, settled_exchange
from tests.services.listening import listen

SECRET = "zanzibarite"
TRASH = ChatFilter(deleted=True)


@pytest.fixture
async def ada(database, new_user):
    return await new_user()


async def said(chat_id) -> list[str]:
    async with reading() as session:
        return list(await session.exec(select(Message.content).where(Message.chat_id == chat_id)))


async def row(chat_id) -> Chat:
    async with reading() as session:
        return await session.get_one(Chat, chat_id)


async def chat_with_secret(user) -> Chat:
    chat = await chats.create(by(user), title=f"About {SECRET}")
    await chats.update(by(user), chat.chat_id, system_prompt=f"Praise {SECRET}")
    question = await say(chat, f"What is {SECRET}?")
    reply = await say(chat, f"{SECRET} is a stone.", question)
    await chats.react(by(user), chat.chat_id, reply.message_id, Reaction.DISLIKE, (), SECRET)
    return chat


async def test_no_text_is_left_of_an_erased_chat(ada):
    chat = await chat_with_secret(ada)
    await upkeep.keep_up()
    await purge.erase([chat.chat_id])
    await upkeep.keep_up()
    left = await row(chat.chat_id)
    assert (left.title, left.system_prompt, set(await said(chat.chat_id))) == ("", None, {""})
    async with reading() as session:
        assert (await session.exec(select(Feedback))).all() == []
        connection = await session.connection()
        words = await connection.execute(
            text("SELECT count(*) FROM search_word WHERE word = :word"), {"word": SECRET}
        )
        assert words.scalar_one() == 0


async def test_what_an_erased_chat_used_stays_in_the_books(ada):
    chat_id = await settled_exchange(ada, 100)
    async with reading() as session:
        before = set(await session.exec(select(LedgerEntry.entry_id)))
        charged = set(await session.exec(select(Turn.turn_id, Turn.charged_tokens)))
    await purge.erase([chat_id])
    async with reading() as session:
        assert set(await session.exec(select(LedgerEntry.entry_id))) == before
        assert set(await session.exec(select(Turn.turn_id, Turn.charged_tokens))) == charged
    assert (await row(chat_id)).tokens_consumed == 100
    assert await check_books() == []


async def test_nothing_brings_an_erased_chat_back(ada):
    chat = await chat_with_secret(ada)
    await chats.delete(by(ada), chat.chat_id)
    await purge.erase([chat.chat_id])
    with pytest.raises(ChatNotFound):
        await chats.restore(by(ada), chat.chat_id)
    with pytest.raises(ChatNotFound):
        await chats.get(ada, chat.chat_id)
    for which in (TRASH, ChatFilter(), ChatFilter(archived=True)):
        assert (await chats.page(ada, which=which)).chats == []
        assert (await chats.page(ada, which=which, q=SECRET)).chats == []


async def test_others_keep_their_text(ada, new_user):
    erased, kept = await chat_with_secret(ada), await chat_with_secret(await new_user())
    await purge.erase([erased.chat_id])
    assert f"{SECRET} is a stone." in await said(kept.chat_id)
    assert (await row(kept.chat_id)).is_active


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_reply_that_runs_is_stopped_and_its_chat_erased_once_it_is_settled(
    database_settings, new_user
):
    async with lifespan():
        await _erase_while_a_reply_runs(await new_user())


async def _erase_while_a_reply_runs(ada) -> None:
    started = await turns.start(by(ada), None, f"Tell me of {SECRET}")
    await purge.erase([started.chat_id])
    assert not (await row(started.chat_id)).is_active
    await listen(started.message_id)
    await purge.erase_old()
    assert set(await said(started.chat_id)) == {""}
    assert (await row(started.chat_id)).erased_at is not None
    assert await check_books() == []


@pytest.mark.parametrize(("days", "is_left"), [(29, True), (31, False)])
async def test_the_trash_is_emptied_of_what_is_30_days_old(ada, days: int, is_left: bool):
    chat, in_use = await chat_with_secret(ada), await chat_with_secret(ada)
    await chats.delete(by(ada), chat.chat_id)
    async with transaction() as session:
        await session.exec(
            update(Chat)
            .where(col(Chat.chat_id) == chat.chat_id)
            .values(deleted_at=now() - timedelta(days=days))
        )
    await cleanup.clean()
    assert (f"{SECRET} is a stone." in await said(chat.chat_id)) is is_left
    assert f"{SECRET} is a stone." in await said(in_use.chat_id)
    assert timedelta(days=30) == RESTORABLE_FOR


async def test_more_chats_than_one_round_takes_are_erased(ada, monkeypatch):
    monkeypatch.setattr(purge, "_CHATS_AT_ONCE", 2)
    made = [await chat_with_secret(ada) for _ in range(5)]
    await purge.erase([chat.chat_id for chat in made[:3]])
    for chat in made[3:]:
        await chats.delete(by(ada), chat.chat_id)
    async with transaction() as session:
        await session.exec(
            update(Chat)
            .where(col(Chat.deleted_at).is_not(None))
            .values(deleted_at=now() - RESTORABLE_FOR)
        )
    await purge.erase_old()
    assert {words for chat in made for words in await said(chat.chat_id)} == {""}
