"""What an exchange may cost before it runs, and by which rule it is charged.

An exchange costs `user + attachments + ai + system + overhead` tokens: with 6 + 0 + 42 + 150 + 10
that is 208.
"""

import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from chat_app.config import get_settings
from chat_app.errors import ContextLengthExceeded, InvalidRequest, TokenLimitExceeded
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.estimate import FORMULA_CHARACTERS, count_by_vocabulary, estimate
from chat_app.llm.parts import (
    Countable,
    beyond_words_tokens,
    is_empty,
    texts_of,
)
from chat_app.llm.provider_table import Vocabulary
from chat_app.llm.tokens import counter
from chat_app.llm.types import Audio, CountMethod, Document, Image, Text, TokenCount, Usage
from chat_app.services.budgets.ledger import Left

OVERHEAD_TOKENS = 10
"""Fixed part of every exchange."""
FRAME_TOKENS = 8
"""What vendors put around a message, at the most (docs/tokens.md)."""
MIN_REPLY_TOKENS = 64
"""A budget with less left for a reply refuses to send."""
_MARGIN = 1.5
"""Half of an estimate again is set aside, should the exact count come out higher.

For short German on Claude that is too little (docs/tokens.md); then its vocabulary decides."""
_SLACK = 1.05
"""Estimates are 2 % low at most (docs/tokens.md); the rest is for the frames around messages."""
_PIECE = 100_000
_ESTIMATED_TEXTS = 10_000
"""How many texts it is remembered of, in some 2 MB."""
_estimated: dict[tuple[Vocabulary, bytes], tuple[int, int]] = {}
"""By vocabulary and digest, as no text may stay here that was erased elsewhere."""
_ROW = re.compile("[A-Za-z]{24,}")
"""Letters as no word has them: a vocabulary may make a token of each (docs/tokens.md)."""
Basis = Literal["exchange", "provider"]
"""By the formula, or what the provider bills, earlier messages included."""
_EXACTNESS = (CountMethod.USAGE, CountMethod.API, CountMethod.ESTIMATE)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a message can cost at most; `max_total_tokens` is the very number reserved."""

    user_tokens: int
    system_tokens: int
    overhead_tokens: int
    history_tokens: int
    """Earlier messages sent along, with their files; charged under `BUDGET_BASIS=provider` only."""
    max_ai_tokens: int
    """Longest reply the provider is asked for."""
    max_total_tokens: int
    remaining_after_tokens: int
    method: CountMethod
    is_clamped: bool = False
    """Whether the budget, and nothing else, makes the longest reply shorter than it could be."""
    attachment_tokens: int = 0
    """The files of the message, all together."""


def least_exact(methods: Iterable[CountMethod]) -> CountMethod:
    """Return the method that decides how far a sum of counts can be trusted."""
    return max(methods, key=_EXACTNESS.index)


class Priced(NamedTuple):
    """What some parts cost, and where that is from."""

    tokens: int
    """They will not exceed this."""
    method: CountMethod
    likely_tokens: int
    """What they count or, where nobody knows, are estimated to."""

    @property
    def counted(self) -> TokenCount:
        """What they count, as far as it is known."""
        return TokenCount(self.likely_tokens, self.method, self.method is CountMethod.API)


@dataclass(frozen=True, slots=True)
class Price:
    """What a prompt costs, part by part."""

    user: Priced
    """The message to be answered, without its files where those are priced apart."""
    system: Priced
    """What is told beside the messages."""
    history: tuple[Priced, ...]
    """Earlier messages, oldest first, or all of them as one."""
    attachments: tuple[Priced, ...] = ()
    """The files of the message to be answered, one by one."""
    frames_tokens: int = 0
    """What the vendor puts around the messages, at the most, where that is charged."""

    @property
    def history_tokens(self) -> int:
        """All earlier messages together."""
        return sum(earlier.tokens for earlier in self.history)

    @property
    def attachment_tokens(self) -> int:
        """All files of the message together."""
        return sum(each.tokens for each in self.attachments)

    @property
    def parts(self) -> tuple[Priced, ...]:
        """All that is sent."""
        return self.user, *self.attachments, self.system, *self.history

    @property
    def tokens(self) -> int:
        """What is sent in all, with the overhead."""
        sent_tokens = sum(each.tokens for each in self.parts)
        return sent_tokens + self.frames_tokens + OVERHEAD_TOKENS

    @property
    def likely_tokens(self) -> int:
        """What all of it has, as far as it is known."""
        return sum(each.likely_tokens for each in self.parts)

    @property
    def in_window_tokens(self) -> int:
        """What the model's window is to hold beside the reply.

        A chat leaves out old messages to be on the safe side. A program's prompt stays whole, and
        what fits by the estimate is not refused: the vendor decides.
        """
        if not self.frames_tokens:
            return self.tokens
        return min(self.tokens, math.ceil(self.likely_tokens * _SLACK) + OVERHEAD_TOKENS)


def make_quote(
    model: Model,
    price: Price,
    *,
    wanted_tokens: int,
    least_tokens: int = MIN_REPLY_TOKENS,
    left: Left,
    basis: Basis,
) -> Quote:
    """Say what an exchange can cost at its most.

    Args:
        model: Who is to answer.
        price: Of the prompt.
        wanted_tokens: The longest reply that is wanted, whatever the budget.
        least_tokens: The longest reply that it has to cover.
        left: What is left of the budget that has least; the reply is clamped to what it can pay.
        basis: By which the exchange is charged.

    Raises:
        TokenLimitExceeded: The budget leaves less than that for a reply, or too little for a
            picture.
        InvalidRequest, ContextLengthExceeded: The model's window does, in a chat or otherwise.
    """
    least_tokens = min(max(least_tokens, model.picture_tokens), wanted_tokens)
    remaining_tokens = left.remaining_tokens
    room_tokens = model.context_window_tokens - price.in_window_tokens
    if wanted_tokens and room_tokens < least_tokens:
        refusal = ContextLengthExceeded if price.frames_tokens else InvalidRequest
        raise refusal(
            # OpenAI's words, by which programs know it: some look at neither status nor code.
            f"This message is too long for {model.name}: this model's maximum context length is "
            f"{model.context_window_tokens:,} tokens; shorten it or choose another model"
        )
    prompt_tokens = price.tokens
    if basis == "exchange":
        prompt_tokens -= price.history_tokens
    # Without a reply there is no window to share: each text has one to itself.
    possible_tokens = wanted_tokens and min(wanted_tokens, room_tokens)
    max_ai_tokens = min(possible_tokens, remaining_tokens - prompt_tokens)
    if max_ai_tokens < least_tokens:
        reply = f" and at least {least_tokens} for a reply" if least_tokens else ""
        raise TokenLimitExceeded(
            f"This message needs up to {prompt_tokens:,} tokens{reply}; "
            f"{left.whose} has {max(remaining_tokens, 0):,} left"
        )
    return Quote(
        user_tokens=price.user.tokens,
        attachment_tokens=price.attachment_tokens,
        system_tokens=price.system.tokens,
        overhead_tokens=OVERHEAD_TOKENS,
        history_tokens=price.history_tokens,
        max_ai_tokens=max_ai_tokens,
        max_total_tokens=prompt_tokens + max_ai_tokens,
        remaining_after_tokens=remaining_tokens - prompt_tokens - max_ai_tokens,
        method=least_exact(each.method for each in price.parts),
        is_clamped=max_ai_tokens < possible_tokens,
    )


def free_quote(remaining_tokens: int) -> Quote:
    """Return the quote of what the app answers by itself."""
    return Quote(0, 0, 0, 0, 0, 0, remaining_tokens, CountMethod.API)


def longest_reply_tokens(model: Model) -> int:
    """Return the longest reply a model is asked for where the budget allows it.

    A picture comes on top of words, where the model writes any.
    """
    words = 0 if model.only_draws else get_settings().MAX_OUTPUT_TOKENS
    return min(model.max_output_tokens, words + model.picture_tokens)


def at_most(model: Model, *parts: Countable) -> Priced:
    """Price parts, without asking anybody: from the cached count or an estimate."""
    known = None if is_empty(parts) else counter().cached(model, *parts)
    return priced(known) if known else estimated_at_most(model, *parts)


def priced(count: TokenCount) -> Priced:
    """Return the price of parts that were counted."""
    return Priced(count.tokens, count.method, count.tokens)


def estimated_at_most(model: Model, *parts: Countable) -> Priced:
    """Price parts from an estimate; any thread may."""
    if is_empty(parts):
        return Priced(0, CountMethod.API, 0)
    provider = provider_of(model)
    likely = most = 0
    if others := [part for part in parts if not isinstance(part, Text)]:
        likely = most = beyond_words_tokens(others, provider)
        # A file is counted as a message of its own, with what the vendor puts around one.
        most += FRAME_TOKENS * sum(isinstance(part, Image | Document | Audio) for part in others)
    for text in texts_of(parts):
        tokens, most_tokens = _text_estimated(text, provider.vocabulary)
        likely += tokens
        most += most_tokens
    return Priced(most, CountMethod.ESTIMATE, likely)


def _text_estimated(text: str, vocabulary: Vocabulary) -> tuple[int, int]:
    """Return the estimate of a text and its most; a chat tells the same ones again and again."""
    key = vocabulary, hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    known = _estimated.get(key)
    if known is None:
        tokens = estimate(text, vocabulary)
        known = tokens, _text_at_most(text, tokens, vocabulary)
        if len(_estimated) >= _ESTIMATED_TEXTS:
            _estimated.clear()
        _estimated[key] = known
    return known


def _text_at_most(text: str, estimated_tokens: int, vocabulary: Vocabulary) -> int:
    tokens = math.ceil(estimated_tokens * _MARGIN)
    if len(text) <= FORMULA_CHARACTERS and text.isascii():
        tokens = max(tokens, count_by_vocabulary(text, vocabulary))
    # By and by: a search through megabytes would keep every other thread waiting.
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return tokens + sum(len(row) for piece in pieces for row in _ROW.findall(piece))


def basis_of_chats() -> Basis:
    """Return the basis that the operator chose for chats."""
    return get_settings().BUDGET_BASIS


def to_be_paid(usage: Usage | None, basis: Basis) -> int | None:
    """Return the bill where it is what is charged."""
    return usage.total_tokens if usage and basis == "provider" else None
