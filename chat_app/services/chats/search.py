"""Finds chats by words: any part of a word, in any case and composition, in titles and messages.

All words must be in the title, or in one message. The index (`search_index.py`) names messages that
may contain them; each is then read and looked at, so a result never depends on how the index works.
Titles are few (a tier holds 500 chats at most) and looked at one by one. A single letter of a
script with spaces is in nearly every message, so alone it is looked for in titles only.
"""

import json
from collections.abc import Iterable
from unicodedata import category
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.models import Chat, Message
from chat_app.services.chats import search_index
from chat_app.services.chats.search_index import entries, waiting, words
from chat_app.services.chats.snippets import Snippet, snippet_of
from chat_app.spelling import fold

_FEWEST_LETTERS = 2
_FEW_TOKENS = 300
"""Where more words than this have a part in them, the rest of the query narrows down enough."""
_READ_AT_ONCE = 50


def words_in(q: str) -> list[str]:
    """Return the words of a query as they are compared; none where it has only white space."""
    return list(dict.fromkeys(fold(q).split()))


async def find(
    session: AsyncSession,
    user_id: UUID,
    wanted: list[str],
    among: SelectOfScalar[Chat],
    *,
    limit: int,
) -> dict[UUID, Snippet]:
    """Return the first chats that contain all the words, and where.

    Args:
        session: Reads.
        user_id: Whose chats they are.
        wanted: What `words_in` returned.
        among: The chats to look through, in order.
        limit: Most chats wanted.
    """
    connection = await session.connection()
    # What waits is read before the index: a message moves from the one to the other, never back.
    found: dict[UUID, Snippet] = {}
    candidates = None
    if any(map(_is_enough, wanted)):
        found = await _find_waiting(connection, user_id, wanted)
        candidates = await _candidates(connection, user_id, wanted)
    newest = await _newest(connection, candidates) if candidates else {}
    named = among.with_only_columns(col(Chat.chat_id), col(Chat.title))
    possible: list[UUID] = []
    for chat_id, title in await connection.execute(named):
        if _contains(title, wanted):
            found[chat_id] = snippet_of(title, wanted)
        if chat_id in found or chat_id in newest:
            possible.append(chat_id)
    hits: dict[UUID, Snippet] = {}
    for at in range(0, len(possible), _READ_AT_ONCE):
        some = possible[at : at + _READ_AT_ONCE]
        unread = {chat_id: newest[chat_id] for chat_id in some if chat_id not in found}
        if candidates and unread:
            found |= await _find_indexed(connection, candidates, unread, wanted)
        hits |= {chat_id: found[chat_id] for chat_id in some if chat_id in found}
        if len(hits) >= limit:
            break
    return dict(list(hits.items())[:limit])


def _is_enough(word: str) -> bool:
    return any(_narrows_down(*part) for part in search_index.parts(word))


def _narrows_down(word: str, run: str) -> bool:
    """Return whether a part of a query is more than a single letter of a script with spaces."""
    return bool(run) or len(word) >= _FEWEST_LETTERS or category(word)[0] not in "LMN"


def _contains(written: str, wanted: Iterable[str]) -> bool:
    folded = fold(written)
    return all(word in folded for word in wanted)


async def _find_waiting(
    connection: AsyncConnection, user_id: UUID, wanted: list[str]
) -> dict[UUID, Snippet]:
    unread = (
        select(*_READ)
        .join(waiting, waiting.c.message_id == col(Message.message_id))
        .where(waiting.c.user_id == user_id)
        .order_by(col(Message.message_id))
    )
    return {
        row.chat_id: snippet_of(row.content, wanted, row.message_id)
        for row in (await connection.execute(unread)).all()
        if _contains(row.content, wanted)
    }


async def _newest(
    connection: AsyncConnection, candidates: list[ColumnElement[bool]]
) -> dict[UUID, int]:
    """Return the newest candidate of each chat, whosever it is."""
    newest = select(entries.c.chat_id, func.max(entries.c.entry_id)).where(*candidates)
    rows = await connection.execute(newest.group_by(entries.c.chat_id))
    return {row[0]: row[1] for row in rows}


async def _find_indexed(
    connection: AsyncConnection,
    candidates: list[ColumnElement[bool]],
    newest: dict[UUID, int],
    wanted: list[str],
) -> dict[UUID, Snippet]:
    """Read the candidates of some chats, newest first, until each has a hit or none left."""
    found = await _read(connection, list(newest.values()), wanted)
    apart = [chat_id for chat_id in newest if chat_id not in found]
    if apart:
        # All parts of the words stand there, but not side by side. That is rare.
        older = select(entries.c.entry_id, entries.c.chat_id).where(
            *candidates, entries.c.chat_id.in_(apart), entries.c.entry_id.not_in(newest.values())
        )
        rows = await connection.execute(older.order_by(entries.c.entry_id.desc()))
        left = [(entry_id, chat_id) for entry_id, chat_id in rows]
        while left := [row for row in left if row[1] not in found]:
            some, left = left[:_READ_AT_ONCE], left[_READ_AT_ONCE:]
            # Read in order, the newest last, so that it stays.
            found |= await _read(connection, [entry_id for entry_id, _ in some], wanted)
    return found


async def _read(
    connection: AsyncConnection, entry_ids: list[int], wanted: list[str]
) -> dict[UUID, Snippet]:
    read = (
        select(*_READ)
        .join(entries, entries.c.message_id == col(Message.message_id))
        .where(entries.c.entry_id.in_(entry_ids))
        .order_by(entries.c.entry_id)
    )
    return {
        row.chat_id: snippet_of(row.content, wanted, row.message_id)
        for row in (await connection.execute(read)).all()
        if _contains(row.content, wanted)
    }


async def _candidates(
    connection: AsyncConnection, user_id: UUID, wanted: list[str]
) -> list[ColumnElement[bool]] | None:
    """Return the conditions for entries that may contain the words; `None` where none can."""
    person = search_index.number_of(user_id)
    exact: set[str] = set()
    inside: set[str] = set()
    for word, run in (part for each in wanted for part in search_index.parts(each)):
        if len(run) > 1:
            exact.update(search_index.pairs(run))
        elif _narrows_down(word, run):
            inside.add(run or word[: search_index.LONGEST_PART_CHARACTERS])
    choices = [[each] for each in sorted(exact)]
    for part in sorted(inside):
        choices.append(await _words_with(connection, person, part))
    few = [each for each in choices if len(each) <= _FEW_TOKENS] or [min(choices, key=len)]
    if not all(choices):
        return None
    numbers = [[search_index.token(person, word) for word in each] for each in few]
    if connection.dialect.name == "postgresql":
        return [_any_on_postgres(each) for each in numbers]
    return [_any_on_sqlite(each) for each in numbers]


async def _words_with(connection: AsyncConnection, person: int, part: str) -> list[str]:
    found = select(words.c.word).where(
        words.c.person == person, words.c.word.contains(part, autoescape=True)
    )
    return list((await connection.execute(found)).scalars())


def _any_on_postgres(numbers: list[int]) -> ColumnElement[bool]:
    return entries.c.tokens.op("&&")(bindparam(None, numbers, type_=ARRAY(Integer), unique=True))


def _any_on_sqlite(numbers: list[int]) -> ColumnElement[bool]:
    # One look-up a word: FTS5 asks every word of an OR for every row.
    spelled = json.dumps(search_index.spelled(numbers))
    rows = text(
        "SELECT t.rowid FROM json_each(:numbers) AS n"
        " CROSS JOIN search_token AS t ON t.search_token MATCH n.value"
    ).bindparams(bindparam("numbers", spelled, unique=True))
    return entries.c.entry_id.in_(rows)


_READ = (col(Message.chat_id), col(Message.message_id), col(Message.content))
