"""Gathers the text of a running reply into few pieces: each costs an envelope on the wire."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic

from chat_app.services.broker import End, Heard, Piece

PAUSE_SECONDS = 0.2
"""Least time between two pieces; the browser lets the text flow meanwhile."""
ENOUGH_CHARACTERS = 64
"""Text that is worth an envelope of about 150 bytes."""
PATIENCE_SECONDS = 1.0
"""Longest that text waits for more of it, and the interval of a look at the listener."""


async def gather(
    events: AsyncGenerator[Heard, None],
) -> AsyncGenerator[Piece | End | None, None]:
    """Yield the first text at once, later text in pieces worth sending, and the end.

    After each look at the reply this sleeps: what is said meanwhile lies there to be taken in one
    go, and nobody is woken for a word. So a piece or the end may come a pause late.

    `None` comes after each second without anything to say, so that the caller can see whether
    anybody still listens. Whoever closes this closes `events`, too.
    """
    held: Piece | None = None
    sent_at = -PATIENCE_SECONDS
    async with aclosing(events):
        coming = asyncio.ensure_future(anext(events))
        try:
            while True:
                left_seconds = sent_at + PATIENCE_SECONDS - monotonic()
                await asyncio.wait({coming}, timeout=left_seconds if held else PATIENCE_SECONDS)
                was_silent = not coming.done()
                while coming.done():
                    event = coming.result()
                    if isinstance(event, End):
                        if held:
                            yield held
                        yield event
                        return
                    if isinstance(event, Piece):
                        held = Piece(held.offset, held.text + event.text) if held else event
                    coming = asyncio.ensure_future(anext(events))
                    # What lies there already comes before this goes on.
                    await asyncio.sleep(0)
                if held is None:
                    yield None
                elif (
                    len(held.text) >= ENOUGH_CHARACTERS or monotonic() - sent_at >= PATIENCE_SECONDS
                ):
                    yield held
                    held, sent_at = None, monotonic()
                if not was_silent:
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            # A generator that somebody still waits for cannot be closed.
            coming.cancel()
            await asyncio.wait({coming})
