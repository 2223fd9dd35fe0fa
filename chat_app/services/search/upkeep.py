"""Keeps the index of the search up with what is written, changed and removed for good."""

import json
import time

import structlog
from sqlalchemy import ARRAY, Integer, bindparam, delete, func, not_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chat_app.db import reading, transaction
from chat_app.services.search.index import (
    IS_THERE,
    TEXTS,
    entries,
    number_of,
    spelled,
    tokens_of,
    waiting,
    words,
)
from chat_app.services.search.writing import BATCH_TEXTS, index_batch

EVERY_SECONDS = 2.0
"""Pause between two rounds; a search looks at what waits by itself, so nobody waits for one."""
_TELL_EVERY_SECONDS = 10
_TEXTS_AT_ONCE = 1000
_WORDS_AT_ONCE = 500
"""Few enough for the writer of SQLite to be held for milliseconds."""
_UNUSED_ON_SQLITE = text(
    "SELECT n.key FROM json_each(:numbers) AS n WHERE NOT EXISTS ("
    "SELECT 1 FROM search_token AS t JOIN search_entry AS e ON e.entry_id = t.rowid"
    " WHERE t.search_token MATCH n.value)"
)
_UNUSED_ON_POSTGRESQL = text(
    "SELECT n.place - 1 FROM unnest(:numbers) WITH ORDINALITY AS n(number, place)"
    " WHERE NOT EXISTS (SELECT 1 FROM search_entry WHERE tokens && ARRAY[n.number])"
).bindparams(bindparam("numbers", type_=ARRAY(Integer)))

log = structlog.get_logger()
_told_at = float("-inf")


async def keep_up() -> None:
    """Index what waits; of a long queue as much as leaves others their half.

    Raises:
        Unavailable: The database is away.
    """
    until = time.monotonic() + EVERY_SECONDS
    while await index_batch() == BATCH_TEXTS:
        if time.monotonic() > until:
            await _tell_what_is_left()
            return
    await tidy_words()


async def _tell_what_is_left() -> None:
    global _told_at
    if time.monotonic() - _told_at < _TELL_EVERY_SECONDS:
        return
    async with reading() as session:
        left = await session.scalar(select(func.count()).select_from(waiting))
    log.info("search.indexing", left=left)
    _told_at = time.monotonic()


async def tidy_words() -> None:
    """Forget what one person's removed texts left in the index.

    Raises:
        Unavailable: The database is away.
    """
    gone = select(waiting.c.user_id, waiting.c.message_id).select_from(TEXTS).where(not_(IS_THERE))
    async with reading() as session:
        connection = await session.connection()
        rows = (await connection.execute(gone.limit(_TEXTS_AT_ONCE))).all()
    if not rows:
        return
    user_id = rows[0].user_id
    ids = [row.message_id for row in rows if row.user_id == user_id]
    async with transaction() as session:
        connection = await session.connection()
        await connection.execute(delete(entries).where(entries.c.message_id.in_(ids)))
    await _forget_unused(number_of(user_id))
    # At last, so that whoever is interrupted begins again.
    async with transaction() as session:
        connection = await session.connection()
        await connection.execute(delete(waiting).where(waiting.c.message_id.in_(ids)))


async def _forget_unused(person: int) -> None:
    last = ""
    while True:
        some = (
            select(words.c.word)
            .where(words.c.person == person, words.c.word > last)
            .order_by(words.c.word)
            .limit(_WORDS_AT_ONCE)
        )
        async with transaction() as session:
            connection = await session.connection()
            if connection.dialect.name == "postgresql":
                # Whoever is about to add a word waits, and then finds it missing.
                await connection.exec_driver_sql(
                    "LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE"
                )
                await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            looked_at = list((await connection.execute(some)).scalars())
            unused = await _unused(connection, person, looked_at)
            await connection.execute(
                delete(words).where(words.c.person == person, words.c.word.in_(unused))
            )
        if len(looked_at) < _WORDS_AT_ONCE:
            return
        last = looked_at[-1]


async def _unused(connection: AsyncConnection, person: int, words: list[str]) -> list[str]:
    numbers = tokens_of(person, words)
    if connection.dialect.name == "postgresql":
        found = await connection.execute(_UNUSED_ON_POSTGRESQL, {"numbers": numbers})
    else:
        found = await connection.execute(
            _UNUSED_ON_SQLITE, {"numbers": json.dumps(spelled(numbers))}
        )
    return [words[place] for place in found.scalars()]
