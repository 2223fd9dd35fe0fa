"""How much room a person's files take, and may take."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.errors import StorageFull
from chat_app.models import File, User

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Storage:
    """Room for the files of a person."""

    used_bytes: int
    """Taken; equal bytes are counted once. What was deleted and stands in a chat is counted."""
    limit_bytes: int

    @property
    def left_bytes(self) -> int:
        """What may still come."""
        return max(self.limit_bytes - self.used_bytes, 0)


async def storage(user: User) -> Storage:
    """Return how much room the files of a person take."""
    async with reading() as session:
        return await storage_of(session, user.user_id)


async def storage_of(session: AsyncSession, user_id: UUID) -> Storage:
    """Return the same as a part of what a session does."""
    each = (
        select(func.max(File.size_bytes).label("size_bytes"))
        .where(File.user_id == user_id)
        .group_by(col(File.sha256))
        .subquery()
    )
    used = await session.exec(select(func.coalesce(func.sum(each.c.size_bytes), 0)))
    return Storage(int(used.one()), get_settings().MAX_STORAGE_MIB_PER_USER * _MIB)


def require_room(stored: Storage, size_bytes: int) -> None:
    """Refuse a file that there is no room for.

    Raises:
        StorageFull: There is none.
    """
    if size_bytes > stored.left_bytes:
        raise StorageFull(
            f"Your files take {stored.used_bytes // _MIB} of {stored.limit_bytes // _MIB} MiB, and"
            " there is no room for this one; delete some first"
        )
