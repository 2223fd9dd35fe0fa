"""A person's chats: list, places, search, branches, deletion and its undoing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import col, select, update
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatArchived,
    ChatLimitReached,
    ChatNotFound,
    InvalidChatId,
    InvalidRequest,
    MessageNotFound,
    ModelNotAllowed,
    ModelUnavailable,
    TurnInProgress,
    UnauthorizedChatAccess,
)
from chat_app.llm import catalogue
from chat_app.llm.types import Tier
from chat_app.models import AuditEvent, Chat, ReadingPosition, now
from chat_app.services import chats, turns
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.chats import OpenChat, positions
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.slots import Slots
from chat_app.services.turns.drafts import Place, make_draft
from chat_app.services.turns.opening import Asked, save_question, save_turns
from chat_app.services.turns.quotes import quotes_of
from tests.callers import by
from tests.services.exchanges import say

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ada(database, new_user):
    return await new_user(tier=Tier.PRO)


@pytest.fixture
async def eve(database, new_user):
    return await new_user()


async def titles(user, **wanted) -> list[str]:
    return [chat.title for chat in (await chats.page(user, **wanted)).chats]


async def test_the_list_is_newest_first_with_pinned_chats_on_top(ada):
    made = [await chats.create(by(ada), title=name) for name in "abc"]
    await chats.update(by(ada), made[0].chat_id, pinned=True)
    assert await titles(ada) == ["a", "c", "b"]
    await chats.update(by(ada), made[1].chat_id, title="b renamed")
    assert await titles(ada) == ["a", "c", "b renamed"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_follow_each_other_without_gap_or_overlap(ada, limit):
    made = [await chats.create(by(ada), title=str(n)) for n in range(7)]
    for chat in made[2:4]:
        await chats.update(by(ada), chat.chat_id, pinned=True)
    async with transaction() as session:
        # Equal times: the id decides.
        await session.exec(update(Chat).values(updated_at=now()))
    seen, cursor = [], None
    while True:
        page = await chats.page(ada, limit=limit, cursor=cursor)
        seen += [chat.title for chat in page.chats]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["3", "2", "6", "5", "4", "1", "0"]


@pytest.mark.parametrize("cursor", ["x", "!!!", "MSBub3cgaWQ=", "é"])
async def test_a_cursor_of_another_kind_is_refused(ada, cursor):
    with pytest.raises(InvalidRequest):
        await chats.page(ada, cursor=cursor)


async def plans_of(database: Settings, pages: list[dict[str, Any]], *, off: list[str]) -> list[str]:
    """Read pages of the list and return how the database finds them.

    Args:
        off: Ways to carry out a statement that PostgreSQL shall avoid, few rows as there are.
    """
    sent = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "FROM chat" in statement:
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    for wanted in pages:
        await chats.page(**wanted)
    event.remove(Engine, "before_cursor_execute", note)
    assert len(sent) == len(pages)
    plans = []
    async with transaction() as session:
        connection = await session.connection()
        for way in [] if database.is_sqlite else off:
            await connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        for statement, parameters in sent:
            how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
            found = await connection.exec_driver_sql(f"{how} {statement}", parameters)
            plans.append("\n".join(str(row) for row in found))
    return plans


@pytest.mark.usefixtures("new_tables")
async def test_the_list_is_read_from_its_index_without_sorting(ada, database):
    for _ in range(3):
        await chats.create(by(ada))
    cursor = (await chats.page(ada, limit=2)).next_cursor
    pages = [{"user": ada}, {"user": ada, "cursor": cursor}]
    for plan in await plans_of(database, pages, off=["seqscan", "bitmapscan", "sort"]):
        assert "ix_chat_list" in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan


async def test_a_tier_decides_how_many_chats_are_held(eve):
    made = [await chats.create(by(eve)) for _ in range(5)]
    with pytest.raises(ChatLimitReached, match="5"):
        await chats.create(by(eve))
    assert await chats.slots(eve) == Slots(used=5, limit=5)
    await chats.delete(by(eve), made[0].chat_id)
    await chats.create(by(eve))
    with pytest.raises(ChatLimitReached):
        await chats.restore(by(eve), made[0].chat_id)


async def test_the_last_place_is_given_once_however_many_ask(eve):
    for _ in range(4):
        await chats.create(by(eve))
    asked = await asyncio.gather(*(chats.create(by(eve)) for _ in range(8)), return_exceptions=True)
    assert [type(answer) for answer in asked].count(Chat) == 1
    assert (await chats.slots(eve)).used == 5


async def test_models_are_checked_where_they_are_chosen(eve):
    with pytest.raises(InvalidRequest):
        await chats.create(by(eve), model="no-such-model")
    for model in catalogue.catalogue().models:
        if model == catalogue.SIMULATED:
            continue
        allowed = catalogue.is_allowed(model, eve.tier)
        with pytest.raises(ModelUnavailable if allowed else ModelNotAllowed):
            await chats.create(by(eve), model=model.model_id)
    chat = await chats.create(by(eve))
    assert chat.model == "simulated"
    with pytest.raises(InvalidRequest):
        await chats.update(by(eve), chat.chat_id, model="no-such-model")


async def test_titles_are_tidied_and_bounded(ada):
    chat = await chats.create(by(ada), title="  two \n lines ")
    assert chat.title == "two lines"
    for title in ("", "   ", "x" * 201):
        with pytest.raises(InvalidRequest):
            await chats.update(by(ada), chat.chat_id, title=title)


async def test_somebody_elses_chat_is_refused_and_a_missing_one_is_not_there(ada, eve):
    chat = await chats.create(by(ada))
    message = await say(chat, "hello")
    for call in (
        lambda chat_id: chats.get(eve, chat_id),
        lambda chat_id: chats.update(by(eve), chat_id, title="mine"),
        lambda chat_id: chats.delete(by(eve), chat_id),
        lambda chat_id: chats.restore(by(eve), chat_id),
        lambda chat_id: chats.messages(eve, chat_id),
        lambda chat_id: chats.get_message(eve, chat_id, message.message_id),
        lambda chat_id: chats.react(by(eve), chat_id, message.message_id, None),
        lambda chat_id: chats.choose_branch(by(eve), chat_id, message.message_id),
    ):
        with pytest.raises(UnauthorizedChatAccess):
            await call(chat.chat_id)
        with pytest.raises(ChatNotFound):
            await call(uuid7())
    own = await chats.create(by(eve))
    with pytest.raises(MessageNotFound):
        await chats.get_message(eve, own.chat_id, message.message_id)


async def test_a_deleted_chat_is_gone_until_it_is_restored_and_both_are_audited(ada):
    chat = await chats.create(by(ada), title="going")
    await chats.delete(by(ada), chat.chat_id)
    assert await titles(ada) == []
    chat_id = chat.chat_id
    for call in (
        chats.get(ada, chat_id),
        chats.delete(by(ada), chat_id),
        chats.messages(ada, chat_id),
    ):
        with pytest.raises(ChatNotFound):
            await call
    await chats.restore(by(ada), chat.chat_id)
    await chats.restore(by(ada), chat.chat_id)
    assert await titles(ada) == ["going"]
    async with reading() as session:
        events = (await session.exec(select(AuditEvent).order_by(col(AuditEvent.event_id)))).all()
    assert [event.action for event in events] == ["chat.delete", "chat.restore"]
    assert {event.target for event in events} == {f"chat:{chat.chat_id}"}


async def test_a_deletion_cannot_be_undone_after_30_days(ada):
    chat = await chats.create(by(ada))
    await chats.delete(by(ada), chat.chat_id)
    async with transaction() as session:
        await session.exec(update(Chat).values(deleted_at=now() - timedelta(days=30, seconds=1)))
    with pytest.raises(ChatNotFound):
        await chats.restore(by(ada), chat.chat_id)


@pytest.mark.parametrize("text", ["", "x", "123", "0192-", "g" * 32])
def test_what_is_no_uuid_is_no_chat_id(text):
    with pytest.raises(InvalidChatId):
        chats.parse_chat_id(text)


async def test_messages_are_paged_upwards_along_the_current_branch(ada):
    chat = await chats.create(by(ada))
    said, parent = [], None
    for n in range(10):
        parent = await say(chat, str(n), parent)
        said.append(parent)
    newest = await chats.messages(ada, chat.chat_id, limit=4)
    assert [view.message.content for view in newest] == ["6", "7", "8", "9"]
    before = newest[0].message.message_id
    earlier = await chats.messages(ada, chat.chat_id, limit=4, before=before)
    assert [view.message.content for view in earlier] == ["2", "3", "4", "5"]
    first = await chats.messages(ada, chat.chat_id, limit=4, before=said[2].message_id)
    assert [view.message.content for view in first] == ["0", "1"]
    assert await chats.messages(ada, chat.chat_id, before=said[0].message_id) == []
    with pytest.raises(MessageNotFound):
        await chats.messages(ada, chat.chat_id, before=uuid7())


async def test_versions_know_each_other_and_a_branch_can_be_chosen(ada):
    chat = await chats.create(by(ada))
    question = await say(chat, "q")
    first = await say(chat, "a1", question)
    follow_up = await say(chat, "q2", first)
    second = await say(chat, "a2", question)
    edited = await say(chat, "q edited")
    both = [first.message_id, second.message_id]

    async def shown() -> list[str]:
        return [view.message.content for view in await chats.messages(ada, chat.chat_id)]

    assert await shown() == ["q edited"]
    await chats.choose_branch(by(ada), chat.chat_id, question.message_id)
    assert await shown() == ["q", "a2"]
    views = await chats.messages(ada, chat.chat_id)
    assert views[0].sibling_ids == [question.message_id, edited.message_id]
    assert views[1].sibling_ids == both
    await chats.choose_branch(by(ada), chat.chat_id, first.message_id)
    assert await shown() == ["q", "a1", "q2"]
    views = await chats.messages(ada, chat.chat_id, branch="all")
    assert [view.message.content for view in views] == ["q", "a1", "q2", "a2", "q edited"]
    views = await chats.messages(ada, chat.chat_id, branch="all", limit=2, before=second.message_id)
    assert [view.message.message_id for view in views] == [first.message_id, follow_up.message_id]


@pytest.mark.settings(
    DEFAULT_MODEL="claude-opus-5-5", ANTHROPIC_API_KEY="key", GEMINI_API_KEY="key"
)
async def test_a_default_above_somebodys_tier_locks_nobody_out(new_user) -> None:
    basic, enterprise = await new_user(), await new_user(tier=Tier.ENTERPRISE)

    assert (await chats.create(by(basic))).model == "gemini-3.5-flash-lite"
    assert (await chats.create(by(enterprise))).model == "claude-opus-5-5"
    assert (await turns.quote(by(basic), None, "Hello")).max_total_tokens > 0


async def test_what_the_model_is_told_first_is_set_and_cleared(ada):
    chat = await chats.create(by(ada))
    told = await chats.update(by(ada), chat.chat_id, system_prompt=" Speak Latin. ")
    assert told.system_prompt == "Speak Latin."
    for nothing in ("  ", None):
        await chats.update(by(ada), chat.chat_id, system_prompt="x")
        assert (
            await chats.update(by(ada), chat.chat_id, system_prompt=nothing)
        ).system_prompt is None


async def test_the_trash_holds_what_can_be_restored_and_nothing_older(ada):
    made = [await chats.create(by(ada), title=title) for title in ("kept", "too old")]
    for chat in made:
        await chats.delete(by(ada), chat.chat_id)
    async with transaction() as session:
        old = await session.get_one(Chat, made[1].chat_id)
        old.deleted_at = now() - timedelta(days=30, seconds=1)
    assert await titles(ada, which=ChatFilter(deleted=True)) == ["kept"]
    with pytest.raises(ChatNotFound):
        await chats.restore(by(ada), made[1].chat_id)


async def test_a_chat_archived_after_the_check_takes_no_turn(new_user):
    user = await new_user()
    chat = await chats.create(by(user))
    draft = await make_draft(by(user), Place(OpenChat(chat), None), "Hello")
    await chats.update(by(user), chat.chat_id, archived=True)
    (quoted,) = await quotes_of(by(user), draft)
    with pytest.raises(ChatArchived):
        await save_turns(by(user), Asked(draft, quoted, draft.prompt))
    assert (await chats.get(user, chat.chat_id)).message_count == 0
    assert await check_books() == []


async def test_each_reader_of_a_chat_has_a_place_of_their_own(new_user):
    ada, eve = await new_user(), await new_user()
    chat = await chats.create(by(ada))
    first = await say(chat, "first")
    second = await say(chat, "second")
    async with transaction() as session:
        await positions.move(session, eve.user_id, chat.chat_id, first.message_id)

    await chats.choose_branch(by(ada), chat.chat_id, second.message_id)
    place = Place(await chats.get_to_write(ada, chat.chat_id), second.message_id)
    question_id = await save_question(ada, await make_draft(by(ada), place, "third"), place)

    async with reading() as session:
        found = await session.exec(select(ReadingPosition.user_id, ReadingPosition.leaf_id))
        assert dict(found.all()) == {ada.user_id: question_id, eve.user_id: first.message_id}


async def test_nothing_is_written_where_its_reader_went_elsewhere_meanwhile(new_user):
    ada = await new_user()
    chat = await chats.create(by(ada))
    first, second = await say(chat, "first"), await say(chat, "second")
    opened = await chats.get_to_write(ada, chat.chat_id)
    place = Place(opened, second.message_id)
    draft = await make_draft(by(ada), place, "third")
    await chats.choose_branch(by(ada), chat.chat_id, first.message_id)

    with pytest.raises(TurnInProgress, match="elsewhere"):
        await save_question(ada, draft, place)

    unchanged = await chats.get_to_write(ada, chat.chat_id)
    assert unchanged.leaf_id == first.message_id
    assert unchanged.chat.message_count == opened.chat.message_count
    assert len(await chats.messages(ada, chat.chat_id, branch="all")) == 2


async def test_a_reader_is_taken_to_a_message_on_any_branch(ada):
    chat = await chats.create(by(ada))
    first = await say(chat, "first")
    old = await say(chat, "old reply", first)
    new = await say(chat, "new reply", first)
    last = await say(chat, "last", new)
    assert await chats.go_to(by(ada), chat.chat_id, first.message_id) == 3
    assert await chats.go_to(by(ada), chat.chat_id, last.message_id) == 1
    assert await chats.go_to(by(ada), chat.chat_id, old.message_id) == 1
    assert (await chats.messages(ada, chat.chat_id))[-1].message.message_id == old.message_id
    other = await say(await chats.create(by(ada)), "elsewhere")
    with pytest.raises(MessageNotFound):
        await chats.go_to(by(ada), chat.chat_id, other.message_id)
