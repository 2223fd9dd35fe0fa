"""Two models are asked the same at once: both are quoted, reserved and begun, or neither."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from chat_app.db import read_briefly, reading
from chat_app.errors import ChatAppError, InvalidRequest, TokenLimitExceeded, TurnInProgress
from chat_app.llm.types import CountMethod, FinishReason
from chat_app.models import Budget, Message, MessageStatus, SendKind, Turn, User
from chat_app.services import chats, turns
from chat_app.services.budgets import ledger
from chat_app.services.budgets.charges import Quote
from chat_app.services.budgets.shares import quote_together
from chat_app.services.turns import sweeper
from chat_app.services.turns.pairs import paired
from chat_app.services.turns.sendings import Sending
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS
from tests.services.exchanges import turn_of
from tests.services.listening import first_piece, hear, listen
from tests.services.saved import left_behind_saying

BOTH = (VENDORS[0].model_id, VENDORS[1].model_id)
SIMULATED = pytest.mark.settings(DEFAULT_MODEL="simulated")


async def both(started: turns.Started) -> list[Any]:
    """Hear both replies to their ends."""
    assert started.rival_id
    return [end for _, end in await asyncio.gather(hear(started), listen(started.rival_id))]


async def remaining(user: User) -> ledger.Balance:
    return await read_briefly(ledger.balance, owner=ledger.Owner.of(user))


async def test_both_replies_stand_below_one_question_each_on_a_receipt_of_its_own(
    fakes: dict[str, Fake], user: User
) -> None:
    chat = await chats.create(by(user), model=BOTH[0])
    quotes = await turns.quote_pair(by(user), chat.chat_id, "Which?", BOTH)
    started = await turns.compare(by(user), chat.chat_id, "Which?", BOTH)
    first, second = await both(started)

    assert [first.status, second.status] == [MessageStatus.COMPLETE] * 2
    receipts = [await turn_of(each.message_id) for each in (first, second)]
    assert [each.model for each in receipts] == list(BOTH)
    assert [each.lane for each in receipts] == [0, 1]
    assert [each.reserved_tokens for each in receipts] == [q.most.total.tokens for q in quotes]
    assert quotes[0].likely.total.tokens < quotes[0].most.total.tokens
    *_, last = await chats.messages(user, chat.chat_id)
    assert last.rival
    ids = [started.message_id, started.rival_id]
    assert [last.message.message_id, last.rival.message.message_id] == ids
    assert last.sibling_ids == ids
    assert last.rival.tokens_consumed == second.tokens_used
    chat = await chats.get(user, chat.chat_id)
    assert chat.message_count == 3
    assert chat.tokens_consumed == first.tokens_used + second.tokens_used


async def test_the_one_that_is_kept_is_the_branch_and_the_other_a_version_of_it(
    fakes: dict[str, Fake], user: User
) -> None:
    started = await turns.compare(by(user), None, "Which?", BOTH)
    await both(started)
    assert started.rival_id
    await chats.choose_branch(by(user), started.chat_id, started.rival_id)

    *_, last = await chats.messages(user, started.chat_id)
    assert last.message.message_id == started.rival_id
    assert last.rival is None
    assert last.sibling_ids == [started.message_id, started.rival_id]


async def test_a_chat_that_goes_on_compares_no_more(fakes: dict[str, Fake], user: User) -> None:
    started = await turns.compare(by(user), None, "Which?", BOTH)
    await both(started)
    await hear(await turns.start(by(user), started.chat_id, "And then?"))

    views = await chats.messages(user, started.chat_id)
    assert [view.rival for view in views] == [None] * 4
    assert views[1].message.message_id == started.message_id


@pytest.mark.parametrize("stopped", [0, 1])
async def test_one_is_stopped_and_the_other_goes_on_and_nothing_new_is_asked_meanwhile(
    fakes: dict[str, Fake], user: User, stopped: int
) -> None:
    for vendor in VENDORS[:2]:
        fakes[vendor.name].script(Reply(deltas=("word ",) * 40, pause_seconds=0.05, usage=None))
    started = await turns.compare(by(user), None, "Which?", BOTH)
    assert started.rival_id
    ids = [started.message_id, started.rival_id]
    await first_piece(started)
    assert await turns.stop(user, started.chat_id, ids[stopped])
    await listen(ids[stopped])

    with pytest.raises(TurnInProgress):
        await turns.start(by(user), started.chat_id, "And then?")
    with pytest.raises(TurnInProgress):
        await turns.compare(by(user), started.chat_id, "And then?", BOTH)
    ends = await both(started)
    assert ends[stopped].finish_reason is FinishReason.CANCELLED
    assert ends[1 - stopped].finish_reason is FinishReason.STOP
    assert not await turns.stop(user, started.chat_id)


async def test_a_stop_without_a_name_stops_both(fakes: dict[str, Fake], user: User) -> None:
    for vendor in VENDORS[:2]:
        fakes[vendor.name].script(Reply(stall_after=1))
    started = await turns.compare(by(user), None, "Which?", BOTH)
    await first_piece(started)
    assert await turns.stop(user, started.chat_id)
    assert [end.status for end in await both(started)] == [MessageStatus.STOPPED] * 2


async def test_a_deleted_chat_ends_both(fakes: dict[str, Fake], user: User) -> None:
    for vendor in VENDORS[:2]:
        fakes[vendor.name].script(Reply(stall_after=1))
    started = await turns.compare(by(user), None, "Which?", BOTH)
    await first_piece(started)
    await chats.delete(by(user), started.chat_id)
    assert [end.status for end in await both(started)] == [MessageStatus.STOPPED] * 2


async def test_where_the_budget_pays_for_one_reply_alone_neither_begins(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=150)
    chat = await chats.create(by(user), model=BOTH[0])
    assert (await turns.quote(by(user), chat.chat_id, "Which?")).max_total_tokens <= 150

    with pytest.raises(TokenLimitExceeded, match="2 models at once"):
        await turns.compare(by(user), chat.chat_id, "Which?", BOTH)

    assert await chats.messages(user, chat.chat_id) == []
    assert (await remaining(user)).reserved_tokens == 0


@pytest.mark.parametrize(
    ("text", "models"),
    [("/usage", BOTH), ("Which?", (BOTH[0], BOTH[0])), ("Which?", (BOTH[0], "nobody"))],
)
async def test_what_cannot_be_compared_is_refused_and_leaves_nothing_behind(
    fakes: dict[str, Fake], user: User, text: str, models: tuple[str, str]
) -> None:
    with pytest.raises(InvalidRequest):
        await turns.compare(by(user), None, text, models)
    assert (await chats.page(user)).chats == []


async def test_of_a_process_that_died_both_replies_are_settled_from_what_was_saved(
    fakes: dict[str, Fake], user: User
) -> None:
    chat = await chats.create(by(user), model=BOTH[0])
    sending = Sending(SendKind.COMPARE, "Which?", BOTH)
    first, second, _ = await paired(by(user), chat.chat_id, sending)
    replies = await left_behind_saying("This", user, first, second)

    assert await sweeper.sweep() == 2

    for each in replies:
        text, end = await listen(each)
        assert (text, end.status) == ("This", MessageStatus.PARTIAL)
        assert end.tokens_used
    *_, last = await chats.messages(user, chat.chat_id)
    assert last.rival


async def test_many_at_once_on_a_small_budget_never_overspend_it_nor_begin_half(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="ENTERPRISE", token_limit=2_000)

    async def asked(number: int) -> bool:
        try:
            started = await turns.compare(by(user), None, f"Which of {number}?", BOTH)
        except TokenLimitExceeded:
            return False
        await both(started)
        return True

    begun = sum(await asyncio.gather(*map(asked, range(12))))

    async with reading() as session:
        (budget,) = await session.exec(select(Budget))
        replies = (await session.exec(select(Turn.lane))).all()
    assert budget.total_tokens_used <= budget.token_limit
    assert sorted(replies) == [0] * begun + [1] * begun
    assert begun


@SIMULATED
@pytest.mark.settings(SIM_DELAY_MS="5")
async def test_questions_sent_at_once_in_one_chat_are_answered_one_at_a_time(
    fakes: dict[str, Fake], user: User
) -> None:
    models = ("simulated", BOTH[0])
    chat = await chats.create(by(user))
    works = [
        *(turns.start(by(user), chat.chat_id, f"one {n}") for n in range(3)),
        *(turns.compare(by(user), chat.chat_id, f"two {n}", models) for n in range(3)),
    ]
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    begun = [each for each in outcomes if isinstance(each, turns.Started)]
    assert all(isinstance(each, ChatAppError) for each in outcomes if each not in begun)
    assert len(begun) == 1
    await hear(begun[0])
    if begun[0].rival_id:
        await listen(begun[0].rival_id)
    async with reading() as session:
        asked = (await session.exec(select(Message).where(Message.parent_id == None))).all()  # noqa: E711
    assert len(asked) == 1


@st.composite
def _exchanges(draw: st.DrawFn) -> list[tuple[int, int]]:
    size = st.tuples(st.integers(0, 3000), st.integers(1, 3000))
    return draw(st.lists(size, min_size=2, max_size=4))


def _quoting(prompt_tokens: int, wanted_tokens: int) -> Any:
    def quoting(left: ledger.Left) -> Quote:
        reply = min(wanted_tokens, left.remaining_tokens - prompt_tokens)
        if reply < min(64, wanted_tokens):
            raise TokenLimitExceeded
        total = prompt_tokens + reply
        after = left.remaining_tokens - total
        return Quote(0, 0, 0, 0, reply, total, after, CountMethod.API, reply < wanted_tokens)

    return quoting


@given(exchanges=_exchanges(), left=st.integers(0, 20_000))
def test_what_is_quoted_together_fits_what_is_left_and_no_more_is_refused_than_must_be(
    exchanges: list[tuple[int, int]], left: int
) -> None:
    least = sum(prompt + min(64, wanted) for prompt, wanted in exchanges)
    most = sum(prompt + wanted for prompt, wanted in exchanges)
    quoting = [_quoting(*each) for each in exchanges]
    if left < least:
        with pytest.raises(TokenLimitExceeded):
            quote_together(quoting, ledger.Left(left, "your budget"))
        return

    quotes = quote_together(quoting, ledger.Left(left, "your budget"))

    held = sum(each.max_total_tokens for each in quotes)
    assert held == min(left, most)
    assert {each.remaining_after_tokens for each in quotes} == {left - held}
    for quote, (prompt, wanted) in zip(quotes, exchanges, strict=True):
        assert quote.max_total_tokens == prompt + quote.max_ai_tokens
        assert min(64, wanted) <= quote.max_ai_tokens <= wanted
        assert quote.is_clamped == (quote.max_ai_tokens < wanted)
