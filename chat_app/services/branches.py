"""Walks the tree of a chat's messages: a branch is the path from a leaf to the root."""

from uuid import UUID

from sqlalchemy import Integer, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import Message


async def branch(session: AsyncSession, leaf_id: UUID | None, limit: int) -> list[Message]:
    """Return the newest `limit` messages of the branch that ends in a message, oldest first.

    The database walks up from the leaf and stops after `limit` steps, so the cost does not
    depend on the length of the chat.
    """
    if leaf_id is None or limit < 1:
        return []
    path = (
        select(
            col(Message.message_id),
            col(Message.parent_id),
            literal(1, Integer).label("depth"),
        )
        .where(Message.message_id == leaf_id)
        .cte("path", recursive=True)
    )
    path = path.union_all(
        select(col(Message.message_id), col(Message.parent_id), path.c.depth + 1)
        .join(path, col(Message.message_id) == path.c.parent_id)
        .where(path.c.depth < limit)
    )
    found = await session.exec(
        select(Message)
        .join(path, col(Message.message_id) == path.c.message_id)
        .order_by(path.c.depth.desc())
    )
    return list(found)
