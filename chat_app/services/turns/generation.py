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
from chat_app.llm.types import (
    CountMethod,
    Delta,
    Event,
    Finish,
    FinishReason,
    PictureDelta,
    Prompt,
    Text,
    ThinkingDelta,
    ToolCallDelta,
)
from chat_app.models import File, MessageStatus
from chat_app.services.broker import End, Picture, broker
from chat_app.services.budgets.charges import Basis, Price
from chat_app.services.turns.attachments import Attached
from chat_app.services.turns.calls import Calls, words_of
from chat_app.services.turns.counting import PromptCounts
from chat_app.services.turns.drafts import Afterwards, Ask, Made
from chat_app.services.turns.drawing import keep_picture
from chat_app.services.turns.reply_cache import replay
from chat_app.services.turns.settlement import Claim, Outcome

log = structlog.get_logger()


@dataclass(slots=True)
class Generation:
    """The state of one running turn."""

    claim: Claim
    model: Model
    prompt: Prompt
    price: Price
    """Of the prompt."""
    basis: Basis
    """By which it is charged."""
    clamped_by_budget: bool
    """Whether the reply may be shorter than the model's because the budget pays no more."""
    asked: str = ""
    """What the message that is answered says, without the words of its files."""
    attached: tuple[Attached, ...] = ()
    """The files of the message that is answered."""
    files: tuple[File, ...] = ()
    """All that are sent; until the model is asked, their digests stand for their bytes."""
    ask: Ask = stream_reply
    """Asks the provider."""
    made: Made | None = None
    """Counts what it makes that is no text, where nobody bills it."""
    afterwards: Afterwards | None = None
    """What is to be done once it has ended."""
    end: End | None = None
    """How it ended, once that is settled by this process."""
    cache_key: str | None = None
    """What a whole reply is kept under; none where an earlier one must not be given again."""
    kept_reply: str | None = None
    """The reply from the cache, which is told instead of asking the provider."""
    counts: PromptCounts | None = None
    """Of the prompt, once they are under way."""
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    stop_outcome: Outcome | None = None
    length: int = 0
    """Characters and pictures so far; characters of calls and of thinking are among them."""
    saved_length: int = 0
    """Characters of the last checkpoint."""
    parts: list[str] = field(default_factory=list[str])
    """Of the text."""
    pictures: list[Picture] = field(default_factory=list[Picture])
    """Those that were drawn, each kept."""
    thoughts: list[str] = field(default_factory=list[str])
    """Parts of what the model thought before it wrote."""
    thinking_ms: int | None = None
    """From the start to the last of them."""
    calls: Calls = field(default_factory=Calls)
    meter: RunningEstimate = field(init=False)
    allowance: float = 0
    """Longest reply in tokens as `meter` counts them."""
    is_asked: bool = False
    """Whether the provider was asked."""
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
        """The text of the reply so far."""
        return "".join(self.parts)

    @property
    def thinking(self) -> str | None:
        """What the model thought so far, where it told anything of it."""
        return "".join(self.thoughts) or None

    @property
    def has_produced(self) -> bool:
        """Whether anything came."""
        return bool(self.parts or self.pictures or self.calls)

    @property
    def output(self) -> str:
        """All words that the model wrote, those of its calls behind its text."""
        return self.text + "".join(map(words_of, self.calls.whole()))

    def stop(self) -> None:
        """Cancel the provider's stream at once; what arrived is kept and charged."""
        self._end(CANCELLED)

    def interrupt(self, error: ChatAppError) -> None:
        """End the reply for a fault of ours; what arrived is kept and charged."""
        self._end(fault_of(self, error))

    def refuse(self, error: ChatAppError) -> None:
        """Stop because whoever asked may ask no more; what arrived is kept and charged."""
        self._end(replace(CANCELLED, error=error))

    def _end(self, outcome: Outcome) -> None:
        self.stop_outcome = self.stop_outcome or outcome
        self.scope.cancel()


_NO_ANSWER = "The model ended without an answer; try again or choose another model"
_NO_ANSWER_IN_TIME = (
    "The model used up the longest reply allowed without an answer; try again or choose another one"
)
CANCELLED = Outcome(MessageStatus.STOPPED, FinishReason.CANCELLED)
"""How a reply ends that somebody stopped."""


async def stream(generation: Generation, prompt: Prompt) -> Outcome:
    """Stream a reply and say how it ended; whatever is no fault of a provider is raised.

    Args:
        generation: The turn.
        prompt: What is sent, with the bytes of its files.
    """
    finish = Finish(FinishReason.ERROR)
    try:
        async with aclosing(_events(generation, prompt)) as events:
            async for event in events:
                if isinstance(event, (Delta, ToolCallDelta)):
                    if not await _take(generation, event):
                        finish = Finish(FinishReason.LENGTH)
                        break
                elif isinstance(event, ThinkingDelta):
                    _think(generation, event)
                elif isinstance(event, PictureDelta):
                    await _show(generation, event)
                else:
                    finish = event
    except ContentBlocked as fault:
        return _finished(generation, Finish(FinishReason.SAFETY), fault)
    except ProviderError as fault:
        return fault_of(generation, fault)
    return _finished(generation, finish)


def _events(generation: Generation, prompt: Prompt) -> AsyncGenerator[Event, None]:
    if generation.kept_reply is not None:
        return replay(generation.kept_reply)
    generation.is_asked = not generation.scope.cancel_called
    return generation.ask(generation.model, prompt)


async def _take(generation: Generation, delta: Delta | ToolCallDelta) -> bool:
    """Pass a delta on; say whether the reply may go on."""
    words = delta.text if isinstance(delta, Delta) else words_of(delta)
    if generation.first_delta_ms is None and words:
        generation.first_delta_ms = round((time.monotonic() - generation.started) * 1000)
    fits = generation.meter.fits(words, generation.allowance)
    if not fits:
        fits = await _recount(generation, words)
    if not fits:
        words = _longest_prefix(generation, words)
    if isinstance(delta, Delta):
        if words:
            generation.parts.append(words)
            _publish(generation, words, words)
    elif words.startswith(delta.name):
        delta = replace(delta, arguments=words.removeprefix(delta.name))
        generation.calls.add(delta)
        _publish(generation, words, delta)
    return fits


def _think(generation: Generation, delta: ThinkingDelta) -> None:
    """Pass on what the model thinks, where text is kept; no budget cuts it, nothing counts it."""
    if not generation.claim.keeps_text or not delta.text:
        return
    generation.thinking_ms = round((time.monotonic() - generation.started) * 1000)
    generation.thoughts.append(delta.text)
    generation.length += len(delta.text)
    broker().think(generation.claim.reply_id, delta.text)


async def _show(generation: Generation, delta: PictureDelta) -> None:
    """Keep a picture and pass it on; it takes its share of the longest reply."""
    if not generation.claim.message_id:
        return
    if generation.first_delta_ms is None:
        generation.first_delta_ms = round((time.monotonic() - generation.started) * 1000)
    owner_id, reply_id = generation.claim.user_id, generation.claim.message_id
    so_far = generation.pictures, generation.text
    # Who stops the reply now keeps what has come.
    with anyio.CancelScope(shield=True):
        picture = await keep_picture(owner_id, reply_id, delta, generation.asked, *so_far)
        generation.pictures.append(picture)
        generation.length += 1
        generation.allowance -= generation.model.picture_tokens
        broker().publish(reply_id, picture)


def _publish(generation: Generation, words: str, said: str | ToolCallDelta) -> None:
    generation.length += len(words)
    generation.meter.add(words)
    broker().publish(generation.claim.reply_id, said)


async def _recount(generation: Generation, text: str) -> bool:
    """Ask for an exact count where the estimate says that the budget is passed.

    The estimate is high on purpose. Its error on this very reply raises the allowance, so that
    few counts are asked for, and a reply is cut only by the best count there is.
    """
    count = await counter().count(generation.model, Text(generation.output + text))
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


def _finished(
    generation: Generation, finish: Finish, blocked: ContentBlocked | None = None
) -> Outcome:
    reason = finish.reason
    if reason is FinishReason.LENGTH and generation.clamped_by_budget:
        reason = FinishReason.BUDGET
    if not generation.claim.keeps_text and reason is not FinishReason.ERROR:
        # A program is told why a reply ended, empty ones included, and makes of it what it will.
        return Outcome(MessageStatus.COMPLETE, reason, finish.usage)
    if reason is FinishReason.SAFETY:
        return fault_of(generation, blocked or ContentBlocked(), finish)
    if reason in {FinishReason.ERROR, FinishReason.TOOL_CALLS}:
        # No tool was offered: a call of one is no answer.
        finish = replace(finish, reason=FinishReason.ERROR)
        return fault_of(generation, ProviderError("The model's provider cut the reply off"), finish)
    if not (generation.parts or generation.pictures):
        words = _NO_ANSWER if reason is FinishReason.STOP else _NO_ANSWER_IN_TIME
        return fault_of(generation, ProviderError(words), replace(finish, reason=reason))
    return Outcome(MessageStatus.COMPLETE, reason, finish.usage)


def fault_of(generation: Generation, error: ChatAppError, finish: Finish | None = None) -> Outcome:
    """Return how a reply ends for a fault: with the text it has, or failed."""
    return Outcome(
        MessageStatus.PARTIAL if generation.has_produced else MessageStatus.FAILED,
        finish.reason if finish else FinishReason.ERROR,
        finish and finish.usage,
        error,
    )
