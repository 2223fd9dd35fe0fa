"""What the conversation sends to the browser: rows with short keys, described in `thread.js`."""

from collections.abc import Iterable
from typing import Any

from chat_app.llm import catalog
from chat_app.llm.types import FinishReason, Role
from chat_app.models import MessageStatus, User
from chat_app.services.broker import End
from chat_app.services.budgets.receipts import Breakdown
from chat_app.services.chats import MessageView

Row = dict[str, Any]


def message_row(view: MessageView, running: int) -> Row:
    """Describe a message; a running one comes without text, which follows in pieces.

    Args:
        view: The message and its versions.
        running: Number of the running reply, by which its pieces are known.
    """
    message = view.message
    row: Row = {"i": str(message.message_id), "s": message.status.value}
    if len(view.sibling_ids) > 1:
        row["v"] = [str(sibling) for sibling in view.sibling_ids]
    if message.role is Role.USER:
        return row | {"r": "u", "t": message.content}
    row |= {"r": "a", "g": message.model}
    if message.status is MessageStatus.STREAMING:
        return row | {"t": "", "n": running}
    row |= {"t": message.content, "l": message.reaction and message.reaction.value}
    return row | _ending(
        view.tokens_consumed,
        view.breakdown,
        view.finish_reason,
        message.error_message,
        view.turn.history_dropped if view.turn else 0,
    )


def end_row(end: End) -> Row:
    """Describe how a reply ended, never its text: `z` says how long that is, in characters."""
    row: Row = {"k": "end", "a": str(end.message_id), "y": end.status.value, "z": len(end.text)}
    charge = _ending(
        end.tokens_used,
        end.breakdown,
        end.finish_reason,
        end.error_message,
        end.history_dropped,
    )
    return row | {"d": charge}


def model_rows(user: User) -> list[Row]:
    """List the models with why one of them cannot be chosen."""
    return [
        {"i": model.model_id, "n": model.name} | _hindrance(model, user)
        for model in catalog.catalogue().models
    ]


def _hindrance(model: catalog.Model, user: User) -> Row:
    if not catalog.is_allowed(model, user.tier):
        return {"x": f"in the {model.tier} plan"}
    return {} if catalog.is_available(model) else {"x": "not set up"}


def _ending(
    tokens: int,
    breakdown: Breakdown | None,
    reason: FinishReason | None,
    words: str | None,
    history_dropped: int,
) -> Row:
    row: Row = {"k": tokens}
    if breakdown:
        row["b"] = _breakdown(breakdown)
    if reason and reason is not FinishReason.STOP:
        row["f"] = reason.value
    if words:
        row["e"] = words
    if history_dropped:
        row["h"] = history_dropped
    return row


def _breakdown(breakdown: Breakdown) -> list[Any]:
    billed = breakdown.billed
    return [
        breakdown.user_tokens,
        breakdown.ai_tokens,
        breakdown.system_tokens,
        breakdown.overhead_tokens,
        breakdown.total_tokens,
        breakdown.method.value,
        int(breakdown.cache_hit),
        int(breakdown.cached),
        breakdown.cost_micro_usd,
        billed
        and [
            billed.prompt_tokens,
            billed.cached_tokens,
            billed.output_tokens,
            billed.thinking_tokens,
            billed.total_tokens,
        ],
        breakdown.history_tokens,
        breakdown.waived_tokens,
        breakdown.cost_method and breakdown.cost_method.value,
    ]


def oldest_first(views: Iterable[MessageView], running: int = 0) -> list[Row]:
    """Describe a page of messages."""
    return [message_row(view, running) for view in views]
