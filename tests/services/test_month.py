"""A scripted month: our books against the vendor's own, to the token."""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.llm.types import Role
from chat_app.models import LedgerEntry, LedgerKind, Message, MessageStatus, User
from chat_app.services import dashboard, reports
from tests.fakes.script import Fake
from tests.services.month import KINDS, Vendor, live_through

NewUser = Callable[..., Awaitable[User]]
EXCHANGES, PEOPLE = 1000, 10
_BILLED = (
    "billed_prompt_tokens",
    "billed_cached_tokens",
    "billed_output_tokens",
    "billed_thinking_tokens",
    "billed_total_tokens",
)

pytestmark = [
    pytest.mark.settings(REPLY_CACHE_TTL_S="3600", PROVIDER_STALL_S="60", COUNT_TIMEOUT_S="20"),
    pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True),
]


@pytest.fixture
async def vendor(fake: Fake, new_user: NewUser) -> Vendor:
    """Return the vendor after a month of exchanges with it."""
    vendor = Vendor()
    fake.answer = vendor.answer
    people = [await new_user(tier="ENTERPRISE", token_limit=10**9) for _ in range(PEOPLE)]
    await live_through(people, EXCHANGES, seed=4)
    return vendor


async def replies() -> list[Message]:
    async with reading() as session:
        found = await session.exec(select(Message).where(Message.role == Role.ASSISTANT))
        return list(found)


async def ledger_tokens(kind: LedgerKind) -> int:
    async with reading() as session:
        amounts = select(func.coalesce(func.sum(col(LedgerEntry.amount_tokens)), 0))
        return -(await session.exec(amounts.where(col(LedgerEntry.kind) == kind))).one()


async def check_against(vendor: Vendor, charged_tokens: int) -> None:
    """Compare messages, ledger and dashboard with the vendor's bill."""
    messages = await replies()
    assert sum(message.tokens_consumed for message in messages) == charged_tokens
    assert await ledger_tokens(LedgerKind.CHARGE) == charged_tokens
    assert await ledger_tokens(LedgerKind.OVERRUN) == 0
    for name in _BILLED:
        ours = sum(getattr(message, name) or 0 for message in messages)
        field = name.removeprefix("billed_")
        assert ours == sum(getattr(usage, field) for usage in vendor.reported), name
    cards = await dashboard.cards(reports.scope_of())
    billed = [message for message in messages if message.billed_total_tokens is not None]
    assert cards.billed_tokens == sum(usage.total_tokens or 0 for usage in vendor.reported)
    assert cards.charged_tokens == sum(message.tokens_consumed for message in billed)
    assert cards.exchanges == EXCHANGES == len(messages)

    statuses = Counter(message.status for message in messages)
    assert set(statuses) == {*MessageStatus} - {MessageStatus.STREAMING}
    cached = [message for message in messages if message.cached]
    assert cached
    assert all(message.tokens_consumed == 0 for message in cached)
    print(  # noqa: T201 (`pytest -s` shows the figures)
        f"\n{EXCHANGES} exchanges of {len(KINDS)} kinds:"
        f" {', '.join(f'{count} {status}' for status, count in statuses.items())},"
        f" {len(cached)} from the reply cache; charged {charged_tokens},"
        f" billed {vendor.billed_tokens}, of which reported {cards.billed_tokens}"
    )


@pytest.mark.settings(BUDGET_BASIS="provider")
async def test_a_month_is_charged_what_the_vendor_bills_to_the_token(
    database_settings: Settings, vendor: Vendor
) -> None:
    await check_against(vendor, vendor.billed_tokens)


@pytest.mark.settings(BUDGET_BASIS="exchange")
async def test_a_month_is_charged_by_the_formula_to_the_token(
    database_settings: Settings, vendor: Vendor
) -> None:
    await check_against(vendor, vendor.formula_tokens)
