"""What reports, the dashboard's figures and the proof of the books cost in a year of many people.

`make bench-year`, or `python -m benchmarks.year [--people 10000] [--exchanges 334000] [--only
sqlite|postgresql]`. It fills a database of each kind and asks in turn the way before (the settled
turns summed anew) and today's. Times are of the wall; on SQLite the CPU's stand beside them.
"""

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlmodel import col

from benchmarks.search_data import write
from benchmarks.throughput import postgresql
from chat_app.config import Settings, get_settings
from chat_app.db import create_engine, database, reading
from chat_app.lifespan import migrate
from chat_app.llm.types import CostMethod
from chat_app.models import (
    Budget,
    Hold,
    LedgerEntry,
    LedgerKind,
    MessageStatus,
    OwnerKind,
    Turn,
    User,
)
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.reports import GroupBy, Scope
from chat_app.services.budgets.periods import period_of
from chat_app.services.budgets.reconciliation import check_books

_DAYS = 365
_ROUNDS = 9
_AT_ONCE = 5000
_MODELS = ("small", "middle", "large", "quick", "clever", "old", "new")
_LIMIT_TOKENS = 10**8
_RESERVED_TOKENS = 3000


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a year of reports costs.")
    arguments.add_argument("--people", type=int, default=10_000)
    arguments.add_argument("--exchanges", type=int, default=334_000)
    arguments.add_argument("--only", choices=["postgresql", "sqlite"])
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = (chosen.people, chosen.exchanges)
        if chosen.only in {None, "sqlite"}:
            asyncio.run(measure(f"sqlite:///{folder}/chat.db", *size))
        if chosen.only in {None, "postgresql"}:
            with postgresql(Path(folder)) as url:
                asyncio.run(measure(url, *size))


@dataclass(frozen=True)
class Way:
    """How a figure is had: today, and before."""

    today: Callable[[], Awaitable[Any]]
    before: Callable[[], Awaitable[Any]] | None = None


async def measure(url: str, people: int, exchanges: int) -> None:
    """Fill a database and print what reports of it cost."""
    settings = Settings(DATABASE_URL=url, JWT_SECRET=SecretStr("x" * 32))
    get_settings.cache_clear()
    await migrate(settings)
    async with database(settings):
        started = time.perf_counter()
        await fill(settings, people, exchanges)
        print(f"\n{url.partition(':')[0]}, {people:,} people, {exchanges:,} exchanges;", end=" ")
        print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)
        today = datetime.now(UTC).date()
        year = Scope(today - timedelta(days=_DAYS - 1), today)
        ways = {
            f"report by {group_by}": Way(_report(year, group_by), _summed_anew(year, group_by))
            for group_by in (GroupBy.DAY, GroupBy.USER, GroupBy.MODEL)
        }
        ways |= {
            "report by org": Way(_report(year, GroupBy.ORG)),
            "CSV by user": Way(_csv(year), _summed_anew(year, GroupBy.USER)),
            "cards": Way(lambda: dashboard.cards(year)),
            "chart": Way(lambda: reports.series(year)),
        }
        for what, way in ways.items():
            await _compare(what, way)
        started = time.perf_counter()
        differences = await check_books()
        print(f"check-books: {len(differences)} differ, {time.perf_counter() - started:.0f} s")


def _report(scope: Scope, group_by: GroupBy) -> Callable[[], Awaitable[Any]]:
    return lambda: reports.usage(scope, group_by, limit=50)


def _csv(scope: Scope) -> Callable[[], Awaitable[str]]:
    async def write_down() -> str:
        return reports.as_csv((await reports.usage(scope, GroupBy.USER)).rows)

    return write_down


def _summed_anew(scope: Scope, group_by: GroupBy) -> Callable[[], Awaitable[Any]]:
    """Return the way of before: all rows of a report, summed from the turns."""
    key = {
        GroupBy.DAY: func.date(col(Turn.started_at)),
        GroupBy.USER: col(Turn.user_id),
        GroupBy.MODEL: col(Turn.model),
    }[group_by]
    first = datetime.combine(scope.first_day, datetime.min.time(), UTC)
    after = datetime.combine(scope.last_day + timedelta(days=1), datetime.min.time(), UTC)
    tokens = func.sum(col(Turn.charged_tokens))
    rows = (
        select(
            key,
            func.count(),
            tokens,
            func.sum(col(Turn.billed_total_tokens)),
            func.sum(col(Turn.cost_micro_usd)),
        )
        .where(
            col(Turn.started_at) >= first,
            col(Turn.started_at) < after,
            col(Turn.settled_at).is_not(None),
        )
        .group_by(key)
        .order_by(tokens.desc())
    )

    async def ask() -> list[Any]:
        async with reading() as session:
            return list((await (await session.connection()).execute(rows)).all())

    return ask


async def _compare(what: str, way: Way) -> None:
    """Time both ways in turn, after a round to warm up."""
    ways = {"before": way.before, "today": way.today} if way.before else {"today": way.today}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(_ROUNDS + 1):
        for name, ask in ways.items():
            started, cpu = time.perf_counter(), time.process_time()
            await ask()
            taken = (time.perf_counter() - started, time.process_time() - cpu)
            if number:
                times[name].append(taken)
    told = f"{what:20}"
    for name, taken in times.items():
        wall, cpu = ([each[part] * 1000 for each in taken] for part in (0, 1))
        told += f"  {name}: p50 {statistics.median(wall):.0f} ms, p95 {max(wall):.0f},"
        told += f" CPU here {statistics.median(cpu):.0f}"
    print(told, flush=True)


async def fill(settings: Settings, people: int, exchanges: int) -> None:
    """Write people, and settled exchanges without text: a few talk much, most now and then."""
    began = datetime.now(UTC) - timedelta(days=_DAYS)
    accounts = [_account(number, began) for number in range(people)]
    budgets: dict[tuple[UUID, datetime], Budget] = {}
    for said in _said(accounts, exchanges, began):
        budget = budgets.setdefault((said.user_id, period_of(said.at)[0]), _budget(said))
        budget.total_tokens_used += said.tokens
    engine = create_engine(settings)
    grants = [
        _entry(budget, LedgerKind.GRANT, budget.token_limit, budget.starts_at)
        for budget in budgets.values()
    ]
    for rows in (accounts, list(budgets.values()), grants):
        for some in _batches(rows):
            await write(engine, some)
    coming = _said(accounts, exchanges, began)
    while said := list(itertools.islice(coming, _AT_ONCE)):
        turns = [_turn(each) for each in said]
        held: list[Any] = []
        entries: list[Any] = []
        for each, turn in zip(said, turns, strict=True):
            budget = budgets[each.user_id, period_of(each.at)[0]]
            held.append(
                Hold(
                    turn_id=turn.turn_id,
                    budget_id=budget.budget_id,
                    reserved_tokens=_RESERVED_TOKENS,
                    charged_tokens=each.tokens,
                )
            )
            entries += [
                _entry(budget, LedgerKind.RESERVE, -_RESERVED_TOKENS, each.at, turn.turn_id),
                _entry(budget, LedgerKind.RELEASE, _RESERVED_TOKENS, each.at, turn.turn_id),
                _entry(budget, LedgerKind.CHARGE, -each.tokens, each.at, turn.turn_id),
            ]
        for rows in (turns, held, entries):
            for some in _batches(rows):
                await write(engine, some)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")
    await engine.dispose()


@dataclass(frozen=True, slots=True)
class _Said:
    """An exchange to be written; the same ones come each time they are asked for."""

    user_id: UUID
    at: datetime
    model: str
    tokens: int
    is_fault: bool
    first_delta_ms: int


def _said(accounts: list[User], exchanges: int, began: datetime) -> Iterator[_Said]:
    rng = random.Random(7)
    for number in range(exchanges):
        some = int(rng.expovariate(6) * len(accounts)) % len(accounts)
        yield _Said(
            user_id=accounts[some].user_id,
            at=began + timedelta(days=_DAYS) * number / exchanges,
            model=rng.choice(_MODELS),
            tokens=rng.randrange(150, 2500),
            is_fault=rng.random() < 0.02,
            first_delta_ms=round(rng.lognormvariate(6, 0.7)),
        )


def _account(number: int, at: datetime) -> User:
    email = f"person{number}@example.com"
    return User(
        email=email,
        email_key=email,
        search_key=email,
        name=f"Person {number}",
        password_hash="!",
        token_limit=_LIMIT_TOKENS,
        created_at=at,
    )


def _budget(said: _Said) -> Budget:
    starts_at, ends_at = period_of(said.at)
    return Budget(
        owner_kind=OwnerKind.USER,
        owner_id=said.user_id,
        user_id=said.user_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reset_at=starts_at,
        token_limit=_LIMIT_TOKENS,
    )


def _turn(said: _Said) -> Turn:
    return Turn(
        user_id=said.user_id,
        model=said.model,
        reserved_tokens=_RESERVED_TOKENS,
        lease_owner=said.user_id,
        lease_expires_at=said.at,
        started_at=said.at,
        settled_at=said.at,
        first_delta_ms=said.first_delta_ms,
        outcome=MessageStatus.PARTIAL if said.is_fault else MessageStatus.COMPLETE,
        charged_tokens=said.tokens,
        billed_total_tokens=said.tokens + 40,
        cost_micro_usd=3 * said.tokens,
        cost_method=CostMethod.BILLED,
    )


def _entry(
    budget: Budget, kind: LedgerKind, tokens: int, at: datetime, turn_id: UUID | None = None
) -> LedgerEntry:
    return LedgerEntry(
        user_id=budget.user_id,
        budget_id=budget.budget_id,
        turn_id=turn_id,
        kind=kind,
        amount_tokens=tokens,
        balance_tokens=0,
        created_at=at,
    )


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]


if __name__ == "__main__":
    main()
