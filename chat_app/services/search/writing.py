"""Writes what waits into the index, many texts at a time.

All rows of a batch travel as one parameter of each statement: one for each of some thousand words
costs more than cutting them out did.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Integer,
    Row,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlmodel import col
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.models import Chat, Message, User
from chat_app.services.search.cutting import LONGEST_GRAM_CHARACTERS, grams_of, words_of
from chat_app.services.search.index import (
    CHAT_BITS,
    IS_THERE,
    PEOPLE,
    SAID,
    TEXTS,
    entries,
    number_of,
    spelled,
    tokens_of,
    waiting,
)

BATCH_TEXTS = 50
"""Few enough for the writer of SQLite to be held for milliseconds."""


async def index_batch() -> int:
    """Write the oldest texts that wait into the index and return how many there were.

    Raises:
        Unavailable: The database is away.
    """
    async with reading() as session:
        if await session.scalar(_ANY_WAITING) is None:
            return 0
    async with transaction() as session:
        return await (await session.connection()).run_sync(_write_batch)


def _write_batch(connection: Connection) -> int:
    found = connection.execute(_BATCH).all()
    if not found:
        return 0
    # What was indexed before and was written anew: its old tokens then lead to no entry.
    rewritten = {row.message_id: row.user_id for row in found if row.old_entry_id is not None}
    if rewritten:
        connection.execute(delete(entries).where(entries.c.message_id.in_(rewritten)))
    said = [_said(row) for row in found]
    words_by_person: defaultdict[int, set[str]] = defaultdict(set)
    for row, words in zip(found, said, strict=True):
        if row.user_id != PEOPLE:
            words_by_person[number_of(row.user_id)] |= words
    # In one order, so that two workers that add the same words wait for each other in turn.
    words = [(person, sorted(words_by_person[person])) for person in sorted(words_by_person)]
    is_sqlite = connection.dialect.name == "sqlite"
    (_write_on_sqlite if is_sqlite else _write_on_postgresql)(connection, found, said, words)
    if rewritten:
        # What is no text tells `upkeep` whose words to look through.
        left = [{"message_id": uuid7(), "user_id": user} for user in set(rewritten.values())]
        connection.execute(insert(waiting), left)
    return len(found)


def _said(row: Row[*tuple[Any, ...]]) -> set[str]:
    if row.user_id == PEOPLE:
        return grams_of(row.content, *range(1, LONGEST_GRAM_CHARACTERS + 1))
    return words_of(row.content)


def _chat_of(row: Row[*tuple[Any, ...]]) -> UUID:
    # What is no message is the title of a chat, or a person.
    return PEOPLE if row.user_id == PEOPLE else row.chat_id or row.message_id


Words = list[tuple[int, list[str]]]
"""Words by the number of the person who has them."""


def _write_on_sqlite(
    connection: Connection,
    found: Sequence[Row[*tuple[Any, ...]]],
    said: list[set[str]],
    words: Words,
) -> None:
    more = Counter(_chat_of(row).hex for row in found)
    numbers = connection.execute(_TAKE_NUMBERS, {"more": json.dumps(more)})
    following = {
        chat_id: (number << CHAT_BITS) + last - more[chat_id] for chat_id, number, last in numbers
    }
    written: list[tuple[int, str, str, str]] = []
    for row, parts in zip(found, said, strict=True):
        chat_id = _chat_of(row).hex
        following[chat_id] += 1
        tokens = spelled(tokens_of(number_of(row.user_id), parts))
        written.append((following[chat_id], row.message_id.hex, chat_id, " ".join(tokens)))
    # FTS5 writes its segments at each step back in the numbers.
    rows = {"rows": json.dumps(sorted(written))}
    connection.execute(_ADD_ENTRIES, rows)
    connection.execute(_ADD_TOKENS, rows)
    connection.execute(_ADD_WORDS_ON_SQLITE, {"words": json.dumps(words, ensure_ascii=False)})
    connection.execute(_DONE_ON_SQLITE, rows)


def _write_on_postgresql(
    connection: Connection,
    found: Sequence[Row[*tuple[Any, ...]]],
    said: list[set[str]],
    words: Words,
) -> None:
    rows = [
        {
            "message_id": row.message_id,
            "chat_id": _chat_of(row),
            "tokens": tokens_of(number_of(row.user_id), parts),
        }
        for row, parts in zip(found, said, strict=True)
    ]
    connection.execute(insert(entries), rows)
    each = [(person, word) for person, of_person in words for word in of_person]
    connection.execute(
        _ADD_WORDS_ON_POSTGRESQL,
        {"people": [person for person, _ in each], "words": [word for _, word in each]},
    )
    connection.execute(_DONE_ON_POSTGRESQL, {"ids": [row.message_id for row in found]})


_ANY_WAITING = select(waiting.c.message_id).limit(1)
_BATCH = (
    select(
        waiting.c.message_id,
        waiting.c.user_id,
        col(Message.chat_id),
        func.coalesce(SAID, col(Chat.title), col(User.search_key)).label("content"),
        entries.c.entry_id.label("old_entry_id"),
    )
    .select_from(TEXTS.outerjoin(entries, entries.c.message_id == waiting.c.message_id))
    .where(IS_THERE)
    .order_by(waiting.c.message_id)
    .limit(BATCH_TEXTS)
    .with_for_update(of=waiting, skip_locked=True)
)
_TAKE_NUMBERS = text(
    "INSERT INTO search_chat (chat_id, entries) SELECT key, value FROM json_each(:more) WHERE true"
    " ON CONFLICT (chat_id) DO UPDATE SET entries = entries + excluded.entries"
    " RETURNING chat_id, number, entries"
)
_ADD_ENTRIES = text(
    "INSERT INTO search_entry (entry_id, message_id, chat_id) SELECT json_extract(value, '$[0]'),"
    " json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(:rows)"
)
_ADD_TOKENS = text(
    "INSERT INTO search_token (rowid, tokens)"
    " SELECT json_extract(value, '$[0]'), json_extract(value, '$[3]') FROM json_each(:rows)"
)
_ADD_WORDS_ON_SQLITE = text(
    "INSERT INTO search_word (person, word) SELECT json_extract(p.value, '$[0]'), w.value"
    " FROM json_each(:words) AS p, json_each(p.value, '$[1]') AS w WHERE true"
    " ON CONFLICT DO NOTHING"
)
_ADD_WORDS_ON_POSTGRESQL = text(
    "INSERT INTO search_word (person, word) SELECT * FROM unnest(:people, :words)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("people", type_=ARRAY(Integer)), bindparam("words", type_=ARRAY(Text)))
_DONE_ON_SQLITE = text(
    "DELETE FROM search_waiting"
    " WHERE message_id IN (SELECT json_extract(value, '$[1]') FROM json_each(:rows))"
)
_DONE_ON_POSTGRESQL = text("DELETE FROM search_waiting WHERE message_id = ANY(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)
