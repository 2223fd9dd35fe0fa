"""What an exchange may cost before it runs, and what it did cost afterwards.

An exchange costs `user + ai + system + overhead` tokens: with 6 + 42 + 150 + 10 that is 208.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest, TokenLimitExceeded
from chat_app.llm.catalog import Model
from chat_app.llm.estimate import FORMULA_CHARACTERS, count_by_vocabulary, estimate
from chat_app.llm.tokens import counter
from chat_app.llm.types import CountMethod, PromptMessage, TokenCount, Usage
from chat_app.models import Message

OVERHEAD_TOKENS = 10
"""Fixed part of every exchange."""
MIN_REPLY_TOKENS = 64
"""A budget with less left for a reply refuses to send."""
_MARGIN = 1.5
"""Half of an estimate again is set aside, should the exact count come out higher.

For short German on Claude that is too little (docs/tokens.md); then its vocabulary decides."""
_ROW = re.compile("[A-Za-z]{24,}")
"""Letters as no word has them: a vocabulary may make a token of each (docs/tokens.md)."""
_EXACTNESS = (CountMethod.USAGE, CountMethod.API, CountMethod.ESTIMATE)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a message can cost at most; `max_total_tokens` is the very number reserved."""

    user_tokens: int
    system_tokens: int
    overhead_tokens: int
    history_tokens: int
    """Earlier messages sent along; charged under `BUDGET_BASIS=provider` only."""
    max_ai_tokens: int
    """Longest reply the provider is asked for."""
    max_total_tokens: int
    remaining_after_tokens: int
    method: CountMethod
    is_clamped: bool = False
    """Whether the budget, and nothing else, makes the longest reply shorter than it could be."""


@dataclass(frozen=True, slots=True)
class Billed:
    """The provider's own figures; zero where it gave none."""

    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    thinking_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How the charge of an exchange came about."""

    user_tokens: int
    ai_tokens: int
    system_tokens: int
    overhead_tokens: int
    total_tokens: int
    """What was charged."""
    method: CountMethod
    """The least exact method among the counts."""
    cache_hit: bool
    """Whether the counts of the prompt came from the token cache."""
    cached: bool
    """Whether the reply came from the reply cache."""
    cost_micro_usd: int | None
    billed: Billed | None

    def as_json(self) -> dict[str, Any]:
        """Return the breakdown as the API sends it."""
        return asdict(self)


def least_exact(methods: Iterable[CountMethod]) -> CountMethod:
    """Return the method that decides how far a sum of counts can be trusted."""
    return max(methods, key=_EXACTNESS.index)


def make_quote(
    model: Model,
    *,
    text: str,
    system_prompt: str,
    history: Iterable[PromptMessage],
    remaining_tokens: int,
) -> Quote:
    """Price a message at its most, without asking anybody: from cached counts and estimates.

    Args:
        remaining_tokens: What is left of the budget; the reply is clamped to what it can pay.

    Raises:
        TokenLimitExceeded: The budget leaves fewer than 64 tokens for a reply.
        InvalidRequest: The model's window does.
    """
    user_tokens, user_method = at_most(model, text)
    system_tokens, system_method = at_most(model, system_prompt)
    counts = [at_most(model, earlier.text) for earlier in history]
    history_tokens = sum(tokens for tokens, _ in counts)
    prompt_tokens = user_tokens + system_tokens + OVERHEAD_TOKENS
    wanted_tokens = longest_reply_tokens(model)
    least_tokens = min(MIN_REPLY_TOKENS, wanted_tokens)
    room_tokens = model.context_window_tokens - prompt_tokens - history_tokens
    if room_tokens < least_tokens:
        raise InvalidRequest(
            f"This message is too long for {model.name}, whose window holds "
            f"{model.context_window_tokens:,} tokens; shorten it or choose another model"
        )
    if charges_as_billed():
        prompt_tokens += history_tokens
    possible_tokens = min(wanted_tokens, room_tokens)
    max_ai_tokens = min(possible_tokens, remaining_tokens - prompt_tokens)
    if max_ai_tokens < least_tokens:
        raise TokenLimitExceeded(
            f"This message needs up to {prompt_tokens:,} tokens and at least {MIN_REPLY_TOKENS} "
            f"for a reply; your budget has {max(remaining_tokens, 0):,} left"
        )
    return Quote(
        user_tokens=user_tokens,
        system_tokens=system_tokens,
        overhead_tokens=OVERHEAD_TOKENS,
        history_tokens=history_tokens,
        max_ai_tokens=max_ai_tokens,
        max_total_tokens=prompt_tokens + max_ai_tokens,
        remaining_after_tokens=remaining_tokens - prompt_tokens - max_ai_tokens,
        method=least_exact([user_method, system_method, *(method for _, method in counts)]),
        is_clamped=max_ai_tokens < possible_tokens,
    )


def free_quote(remaining_tokens: int) -> Quote:
    """Return the quote of what the app answers by itself."""
    return Quote(0, 0, 0, 0, 0, 0, remaining_tokens, CountMethod.API)


def longest_reply_tokens(model: Model) -> int:
    """Return the longest reply a model is asked for where the budget allows it."""
    return min(model.max_output_tokens, get_settings().MAX_OUTPUT_TOKENS)


def at_most(model: Model, text: str) -> tuple[int, CountMethod]:
    """Return a number of tokens that the text will not exceed, and where it is from."""
    if not text:
        return 0, CountMethod.API
    known = counter().cached(model, text)
    if known:
        return known.tokens, known.method
    tokens = math.ceil(estimate(text, model.provider) * _MARGIN)
    if len(text) <= FORMULA_CHARACTERS and text.isascii():
        tokens = max(tokens, count_by_vocabulary(text, model.provider))
    tokens += sum(len(row) for row in _ROW.findall(text))
    return tokens, CountMethod.ESTIMATE


def charges_as_billed() -> bool:
    """Say whether the operator charges what providers bill, rather than the formula."""
    return get_settings().BUDGET_BASIS == "provider"


def to_be_paid(usage: Usage | None) -> int | None:
    """Return the bill where it is what is charged; a bill of zero is one, too."""
    return usage.total_tokens if usage and charges_as_billed() else None


@dataclass(frozen=True, slots=True)
class Charge:
    """The counts of an exchange that has ended."""

    user: TokenCount
    system: TokenCount
    ai: TokenCount
    usage: Usage | None
    history: tuple[TokenCount, ...] = ()
    """Earlier messages sent along, counted where they are charged and no bill says what for."""
    overhead_tokens: int = OVERHEAD_TOKENS
    cached: bool = False
    """Whether the reply came from the reply cache."""

    @property
    def tokens(self) -> int:
        """What the exchange cost, by the basis the operator chose."""
        if (billed_tokens := to_be_paid(self.usage)) is not None:
            return billed_tokens
        texts = self.user.tokens + self.system.tokens + self.ai.tokens
        if charges_as_billed():
            # Without a bill: what a provider counts, which has no overhead of ours in it.
            return texts + sum(earlier.tokens for earlier in self.history)
        return texts + self.overhead_tokens

    @property
    def method(self) -> CountMethod:
        """The least exact method among the counts that make the charge."""
        if to_be_paid(self.usage) is not None:
            return CountMethod.USAGE
        counts = (self.user, self.system, self.ai, *self.history)
        return least_exact(count.method for count in counts)


_NOTHING = TokenCount(0, CountMethod.API)
CACHED_CHARGE = Charge(_NOTHING, _NOTHING, _NOTHING, usage=None, overhead_tokens=0, cached=True)
"""What a reply from the reply cache costs: nobody was asked, nothing is counted."""


def breakdown_of(message: Message) -> Breakdown | None:
    """Return the breakdown stored with a message; `None` where nothing was settled."""
    if message.count_method is None:
        return None
    billed = None
    if message.billed_total_tokens is not None:
        billed = Billed(
            prompt_tokens=message.billed_prompt_tokens or 0,
            cached_tokens=message.billed_cached_tokens or 0,
            output_tokens=message.billed_output_tokens or 0,
            thinking_tokens=message.billed_thinking_tokens or 0,
            total_tokens=message.billed_total_tokens,
        )
    return Breakdown(
        user_tokens=message.user_tokens or 0,
        ai_tokens=message.ai_tokens or 0,
        system_tokens=message.system_tokens or 0,
        overhead_tokens=message.overhead_tokens or 0,
        total_tokens=message.tokens_consumed,
        method=message.count_method,
        cache_hit=message.cache_hit,
        cached=message.cached,
        cost_micro_usd=message.cost_micro_usd,
        billed=billed,
    )
