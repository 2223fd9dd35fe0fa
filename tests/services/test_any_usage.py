"""Whatever a vendor puts in place of its figures: one end, within the quote, books in order.

Each vendor's fake says it on its own wire, through the real SDK and the whole engine, to one app
that runs for all examples. After each, everything that people and administrators list is read.
"""

from contextlib import aclosing
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from chat_app.api.app import create_app
from chat_app.llm.types import Tier
from chat_app.models import User
from chat_app.services import accounts, chats, turns
from chat_app.services.admin import users
from chat_app.services.broker import End
from chat_app.services.budgets.reconciliation import check_books
from tests.callers import by
from tests.clock import within
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor

EXAMPLES = 30
SETTLED_WITHIN_S = 6
TEXT = "How do tides work?"

EXAMPLES_ON_POSTGRESQL = 5
pytestmark = [
    pytest.mark.parametrize("vendor", VENDORS, indirect=True, ids=lambda vendor: vendor.name),
    pytest.mark.parametrize(
        "basis",
        [
            pytest.param(basis, marks=pytest.mark.settings(BUDGET_BASIS=basis))
            for basis in ("exchange", "provider")
        ],
    ),
]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, -7, 1_000_000, 2**31 - 1, 2**31, 2**63, 3_000_000_000])
    | st.integers(0, 200)
    | st.floats()
    | st.text(max_size=5)
)
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
INT32 = st.integers(-(2**31), 2**31 - 1) | st.integers(-2, 200)


def reports(figures: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Give reports that bear the vendor's names, each with anything under it, and anything else."""
    named = {
        name: reports(inner) if isinstance(inner, dict) else SCALARS | ANY_JSON
        for name, inner in figures.items()
    }
    return st.fixed_dictionaries({}, optional=named) | ANY_JSON


OPENAIS = reports(
    {
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "total_tokens": 0,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }
)
REPORTS: dict[str, st.SearchStrategy[Any]] = {
    "openai": OPENAIS,
    "xai": OPENAIS,
    "anthropic": reports(
        {
            "input_tokens": 0,
            "cache_read_input_tokens": 0,
            "cache_creation_input_tokens": 0,
            "output_tokens": 0,
            "output_tokens_details": {"thinking_tokens": 0},
        }
    ),
    "gemini": st.fixed_dictionaries(
        {},
        optional={
            "prompt_token_count": INT32,
            "candidates_token_count": INT32,
            "total_token_count": INT32,
            "cached_content_token_count": INT32,
        },
    ),
}
COUNTS: dict[str, st.SearchStrategy[Any]] = {
    "gemini": st.none() | INT32,
    "openai": ANY_JSON,
    "anthropic": ANY_JSON,
    "xai": ANY_JSON,
}


@pytest.fixture
async def admin(fakes: dict[str, Fake]) -> tuple[User, httpx.AsyncClient]:
    signed_in = await accounts.register("ada@example.com", "correct horse")
    person = await users.update_user(
        by(signed_in.user), signed_in.user.user_id, tier=Tier.ENTERPRISE, token_limit=10**9
    )
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app()),
        base_url="http://tests",
        headers={"Authorization": f"Bearer {signed_in.access_token}"},
    )
    return person.user, client


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
async def test_whatever_is_reported_the_books_hold(
    fake: Fake,
    vendor: Vendor,
    basis: str,
    admin: tuple[User, httpx.AsyncClient],
    data: st.DataObject,
) -> None:
    await hold_the_books(fake, vendor, admin, data)


@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
@settings(max_examples=EXAMPLES_ON_POSTGRESQL)
@given(data=st.data())
async def test_whatever_is_reported_the_books_hold_on_postgresql_too(
    fake: Fake,
    vendor: Vendor,
    basis: str,
    admin: tuple[User, httpx.AsyncClient],
    data: st.DataObject,
) -> None:
    await hold_the_books(fake, vendor, admin, data)


async def hold_the_books(
    fake: Fake, vendor: Vendor, admin: tuple[User, httpx.AsyncClient], data: st.DataObject
) -> None:
    """Send a message whose reply comes with any figures at all, and read all that follows."""
    user, client = admin
    report = REPORTS[vendor.name]
    reply = Reply(
        first_report=data.draw(st.none() | report),
        last_reports=tuple(data.draw(st.lists(report, max_size=3))),
        count=data.draw(st.none() | COUNTS[vendor.name]),
    )
    fake.script(reply)
    text = f"{TEXT} {data.draw(st.integers(0, 10**9))}"
    chat = await chats.create(by(user), model=vendor.model_id)
    quote = await turns.quote(by(user), chat.chat_id, text)

    with capture_logs() as lines:
        started = await turns.start(by(user), chat.chat_id, text)
        async with (
            within(SETTLED_WITHIN_S),
            aclosing(turns.attach(started.message_id)) as heard,
        ):
            events = [event async for event in heard]

    # The database is the last to refuse a figure, not the first.
    assert "turn.settlement_refused" not in {line["event"] for line in lines}
    end = events[-1]
    assert isinstance(end, End)
    assert [event for event in events if isinstance(event, End)] == [end]
    assert 0 <= end.tokens_used <= quote.max_total_tokens
    parts = end.breakdown
    assert parts is not None
    whole = parts.user_tokens + parts.history_tokens + parts.ai_tokens
    whole += parts.system_tokens + parts.overhead_tokens - parts.waived_tokens
    assert whole == parts.total_tokens == end.tokens_used
    assert parts.cost_micro_usd is not None
    assert parts.cost_micro_usd >= 0
    for path in (
        "/api/chats",
        f"/api/chat/{chat.chat_id}/messages",
        f"/api/chat/{chat.chat_id}/export?format=json",
        "/api/user/token-usage",
        "/api/admin/usage?group_by=user",
        "/api/admin/usage.csv",
        "/api/admin/ledger",
        "/api/admin/users",
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, (path, answer.text)
    assert await check_books() == []
    await chats.delete(by(user), chat.chat_id)
