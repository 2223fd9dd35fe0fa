"""Pictures in replies: who draws, where pictures are kept, and how they are told again.

A picture is kept as a file of the person's, and held by the reply, before anybody is told of it.
"""

import mimetypes
import re
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel, col, select
from tenacity import retry, retry_if_exception_type, wait_random_exponential

from chat_app.db import reading, write_briefly
from chat_app.errors import (
    FileNotFound,
    FileTooLarge,
    ProviderError,
    Unavailable,
    UnsupportedFile,
)
from chat_app.llm import catalogue
from chat_app.llm.catalogue import Model
from chat_app.llm.types import CountMethod, PictureDelta, Task, TokenCount
from chat_app.models import Attachment, File, Message, MessageStatus, User
from chat_app.prepared import Connection
from chat_app.services import files
from chat_app.services.broker import Picture
from chat_app.services.budgets.receipts import Charge, share_out
from chat_app.services.chats.access import usable_model

_ASKED = re.compile(r"/image\s+(\S.*)", re.DOTALL | re.IGNORECASE)
_NAME_CHARACTERS = 120


def description_in(text: str) -> str | None:
    """Return what a message asks to be drawn, if it is `/image` and what to draw."""
    asked = _ASKED.fullmatch(text)
    return asked[1].strip() if asked else None


def model_asked(user: User, text: str, model_id: str) -> Model:
    """Return the model that answers a message in a chat: to `/image`, one that draws.

    Args:
        user: Who asks.
        text: The message.
        model_id: Who is to answer any other.

    Raises:
        ChatAppError: See `usable_model`.
    """
    known = catalogue.catalogue().get(model_id)
    if description_in(text) and not (known and known.task is Task.IMAGE):
        model_id = catalogue.image_model(user.tier).model_id
    return usable_model(user, model_id, Task.CHAT, Task.IMAGE)


async def keep_picture(
    user_id: UUID,
    message_id: UUID,
    delta: PictureDelta,
    description: str,
    pictures: Sequence[Picture],
    text: str,
) -> Picture:
    """Keep a picture that has come, as the next thing in a reply, and return it as it is told.

    An outage is waited for: nothing that was received is lost.

    Args:
        user_id: Whose it is.
        message_id: The reply.
        delta: The picture.
        description: What was asked for, which it is called by.
        pictures: Those before it.
        text: The text before it.

    Raises:
        ProviderError: It is no picture.
    """
    name = _name_of(description, delta.media_type)
    try:
        file = await _kept(user_id, name, delta)
    except (FileTooLarge, UnsupportedFile) as fault:
        raise ProviderError("The model sent a picture that cannot be read") from fault
    await _held(file, message_id, len(pictures), text)
    return picture_of(file, len(text) + len(pictures))


def pictures_of(connection: Connection, message_id: UUID) -> tuple[Picture, ...]:
    """Return the pictures of a reply, as they are told."""
    held = files.attached(connection, [message_id]).get(message_id, [])
    return tuple(
        picture_of(file, (attachment.text_offset or 0) + attachment.place)
        for attachment, file in held
        if attachment.text_offset is not None
    )


async def are_kept(file_ids: Collection[UUID]) -> bool:
    """Say whether all of some pictures are still there, whoever's they are."""
    if not file_ids:
        return True
    wanted = select(File.file_id).where(col(File.file_id).in_(file_ids))
    async with reading() as session:
        return len((await session.exec(wanted)).all()) == len(set(file_ids))


async def content_of(file_id: UUID) -> bytes:
    """Return the bytes of a picture that is there, whoever's it is.

    Raises:
        FileNotFound: It is gone.
    """
    async with reading() as session:
        file = await session.get(File, file_id)
    if file is None:
        raise FileNotFound
    return await files.read(file)


def drawn_tokens(model: Model | None, pictures: Sequence[Picture]) -> int:
    """Return what pictures are billed at the most, where nobody told; at least one token each."""
    return len(pictures) * max(model.picture_tokens if model else 0, 1)


def with_pictures(words: TokenCount, drawn_tokens: int) -> TokenCount:
    """Return the count of a reply: of its words, and what its pictures are taken to come to."""
    if not drawn_tokens:
        return words
    return TokenCount(words.tokens + drawn_tokens, CountMethod.ESTIMATE)


def charge_pictures(
    connection: Connection, message_id: UUID, pictures: Sequence[Picture], charge: Charge | None
) -> None:
    """Write down what each picture of a reply did cost, by the provider's figure if it told one."""
    if pictures:
        told_tokens = charge and charge.usage and charge.usage.picture_tokens
        tokens = told_tokens or (charge.drawn_tokens if charge else 0)
        shares = share_out(tokens, [1] * len(pictures))
        params: list[dict[str, Any]] = [
            {"of_message_id": message_id, "of_place": place, "came_to": share}
            for place, share in enumerate(shares)
        ]
        connection.execute(_SET_TOKENS, params)


_patiently = retry(
    retry=retry_if_exception_type(Unavailable),
    wait=wait_random_exponential(multiplier=0.2, max=2),
)


@_patiently
async def _kept(user_id: UUID, name: str, delta: PictureDelta) -> File:
    return await files.keep(user_id, name, delta.content, delta.media_type)


@_patiently
async def _held(file: File, message_id: UUID, place: int, text: str) -> None:
    await write_briefly(_hold, file=file, message_id=message_id, place=place, text=text)


def _hold(connection: Connection, file: File, message_id: UUID, place: int, text: str) -> None:
    """Have a reply hold a picture, with the text before it: a crash leaves no hole between them."""
    files.attach(
        connection,
        message_id,
        [file.file_id],
        place=place,
        text_offset=len(text),
    )
    connection.execute(_SAVE_TEXT, {"written_id": message_id, "written": text})


def picture_of(file: File, offset: int = 0) -> Picture:
    """Return a picture that was drawn as it is told, at its place in the reply."""
    return Picture(
        offset=offset,
        file_id=file.file_id,
        media_type=file.media_type,
        width=file.width or 0,
        height=file.height or 0,
        # It is called by that.
        alt=file.name.rpartition(".")[0],
        size_bytes=file.size_bytes,
    )


def _name_of(description: str, media_type: str) -> str:
    """Return what a picture is called: by what it shows."""
    words = " ".join(re.sub(r"[/\\]", " ", description).split())
    if len(words) > _NAME_CHARACTERS:
        words = words[:_NAME_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return words + (mimetypes.guess_extension(media_type) or ".png")


_message = SQLModel.metadata.tables[Message.__tablename__].c
_SAVE_TEXT = (
    update(_message.message_id.table)
    .where(
        _message.message_id == bindparam("written_id"),
        # What comes late must not undo a settlement.
        _message.status == MessageStatus.STREAMING,
    )
    .values(content=bindparam("written"))
)
_attachment = SQLModel.metadata.tables[Attachment.__tablename__].c
_SET_TOKENS = (
    update(_attachment.message_id.table)
    .where(
        _attachment.message_id == bindparam("of_message_id"),
        _attachment.place == bindparam("of_place"),
    )
    .values(tokens=bindparam("came_to"))
)
