"""Says who looks at a chat of several people now, and who is writing: nothing of it is kept.

Whoever shows a chat takes a seat, a tab or a stream of events; when that is gone, so is the person,
unless another seat is theirs. What changes is told on the chat's topic. It costs nothing while
nobody comes, goes or writes.
"""

import time
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from chat_app.config import Settings
from chat_app.services import live
from chat_app.services.presence.seats import Person, Place, Seats

__all__ = ["TYPING_S", "Person", "leave", "open_presence", "people_in", "take_seat", "typing"]

TYPING_S = 5
"""So long after the last sign of it somebody counts as writing."""
_TOLD_AGAIN_S = 1
"""Who writes is told as writing at most so often."""

_seats: Seats | None = None
_told: OrderedDict[Place, float] = OrderedDict()
"""When who was told as writing lately, oldest first."""


def take_seat(seat: str, chat_id: UUID, person: Person) -> None:
    """Have somebody look at a chat from a seat, and at no other from there.

    The caller has checked that they may read it, and that it is shared: nobody asks of others.

    Args:
        seat: A tab, or a stream of events.
        chat_id: The chat.
        person: Who; others are told once, however many seats they have.
    """
    _opened().take(seat, chat_id, person)


def leave(seat: str) -> None:
    """Have nobody look from a seat any more."""
    if _seats:
        _seats.leave(seat)


async def people_in(chat_id: UUID, since: int) -> list[Person]:
    """Return who looks at a chat now; while Redis is away, who did before.

    Args:
        chat_id: The chat.
        since: Number of the event that says somebody came or went: what is returned is no older.
    """
    return await _opened().people_in(chat_id, since)


def typing(chat_id: UUID, person: Person, is_typing: bool) -> None:
    """Tell that somebody is writing in a chat, or no longer.

    It is over by itself after `TYPING_S`; told again too soon, it is passed over.
    """
    now, place = time.monotonic(), (chat_id, person.user_id)
    while _told and now - next(iter(_told.values())) >= TYPING_S:
        _told.popitem(last=False)
    if is_typing:
        if now - _told.get(place, -TYPING_S) < _TOLD_AGAIN_S:
            return
        _told[place] = now
        _told.move_to_end(place)
    elif _told.pop(place, None) is None:
        return
    who = {"user": str(person.user_id), "name": person.name}
    live.publish(live.of_chat(chat_id), live.Kind.TYPING, state="on" if is_typing else "off", **who)


@asynccontextmanager
async def open_presence(settings: Settings) -> AsyncGenerator[None, None]:
    """Keep the seats of this process, and those of the others in sight, while the block runs."""
    global _seats
    if settings.REDIS_URL:
        from chat_app.services.presence.redis import open_shared_seats

        async with open_shared_seats(settings.REDIS_URL, _tell) as _seats:
            yield
    else:
        _seats = Seats(_tell)
        yield
    _seats = None
    _told.clear()


def _tell(chat_id: UUID) -> None:
    live.publish(live.of_chat(chat_id), live.Kind.PRESENCE)


def _opened() -> Seats:
    if _seats is None:
        raise RuntimeError("open_presence() has not been entered")
    return _seats
