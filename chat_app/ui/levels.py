"""How urgent a budget is, as its bar shows it."""

from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE


def level(share: float) -> str:
    """Say how urgent a budget is by its share spent: "", `warning` or, all of it, `danger`."""
    return "danger" if share >= 1 else "warning" if share >= NEAR_LIMIT_SHARE else ""
