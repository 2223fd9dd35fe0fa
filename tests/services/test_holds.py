"""Turns that hold from several budgets: from all or from none, and each budget stays its own."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from uuid_utils.compat import uuid7

from chat_app.db import briefly, reading, transaction
from chat_app.db import database as open_database
from chat_app.errors import TokenLimitExceeded
from chat_app.models import Budget, Hold, LedgerEntry, LedgerKind, OwnerKind, Span, User
from chat_app.services.budgets import holds, ledger
from chat_app.services.budgets.ledger import Owner
from chat_app.services.budgets.periods import period_of
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import NewUser
from tests.services.test_ledger import Held, reserve, settle


def key(token_limit: int) -> Owner:
    return Owner(OwnerKind.KEY, uuid7(), token_limit)


def organisation(token_limit: int) -> Owner:
    return Owner(OwnerKind.ORGANISATION, uuid7(), token_limit)


async def left(owner: Owner) -> int:
    async with reading() as session:
        return (await briefly(session, ledger.balance, owner)).remaining_tokens


async def test_every_budget_holds_and_pays_the_whole_amount(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    team, capped = organisation(5000), key(400)

    held = await reserve(user, 300, team, capped)
    assert [await left(each) for each in (Owner.of(user), team, capped)] == [700, 4700, 100]
    assert await check_books() == []

    await settle(held, 208)
    assert [await left(each) for each in (Owner.of(user), team, capped)] == [792, 4792, 192]
    assert await check_books() == []


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        ((299, 300, 300), "Your budget"),
        ((300, 299, 300), "Your organisation's budget"),
        ((300, 300, 299), "This key's budget"),
    ],
)
async def test_a_turn_that_one_budget_refuses_holds_from_none_and_is_told_from_which(
    database: Any, new_user: NewUser, limits: tuple[int, int, int], name: str
) -> None:
    user = await new_user(token_limit=limits[0])
    owners = [Owner.of(user), organisation(limits[1]), key(limits[2])]

    with pytest.raises(TokenLimitExceeded, match=f"^{name} has less than 300 tokens left"):
        await reserve(user, 300, *owners[1:])

    assert [await left(each) for each in owners] == list(limits)
    async with reading() as session:
        assert (await session.exec(select(Hold))).all() == []
    assert await check_books() == []


async def test_what_a_provider_bills_above_is_the_operators_once(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    team = organisation(1000)

    assert await settle(await reserve(user, 100, team), 130) == 100

    assert (await left(Owner.of(user)), await left(team)) == (900, 900)
    async with reading() as session:
        overruns = select(LedgerEntry.amount_tokens).where(LedgerEntry.kind == LedgerKind.OVERRUN)
        assert (await session.exec(overruns)).all() == [-30]
    assert await check_books() == []


@pytest.mark.parametrize(
    "again",
    [
        "INSERT INTO hold SELECT * FROM hold",
        "UPDATE ledger_entry SET kind = 'charge', amount_tokens = -1 WHERE kind = 'release'",
        "UPDATE ledger_entry SET budget_id = NULL WHERE kind = 'charge'",
        "UPDATE ledger_entry SET turn_id = NULL WHERE kind = 'charge'",
        "UPDATE hold SET charged_tokens = reserved_tokens + 1",
        "UPDATE budget SET owner_kind = 'team'",
        "UPDATE budget SET owner_kind = 'key' WHERE owner_kind = 'user'",
        "UPDATE budget SET user_id = NULL WHERE owner_kind = 'user'",
        "UPDATE budget SET ends_at = starts_at",
        "UPDATE budget SET reserved_tokens = token_limit + 1 WHERE owner_kind = 'key'",
    ],
)
async def test_the_database_refuses_what_cannot_be(
    database: Any, new_user: NewUser, again: str
) -> None:
    user = await new_user(token_limit=1000)
    await settle(await reserve(user, 300, key(500)), 100)

    with pytest.raises(IntegrityError):
        async with transaction() as session:
            await (await session.connection()).execute(text(again))


async def test_the_database_refuses_a_budget_of_a_user_who_is_not_there(database: Any) -> None:
    with pytest.raises(IntegrityError):
        async with transaction() as session:
            await briefly(session, ledger.open_budget, Owner(OwnerKind.USER, uuid7(), 100))


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("UPDATE hold SET charged_tokens = 99", "a budget holds what turns hold"),
        ("UPDATE hold SET charged_tokens = NULL", "a turn reserves once"),
        ("UPDATE hold SET reserved_tokens = 299", "a turn reserves once"),
        ("DELETE FROM hold", "an entry of a turn has a hold"),
        ("DELETE FROM ledger_entry WHERE kind = 'release'", "a turn reserves once"),
        ("UPDATE ledger_entry SET user_id = NULL", "is its budget's owner's"),
        ("UPDATE budget SET total_tokens_used = 0", "a budget holds what its ledger entries"),
    ],
)
async def test_check_books_names_what_is_wrong_with_holds(
    database: Any, new_user: NewUser, damage: str, rule: str
) -> None:
    user = await new_user(token_limit=1000)
    await settle(await reserve(user, 300, organisation(500)), 100)
    assert await check_books() == []

    async with transaction() as session:
        await (await session.connection()).execute(text(damage))

    assert rule in " ".join(each.rule for each in await check_books())


def at(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


class Crash(Exception):
    """The process is gone before it commits."""


@dataclass
class Written:
    """A turn as it should be in the books."""

    owners: frozenset[UUID]
    tokens: int
    charged: int | None = None


TOKENS = st.integers(1, 500)
PAYERS = st.sets(st.sampled_from(["key", "organisation"]), min_size=1)


def test_turns_on_several_budgets_at_once_keep_every_book_balanced(
    database_settings: Any, new_user: NewUser
) -> None:
    """Drive two users with a key each and a team in common, side by side, at random."""
    with asyncio.Runner() as runner:
        opened = open_database(database_settings)
        runner.run(opened.__aenter__())

        async def side_by_side(works: Iterable[Awaitable[Any]]) -> list[Any]:
            return await asyncio.gather(*works, return_exceptions=True)

        class Budgets(RuleBasedStateMachine):
            def __init__(self) -> None:
                super().__init__()
                self.users = [runner.run(new_user(token_limit=limit)) for limit in (900, 1400)]
                self.keys = [key(600), key(1000)]
                self.team = organisation(1500)
                self.turns: dict[UUID, Written] = {}
                self.open: dict[UUID, Held] = {}

            def _owners(self, number: int, payers: set[str]) -> list[Owner]:
                others = {"key": self.keys[number], "organisation": self.team}
                return [others[name] for name in sorted(payers)]

            @rule(wanted=st.lists(st.tuples(st.integers(0, 1), PAYERS, TOKENS), max_size=5))
            def begin(self, wanted: list[tuple[int, set[str], int]]) -> None:
                asked = [
                    (self.users[number], tokens, self._owners(number, payers))
                    for number, payers, tokens in wanted
                ]
                works = (reserve(user, tokens, *others) for user, tokens, others in asked)
                for (user, tokens, others), outcome in zip(
                    asked, runner.run(side_by_side(works)), strict=True
                ):
                    owners = [Owner.of(user), *others]
                    if isinstance(outcome, Held):
                        ids = frozenset(owner.owner_id for owner in owners)
                        self.turns[outcome.turn_id] = Written(ids, tokens)
                        self.open[outcome.turn_id] = outcome
                        continue
                    assert isinstance(outcome, TokenLimitExceeded)
                    (refused,) = [
                        each
                        for each in owners
                        if str(outcome).lower().startswith(each.budget_in_words)
                    ]
                    assert runner.run(left(refused)) < tokens

            @rule(number=st.integers(0, 1), payers=PAYERS, tokens=TOKENS)
            def crash_as_it_begins(self, number: int, payers: set[str], tokens: int) -> None:
                async def begin() -> None:
                    owners = [Owner.of(self.users[number]), *self._owners(number, payers)]
                    async with transaction() as session:
                        await briefly(session, holds.reserve, owners, uuid7(), tokens)
                        raise Crash

                with pytest.raises((Crash, TokenLimitExceeded)):
                    runner.run(begin())

            @rule(costs=st.lists(st.integers(0, 700), max_size=4), is_twice=st.booleans())
            def settle(self, costs: list[int], is_twice: bool) -> None:
                ending = list(zip(list(self.open.values()), costs, strict=False))
                works = [settle(held, cost) for held, cost in ending]
                if is_twice:
                    works += [settle(held, cost) for held, cost in ending]
                outcomes = runner.run(side_by_side(works))
                for number, (held, cost) in enumerate(ending):
                    mine = outcomes[number :: len(ending)]
                    (charged,) = [each for each in mine if isinstance(each, int)]
                    assert all(isinstance(each, int | IntegrityError) for each in mine)
                    assert charged == min(cost, held.tokens)
                    self.turns[held.turn_id].charged = charged
                    del self.open[held.turn_id]

            @rule(cost=st.integers(0, 700))
            def crash_as_it_settles(self, cost: int) -> None:
                async def end(held: Held) -> None:
                    async with transaction() as session:
                        amounts = {"reserved_tokens": held.tokens, "cost_tokens": cost}
                        await briefly(session, holds.settle, held.turn_id, **amounts)
                        raise Crash

                for held in list(self.open.values())[:1]:
                    with pytest.raises(Crash):
                        runner.run(end(held))

            @rule(
                limits=st.lists(st.integers(0, 2000), min_size=5, max_size=5),
                is_reset=st.lists(st.booleans(), min_size=5, max_size=5),
            )
            def change(self, limits: list[int], is_reset: list[bool]) -> None:
                async def change(number: int, limit: int) -> None:
                    owner = await self._renewed(number, limit)
                    async with transaction() as session:
                        act = ledger.reset if is_reset[number] else ledger.set_limit
                        await briefly(session, act, owner)

                works = (change(number, limit) for number, limit in enumerate(limits))
                assert runner.run(side_by_side(works)) == [None] * 5

            async def _renewed(self, number: int, limit: int) -> Owner:
                if number < 2:
                    async with transaction() as session:
                        user = await session.get_one(User, self.users[number].user_id)
                        user.token_limit = self.users[number].token_limit = limit
                    return Owner.of(user)
                if number < 4:
                    owner = Owner(OwnerKind.KEY, self.keys[number - 2].owner_id, limit)
                    self.keys[number - 2] = owner
                    return owner
                self.team = Owner(OwnerKind.ORGANISATION, self.team.owner_id, limit)
                return self.team

            @invariant()
            def books_balance(self) -> None:
                assert runner.run(check_books()) == []
                assert runner.run(self._written()) == self.turns

            async def _written(self) -> dict[UUID, Written]:
                owners = [*self.keys, self.team, *map(Owner.of, self.users)]
                found = select(Hold, Budget).join(Budget)
                found = found.where(col(Budget.owner_id).in_([each.owner_id for each in owners]))
                written: dict[UUID, Written] = {}
                async with reading() as session:
                    for hold, budget in await session.exec(found):
                        known = written.get(hold.turn_id)
                        ids = known.owners if known else frozenset[UUID]()
                        turn = Written(
                            ids | {budget.owner_id}, hold.reserved_tokens, hold.charged_tokens
                        )
                        assert known is None or (known.tokens, known.charged) == (
                            turn.tokens,
                            turn.charged,
                        )
                        written[hold.turn_id] = turn
                return written

        try:
            run_state_machine_as_test(
                Budgets, settings=hypothesis_settings(max_examples=20, stateful_step_count=15)
            )
        finally:
            runner.run(opened.__aexit__(None, None, None))


@pytest.mark.parametrize(
    ("zone", "moments", "starts"),
    [
        pytest.param(
            "Europe/Berlin",
            [at(2026, 10, 21), at(2026, 10, 27)],
            [at(2026, 10, 18, 22), at(2026, 10, 25, 23)],
            id="a week of 169 hours",
        ),
        pytest.param(
            "Asia/Kathmandu",
            [
                at(2026, 11, 22, 18, 14, 59),
                at(2026, 11, 22, 18, 15),
            ],
            [
                at(2026, 11, 15, 18, 15),
                at(2026, 11, 22, 18, 15),
            ],
            id="a quarter of an hour off",
        ),
    ],
)
async def test_a_week_in_a_persons_zone_is_what_the_row_says(
    database: Any,
    new_user: NewUser,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    moments: list[datetime],
    starts: list[datetime],
) -> None:
    clock = moments[:1]
    for module in (ledger, holds):
        monkeypatch.setattr(module, "now", lambda: clock[0])
    user = await new_user(token_limit=1000)
    held = await reserve(user, 900)
    async with transaction() as session:
        budget = (await session.exec(select(Budget))).one()
        budget.span, budget.zone = Span.WEEK, ZoneInfo(zone)
        budget.starts_at, budget.ends_at = period_of(clock[0], budget.span, budget.zone)
        budget.reset_at = budget.starts_at
    with pytest.raises(TokenLimitExceeded):
        await reserve(user, 900)

    clock[0] = moments[1]
    await reserve(user, 900)
    await settle(held, 100)

    async with reading() as session:
        rows = (await session.exec(select(Budget).order_by(col(Budget.starts_at)))).all()
    assert [each.starts_at for each in rows] == starts
    assert [(each.total_tokens_used, each.reserved_tokens) for each in rows] == [(100, 0), (0, 900)]
    assert rows[0].ends_at == rows[1].starts_at
    assert (rows[1].span, rows[1].zone.key) == (Span.WEEK, zone)
    assert await check_books() == []
