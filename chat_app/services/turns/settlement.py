"""Closes a turn: text, charge, ledger and status in one transaction, exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from chat_app.db import after_commit, write_briefly
from chat_app.errors import ChatAppError
from chat_app.llm.catalogue import Model
from chat_app.llm.types import FinishReason, ToolCall, Usage
from chat_app.models import Attachment, Chat, Message, MessageStatus, Turn, now
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.broker import End, Picture
from chat_app.services.budgets import holds
from chat_app.services.budgets.receipts import Charge, breakdown_of, usage_of
from chat_app.services.turns.bell import ring
from chat_app.services.turns.drawing import charge_pictures
from chat_app.services.turns.figures import log_exchange, measure
from chat_app.services.turns.receipt_columns import receipt_columns

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
    thinking: str | None = None,
    thinking_ms: int | None = None,
    calls: tuple[ToolCall, ...] = (),
    deltas: int | None = None,
    pictures: Sequence[Picture] = (),
    first_delta_ms: int | None = None,
) -> End | None:
    """Save the whole text, replace the reservation by the charge and say how it ended.

    What comes after the commit cannot undo it, and so never raises out of here.

    Args:
        text: The whole reply; `None` leaves what was saved last.
        thinking: What the model told of its thinking; likewise.
        thinking_ms: How long it thought.
        calls: The tools it asked for, which are kept nowhere.
        charge: The counts of the exchange; `None` where nothing was produced, which costs nothing.
        model: Whose prices make the cost; `None` where the catalogue has it no more.
        deltas: How many the provider sent; unknown after a crash.
        pictures: Those of the reply, which are kept.

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
    if thinking is not None:
        closing["thinking"] = thinking
    claiming = {
        "claimed_id": claim.turn_id,
        "owner_id": claim.lease_owner,
        "settled_at": settled_at,
        "outcome": outcome.status,
        "finish_reason": outcome.finish_reason,
        "error_code": outcome.error and outcome.error.code,
        "first_delta_ms": first_delta_ms,
        "thinking_ms": thinking_ms,
        "charged_tokens": charged_tokens,
        **receipt_columns(model, charge, charged_tokens, outcome.usage),
    }
    shares = charge.attachment_shares if charge else []

    def close(connection: Connection) -> tuple[Turn | None, str, str]:
        # The row has a turn's attributes, without the cost of an object of the session.
        turn = cast("Turn | None", connection.execute(_CLAIM, claiming).first())
        if turn is None:
            return None, "", ""
        holds.settle(
            connection,
            claim.turn_id,
            reserved_tokens=claim.reserved_tokens,
            cost_tokens=cost_tokens,
        )
        if shares and claim.message_id:
            connection.execute(_SHARE_OUT, _of_question(claim.message_id, shares))
        if claim.message_id:
            charge_pictures(connection, claim.message_id, pictures, charge)
        return turn, *_close_text(connection, claim, charged_tokens, settled_at, closing)

    turn, saved_text, thought = await write_briefly(close)
    if turn is None:
        log.warning("turn.settled_elsewhere", turn_id=str(claim.turn_id))
        return None
    told = end_of(turn, saved_text, error_message, calls, thinking=thought)
    end = replace(told, error=outcome.error, attachments=tuple(shares), pictures=tuple(pictures))
    try:
        measure(turn)
        log_exchange(
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


def _of_question(message_id: UUID, shares: Sequence[int]) -> list[dict[str, Any]]:
    """Return what each file of the message that is answered did cost, as parameters."""
    return [
        {"reply_id": message_id, "of_place": place, "came_to": tokens}
        for place, tokens in enumerate(shares)
    ]


def _close_text(
    connection: Connection,
    claim: Claim,
    charged_tokens: int,
    moment: datetime,
    closing: dict[str, Any],
) -> tuple[str, str]:
    """Save what was said, and what it cost the chat; return text and thinking as they are saved."""
    if claim.chat_id is None:
        return closing.get("content", ""), ""
    totals: dict[str, Any] = {"of_chat_id": claim.chat_id, "charged": charged_tokens}
    if not claim.keeps_text:
        connection.execute(_ADD_COST, totals)
        return closing.get("content", ""), ""
    params = totals | {"moment": moment, "closed_id": claim.message_id} | closing
    if connection.dialect.name == "postgresql":
        chat = closed = connection.execute(_ADD_AND_CLOSE, params).one()
    else:
        chat = connection.execute(_ADD_TO_CHAT, params).one()
        closed = connection.execute(_CLOSE_MESSAGE, params).one()
    ended = {"state": "ended", "reply": str(claim.message_id)}
    live.chat_changed(chat.user_id, claim.chat_id, live.Kind.TURN, **ended)
    if chat.is_shared:
        chat_id = claim.chat_id
        after_commit(lambda: ring(chat_id))
    return closed.content, closed.thinking or ""


def end_of(
    turn: Turn,
    text: str,
    error_message: str | None,
    calls: tuple[ToolCall, ...] = (),
    *,
    thinking: str = "",
) -> End:
    """Return the closing event of a turn that is settled.

    Args:
        turn: The turn.
        text: The whole reply.
        error_message: What the reader is told went wrong, in words.
        calls: The tools it asked for.
        thinking: What the model told of its thinking.
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
        thinking=thinking,
        thinking_ms=turn.thinking_ms,
        calls=calls,
        usage=usage_of(turn),
    )


# The statements of every turn, built once.
_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_chat = SQLModel.metadata.tables[Chat.__tablename__].c
_attachment = SQLModel.metadata.tables[Attachment.__tablename__].c
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
    .returning(_message.content, _message.thinking)
)
_SHARE_OUT = (
    update(_attachment.message_id.table)
    .where(
        _attachment.message_id
        == select(_message.parent_id)
        .where(_message.message_id == bindparam("reply_id"))
        .scalar_subquery(),
        _attachment.place == bindparam("of_place"),
    )
    .values(tokens=bindparam("came_to"))
)
_ADD_COST = (
    update(_chat.chat_id.table)
    .where(_chat.chat_id == bindparam("of_chat_id"))
    .values(tokens_consumed=_chat.tokens_consumed + bindparam("charged"))
)
_ADD_TO_CHAT = _ADD_COST.values(updated_at=bindparam("moment")).returning(
    _chat.chat_id, _chat.user_id, _chat.is_shared
)
"""The reply of a chat takes it to the top of the list; what else is asked for it does not."""
_added = _ADD_TO_CHAT.cte("added")
_ADD_AND_CLOSE = (
    update(_message.message_id.table)
    .where(
        _message.message_id == bindparam("closed_id"),
        # Its chat is locked first: the message is not found without what changed that.
        _message.chat_id == _added.c.chat_id,
    )
    .returning(_message.content, _message.thinking, _added.c.user_id, _added.c.is_shared)
)
"""Both in one round trip, for PostgreSQL."""
