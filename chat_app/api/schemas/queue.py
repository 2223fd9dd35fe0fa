"""Bodies about what waits in the line of a shared chat."""

from datetime import datetime
from uuid import UUID

from chat_app.api.schemas.files import FILE, FileOut
from chat_app.api.schemas.messages import WriterOut
from chat_app.api.schemas.shape import CHAT_ID, REPLY_ID, USER_ID, Shape, example
from chat_app.errors import TokenLimitExceeded
from chat_app.models import SendKind

_REFUSED = {"code": TokenLimitExceeded.code, "message": TokenLimitExceeded.message}
_WAITING_ID = "019de2b4-9c46-7f02-8a17-51d9e06b2c05"
_WAITING = {
    "waiting_id": _WAITING_ID,
    "message_id": REPLY_ID,
    "kind": "send",
    "message": "What is an event stream?",
    "sender": {"user_id": USER_ID, "name": "Ada"},
    "position": 0,
    "refused": _REFUSED,
    "created_at": "2026-11-21T09:30:01Z",
}


class RefusedOut(Shape):
    """Why something was not sent when its turn came."""

    model_config = example(**_REFUSED)

    code: str
    """What went wrong, for programs."""
    message: str
    """What went wrong, for people."""


class WaitingOut(Shape):
    """Something that waits until the replies before it have ended."""

    model_config = example(**_WAITING)

    waiting_id: UUID
    """By which it is taken out; these sort by their turns."""
    message_id: UUID
    """The id that its reply will have; attach to it to hear where it is, and then the reply."""
    kind: SendKind
    """What was asked."""
    message: str
    """What a new message says; empty where none is written."""
    sender: WriterOut
    """Who asked, and will pay."""
    position: int
    """1 for the next one; 0 where it was refused."""
    refused: RefusedOut | None
    """Why it was refused when its turn came; its sender alone sees such a one."""
    created_at: datetime
    """When it was asked, UTC."""


class QueueOut(Shape):
    """The line of a chat."""

    model_config = example(queue=[_WAITING])

    queue: list[WaitingOut]
    """In the order of their turns, and among them what of mine was refused."""


class TakenOutOut(Shape):
    """What was taken out of the line of a chat."""

    model_config = example(
        chat_id=CHAT_ID,
        waiting_id=_WAITING_ID,
        message="What is a stream?",
        attachments=[FILE],
    )

    chat_id: UUID
    """The chat."""
    waiting_id: UUID
    """What waits no more."""
    message: str
    """What it said."""
    attachments: list[FileOut]
    """The files of mine that it had, as long as I keep them: what was mine is sent again whole."""
