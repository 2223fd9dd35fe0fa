"""What exchanges that begin together may cost at most, so that all of them fit what is left."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from chat_app.errors import TokenLimitExceeded
from chat_app.services.budgets.charges import MIN_REPLY_TOKENS, Quote
from chat_app.services.budgets.ledger import Left

AMPLE = Left(10**15, "")
"""More than anything costs."""
Quoting = Callable[[Left], Quote]
"""Quotes an exchange from what is left for it; see `charges.make_quote`."""


def quote_together(exchanges: Sequence[Quoting], left: Left) -> list[Quote]:
    """Quote exchanges that all begin or none: each as if alone where the budget pays for all.

    Where it does not, each gets its prompt and the least reply, and the rest is shared out evenly.

    Raises:
        TokenLimitExceeded: Not even that is left.
        InvalidRequest: A message does not fit a model's window.
    """
    wanted = [quoting(AMPLE) for quoting in exchanges]
    least_tokens = [
        each.max_total_tokens - each.max_ai_tokens + min(each.max_ai_tokens, MIN_REPLY_TOKENS)
        for each in wanted
    ]
    rest_tokens = left.remaining_tokens - sum(least_tokens)
    if rest_tokens < 0:
        raise TokenLimitExceeded(
            f"To ask {len(exchanges)} models at once needs {sum(least_tokens):,} tokens at least; "
            f"{left.whose} has {max(left.remaining_tokens, 0):,} left"
        )
    more_tokens = [
        each.max_total_tokens - least for each, least in zip(wanted, least_tokens, strict=True)
    ]
    quotes: dict[int, Quote] = {}
    # Who wants least comes first: what that leaves is for the others.
    for done, place in enumerate(sorted(range(len(wanted)), key=more_tokens.__getitem__)):
        more = min(more_tokens[place], rest_tokens // (len(wanted) - done))
        rest_tokens -= more
        share = replace(left, remaining_tokens=least_tokens[place] + more)
        quotes[place] = exchanges[place](share)
    held_tokens = sum(each.max_total_tokens for each in quotes.values())
    after_tokens = left.remaining_tokens - held_tokens
    return [
        replace(quotes[place], remaining_after_tokens=after_tokens) for place in range(len(wanted))
    ]
