"""What admins may do with accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlmodel import col, select, update

from chat_app.db import briefly, reading, transaction
from chat_app.errors import Forbidden, InvalidRequest, NotFound, Unauthenticated
from chat_app.llm.types import Tier
from chat_app.models import Budget, LedgerEntry, Organisation, User, UserRole, now
from chat_app.services import accounts
from chat_app.services.admin import audit, users, users_search
from chat_app.services.admin.users import SortBy
from chat_app.services.budgets import ledger
from chat_app.services.budgets.periods import period_of
from chat_app.services.search.writing import index_batch
from tests.callers import by, owner_of
from tests.services.exchanges import settled_exchange

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def admin(new_user):
    return await new_user(role=UserRole.ADMIN)


async def sum_of_ledger(user_id) -> int:
    async with reading() as session:
        entries = await session.exec(select(LedgerEntry).where(LedgerEntry.user_id == user_id))
        return sum(entry.amount_tokens for entry in entries)


async def test_people_come_with_the_budget_of_their_current_period(new_user):
    spender, quiet = await new_user(token_limit=1000), await new_user(token_limit=2000)
    await settled_exchange(spender, 208)
    found = {one.user.user_id: one for one in (await users.users_page()).people}
    one = found[spender.user_id]
    assert (one.token_limit, one.total_tokens_used, one.reserved_tokens) == (1000, 208, 0)
    one = found[quiet.user_id]
    assert (one.token_limit, one.total_tokens_used, one.reserved_tokens) == (2000, 0, 0)


async def leave_waiting() -> None:
    """Let accounts wait to be indexed."""


async def index_all() -> None:
    while await index_batch():
        pass


@pytest.fixture(params=[leave_waiting, index_all, "many"], ids=["waiting", "indexed", "many"])
async def indexing(request, monkeypatch) -> Callable[[], Awaitable[None]]:
    """Give what may have become of new accounts when somebody searches."""
    if request.param != "many":
        return request.param
    monkeypatch.setattr(users_search, "_FEW_PEOPLE", 0)
    return index_all


async def found(q: str) -> list[str]:
    emails = [one.user.email for one in (await users.users_page(q=q)).people]
    assert await users.count_users(q) == len(emails)
    return emails


async def test_a_search_looks_at_e_mail_and_name_and_takes_wildcards_literally(new_user, indexing):
    await new_user(email="ada@example.test", name="Countess")
    await new_user(email="bob@example.test", name="100% Bob")
    await indexing()

    assert await found("ADA@") == ["ada@example.test"]
    assert await found("countess") == ["ada@example.test"]
    assert await found("%") == ["bob@example.test"]
    assert await found("nobody") == []


async def test_a_search_of_people_knows_no_case_and_no_composition(new_user, indexing):
    await new_user(email="straße@bücher.example", name="Ἀδάμ Ｌee")
    await new_user(email="bob@example.test", name="กิน")
    await indexing()

    for q in ("STRASSE", "bu\u0308cher", "ἈΔΆΜ", "lee ἀδάμ", "Straße@xn--bcher-kva.EXAMPLE"):
        assert await found(q) == ["straße@bücher.example"]
    assert await found("กิ") == ["bob@example.test"]
    for q in ("กน", "lee bob", "bucher"):
        assert await found(q) == []


async def test_a_person_is_found_by_the_name_of_today(new_user, indexing):
    user = await new_user(name="Marmot", email="ada@example.test")
    await indexing()
    async with transaction() as session:
        (await session.get_one(User, user.user_id)).name = "Badger"
    await indexing()
    assert await found("marmot") == []
    assert await found("badger") == ["ada@example.test"]


async def test_a_search_of_people_reads_nothing_but_indexes(new_user, plans):
    for number in range(3):
        await new_user(name='"Ada" Lovelace' if number else "Eve")
    await index_all()
    async with plans("ix_search_entry_tokens") as of_tokens:
        page = await users.users_page(q='"ada" lovelace')
    assert len(page.people) == 2
    assert of_tokens


async def test_of_many_people_no_more_are_counted_than_anybody_wants_to_know(new_user, monkeypatch):
    monkeypatch.setattr(users, "MOST_COUNTED", 2)
    for _ in range(3):
        await new_user()
    assert await users.count_users() == await users.count_users("example") == 2


@pytest.mark.parametrize("sort_by", SortBy)
async def test_people_can_be_sorted_by_every_column(sort_by, new_user):
    for number in range(3):
        user = await new_user(name=f"n{number}", token_limit=1000 * (number + 1))
        await settled_exchange(user, 10 * number)
    up = [one.user.user_id for one in (await users.users_page(sort_by=sort_by)).people]
    down = (await users.users_page(sort_by=sort_by, descending=True)).people
    assert len(set(up)) == 3
    if sort_by in {SortBy.NAME, SortBy.TOKEN_LIMIT, SortBy.TOTAL_TOKENS_USED}:
        assert [one.user.user_id for one in down] == up[::-1]


async def test_pages_of_people_follow_each_other(new_user):
    for _ in range(5):
        await new_user()
    first = await users.users_page(limit=3)
    second = await users.users_page(limit=3, cursor=first.next_cursor)
    assert (len(first.people), len(second.people)) == (3, 2)
    assert second.next_cursor is None
    assert len({one.user.user_id for one in first.people + second.people}) == 5


@pytest.mark.parametrize("cursor", ["-1", "x", "1e3", "9" * 30, "²"])
async def test_a_made_up_cursor_of_people_is_refused(cursor):
    with pytest.raises(InvalidRequest):
        await users.users_page(cursor=cursor)


async def test_a_change_takes_effect_at_once_and_is_audited_with_before_and_after(admin, new_user):
    user = await new_user(token_limit=1000)
    changed = await users.update_user(
        by(admin), user.user_id, token_limit=5000, tier=Tier.PRO, role=UserRole.USER
    )
    assert (changed.token_limit, changed.user.tier) == (5000, Tier.PRO)
    (line,) = (await audit.page()).lines
    assert (line.event.action, line.actor, line.target.text) == (
        "user.update",
        admin.email,
        user.email,
    )
    assert line.event.before == {"token_limit": 1000, "tier": "BASIC"}
    assert line.event.after == {"token_limit": 5000, "tier": "PRO"}


async def test_a_change_that_changes_nothing_is_not_audited(admin, new_user):
    user = await new_user(token_limit=1000)
    await users.update_user(by(admin), user.user_id, token_limit=1000, is_active=True)
    assert (await audit.page()).lines == []


async def test_a_limit_below_what_is_spent_leaves_this_period_at_what_is_spent(admin, new_user):
    user = await new_user(token_limit=1000)
    await settled_exchange(user, 600)
    changed = await users.update_user(by(admin), user.user_id, token_limit=100)
    assert (changed.token_limit, changed.total_tokens_used) == (600, 600)
    assert changed.user.token_limit == 100
    assert await sum_of_ledger(user.user_id) == 0
    (line,) = (await audit.page()).lines
    assert line.event.after == {"token_limit": 100, "token_limit_this_period": 600}


@pytest.mark.parametrize("limit", [-1, 2_000_000_001, 10**30])
async def test_a_limit_out_of_range_is_refused(limit, admin):
    with pytest.raises(InvalidRequest, match="between 0 and 2,000,000,000"):
        await users.update_user(by(admin), admin.user_id, token_limit=limit)


@pytest.mark.parametrize("limit", [0, 2_000_000_000])
async def test_the_ends_of_the_range_are_limits(limit, admin):
    assert (
        await users.update_user(by(admin), admin.user_id, token_limit=limit)
    ).token_limit == limit


@pytest.mark.parametrize("change", [{"role": UserRole.USER}, {"is_active": False}])
async def test_the_last_active_admin_stays_one(change, admin, new_user):
    await new_user(role=UserRole.ADMIN, is_active=False)
    with pytest.raises(Forbidden, match="last active admin"):
        await users.update_user(by(admin), admin.user_id, **change)
    assert (await users.overview(admin.user_id)).user.role is UserRole.ADMIN


async def test_two_admins_who_demote_each_other_leave_one(admin, new_user):
    other = await new_user(role=UserRole.ADMIN)
    outcomes = await asyncio.gather(
        users.update_user(by(admin), other.user_id, role=UserRole.USER),
        users.update_user(by(other), admin.user_id, role=UserRole.USER),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Forbidden) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, users.UserOverview) for outcome in outcomes) == 1


async def test_a_deactivated_user_is_signed_out_at_once(admin):
    signed_in = await accounts.register("ada@example.org", "a good password")
    await owner_of(signed_in.access_token)
    await users.update_user(by(admin), signed_in.user.user_id, is_active=False)
    with pytest.raises(Unauthenticated):
        await owner_of(signed_in.access_token)
    await users.update_user(by(admin), signed_in.user.user_id, is_active=True)
    with pytest.raises(Unauthenticated):
        await owner_of(signed_in.access_token)


async def test_nobody_is_not_found(admin):
    with pytest.raises(NotFound):
        await users.update_user(by(admin), uuid4(), tier=Tier.PRO)
    with pytest.raises(NotFound):
        await users.reset_usage(by(admin), uuid4())


async def test_a_reset_opens_a_fresh_period_and_keeps_the_old_one(admin, new_user):
    user = await new_user(token_limit=1000)
    await settled_exchange(user, 600)
    after = await users.reset_usage(by(admin), user.user_id)
    assert (after.token_limit, after.total_tokens_used) == (1000, 0)
    async with reading() as session:
        periods = await session.exec(
            select(Budget.total_tokens_used)
            .where(Budget.user_id == user.user_id)
            .order_by(col(Budget.reset_at))
        )
        assert list(periods) == [600, 0]
    (line,) = (await audit.page()).lines
    assert line.event.action == "usage.reset"
    assert line.event.before == {"total_tokens_used": 600}


async def test_a_reset_leaves_a_running_turn_to_the_period_that_reserved_it(admin, new_user):
    user = await new_user(token_limit=1000)
    async with transaction() as session:
        await briefly(session, ledger.open_budget, ledger.Owner.of(user))
        await session.exec(update(Budget).values(reserved_tokens=400))
    after = await users.reset_usage(by(admin), user.user_id)
    assert (after.reserved_tokens, after.token_limit) == (0, 1000)


async def test_the_audit_is_paged_newest_first(admin, new_user):
    user = await new_user()
    for limit in (1, 2, 3):
        await users.update_user(by(admin), user.user_id, token_limit=limit)
    first = await audit.page(2)
    second = await audit.page(2, first.next_cursor)
    limits = [(line.event.after or {})["token_limit"] for line in first.lines + second.lines]
    assert limits == [3, 2, 1]
    assert second.next_cursor is None


async def test_a_period_of_another_month_is_not_the_current_one(new_user):
    user = await new_user(token_limit=1000)
    await settled_exchange(user, 208)
    async with transaction() as session:
        # Opened by a clock that was ahead.
        _, coming = period_of(now())
        await briefly(session, ledger.open_budget, ledger.Owner.of(user), coming)
    one = await users.overview(user.user_id)
    assert (one.token_limit, one.total_tokens_used) == (1000, 208)


async def test_people_are_told_whom_to_ask_of_their_own_organisation_first(new_user):
    async with transaction() as session:
        org = Organisation(name="Ours")
        session.add(org)
    asking = await new_user(org_id=org.org_id)
    assert await users.whom_to_ask(asking) == ""
    await new_user(name="Switched off", role=UserRole.ADMIN, is_active=False)
    await new_user(name="Anybody", role=UserRole.ADMIN)
    assert await users.whom_to_ask(asking) == "Anybody"
    own = await new_user(name="Of ours", role=UserRole.ADMIN, org_id=org.org_id)
    assert await users.whom_to_ask(asking) == "Of ours"
    assert await users.whom_to_ask(own) == ""
