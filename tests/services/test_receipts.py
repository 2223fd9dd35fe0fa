"""What is written down about an exchange's price, and what is not."""

from operator import mul
from typing import Any

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.llm.catalogue import find
from chat_app.llm.types import Usage
from chat_app.models import Chat, LedgerEntry, LedgerKind, Turn, User
from chat_app.services import turns
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import COMPATIBLE, VENDORS, Vendor
from tests.services.exchanges import turn_of
from tests.services.listening import hear
from tests.services.test_ledger import reserve, settle

EVERY_VENDOR = pytest.mark.parametrize("vendor", VENDORS, ids=lambda v: v.name, indirect=True)


async def ask(user: User, chat: Chat, text: str) -> Turn:
    """Ask, wait for the reply and return its receipt."""
    started = await turns.start(by(user), chat.chat_id, text)
    await hear(started)
    return await turn_of(started.message_id)


@EVERY_VENDOR
async def test_the_prices_of_the_day_stand_in_their_columns_beside_the_cost(
    vendor: Vendor, fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=Usage(1000, 400, 70, 0, 1070)))

    reply = await ask(user, chat, "How do tides work?")

    listed = find(vendor.model_id).prices
    prices = (listed.input_micro_usd, listed.cached_input_micro_usd, listed.output_micro_usd)
    assert len(set(prices)) == len(prices)
    assert (reply.price_input, reply.price_cached_input, reply.price_output) == prices
    exact = sum(map(mul, (600, 400, 70), prices))
    assert reply.cost_micro_usd is not None
    assert abs(reply.cost_micro_usd - exact / 1_000_000) <= 1


@pytest.mark.parametrize("vendor", [COMPATIBLE], ids=["compatible"], indirect=True)
async def test_what_was_heard_stands_in_the_receipt_with_a_price_of_its_own(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(usage=Usage(1000, 0, 70, 0, 1070, audio_tokens=400)))

    started = await turns.start(by(user), chat.chat_id, "What was said?", model="ears-and-brush")
    await hear(started)
    reply = await turn_of(started.message_id)

    assert (reply.billed_audio_tokens, reply.billed_picture_tokens) == (400, None)
    assert (reply.price_audio, reply.price_picture) == (3_000_000, 30_000_000)
    assert reply.cost_micro_usd == 600 * 1 + 400 * 3 + 70 * 2


@EVERY_VENDOR
async def test_a_model_that_hears_and_reads_at_one_price_has_no_other_in_its_receipt(
    vendor: Vendor, fake: Fake, user: User, chat: Chat
) -> None:
    reply = await ask(user, chat, "How do tides work?")

    assert (reply.price_audio, reply.price_picture) == (None, None)


async def test_a_receipt_says_cache_hit_where_every_text_was_counted_before(
    fake: Fake, user: User, chat: Chat
) -> None:
    first = await ask(user, chat, "One?")
    again = await ask(user, chat, "One?")
    other = await ask(user, chat, "Two?")

    assert [each.cache_hit for each in (first, again, other)] == [False, True, False]


@pytest.mark.parametrize(("cost", "overrun"), [(99, []), (100, []), (101, [-1])])
async def test_an_overrun_is_written_down_only_where_there_is_one(
    database: Any, new_user: NewUser, cost: int, overrun: list[int]
) -> None:
    held = await reserve(await new_user(token_limit=1000), 100)

    await settle(held, cost)

    async with reading() as session:
        found = await session.exec(
            select(LedgerEntry.amount_tokens).where(LedgerEntry.kind == LedgerKind.OVERRUN)
        )
        assert list(found) == overrun
