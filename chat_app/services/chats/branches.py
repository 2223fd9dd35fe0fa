"""Walks the tree of a chat's messages: a branch is the path from a leaf to the root."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Integer, bindparam, literal, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.llm.types import Role
from chat_app.models import Attachment, File, Message, Turn
from chat_app.prepared import Connection


def _build_path() -> CTE:
    path = (
        select(
            col(Message.message_id),
            col(Message.parent_id),
            literal(1, Integer).label("depth"),
        )
        .where(Message.message_id == bindparam("leaf_id"))
        .cte("path", recursive=True)
    )
    return path.union_all(
        select(col(Message.message_id), col(Message.parent_id), path.c.depth + 1)
        .join(path, col(Message.message_id) == path.c.parent_id)
        .where(path.c.depth < bindparam("most"))
    )


_PATH = _build_path()
_WHOLE = 1_000_000
"""Steps up a branch that no chat has."""
_IS_ON_PATH = col(Message.message_id) == _PATH.c.message_id
_BRANCH = select(Message).join(_PATH, _IS_ON_PATH).order_by(_PATH.c.depth.desc())
_HAS_FILES = (
    select_columns(col(Attachment.message_id))
    .where(col(Attachment.message_id) == col(Message.message_id))
    .correlate(Message)
    .exists()
)
_SAID = (
    select_columns(
        col(Message.message_id),
        col(Message.role),
        col(Message.content),
        col(Message.model),
        _HAS_FILES.label("has_files"),
    )
    .join(_PATH, _IS_ON_PATH)
    .order_by(_PATH.c.depth.desc())
)
"""Built once: it runs for every message sent."""


async def branch(session: AsyncSession, leaf_id: UUID | None, limit: int) -> list[Message]:
    """Return the newest `limit` messages of the branch that ends in a message, oldest first.

    The database walks up from the leaf and stops after `limit` steps, so the cost does not
    depend on the length of the chat.
    """
    if leaf_id is None or limit < 1:
        return []
    found = await session.exec(_BRANCH, params={"leaf_id": leaf_id, "most": limit})
    return list(found)


async def depth(session: AsyncSession, leaf_id: UUID | None, message_id: UUID) -> int:
    """Return how many messages a branch has from one of them to its end; 0 where it has it not."""
    if leaf_id is None:
        return 0
    params = {"leaf_id": leaf_id, "most": _WHOLE}
    found = await session.exec(
        select(_PATH.c.depth).where(_PATH.c.message_id == message_id), params=params
    )
    return found.first() or 0


def said(connection: Connection, leaf_id: UUID | None, limit: int) -> Sequence[Any]:
    """Return the messages that `branch` returns: id, role, text, model, whether it has files."""
    if leaf_id is None or limit < 1:
        return []
    return connection.execute(_SAID, {"leaf_id": leaf_id, "most": limit}).all()


async def newest(
    session: AsyncSession, chat_id: UUID, limit: int, before: UUID | None = None
) -> list[Message]:
    """Return the newest `limit` messages of a chat, all branches, oldest first."""
    wanted = select(Message).where(Message.chat_id == chat_id)
    if before:
        wanted = wanted.where(Message.message_id < before)
    found = await session.exec(wanted.order_by(col(Message.message_id).desc()).limit(limit))
    return list(found)[::-1]


async def newest_leaf(session: AsyncSession, chat_id: UUID, message_id: UUID) -> UUID:
    """Return the end of the newest branch that goes through a message."""
    below = (
        select(col(Message.message_id))
        .where(Message.message_id == message_id)
        .cte("below", recursive=True)
    )
    below = below.union_all(
        select(col(Message.message_id))
        .join(below, col(Message.parent_id) == below.c.message_id)
        .where(Message.chat_id == chat_id)
    )
    # Ids sort by time and a child is newer than its parent: the newest of all is a leaf.
    found = await session.exec(
        select(below.c.message_id).order_by(below.c.message_id.desc()).limit(1)
    )
    return found.one()


async def is_answered(session: AsyncSession, question: Message) -> bool:
    """Say whether any reply to a user message was begun."""
    found = await session.exec(
        select(Message.message_id).where(
            Message.chat_id == question.chat_id,
            Message.parent_id == question.message_id,
            Message.role == Role.ASSISTANT,
        )
    )
    return found.first() is not None


async def turns_of(
    session: AsyncSession, chat_id: UUID, messages: Iterable[Message]
) -> dict[UUID, Turn]:
    """Return the exchanges that wrote messages of a chat, by the id of the message."""
    ids = [each.message_id for each in messages]
    if not ids:
        return {}
    # By where they begin and end: a whole chat has more ids than a statement takes.
    found = await session.exec(
        select(Turn).where(
            Turn.chat_id == chat_id, col(Turn.message_id).between(min(ids), max(ids))
        )
    )
    return {turn.message_id: turn for turn in found if turn.message_id}


async def rival(session: AsyncSession, reply: Message) -> tuple[Message, Turn] | None:
    """Return the reply that another model was asked for at the same time, and its exchange."""
    turn, lane = col(Turn.message_id), col(Turn.lane)
    own = await session.exec(select(Turn.lane).where(turn == reply.message_id))
    own_lane = own.first()
    if own_lane is None:
        return None
    is_first = own_lane == 0
    # Both were saved at once, the first one first; later ones may be versions of it.
    beside = turn > reply.message_id if is_first else turn < reply.message_id
    found = await session.exec(
        select(Message, Turn)
        .join(Turn, turn == col(Message.message_id))
        .where(
            Message.chat_id == reply.chat_id,
            Message.parent_id == reply.parent_id,
            lane == 1 - own_lane,
            beside,
        )
        .order_by(turn.asc() if is_first else turn.desc())
        .limit(1)
    )
    return found.first()


async def versions(
    session: AsyncSession, chat_id: UUID, parent_ids: set[UUID | None]
) -> dict[UUID | None, list[UUID]]:
    """Return the ids of the messages below each parent, oldest first.

    Args:
        parent_ids: `None` stands for the beginning of the chat.
    """
    found = await session.exec(
        select(Message.parent_id, Message.message_id)
        .where(
            Message.chat_id == chat_id,
            or_(
                col(Message.parent_id).in_([each for each in parent_ids if each]),
                *([col(Message.parent_id).is_(None)] if None in parent_ids else []),
            ),
        )
        .order_by(col(Message.message_id))
    )
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    for parent_id, message_id in found:
        below[parent_id].append(message_id)
    return below


async def file_on(session: AsyncSession, leaf_id: UUID, file_id: UUID) -> File | None:
    """Return a file that messages of a branch hold, commands and their answers aside."""
    found = await session.exec(
        select(File)
        .join(Attachment, col(Attachment.file_id) == col(File.file_id))
        .join(_PATH, col(Attachment.message_id) == _PATH.c.message_id)
        .join(Message, _IS_ON_PATH)
        .where(File.file_id == file_id, Message.model != "")
        .limit(1),
        params={"leaf_id": leaf_id, "most": _WHOLE},
    )
    return found.first()
