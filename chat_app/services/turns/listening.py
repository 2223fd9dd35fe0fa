"""Hears a reply: what was said, what is being said, and how it ended."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

import anyio
from sqlmodel import col, select

from chat_app.db import reading
from chat_app.errors import Unavailable
from chat_app.llm.types import FinishReason
from chat_app.models import Message, Turn
from chat_app.services.broker import End, Heard, Piece, broker
from chat_app.services.turns.settlement import end_of

_POLL_S = 0.5


async def attach(reply_id: UUID, after: int = 0) -> AsyncGenerator[Heard, None]:
    """Yield a reply from an offset on: what was said, what is being said, one `End`.

    The caller has checked that the reader may read it. Where its text is kept nowhere, only the
    process that asked hears it; all others, and who loses hold of it, hear of its end alone.

    Args:
        reply_id: The reply or, where it is kept nowhere, the exchange.
        after: How many characters are there already; see `CallPiece.offset`.
    """
    while True:
        if events := await broker().listen(reply_id, after):
            async with aclosing(events):
                async for event in events:
                    yield event
                    if isinstance(event, End):
                        return
                    after = event.end
        try:
            message, turn = await _saved(reply_id)
        except Unavailable:
            await anyio.sleep(_POLL_S)
            continue
        text = message.content if message else ""
        if len(text) > after:
            yield Piece(after, text[after:])
            after = len(text)
        if message and not turn:
            yield _told(message)
            return
        if turn and turn.settled_at:
            yield end_of(turn, text, message and message.error_message)
            return
        # Its log is out of reach, or its process gone: then the sweeper settles it.
        await anyio.sleep(_POLL_S)


async def _saved(reply_id: UUID) -> tuple[Message, Turn | None] | tuple[None, Turn]:
    """Return a reply as it is saved, where it is, and the turn that writes it, if one does."""
    both = (
        select(Message, Turn)
        .outerjoin(Turn, col(Turn.message_id) == col(Message.message_id))
        .where(Message.message_id == reply_id)
    )
    async with reading() as session:
        found = (await session.exec(both)).first()
        return found or (None, await session.get_one(Turn, reply_id))


def _told(message: Message) -> End:
    """Return the closing event of what the app itself answered."""
    return End(
        chat_id=message.chat_id,
        message_id=message.message_id,
        status=message.status,
        finish_reason=FinishReason.STOP,
        text=message.content,
        tokens_used=0,
        breakdown=None,
    )


async def length_so_far(message_id: UUID) -> int:
    """Return how many characters of a reply there are, as far as this process can tell."""
    if text := await broker().recover(message_id):
        return len(text)
    async with reading() as session:
        return len((await session.get_one(Message, message_id)).content)
