"""Closes a turn: text, charge, ledger and status in one transaction, exactly once."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Connection, bindparam, update
from sqlmodel import SQLModel

from chat_app import metrics
from chat_app.columns import columns_of
from chat_app.db import write_briefly
from chat_app.errors import ChatAppError
from chat_app.llm.catalogue import Model
from chat_app.llm.types import FinishReason, ToolCall, Usage
from chat_app.models import Chat, Message, MessageStatus, Turn, now
from chat_app.services.broker import End
from chat_app.services.budgets import holds
from chat_app.services.budgets.receipts import Charge, Parts, breakdown_of, cost_of, usage_of

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a process needs to know of a turn to settle it; its lease must be its own."""

    turn_id: UUID
    chat_id: UUID | None
    user_id: UUID
    message_id: UUID | None
    reserved_tokens: int
    lease_owner: UUID
    started_at: datetime

    @property
    def reply_id(self) -> UUID:
        """By which listeners know what it writes: the message or, without one, the turn."""
        return self.message_id or self.turn_id

    @property
    def keeps_text(self) -> bool:
        """Whether its text is kept, in a chat."""
        return self.message_id is not None

    @classmethod
    def of(cls, turn: Turn) -> "Claim":
        """Return the claim of a turn row that this process holds the lease of."""
        return cls(**{each.name: getattr(turn, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a generation ended."""

    status: MessageStatus
    finish_reason: FinishReason
    usage: Usage | None = None
    error: ChatAppError | None = None


async def settle(
    claim: Claim,
    outcome: Outcome,
    charge: Charge | None,
    *,
    model: Model | None,
    text: str | None,
    calls: tuple[ToolCall, ...] = (),
    deltas: int | None = None,
    first_delta_ms: int | None = None,
) -> End | None:
    """Save the whole text, replace the reservation by the charge and say how it ended.

    What comes after the commit cannot undo it, and so never raises out of here.

    Args:
        text: The whole reply; `None` leaves what was saved last.
        calls: The tools it asked for, which are kept nowhere.
        charge: The counts of the exchange; `None` where nothing was produced, which costs nothing.
        model: Whose prices make the cost; `None` where the catalogue has it no more.
        deltas: How many the provider sent; unknown after a crash.

    Returns:
        The event for the listeners, or `None` where another process has settled this turn.
    """
    cost_tokens = charge.parts.tokens if charge else 0
    charged_tokens = holds.charge_within(claim.reserved_tokens, cost_tokens)
    settled_at = now()
    error_message = outcome.error and outcome.error.message
    closing: dict[str, Any] = {"status": outcome.status, "error_message": error_message}
    if text is not None:
        closing["content"] = text
    claiming = {
        "claimed_id": claim.turn_id,
        "owner_id": claim.lease_owner,
        "settled_at": settled_at,
        "outcome": outcome.status,
        "finish_reason": outcome.finish_reason,
        "error_code": outcome.error and outcome.error.code,
        "first_delta_ms": first_delta_ms,
        "charged_tokens": charged_tokens,
        **_count_columns(charge, charged_tokens),
        **_billing_columns(outcome.usage),
        **_cost_columns(model, charge, outcome.usage),
    }

    def close(connection: Connection) -> tuple[Turn | None, str]:
        # The row has a turn's attributes, without the cost of an object of the session.
        turn = cast("Turn | None", connection.execute(_CLAIM, claiming).first())
        if turn is None:
            return None, ""
        holds.settle(
            connection,
            claim.turn_id,
            reserved_tokens=claim.reserved_tokens,
            cost_tokens=cost_tokens,
        )
        if not claim.keeps_text:
            return turn, text or ""
        totals = {"of_chat_id": claim.chat_id, "charged": charged_tokens, "moment": settled_at}
        connection.execute(_ADD_TO_CHAT, totals)
        closed = connection.execute(_CLOSE_MESSAGE, {"closed_id": claim.message_id} | closing)
        return turn, closed.scalar_one()

    turn, saved_text = await write_briefly(close)
    if turn is None:
        log.warning("turn.settled_elsewhere", turn_id=str(claim.turn_id))
        return None
    end = replace(end_of(turn, saved_text, error_message, calls), error=outcome.error)
    try:
        _measure(turn)
        _log_exchange(
            turn,
            end,
            deltas=deltas,
            first_delta_ms=first_delta_ms,
            seconds=round((settled_at - claim.started_at).total_seconds(), 3),
        )
    except Exception:
        # It is settled: what cannot be measured or written down must not make it look otherwise.
        log.exception("turn.not_measured", turn_id=str(claim.turn_id))
    return end


def end_of(
    turn: Turn, text: str, error_message: str | None, calls: tuple[ToolCall, ...] = ()
) -> End:
    """Return the closing event of a turn that is settled.

    Args:
        turn: The turn.
        text: The whole reply.
        error_message: What the reader is told went wrong, in words.
        calls: The tools it asked for.
    """
    return End(
        chat_id=turn.chat_id,
        message_id=turn.message_id,
        status=turn.outcome or MessageStatus.FAILED,
        finish_reason=turn.finish_reason or FinishReason.STOP,
        text=text,
        tokens_used=turn.charged_tokens or 0,
        breakdown=breakdown_of(turn),
        error_code=turn.error_code,
        error_message=error_message,
        history_dropped=turn.history_dropped,
        calls=calls,
        usage=usage_of(turn),
    )


def _count_columns(charge: Charge | None, charged_tokens: int) -> dict[str, Any]:
    if charge is None:
        # What was saved of a text that is kept nowhere stands in for counts until now.
        return {each.name: None for each in fields(Parts)}
    return columns_of(charge.parts) | {
        "waived_tokens": charge.parts.tokens - charged_tokens,
        "count_method": charge.method,
        "cache_hit": charge.user.cache_hit and charge.system.cache_hit,
    }


def _billing_columns(usage: Usage | None) -> dict[str, Any]:
    return {f"billed_{name}": figure for name, figure in columns_of(usage).items()} if usage else {}


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
    }


def _log_exchange(turn: Turn, end: End, **figures: float | None) -> None:
    log.info(
        "exchange.settled",
        turn_id=str(turn.turn_id),
        chat_id=turn.chat_id and str(turn.chat_id),
        user_id=str(turn.user_id),
        message_id=turn.message_id and str(turn.message_id),
        model=turn.model,
        status=turn.outcome,
        finish_reason=turn.finish_reason,
        error_code=turn.error_code,
        charged_tokens=turn.charged_tokens,
        breakdown=end.breakdown and end.breakdown.as_json(),
        method=turn.count_method,
        cache_hit=turn.cache_hit,
        reply_characters=len(end.text),
        **figures,
    )


def _measure(turn: Turn) -> None:
    metrics.TURNS.labels(turn.outcome, turn.model).inc()
    if turn.first_delta_ms is not None:
        metrics.FIRST_DELTA_SECONDS.labels(turn.model).observe(turn.first_delta_ms / 1000)
    if turn.count_method:
        metrics.TOKENS.labels(turn.count_method).inc(turn.charged_tokens or 0)
    if turn.cached:
        metrics.REPLY_CACHE_HITS.inc()


# The statements of every turn, built once.
_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_chat = SQLModel.metadata.tables[Chat.__tablename__].c
_message = SQLModel.metadata.tables[Message.__tablename__].c
# What is set are the columns named in the parameters; so it is of a message.
_CLAIM = (
    update(_turn.turn_id.table)
    .where(
        _turn.turn_id == bindparam("claimed_id"),
        _turn.settled_at.is_(None),
        _turn.lease_owner == bindparam("owner_id"),
        # Budgets are locked before the turns that hold from them, as at their start.
        holds.lock_held(bindparam("claimed_id")),
    )
    .returning(_turn.turn_id.table)
)
_CLOSE_MESSAGE = (
    update(_message.message_id.table)
    .where(_message.message_id == bindparam("closed_id"))
    .returning(_message.content)
)
_ADD_TO_CHAT = (
    update(_chat.chat_id.table)
    .where(_chat.chat_id == bindparam("of_chat_id"))
    .values(
        tokens_consumed=_chat.tokens_consumed + bindparam("charged"),
        updated_at=bindparam("moment"),
    )
)
