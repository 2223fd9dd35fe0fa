"""Bodies about what people think of replies."""

from datetime import datetime
from uuid import UUID

from chat_app.api.schemas.shape import USER_ID, Out, Shape, example
from chat_app.models import Complaint

_FEEDBACK = {
    "feedback_id": "019de2b5-0b11-7a90-8c2e-51d07ea3b905",
    "user_id": USER_ID,
    "email": "ada@example.org",
    "model": "simulated",
    "complaints": ["not_true"],
    "words": "The year of the treaty is wrong.",
    "created_at": "2026-11-21T09:31:00Z",
}
_MODEL = {"model": "simulated", "likes": 7, "dislikes": 2}


class FeedbackOut(Out):
    """Why somebody did not like a reply; nothing of what stands in the chat."""

    model_config = example(**_FEEDBACK)

    feedback_id: UUID
    """Sorts by time."""
    user_id: UUID
    """Who said so."""
    email: str
    """Their e-mail address."""
    model: str
    """Id of the model that had answered."""
    complaints: list[Complaint]
    """What was not liked about it."""
    words: str
    """The same in their own words."""
    created_at: datetime
    """When, UTC."""


class ModelReactionsOut(Out):
    """How many replies of a model were liked or not."""

    model_config = example(**_MODEL)

    model: str
    """Id of the model."""
    likes: int
    """Replies that are liked."""
    dislikes: int
    """Replies that are disliked."""


class FeedbackPageOut(Shape):
    """What people think of replies."""

    model_config = example(
        feedback=[_FEEDBACK], by_model=[_MODEL], next_cursor=_FEEDBACK["feedback_id"]
    )

    feedback: list[FeedbackOut]
    """Why replies were disliked, where that was said; newest first."""
    by_model: list[ModelReactionsOut]
    """Of all chats and of all time; the same on each page."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
