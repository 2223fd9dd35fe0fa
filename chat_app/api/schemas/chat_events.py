"""What is told of a chat as it happens, and where a reader who was away goes on."""

import re
from dataclasses import dataclass
from typing import Any, Literal, Self
from uuid import UUID

from chat_app.api.schemas.members import MEMBER, WHO, MemberOut, WhoOut
from chat_app.api.schemas.messages import MESSAGE, MessageOut
from chat_app.api.schemas.queue import WaitingOut
from chat_app.api.schemas.shape import (
    QUESTION_ID,
    REPLY_ID,
    USER_ID,
    In,
    Shape,
    example,
)

PATTERN = r"^([0-9]{1,19}(\.[0-9])?)?$"
"""What comes back as `Last-Event-ID`; the standard's "no event so far" is the empty string."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has heard what is told of a chat."""

    number: int
    """Of the last event."""
    parts: int | None = None
    """How much of it, where it is told in several; all where nothing is said."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id of an event.

        Raises:
            ValueError: No stream of ours gives such an id.
        """
        if not re.fullmatch(PATTERN, text, re.ASCII) or not text:
            raise ValueError("is no id of an event of ours")
        number, _, parts = text.partition(".")
        return cls(int(number), int(parts) if parts else None)

    def __str__(self) -> str:
        """Return it as it stands on the wire."""
        return str(self.number) if self.parts is None else f"{self.number}.{self.parts}"


class TypingIn(In):
    """That the caller is writing, or no longer; the whole body may be left out."""

    model_config = example(typing=True)

    typing: bool = True
    """False when they stopped; it ends by itself after 5 seconds."""


class PresenceEvent(Shape):
    """Who has the chat open now; the first event of a stream, and then whenever that changes."""

    model_config = example(type="presence", people=[WHO])

    type: Literal["presence"] = "presence"
    """Always `presence`."""
    people: list[WhoOut]
    """All of them, the caller as well."""


class TypingEvent(Shape):
    """Who is writing now, whenever that changes."""

    model_config = example(type="typing", people=[WHO])

    type: Literal["typing"] = "typing"
    """Always `typing`."""
    people: list[WhoOut]
    """All of them, in the order they began; nobody where the list is empty."""


class MessageEvent(Shape):
    """A message that is new, or different: written, answered, reacted to."""

    model_config = example(type="message", message=MESSAGE)

    type: Literal["message"] = "message"
    """Always `message`."""
    message: MessageOut
    """As it is now; one of the same id takes the place of what was told before."""


class TurnEvent(Shape):
    """A reply began or ended; attach to it for its text as it comes."""

    model_config = example(type="turn", state="began", message_id=REPLY_ID, question_id=QUESTION_ID)

    type: Literal["turn"] = "turn"
    """Always `turn`."""
    state: Literal["began", "ended"]
    """Which of the two."""
    message_id: UUID
    """The reply."""
    question_id: UUID | None
    """The message that it answers; null at its end."""


class QueueEvent(Shape):
    """What waits in line changed."""

    model_config = example(type="queue", queue=[])

    type: Literal["queue"] = "queue"
    """Always `queue`."""
    queue: list[WaitingOut]
    """All of it, as `GET /api/chat/{chat_id}/queue` tells it."""


class TitleEvent(Shape):
    """The chat's title, model or settings changed, or it was archived or taken back."""

    model_config = example(
        type="title", title="What is a token?", model="simulated", archived=False
    )

    type: Literal["title"] = "title"
    """Always `title`."""
    title: str
    """What it is called now."""
    model: str
    """Model id."""
    archived: bool
    """Whether it can only be read."""


class MembersEvent(Shape):
    """Who is in the chat, or what they may do, changed."""

    model_config = example(type="members", members=[MEMBER])

    type: Literal["members"] = "members"
    """Always `members`."""
    members: list[MemberOut]
    """All of them, the owner first."""


class DeletedEvent(Shape):
    """The chat was deleted; nothing follows."""

    model_config = example(type="deleted")

    type: Literal["deleted"] = "deleted"
    """Always `deleted`."""


class AnewEvent(Shape):
    """Something was missed that is not known any more: read the chat and its messages anew."""

    model_config = example(type="anew")

    type: Literal["anew"] = "anew"
    """Always `anew`."""


class LostEvent(Shape):
    """The caller may not hear the rest, and why; nothing follows."""

    model_config = example(
        type="error",
        code="CHAT_NOT_FOUND",
        message="This chat does not exist or was deleted, or you are no longer in it",
    )

    type: Literal["error"] = "error"
    """Always `error`."""
    code: str
    """Why, for programs."""
    message: str
    """Why, for people."""


CHAT_EVENTS: tuple[type[Shape], ...] = (
    PresenceEvent,
    TypingEvent,
    MessageEvent,
    TurnEvent,
    QueueEvent,
    TitleEvent,
    MembersEvent,
    DeletedEvent,
    AnewEvent,
    LostEvent,
)
"""What stands in the data of an event."""


def chat_stream_responses() -> dict[int | str, dict[str, Any]]:
    """Describe the stream for OpenAPI."""
    return {
        200: {
            "description": "What happens in the chat, as it happens, for as long as the caller may"
            " read it.",
            "headers": {
                "X-Chat-Id": {
                    "description": "The chat.",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                }
            },
            "content": {
                "text/event-stream": {
                    # See `streams.stream_responses`.
                    "schema": {"type": "string"},
                    "x-itemSchema": {
                        "type": "object",
                        "required": ["data"],
                        "properties": {
                            "id": {
                                "type": "string",
                                "pattern": PATTERN,
                                "description": "Where to go on after a cut.",
                            },
                            "retry": {
                                "type": "integer",
                                "description": "Connect again so many milliseconds after a cut.",
                            },
                            "data": {
                                "type": "string",
                                "contentMediaType": "application/json",
                                "contentSchema": {
                                    "anyOf": [
                                        {"$ref": f"#/components/schemas/{shape.__name__}"}
                                        for shape in CHAT_EVENTS
                                    ]
                                },
                            },
                        },
                    },
                    "example": _EXAMPLE,
                }
            },
        }
    }


_EXAMPLE = (
    "retry: 3000\nid: 1865934281015296\n"
    f'data: {{"type":"presence","people":[{{"user_id":"{USER_ID}","name":"Ada"}}]}}\n\n'
    f'id: 1865934281015301.0\ndata: {{"type":"turn","state":"began","message_id":"{REPLY_ID}",'
    f'"question_id":"{QUESTION_ID}"}}\n\n'
)
