"""Gathers the text of a running reply into few pieces: each costs an envelope on the wire."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic

from chat_app.services.broker import End, Piece

PAUSE_SECONDS = 0.2
"""Least time between two pieces; the browser lets the text flow meanwhile."""
ENOUGH_CHARACTERS = 64
"""Text that is worth an envelope of about 150 bytes."""
PATIENCE_SECONDS = 1.0
"""Longest that text waits for more of it, and the interval of a look at the listener."""


async def gather(
    events: AsyncGenerator[Piece | End, None],
) -> AsyncGenerator[Piece | End | None, None]:
    """Yield the first text at once, later text in pieces worth sending, and the end.

    `None` comes after each second without anything to say, so that the caller can see whether
    anybody still listens. Whoever closes this closes `events`, too.
    """
    held: Piece | None = None
    sent_at = -PATIENCE_SECONDS
    async with aclosing(events):
        coming = asyncio.ensure_future(anext(events))
        try:
            while True:
                wait = _wait_seconds(held, sent_at)
                if wait > 0:
                    await asyncio.wait({coming}, timeout=wait)
                if coming.done():
                    event = coming.result()
                    if isinstance(event, End):
                        if held:
                            yield held
                        yield event
                        return
                    held = Piece(held.offset, held.text + event.text) if held else event
                    coming = asyncio.ensure_future(anext(events))
                elif held is None:
                    yield None
                if held and _wait_seconds(held, sent_at) <= 0:
                    yield held
                    held, sent_at = None, monotonic()
        finally:
            # A generator that somebody still waits for cannot be closed.
            coming.cancel()
            await asyncio.wait({coming})


def _wait_seconds(held: Piece | None, sent_at: float) -> float:
    """Return how long what is held may still wait; with nothing held, until the next look."""
    if held is None:
        return PATIENCE_SECONDS
    pause = PAUSE_SECONDS if len(held.text) >= ENOUGH_CHARACTERS else PATIENCE_SECONDS
    return sent_at + pause - monotonic()
