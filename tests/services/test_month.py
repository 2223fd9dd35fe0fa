"""A scripted month: our books against those of four vendors, to the token and the micro-dollar."""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.llm.catalogue import find
from chat_app.llm.types import CostMethod
from chat_app.models import LedgerEntry, LedgerKind, MessageStatus, Turn, User
from chat_app.services.admin import dashboard, reports
from chat_app.services.budgets.reconciliation import check_books
from tests.fakes.script import Fake
from tests.llm.vendors import VENDORS
from tests.services.month import KINDS, Books, live_through

NewUser = Callable[..., Awaitable[User]]
PEOPLE = 10
_BILLED = (
    "billed_prompt_tokens",
    "billed_cached_tokens",
    "billed_output_tokens",
    "billed_thinking_tokens",
    "billed_total_tokens",
)

pytestmark = [
    pytest.mark.settings(
        REPLY_CACHE_TTL_S="3600", PROVIDER_STALL_S="60", COUNT_TIMEOUT_S="20", LOG_LEVEL="ERROR"
    ),
]


async def live(fakes: dict[str, Fake], new_user: NewUser, exchanges: int) -> dict[str, Books]:
    """Return each vendor's books after a month of exchanges with all of them."""
    books: dict[str, Books] = {vendor.name: Books(vendor.read) for vendor in VENDORS}
    for name, book in books.items():
        fakes[name].answer = book.answer
    people = [await new_user(tier="ENTERPRISE", token_limit=10**9) for _ in range(PEOPLE)]
    await live_through(people, exchanges, seed=4)
    assert len(await settled()) == exchanges
    return books


def reported_tokens(books: dict[str, Books]) -> int:
    """Return what the vendors said with their replies that they bill."""
    return sum(usage.total_tokens or 0 for each in books.values() for usage in each.reported)


async def settled() -> list[Turn]:
    async with reading() as session:
        return list(await session.exec(select(Turn)))


async def ledger_tokens(kind: LedgerKind) -> int:
    async with reading() as session:
        amounts = select(func.coalesce(func.sum(col(LedgerEntry.amount_tokens)), 0))
        return -(await session.exec(amounts.where(col(LedgerEntry.kind) == kind))).one()


async def check_against(books: dict[str, Books], charged: str, charged_of_reported: int) -> None:
    """Compare exchanges, ledger and dashboard with the vendors' books.

    Args:
        charged: The column of those that the charges must equal.
        charged_of_reported: What exchanges with a bill are charged, all vendors together.
    """
    exchanges = await settled()
    for name, vendor in books.items():
        ours = [each for each in exchanges if find(each.model).provider == name]
        charged_tokens = sum(each.charged_tokens or 0 for each in ours)
        assert charged_tokens == getattr(vendor, charged), name
        for figure in _BILLED:
            theirs = sum(getattr(each, figure.removeprefix("billed_")) for each in vendor.reported)
            assert sum(getattr(each, figure) or 0 for each in ours) == theirs, (name, figure)
        billed = [each for each in ours if each.cost_method is CostMethod.BILLED]
        assert sum(each.cost_micro_usd or 0 for each in billed) == vendor.cost_micro_usd, name
        print(  # noqa: T201 (`pytest -s` shows the figures)
            f"\n{name}: {len(ours)} exchanges, charged {charged_tokens}, billed"
            f" {vendor.billed_tokens}, of which reported {reported_tokens({name: vendor})}"
            f" for {vendor.cost_micro_usd / 1e6:.6f} USD"
        )

    charged_tokens = sum(each.charged_tokens or 0 for each in exchanges)
    assert await ledger_tokens(LedgerKind.CHARGE) == charged_tokens
    assert await ledger_tokens(LedgerKind.OVERRUN) == 0
    assert await check_books() == []
    cards = await dashboard.cards(reports.scope_of())
    billed_tokens = reported_tokens(books)
    assert (cards.charged_tokens, cards.billed_tokens) == (charged_of_reported, billed_tokens)
    assert cards.drift == (charged_of_reported - billed_tokens) / billed_tokens
    estimated = [each for each in exchanges if each.cost_method is CostMethod.ESTIMATED]
    assert all(each.ai_tokens and each.billed_total_tokens is None for each in estimated)
    estimate = sum(each.cost_micro_usd or 0 for each in estimated)
    assert cards.estimated_cost_micro_usd == estimate > 0
    billed_cost = sum(vendor.cost_micro_usd for vendor in books.values())
    assert cards.cost_micro_usd == billed_cost + estimate
    assert cards.exchanges == len(exchanges)

    statuses = Counter(each.outcome for each in exchanges)
    assert set(statuses) == {*MessageStatus} - {MessageStatus.STREAMING}
    cached = [each for each in exchanges if each.cached]
    assert cached
    assert all(each.charged_tokens == 0 for each in cached)
    print(  # noqa: T201
        f"{len(exchanges)} exchanges of {len(KINDS)} kinds:"
        f" {', '.join(f'{count} {status}' for status, count in statuses.items())},"
        f" {len(cached)} from the reply cache; drift {cards.drift:+.1%}"
    )


@pytest.mark.settings(BUDGET_BASIS="provider")
async def test_a_month_is_charged_what_the_vendors_bill_to_the_token(
    database_settings: Settings, fakes: dict[str, Fake], new_user: NewUser
) -> None:
    books = await live(fakes, new_user, exchanges=1000)

    await check_against(books, "billed_tokens", reported_tokens(books))


@pytest.mark.settings(BUDGET_BASIS="exchange")
@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_a_month_is_charged_by_the_formula_to_the_token(
    database_settings: Settings, fakes: dict[str, Fake], new_user: NewUser
) -> None:
    books = await live(fakes, new_user, exchanges=400)

    reported = sum(vendor.reported_formula_tokens for vendor in books.values())
    await check_against(books, "formula_tokens", reported)
