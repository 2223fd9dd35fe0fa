"""Carries what a turn produces to whoever listens: in memory, or through Redis for many workers.

Producing is separate from listening. A turn writes text and pictures to its log; listeners read it
from any offset, whenever they come. Replay plus tail is, character for character, what a
listener gets that was there all along, and exactly one `End` closes it.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from chat_app.config import Settings
from chat_app.services.broker.events import (
    Broker,
    CallPiece,
    End,
    Heard,
    Picture,
    Piece,
    Said,
    Thought,
)
from chat_app.services.broker.memory import MemoryBroker

__all__ = [
    "Broker",
    "CallPiece",
    "End",
    "Heard",
    "Picture",
    "Piece",
    "Said",
    "Thought",
    "broker",
    "open_broker",
]

_broker: Broker | None = None


def broker() -> Broker:
    """Return the broker of this process."""
    if _broker is None:
        raise RuntimeError("open_broker() has not been entered")
    return _broker


@asynccontextmanager
async def open_broker(settings: Settings) -> AsyncGenerator[None, None]:
    """Keep the broker that the settings ask for open for as long as the block runs."""
    global _broker
    if settings.REDIS_URL:
        from chat_app.services.broker.redis import open_redis_broker

        async with open_redis_broker(settings.REDIS_URL) as _broker:
            yield
    else:
        _broker = MemoryBroker()
        yield
    _broker = None
