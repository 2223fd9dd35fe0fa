"""The token budget in the sidebar."""

import reflex as rx

from chat_app.errors import ChatAppError, TokenLimitExceeded
from chat_app.models import User, Via
from chat_app.services import turns
from chat_app.services.accounts import Caller
from chat_app.services.admin import users
from chat_app.services.budgets import usage
from chat_app.services.budgets.ledger import Balance
from chat_app.ui.changes import set_changed
from chat_app.ui.components.links import link
from chat_app.ui.levels import level
from chat_app.ui.session import signed_in
from chat_app.ui.words import say

_PERCENT = 100
_PLENTY_TOKENS = 50_000
"""Left of a budget, this pays for some message in any case."""
_SHORTEST = "."


class BudgetState(rx.State):
    """What is left of the period's budget, in tokens."""

    used_tokens: int = 0
    limit_tokens: int = 0
    share_percent: int = 0
    """Part of the limit that is used or reserved, rounded down, 0 to 100."""
    spent_until: str = ""
    """When the next budget opens, where this one pays for no message any more; else empty."""
    helper: str = ""
    """Name of an administrator who may give more; known where that is needed."""

    @rx.var
    def level(self) -> str:
        """How urgent it is, see `levels.py`."""
        return level(self.share_percent / _PERCENT)

    @rx.event
    async def refresh(self):
        """Read the budget anew; called when a page loads and after each turn."""
        user = await signed_in(self)
        budget = await usage.budget(user)
        is_spent = await _is_spent(user, budget)
        set_changed(
            self,
            used_tokens=budget.total_tokens_used,
            limit_tokens=budget.token_limit,
            share_percent=_PERCENT if is_spent else int(budget.share_used * _PERCENT),
            spent_until=budget.resets_at.isoformat() if is_spent else "",
            helper=await users.whom_to_ask(user) if is_spent else "",
        )


async def _is_spent(user: User, budget: Balance) -> bool:
    """Say whether a budget does not even pay for the shortest message in a new chat."""
    # What running replies hold may come back.
    if budget.remaining_tokens >= _PLENTY_TOKENS or budget.reserved_tokens:
        return False
    try:
        await turns.quote(Caller.of(user, Via.BROWSER), None, _SHORTEST)
    except TokenLimitExceeded:
        return True
    except ChatAppError:
        # No model can be used: another matter, and told where one is chosen.
        return False
    return False


def budget_bar() -> rx.Component:
    """Return the progress bar "Token budget"; it leads to the usage page."""
    return link(
        rx.el.span(
            rx.el.span(say("frame-budget"), aria_hidden="true"),
            rx.el.span(
                say(
                    "frame-budget-of",
                    used=BudgetState.used_tokens,
                    limit=BudgetState.limit_tokens,
                ),
                class_name="numbers",
            ),
            class_name="budget-words",
        ),
        rx.el.span(
            rx.el.span(style={"width": f"{BudgetState.share_percent}%"}),
            role="progressbar",
            aria_label=say("frame-budget"),
            aria_valuenow=BudgetState.share_percent,
            aria_valuemin=0,
            aria_valuemax=100,
            class_name="meter",
            data_level=BudgetState.level,
        ),
        rx.cond(
            BudgetState.level != "",
            rx.el.span(
                say("frame-budget-used", percent=BudgetState.share_percent),
                class_name="budget-warning",
            ),
        ),
        href="/usage",
        class_name="budget",
    )
