"""How often pages were opened: noted in memory, and written down together every few seconds."""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from sqlmodel import col, update

from chat_app.background import repeating
from chat_app.db import transaction
from chat_app.errors import Unavailable
from chat_app.models import SharedLink

EVERY_SECONDS = 2
_noted: Counter[UUID] = Counter()


def note_view(link_id: UUID) -> None:
    """Count once more that a page was opened."""
    _noted[link_id] += 1


@asynccontextmanager
async def counting() -> AsyncGenerator[None, None]:
    """Write down what is noted for as long as the block runs, and what is left at its end."""
    async with repeating("The views of shared chats", _write_down, EVERY_SECONDS):
        yield
    # Where the database is away as well, nobody misses the last few.
    with suppress(Unavailable):
        await _write_down()


async def _write_down() -> None:
    """Add what was noted to the links that still are.

    Raises:
        Unavailable: The database is away; nothing is forgotten.
    """
    if not _noted:
        return
    noted = dict(_noted)
    _noted.clear()
    try:
        async with transaction() as session:
            # In one order, so that no two workers wait for each other.
            for link_id in sorted(noted):
                more = update(SharedLink).where(col(SharedLink.link_id) == link_id)
                await session.exec(more.values(views=SharedLink.views + noted[link_id]))
    except BaseException:
        _noted.update(noted)
        raise
