"""Takes files away: when their owner does, a day after nobody held them, or with their chats.

Bytes go with the last row that names them, while the owner's row is held: nobody can begin to keep
the same bytes meanwhile.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, reading, transaction
from chat_app.errors import FileNotFound, Unavailable
from chat_app.models import Attachment, File, SpokenReply, User, now
from chat_app.services.accounts import Caller
from chat_app.services.files import store

_UNHELD_FOR = timedelta(days=1)
_UNFINISHED_FOR = timedelta(hours=1)
"""No file takes longer to be kept."""
_FILES_AT_ONCE = 50
_IS_HELD = or_(
    *(
        select(held).where(held == File.file_id).exists()
        for held in (col(Attachment.file_id), col(SpokenReply.file_id))
    )
)


async def delete_file(caller: Caller, file_id: UUID) -> None:
    """Take a file out of somebody's list; where a message holds it, it stays for the chat.

    Raises:
        FileNotFound: There is no such file in the list.
        Unavailable: The database is away.
    """
    user_id = caller.user.user_id
    async with transaction() as session:
        gone = await session.exec(
            update(File)
            .where(
                col(File.file_id) == file_id,
                col(File.user_id) == user_id,
                col(File.deleted_at).is_(None),
            )
            .values(deleted_at=now())
        )
        if not gone.rowcount:
            raise FileNotFound
    # It is away; where its bytes cannot go now, the cleaner takes them.
    with suppress(Unavailable):
        await erase(user_id, [file_id])


async def erase(user_id: UUID, file_ids: Iterable[UUID]) -> None:
    """Take files of a person away for good, those that nobody holds.

    Raises:
        Unavailable: The database or the store is away.
    """
    async with transaction() as session:
        await hold_owner(session, user_id)
        # No message takes hold of a file whose row is held; whoever did before is seen below.
        wanted = (
            select(File)
            .where(col(File.file_id).in_(sorted(file_ids)), File.user_id == user_id)
            .order_by(col(File.file_id))
            .with_for_update()
        )
        files = {each.file_id: each for each in await session.exec(wanted)}
        for held in (Attachment.file_id, SpokenReply.file_id):
            for file_id in await session.exec(select(held).where(col(held).in_(list(files)))):
                files.pop(file_id, None)
        await session.exec(delete(File).where(col(File.file_id).in_(list(files))))
        digests = {each.sha256 for each in files.values()}
        others = select(File.sha256).where(File.user_id == user_id, col(File.sha256).in_(digests))
        digests -= set(await session.exec(others))
        keys = [store.key_of(user_id, sha256) for sha256 in sorted(digests)]
        await store.remove(key + what for key in keys for what in (*store.MADE, ""))


async def erase_unheld() -> None:
    """Erase what no message has held for a day, what was deleted, and what was not finished.

    Raises:
        Unavailable: The database or the store is away.
    """
    for is_old in (
        col(File.created_at) < now() - _UNHELD_FOR,
        col(File.deleted_at) < now() - _UNFINISHED_FOR,
    ):
        due = select(File.user_id, File.file_id).where(is_old, ~_IS_HELD)
        some = due
        while True:
            async with reading() as session:
                found = list(
                    await session.exec(some.order_by(col(File.file_id)).limit(_FILES_AT_ONCE))
                )
            if not found:
                break
            await erase_of_all(found)
            # What was held in the meantime is passed over.
            some = due.where(col(File.file_id) > found[-1][1])


async def erase_of_all(files: Sequence[tuple[UUID, UUID]]) -> None:
    """Erase files of several people, those that nobody holds.

    Args:
        files: The owner and the id of each.

    Raises:
        Unavailable: The database or the store is away.
    """
    for user_id in dict.fromkeys(owner for owner, _ in files):
        await erase(user_id, [file_id for owner, file_id in files if owner == user_id])


async def let_go(session: AsyncSession, message_ids: Any) -> list[tuple[UUID, UUID]]:
    """Take files out of messages that are erased; return the owner and the id of each file.

    Those that no other message holds leave the list; whoever calls has them erased after that.

    Args:
        session: In whose transaction they are erased.
        message_ids: Which messages: a query of their ids.
    """
    found: set[tuple[UUID, UUID]] = set()
    for table in (Attachment, SpokenReply):
        there = (
            select(File.user_id, File.file_id)
            .join(table, col(table.file_id) == col(File.file_id))
            .where(col(table.message_id).in_(message_ids))
        )
        found.update(await session.exec(there))
        await session.exec(delete(table).where(col(table.message_id).in_(message_ids)))
    ids = [file_id for _, file_id in found]
    await session.exec(
        update(File)
        .where(col(File.file_id).in_(ids), col(File.deleted_at).is_(None), ~_IS_HELD)
        .values(deleted_at=now())
    )
    return sorted(found)


async def hold_owner(session: AsyncSession, user_id: UUID) -> None:
    """Let nobody else take files of a person in or away until the transaction ends."""
    held = select(User.user_id).where(User.user_id == user_id).with_for_update(**LOCKED)
    (await session.exec(held)).one()
