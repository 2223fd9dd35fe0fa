"""Asks the index which texts may hold the words of a search: by number, on either database."""

import json
from typing import Any
from unicodedata import category
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    TextualSelect,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chat_app.services.search import cutting, index
from chat_app.services.search.index import CHAT_BITS, PEOPLE, chats, entries, words

_FEWEST_LETTERS = 2
_FEW_TOKENS = 5000
"""Where more words than this have a part in them, the rest of the query narrows down enough."""
_MOST_EXACT = 32
"""More parts that must all be there hardly narrow down any further."""

Choices = list[list[int]]
"""What a text must have to be worth reading: at least one number of each list."""

_HITS = (
    "SELECT t.rowid AS entry_id FROM json_each(?) AS n CROSS JOIN search_token AS t"
    " WHERE t.search_token MATCH n.value"
)


def is_enough(word: str) -> bool:
    """Return whether a word of a query is more than a single letter of a script with spaces."""
    return any(_narrows_down(*part) for part in cutting.parts(word))


def _narrows_down(word: str, run: str) -> bool:
    return bool(run) or len(word) >= _FEWEST_LETTERS or category(word)[0] not in "LMN"


async def choices(connection: AsyncConnection, user_id: UUID, wanted: list[str]) -> Choices | None:
    """Return what a person's messages and titles with these words have; `None` where none can."""
    person = index.number_of(user_id)
    exact: set[str] = set()
    inside: set[str] = set()
    for word, run in (part for each in wanted for part in cutting.parts(each)):
        if len(run) > 1:
            exact.update(cutting.pairs(run))
        elif _narrows_down(word, run):
            inside.add(run or word[: cutting.LONGEST_PART_CHARACTERS])
    found = [[each] for each in sorted(exact)[:_MOST_EXACT]]
    for part in sorted(inside):
        found.append(await _words_with(connection, person, part))
    if not all(found):
        return None
    few = [each for each in found if len(each) <= _FEW_TOKENS] or [min(found, key=len)]
    return [index.tokens_of(person, each) for each in few]


async def _words_with(connection: AsyncConnection, person: int, part: str) -> list[str]:
    found = select(words.c.word).where(
        words.c.person == person, words.c.word.contains(part, autoescape=True)
    )
    return list((await connection.execute(found)).scalars())


async def newest(
    connection: AsyncConnection, wanted: Choices, among: Select[Any], *, are_few: bool
) -> dict[UUID, int]:
    """Return the newest entry worth reading of each of these chats that has one.

    Args:
        among: Selects the ids of the chats.
        are_few: Whether they are so few that their own entries are the quicker way.
    """
    if connection.dialect.name == "postgresql":
        # PostgreSQL cannot know how many entries have several numbers. It looks chats of an array
        # up in an index or goes through all of them for each entry; the others it hashes, unless
        # it may make a join of it.
        is_among = (
            entries.c.chat_id == any_(func.array(among.scalar_subquery(), type_=ARRAY(Uuid)))
            if are_few
            else entries.c.chat_id.in_(among).is_(true())
        )
        found = (
            select(entries.c.chat_id, func.max(entries.c.entry_id))
            .where(*_on_postgres(wanted), is_among)
            .group_by(entries.c.chat_id)
        )
    else:
        hits = _on_sqlite(wanted).subquery()
        number = hits.c.entry_id.op(">>")(CHAT_BITS)
        last = select(number.label("number"), func.max(hits.c.entry_id).label("entry_id"))
        last = last.group_by(number).subquery()
        found = (
            select(chats.c.chat_id, last.c.entry_id)
            .join(last, last.c.number == chats.c.number)
            .where(chats.c.chat_id.in_(among))
        )
    return {row[0]: row[1] for row in await connection.execute(found)}


async def older(
    connection: AsyncConnection, wanted: Choices, newest: dict[UUID, int]
) -> list[tuple[int, UUID]]:
    """Return the other entries worth reading of some chats, newest first, with their chats."""
    if connection.dialect.name == "postgresql":
        conditions = _on_postgres(wanted)
    else:
        conditions = [entries.c.entry_id.in_(_on_sqlite(wanted))]
    found = select(entries.c.entry_id, entries.c.chat_id).where(
        *conditions,
        entries.c.chat_id.in_(newest),
        entries.c.entry_id.not_in(newest.values()),
    )
    rows = await connection.execute(found.order_by(entries.c.entry_id.desc()))
    return [(entry_id, chat_id) for entry_id, chat_id in rows]


async def people_with(
    connection: AsyncConnection, wanted: list[str], most: int
) -> list[UUID] | None:
    """Return accounts that may have all the words in name and e-mail; `None` where too many do."""
    person = index.number_of(PEOPLE)
    grams: set[str] = set()
    for word in wanted:
        grams |= cutting.grams_of(word, min(len(word), cutting.LONGEST_GRAM_CHARACTERS))
    exact = [[number] for number in index.tokens_of(person, sorted(grams)[:_MOST_EXACT])]
    if connection.dialect.name == "postgresql":
        # PostgreSQL plans what is materialized for all its rows, and so by the index.
        hits = select(entries.c.message_id).where(*_on_postgres(exact))
        found = select(hits.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql"))
        found = found.limit(most + 1)
    else:
        hits = _on_sqlite(exact).subquery()
        found = select(entries.c.message_id).where(
            entries.c.entry_id.in_(select(hits.c.entry_id).limit(most + 1))
        )
    ids = list((await connection.execute(found)).scalars())
    return ids if len(ids) <= most else None


def _on_postgres(wanted: Choices) -> list[ColumnElement[bool]]:
    return [
        entries.c.tokens.op("&&")(bindparam(None, each, type_=ARRAY(Integer), unique=True))
        for each in wanted
    ]


def _on_sqlite(wanted: Choices) -> TextualSelect:
    """Return the SELECT of the `entry_id` that have one number of each list."""
    exact = [index.spelled(each)[0] for each in wanted if len(each) == 1]
    several = sorted((each for each in wanted if len(each) > 1), key=len)
    # One look-up a word: FTS5 asks every word of an OR for every row.
    asked = [index.spelled(numbers) for numbers in several]
    if exact:
        asked.insert(0, [" AND ".join(exact)])
    # The plus keeps SQLite from asking FTS5 for each of those rows by itself.
    sql = _HITS + f" AND +t.rowid IN ({_HITS}" * (len(asked) - 1) + ")" * (len(asked) - 1)
    for place in range(len(asked)):
        sql = sql.replace("?", f":numbers_{place}", 1)
    values = {f"numbers_{place}": json.dumps(each) for place, each in enumerate(asked)}
    return text(sql).bindparams(**values).columns(column("entry_id", Integer()))
