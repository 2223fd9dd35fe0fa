"""A provider of the catalogue file, from the quote to the books."""

from collections.abc import Awaitable, Callable

import pytest

from chat_app.llm.catalogue import find
from chat_app.llm.estimate import estimate
from chat_app.llm.types import CountMethod
from chat_app.models import MessageStatus, User
from chat_app.services import chats, turns
from chat_app.ui.chat.pricing import model_rows
from chat_app.words import words_for
from tests.callers import by
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import COMPATIBLE
from tests.services.listening import hear

NewUser = Callable[..., Awaitable[User]]
TEXT = "How do tides work?"

pytestmark = [
    pytest.mark.parametrize("vendor", [COMPATIBLE], indirect=True, ids=["compatible"]),
    pytest.mark.settings(SYSTEM_PROMPT="Be brief."),
]


async def test_a_bill_settles_the_reply_and_estimates_the_prompt(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    quote = await turns.quote(by(user), None, TEXT, model=COMPATIBLE.model_id)
    chat = await chats.create(by(user), model=COMPATIBLE.model_id)

    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert (end.status, end.text) == (MessageStatus.COMPLETE, "Hello there!")
    assert end.breakdown
    assert end.breakdown.ai_tokens == 3
    assert end.breakdown.method is CountMethod.ESTIMATE
    assert end.tokens_used == estimate(TEXT) + estimate("Be brief.") + 3 + 10
    assert end.tokens_used <= quote.max_total_tokens
    assert end.breakdown.cost_micro_usd == 0
    assert fake.counted == []


async def test_without_a_bill_all_of_it_is_estimated(fake: Fake, new_user: NewUser) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=COMPATIBLE.model_id)
    fake.script(Reply(usage=None))

    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    texts = (TEXT, "Be brief.", "Hello there!")
    assert end.tokens_used == sum(map(estimate, texts)) + 10


@pytest.mark.settings(MAX_OUTPUT_TOKENS="64")
async def test_a_reply_that_runs_on_is_cut_at_what_was_reserved(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    quote = await turns.quote(by(user), None, TEXT, model=COMPATIBLE.model_id)
    chat = await chats.create(by(user), model=COMPATIBLE.model_id)
    fake.script(Reply(deltas=("tides and moons ",) * 400, usage=None))

    _, end = await hear(await turns.start(by(user), chat.chat_id, TEXT))

    assert 0 < estimate(end.text) <= 64
    assert end.tokens_used <= quote.max_total_tokens


async def test_the_picker_shows_it_like_any_other(fake: Fake, new_user: NewUser) -> None:
    rows = model_rows(await new_user(tier="PRO"), words_for("en"))

    (row,) = [row for row in rows if row["id"] == COMPATIBLE.model_id]
    assert row["name"] == find(COMPATIBLE.model_id).name
    assert "hindrance" not in row
