"""Two at once on PostgreSQL: who comes second sees what the first one did.

A third transaction holds the row both want, until both wait for it: then they meet, every time.
"""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any

import anyio
import pytest
from sqlalchemy import ColumnElement, text
from sqlalchemy.util import await_only
from sqlmodel import SQLModel, col, select

from chat_app.db import briefly, reading, transaction
from chat_app.errors import Forbidden, NotFound, TokenLimitExceeded
from chat_app.llm.types import Tier
from chat_app.models import Chat, Organisation, User, UserRole, Via
from chat_app.prepared import Connection
from chat_app.services import chats, turns
from chat_app.services.admin import audit, newcomers, orgs, users
from chat_app.services.budgets import ledger
from chat_app.services.budgets.reconciliation import check_books
from tests.callers import by
from tests.conftest import NewUser
from tests.services.test_ledger import balance, reserve

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
]


async def wait_for_waiting(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Wait until each call waits for a lock, or has ended without."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with anyio.fail_after(60):
        while True:
            async with reading() as session:
                count = (await (await session.connection()).execute(waiting)).scalar_one()
            if count >= sum(not task.done() for task in tasks):
                return
            await anyio.sleep(0.01)


async def meet(
    table: type[SQLModel], row: ColumnElement[bool], *calls: Awaitable[Any]
) -> list[Any]:
    """Let calls run into each other at a row, in this order, and return what became of each."""
    tasks: list[asyncio.Future[Any]] = []
    async with transaction() as session:
        await session.exec(select(table).where(row).with_for_update())
        for call in calls:
            tasks.append(asyncio.ensure_future(call))
            await wait_for_waiting(tasks)
    return await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def admin(new_user: NewUser) -> User:
    return await new_user(role=UserRole.ADMIN)


async def set_limit(user: User, token_limit: int) -> int:
    async with transaction() as session:
        account = await session.get_one(User, user.user_id)
        account.token_limit = token_limit
        return await briefly(session, ledger.set_limit, ledger.Owner.of(account))


async def test_a_turn_that_begins_as_a_limit_falls_is_paid_from_the_new_one(
    new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user(token_limit=900)
    await set_limit(user, 1000)
    write = ledger.write
    reserving: list[asyncio.Future[Any]] = []

    def write_late(connection: Connection, entries: Iterable[dict[str, Any]]) -> None:
        """Let a turn come in between: what is spent is read, the limit not yet written."""
        if not reserving:
            reserving.append(asyncio.ensure_future(reserve(user, 800)))
            await_only(wait_for_waiting(reserving))
        write(connection, entries)

    monkeypatch.setattr(ledger, "write", write_late)
    assert await set_limit(user, 100) == 100

    with pytest.raises(TokenLimitExceeded):
        await reserving[0]
    assert (await balance(user)).remaining_tokens == 100
    assert await check_books() == []


async def test_a_change_that_somebody_else_made_just_now_is_audited_once(
    admin: User, new_user: NewUser
) -> None:
    user = await new_user()
    calls = (users.update_user(by(admin), user.user_id, tier=Tier.PRO) for _ in range(2))

    changed = await meet(User, col(User.user_id) == user.user_id, *calls)

    assert [each.user.tier for each in changed] == [Tier.PRO, Tier.PRO]
    assert len((await audit.page()).lines) == 1


async def test_admins_who_demote_each_other_at_once_leave_one(
    admin: User, new_user: NewUser
) -> None:
    other = await new_user(role=UserRole.ADMIN)

    outcomes = await meet(
        User,
        col(User.role) == UserRole.ADMIN,
        users.update_user(by(admin), other.user_id, role=UserRole.USER),
        users.update_user(by(other), admin.user_id, role=UserRole.USER),
    )

    assert [type(outcome) for outcome in outcomes] == [users.UserOverview, Forbidden]


async def test_an_organisation_taken_away_just_now_takes_nobody_in_and_is_not_found_again(
    admin: User, new_user: NewUser
) -> None:
    user = await new_user()
    org_id = (await orgs.create(by(admin), "Acme")).organisation.org_id

    deleted, joined, again, renamed = await meet(
        Organisation,
        col(Organisation.org_id) == org_id,
        orgs.delete(by(admin), org_id),
        users.update_user(by(admin), user.user_id, org_id=org_id),
        orgs.delete(by(admin), org_id),
        orgs.rename(by(admin), org_id, "Apex"),
    )

    assert deleted is None
    assert [type(late) for late in (joined, again, renamed)] == [NotFound] * 3
    assert (await users.overview(user.user_id)).user.org_id is None


async def test_an_organisation_renamed_twice_at_once_is_audited_in_order(admin: User) -> None:
    org_id = (await orgs.create(by(admin), "One")).organisation.org_id

    await meet(
        Organisation,
        col(Organisation.org_id) == org_id,
        orgs.rename(by(admin), org_id, "Two"),
        orgs.rename(by(admin), org_id, "Three"),
    )

    last, first, _ = [line.event for line in (await audit.page()).lines]
    assert (first.before, first.after) == ({"name": "One"}, {"name": "Two"})
    assert (last.before, last.after) == ({"name": "Two"}, {"name": "Three"})


async def test_of_links_made_at_once_the_last_one_sets_a_password(
    admin: User, new_user: NewUser
) -> None:
    user = await new_user()
    calls = (newcomers.new_link(by(admin), user.user_id) for _ in range(2))

    dead, alive = await meet(User, col(User.user_id) == user.user_id, *calls)

    with pytest.raises(NotFound):
        await newcomers.set_password(dead.token, "correct horse", via=Via.API)
    assert (await newcomers.set_password(alive.token, "correct horse", via=Via.API)).access_token


async def test_an_account_switched_off_just_now_sets_no_password(
    admin: User, new_user: NewUser
) -> None:
    user = await new_user()
    link = await newcomers.new_link(by(admin), user.user_id)

    _, refused = await meet(
        User,
        col(User.user_id) == user.user_id,
        users.update_user(by(admin), user.user_id, is_active=False),
        newcomers.set_password(link.token, "correct horse", via=Via.API),
    )

    assert isinstance(refused, Forbidden)


async def test_commands_sent_at_once_in_one_chat_follow_each_other(new_user: NewUser) -> None:
    user = await new_user()
    chat = await chats.create(by(user))

    first, second = await meet(
        Chat,
        col(Chat.chat_id) == chat.chat_id,
        turns.start(by(user), chat.chat_id, "/help"),
        turns.start(by(user), chat.chat_id, "/usage"),
    )

    ids = [each.message.message_id for each in await chats.messages(user, chat.chat_id)]
    answered = [(each.user_message_id, each.message_id) for each in (first, second)]
    assert ids == [*answered[0], *answered[1]]
