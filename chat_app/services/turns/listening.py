"""Hears a reply: what was said, what is being said, and how it ended."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from uuid import UUID

import anyio
from sqlmodel import col, select

from chat_app.db import briefly, read_briefly, reading
from chat_app.errors import ChatAppError, InternalError, SendTakenBack, Unavailable
from chat_app.llm.types import FinishReason
from chat_app.models import Message, MessageStatus, Turn, WaitingSend
from chat_app.services import live
from chat_app.services.broker import End, Heard, Picture, Piece, Thought, broker
from chat_app.services.turns import line
from chat_app.services.turns.drawing import pictures_of
from chat_app.services.turns.settlement import end_of

_POLL_S = 0.5
_LOOK_S = 2
"""So often one who waits in line looks where, whatever was told meanwhile."""


async def attach(
    reply_id: UUID, after: int = 0, thought_after: int | None = None
) -> AsyncGenerator[Heard, None]:
    """Yield a reply from an offset on: what was said, what is being said, one `End`.

    The caller has checked that the reader may read it. Where its text is kept nowhere, only the
    process that asked hears it; all others, and who loses hold of it, hear of its end alone. One
    that waits in line is heard from when it begins; what is refused there ends at once.

    Args:
        reply_id: The reply or, where it is kept nowhere, the exchange.
        after: How much is there already; see `Piece.offset` and `CallPiece.offset`.
        thought_after: How many characters of thinking are; `None` for who wants to hear none.
    """
    while True:
        if events := await broker().listen(reply_id, after, thought_after):
            said = thought = None
            async with aclosing(events):
                async for event in events:
                    yield event
                    if isinstance(event, End):
                        return
                    if isinstance(event, Thought):
                        thought = event
                    else:
                        said = event
            after = said.end if said else after
            thought_after = thought.end if thought else thought_after
        try:
            message, turn, pictures = await _saved(reply_id)
        except Unavailable:
            await anyio.sleep(_POLL_S)
            continue
        text, thinking = _words(message)
        for event in _rest(text, pictures, after, thinking, thought_after):
            yield event
        after = max(after, len(text) + len(pictures))
        thought_after = (
            thought_after if thought_after is None else max(thought_after, len(thinking))
        )
        if end := await _end_of(reply_id, message, turn, pictures):
            yield end
            return
        if message or turn:
            # Its log is out of reach, or its process gone: then the sweeper settles it.
            await anyio.sleep(_POLL_S)


async def _end_of(
    reply_id: UUID, message: Message | None, turn: Turn | None, pictures: tuple[Picture, ...]
) -> End | None:
    """Return how a reply ended, if it has; one that waits in line is waited for first."""
    if turn is None:
        return _told(message, pictures) if message else await _ended_in_line(reply_id)
    if turn.settled_at is None:
        return None
    text, thinking = _words(message)
    end = end_of(turn, text, message and message.error_message, thinking=thinking)
    return replace(end, pictures=pictures)


def _words(message: Message | None) -> tuple[str, str]:
    return (message.content, message.thinking or "") if message else ("", "")


def _rest(
    text: str,
    pictures: Sequence[Picture],
    after: int,
    thinking: str,
    thought_after: int | None,
) -> Iterator[Thought | Piece | Picture]:
    """Yield what is saved beyond what was heard."""
    if thought_after is not None and len(thinking) > thought_after:
        yield Thought(thought_after, thinking[thought_after:])
    for place, picture in enumerate(pictures):
        if picture.offset > after:
            yield Piece(after, text[after - place : picture.offset - place])
            after = picture.offset
        if picture.offset == after:
            yield picture
            after = picture.end
    # `after` counts the pictures before it, too.
    if len(text) + len(pictures) > after:
        yield Piece(after, text[after - len(pictures) :])


async def _saved(
    reply_id: UUID,
) -> tuple[Message | None, Turn | None, tuple[Picture, ...]]:
    """Return a reply as it is saved, where it is, and the turn that writes it, if one does.

    With it come its pictures. Neither is there while it waits in line.
    """
    both = (
        select(Message, Turn)
        .outerjoin(Turn, col(Turn.message_id) == col(Message.message_id))
        .where(Message.message_id == reply_id)
    )
    async with reading() as session:
        found = (await session.exec(both)).first()
        if found is None:
            return None, await session.get(Turn, reply_id), ()
        return *found, await briefly(session, pictures_of, message_id=reply_id)


async def places_in_line(reply_id: UUID) -> AsyncGenerator[int, None]:
    """Yield how many begin before what waits to write a reply, and itself, whenever that changes.

    It ends when the turn of that has come, and when it will not come any more.
    """
    rings, told, listener = asyncio.Event(), 0, live.listener(lambda _: rings.set())
    try:
        while (waits := await _standing(reply_id)) and waits.position:
            listener.attend({live.of_chat(waits.send.chat_id)})
            if waits.position != told:
                yield (told := waits.position)
            with suppress(TimeoutError):
                await asyncio.wait_for(rings.wait(), _LOOK_S)
            rings.clear()
    finally:
        listener.close()


async def _standing(reply_id: UUID) -> line.Standing | None:
    while True:
        with suppress(Unavailable):
            return await read_briefly(line.standing, reply_id)
        await anyio.sleep(_POLL_S)


async def _ended_in_line(reply_id: UUID) -> End | None:
    """Wait until the turn of a reply comes; return its end where it does not begin at all."""
    async with aclosing(places_in_line(reply_id)) as places:
        async for _ in places:
            pass
    waited = await _standing(reply_id)
    if waited is None:
        message, _, _ = await _saved(reply_id)
        return None if message else _refused(reply_id, None)
    return _refused(reply_id, waited.send) if waited.send.refused_code else None


def _refused(reply_id: UUID, send: WaitingSend | None) -> End:
    """Return the closing event of what was refused in line, or taken out of it."""
    error: ChatAppError = SendTakenBack()
    if send and send.refused_code:
        error = _kind_of(send.refused_code)(send.refused_message)
    return End(
        chat_id=send and send.chat_id,
        message_id=reply_id,
        status=MessageStatus.FAILED,
        finish_reason=FinishReason.ERROR,
        text="",
        tokens_used=0,
        breakdown=None,
        error_code=error.code,
        error_message=error.message,
        error=error,
    )


def _kind_of(code: str) -> type[ChatAppError]:
    kinds = list(ChatAppError.__subclasses__())
    for kind in kinds:
        if getattr(kind, "code", None) == code:
            return kind
        kinds += kind.__subclasses__()
    return InternalError


def _told(message: Message, pictures: tuple[Picture, ...]) -> End:
    """Return the closing event of what the app itself answered."""
    return End(
        chat_id=message.chat_id,
        message_id=message.message_id,
        status=message.status,
        finish_reason=FinishReason.STOP,
        text=message.content,
        tokens_used=0,
        breakdown=None,
        pictures=pictures,
    )


async def length_so_far(message_id: UUID) -> int:
    """Return how much of a reply there is, as far as this process can tell; see `Piece.offset`."""
    text = await broker().recover(message_id)
    async with reading() as session:
        pictures = await briefly(session, pictures_of, message_id=message_id)
        message = await session.get(Message, message_id)
    text = text or (message.content if message else "")
    return len(text) + len(pictures)
