"""Runs a turn to its end: streams, settles, and closes its log, whatever it meets.

A turn is a task of its own. Settling stands outside what a stop cancels.
"""

import asyncio

import anyio
import structlog
from tenacity import retry, retry_if_exception_type, wait_random_exponential

from chat_app.errors import FileNotFound, StreamFailed, Unavailable
from chat_app.llm.tokens import counter
from chat_app.llm.types import FinishReason, Text
from chat_app.models import MessageStatus
from chat_app.pacing import own_round
from chat_app.services.broker import End, broker
from chat_app.services.budgets.charges import to_be_paid
from chat_app.services.budgets.receipts import CACHED_CHARGE, Charge
from chat_app.services.turns.attachments import Contents, contents_of, fill, filled
from chat_app.services.turns.counting import charge_of, count_prompt
from chat_app.services.turns.drawing import drawn_tokens, with_pictures
from chat_app.services.turns.generation import CANCELLED, Generation, fault_of, stream
from chat_app.services.turns.reply_cache import kept_form, reply_cache
from chat_app.services.turns.settlement import Outcome, settle
from chat_app.services.turns.whole_prompts import charge_of_whole
from chat_app.spelling import readable

log = structlog.get_logger()

_OWN_ENDS = (FinishReason.STOP, FinishReason.LENGTH, FinishReason.BUDGET)
_OWN_ENDS_OF_DRAWING = (*_OWN_ENDS, FinishReason.SAFETY)
"""A picture that was blocked is billed by vendors, too."""


async def generate(generation: Generation) -> None:
    """Run a turn to its end; every way out settles it once and closes its log once."""
    outcome = CANCELLED
    try:
        with generation.scope:
            outcome = await _ask(generation)
        outcome = generation.stop_outcome or outcome
    except Exception:
        # The edge of the task: a bug of ours ends this reply, in words, and loses nothing.
        log.exception("turn.failed", message_id=str(generation.claim.reply_id))
        outcome = fault_of(generation, StreamFailed())
    finally:
        with anyio.CancelScope(shield=True):
            await _close(generation, outcome)


async def _ask(generation: Generation) -> Outcome:
    """Ask the model, and for the counts of what it is told, and say how its reply ended."""
    prompt = generation.prompt
    if generation.is_cached or not generation.claim.keeps_text:
        return await stream(generation, prompt)
    contents: Contents = {}
    if generation.files:
        try:
            parts = (part for message in prompt.messages for part in message.parts)
            contents = await contents_of(parts, generation.files)
            prompt = filled(prompt, contents)
        except (FileNotFound, Unavailable) as fault:
            return fault_of(generation, fault)
    shown = [fill(each.part, contents) or each.part for each in generation.attached]
    generation.counts = count_prompt(generation.model, prompt, generation.asked, shown)
    return await stream(generation, prompt)


async def _close(generation: Generation, outcome: Outcome) -> None:
    """Settle, and tell the listeners; where that fails, they are sent to what is saved."""
    message_id = generation.claim.reply_id
    end = None
    try:
        # First let the loop close the connection to the vendor: to count can take long.
        await asyncio.sleep(0)
        await own_round()
        end = await _settle(generation, outcome)
        if end:
            await _keep(generation, outcome)
    except Exception:
        # The edge of the task: what is not settled here is the sweeper's once the lease lapses.
        log.exception("turn.closing_failed", message_id=str(message_id))
    finally:
        if end:
            generation.end = end
            await broker().finish(message_id, end)
        else:
            broker().abandon(message_id)


async def _keep(generation: Generation, outcome: Outcome) -> None:
    """Keep a reply that ended by itself, to be given again."""
    is_complete = outcome.status is MessageStatus.COMPLETE
    is_whole = is_complete and outcome.finish_reason is FinishReason.STOP
    if is_whole and generation.cache_key and not generation.is_cached:
        kept = kept_form(generation.text, generation.pictures)
        await reply_cache().put(generation.cache_key, kept)


async def _charge(generation: Generation, outcome: Outcome) -> Charge | None:
    """Return the counts of what was produced; nothing produced costs nothing, unless billed.

    A reply that came to its own end without a word is billed, if only for its thinking. A program
    pays for its prompt, too, where it gave up before the first word: the vendor had it to read.
    """
    if generation.is_cached:
        return CACHED_CHARGE
    usage, prompt, output = outcome.usage, generation.prompt, generation.output
    if not generation.claim.keeps_text:
        is_over = outcome.finish_reason is not FinishReason.ERROR and generation.is_asked
        if not (is_over or generation.has_produced or to_be_paid(usage, "provider")):
            return None
        made = generation.made and generation.made()
        return await charge_of_whole(
            generation.model, prompt, output, usage, generation.price, made
        )
    ends = _OWN_ENDS_OF_DRAWING if generation.model.picture else _OWN_ENDS
    is_billed = to_be_paid(usage, generation.basis) or (usage and outcome.finish_reason in ends)
    counts = generation.counts
    if counts is None or (not generation.has_produced and not is_billed):
        return None
    return await charge_of(
        generation.model,
        prompt,
        output,
        usage,
        counts,
        basis=generation.basis,
        price=generation.price,
        drawn_tokens=drawn_tokens(generation.model, generation.pictures),
    )


async def _settle(generation: Generation, outcome: Outcome) -> End | None:
    """Settle in the fullest way that the database takes.

    An outage is waited for. What is refused would be refused again: then the turn is settled from
    our own counts, in our own words, and, failing even that, free of charge, from what was saved.
    """
    for way in (_as_told, _by_our_own_counts, _as_saved):
        try:
            told = await way(generation, outcome)
            try:
                return await _settle_as(generation, *told)
            except Unavailable:
                return await _until_settled(generation, *told)
        except Exception:
            # The edge of the task: whatever this was, the turn has to end.
            log.exception("turn.settlement_refused", message_id=str(generation.claim.reply_id))
    return None


async def _as_told(generation: Generation, outcome: Outcome) -> "_Settlement":
    return outcome, await _charge(generation, outcome), generation.text


async def _by_our_own_counts(generation: Generation, outcome: Outcome) -> "_Settlement":
    charge = None
    if generation.is_cached:
        charge = CACHED_CHARGE
    elif generation.has_produced:
        price = generation.price
        drawn = drawn_tokens(generation.model, generation.pictures)
        words = counter().stand_in(generation.model, Text(generation.output))
        charge = Charge(
            price.user.counted,
            price.system.counted,
            with_pictures(words, drawn),
            usage=None,
            history=tuple(each.counted for each in price.history),
            attachments=tuple(each.counted for each in price.attachments),
            has_history=bool(generation.prompt.history),
            drawn_tokens=drawn,
            basis=generation.basis,
        )
    error = outcome.error and type(outcome.error)()
    plain = Outcome(outcome.status, outcome.finish_reason, error=error)
    return plain, charge, readable(generation.text)


async def _as_saved(generation: Generation, _outcome: Outcome) -> "_Settlement":
    return fault_of(generation, StreamFailed()), None, None


_Settlement = tuple[Outcome, Charge | None, str | None]
"""How it ended, what it costs, and the text; `None` is what was saved last."""


async def _settle_as(
    generation: Generation, outcome: Outcome, charge: Charge | None, text: str | None
) -> End | None:
    return await settle(
        generation.claim,
        outcome,
        charge,
        model=generation.model,
        text=text,
        thinking=None if text is None else generation.thinking,
        thinking_ms=generation.thinking_ms,
        calls=generation.calls.whole(),
        deltas=len(generation.parts),
        pictures=generation.pictures,
        first_delta_ms=generation.first_delta_ms,
    )


_until_settled = retry(
    retry=retry_if_exception_type(Unavailable),
    wait=wait_random_exponential(multiplier=0.2, max=2),
)(_settle_as)
"""Settles, for as long as it takes the database to come back: no received text is lost.

What counts the tries costs as much as a statement, so that the first is made without.
"""
