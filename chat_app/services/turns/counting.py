"""Counts the texts of a turn: the prompt while its reply streams, the reply where nobody billed it.

Counting never holds a reply up. The prompt's counts are asked for when the reply is; one still out
when the reply has ended with its bill gets 40 ms more, then the estimate stands in for it. Only a
reply that came without a bill (stopped, cut) is counted after its end, for up to `COUNT_TIMEOUT_S`.
"""

import asyncio

from chat_app.llm.catalog import Model
from chat_app.llm.tokens import counter, estimate
from chat_app.llm.types import ChatRequest, CountMethod, TokenCount, Usage
from chat_app.services.budgets.charges import charges_as_billed, to_be_paid
from chat_app.services.budgets.receipts import Charge

_GRACE_S = 0.04
"""How long a reply that has ended waits for counts that were asked for when it began."""
_LOOKS = 8

PromptCounts = tuple[asyncio.Task[TokenCount], asyncio.Task[TokenCount]]
"""Of the user message and of the system prompt, under way."""


def count_prompt(model: Model, request: ChatRequest) -> PromptCounts:
    """Begin to count what the user wrote and the system prompt."""
    return (
        asyncio.create_task(counter().count(model, request.message)),
        asyncio.create_task(counter().count(model, request.system_prompt, system=True)),
    )


async def charge_of(
    model: Model, request: ChatRequest, text: str, usage: Usage | None, prompt: PromptCounts
) -> Charge:
    """Return the charge of a reply that has ended.

    Args:
        model: Whose tokens to count.
        request: What was sent.
        text: The reply, as far as it came.
        usage: What the provider reported.
        prompt: The counts that were begun with the reply.
    """
    asked, told = prompt
    if usage and usage.output_tokens is not None:
        user, system = await asyncio.gather(
            _soon(asked, model, request.message), _soon(told, model, request.system_prompt)
        )
        reply = TokenCount(usage.output_tokens, CountMethod.USAGE)
    else:
        user, system, reply = await asyncio.gather(asked, told, counter().count(model, text))
    history = await count_history(model, [each.text for each in request.history], usage)
    return Charge(user, system, reply, usage, history, has_history=bool(request.history))


async def count_history(
    model: Model | None, texts: list[str], usage: Usage | None = None
) -> tuple[TokenCount, ...]:
    """Count earlier messages that were sent along, where nobody reported the prompt.

    As exactly as can be had where they are charged. Else they are for the cost in money alone, and
    nobody is asked.
    """
    if usage and usage.prompt_tokens is not None:
        return ()
    if model is None:
        return tuple(TokenCount(estimate(text), CountMethod.ESTIMATE) for text in texts)
    if charges_as_billed() and to_be_paid(usage) is None:
        return tuple(await asyncio.gather(*(counter().count(model, text) for text in texts)))
    return tuple(
        counter().cached(model, text)
        or TokenCount(estimate(text, model.provider), CountMethod.ESTIMATE)
        for text in texts
    )


async def _soon(count: asyncio.Task[TokenCount], model: Model, text: str) -> TokenCount:
    """Wait 40 ms for a count at most.

    In several looks: where the process is busy, answers lie unread while the clock runs on, and
    each look lets them be read.
    """
    for _ in range(_LOOKS):
        if count.done():
            break
        await asyncio.wait([count], timeout=_GRACE_S / _LOOKS)
    return count.result() if count.done() else counter().stand_in(model, text)
