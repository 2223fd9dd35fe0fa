"""Runs a turn: streams the reply into the broker, cuts it at the budget, and settles it.

A generation is a task of its own; it knows nothing of who listens. Stopping cancels its `scope`,
which holds the provider's stream and nothing else: counting and settling stand outside it.
"""

import bisect
import math
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import anyio
import structlog
from tenacity import retry, retry_if_exception_type, wait_random_exponential

from chat_app.errors import ChatAppError, ContentBlocked, ProviderError, StreamFailed, Unavailable
from chat_app.llm.catalog import Model
from chat_app.llm.stream import stream_reply
from chat_app.llm.tokens import RunningEstimate, counter
from chat_app.llm.types import ChatRequest, CountMethod, Delta, Finish, FinishReason
from chat_app.models import MessageStatus
from chat_app.services.broker import End, broker
from chat_app.services.charges import CACHED_CHARGE, Charge, to_be_paid
from chat_app.services.counting import PromptCounts, charge_of, count_prompt
from chat_app.services.reply_cache import replay, reply_cache
from chat_app.services.settlement import Claim, Outcome, settle
from chat_app.spelling import readable

log = structlog.get_logger()


@dataclass(slots=True)
class Generation:
    """The state of one running turn."""

    claim: Claim
    model: Model
    request: ChatRequest
    clamped_by_budget: bool
    """Whether the reply may be shorter than the model's because the budget pays no more."""
    cache_key: str | None = None
    """What a whole reply is kept under; none where an earlier one must not be given again."""
    kept_reply: str | None = None
    """The reply from the cache, which is told instead of asking the provider."""
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    stop_outcome: Outcome | None = None
    length: int = 0
    """Characters so far."""
    saved_length: int = 0
    """Characters of the last checkpoint."""
    parts: list[str] = field(default_factory=list)
    meter: RunningEstimate = field(init=False)
    allowance: float = 0
    """Longest reply in tokens as `meter` counts them."""
    started: float = field(default_factory=time.monotonic)
    first_delta_ms: int | None = None

    def __post_init__(self) -> None:
        self.meter = RunningEstimate(self.model.provider)
        # A kept reply costs nothing: no budget cuts it.
        self.allowance = math.inf if self.is_cached else self.request.max_output_tokens

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
        self._end(_CANCELLED)

    def interrupt(self, error: ChatAppError) -> None:
        """End the reply for a fault of ours; what arrived is kept and charged."""
        self._end(_fault(self, error))

    def _end(self, outcome: Outcome) -> None:
        self.stop_outcome = self.stop_outcome or outcome
        self.scope.cancel()


_OWN_ENDS = (FinishReason.STOP, FinishReason.LENGTH, FinishReason.BUDGET)
_NO_ANSWER = "The model ended without an answer; try again or choose another model"
_NO_ANSWER_IN_TIME = (
    "The model used up the longest reply allowed without an answer; try again or choose another one"
)
_CANCELLED = Outcome(MessageStatus.STOPPED, FinishReason.CANCELLED)


async def generate(generation: Generation) -> None:
    """Run a turn to its end; every way out settles it once and closes its log once."""
    outcome = _CANCELLED
    prompt: PromptCounts | None = None
    try:
        with generation.scope:
            if not generation.is_cached:
                prompt = count_prompt(generation.model, generation.request)
            outcome = await _stream(generation)
        outcome = generation.stop_outcome or outcome
    except Exception:
        # The edge of the task: a bug of ours ends this reply, in words, and loses nothing.
        log.exception("turn.failed", message_id=str(generation.claim.message_id))
        outcome = _fault(generation, StreamFailed())
    finally:
        with anyio.CancelScope(shield=True):
            await _close(generation, outcome, prompt)


async def _close(generation: Generation, outcome: Outcome, prompt: PromptCounts | None) -> None:
    """Settle, and tell the listeners; where that fails, they are sent to what is saved."""
    message_id = generation.claim.message_id
    end = None
    try:
        end = await _settle(generation, outcome, prompt)
        if end:
            await _keep(generation, outcome)
    except Exception:
        # The edge of the task: what is not settled here is the sweeper's once the lease lapses.
        log.exception("turn.closing_failed", message_id=str(message_id))
    finally:
        if end:
            await broker().finish(message_id, end)
        else:
            broker().abandon(message_id)


async def _stream(generation: Generation) -> Outcome:
    finish = Finish(FinishReason.ERROR)
    try:
        async with aclosing(_events(generation)) as events:
            async for event in events:
                if isinstance(event, Finish):
                    finish = event
                elif not await _take(generation, event):
                    finish = Finish(FinishReason.LENGTH)
                    break
    except ProviderError as fault:
        return _fault(generation, fault)
    return _finished(generation, finish)


def _events(generation: Generation) -> AsyncGenerator[Delta | Finish, None]:
    if generation.kept_reply is not None:
        return replay(generation.kept_reply)
    return stream_reply(generation.model, generation.request)


async def _keep(generation: Generation, outcome: Outcome) -> None:
    """Keep a reply that ended by itself, to be given again."""
    is_whole = outcome.status is MessageStatus.COMPLETE
    is_whole = is_whole and outcome.finish_reason is FinishReason.STOP and generation.length
    if is_whole and generation.cache_key and not generation.is_cached:
        await reply_cache().put(generation.cache_key, generation.text)


async def _take(generation: Generation, delta: Delta) -> bool:
    """Pass a delta on; say whether the reply may go on."""
    if not delta.text:
        return True
    if generation.first_delta_ms is None:
        generation.first_delta_ms = round((time.monotonic() - generation.started) * 1000)
    text = delta.text
    fits = generation.meter.tokens_with(text) <= generation.allowance
    if not fits:
        fits = await _recount(generation, text)
    if not fits:
        text = _longest_prefix(generation, text)
    if text:
        generation.parts.append(text)
        generation.length += len(text)
        generation.meter.add(text)
        broker().publish(generation.claim.message_id, text)
    return fits


async def _recount(generation: Generation, text: str) -> bool:
    """Ask for an exact count where the estimate says that the budget is passed.

    The estimate is high on purpose. Its error on this very reply raises the allowance, so that
    few counts are asked for, and a reply is cut only by the best count there is.
    """
    count = await counter().count(generation.model, generation.text + text)
    limit = generation.request.max_output_tokens
    if count.method is CountMethod.ESTIMATE or count.tokens > limit:
        return False
    generation.allowance = generation.meter.tokens_with(text) * max(limit / count.tokens, 1.02)
    return True


def _longest_prefix(generation: Generation, text: str) -> str:
    """Return as much of a delta as the allowance still pays."""

    def is_too_long(length: int) -> bool:
        return generation.meter.tokens_with(text[:length]) > generation.allowance

    return text[: max(bisect.bisect_left(range(len(text) + 1), True, key=is_too_long) - 1, 0)]


def _finished(generation: Generation, finish: Finish) -> Outcome:
    reason = finish.reason
    if reason is FinishReason.LENGTH and generation.clamped_by_budget:
        reason = FinishReason.BUDGET
    if reason is FinishReason.SAFETY:
        return _fault(generation, ContentBlocked(), finish)
    if reason is FinishReason.ERROR:
        return _fault(generation, ProviderError("The model's provider cut the reply off"), finish)
    if not generation.parts:
        words = _NO_ANSWER if reason is FinishReason.STOP else _NO_ANSWER_IN_TIME
        return _fault(generation, ProviderError(words), replace(finish, reason=reason))
    return Outcome(MessageStatus.COMPLETE, reason, finish.usage)


def _fault(generation: Generation, error: ChatAppError, finish: Finish | None = None) -> Outcome:
    return Outcome(
        MessageStatus.PARTIAL if generation.parts else MessageStatus.FAILED,
        finish.reason if finish else FinishReason.ERROR,
        finish and finish.usage,
        error,
    )


async def _charge(
    generation: Generation, outcome: Outcome, prompt: PromptCounts | None
) -> Charge | None:
    """Return the counts of what was produced; nothing produced costs nothing, unless billed.

    A reply that came to its own end without a word is billed, if only for its thinking.
    """
    if generation.is_cached:
        return CACHED_CHARGE
    usage = outcome.usage
    is_billed = to_be_paid(usage) or (usage and outcome.finish_reason in _OWN_ENDS)
    if prompt is None or (not generation.parts and not is_billed):
        return None
    return await charge_of(generation.model, generation.request, generation.text, usage, prompt)


async def _settle(
    generation: Generation, outcome: Outcome, prompt: PromptCounts | None
) -> End | None:
    """Settle in the fullest way that the database takes.

    An outage is waited for. What is refused would be refused again: then the turn is settled from
    our own counts, in our own words, and, failing even that, free of charge, from what was saved.
    """
    for way in (_as_told, _by_our_own_counts, _as_saved):
        try:
            return await _until_settled(generation, *await way(generation, outcome, prompt))
        except Exception:
            # The edge of the task: whatever this was, the turn has to end.
            log.exception("turn.settlement_refused", message_id=str(generation.claim.message_id))
    return None


async def _as_told(
    generation: Generation, outcome: Outcome, prompt: PromptCounts | None
) -> "_Settlement":
    return outcome, await _charge(generation, outcome, prompt), generation.text


async def _by_our_own_counts(
    generation: Generation, outcome: Outcome, _prompt: PromptCounts | None
) -> "_Settlement":
    charge = None
    if generation.is_cached:
        charge = CACHED_CHARGE
    elif generation.parts:
        request = generation.request
        texts = (request.message, request.system_prompt, generation.text)
        user, system, reply = (counter().stand_in(generation.model, each) for each in texts)
        charge = Charge(user, system, reply, usage=None)
    error = outcome.error and type(outcome.error)()
    plain = Outcome(outcome.status, outcome.finish_reason, error=error)
    return plain, charge, readable(generation.text)


async def _as_saved(
    generation: Generation, _outcome: Outcome, _prompt: PromptCounts | None
) -> "_Settlement":
    return _fault(generation, StreamFailed()), None, None


_Settlement = tuple[Outcome, Charge | None, str | None]
"""How it ended, what it costs, and the text; `None` is what was saved last."""


@retry(
    retry=retry_if_exception_type(Unavailable),
    wait=wait_random_exponential(multiplier=0.2, max=2),
)
async def _until_settled(
    generation: Generation, outcome: Outcome, charge: Charge | None, text: str | None
) -> End | None:
    """Settle, for as long as it takes the database to come back: no received text is lost."""
    return await settle(
        generation.claim,
        outcome,
        charge,
        model=generation.model,
        text=text,
        deltas=len(generation.parts),
        first_delta_ms=generation.first_delta_ms,
    )
