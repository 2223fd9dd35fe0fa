"""The ledger: budgets are never overspent, and every figure is what its entries add up to."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import anyio
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update
from uuid_utils.compat import uuid7

from chat_app.db import briefly, reading, transaction, write_briefly
from chat_app.errors import TokenLimitExceeded
from chat_app.llm.types import Role
from chat_app.models import (
    Budget,
    Chat,
    Hold,
    LedgerEntry,
    LedgerKind,
    Message,
    MessageStatus,
    Turn,
    User,
    now,
)
from chat_app.services.budgets import holds, ledger
from chat_app.services.budgets.ledger import Owner
from chat_app.services.budgets.periods import period_of
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import NewUser


@dataclass
class Held:
    """A reservation a test has made."""

    turn_id: UUID
    tokens: int


async def reserve(user: User, tokens: int, *others: ledger.Owner) -> Held:
    """Reserve the way a turn does, with the rows that a turn writes."""
    turn_id = uuid7()
    chat = Chat(user_id=user.user_id, model="simulated", message_count=1)
    message = Message(chat_id=chat.chat_id, role=Role.ASSISTANT, status=MessageStatus.STREAMING)
    async with transaction() as session:
        await briefly(session, holds.reserve, [Owner.of(user), *others], turn_id, tokens)
        session.add(chat)
        await session.flush()
        session.add(message)
        await session.flush()
        session.add(
            Turn(
                turn_id=turn_id,
                user_id=user.user_id,
                chat_id=chat.chat_id,
                message_id=message.message_id,
                model="simulated",
                reserved_tokens=tokens,
                lease_owner=uuid7(),
                lease_expires_at=now(),
            )
        )
    return Held(turn_id, tokens)


async def settle(held: Held, cost: int) -> int:
    """Settle the way a turn does."""
    async with transaction() as session:
        charged = await briefly(
            session, holds.settle, held.turn_id, reserved_tokens=held.tokens, cost_tokens=cost
        )
        turn = await session.get_one(Turn, held.turn_id)
        turn.settled_at, turn.charged_tokens = now(), charged
        turn.outcome = MessageStatus.COMPLETE
        message = await session.get_one(Message, turn.message_id)
        message.status = MessageStatus.COMPLETE
        chat = await session.get_one(Chat, turn.chat_id)
        chat.tokens_consumed = charged
    return charged


async def paying(held: Held) -> Budget:
    """Return the one budget that a reservation is held from."""
    async with reading() as session:
        holds = select(Budget).join(Hold).where(Hold.turn_id == held.turn_id)
        return (await session.exec(holds)).one()


async def balance(user: User) -> ledger.Balance:
    """Read a user's budget."""
    async with reading() as session:
        return await briefly(session, ledger.balance, Owner.of(user))


async def entries(user: User) -> list[LedgerEntry]:
    """Read a user's ledger, oldest first."""
    async with reading() as session:
        found = await session.exec(
            select(LedgerEntry)
            .where(LedgerEntry.user_id == user.user_id)
            .order_by(col(LedgerEntry.entry_id))
        )
        return list(found)


async def test_a_reservation_is_taken_out_of_what_remains(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=1000)

    await reserve(user, 300)

    left = await balance(user)
    assert (left.reserved_tokens, left.remaining_tokens) == (300, 700)


@pytest.mark.parametrize(
    ("limit", "used", "reserved", "share"),
    [(1000, 0, 0, 0.0), (1000, 300, 200, 0.5), (1000, 0, 1000, 1.0), (0, 0, 0, 1.0)],
)
def test_the_share_used_has_what_is_reserved_in_it_and_a_budget_of_nothing_is_used_up(
    limit: int, used: int, reserved: int, share: float
) -> None:
    assert ledger.Balance(limit, used, reserved, now(), now()).share_used == share


@pytest.mark.parametrize("token_limit", [400, 900, 2000])
async def test_a_limit_that_changes_is_booked_with_what_it_leaves(
    database: Any, new_user: NewUser, token_limit: int
) -> None:
    user = await new_user(token_limit=1000)
    await settle(await reserve(user, 300), 250)
    await reserve(user, 100)

    async with transaction() as session:
        user.token_limit = token_limit
        await briefly(session, ledger.set_limit, Owner.of(user))

    grant = (await entries(user))[-1]
    assert grant.kind is LedgerKind.GRANT
    assert grant.amount_tokens == token_limit - 1000
    assert grant.balance_tokens == (await balance(user)).remaining_tokens == token_limit - 350


async def test_settle_returns_the_unused_part(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=1000)
    held = await reserve(user, 300)

    assert await settle(held, 208) == 208

    left = await balance(user)
    assert (left.total_tokens_used, left.reserved_tokens, left.remaining_tokens) == (208, 0, 792)
    assert [
        (entry.kind, entry.amount_tokens, entry.balance_tokens) for entry in await entries(user)
    ] == [
        (LedgerKind.GRANT, 1000, 1000),
        (LedgerKind.RESERVE, -300, 700),
        (LedgerKind.RELEASE, 300, 1000),
        (LedgerKind.CHARGE, -208, 792),
    ]
    assert await check_books() == []


async def test_a_reservation_may_take_the_last_token_and_not_one_more(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    await reserve(user, 1000)

    with pytest.raises(TokenLimitExceeded):
        await reserve(user, 1)

    assert (await balance(user)).remaining_tokens == 0


async def test_what_a_provider_bills_above_the_reservation_is_the_operators(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    held = await reserve(user, 100)

    assert await settle(held, 130) == 100

    assert (await balance(user)).total_tokens_used == 100
    async with reading() as session:
        overrun = (
            await session.exec(select(LedgerEntry).where(LedgerEntry.kind == LedgerKind.OVERRUN))
        ).one()
    assert (overrun.user_id, overrun.amount_tokens, overrun.turn_id) == (None, -30, held.turn_id)
    assert await check_books() == []


async def test_the_database_refuses_a_second_settlement(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=1000)
    await reserve(user, 100)
    held = await reserve(user, 100)
    await settle(held, 50)

    with pytest.raises(IntegrityError):
        await settle(held, 50)

    assert (await balance(user)).total_tokens_used == 50
    assert await check_books() == []


async def test_the_database_refuses_an_overspent_budget(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=100)
    await reserve(user, 100)

    with pytest.raises(IntegrityError):
        async with transaction() as session:
            await session.exec(
                update(Budget).values(reserved_tokens=101)  # type: ignore[call-overload]
            )


async def test_reset_opens_a_new_period_and_leaves_running_turns_to_the_old_one(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    held = await reserve(user, 400)
    async with transaction() as session:
        await briefly(session, ledger.reset, Owner.of(user))

    fresh = await balance(user)
    assert (fresh.total_tokens_used, fresh.reserved_tokens, fresh.remaining_tokens) == (0, 0, 1000)

    await settle(held, 250)

    assert (await balance(user)).total_tokens_used == 0
    assert await check_books() == []


async def test_a_new_month_opens_with_the_whole_limit(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=1000)
    held = await reserve(user, 400)
    await settle(held, 400)
    budget = await paying(held)
    async with transaction() as session:
        budget.starts_at, budget.ends_at = period_of(budget.starts_at - timedelta(days=3))
        budget.reset_at = budget.starts_at
        session.add(budget)

    assert (await balance(user)).remaining_tokens == 1000

    assert (await paying(await reserve(user, 1000))).budget_id != budget.budget_id
    assert await check_books() == []


@pytest.mark.parametrize(
    ("moment", "reset"),
    [
        (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_budgets_reset_on_the_first_of_the_month(moment: datetime, reset: datetime) -> None:
    assert period_of(moment)[1] == reset


async def test_a_limit_never_falls_below_what_is_used_and_reserved(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    await settle(await reserve(user, 300), 200)
    await reserve(user, 100)

    async with transaction() as session:
        user.token_limit = 50
        got = await briefly(session, ledger.set_limit, Owner.of(user))

    assert got == 300
    assert (await balance(user)).remaining_tokens == 0
    assert await check_books() == []


async def test_two_hundred_parallel_reservations_oversell_nothing(
    database: Any, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1000)
    refused = []

    async def try_to_reserve() -> None:
        try:
            await reserve(user, 90)
        except TokenLimitExceeded:
            refused.append(1)

    async with anyio.create_task_group() as tasks:
        for _ in range(200):
            tasks.start_soon(try_to_reserve)

    assert len(refused) == 189
    assert (await balance(user)).reserved_tokens == 990
    assert await check_books() == []


async def test_check_books_names_the_row_that_differs(database: Any, new_user: NewUser) -> None:
    user = await new_user(token_limit=1000)
    held = await reserve(user, 300)
    await settle(held, 100)
    async with transaction() as session:
        budget = await paying(held)
        budget.total_tokens_used -= 1
        session.add(budget)

    by_entries, by_holds = await check_books()

    assert str(user.user_id) in by_entries.row
    assert "ledger entries" in by_entries.rule
    assert str(budget.budget_id) in by_holds.row


NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
MOMENTS = [
    NOON,
    NOON + timedelta(seconds=1),
    NOON + timedelta(hours=5),
    NOON - timedelta(days=2),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 12, 1, tzinfo=UTC),
    NOON + timedelta(days=9),
    NOON - timedelta(days=31),
    NOON + timedelta(days=40_000),
]
"""Where a clock may jump to: within a month, over its ends, and far away."""


@dataclass
class Expected:
    """What a budget should be, kept by hand."""

    limit: int
    used: int = 0
    reserved: int = 0
    held: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def remaining(self) -> int:
        return self.limit - self.used - self.reserved


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
def test_any_sequence_of_changes_keeps_the_books_balanced(
    database_settings: Any, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drive one budget at random, by a clock that jumps, against a model of a few lines.

    Each month has one budget, whatever way the clock comes to it; only a reset gives another.
    """
    from chat_app.db import database

    clock = [MOMENTS[0]]
    for module in (ledger, holds):
        monkeypatch.setattr(module, "now", lambda: clock[0])

    with asyncio.Runner() as runner:
        opened = database(database_settings)
        runner.run(opened.__aenter__())

        class Budget(RuleBasedStateMachine):
            holds = Bundle("holds")

            def __init__(self) -> None:
                super().__init__()
                self.user = runner.run(new_user(token_limit=1000))
                self.months: dict[datetime, Expected] = {}
                self.periods: dict[UUID, Expected] = {}

            @property
            def period(self) -> Expected:
                return self.months.get(period_of(clock[0])[0], Expected(self.user.token_limit))

            @period.setter
            def period(self, expected: Expected) -> None:
                self.months[period_of(clock[0])[0]] = expected

            @rule(moment=st.sampled_from(MOMENTS))
            def jump(self, moment: datetime) -> None:
                clock[0] = moment

            @rule(target=holds, tokens=st.integers(1, 600))
            def reserve(self, tokens: int) -> Held | None:
                if tokens > self.period.remaining:
                    with pytest.raises(TokenLimitExceeded):
                        runner.run(reserve(self.user, tokens))
                    return None
                held = runner.run(reserve(self.user, tokens))
                self.period = self.periods[held.turn_id] = paying = self.period
                paying.reserved += tokens
                return held

            @rule(held=consumes(holds), cost=st.integers(0, 900))
            def settle(self, held: Held | None, cost: int) -> None:
                if held is None:
                    return
                charged = runner.run(settle(held, cost))
                paying = self.periods.pop(held.turn_id)
                assert charged == min(cost, held.tokens)
                paying.reserved -= held.tokens
                paying.used += charged

            @rule()
            def reset(self) -> None:
                runner.run(self._in_transaction(ledger.reset))
                self.period = Expected(self.user.token_limit)

            @rule(limit=st.integers(0, 2000))
            def set_limit(self, limit: int) -> None:
                self.period = period = self.period
                self.user.token_limit = limit
                runner.run(self._in_transaction(ledger.set_limit))
                period.limit = max(limit, period.used + period.reserved)

            async def _in_transaction(self, change: Any) -> None:
                await write_briefly(change, Owner.of(self.user))

            @invariant()
            def budget_is_as_expected(self) -> None:
                left = runner.run(balance(self.user))
                assert left.total_tokens_used == self.period.used
                assert left.reserved_tokens == self.period.reserved
                assert left.token_limit == self.period.limit
                assert left.remaining_tokens >= 0

            def teardown(self) -> None:
                assert runner.run(check_books()) == []

        try:
            run_state_machine_as_test(
                Budget, settings=hypothesis_settings(max_examples=60, stateful_step_count=30)
            )
        finally:
            runner.run(opened.__aexit__(None, None, None))
