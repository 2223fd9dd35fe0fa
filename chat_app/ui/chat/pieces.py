"""Gathers the text of a running reply into few pieces: each costs an envelope on the wire."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic

from chat_app.services.broker import End, Heard, Picture, Piece, Thought

PAUSE_SECONDS = 0.2
"""Least time between two pieces; the browser lets the text flow meanwhile."""
ENOUGH_CHARACTERS = 64
"""Text that is worth an envelope of about 150 bytes."""
PATIENCE_SECONDS = 1.0
"""Longest that text waits for more of it, and the interval of a look at the listener."""


async def gather(
    events: AsyncGenerator[Heard, None],
) -> AsyncGenerator[Piece | Thought | Picture | End | None, None]:
    """Yield the first text and pictures at once, later text in pieces worth sending, and the end.

    After each look at the reply this sleeps: what is said meanwhile lies there to be taken in one
    go, and nobody is woken for a word. So a piece or the end may come a pause late.

    `None` comes after each second without anything to say, so that the caller can see whether
    anybody still listens. Whoever closes this closes `events`, too.
    """
    held: list[Piece | Thought | Picture] = []
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
                        for each in held:
                            yield each
                        yield event
                        return
                    if isinstance(event, Piece | Thought | Picture):
                        _append(held, event)
                    coming = asyncio.ensure_future(anext(events))
                    # What lies there already comes before this goes on.
                    await asyncio.sleep(0)
                if not held:
                    yield None
                elif (
                    sum(map(_weight, held)) >= ENOUGH_CHARACTERS
                    or monotonic() - sent_at >= PATIENCE_SECONDS
                ):
                    for each in held:
                        yield each
                    held, sent_at = [], monotonic()
                if not was_silent:
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            # A generator that somebody still waits for cannot be closed.
            coming.cancel()
            await asyncio.wait({coming})


def _weight(event: Piece | Thought | Picture) -> int:
    return ENOUGH_CHARACTERS if isinstance(event, Picture) else len(event.text)


def _append(held: list[Piece | Thought | Picture], event: Piece | Thought | Picture) -> None:
    """Put what was said behind the last of its kind that is held."""
    last = held[-1] if held else None
    if isinstance(event, Piece) and isinstance(last, Piece):
        held[-1] = Piece(last.offset, last.text + event.text)
    elif isinstance(event, Thought) and isinstance(last, Thought):
        held[-1] = Thought(last.offset, last.text + event.text)
    else:
        held.append(event)
