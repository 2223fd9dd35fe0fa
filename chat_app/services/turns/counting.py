"""Counts the parts of a turn: the prompt while its reply streams, the reply where nobody billed it.

Counting never holds a reply up. The prompt's counts are asked for when the reply is; one still out
when the reply has ended with its bill gets 40 ms more, then the estimate stands in for it. Only a
reply that came without a bill (stopped, cut) is counted after its end, for up to `COUNT_TIMEOUT_S`.
"""

import asyncio
from collections.abc import Sequence

from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.parts import Countable, estimate_parts, instructions_of
from chat_app.llm.tokens import counter
from chat_app.llm.types import (
    CountMethod,
    Prompt,
    PromptMessage,
    Text,
    TokenCount,
    Usage,
)
from chat_app.services.budgets.charges import Basis, to_be_paid
from chat_app.services.budgets.receipts import Charge

_GRACE_S = 0.04
"""How long a reply that has ended waits for counts that were asked for when it began."""
_LOOKS = 8

PromptCounts = tuple[asyncio.Task[TokenCount], asyncio.Task[TokenCount]]
"""Of the message to be answered and of what is told beside the messages, under way."""


def count_prompt(model: Model, prompt: Prompt) -> PromptCounts:
    """Begin to count what the user wrote and the system prompt."""
    return (
        asyncio.create_task(counter().count(model, *prompt.question.parts)),
        asyncio.create_task(counter().count(model, *instructions_of(prompt), system=True)),
    )


async def charge_of(
    model: Model,
    prompt: Prompt,
    output: str,
    usage: Usage | None,
    counts: PromptCounts,
    basis: Basis,
) -> Charge:
    """Return the charge of a reply that has ended.

    Args:
        model: Whose tokens to count.
        prompt: What was sent.
        output: All that the model wrote, as far as it came.
        usage: What the provider reported.
        counts: Those that were begun with the reply.
        basis: By which the exchange is charged.
    """
    asked, told = counts
    if usage and usage.output_tokens is not None:
        user, system = await asyncio.gather(
            _soon(asked, model, *prompt.question.parts),
            _soon(told, model, *instructions_of(prompt)),
        )
        hidden_tokens = usage.thinking_tokens or 0 if basis == "provider" else 0
        reply = TokenCount(usage.output_tokens + hidden_tokens, CountMethod.USAGE)
    else:
        user, system, reply = await asyncio.gather(
            asked, told, counter().count(model, Text(output))
        )
    history = await count_history(model, prompt.history, basis, usage)
    return Charge(
        user, system, reply, usage, history, has_history=bool(prompt.history), basis=basis
    )


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
        return tuple(_estimate(None, earlier) for earlier in history)
    if basis == "provider" and to_be_paid(usage, basis) is None:
        counts = (counter().count(model, *earlier.parts) for earlier in history)
        return tuple(await asyncio.gather(*counts))
    return tuple(
        counter().cached(model, *earlier.parts) or _estimate(model, earlier) for earlier in history
    )


def _estimate(model: Model | None, message: PromptMessage) -> TokenCount:
    return TokenCount(estimate_parts(message.parts, provider_of(model)), CountMethod.ESTIMATE)


async def _soon(count: asyncio.Task[TokenCount], model: Model, *parts: Countable) -> TokenCount:
    """Wait 40 ms for a count at most.

    In several looks: where the process is busy, answers lie unread while the clock runs on, and
    each look lets them be read.
    """
    for _ in range(_LOOKS):
        if count.done():
            break
        await asyncio.wait([count], timeout=_GRACE_S / _LOOKS)
    return count.result() if count.done() else counter().stand_in(model, *parts)
