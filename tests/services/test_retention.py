"""Chats that nobody touches go to the trash where the operator says so, and no others do."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from chat_app.db import reading, transaction
from chat_app.models import AuditEvent, Chat, User, now
from chat_app.services import chats, cleanup
from chat_app.services.chats import retention
from chat_app.services.chats.filter import ChatFilter
from tests.callers import by
from tests.conftest import NewUser
from tests.services.exchanges import settled_exchange, untouched

TRASH = ChatFilter(deleted=True)
KEPT_90_DAYS = pytest.mark.settings(RETENTION_DAYS="90")


@pytest.fixture
async def ada(database, new_user: NewUser) -> User:
    return await new_user()


async def titles(user: User, which: ChatFilter = TRASH) -> int:
    return len((await chats.page(user, which=which)).chats)


@pytest.mark.parametrize(
    ("days", "more", "goes"),
    [
        (91, {}, True),
        (91, {"archived": True}, True),
        (89, {}, False),
        (400, {"pinned": True}, False),
    ],
)
@KEPT_90_DAYS
async def test_only_what_was_untouched_for_too_long_and_is_not_pinned_goes(
    ada: User, days: float, more: dict[str, bool], goes: bool
):
    chat = await untouched(ada, days, **more)
    await cleanup.clean()
    async with reading() as session:
        left = await session.get_one(Chat, chat.chat_id)
    assert left.is_active is not goes
    assert (left.deleted_at is not None) is goes


async def test_without_the_setting_all_stay(ada: User):
    await untouched(ada, 4000)
    await cleanup.clean()
    assert await titles(ada) == 0


@KEPT_90_DAYS
async def test_a_chat_that_was_imported_stays_as_long_as_one_that_was_made_here(ada: User):
    chat_id = await settled_exchange(ada)
    async with transaction() as session:
        old = now() - timedelta(days=1000)
        await session.exec(
            update(Chat).where(col(Chat.chat_id) == chat_id).values(updated_at=old, created_at=old)
        )
    await cleanup.clean()
    assert await titles(ada) == 0
    assert await retention.leaving_soon(ada) == []


@KEPT_90_DAYS
async def test_what_is_taken_back_stays_for_its_whole_time_again(ada: User):
    chat = await untouched(ada, 91)
    await cleanup.clean()
    await chats.restore(by(ada), chat.chat_id)
    await cleanup.clean()
    assert await titles(ada) == 0


@KEPT_90_DAYS
async def test_its_owner_is_told_a_week_before(ada: User, new_user: NewUser):
    soon, _, _ = await untouched(ada, 85), await untouched(ada, 60), await untouched(ada, 88.5)
    await untouched(await new_user(), 88)
    told = await retention.leaving_soon(ada)
    assert [round((each.leaves_at - now()).total_seconds() / 86400, 1) for each in told] == [1.5, 5]
    assert told[1].chat_id == soon.chat_id


@KEPT_90_DAYS
@pytest.mark.parametrize(
    ("days", "more", "goes_in_days"),
    [(60, {}, None), (85, {}, 5), (85, {"pinned": True}, None), (85, {"archived": True}, 5)],
)
async def test_a_chat_itself_says_when_it_goes_where_that_is_soon(
    ada: User, days: float, more: dict[str, bool], goes_in_days: float | None
):
    leaves_at = retention.leaves_soon_at(await untouched(ada, days, **more))
    left = leaves_at and round((leaves_at - now()).total_seconds() / 86400, 1)
    assert left == goes_in_days


async def test_where_chats_are_kept_none_says_that_it_goes(ada: User):
    assert retention.leaves_soon_at(await untouched(ada, 5000)) is None


@KEPT_90_DAYS
async def test_who_put_it_into_the_trash_is_in_the_audit_trail(ada: User):
    chat = await untouched(ada, 91)
    await cleanup.clean()
    async with reading() as session:
        event = (await session.exec(select(AuditEvent))).one()
    assert (event.action, event.target) == ("chat.expire", f"chat:{chat.chat_id}")
    assert (event.actor_id, event.after) == (None, {"days": 90})


@KEPT_90_DAYS
async def test_many_go_in_turns(ada: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retention, "_CHATS_AT_ONCE", 2)
    for _ in range(5):
        await untouched(ada, 100)
    await cleanup.clean()
    assert await titles(ada) == 5
