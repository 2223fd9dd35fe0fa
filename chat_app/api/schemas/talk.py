"""Bodies for talking in a chat."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.attachments import SAYS_SOMETHING, Attachments
from chat_app.api.schemas.shape import (
    CHAT_ID,
    QUESTION_ID,
    REPLY_ID,
    In,
    MessageText,
    Shape,
    Text,
    example,
)

_OTHER_REPLY_ID = "019de2b4-9c45-71da-b8c7-2e90ab63d105"


class MessageIn(In):
    """A message to be answered."""

    model_config = example(SAYS_SOMETHING, message="What is an event stream?")

    message: MessageText
    """1 to 5000 characters, white space around them aside; beside files it may be empty."""
    model: Text | None = None
    """Model id, see `/api/models`; the chat's own when left out."""
    attachments: Attachments = Field(default_factory=list[UUID])
    """Ids of files of mine, see `/api/files`; ten at most, in the order the model gets them."""


class EditIn(In):
    """The new text of a message."""

    model_config = example(SAYS_SOMETHING, message="What is an event stream, in one sentence?")

    message: MessageText
    """1 to 5000 characters, white space around them aside; beside files it may be empty."""
    attachments: Attachments | None = None
    """The files it has now, as in a new message; left out, those it had."""
    model: Text | None = None
    """Model id of who answers, see `/api/models`; the chat's own when left out."""


class AgainIn(In):
    """Which model is to write; the whole body may be left out."""

    model_config = example(model="simulated")

    model: Text | None = None
    """Model id, see `/api/models`. Left out, it is the chat's own; to go on with a reply, the one
    that wrote it."""


AS_EVER = AgainIn()
"""By the chat's own model."""


class CompareIn(In):
    """A message to be answered by two models at once."""

    model_config = example(
        SAYS_SOMETHING,
        message="What is an event stream?",
        models=["simulated", "gemini-3.5-flash-lite"],
    )

    message: MessageText
    """1 to 5000 characters, white space around them aside; beside files it may be empty."""
    attachments: Attachments = Field(default_factory=list[UUID])
    """Ids of files of mine, see `/api/files`; ten at most, in the order the models get them."""
    models: Annotated[list[Text], Field(min_length=2, max_length=2)]
    """Ids of two models; the reply of the first one is on the current branch."""


class ReplyBegunOut(Shape):
    """A reply that is being written."""

    model_config = example(message_id=REPLY_ID, model="simulated")

    message_id: UUID
    """The reply; attach to it to hear it."""
    model: str
    """Id of the model that writes it."""


class ComparedOut(Shape):
    """Two replies to one message that are being written."""

    model_config = example(
        chat_id=CHAT_ID,
        user_message_id=QUESTION_ID,
        replies=[
            {"message_id": REPLY_ID, "model": "simulated"},
            {"message_id": _OTHER_REPLY_ID, "model": "gemini-3.5-flash-lite"},
        ],
    )

    chat_id: UUID
    """The chat."""
    user_message_id: UUID
    """The message that both answer."""
    replies: list[ReplyBegunOut]
    """Two, in the order of the models."""


class StopIn(In):
    """What to stop; the whole body may be left out."""

    model_config = example(message_id=REPLY_ID)

    message_id: UUID | None = None
    """One of two replies that are being written; left out, all that are."""


class StoppedOut(Shape):
    """Whether there was a reply to stop."""

    model_config = example(stopped=True)

    stopped: bool
    """False where no reply was being written."""
