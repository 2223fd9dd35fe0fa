"""What an exchange will cost, told before: the most is what is held, the likely is within it."""

from typing import Any

import pytest

from chat_app.columns import columns_of
from chat_app.errors import InvalidRequest, MessageNotFound
from chat_app.llm.catalogue import cost_micro_usd, find
from chat_app.llm.types import Usage
from chat_app.models import Chat, User
from chat_app.services import turns
from chat_app.services.turns.lengths import Likelihood
from chat_app.services.turns.outlooks import Bill, Outlook
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake
from tests.services.exchanges import settled_exchange, turn_of
from tests.services.listening import hear

TEXT = "How do tides work, and why are there two of them every day?"
OTHER = "How does the Moon do it?"
FLASH, TERRA = "gemini-3.8-flash", "gpt-6.1-terra"
LENGTHS = (20, 40, 600)
on_either_basis = pytest.mark.parametrize(
    "basis",
    [
        pytest.param(basis, marks=pytest.mark.settings(BUDGET_BASIS=basis))
        for basis in ("exchange", "provider")
    ],
)


async def say(user: User, chat: Chat, text: str = TEXT) -> turns.Started:
    started = await turns.start(by(user), chat.chat_id, text)
    await hear(started)
    return started


def require_that_it_adds_up(bill: Bill, quoted: Outlook) -> None:
    parts: dict[str, Any] = columns_of(bill)
    total = parts.pop("total")
    free = 0 if quoted.history_is_charged else bill.history.tokens
    assert total.tokens == sum(part.tokens for part in parts.values()) - free
    money = sum(part.cost_micro_usd for part in parts.values())
    assert abs(total.cost_micro_usd - money) <= len(parts)
    assert all(part.tokens >= 0 and part.cost_micro_usd >= 0 for part in (*parts.values(), total))


@on_either_basis
async def test_the_most_is_what_is_held_and_the_likely_is_within_it_part_by_part(
    basis: str, fake: Fake, user: User, chat: Chat
) -> None:
    for _ in range(2):
        await say(user, chat)

    quoted = await turns.quote(by(user), chat.chat_id, OTHER)
    started = await say(user, chat, OTHER)

    turn = await turn_of(started.message_id)
    assert quoted.most.total.tokens == quoted.max_total_tokens == turn.reserved_tokens
    assert quoted.history_messages == 4
    assert quoted.most.history.tokens >= quoted.likely.history.tokens > 0
    assert quoted.history_is_charged is (basis == "provider")
    for bill in (quoted.likely, quoted.most):
        require_that_it_adds_up(bill, quoted)
    most = columns_of(quoted.most)
    for name, part in columns_of(quoted.likely).items():
        assert part.tokens <= most[name].tokens
        assert part.cost_micro_usd <= most[name].cost_micro_usd


async def test_the_money_of_a_quote_is_that_of_the_catalogue(user: User, chat: Chat) -> None:
    quoted = await turns.quote(by(user), chat.chat_id, TEXT)

    for bill in (quoted.likely, quoted.most):
        told = bill.message.tokens + bill.system.tokens
        usage = Usage(prompt_tokens=told, output_tokens=bill.reply.tokens)
        assert bill.total.cost_micro_usd == cost_micro_usd(find(FLASH), usage)
    assert quoted.most.overhead.tokens == 10
    assert quoted.most.overhead.cost_micro_usd == 0
    assert quoted.most.files.tokens == 0


async def test_a_reply_is_taken_to_be_as_long_as_the_middle_one_of_those_known_best(
    user: User, chat: Chat, new_user: NewUser
) -> None:
    async def likely() -> tuple[int, Likelihood]:
        quoted = await turns.quote(by(user), chat.chat_id, TEXT)
        return quoted.likely.reply.tokens, quoted.likely_from

    guessed, known_from = await likely()
    assert (guessed > 0, known_from) == (True, Likelihood.GUESS)

    neighbour = await new_user()
    for tokens in LENGTHS:
        await settled_exchange(neighbour, model=FLASH, ai_tokens=tokens)
    assert await likely() == (40, Likelihood.MODEL)

    for tokens in LENGTHS:
        await settled_exchange(user, model=TERRA, ai_tokens=tokens + 1)
    assert await likely() == (41, Likelihood.MINE)

    for tokens in LENGTHS:
        await settled_exchange(user, model=FLASH, ai_tokens=tokens + 2)
    assert await likely() == (42, Likelihood.MINE_OF_MODEL)


async def test_thinking_counts_in_the_likely_money(user: User, chat: Chat) -> None:
    for _ in LENGTHS:
        await settled_exchange(
            user, model=FLASH, ai_tokens=40, billed_output_tokens=40, billed_thinking_tokens=300
        )

    reply = (await turns.quote(by(user), chat.chat_id, TEXT)).likely.reply

    made = Usage(prompt_tokens=0, output_tokens=340)
    assert (reply.tokens, reply.cost_micro_usd) == (40, cost_micro_usd(find(FLASH), made))


async def test_a_reply_that_the_budget_cuts_is_not_likely_to_be_longer(
    fake: Fake, new_user: NewUser
) -> None:
    poor = await new_user(tier="PRO", token_limit=1_000)
    for _ in LENGTHS:
        await settled_exchange(poor, 100, model=FLASH, ai_tokens=900)

    quoted = await turns.quote(by(poor), None, TEXT, model=FLASH)

    assert quoted.likely.reply.tokens == quoted.most.reply.tokens == quoted.max_ai_tokens < 900


async def test_an_edit_and_another_reply_are_quoted_at_what_they_hold(
    fake: Fake, user: User, chat: Chat
) -> None:
    first = await say(user, chat)
    await say(user, chat, "Thank you")

    edit = await turns.quote_edit(by(user), chat.chat_id, first.user_message_id, OTHER)
    edited = await turns.edit(by(user), chat.chat_id, first.user_message_id, OTHER)
    await hear(edited)
    again = await turns.quote_again(by(user), chat.chat_id, edited.message_id)
    other = await turns.quote_again(by(user), chat.chat_id, edited.message_id, model=TERRA)
    answered = await turns.regenerate(by(user), chat.chat_id, edited.message_id, model=TERRA)
    await hear(answered)

    assert (await turn_of(edited.message_id)).reserved_tokens == edit.max_total_tokens
    assert (edit.history_messages, again.history_messages) == (0, 0)
    turn = await turn_of(answered.message_id)
    assert (turn.model, turn.reserved_tokens) == (TERRA, other.max_total_tokens)
    assert other.most.total.cost_micro_usd != again.most.total.cost_micro_usd


async def test_what_cannot_be_asked_anew_is_not_quoted_either(
    fake: Fake, user: User, chat: Chat
) -> None:
    started = await say(user, chat)
    with pytest.raises(InvalidRequest):
        await turns.quote_edit(by(user), chat.chat_id, started.message_id, OTHER)
    with pytest.raises(InvalidRequest):
        await turns.quote_again(by(user), chat.chat_id, started.user_message_id)
    with pytest.raises(MessageNotFound):
        await turns.quote_again(by(user), chat.chat_id, chat.chat_id)


@pytest.mark.parametrize("text", ["/", "/h", "/help", "/title A new one"])
async def test_a_command_is_quoted_nothing_from_its_first_letter(
    user: User, chat: Chat, text: str
) -> None:
    quoted = await turns.quote(by(user), chat.chat_id, text)

    assert quoted.max_total_tokens == 0
    for bill in (quoted.likely, quoted.most):
        assert {part.tokens or part.cost_micro_usd for part in columns_of(bill).values()} == {0}


async def test_a_slash_alone_is_answered_by_the_app(fake: Fake, user: User, chat: Chat) -> None:
    _, end = await hear(await turns.start(by(user), chat.chat_id, "/"))

    assert "`/help`" in end.text
    assert not fake.requests
