"""Many chats archived, deleted, restored or filed together: all of them or none."""

import asyncio

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.errors import (
    ChatArchived,
    ChatLimitReached,
    ChatNotFound,
    UnauthorizedChatAccess,
)
from chat_app.lifespan import lifespan
from chat_app.models import AuditEvent
from chat_app.services import chats, turns
from chat_app.services.chats import purge
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.putting_away import Place
from tests.callers import by
from tests.services.exchanges import say
from tests.services.listening import listen

TRASH, ARCHIVE = ChatFilter(deleted=True), ChatFilter(archived=True)


@pytest.fixture
async def ada(database, new_user):
    return await new_user()


async def make(user, many: int) -> list:
    return [(await chats.create(by(user), title=str(n))).chat_id for n in range(many)]


async def titles(user, which=None) -> list[str]:
    found = await chats.page(user, which=which or ChatFilter())
    return sorted(chat.title for chat in found.chats)


async def test_several_chats_are_put_away_and_back_together(ada):
    ids = await make(ada, 3)
    await chats.put(by(ada), ids[:2], archived=True)
    assert (await titles(ada), await titles(ada, ARCHIVE)) == (["2"], ["0", "1"])
    await chats.put(by(ada), ids, deleted=True)
    assert (await titles(ada), await titles(ada, TRASH)) == ([], ["0", "1", "2"])
    await chats.put(by(ada), ids, deleted=False, archived=False)
    assert await titles(ada) == ["0", "1", "2"]
    await chats.put(by(ada), ids[1:], project_id="p")
    assert await titles(ada, ChatFilter(project_id="p")) == ["1", "2"]
    await chats.put(by(ada), ids, project_id=None)
    assert await titles(ada, ChatFilter(project_id="p")) == []


async def test_each_step_is_audited_once_a_chat(ada):
    ids = await make(ada, 2)
    await chats.put(by(ada), [*ids, *ids], archived=True)
    await chats.put(by(ada), ids, archived=True)
    async with reading() as session:
        seen = list(await session.exec(select(AuditEvent.action, AuditEvent.target)))
    assert sorted(seen) == sorted(("chat.archive", f"chat:{one}") for one in ids)


@pytest.mark.parametrize("place", [{"deleted": True}, {"archived": True}, {"project_id": "p"}])
async def test_where_one_cannot_go_none_goes(ada, new_user, place):
    ids = await make(ada, 2)
    (hers,) = await make(await new_user(), 1)
    with pytest.raises(UnauthorizedChatAccess):
        await chats.put(by(ada), [*ids, hers], **place)
    await chats.delete(by(ada), ids[0])
    with pytest.raises(ChatNotFound):
        await chats.put(by(ada), ids, **place)
    assert await titles(ada) == ["1"]
    assert await titles(ada, ChatFilter(project_id="p")) == []


async def test_an_archived_chat_goes_into_no_other_folder(ada):
    ids = await make(ada, 1)
    await chats.put(by(ada), ids, archived=True)
    with pytest.raises(ChatArchived):
        await chats.put(by(ada), ids, project_id="p")


@pytest.mark.parametrize(
    ("away", "how"),
    [
        (Place(deleted=True), Place(deleted=False)),
        (Place(archived=True), Place(archived=False)),
    ],
)
async def test_chats_come_back_only_where_there_is_room_for_all(ada, away: Place, how: Place):
    ids = await make(ada, 3)
    await chats.put(by(ada), ids, **away)
    more = await make(ada, 3)
    with pytest.raises(ChatLimitReached, match="some first"):
        await chats.put(by(ada), ids, **how)
    assert len(await titles(ada)) == 3
    await chats.put(by(ada), ids[:2], **how)
    assert len(await titles(ada)) == 5
    await chats.put(by(ada), more, deleted=True)
    await chats.put(by(ada), ids, **how)
    assert len(await titles(ada)) == 3


async def test_what_is_deleted_and_archived_comes_back_archived_and_takes_no_place(ada):
    ids = await make(ada, 1)
    await chats.put(by(ada), ids, archived=True)
    await chats.put(by(ada), ids, deleted=True)
    await make(ada, 5)
    await chats.put(by(ada), ids, deleted=False)
    assert await titles(ada, ARCHIVE) == ["0"]


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_deleting_stops_the_replies_that_run(database_settings, new_user):
    async with lifespan():
        ada = await new_user()
        started = [await turns.start(by(ada), None, f"Question {n}") for n in range(2)]
        await chats.put(by(ada), [each.chat_id for each in started], deleted=True)
        ends = [(await listen(each.message_id))[1] for each in started]
    assert {end.status for end in ends} == {"stopped"}


async def test_emptying_the_trash_erases_what_is_in_it_and_nothing_else(ada, new_user):
    eve = await new_user()
    ids, hers = await make(ada, 3), await make(eve, 1)
    for one in ids:
        await say(await chats.get(ada, one), "said")
    await chats.put(by(ada), ids[:2], deleted=True)
    await chats.put(by(eve), hers, deleted=True)
    assert await chats.empty_trash(by(ada)) == 2
    assert (await titles(ada), await titles(ada, TRASH)) == (["2"], [])
    assert await titles(eve, TRASH) == ["0"]
    assert await chats.empty_trash(by(ada)) == 0
    assert [view.message.content for view in await chats.messages(ada, ids[2])] == ["said"]


async def test_what_is_taken_back_while_the_trash_is_emptied_keeps_its_text(ada):
    ids = await make(ada, 2)
    for one in ids:
        await say(await chats.get(ada, one), "said")
    for _ in range(5):
        await chats.put(by(ada), ids[:1], deleted=True)
        _, back = await asyncio.gather(
            chats.empty_trash(by(ada)), chats.restore(by(ada), ids[0]), return_exceptions=True
        )
        if isinstance(back, ChatNotFound):
            assert await titles(ada) == ["1"]
            break
        assert await titles(ada) == ["0", "1"]
        assert [view.message.content for view in await chats.messages(ada, ids[0])] == ["said"]
    await chats.put(by(ada), ids[1:], deleted=True)
    await chats.restore(by(ada), ids[1])
    assert await purge.erase(ids[1:], in_use=False) == 0
    assert [view.message.content for view in await chats.messages(ada, ids[1])] == ["said"]
