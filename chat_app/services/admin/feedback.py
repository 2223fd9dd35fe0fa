"""What people think of replies, for administrators: nothing of what stands in the chats."""

from dataclasses import dataclass

from sqlalchemy import case, func
from sqlmodel import col, select

from chat_app.db import reading
from chat_app.models import Feedback, Message, MessageReaction, Reaction, User
from chat_app.services.cursors import parse_cursor


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """Why somebody did not like a reply."""

    feedback: Feedback
    email: str
    """Of whoever said so."""
    model: str
    """Id of the model that had answered."""


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What people said, newest first."""

    lines: list[FeedbackLine]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ModelReactions:
    """How often people liked and disliked replies of a model, of all time."""

    model: str
    likes: int
    dislikes: int


async def page(limit: int = 50, cursor: str | None = None) -> FeedbackPage:
    """Return what people said about replies they did not like; newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    said = (
        select(Feedback, col(User.email), col(Message.model))
        .join(User, col(User.user_id) == col(Feedback.user_id))
        .join(Message, col(Message.message_id) == col(Feedback.message_id))
        .order_by(col(Feedback.feedback_id).desc())
        .limit(limit + 1)
    )
    if cursor:
        said = said.where(col(Feedback.feedback_id) < parse_cursor(cursor))
    async with reading() as session:
        lines = [FeedbackLine(*row) for row in await session.exec(said)]
    more = len(lines) > limit
    lines = lines[:limit]
    return FeedbackPage(lines, str(lines[-1].feedback.feedback_id) if more else None)


async def by_model() -> list[ModelReactions]:
    """Return how each model fared; the one with most reactions first."""
    likes, dislikes = (
        func.sum(case((col(MessageReaction.reaction) == reaction, 1), else_=0))
        for reaction in Reaction
    )
    counted = (
        select(col(MessageReaction.model), likes, dislikes)
        .group_by(col(MessageReaction.model))
        .order_by(func.count().desc(), col(MessageReaction.model))
    )
    async with reading() as session:
        return [ModelReactions(*row) for row in await session.exec(counted)]
