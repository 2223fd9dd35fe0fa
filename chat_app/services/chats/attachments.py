"""The files of messages, as their reader is shown them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import briefly
from chat_app.llm.catalogue import catalogue
from chat_app.llm.types import Role
from chat_app.models import Attachment, File, Message, Turn
from chat_app.services import files
from chat_app.services.budgets.receipts import share_out
from chat_app.services.files.parts import goes_as_text

_READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a message."""

    file: File
    tokens: int | None
    """What it came to in the exchange that answers the message or, of a picture that was drawn,
    what it cost; `None` until that is settled."""
    as_text: bool
    """Whether the model got its words instead of it."""
    text_offset: int | None
    """Of a picture that was drawn: the characters of the reply's text before it."""


async def attachments_of(
    session: AsyncSession, messages: Sequence[Message], turns: Mapping[UUID, Turn]
) -> dict[UUID, tuple[AttachedFile, ...]]:
    """Return the files of messages, by the id of the message.

    A question may have several replies. What its files came to is told of the last one that is
    among the messages, so that they add up to the receipt that is read below them.

    Args:
        session: Reads.
        messages: Oldest first.
        turns: The exchanges that wrote them.
    """
    ids = [each.message_id for each in messages]
    held: dict[UUID, list[tuple[Attachment, File]]] = {}
    for start in range(0, len(ids), _READ_AT_ONCE):
        some = ids[start : start + _READ_AT_ONCE]
        held |= await briefly(session, files.attached, message_ids=some)
    replies = {each.parent_id: each for each in messages if each.role is Role.ASSISTANT}
    by_id = {each.message_id: each for each in messages}
    return {
        message_id: tuple(_attached(by_id[message_id], some, replies.get(message_id), turns))
        for message_id, some in held.items()
    }


def _attached(
    message: Message,
    held: Sequence[tuple[Attachment, File]],
    reply: Message | None,
    turns: Mapping[UUID, Turn],
) -> Iterator[AttachedFile]:
    tokens = [attachment.tokens for attachment, _ in held]
    turn = turns.get(reply.message_id) if reply else None
    if message.role is Role.USER and turn and turn.attachment_tokens is not None:
        tokens = share_out(turn.attachment_tokens, [each or 0 for each in tokens])
    model = catalogue().get(reply.model if reply else message.model)
    for (attachment, file), came_to in zip(held, tokens, strict=True):
        is_as_text = goes_as_text(model, file)
        yield AttachedFile(file, came_to, is_as_text, attachment.text_offset)
