"""Prices and charges what a program sends: a whole prompt, paid for as the vendor bills it.

The vendor counts it with its bill, so nobody is asked beforehand unless the window may be too small
for it, and afterwards only where no bill came. Then three calls count it, however many messages it
has. A prompt of megabytes is estimated in a thread of its own.
"""

import asyncio
from collections.abc import Sequence

from chat_app.llm.catalogue import Model
from chat_app.llm.parts import Countables, instructions_of, texts_of
from chat_app.llm.tokens import LONG_CHARACTERS, counter
from chat_app.llm.types import CountMethod, Prompt, Text, TokenCount, Usage
from chat_app.services.budgets.charges import (
    FRAME_TOKENS,
    Price,
    Priced,
    at_most,
    estimated_at_most,
    priced,
)
from chat_app.services.budgets.receipts import Charge

_MOST_ABOVE = 1.7
"""How far estimates lie above the real count, at the most (docs/tokens.md)."""


async def price_of_whole(model: Model, prompt: Prompt) -> Price:
    """Price a prompt: from cached counts and estimates, exactly where its window may be too small.

    What cannot fit by any count is not counted: the estimate will do to refuse it.
    """
    groups = _groups(prompt)
    price = _price(prompt, await _estimated(model, groups))
    wanted_tokens = price.tokens + prompt.parameters.max_output_tokens
    if _may_pass(model, price.likely_tokens, wanted_tokens):
        counts = await _counted(model, groups)
        if all(count.method is CountMethod.API for count in counts):
            return _price(prompt, [priced(count) for count in counts])
    return price


async def prices_of_texts(model: Model, texts: Sequence[str]) -> list[Priced]:
    """Price texts one by one, exactly where the model's window may be too small for one."""
    groups = [[Text(text)] for text in texts]
    prices = await _estimated(model, groups)
    for place, price in enumerate(prices):
        if _may_pass(model, price.likely_tokens, price.likely_tokens):
            (count,) = await _counted(model, [groups[place]])
            if count.method is CountMethod.API:
                prices[place] = priced(count)
    return prices


def _may_pass(model: Model, likely_tokens: int, wanted_tokens: int) -> bool:
    """Say whether an exact count may let something pass that the estimate does not."""
    return wanted_tokens > model.context_window_tokens >= likely_tokens / _MOST_ABOVE


async def charge_of_whole(
    model: Model,
    prompt: Prompt,
    output: str,
    usage: Usage | None,
    price: Price,
    made: TokenCount | None = None,
) -> Charge:
    """Return the charge of an exchange that has ended.

    Args:
        model: Whose tokens to count.
        prompt: What was sent.
        output: All that the model wrote, as far as it came.
        usage: What the provider reported; what it left out is counted.
        price: Of the prompt.
        made: What stands in for a count of the output, where that is no text.
    """
    told = usage or Usage()
    if told.output_tokens is not None:
        made_tokens = told.output_tokens + (told.thinking_tokens or 0)
        made = TokenCount(made_tokens, CountMethod.USAGE)
    if told.prompt_tokens is None and told.total_tokens is None:
        groups = _groups(prompt) if made else [*_groups(prompt), [Text(output)]]
        user, system, history, *written = await _counted(model, groups)
    else:
        user, system, history = (each.counted for each in _three(price))
        written = [] if made else await _counted(model, [[Text(output)]])
    return Charge(
        user,
        system,
        made or written[0],
        usage,
        (history,),
        has_history=bool(prompt.history),
        basis="provider",
    )


def _groups(prompt: Prompt) -> list[Countables]:
    """Return the message to be answered, what is told beside the messages, and those before it."""
    earlier = [part for message in prompt.history for part in message.parts]
    return [prompt.question.parts, instructions_of(prompt), earlier]


def _price(prompt: Prompt, groups: Sequence[Priced]) -> Price:
    user, system, history = groups
    frames_tokens = FRAME_TOKENS * len(prompt.messages)
    return Price(user, system, (history,), frames_tokens=frames_tokens)


def _three(price: Price) -> tuple[Priced, Priced, Priced]:
    (history,) = price.history
    return price.user, price.system, history


async def _estimated(model: Model, groups: Sequence[Countables]) -> list[Priced]:
    characters = sum(len(text) for parts in groups for text in texts_of(parts))
    if characters <= LONG_CHARACTERS:
        return [at_most(model, *parts) for parts in groups]
    # The cache belongs to the thread of the loop.
    return await asyncio.to_thread(lambda: [estimated_at_most(model, *parts) for parts in groups])


async def _counted(model: Model, groups: Sequence[Countables]) -> list[TokenCount]:
    return await asyncio.gather(*(counter().count(model, *parts) for parts in groups))
