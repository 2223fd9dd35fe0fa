"""How long a reply will likely be: as long as the last ones were."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from chat_app.llm.catalogue import Model
from chat_app.models import MessageStatus, Turn
from chat_app.prepared import Connection

_REPLIES = 30
_LOOKED_AT = 500
"""Newest turns among which replies are looked for."""
_ENOUGH_REPLIES = 3
"""From how many on they say something."""
_UNKNOWN_REPLY_TOKENS = 400
"""About 300 English words: what a reply is taken to have where none is known."""


class Likelihood(StrEnum):
    """What the likely length of a reply is taken from."""

    MINE_OF_MODEL = "mine_of_model"
    """The last replies that the person had from this model."""
    MINE = "mine"
    """Those from all models."""
    MODEL = "model"
    """The last replies of this model to anybody."""
    GUESS = "guess"
    """There are too few of either."""


class Length(NamedTuple):
    """How long a reply is, in tokens: as it is charged by the formula, and with its thinking."""

    said: int
    made: int
    drawn: int = 0
    """The part of it that is pictures."""


def likely_length(connection: Connection, user_id: UUID, model: Model) -> tuple[Length, Likelihood]:
    """Return the length that a reply of a model to a person will likely have.

    What other models wrote says nothing of one that draws.
    """
    mine = connection.execute(_MINE, {"reader_id": user_id}).all()
    of_model = [row for row in mine if row.model == model.model_id]
    of_all: Sequence[Any] = () if model.picture else mine
    for rows, known_from in ((of_model, Likelihood.MINE_OF_MODEL), (of_all, Likelihood.MINE)):
        if len(rows) >= _ENOUGH_REPLIES:
            return _typical(model, rows), known_from
    all_rows = connection.execute(_EVERYBODYS, {"of_model": model.model_id}).all()
    if len(all_rows) >= _ENOUGH_REPLIES:
        return _typical(model, all_rows), Likelihood.MODEL
    usual = model.picture_tokens or _UNKNOWN_REPLY_TOKENS
    return Length(usual, usual, model.picture_tokens), Likelihood.GUESS


def _typical(model: Model, rows: Sequence[Any]) -> Length:
    """Return the middle one of some lengths: one endless reply does not move it."""
    said = [row.ai_tokens for row in rows]
    made = [
        max(row.ai_tokens, (row.billed_output_tokens or 0) + (row.billed_thinking_tokens or 0))
        for row in rows
    ]
    usual = round(median(made))
    return Length(round(median(said)), usual, min(model.picture_tokens, usual))


def _replies(among: Any, most: int) -> Any:
    """Return the whole replies in chats among some turns; only so many turns are looked at."""
    newest = among.order_by(_turn.started_at.desc()).limit(_LOOKED_AT).subquery().c
    return (
        select(
            newest.model,
            newest.ai_tokens,
            newest.billed_output_tokens,
            newest.billed_thinking_tokens,
        )
        .where(
            newest.message_id.is_not(None),
            newest.outcome == MessageStatus.COMPLETE,
            newest.ai_tokens > 0,
        )
        .order_by(newest.started_at.desc())
        .limit(most)
    )


_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_turns = select(
    _turn.message_id,
    _turn.model,
    _turn.outcome,
    _turn.started_at,
    _turn.ai_tokens,
    _turn.billed_output_tokens,
    _turn.billed_thinking_tokens,
)
_MINE = _replies(_turns.where(_turn.user_id == bindparam("reader_id")), _REPLIES)
_everybodys = _replies(_turns, _LOOKED_AT).subquery()
_EVERYBODYS = (
    select(_everybodys).where(_everybodys.c.model == bindparam("of_model")).limit(_REPLIES)
)
