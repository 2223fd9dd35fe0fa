"""Tells whoever listens what changed: a log of small events, the same for every worker.

An event says that something is different, never what it is now: whoever hears it reads that anew,
with the rights of a reader. Services publish, and need not know who listens; an event of a
transaction is told once that is committed. Events are numbered over all topics. The newest are
kept, so that a listener which was away hears what it missed, or that it missed too much.

A topic is a chat or a person: readers of a chat hear about what is in it, a person of the own
list, budget and account.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from uuid import UUID

from chat_app.config import Settings
from chat_app.db import after_commit
from chat_app.services.live.carriers import Carrier, MemoryCarrier
from chat_app.services.live.log import Event, Kind, Listener, Log, Saying

__all__ = [
    "Event",
    "Kind",
    "Listener",
    "acting_from",
    "chat_changed",
    "listen",
    "listener",
    "members_changed",
    "newest",
    "of_chat",
    "of_user",
    "open_live",
    "publish",
]

_log: Log | None = None
_carrier: Carrier | None = None
_origin: ContextVar[str] = ContextVar("origin", default="")


def of_chat(chat_id: UUID) -> str:
    """Return the topic of a chat: what its readers hear."""
    return f"chat:{chat_id}"


def of_user(user_id: UUID) -> str:
    """Return the topic of a person: what all tabs of theirs hear."""
    return f"user:{user_id}"


def acting_from(origin: str) -> None:
    """Name where the present task acts from, for whoever shows there already what it does.

    Tasks that this one starts act from there as well, a reply's for instance.
    """
    _origin.set(origin)


def publish(topic: str, kind: Kind, **fields: str) -> None:
    """Tell everybody who listens to a topic that something is different.

    Inside of a transaction it is told after the commit, and never after a rollback. It does not
    wait and does not fail: events are hints, and the database is what they are about.

    Args:
        topic: See `of_chat` and `of_user`.
        kind: What changed.
        fields: Ids and small words that say which; never what somebody wrote.
    """
    saying = Saying(topic, kind, fields, _origin.get())
    after_commit(lambda: _carrier.carry(saying) if _carrier else None)


def chat_changed(user_id: UUID, chat_id: UUID, kind: Kind, **fields: str) -> None:
    """Tell the readers of a chat that it changed, and its owner's tabs that their list did."""
    publish(of_chat(chat_id), kind, **fields)
    publish(of_user(user_id), Kind.LIST, chat=str(chat_id))


def members_changed(chat_id: UUID, user_id: UUID, state: str) -> None:
    """Tell the readers of a chat that somebody came in or went, and that person's tabs.

    Args:
        state: `joined`, `changed` or `left`.
    """
    publish(of_chat(chat_id), Kind.MEMBERS, user=str(user_id), state=state)
    publish(of_user(user_id), Kind.LIST, chat=str(chat_id), state=state)


def listener(hear: Callable[[Event], None]) -> Listener:
    """Return a listener; it hears of what it attends to, from then on, until it is closed.

    Args:
        hear: Called with each event, at once and on the loop: it must be quick and not fail. With
            one of kind `ANEW` where events may have been missed.
    """
    if _log is None:
        raise RuntimeError("open_live() has not been entered")
    return Listener(_log, hear)


def listen(*topics: str, after: int | None = None) -> AsyncGenerator[Event, None]:
    """Yield the events of some topics.

    Args:
        topics: What to listen to.
        after: Number of the last event heard before; those since then come first or, where they
            are not known any more, one of kind `ANEW`.
    """
    if _log is None:
        raise RuntimeError("open_live() has not been entered")
    return _log.listen(topics, after)


def newest() -> int:
    """Return the number of the last event, to go on after it later; see `listen`."""
    if _log is None:
        raise RuntimeError("open_live() has not been entered")
    return _log.newest


@asynccontextmanager
async def open_live(settings: Settings) -> AsyncGenerator[None, None]:
    """Keep the log open, and what brings events to it, for as long as the block runs."""
    global _log, _carrier
    _log = Log()
    if settings.REDIS_URL:
        from chat_app.services.live.redis import open_redis_carrier

        async with open_redis_carrier(settings.REDIS_URL, _log) as _carrier:
            yield
    else:
        _carrier = MemoryCarrier(_log)
        yield
    _log = _carrier = None
