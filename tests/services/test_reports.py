"""What admins see of everybody's usage."""

import csv
import io
from datetime import date, timedelta

import pytest

from chat_app.db import transaction
from chat_app.errors import InvalidRequest
from chat_app.llm.types import CostMethod
from chat_app.models import MessageStatus, Organisation, now
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.reports import GroupBy, UsageRow, scope_of
from tests.services.exchanges import settled_exchange

database = pytest.mark.usefixtures("database")


def test_a_report_covers_the_last_thirty_days_unless_told_otherwise():
    scope = scope_of()
    assert scope.last_day == now().date()
    assert (scope.last_day - scope.first_day).days == 29


@pytest.mark.parametrize("words", ["yesterday", "2026-02-30", "20260101T", "2026-1-1"])
def test_a_date_that_is_none_is_refused_in_words(words):
    with pytest.raises(InvalidRequest, match="`from` must be a date such as"):
        scope_of(first=words)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidRequest, match="must not be after"):
        scope_of("2026-02-02", "2026-02-01")


def test_a_moment_stands_for_its_utc_day():
    scope = scope_of("2026-01-31T23:30:00-02:00", "2026-02-03T00:00:00Z")
    assert (scope.first_day, scope.last_day) == (date(2026, 2, 1), date(2026, 2, 3))


@pytest.mark.parametrize("words", ["0001-01-01T00:00:00+23:00", "1999-12-31", "9999-12-31"])
def test_a_date_no_calendar_of_ours_reaches_is_refused(words):
    with pytest.raises(InvalidRequest, match="`to` must"):
        scope_of(last=words)


def test_a_range_of_centuries_is_refused():
    with pytest.raises(InvalidRequest, match="ten years"):
        scope_of("2001-01-01", "2026-01-01")


@database
async def test_exchanges_are_summed_by_utc_day(new_user):
    user = await new_user()
    await settled_exchange(user, 208, billed_total_tokens=300, cost_micro_usd=7)
    await settled_exchange(user, 92)
    estimate = {"cost_micro_usd": 5, "cost_method": CostMethod.ESTIMATED}
    await settled_exchange(user, 50, days_ago=1, outcome=MessageStatus.PARTIAL, **estimate)
    await settled_exchange(user, 9999, days_ago=40)
    report = await reports.usage(scope_of(), GroupBy.DAY)
    today, yesterday = now().date(), now().date() - timedelta(days=1)
    assert report.rows == [
        UsageRow(str(yesterday), str(yesterday), 1, 50, 0, 5, 1, 5),
        UsageRow(str(today), str(today), 2, 300, 300, 7, 0),
    ]
    assert report.total == UsageRow("total", "Total", 3, 350, 300, 12, 1, 5)


@database
async def test_groups_have_names_and_most_tokens_come_first(new_user):
    org = Organisation(name="Engines Ltd")
    async with transaction() as session:
        session.add(org)
    ada, bob = await new_user(org_id=org.org_id), await new_user()
    await settled_exchange(ada, 100, model="small")
    await settled_exchange(bob, 300, model="large")
    scope = scope_of()
    by_user = (await reports.usage(scope, GroupBy.USER)).rows
    assert [(row.key, row.label) for row in by_user] == [
        (str(bob.user_id), bob.email),
        (str(ada.user_id), ada.email),
    ]
    by_model = (await reports.usage(scope, GroupBy.MODEL)).rows
    assert [(row.key, row.tokens) for row in by_model] == [("large", 300), ("small", 100)]
    by_org = (await reports.usage(scope, GroupBy.ORG)).rows
    assert [(row.key, row.label) for row in by_org] == [
        ("", "No organisation"),
        (str(org.org_id), "Engines Ltd"),
    ]


@database
async def test_filters_narrow_a_report_to_a_model_and_a_user(new_user):
    ada, bob = await new_user(), await new_user()
    await settled_exchange(ada, 1, model="small")
    await settled_exchange(ada, 10, model="large")
    await settled_exchange(bob, 100, model="large")

    async def tokens(**filters: str) -> int:
        return (await reports.usage(scope_of(**filters), GroupBy.DAY)).total.tokens

    assert await tokens(model="large") == 110
    assert await tokens(user=str(ada.user_id)) == 11
    assert await tokens(user=f" {ada.email.upper()}\u200b", model="large") == 10
    assert await tokens(user="nobody@example.test") == 0


@database
async def test_the_total_covers_the_rows_a_limit_cuts_off(new_user):
    for tokens in (1, 2, 3):
        await settled_exchange(await new_user(), tokens)
    report = await reports.usage(scope_of(), GroupBy.USER, limit=1)
    assert [row.tokens for row in report.rows] == [3]
    assert report.total.tokens == 6


@database
async def test_a_report_on_nothing_is_empty_and_adds_up_to_nothing():
    report = await reports.usage(scope_of(), GroupBy.MODEL)
    assert report.rows == []
    assert report.total == UsageRow("total", "Total", 0, 0, 0, 0, 0)


@pytest.mark.parametrize("label", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_label_never_becomes_a_formula_in_a_spreadsheet(label):
    written = reports.as_csv([UsageRow("k", label, 1, -2, 3, 4, 5)])
    header, row = list(csv.reader(io.StringIO(written, newline="")))
    assert header[:3] == ["key", "label", "exchanges"]
    assert row == ["k", f"'{label}", "1", "-2", "3", "4", "5", "0"]


@database
async def test_a_series_has_every_day_and_puts_small_models_together(new_user):
    user = await new_user()
    for number in range(8):
        await settled_exchange(user, 100 - number, model=f"model-{number}")
    await settled_exchange(user, 5, model="model-0", days_ago=2)
    series = await reports.series(scope_of())
    assert len(series.days) == 30
    assert list(series.tokens_by_model) == [*(f"model-{n}" for n in range(6)), "other"]
    assert series.tokens_by_model["model-0"][-3:] == [5, 0, 100]
    assert series.tokens_by_model["other"][-1] == 94 + 93


@database
async def test_the_cards_say_what_happened(new_user):
    ada, bob = await new_user(), await new_user()
    for number, milliseconds in enumerate(range(100, 2100, 100)):
        await settled_exchange(
            ada if number % 2 else bob, 10, first_delta_ms=milliseconds, billed_total_tokens=8
        )
    await settled_exchange(ada, 0, outcome=MessageStatus.FAILED, first_delta_ms=None)
    await settled_exchange(ada, 0, cached=True, first_delta_ms=None)
    cards = await dashboard.cards(scope_of())
    assert (cards.tokens_today, cards.tokens_this_month) == (200, 200)
    assert (cards.active_users, cards.exchanges) == (2, 22)
    assert cards.error_rate == pytest.approx(1 / 22)
    assert cards.reply_cache_hit_rate == pytest.approx(1 / 22)
    assert cards.first_delta_p50_ms == pytest.approx(1000, rel=0.1)
    assert cards.first_delta_p95_ms == pytest.approx(1900, rel=0.1)
    assert (cards.charged_tokens, cards.billed_tokens) == (200, 160)
    assert cards.drift == pytest.approx(0.25)


@database
async def test_the_cards_of_an_empty_house_have_no_rates():
    cards = await dashboard.cards(scope_of())
    assert cards.exchanges == 0
    assert cards.error_rate is None
    assert cards.first_delta_p95_ms is None
    assert cards.drift is None


@database
async def test_users_are_near_their_limit_from_eighty_percent(new_user):
    at, below, over = [await new_user(token_limit=1000) for _ in range(3)]
    await new_user(token_limit=0)
    await settled_exchange(at, 800)
    await settled_exchange(below, 799)
    await settled_exchange(over, 950)
    found = await dashboard.near_limit()
    assert [(user.email, user.spent_tokens) for user in found] == [
        (over.email, 950),
        (at.email, 800),
    ]


@database
async def test_the_stamp_changes_with_the_books_and_only_then(new_user):
    user = await new_user()
    before = await dashboard.stamp()
    assert await dashboard.stamp() == before
    await settled_exchange(user, 1)
    assert await dashboard.stamp() != before
