"""The receipt of an exchange, as its turn's row keeps it."""

from dataclasses import fields
from typing import Any

from chat_app.columns import columns_of
from chat_app.llm.catalogue import Model
from chat_app.llm.types import Usage
from chat_app.services.budgets.receipts import Charge, Parts, cost_of


def receipt_columns(
    model: Model | None, charge: Charge | None, charged_tokens: int, usage: Usage | None
) -> dict[str, Any]:
    """Return the columns that say what an exchange came to.

    Args:
        model: Whose prices make the cost; `None` where the catalogue has it no more.
        charge: The counts; `None` where nothing was produced.
        charged_tokens: What its budgets pay.
        usage: What the provider told.
    """
    billed = columns_of(usage) if usage else {}
    return (
        _count_columns(charge, charged_tokens)
        | {f"billed_{name}": figure for name, figure in billed.items()}
        | _cost_columns(model, charge, usage)
    )


def _count_columns(charge: Charge | None, charged_tokens: int) -> dict[str, Any]:
    if charge is None:
        # What was saved of a text that is kept nowhere stands in for counts until now.
        return {each.name: None for each in fields(Parts)}
    return columns_of(charge.parts) | {
        "waived_tokens": charge.parts.tokens - charged_tokens,
        "count_method": charge.method,
        "cache_hit": all(
            each.cache_hit for each in (charge.user, *charge.attachments, charge.system)
        ),
    }


def _cost_columns(
    model: Model | None, charge: Charge | None, usage: Usage | None
) -> dict[str, Any]:
    cost = cost_of(model, charge, usage)
    if cost is None:
        return {}
    columns: dict[str, Any] = {"cost_micro_usd": cost[0], "cost_method": cost[1]}
    if model is None:
        return columns
    return columns | {
        "price_input": model.prices.input_micro_usd,
        "price_cached_input": model.prices.cached_input_micro_usd,
        "price_output": model.prices.output_micro_usd,
        "price_audio": model.prices.audio_input_micro_usd,
        "price_picture": model.prices.picture_output_micro_usd,
    }
