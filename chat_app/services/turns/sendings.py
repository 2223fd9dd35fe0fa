"""What somebody asks of a chat, as it is told before anything is checked or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chat_app.models import SendKind, WaitingSend


@dataclass(frozen=True, slots=True)
class Sending:
    """What is asked; which of the rest is told depends on the kind."""

    kind: SendKind
    text: str = ""
    """What a new message says."""
    models: tuple[str, ...] = ()
    """Ids of the models that are asked; none for the chat's own."""
    attachments: Sequence[UUID] | None = ()
    """Ids of the files of a new message; `None` leaves those of the one that is edited."""
    target_id: UUID | None = None
    """The message that is edited, answered again or gone on with."""

    @property
    def model(self) -> str | None:
        """The model that is asked, where one is named."""
        return self.models[0] if self.models else None

    @classmethod
    def of(cls, waiting: WaitingSend) -> "Sending":
        """Return what waited."""
        held = waiting.attachments
        return cls(
            waiting.kind,
            waiting.content,
            tuple(waiting.models),
            None if held is None else tuple(map(UUID, held)),
            waiting.target_id,
        )


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised to an exchange when it came into the line of its chat."""

    waiting_id: UUID
    question_id: UUID
    reply_ids: tuple[UUID, ...]
    """Of its reply, and of the one beside it."""
    leaf_id: UUID | None
    """End of the branch that it was sent to, as far as that has come."""

    @classmethod
    def of(cls, waiting: WaitingSend) -> "Promised":
        """Return what was promised to what waited."""
        rivals = (waiting.rival_id,) if waiting.rival_id else ()
        return cls(
            waiting.waiting_id,
            waiting.question_id,
            (waiting.reply_id, *rivals),
            waiting.leaf_id,
        )
