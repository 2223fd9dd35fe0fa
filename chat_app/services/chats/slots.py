"""How many chats a user may hold: by tier; deleting or archiving one frees a place."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select
from sqlmodel import SQLModel, col

from chat_app.config import get_settings
from chat_app.db import LOCKED
from chat_app.errors import ChatLimitReached
from chat_app.llm.types import Tier
from chat_app.models import Chat, User
from chat_app.prepared import Connection
from chat_app.services import live

_LIMITS = {Tier.PRO: 50, Tier.ENTERPRISE: 500}


@dataclass(frozen=True, slots=True)
class Slots:
    """How many chats a user holds and may hold."""

    used: int
    limit: int


def count(connection: Connection, user: User) -> Slots:
    """Return how many chats a user holds and may hold."""
    used = connection.execute(_HELD, {"holder_id": user.user_id}).scalar_one()
    return Slots(used=used, limit=_limit_of(user.tier))


def free_places(connection: Connection, user: User) -> int:
    """Return how many chats there is room for; until the transaction ends nobody else takes one."""
    # PostgreSQL: two requests of one user queue on the row (SQLite's transactions queue anyway).
    params = {"holder_id": user.user_id}
    limit = _limit_of(connection.execute(_LOCK_HOLDER, params).scalar_one())
    return max(0, limit - connection.execute(_HELD, params).scalar_one())


def take(connection: Connection, user: User, places: int = 1) -> None:
    """Make sure that there is room for the chats which this transaction adds or takes back.

    Raises:
        ChatLimitReached: There is not enough.
    """
    # PostgreSQL: two requests of one user queue on the row (SQLite's transactions queue anyway).
    params = {"holder_id": user.user_id}
    limit = _limit_of(connection.execute(_LOCK_HOLDER, params).scalar_one())
    used = connection.execute(_HELD, params).scalar_one()
    if used + places > limit:
        raise ChatLimitReached(
            f"You hold {used} chats and your plan has room for {limit}; delete or archive"
            f" {'one' if places == 1 else 'some'} first"
        )


def add(connection: Connection, user: User, chat: Chat) -> None:
    """Save a new chat.

    Raises:
        ChatLimitReached: There is no place for it.
    """
    if not chat.is_temporary:
        take(connection, user)
    connection.execute(_ADD, chat.model_dump())
    live.publish(live.of_user(user.user_id), live.Kind.LIST, chat=str(chat.chat_id))


def _limit_of(tier: Tier) -> int:
    return _LIMITS.get(tier, get_settings().MAX_CHATS_PER_USER)


_ADD = insert(SQLModel.metadata.tables[Chat.__tablename__])
_HELD = select(func.count()).where(
    col(Chat.user_id) == bindparam("holder_id"),
    col(Chat.is_active),
    ~col(Chat.archived),
    ~col(Chat.is_temporary),
)
_LOCK_HOLDER = (
    select(col(User.tier))
    .where(col(User.user_id) == bindparam("holder_id"))
    .with_for_update(**LOCKED)
)
