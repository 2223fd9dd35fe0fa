"""Roll-ups: what settled turns came to, added up when they are settled."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading, transaction
from chat_app.llm.types import CostMethod
from chat_app.models import ROLLED_UP, MessageStatus, Organisation, Turn, User, now
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.reports import GroupBy, Scope
from chat_app.services.budgets import roll_ups
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import ROOT, migrate
from tests.keys import issue
from tests.services.exchanges import settled_exchange

NewUser = Callable[..., Awaitable[User]]
MODELS = ("small", "large", "simulated")
FIRST = date(2025, 1, 1)
RANGES = [
    (date(2025, 3, 5), date(2026, 3, 4)),
    (date(2025, 2, 1), date(2025, 2, 28)),
    (date(2025, 2, 1), date(2026, 1, 31)),
    (date(2025, 1, 31), date(2025, 3, 1)),
    (date(2025, 12, 31), date(2026, 1, 1)),
    (date(2025, 6, 7), date(2025, 6, 19)),
    (date(2025, 6, 7), date(2025, 6, 30)),
    (date(2025, 6, 1), date(2025, 7, 1)),
    (date(2025, 5, 9), date(2025, 5, 9)),
    (date(2020, 1, 1), date(2029, 12, 31)),
]


async def live(new_user: NewUser) -> list[User]:
    """Let three people have exchanges of all kinds for fifteen months, and return them."""
    org = Organisation(name="Engines Ltd")
    async with transaction() as session:
        session.add(org)
    people = [await new_user(token_limit=10**9, org_id=org.org_id)]
    people += [await new_user(token_limit=10**9) for _ in range(2)]
    keys = {user.user_id: [(await issue(user)).key.key_id for _ in range(2)] for user in people[:2]}
    rng = random.Random(7)
    for number in range(90):
        midnight = datetime.combine(FIRST + timedelta(days=5 * number), datetime.min.time(), UTC)
        at = midnight + timedelta(microseconds=rng.choice([0, 1, -1, 86_399_999_999, 4 * 10**10]))
        receipt: dict[str, Any] = {"first_delta_ms": rng.choice([None, 0, 10, 11, 400, 10**7])}
        if rng.random() < 0.7:
            receipt["billed_total_tokens"] = rng.randrange(3000)
        if rng.random() < 0.7:
            receipt["cost_micro_usd"] = rng.randrange(9000)
            receipt["cost_method"] = rng.choice(list(CostMethod))
        user = rng.choice(people)
        await settled_exchange(
            user,
            rng.randrange(3000),
            key_id=rng.choice([*keys.get(user.user_id, []), None]),
            model=rng.choice(MODELS),
            days_ago=(now() - at) / timedelta(days=1),
            outcome=rng.choice([each for each in MessageStatus if each != "streaming"]),
            cached=rng.random() < 0.2,
            **receipt,
        )
    return people


def expected(turns: list[Turn], key_of: Callable[[Turn], Any]) -> dict[str, list[int]]:
    """Sum the figures of turns the plain way."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for turn in turns:
        cost = turn.cost_micro_usd or 0
        figures = (
            1,
            turn.charged_tokens or 0,
            turn.billed_total_tokens or 0,
            cost,
            int(turn.outcome in {MessageStatus.PARTIAL, MessageStatus.FAILED}),
            cost if turn.cost_method is CostMethod.ESTIMATED else 0,
        )
        key = str(key_of(turn) or "")
        sums[key] = [a + b for a, b in zip(sums[key], figures, strict=True)]
    return sums


@pytest.mark.usefixtures("database")
async def test_a_report_of_any_days_is_the_sum_of_its_turns(new_user: NewUser) -> None:
    people = await live(new_user)
    org_of = {user.user_id: user.org_id for user in people}
    keys: dict[GroupBy, Callable[[Turn], Any]] = {
        GroupBy.DAY: lambda turn: turn.started_at.date(),
        GroupBy.MODEL: lambda turn: turn.model,
        GroupBy.USER: lambda turn: turn.user_id,
        GroupBy.ORG: lambda turn: org_of[turn.user_id],
        GroupBy.KEY: lambda turn: turn.key_id,
    }
    async with reading() as session:
        turns = (await session.exec(select(Turn))).all()
    for first, last in RANGES:
        for model in ("", "large"):
            for user in (None, people[0]):
                scope = Scope(first, last, model, user.email if user else "")
                meant = [
                    turn
                    for turn in turns
                    if first <= turn.started_at.date() <= last
                    and (not model or turn.model == model)
                    and (not user or turn.user_id == user.user_id)
                ]
                whole = expected(meant, lambda _: "all").get("all", [0] * 6)
                for group_by, key_of in keys.items():
                    report = await reports.usage(scope, group_by)
                    found = {row.key or "": figures_of(row) for row in report.rows}
                    assert found == expected(meant, key_of)
                    assert figures_of(report.total) == whole
                cards = await dashboard.cards(scope)
                assert cards.active_users == len({turn.user_id for turn in meant})
                assert cards.exchanges == len(meant)
                billed = [turn for turn in meant if turn.billed_total_tokens is not None]
                assert cards.charged_tokens == sum(turn.charged_tokens or 0 for turn in billed)
                series = await reports.series(scope)
                assert sum(map(sum, series.tokens_by_model.values())) == whole[1]


def figures_of(row: reports.UsageRow) -> list[int]:
    return [getattr(row, name) for name in reports.UsageRow.__dataclass_fields__][2:]


@pytest.mark.usefixtures("database")
async def test_the_books_find_every_roll_up_to_be_the_sum_of_its_turns(new_user: NewUser) -> None:
    await live(new_user)
    assert await check_books() == []


def test_what_was_settled_before_there_were_roll_ups_is_in_them(
    database_settings: Settings, new_user: NewUser
) -> None:
    async def write() -> None:
        async with open_database(database_settings):
            await live(new_user)

    async def differences() -> list[Any]:
        async with open_database(database_settings):
            return await check_books()

    asyncio.run(write())
    command.downgrade(Config(ROOT / "alembic.ini"), "0021")
    migrate()
    assert asyncio.run(differences()) == []


MODEL_RULE = "a roll-up of a model is the sum of its turns"
USER_RULE = "a roll-up of a user is the sum of its turns"


KEY_RULE = "a roll-up of an API key is the sum of its turns"


@pytest.mark.parametrize(
    ("table", "rule"), [("model", MODEL_RULE), ("user", USER_RULE), ("key", KEY_RULE)]
)
@pytest.mark.parametrize(
    "damage",
    [
        *(f"UPDATE {{table}}_roll_up SET {name} = {name} + 1" for name in ROLLED_UP),
        "UPDATE {table}_roll_up SET model = 'other'",
        "DELETE FROM {table}_roll_up",
    ],
)
@pytest.mark.usefixtures("database")
async def test_a_roll_up_that_differs_is_named(
    new_user: NewUser, table: str, rule: str, damage: str
) -> None:
    user = await new_user()
    await settled_exchange(user, key_id=(await issue(user)).key.key_id)
    condition = "" if table == "model" else " WHERE period > 1000000"

    async with transaction() as session:
        connection = await session.connection()
        await connection.execute(text(damage.format(table=table) + condition))

    found = await check_books()
    assert {each.rule for each in found} == {rule}
    day = f"{now():%Y%m%d}"
    assert all(day in each.row for each in found)


@pytest.mark.usefixtures("database")
async def test_an_exchange_that_runs_is_in_no_roll_up(new_user: NewUser) -> None:
    await settled_exchange(await new_user())
    async with transaction() as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE turn SET settled_at = NULL"))

    assert {MODEL_RULE, USER_RULE} <= {each.rule for each in await check_books()}


@given(st.lists(st.integers(0, 2_000_000), max_size=40), st.sampled_from([0.5, 0.95]))
def test_a_percentile_is_a_time_of_the_class_it_is_in(times: list[int], share: float) -> None:
    counts: defaultdict[int, int] = defaultdict(int)
    for time in times:
        counts[class_of(time)] += 1

    found = roll_ups.percentile(counts, share)

    if times:
        exact = sorted(times)[ceil(share * len(times)) - 1]
        assert found is not None
        assert class_of(found) == class_of(exact)
    else:
        assert found is None


def class_of(time: int) -> int:
    return next((most for most in roll_ups.CLASSES_MS if time <= most), roll_ups.CLASSES_MS[-1])


def test_a_class_is_at_most_a_quarter_wide() -> None:
    longer = [most for most in roll_ups.CLASSES_MS if most >= 10]
    assert all(high <= 1.25 * low for low, high in pairwise(longer[:-1]))
