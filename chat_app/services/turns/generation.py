"""Streams a reply into the broker and cuts it at the budget.

It knows nothing of who listens. Stopping cancels its `scope`, which holds the provider's stream
and nothing else: counting and settling (`endings.py`) stand outside it.
"""

import bisect
import math
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import anyio
import structlog

from chat_app.errors import ChatAppError, ContentBlocked, ProviderError
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.stream import stream_reply
from chat_app.llm.tokens import RunningEstimate, counter
from chat_app.llm.types import CountMethod, Delta, Event, Finish, FinishReason, Prompt, Text
from chat_app.models import MessageStatus
from chat_app.services.broker import broker
from chat_app.services.budgets.charges import Basis
from chat_app.services.turns.counting import PromptCounts
from chat_app.services.turns.reply_cache import replay
from chat_app.services.turns.settlement import Claim, Outcome

log = structlog.get_logger()


@dataclass(slots=True)
class Generation:
    """The state of one running turn."""

    claim: Claim
    model: Model
    prompt: Prompt
    basis: Basis
    """By which it is charged."""
    clamped_by_budget: bool
    """Whether the reply may be shorter than the model's because the budget pays no more."""
    cache_key: str | None = None
    """What a whole reply is kept under; none where an earlier one must not be given again."""
    kept_reply: str | None = None
    """The reply from the cache, which is told instead of asking the provider."""
    counts: PromptCounts | None = None
    """Of the prompt, once they are under way."""
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    stop_outcome: Outcome | None = None
    length: int = 0
    """Characters so far."""
    saved_length: int = 0
    """Characters of the last checkpoint."""
    parts: list[str] = field(default_factory=list[str])
    meter: RunningEstimate = field(init=False)
    allowance: float = 0
    """Longest reply in tokens as `meter` counts them."""
    started: float = field(default_factory=time.monotonic)
    first_delta_ms: int | None = None

    def __post_init__(self) -> None:
        self.meter = RunningEstimate(provider_of(self.model).vocabulary)
        # A kept reply costs nothing: no budget cuts it.
        self.allowance = math.inf if self.is_cached else self.prompt.parameters.max_output_tokens

    @property
    def is_cached(self) -> bool:
        """Whether the reply comes from the reply cache."""
        return self.kept_reply is not None

    @property
    def text(self) -> str:
        """The reply so far."""
        return "".join(self.parts)

    def stop(self) -> None:
        """Cancel the provider's stream at once; what arrived is kept and charged."""
        self._end(CANCELLED)

    def interrupt(self, error: ChatAppError) -> None:
        """End the reply for a fault of ours; what arrived is kept and charged."""
        self._end(fault_of(self, error))

    def _end(self, outcome: Outcome) -> None:
        self.stop_outcome = self.stop_outcome or outcome
        self.scope.cancel()


_NO_ANSWER = "The model ended without an answer; try again or choose another model"
_NO_ANSWER_IN_TIME = (
    "The model used up the longest reply allowed without an answer; try again or choose another one"
)
CANCELLED = Outcome(MessageStatus.STOPPED, FinishReason.CANCELLED)
"""How a reply ends that somebody stopped."""


async def stream(generation: Generation) -> Outcome:
    """Stream a reply and say how it ended; whatever is no fault of a provider is raised."""
    finish = Finish(FinishReason.ERROR)
    try:
        async with aclosing(_events(generation)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    if not await _take(generation, event):
                        finish = Finish(FinishReason.LENGTH)
                        break
                elif isinstance(event, Finish):
                    finish = event
    except ProviderError as fault:
        return fault_of(generation, fault)
    return _finished(generation, finish)


def _events(generation: Generation) -> AsyncGenerator[Event, None]:
    if generation.kept_reply is not None:
        return replay(generation.kept_reply)
    return stream_reply(generation.model, generation.prompt)


async def _take(generation: Generation, delta: Delta) -> bool:
    """Pass a delta on; say whether the reply may go on."""
    if not delta.text:
        return True
    if generation.first_delta_ms is None:
        generation.first_delta_ms = round((time.monotonic() - generation.started) * 1000)
    text = delta.text
    fits = generation.meter.fits(text, generation.allowance)
    if not fits:
        fits = await _recount(generation, text)
    if not fits:
        text = _longest_prefix(generation, text)
    if text:
        generation.parts.append(text)
        generation.length += len(text)
        generation.meter.add(text)
        broker().publish(generation.claim.reply_id, text)
    return fits


async def _recount(generation: Generation, text: str) -> bool:
    """Ask for an exact count where the estimate says that the budget is passed.

    The estimate is high on purpose. Its error on this very reply raises the allowance, so that
    few counts are asked for, and a reply is cut only by the best count there is.
    """
    count = await counter().count(generation.model, Text(generation.text + text))
    limit = generation.prompt.parameters.max_output_tokens
    if count.method is CountMethod.ESTIMATE or count.tokens > limit:
        return False
    generation.allowance = generation.meter.tokens_with(text) * max(limit / count.tokens, 1.02)
    return True


def _longest_prefix(generation: Generation, text: str) -> str:
    """Return as much of a delta as the allowance still pays."""

    def is_too_long(length: int) -> bool:
        return not generation.meter.fits(text[:length], generation.allowance)

    return text[: max(bisect.bisect_left(range(len(text) + 1), True, key=is_too_long) - 1, 0)]


def _finished(generation: Generation, finish: Finish) -> Outcome:
    reason = finish.reason
    if reason is FinishReason.LENGTH and generation.clamped_by_budget:
        reason = FinishReason.BUDGET
    if reason is FinishReason.SAFETY:
        return fault_of(generation, ContentBlocked(), finish)
    if reason in {FinishReason.ERROR, FinishReason.TOOL_CALLS}:
        # No tool was offered: a call of one is no answer.
        finish = replace(finish, reason=FinishReason.ERROR)
        return fault_of(generation, ProviderError("The model's provider cut the reply off"), finish)
    if not generation.parts:
        words = _NO_ANSWER if reason is FinishReason.STOP else _NO_ANSWER_IN_TIME
        return fault_of(generation, ProviderError(words), replace(finish, reason=reason))
    return Outcome(MessageStatus.COMPLETE, reason, finish.usage)


def fault_of(generation: Generation, error: ChatAppError, finish: Finish | None = None) -> Outcome:
    """Return how a reply ends for a fault: with the text it has, or failed."""
    return Outcome(
        MessageStatus.PARTIAL if generation.parts else MessageStatus.FAILED,
        finish.reason if finish else FinishReason.ERROR,
        finish and finish.usage,
        error,
    )
