"""How many chats a user may hold: by tier; deleting or archiving one frees a place."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import LOCKED
from chat_app.errors import ChatLimitReached
from chat_app.models import Chat, Tier, User

_LIMITS = {Tier.PRO: 50, Tier.ENTERPRISE: 500}


@dataclass(frozen=True, slots=True)
class Slots:
    """How many chats a user holds and may hold."""

    used: int
    limit: int


async def count(session: AsyncSession, user: User) -> Slots:
    """Return how many chats a user holds and may hold."""
    used = await session.scalar(
        select(func.count()).where(
            col(Chat.user_id) == user.user_id, col(Chat.is_active), ~col(Chat.archived)
        )
    )
    limit = _LIMITS.get(user.tier, get_settings().MAX_CHATS_PER_USER)
    return Slots(used=used or 0, limit=limit)


async def take(session: AsyncSession, user: User) -> None:
    """Make sure that there is room for the chat which this transaction adds or takes back.

    Raises:
        ChatLimitReached: There is none.
    """
    # PostgreSQL: two requests of one user queue on the row (SQLite's transactions queue anyway).
    owner = await session.get_one(User, user.user_id, with_for_update=LOCKED)
    held = await count(session, owner)
    if held.used >= held.limit:
        raise ChatLimitReached(
            f"You hold {held.used} chats and your plan has room for {held.limit}; "
            "delete or archive one first"
        )


async def add(session: AsyncSession, user: User, chat: Chat) -> None:
    """Save a new chat.

    Raises:
        ChatLimitReached: There is no place for it.
    """
    await take(session, user)
    session.add(chat)
    await session.flush()
