"""Finds chats by words: any part of a word, in any case and composition, in titles and messages.

All words must be in the title, or in one message and the names of its files; several between quotes
are as one, with their spaces. The index (`services/search`) names texts that may contain them; each
is then read and looked at, so a result never depends on how the index works. Chats are looked at in
the order of the list, no more than a page needs. A single letter of a script with spaces is in
nearly every message, so alone it is looked for in titles only.
"""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import count, islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.models import Chat, Message
from chat_app.services.chats.snippets import Snippet, snippet_of
from chat_app.services.search import QUOTES, lookup
from chat_app.services.search.index import SAID, entries, waiting
from chat_app.services.search.lookup import Choices
from chat_app.spelling import fold

Hit = tuple[str, UUID | None]
"""A text with all the words, and the message that it is; none where it is a title."""
Conditions = Sequence[ColumnElement[bool]]

_WORD = re.compile(rf"(?<!\S)[{QUOTES}]([^{QUOTES}]*\s[^{QUOTES}]*)[{QUOTES}](?!\S)|(\S+)")
"""A phrase has a space in it; a single word between quotes is looked for with them."""
_READ_AT_ONCE = 50
_MOST_WAITING = 200
"""Of what waits to be indexed a search reads the newest. It is no more, but for a while after a
large import or a migration."""
_TITLES_AT_ONCE = 500


def words_in(q: str) -> list[str]:
    """Return the words and quoted phrases of a query as they are compared; of white space none."""
    found = (" ".join((phrase or word).split()) for phrase, word in _WORD.findall(fold(q)))
    return list(dict.fromkeys(filter(None, found)))


async def find(
    session: AsyncSession,
    user_id: UUID,
    wanted: list[str],
    among: SelectOfScalar[Chat],
    *,
    limit: int,
    said: Conditions = (),
) -> dict[UUID, Snippet]:
    """Return the first chats that contain all the words, and where.

    Args:
        session: Reads.
        user_id: Whose chats they are.
        wanted: What `words_in` returned.
        among: The chats to look through, in order.
        limit: Most chats wanted.
        said: What a message must fulfil, such as when it was written; titles need not.
    """
    connection = await session.connection()
    if not any(map(lookup.is_enough, wanted)):
        return _snippets(await _find_titles(connection, among, wanted, limit), wanted, limit)
    # What waits is read before the index: a text moves from the one to the other, never back.
    found, is_behind = await _find_waiting(connection, user_id, wanted, said)
    if is_behind:
        found |= await _find_titles(connection, among, wanted, limit)
    choices = await lookup.choices(connection, user_id, wanted)
    if not (choices or found):
        return {}
    hits: dict[UUID, Hit] = {}
    async for titles, newest in _possible(connection, among, choices, found, first=2 * limit):
        seen = found | _in_titles(titles, wanted)
        unread = {chat_id: newest[chat_id] for chat_id in titles if chat_id not in seen}
        if choices and unread:
            seen |= await _find_indexed(connection, choices, unread, wanted, said)
        hits |= {chat_id: seen[chat_id] for chat_id in titles if chat_id in seen}
        if len(hits) >= limit:
            break
    return _snippets(hits, wanted, limit)


def _snippets(hits: dict[UUID, Hit], wanted: list[str], limit: int) -> dict[UUID, Snippet]:
    return {
        chat_id: snippet_of(text, wanted, message_id)
        for chat_id, (text, message_id) in islice(hits.items(), limit)
    }


async def _possible(
    connection: AsyncConnection,
    among: SelectOfScalar[Chat],
    choices: Choices | None,
    found: dict[UUID, Hit],
    *,
    first: int,
) -> AsyncIterator[tuple[dict[UUID, str], dict[UUID, int]]]:
    """Give the titles of the chats that may be hits, some at a time, and their newest entries.

    Most searches end with the first chats of the list; what is in none of them is rare, and costs
    little to look up in all others.
    """
    for skipped, most in ((0, first), (first, None)):
        window = among.with_only_columns(col(Chat.chat_id)).offset(skipped).limit(most)
        newest: dict[UUID, int] = {}
        if choices:
            newest = await lookup.newest(connection, choices, window, are_few=most is not None)
        named = among.with_only_columns(col(Chat.chat_id), col(Chat.title)).where(
            col(Chat.chat_id).in_({*newest, *found}), col(Chat.chat_id).in_(window)
        )
        titles = [(row[0], row[1]) for row in await connection.execute(named)]
        for at in range(0, len(titles), _READ_AT_ONCE):
            yield dict(titles[at : at + _READ_AT_ONCE]), newest


def _contains(written: str, wanted: Iterable[str]) -> bool:
    folded = fold(written)
    return all(word in folded for word in wanted)


def _in_titles(titles: dict[UUID, str], wanted: list[str]) -> dict[UUID, Hit]:
    return {chat_id: (title, None) for chat_id, title in titles.items() if _contains(title, wanted)}


async def _find_titles(
    connection: AsyncConnection, among: SelectOfScalar[Chat], wanted: list[str], limit: int
) -> dict[UUID, Hit]:
    """Read titles until there are enough hits."""
    found: dict[UUID, Hit] = {}
    for skipped in count(step=_TITLES_AT_ONCE):
        some = among.with_only_columns(col(Chat.chat_id), col(Chat.title))
        rows = (await connection.execute(some.offset(skipped).limit(_TITLES_AT_ONCE))).all()
        found |= _in_titles({row[0]: row[1] for row in rows}, wanted)
        if len(rows) < _TITLES_AT_ONCE or len(found) >= limit:
            break
    return found


async def _find_waiting(
    connection: AsyncConnection, user_id: UUID, wanted: list[str], said: Conditions
) -> tuple[dict[UUID, Hit], bool]:
    """Look through the newest texts that wait; return also whether there are older ones."""
    newest = (
        select(waiting.c.message_id)
        .where(waiting.c.user_id == user_id)
        .order_by(waiting.c.message_id.desc())
        .limit(_MOST_WAITING)
    )
    ids = list((await connection.execute(newest)).scalars())
    if not ids:
        return {}, False
    read = select(*_READ).where(col(Message.message_id).in_(ids), *said)
    rows = await connection.execute(read.order_by(col(Message.message_id)))
    found = _in_messages(rows, wanted)
    titled = select(col(Chat.chat_id), col(Chat.title)).where(col(Chat.chat_id).in_(ids))
    titles = {row[0]: row[1] for row in await connection.execute(titled)}
    return found | _in_titles(titles, wanted), len(ids) == _MOST_WAITING


def _in_messages(rows: Iterable[Any], wanted: list[str]) -> dict[UUID, Hit]:
    """Return the messages with all the words, by chat; the last one of each."""
    return {
        row.chat_id: (row.content, row.message_id) for row in rows if _contains(row.content, wanted)
    }


async def _find_indexed(
    connection: AsyncConnection,
    choices: Choices,
    newest: dict[UUID, int],
    wanted: list[str],
    said: Conditions,
) -> dict[UUID, Hit]:
    """Read what the index names in some chats, newest first, until each has a hit or none left."""
    found = await _read(connection, list(newest.values()), wanted, said)
    apart = {chat_id: newest[chat_id] for chat_id in newest if chat_id not in found}
    if apart:
        # All parts of the words stand there, but not side by side. That is rare.
        left = await lookup.older(connection, choices, apart)
        while left := [row for row in left if row[1] not in found]:
            some, left = left[:_READ_AT_ONCE], left[_READ_AT_ONCE:]
            # Read in order, the newest last, so that it stays.
            found |= await _read(connection, [entry_id for entry_id, _ in some], wanted, said)
    return found


async def _read(
    connection: AsyncConnection, entry_ids: list[int], wanted: list[str], said: Conditions
) -> dict[UUID, Hit]:
    read = (
        select(*_READ)
        .join(entries, entries.c.message_id == col(Message.message_id))
        .where(entries.c.entry_id.in_(entry_ids), *said)
        .order_by(entries.c.entry_id)
    )
    return _in_messages(await connection.execute(read), wanted)


_READ = (col(Message.chat_id), col(Message.message_id), SAID.label("content"))
