"""Quotes to the token: what a budget and a model's window just hold, and what they just do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.columns import columns_of
from chat_app.errors import InvalidRequest, TokenLimitExceeded
from chat_app.llm.catalogue import SIMULATED, Model
from chat_app.llm.estimate import estimate
from chat_app.llm.parts import instructions_of
from chat_app.llm.types import CountMethod, Image, Prompt, Text, TokenCount, ToolCall, Usage
from chat_app.services.budgets.charges import (
    FRAME_TOKENS,
    MIN_REPLY_TOKENS,
    OVERHEAD_TOKENS,
    Basis,
    Price,
    Quote,
    at_most,
    basis_of_chats,
    longest_reply_tokens,
    make_quote,
)
from chat_app.services.budgets.ledger import Left
from chat_app.services.budgets.receipts import Charge, share_out
from tests.llm.prompts import question, said

SYSTEM, TEXT = "Be brief.", "How do tides work?"
HISTORY = said("What is a tide?", "Water.")
PLENTY = 1_000_000

pytestmark = pytest.mark.usefixtures("settings")
on_either_basis = pytest.mark.parametrize(
    "basis",
    [
        pytest.param(basis, marks=pytest.mark.settings(BUDGET_BASIS=basis))
        for basis in ("exchange", "provider")
    ],
)


def limited(**limits: int) -> Model:
    return SIMULATED.model_copy(update=limits)


def quoted(model: Model = SIMULATED, remaining_tokens: int = PLENTY) -> Quote:
    longest = longest_reply_tokens(model)
    prompt = question(TEXT, system=SYSTEM, history=HISTORY, max_output_tokens=longest)
    return quote_of(model, prompt, remaining_tokens)


def quote_of(model: Model, prompt: Prompt, remaining_tokens: int = PLENTY) -> Quote:
    """Quote a prompt of a chat."""
    return make_quote(
        model,
        Price(
            at_most(model, *prompt.question.parts),
            at_most(model, *instructions_of(prompt)),
            tuple(at_most(model, *earlier.parts) for earlier in prompt.history),
        ),
        wanted_tokens=prompt.parameters.max_output_tokens,
        left=Left(remaining_tokens, "your budget"),
        basis=basis_of_chats(),
    )


def prompt_tokens(*, with_history: bool) -> int:
    texts = [TEXT, SYSTEM, *(earlier.text for earlier in HISTORY if with_history)]
    return sum(at_most(SIMULATED, Text(text))[0] for text in texts) + OVERHEAD_TOKENS


def test_half_of_an_estimate_again_is_set_aside() -> None:
    tokens = estimate(TEXT * 9, "quarters")

    assert at_most(SIMULATED, Text(TEXT * 9)) == (-(-tokens * 3 // 2), CountMethod.ESTIMATE, tokens)


def test_what_is_no_text_is_quoted_at_its_most() -> None:
    words, _, likely = at_most(SIMULATED, Text(TEXT))
    call = ToolCall("a", "look", TEXT)

    picture = at_most(SIMULATED, Text(TEXT), Image("image/png", b"x"))
    called = at_most(SIMULATED, call)

    assert picture == (words + 258 + FRAME_TOKENS, CountMethod.ESTIMATE, likely + 258)
    assert called[0] >= at_most(SIMULATED, Text(f"a look {TEXT}"))[0] + 50


def test_a_window_is_filled_to_its_last_token_by_prompt_history_and_the_shortest_reply() -> None:
    window = prompt_tokens(with_history=True) + MIN_REPLY_TOKENS

    assert quoted(limited(context_window_tokens=window)).max_ai_tokens == MIN_REPLY_TOKENS
    with pytest.raises(InvalidRequest, match="too long"):
        quoted(limited(context_window_tokens=window - 1))


@on_either_basis
def test_a_budget_is_spent_to_its_last_token_and_history_counts_where_it_is_charged(
    basis: str,
) -> None:
    least = prompt_tokens(with_history=basis == "provider") + MIN_REPLY_TOKENS

    exact = quoted(remaining_tokens=least)
    assert (exact.max_ai_tokens, exact.max_total_tokens) == (MIN_REPLY_TOKENS, least)
    assert exact.remaining_after_tokens == 0
    assert quoted(remaining_tokens=PLENTY).remaining_after_tokens == PLENTY - (
        quoted(remaining_tokens=PLENTY).max_total_tokens
    )
    with pytest.raises(TokenLimitExceeded):
        quoted(remaining_tokens=least - 1)


def test_a_model_whose_replies_are_shorter_than_the_shortest_is_asked_for_what_it_has() -> None:
    least = prompt_tokens(with_history=False) + 20

    model = limited(max_output_tokens=20)

    assert quoted(model, remaining_tokens=least).max_ai_tokens == 20
    with pytest.raises(TokenLimitExceeded):
        quoted(model, remaining_tokens=least - 1)


API, ESTIMATE, USAGE = CountMethod.API, CountMethod.ESTIMATE, CountMethod.USAGE


@pytest.mark.settings(BUDGET_BASIS="provider")
@pytest.mark.parametrize(
    ("methods", "said"),
    [
        ((API, API, USAGE), API),
        ((USAGE, USAGE, USAGE), USAGE),
        ((ESTIMATE, API, USAGE), ESTIMATE),
        ((API, API, ESTIMATE), ESTIMATE),
        ((API, API, USAGE, API, ESTIMATE), ESTIMATE),
    ],
)
def test_a_charge_is_as_exact_as_its_least_exact_count(
    methods: tuple[Any, ...], said: CountMethod
) -> None:
    user, system, ai, *history = (TokenCount(1, method) for method in methods)

    assert Charge(user, system, ai, None, tuple(history)).method is said


@on_either_basis
def test_without_a_bill_a_charge_is_by_the_formula_or_what_a_provider_would_count(
    basis: str,
) -> None:
    user, system, ai, earlier = (TokenCount(tokens, API) for tokens in (6, 150, 42, 7))
    charge = Charge(user, system, ai, None, (earlier,))

    assert charge.parts.tokens == (205 if basis == "provider" else 208)


FIGURE = st.integers(0, 10**7)
COUNT = st.builds(TokenCount, FIGURE, st.sampled_from(list(CountMethod)))


@given(
    counts=st.tuples(COUNT, COUNT, COUNT),
    files=st.lists(COUNT, max_size=10),
    earlier=st.lists(COUNT, max_size=3),
    prompt=st.none() | FIGURE,
    total=st.none() | FIGURE,
    basis=st.sampled_from(["exchange", "provider"]),
)
def test_whatever_is_counted_and_billed_the_files_add_up_to_their_part_of_the_receipt(
    counts: tuple[TokenCount, TokenCount, TokenCount],
    files: list[TokenCount],
    earlier: list[TokenCount],
    prompt: int | None,
    total: int | None,
    basis: Basis,
) -> None:
    if prompt is not None and total is not None:
        prompt = min(prompt, total)
    usage = Usage(prompt_tokens=prompt, total_tokens=total)
    charge = Charge(*counts, usage, tuple(earlier), tuple(files), bool(earlier), basis=basis)

    parts = charge.parts
    assert sum(charge.attachment_shares) == parts.attachment_tokens
    assert len(charge.attachment_shares) == len(files) or not parts.attachment_tokens
    assert min(*charge.attachment_shares, *columns_of(parts).values(), 0) == 0
    if basis == "provider" and total is not None:
        assert parts.tokens == total
    else:
        assert parts.attachment_tokens <= sum(each.tokens for each in files)


@given(tokens=FIGURE, weights=st.lists(FIGURE, min_size=1, max_size=10))
def test_tokens_are_shared_out_whole_and_by_weight(tokens: int, weights: list[int]) -> None:
    shares = share_out(tokens, weights)

    assert sum(shares) == tokens
    assert share_out(sum(weights), weights) == weights
    for share, weight in zip(shares, weights, strict=True):
        exact = tokens * weight / sum(weights) if any(weights) else tokens / len(weights)
        assert abs(share - exact) < 1 + exact * 1e-9
