"""What the conversation sends to the browser, described in `thread.js`."""

from collections.abc import Iterable
from typing import Any

from chat_app.llm import catalogue
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
    row: Row = {"id": str(message.message_id), "status": message.status.value}
    if len(view.sibling_ids) > 1:
        row["siblings"] = [str(sibling) for sibling in view.sibling_ids]
    if message.role is Role.USER:
        return row | {"role": "user", "parts": parts_of(message.content)}
    row |= {"role": "assistant", "model": message.model}
    if message.status is MessageStatus.STREAMING:
        return row | {"parts": [], "number": running}
    row |= {
        "parts": parts_of(message.content),
        "reaction": message.reaction and message.reaction.value,
    }
    return row | _ending(
        view.tokens_consumed,
        view.breakdown,
        view.finish_reason,
        message.error_message,
        view.turn.history_dropped if view.turn else 0,
    )


def parts_of(text: str) -> list[Row]:
    """Describe what a message says, part by part; today all of it is text."""
    return [{"kind": "text", "text": text}] if text else []


def end_row(end: End) -> Row:
    """Describe how a reply ended, never its text: `length` says how long that is, in characters."""
    ending = _ending(
        end.tokens_used,
        end.breakdown,
        end.finish_reason,
        end.error_message,
        end.history_dropped,
    )
    return {
        "kind": "end",
        "reply": str(end.message_id),
        "length": len(end.text),
        "ending": {"status": end.status.value} | ending,
    }


def model_rows(user: User) -> list[Row]:
    """List the models with why one of them cannot be chosen."""
    return [
        {"id": model.model_id, "name": model.name} | _hindrance(model, user)
        for model in catalogue.catalogue().models
    ]


def _hindrance(model: catalogue.Model, user: User) -> Row:
    if not catalogue.is_allowed(model, user.tier):
        return {"hindrance": f"in the {model.tier} plan"}
    return {} if catalogue.is_available(model) else {"hindrance": "not set up"}


def _ending(
    tokens: int,
    breakdown: Breakdown | None,
    reason: FinishReason | None,
    words: str | None,
    history_dropped: int,
) -> Row:
    row: Row = {"tokens": tokens}
    if breakdown:
        row["breakdown"] = _breakdown(breakdown)
    if reason and reason is not FinishReason.STOP:
        row["finish"] = reason.value
    if words:
        row["error"] = words
    if history_dropped:
        row["dropped"] = history_dropped
    return row


def _breakdown(breakdown: Breakdown) -> Row:
    row: Row = {
        "user": breakdown.user_tokens,
        "reply": breakdown.ai_tokens,
        "system": breakdown.system_tokens,
        "overhead": breakdown.overhead_tokens,
        "history": breakdown.history_tokens,
        "waived": breakdown.waived_tokens,
        "total": breakdown.total_tokens,
        "method": breakdown.method.value,
        "countsCached": breakdown.cache_hit,
        "cached": breakdown.cached,
        "microUsd": breakdown.cost_micro_usd,
        "costMethod": breakdown.cost_method and breakdown.cost_method.value,
    }
    if billed := breakdown.billed:
        row["billed"] = {
            "prompt": billed.prompt_tokens,
            "cached": billed.cached_tokens,
            "output": billed.output_tokens,
            "thinking": billed.thinking_tokens,
            "total": billed.total_tokens,
        }
    return row


def oldest_first(views: Iterable[MessageView], running: int = 0) -> list[Row]:
    """Describe a page of messages."""
    return [message_row(view, running) for view in views]
