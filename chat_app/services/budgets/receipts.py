"""What an exchange did cost: its parts, which add up to the charge, and its price in money.

`user + attachments + history + ai + system + overhead − waived = total`, in every receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case
from sqlmodel import col

from chat_app.columns import columns_of
from chat_app.llm.catalogue import Model, cost_micro_usd
from chat_app.llm.types import CostMethod, CountMethod, TokenCount, Usage
from chat_app.models import Turn
from chat_app.services.budgets.charges import (
    OVERHEAD_TOKENS,
    Basis,
    basis_of_chats,
    least_exact,
    to_be_paid,
)

ESTIMATED_COST = case(
    (col(Turn.cost_method) == CostMethod.ESTIMATED, col(Turn.cost_micro_usd)), else_=None
)
"""The cost of an exchange where it is estimated."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an exchange costs, in tokens, part by part; none is negative."""

    user_tokens: int
    attachment_tokens: int
    """The files of the message that is answered."""
    history_tokens: int
    """Earlier messages, where they are charged."""
    ai_tokens: int
    system_tokens: int
    overhead_tokens: int

    @property
    def tokens(self) -> int:
        """All of them together."""
        return (
            self.user_tokens
            + self.attachment_tokens
            + self.history_tokens
            + self.ai_tokens
            + self.system_tokens
            + self.overhead_tokens
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """The counts of an exchange that has ended."""

    user: TokenCount
    system: TokenCount
    ai: TokenCount
    usage: Usage | None
    history: tuple[TokenCount, ...] = ()
    """Earlier messages sent along, counted where no report says what the prompt had."""
    attachments: tuple[TokenCount, ...] = ()
    """The files of the message that is answered, in their order."""
    has_history: bool = False
    """Whether earlier messages were sent along."""
    drawn_tokens: int = 0
    """Of the reply's, those of its pictures, where no report says."""
    cached: bool = False
    """Whether the reply came from the reply cache; then nothing is counted."""
    basis: Basis = field(default_factory=basis_of_chats)

    @property
    def parts(self) -> Parts:
        """What the exchange cost, by its basis."""
        if self.cached:
            return Parts(0, 0, 0, 0, 0, 0)
        if (billed_tokens := self._billed_tokens) is not None:
            return self._shares(billed_tokens)
        user, ai, system = self.user.tokens, self.ai.tokens, self.system.tokens
        attached = self._attached_tokens
        if self.basis == "provider":
            # Without a bill: what a provider counts, which has no overhead of ours in it.
            return Parts(user, attached, self._history_tokens, ai, system, 0)
        return Parts(user, attached, 0, ai, system, OVERHEAD_TOKENS)

    @property
    def attachment_shares(self) -> list[int]:
        """What each of the files cost; together, what the receipt says of all of them."""
        counted = [each.tokens for each in self.attachments]
        return share_out(self.parts.attachment_tokens, counted)

    @property
    def method(self) -> CountMethod:
        """The least exact method among the counts that make the charge."""
        if to_be_paid(self.usage, self.basis) is not None:
            return CountMethod.USAGE
        if self._billed_tokens is not None:
            return self.ai.method
        counts = [self.user, *self.attachments, self.system, self.ai]
        if self.basis == "provider":
            counts += self.history
        return least_exact(count.method for count in counts)

    @property
    def sent_and_received(self) -> Usage:
        """What the provider worked on: by its figures where it told them, else by our counts."""
        told = self.usage or Usage()
        counted = (
            self.user.tokens + self._attached_tokens + self.system.tokens + self._history_tokens
        )
        return Usage(
            prompt_tokens=counted if told.prompt_tokens is None else told.prompt_tokens,
            cached_tokens=None if told.prompt_tokens is None else told.cached_tokens,
            output_tokens=self.ai.tokens if told.output_tokens is None else told.output_tokens,
            thinking_tokens=told.thinking_tokens,
            picture_tokens=told.picture_tokens or self.drawn_tokens or None,
        )

    @property
    def _billed_tokens(self) -> int | None:
        """The bill, where it is charged; if for the prompt alone, our count makes it whole."""
        billed_tokens = to_be_paid(self.usage, self.basis)
        told = self.usage.prompt_tokens if self.usage and self.basis == "provider" else None
        if billed_tokens is None and told is not None:
            return told + self.ai.tokens
        return billed_tokens

    @property
    def _history_tokens(self) -> int:
        return sum(earlier.tokens for earlier in self.history)

    @property
    def _attached_tokens(self) -> int:
        return sum(each.tokens for each in self.attachments)

    def _shares(self, billed_tokens: int) -> Parts:
        """Share a bill out.

        The reply has what is billed beyond the prompt, and what the prompt is made of has what it
        counts; what is left was the history or, without one, the vendor's frame around the rest.
        """
        told = self.usage.prompt_tokens if self.usage else None
        prompt = billed_tokens - min(self.ai.tokens, billed_tokens) if told is None else told
        user = min(self.user.tokens, prompt)
        attached = min(self._attached_tokens, prompt - user)
        system = min(self.system.tokens, prompt - user - attached)
        rest = prompt - user - attached - system
        history, overhead = (rest, 0) if self.has_history else (0, rest)
        return Parts(user, attached, history, billed_tokens - prompt, system, overhead)


def share_out(tokens: int, weights: Sequence[int]) -> list[int]:
    """Share tokens out by weights, in whole ones that add up; evenly where nothing has a weight."""
    shares: list[int] = []
    whole = sum(weights)
    weights = weights if whole else [1] * len(weights)
    whole = whole or len(weights)
    so_far = 0
    for weight in weights:
        # What was rounded off before is made up for by the next one.
        before, so_far = so_far * tokens // whole, so_far + weight
        shares.append(so_far * tokens // whole - before)
    return shares


_NOTHING = TokenCount(0, CountMethod.API)
CACHED_CHARGE = Charge(_NOTHING, _NOTHING, _NOTHING, usage=None, cached=True, basis="exchange")
"""What a reply from the reply cache costs: nobody was asked, nothing is counted."""


def cost_of(
    model: Model | None, charge: Charge | None, usage: Usage | None
) -> tuple[int, CostMethod] | None:
    """Return what an exchange cost in micro-USD and where that is from; `None` where unknown.

    Args:
        model: Whose prices to take; `None` where the catalogue has it no more.
        charge: The counts, which stand in for what the provider did not tell.
        usage: What it told.
    """
    if charge and charge.cached:
        return 0, CostMethod.BILLED
    if model is None:
        return None
    billed = cost_micro_usd(model, usage) if usage else None
    if billed is not None:
        return billed, CostMethod.BILLED
    estimated = cost_micro_usd(model, charge.sent_and_received) if charge else None
    return None if estimated is None else (estimated, CostMethod.ESTIMATED)


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
    """What was charged: the parts without what was waived."""
    method: CountMethod
    """The least exact method among the counts."""
    cache_hit: bool
    """Whether the counts of the prompt came from the token cache."""
    cached: bool
    """Whether the reply came from the reply cache."""
    cost_micro_usd: int | None
    billed: Billed | None
    cost_method: CostMethod | None = None
    """Where the cost is from; `None` where there is none."""
    attachment_tokens: int = 0
    """The files of the message that is answered."""
    history_tokens: int = 0
    """Share of earlier messages; they are free unless the operator charges what is billed."""
    waived_tokens: int = 0
    """What a budget stop or a vendor's overrun left to the operator."""

    def as_json(self) -> dict[str, Any]:
        """Return the breakdown as the API sends it."""
        return columns_of(self) | {"billed": self.billed and columns_of(self.billed)}


def usage_of(turn: Turn) -> Usage:
    """Return what an exchange used: the provider's figures, and our counts for what it left out."""
    if turn.count_method is None:
        return Usage()
    prompt, output, total = (
        turn.billed_prompt_tokens,
        turn.billed_output_tokens,
        turn.billed_total_tokens,
    )
    thinking_tokens = turn.billed_thinking_tokens or 0
    if prompt is None and total is not None:
        prompt = total - min(output or turn.ai_tokens or 0, total)
    if prompt is None:
        sent = (
            turn.user_tokens,
            turn.attachment_tokens,
            turn.history_tokens,
            turn.system_tokens,
            turn.overhead_tokens,
        )
        prompt = sum(tokens or 0 for tokens in sent)
    if output is None:
        output = turn.ai_tokens or 0 if total is None else total - prompt
    return Usage(
        prompt_tokens=prompt,
        cached_tokens=turn.billed_cached_tokens or 0,
        output_tokens=output,
        thinking_tokens=thinking_tokens,
        total_tokens=prompt + output + thinking_tokens if total is None else total,
    )


def breakdown_of(turn: Turn) -> Breakdown | None:
    """Return the breakdown of an exchange; `None` where nothing was counted."""
    if turn.count_method is None:
        return None
    billed = None
    if turn.billed_total_tokens is not None:
        billed = Billed(
            prompt_tokens=turn.billed_prompt_tokens or 0,
            cached_tokens=turn.billed_cached_tokens or 0,
            output_tokens=turn.billed_output_tokens or 0,
            thinking_tokens=turn.billed_thinking_tokens or 0,
            total_tokens=turn.billed_total_tokens,
        )
    return Breakdown(
        user_tokens=turn.user_tokens or 0,
        attachment_tokens=turn.attachment_tokens or 0,
        history_tokens=turn.history_tokens or 0,
        ai_tokens=turn.ai_tokens or 0,
        system_tokens=turn.system_tokens or 0,
        overhead_tokens=turn.overhead_tokens or 0,
        waived_tokens=turn.waived_tokens or 0,
        total_tokens=turn.charged_tokens or 0,
        method=turn.count_method,
        cache_hit=turn.cache_hit,
        cached=turn.cached,
        cost_micro_usd=turn.cost_micro_usd,
        cost_method=turn.cost_method,
        billed=billed,
    )
