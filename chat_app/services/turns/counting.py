"""Counts the parts of a turn: the prompt while its reply streams, the reply where nobody billed it.

Counting never holds a reply up. The prompt's counts are asked for when the reply is; one still out
when the reply has ended with its bill gets 40 ms more, then the estimate stands in for it. Only a
reply that came without a bill (stopped, cut) is counted after its end, for up to `COUNT_TIMEOUT_S`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.parts import estimate_parts, instructions_of
from chat_app.llm.tokens import counter
from chat_app.llm.types import (
    CountMethod,
    Part,
    Prompt,
    PromptMessage,
    Text,
    TokenCount,
    Usage,
)
from chat_app.services.budgets.charges import (
    FRAME_TOKENS,
    Basis,
    Price,
    Priced,
    least_exact,
    to_be_paid,
)
from chat_app.services.budgets.receipts import Charge, share_out
from chat_app.services.turns.attachments import unframed
from chat_app.services.turns.drawing import with_pictures

_GRACE_S = 0.04
"""How long a reply that has ended waits for counts that were asked for when it began."""
_LOOKS = 8


@dataclass(frozen=True, slots=True)
class PromptCounts:
    """Counts of what a model is told, under way."""

    user: asyncio.Future[TokenCount]
    """The words of the message to be answered."""
    attachments: tuple[asyncio.Future[TokenCount], ...]
    """Its files, each by itself."""
    system: asyncio.Future[TokenCount]
    """What is told beside the messages."""


def count_prompt(model: Model, prompt: Prompt, asked: str, shown: Sequence[Part]) -> PromptCounts:
    """Begin to count what the user wrote and sent along, and the system prompt.

    Args:
        model: Who is told.
        prompt: What it is told.
        asked: The words of the message to be answered.
        shown: Its files, with their bytes.
    """
    return PromptCounts(
        counter().count(model, Text(asked)),
        tuple(counter().count(model, part) for part in shown),
        counter().count(model, *instructions_of(prompt), system=True),
    )


async def charge_of(
    model: Model,
    prompt: Prompt,
    output: str,
    usage: Usage | None,
    counts: PromptCounts,
    *,
    basis: Basis,
    price: Price,
    drawn_tokens: int = 0,
) -> Charge:
    """Return the charge of a reply that has ended.

    Args:
        model: Whose tokens to count.
        prompt: What was sent.
        output: All that the model wrote, as far as it came.
        usage: What the provider reported.
        counts: Those that were begun with the reply.
        basis: By which the exchange is charged.
        price: Of the prompt; what is known of a part whose count does not come in time.
        drawn_tokens: What its pictures are taken to come to, unless the provider says.
    """
    known = (price.user, *price.attachments, price.system)
    asked = (counts.user, *counts.attachments, counts.system)
    if usage and usage.output_tokens is not None:
        user, *attachments, system = await _soon(asked, known)
        hidden_tokens = usage.thinking_tokens or 0 if basis == "provider" else 0
        reply = TokenCount(usage.output_tokens + hidden_tokens, CountMethod.USAGE)
    else:
        user, *attachments, system, reply = await asyncio.gather(
            *asked, counter().count(model, Text(output))
        )
        reply = with_pictures(reply, drawn_tokens)
    attachments = list(map(unframed, attachments, price.attachments))
    history = await count_history(model, prompt.history, basis, usage)
    if usage and usage.prompt_tokens is not None:
        beside = user, system, *(each.counted for each in price.history)
        frames_tokens = FRAME_TOKENS * len(prompt.messages)
        attachments = _by_report(attachments, price, usage.prompt_tokens, beside, frames_tokens)
    return Charge(
        user,
        system,
        reply,
        usage,
        history,
        tuple(attachments),
        has_history=bool(prompt.history),
        drawn_tokens=drawn_tokens,
        basis=basis,
    )


def _by_report(
    attachments: list[TokenCount],
    price: Price,
    prompt_tokens: int,
    beside: Sequence[TokenCount],
    frames_tokens: int,
) -> list[TokenCount]:
    """Correct files that nobody counted by what the provider says the whole prompt had.

    It can be told where all else was counted, and is not where it is what the provider publishes,
    give or take what stands around messages. No file comes to more than was quoted.

    Args:
        attachments: As far as they were counted.
        price: Of the prompt, the files among it.
        prompt_tokens: What the provider says.
        beside: The counts of all else.
        frames_tokens: What stands around messages, at the most.
    """
    guessed = [each for each in attachments if each.method is CountMethod.ESTIMATE]
    if not guessed or any(each.method is CountMethod.ESTIMATE for each in beside):
        return attachments
    counted = [each for each in attachments if each.method is not CountMethod.ESTIMATE]
    told_tokens = prompt_tokens - sum(each.tokens for each in (*beside, *counted))
    by_rule_tokens = sum(each.tokens for each in guessed)
    if 0 <= told_tokens - by_rule_tokens <= frames_tokens:
        return attachments
    shares = iter(share_out(max(told_tokens, 0), [each.tokens for each in guessed]))
    return [
        TokenCount(min(next(shares), most.tokens), CountMethod.USAGE)
        if each.method is CountMethod.ESTIMATE
        else each
        for each, most in zip(attachments, price.attachments, strict=True)
    ]


async def count_history(
    model: Model | None,
    history: Sequence[PromptMessage],
    basis: Basis,
    usage: Usage | None = None,
) -> tuple[TokenCount, ...]:
    """Count earlier messages that were sent along, where nobody reported the prompt.

    As exactly as can be had where they are charged. Else they are for the cost in money alone, and
    nobody is asked.
    """
    if usage and usage.prompt_tokens is not None:
        return ()
    if model is None:
        return tuple(_estimate(None, *earlier.parts) for earlier in history)
    is_paid = basis == "provider" and to_be_paid(usage, basis) is None
    counts = (_count_earlier(model, earlier, is_paid=is_paid) for earlier in history)
    return tuple(await asyncio.gather(*counts))


async def _count_earlier(model: Model, message: PromptMessage, *, is_paid: bool) -> TokenCount:
    """Count a message; its files, whose bytes are not at hand, only by what is known of them."""
    words = [part for part in message.parts if isinstance(part, Text)]
    counts = [
        counter().cached(model, part) or _estimate(model, part)
        for part in message.parts
        if not isinstance(part, Text)
    ]
    if is_paid:
        counts.append(await counter().count(model, *words))
    elif words:
        counts.append(counter().cached(model, *words) or _estimate(model, *words))
    return TokenCount(
        sum(each.tokens for each in counts), least_exact(each.method for each in counts)
    )


def _estimate(model: Model | None, *parts: Part) -> TokenCount:
    return TokenCount(estimate_parts(parts, provider_of(model)), CountMethod.ESTIMATE)


async def _soon(
    counts: Sequence[asyncio.Future[TokenCount]], known: Sequence[Priced]
) -> list[TokenCount]:
    """Wait 40 ms for counts at most; then what was known before stands in for those missing.

    In several looks: where the process is busy, answers lie unread while the clock runs on, and
    each look lets them be read.
    """
    for _ in range(_LOOKS):
        missing = [count for count in counts if not count.done()]
        if not missing:
            break
        await asyncio.wait(missing, timeout=_GRACE_S / _LOOKS)
    return [
        count.result() if count.done() else price.counted
        for count, price in zip(counts, known, strict=True)
    ]
