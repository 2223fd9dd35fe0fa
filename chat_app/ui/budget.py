"""The token budget in the sidebar."""

import reflex as rx

from chat_app.ui.session import signed_in


class BudgetState(rx.State):
    """What is left of the period's budget, in tokens."""

    used_tokens: int = 0
    reserved_tokens: int = 0
    limit_tokens: int = 0

    @rx.event
    async def refresh(self):
        """Read the budget anew; called when a page loads and after each turn."""
        await signed_in(self)


def budget_bar() -> rx.Component:
    """Return the progress bar "Token budget"."""
    return rx.el.div(role="progressbar", aria_label="Token budget")
