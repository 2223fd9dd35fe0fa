"""A user's own figures."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, update

from chat_app.db import briefly, transaction
from chat_app.errors import InvalidRequest
from chat_app.models import Budget, Chat, LedgerKind, now
from chat_app.services.budgets import ledger, usage
from chat_app.services.budgets.periods import period_of
from tests.services.exchanges import settled_exchange

pytestmark = pytest.mark.usefixtures("database")


async def test_an_untouched_account_has_its_whole_limit_left_and_no_forecast(new_user):
    figures = await usage.token_usage(await new_user(token_limit=5000))
    assert (figures.total_tokens_used, figures.reserved_tokens) == (0, 0)
    assert (figures.token_limit, figures.remaining_tokens) == (5000, 5000)
    assert figures.estimated_days_until_limit is None
    assert figures.by_model == []
    assert figures.last_reset_at <= now() < figures.resets_at


async def test_every_one_of_the_last_thirty_days_has_its_tokens(new_user):
    user = await new_user()
    await settled_exchange(user, 208)
    await settled_exchange(user, 92)
    await settled_exchange(user, 50, days_ago=2)
    await settled_exchange(user, 7, days_ago=45)
    days = (await usage.token_usage(user)).by_day
    assert len(days) == 30
    assert days[-1].date == now().date()
    assert [day.tokens for day in days[-3:]] == [50, 0, 300]
    assert sum(day.tokens for day in days) == 350


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("America/Santiago", date(2026, 9, 6), 23),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
    ],
)
async def test_a_day_begins_and_ends_where_the_reader_is_however_long_it_is(
    new_user, monkeypatch: pytest.MonkeyPatch, zone: str, day: date, hours: int
):
    user = await new_user()
    begin = start_of(ZoneInfo(zone), day)
    end = begin + timedelta(hours=hours)
    assert end == start_of(ZoneInfo(zone), day + timedelta(days=1))
    instant = timedelta(seconds=1)
    for tokens, moment in ((1, begin - instant), (20, begin), (300, end - instant), (4000, end)):
        await settled_exchange(user, tokens, days_ago=(now() - moment) / timedelta(days=1))
    monkeypatch.setattr(usage, "now", lambda: end + timedelta(hours=12))

    found = await usage.token_usage(user, ZoneInfo(zone))

    assert [(one.date, one.tokens) for one in found.by_day[-3:]] == [
        (day - timedelta(days=1), 1),
        (day, 320),
        (day + timedelta(days=1), 4000),
    ]
    assert len(found.by_day) == 30
    assert [one.tokens for one in found.by_model] == [4321]


def start_of(zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


async def test_models_come_with_most_tokens_first_and_free_ones_are_left_out(new_user):
    user = await new_user()
    await settled_exchange(user, 10, model="small")
    await settled_exchange(user, 30, model="large")
    await settled_exchange(user, 0, model="free")
    assert [(one.model, one.tokens) for one in (await usage.token_usage(user)).by_model] == [
        ("large", 30),
        ("small", 10),
    ]


async def test_the_forecast_goes_by_the_last_seven_days(new_user):
    user = await new_user(token_limit=10_000)
    await settled_exchange(user, 700, days_ago=3)
    await settled_exchange(user, 1000, days_ago=8)
    assert (await usage.token_usage(user)).estimated_days_until_limit == 83.0


async def test_somebody_elses_tokens_do_not_count(new_user):
    user = await new_user()
    await settled_exchange(await new_user(), 500)
    figures = await usage.token_usage(user)
    assert figures.total_tokens_used == 0
    assert sum(day.tokens for day in figures.by_day) == 0


async def test_a_running_turn_shows_as_reserved_and_not_as_used(new_user):
    user = await new_user(token_limit=1000)
    async with transaction() as session:
        await briefly(session, ledger.open_budget, ledger.Owner.of(user))
        await session.exec(update(Budget).values(reserved_tokens=300))
    figures = await usage.token_usage(user)
    assert (figures.total_tokens_used, figures.reserved_tokens) == (0, 300)
    assert figures.remaining_tokens == 700


async def test_a_deleted_chat_leaves_its_usage_in_the_books(new_user):
    user = await new_user()
    chat_id = await settled_exchange(user, 208)
    async with transaction() as session:
        await session.exec(update(Chat).where(col(Chat.chat_id) == chat_id).values(is_active=False))
    figures = await usage.token_usage(user)
    assert figures.total_tokens_used == 208
    assert figures.by_day[-1].tokens == 208
    assert await usage.costly_chats(user) == []
    page = await usage.ledger_page(user.user_id)
    assert page.lines[0].entry.amount_tokens == -208
    chat = page.lines[0].chat
    assert chat is not None
    assert (chat.title, chat.is_active) == ("A chat", False)


async def test_a_new_month_starts_with_nothing_used(new_user):
    user = await new_user(token_limit=1000)
    async with transaction() as session:
        long_ago = period_of(now())[0] - timedelta(days=1)
        await briefly(session, ledger.open_budget, ledger.Owner.of(user), long_ago)
        await session.exec(update(Budget).values(total_tokens_used=900))
    assert (await usage.token_usage(user)).remaining_tokens == 1000


async def test_the_costliest_chats_come_first_and_free_ones_not_at_all(new_user):
    user = await new_user()
    await settled_exchange(user, 10, cost_micro_usd=4)
    dear = await settled_exchange(user, 900, cost_micro_usd=4200)
    await settled_exchange(user, 0)
    await settled_exchange(await new_user(), 5000)
    chats = await usage.costly_chats(user)
    assert [chat.tokens for chat in chats] == [900, 10]
    assert (chats[0].chat_id, chats[0].exchanges, chats[0].cost_micro_usd) == (dear, 1, 4200)


async def test_of_chats_that_cost_the_same_the_newest_come_first(new_user):
    user = await new_user()
    made = [await settled_exchange(user, 10) for _ in range(7)]
    assert [chat.chat_id for chat in await usage.costly_chats(user)] == made[:-6:-1]


async def test_the_ledger_is_paged_newest_first_without_gaps_or_repeats(new_user):
    user = await new_user()
    for tokens in (10, 20, 30):
        await settled_exchange(user, tokens)
    seen, cursor = [], None
    while True:
        page = await usage.ledger_page(user.user_id, 4, cursor)
        seen += [(line.entry.kind, line.entry.amount_tokens) for line in page.lines]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [
        (LedgerKind.CHARGE, -30),
        (LedgerKind.RELEASE, 50),
        (LedgerKind.RESERVE, -50),
        (LedgerKind.CHARGE, -20),
        (LedgerKind.RELEASE, 40),
        (LedgerKind.RESERVE, -40),
        (LedgerKind.CHARGE, -10),
        (LedgerKind.RELEASE, 30),
        (LedgerKind.RESERVE, -30),
        (LedgerKind.GRANT, 100_000),
    ]


async def test_a_made_up_cursor_is_refused(new_user):
    with pytest.raises(InvalidRequest):
        await usage.ledger_page(uuid4(), 10, "next please")
