"""How a reply ends: without words, in white space, at one limit or another."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import Model, find
from chat_app.llm.tokens import RunningEstimate, open_counter
from chat_app.llm.types import FinishReason, Usage
from chat_app.models import MessageStatus, User
from chat_app.services import chats, turns
from tests.callers import by
from tests.fakes.script import Fake, Oddity, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor
from tests.services.listening import hear
from tests.services.test_charges import quote_of

NewUser = Callable[..., Awaitable[User]]
EVERY_VENDOR = pytest.mark.parametrize("vendor", VENDORS, ids=lambda each: each.name, indirect=True)
THOUGHT = Usage(12, 0, 0, 50, 62)
MODEL = find("gemini-3.8-flash")


def window(tokens: int) -> Model:
    return MODEL.model_copy(update={"context_window_tokens": tokens})


@EVERY_VENDOR
@pytest.mark.parametrize("deltas", [(), (Oddity.THOUGHT,)], ids=["nothing", "thinking alone"])
@pytest.mark.parametrize("finish", [FinishReason.STOP, FinishReason.LENGTH])
async def test_a_reply_without_an_answer_is_told_in_words_and_charged_as_billed(
    vendor: Vendor, fake: Fake, new_user: NewUser, deltas: Any, finish: FinishReason
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=vendor.model_id)
    fake.script(Reply(deltas=deltas, finish=finish, usage=THOUGHT))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert (end.status, end.error_code) == (MessageStatus.FAILED, "PROVIDER_ERROR")
    assert "without an answer" in (end.error_message or "")
    is_cut = finish is FinishReason.LENGTH
    assert ("the longest reply allowed" in (end.error_message or "")) is is_cut
    assert end.finish_reason is finish
    assert end.breakdown
    assert end.breakdown.billed
    assert end.breakdown.billed.total_tokens == 62
    assert end.breakdown.ai_tokens == 0
    assert end.tokens_used == end.breakdown.user_tokens + end.breakdown.system_tokens + 10
    # A retry asks again.
    fake.script(Reply())
    _, end = await hear(
        await turns.regenerate(by(user), chat.chat_id, end.message_id or chat.chat_id)
    )
    assert end.status is MessageStatus.COMPLETE


@EVERY_VENDOR
async def test_a_reply_without_an_answer_or_a_bill_is_free(
    vendor: Vendor, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=vendor.model_id)
    fake.script(Reply(deltas=(), usage=None))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert (end.status, end.tokens_used) == (MessageStatus.FAILED, 0)


@EVERY_VENDOR
async def test_a_reply_of_white_space_is_not_told_to_the_model(
    vendor: Vendor, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=vendor.model_id)
    fake.script(Reply(deltas=(" \n", "\u2003\t")), Reply())

    _, end = await hear(await turns.start(by(user), chat.chat_id, "One?"))
    await hear(await turns.start(by(user), chat.chat_id, "Two?"))

    assert end.text == " \n\u2003\t"
    told = vendor.read(fake.requests[-1]).prompt
    assert [each.text for each in told.messages] == ["One?", "Two?"]


@pytest.mark.settings(MAX_OUTPUT_TOKENS="128")
@pytest.mark.parametrize(
    ("spare_tokens", "reason"),
    [(-1, FinishReason.BUDGET), (0, FinishReason.LENGTH), (1, FinishReason.LENGTH)],
)
async def test_the_budget_is_named_only_where_it_made_the_reply_shorter(
    fake: Fake, new_user: NewUser, spare_tokens: int, reason: FinishReason
) -> None:
    rich = await new_user(tier="PRO")
    quote = await turns.quote(by(rich), None, "How are you?", model=MODEL.model_id)
    user = await new_user(tier="PRO", token_limit=quote.max_total_tokens + spare_tokens)
    chat = await chats.create(by(user), model=MODEL.model_id)
    fake.script(Reply(finish=FinishReason.LENGTH))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, reason)


@pytest.mark.settings(MAX_OUTPUT_TOKENS="128")
async def test_a_vendor_that_talks_on_past_the_longest_reply_is_cut_for_its_length(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=MODEL.model_id)
    fake.script(Reply(deltas=("word ",) * 2000, pause_seconds=0.001))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert (end.status, end.finish_reason) == (MessageStatus.COMPLETE, FinishReason.LENGTH)
    assert end.tokens_used > 0


@pytest.mark.settings(MAX_OUTPUT_TOKENS="128")
async def test_a_reply_is_cut_behind_the_last_character_that_its_tokens_pay(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=MODEL.model_id)
    whole = "sea " * 2000
    fake.script(Reply(deltas=(whole,)))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert whole.startswith(end.text)
    meter = RunningEstimate("gemma3")
    assert meter.tokens_with(end.text) <= 128
    assert meter.tokens_with(whole[: len(end.text) + 1]) > 128


@pytest.mark.settings(MAX_OUTPUT_TOKENS="128")
@pytest.mark.parametrize(
    ("counted_tokens", "reason"), [(128, FinishReason.STOP), (129, FinishReason.LENGTH)]
)
async def test_a_reply_is_cut_by_the_exact_count_at_the_first_token_too_many(
    fake: Fake, new_user: NewUser, counted_tokens: int, reason: FinishReason
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model=MODEL.model_id)
    whole = "sea " * 200
    assert RunningEstimate("gemma3").tokens_with(whole) > 129
    fake.script(Reply(deltas=(whole,), count=counted_tokens))

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert end.finish_reason is reason
    assert (end.text == whole) is (reason is FinishReason.STOP)


@pytest.mark.usefixtures("settings")
@pytest.mark.settings(MAX_OUTPUT_TOKENS="128", GEMINI_API_KEY="any")
async def test_the_windows_edge_is_the_last_token_that_leaves_room_for_a_reply() -> None:
    async with open_counter():
        prompt = question("Hi", max_output_tokens=128)
        prompt_tokens = quote_of(MODEL, prompt).user_tokens + 10
        for room_tokens, longest_tokens in ((64, 64), (127, 127), (128, 128), (129, 128)):
            small = window(prompt_tokens + room_tokens)
            quote = quote_of(small, prompt)
            assert (quote.max_ai_tokens, quote.is_clamped) == (longest_tokens, False)
        with pytest.raises(InvalidRequest, match="too long"):
            quote_of(window(prompt_tokens + 63), prompt)
