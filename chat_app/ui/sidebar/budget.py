"""The token budget in the sidebar."""

import reflex as rx

from chat_app.services.budgets import usage
from chat_app.ui import figures
from chat_app.ui.changes import set_changed
from chat_app.ui.components.links import link
from chat_app.ui.session import signed_in

_PERCENT = 100


class BudgetState(rx.State):
    """What is left of the period's budget, in tokens."""

    used_tokens: int = 0
    limit_tokens: int = 0
    share_percent: int = 0
    """Part of the limit that is used or reserved, rounded down, 0 to 100."""

    @rx.var
    def level(self) -> str:
        """How urgent it is, see `figures.level`."""
        return figures.level(self.share_percent / _PERCENT)

    @rx.event
    async def refresh(self):
        """Read the budget anew; called when a page loads and after each turn."""
        budget = await usage.budget(await signed_in(self))
        set_changed(
            self,
            used_tokens=budget.total_tokens_used,
            limit_tokens=budget.token_limit,
            share_percent=int(budget.share_used * _PERCENT),
        )


def budget_bar() -> rx.Component:
    """Return the progress bar "Token budget"; it leads to the usage page."""
    return link(
        rx.el.span(
            rx.el.span("Token budget"),
            rx.el.span(
                f"{BudgetState.used_tokens:,} / {BudgetState.limit_tokens:,}", class_name="numbers"
            ),
            class_name="budget-words",
        ),
        rx.el.span(
            rx.el.span(style={"width": f"{BudgetState.share_percent}%"}),
            role="progressbar",
            aria_label="Token budget",
            aria_valuenow=BudgetState.share_percent,
            aria_valuemin=0,
            aria_valuemax=100,
            class_name="meter",
            data_level=BudgetState.level,
        ),
        rx.cond(
            BudgetState.level != "",
            rx.el.span(f"{BudgetState.share_percent}% used", class_name="budget-warning"),
        ),
        href="/usage",
        class_name="budget",
    )
