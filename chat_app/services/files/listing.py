"""Whose files there are, and which messages hold them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, insert, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from chat_app.db import reading
from chat_app.errors import FileNotFound, InvalidRequest
from chat_app.models import Attachment, Chat, File, Membership, Message, User
from chat_app.prepared import Connection
from chat_app.services.accounts import Caller
from chat_app.services.cursors import parse_cursor

MAX_ATTACHMENTS = 10
"""Most files of one message."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """Part of the list of somebody's files, newest first."""

    files: list[File]
    next_cursor: str | None
    """Gives the following page; `None` on the last one."""


async def page(user: User, limit: int = 50, cursor: str | None = None) -> FilePage:
    """Return a page of the files that somebody has and did not delete.

    Raises:
        InvalidRequest: The list never gave this cursor.
    """
    wanted = select(File).where(File.user_id == user.user_id, col(File.deleted_at).is_(None))
    if cursor:
        wanted = wanted.where(col(File.file_id) < parse_cursor(cursor))
    async with reading() as session:
        found = list(await session.exec(wanted.order_by(col(File.file_id).desc()).limit(limit + 1)))
    files = found[:limit]
    return FilePage(files, str(files[-1].file_id) if len(found) > limit else None)


async def get(user: User, file_id: UUID) -> File:
    """Return a file that somebody may see: their own, or one of a chat that they read.

    A deleted one they see as long as a message holds it.

    Raises:
        FileNotFound: There is none.
    """
    async with reading() as session:
        file = await session.get(File, file_id)
        if file is None:
            raise FileNotFound
        is_own = file.user_id == user.user_id
        if is_own and not file.deleted_at:
            return file
        held = _HELD if is_own else _READ_ALONG
        params = {"held_id": file_id, "reader_id": user.user_id}
        connection = await session.connection()
        if (await connection.execute(held, params)).first() is None:
            raise FileNotFound
        return file


async def own(user: User, file_ids: Sequence[UUID]) -> list[File]:
    """Return those of some files that are in somebody's list, in the order they are named in."""
    wanted = select(File).where(
        col(File.file_id).in_(file_ids),
        File.user_id == user.user_id,
        col(File.deleted_at).is_(None),
    )
    async with reading() as session:
        found = {each.file_id: each for each in await session.exec(wanted)}
    return [found[file_id] for file_id in file_ids if file_id in found]


async def usable(
    caller: Caller, file_ids: Sequence[UUID], kept: Collection[UUID] = ()
) -> list[File]:
    """Return the files that somebody wants to send with a message, in their order.

    Args:
        caller: Who sends them.
        file_ids: Which.
        kept: Those that the message holds already, which is edited: they may be deleted, or
            somebody else's who wrote it.

    Raises:
        FileNotFound: One is not there, or somebody else's.
        InvalidRequest: There are more than a message may have, or one comes twice.
    """
    if len(file_ids) > MAX_ATTACHMENTS:
        raise InvalidRequest(f"A message may have {MAX_ATTACHMENTS} files at most")
    if len(set(file_ids)) < len(file_ids):
        raise InvalidRequest("A message has each file once")
    if not file_ids:
        return []
    wanted = select(File).where(
        col(File.file_id).in_(file_ids),
        or_(col(File.user_id) == caller.user.user_id, col(File.file_id).in_(kept)),
    )
    async with reading() as session:
        found = {each.file_id: each for each in await session.exec(wanted)}
    if any(
        file_id not in found or (found[file_id].deleted_at and file_id not in kept)
        for file_id in file_ids
    ):
        raise FileNotFound
    return [found[file_id] for file_id in file_ids]


def attach(
    connection: Connection,
    message_id: UUID,
    file_ids: Sequence[UUID],
    *,
    place: int = 0,
    text_offset: int | None = None,
) -> None:
    """Put files into a message, in their order, as a part of what saves it.

    Args:
        connection: Writes.
        message_id: The message.
        file_ids: The files, which its writer may use.
        place: The number of the first of them in the message.
        text_offset: Of a picture that was drawn; see `Attachment`.

    Raises:
        FileNotFound: One was taken away meanwhile.
    """
    if not file_ids:
        return
    # In the order of their ids, as whoever takes some away holds them.
    if len(connection.execute(_STAY, {"sent_ids": list(file_ids)})) < len(file_ids):
        raise FileNotFound
    rows = [
        {
            "message_id": message_id,
            "place": number,
            "file_id": file_id,
            "text_offset": text_offset,
        }
        for number, file_id in enumerate(file_ids, place)
    ]
    connection.execute(_ATTACH, rows)


def attached(
    connection: Connection, message_ids: Collection[UUID]
) -> dict[UUID, list[tuple[Attachment, File]]]:
    """Return the files that messages hold, by message and in their order."""
    found: dict[UUID, list[tuple[Attachment, File]]] = defaultdict(list)
    for row in connection.execute(_ATTACHED, {"held_by": list(message_ids)}):
        attachment = Attachment(**dict(zip(_OF_ATTACHMENT, row, strict=False)))
        file = File(**dict(zip(_OF_FILE, row[len(_OF_ATTACHMENT) :], strict=True)))
        found[attachment.message_id].append((attachment, file))
    return dict(found)


_HELD = (
    select_columns(col(Attachment.file_id))
    .where(col(Attachment.file_id) == bindparam("held_id"))
    .limit(1)
)
_READ_ALONG = (
    _HELD.join(Message, col(Message.message_id) == col(Attachment.message_id))
    .join(Chat, col(Chat.chat_id) == col(Message.chat_id))
    .where(
        col(Chat.is_shared),
        col(Chat.is_active),
        or_(
            col(Chat.user_id) == bindparam("reader_id"),
            select_columns(col(Membership.membership_id))
            .where(
                col(Membership.chat_id) == col(Chat.chat_id),
                col(Membership.user_id) == bindparam("reader_id"),
                col(Membership.left_at).is_(None),
            )
            .exists(),
        ),
    )
)
"""What says that a file stands in a chat that somebody reads."""
_STAY = (
    select_columns(col(File.file_id))
    .where(col(File.file_id).in_(bindparam("sent_ids", expanding=True)))
    .order_by(col(File.file_id))
    .with_for_update(read=True, key_share=True)
)
_ATTACH = insert(Attachment)
_OF_ATTACHMENT, _OF_FILE = tuple(Attachment.model_fields), tuple(File.model_fields)
_ATTACHED = (
    select_columns(
        *(getattr(Attachment, name) for name in _OF_ATTACHMENT),
        *(getattr(File, name) for name in _OF_FILE),
    )
    .join(File, col(File.file_id) == col(Attachment.file_id))
    .where(col(Attachment.message_id).in_(bindparam("held_by", expanding=True)))
    .order_by(col(Attachment.message_id), col(Attachment.place))
)
"""Built once: it may run for every message sent."""
