"""The index that a search asks: which words stand in which message, title or name.

Triggers note each text that is new, changed or gone in `search_waiting`, whoever wrote it; within a
second or so it is cut into words here and written into the index, many texts at a time. So a turn
pays for one small row, and a search looks at what came last itself. A text's number there is that
of its message, of the chat it is the title of, or of the account it is name and e-mail of.

`search_word` holds each word once for each person, few enough to look for a part of one in all of
them. What stands where is kept by number, a checksum of person and word, so that nobody's search
meets the messages of others: `search_token`, an FTS5 table on SQLite, and the array `tokens` of
`search_entry` with a GIN index on PostgreSQL. Accounts have no words there: they are few, and
indexed by each one, two and three characters that stand side by side.

On SQLite the number of an entry begins with that of its chat in `search_chat`, so that the tokens
alone say which chats a word is in.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import (
    ARRAY,
    Connection,
    Integer,
    Text,
    Uuid,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
)
from sqlmodel import col, or_
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.models import Chat, Message, User
from chat_app.spelling import fold

LONGEST_PART_CHARACTERS = 32
"""A longer part of a word is looked up by its beginning."""
_LONGEST_WORD_CHARACTERS = 2 * LONGEST_PART_CHARACTERS
BATCH_TEXTS = 50
LONGEST_GRAM_CHARACTERS = 3
PEOPLE = UUID(int=0)
"""Whose texts the names and e-mails of all accounts are, and the chat they are in."""
CHAT_BITS = 24
"""Digits of an entry's number on SQLite that say which of its chat's it is."""

# Thai, Lao, Tibetan, Burmese, Hangul, Khmer, Tai, Balinese, Javanese; kana, Han and their signs.
_SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u2e80-\u9fff\ua960-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
"""Scripts written without spaces, and Hangul, whose syllables are words often enough."""
# Marks that belong to the letter before them, which Python's `\w` leaves out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711"
    "\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0898-\u0dff\u135d-\u135f"
    "\u1712-\u1734\u1885-\u18a9\u1920-\u193b\u1ab0-\u1aff\u1b80-\u1bff\u1c24-\u1c37\u1cd0-\u1cff"
    "\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2de0-\u2dff\ua66f-\ua69f\ua6f0\ua802-\ua8ff"
    "\ua926-\ua953\uaa29-\uaa36\uabe3-\uabed\ufb1e\ufe20-\ufe2f"
)
_PARTS = re.compile(rf"((?:(?![{_SPACELESS}])[\w{_MARKS}])+)|((?:[{_SPACELESS}]|[^\s\w{_MARKS}])+)")
_ASCII_PARTS = re.compile(r"(\w+)|([^\s\w]+)")


def parts(folded: str) -> list[tuple[str, str]]:
    """Cut a folded text into words, and runs of signs and of letters that need no spaces.

    Returns:
        Pairs of which one half is empty: a word, or a run.
    """
    return (_ASCII_PARTS if folded.isascii() else _PARTS).findall(folded)


def pairs(run: str) -> list[str]:
    """Return each two characters of a run that stand side by side; a single one stays alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def words_of(content: str) -> set[str]:
    """Return what a message is indexed by: its words, and the pairs of its runs."""
    words: set[str] = set()
    for word, run in parts(fold(content)):
        if run:
            words.update(pairs(run))
        elif len(word) <= _LONGEST_WORD_CHARACTERS:
            words.add(word)
        else:
            # They overlap, so that the longest part looked up lies in one of them.
            starts = range(0, len(word) - LONGEST_PART_CHARACTERS, LONGEST_PART_CHARACTERS)
            words.update(word[at : at + _LONGEST_WORD_CHARACTERS] for at in starts)
    return words


def grams_of(folded: str, *lengths: int) -> set[str]:
    """Return all parts of so many characters of a folded text."""
    return {folded[at : at + n] for n in lengths for at in range(len(folded) - n + 1)}


def number_of(user_id: UUID) -> int:
    """Return a person's number in the index; should two have one, only their words mix."""
    return _signed(crc32(user_id.bytes))


def token(person: int, word: str) -> int:
    """Return the number under which a person's messages with this word are kept."""
    return _signed(crc32(word.encode(), person & 0xFFFFFFFF))


def _signed(checksum: int) -> int:
    """Fit a checksum into PostgreSQL's integer."""
    return checksum - 2**31


waiting = table("search_waiting", column("message_id", Uuid()), column("user_id", Uuid()))
entries = table(
    "search_entry",
    column("entry_id", Integer()),
    column("message_id", Uuid()),
    column("chat_id", Uuid()),
    column("tokens", ARRAY(Integer)),
)
chats = table(
    "search_chat",
    column("number", Integer()),
    column("chat_id", Uuid()),
    column("entries", Integer()),
)
"""On SQLite alone: the numbers of chats, and how many entries each had."""
words = table("search_word", column("person", Integer()), column("word", Text()))
tokens = table("search_token", column("rowid", Integer()), column("tokens", Text()))
TEXTS = (
    waiting.outerjoin(Message, col(Message.message_id) == waiting.c.message_id)
    .outerjoin(Chat, col(Chat.chat_id) == waiting.c.message_id)
    .outerjoin(User, col(User.user_id) == waiting.c.message_id)
)
"""What waits, with the text that it is."""
IS_THERE = or_(
    col(Message.message_id).is_not(None),
    col(Chat.chat_id).is_not(None),
    col(User.user_id).is_not(None),
)
_BATCH = (
    select(
        waiting.c.message_id,
        waiting.c.user_id,
        col(Message.chat_id),
        func.coalesce(col(Message.content), col(Chat.title), col(User.search_key)).label("content"),
    )
    .select_from(TEXTS)
    .where(IS_THERE)
    .order_by(waiting.c.message_id)
    .limit(BATCH_TEXTS)
    .with_for_update(of=waiting, skip_locked=True)
)
_ADD_WORD = text(
    "INSERT INTO search_word (person, word) VALUES (:person, :word) ON CONFLICT DO NOTHING"
)
_TAKE_NUMBERS = text(
    "INSERT INTO search_chat (chat_id, entries) VALUES (:chat_id, :more)"
    " ON CONFLICT (chat_id) DO UPDATE SET entries = entries + excluded.entries"
).bindparams(bindparam("chat_id", type_=Uuid()))


async def index_batch() -> int:
    """Write the oldest texts that wait into the index and return how many there were.

    Raises:
        Unavailable: The database is away.
    """
    async with reading() as session:
        if await session.scalar(select(waiting.c.message_id).limit(1)) is None:
            return 0
    async with transaction() as session:
        return await (await session.connection()).run_sync(_write_batch)


def _write_batch(connection: Connection) -> int:
    found = connection.execute(_BATCH).all()
    if not found:
        return 0
    ids = [row.message_id for row in found]
    rows: list[dict[str, Any]] = []
    new_words = set[tuple[int, str]]()
    for row in found:
        person = number_of(row.user_id)
        # What is no message is the title of a chat.
        chat_id = row.chat_id or row.message_id
        if row.user_id == PEOPLE:
            chat_id = PEOPLE
            said = grams_of(row.content, *range(1, LONGEST_GRAM_CHARACTERS + 1))
        else:
            said = words_of(row.content)
            new_words.update((person, word) for word in said)
        rows.append(
            {
                "message_id": row.message_id,
                "chat_id": chat_id,
                "tokens": [token(person, word) for word in said],
            }
        )
    # What was indexed before and was written anew: its old tokens then lead to no entry.
    removed = delete(entries).where(entries.c.message_id.in_(ids)).returning(entries.c.message_id)
    rewritten = set(connection.execute(removed).scalars())
    if connection.dialect.name == "sqlite":
        _write_on_sqlite(connection, rows)
    else:
        connection.execute(insert(entries), rows)
    # In one order, so that two workers that add the same words wait for each other in turn.
    added = [{"person": person, "word": word} for person, word in sorted(new_words)]
    if added:
        connection.execute(_ADD_WORD, added)
    connection.execute(delete(waiting).where(waiting.c.message_id.in_(ids)))
    untidy = {row.user_id for row in found if row.message_id in rewritten}
    if untidy:
        # What is no text tells `upkeep` whose words to look through.
        left = [{"message_id": uuid7(), "user_id": user_id} for user_id in untidy]
        connection.execute(insert(waiting), left)
    return len(found)


def _write_on_sqlite(connection: Connection, rows: list[dict[str, Any]]) -> None:
    more = Counter(row["chat_id"] for row in rows)
    taken = [{"chat_id": chat_id, "more": count} for chat_id, count in more.items()]
    connection.execute(_TAKE_NUMBERS, taken)
    numbers = select(chats.c.chat_id, chats.c.number, chats.c.entries)
    following = {
        chat_id: (number << CHAT_BITS) + last - more[chat_id]
        for chat_id, number, last in connection.execute(
            numbers.where(chats.c.chat_id.in_(more.keys()))
        )
    }
    bare: list[dict[str, Any]] = []
    written: list[dict[str, Any]] = []
    for row in rows:
        entry_id = following[row["chat_id"]] = following[row["chat_id"]] + 1
        kept = {name: row[name] for name in ("message_id", "chat_id")}
        bare.append(kept | {"entry_id": entry_id})
        written.append({"rowid": entry_id, "tokens": " ".join(spelled(row["tokens"]))})
    connection.execute(insert(entries), bare)
    # FTS5 writes its segments at each step back.
    connection.execute(insert(tokens), sorted(written, key=lambda each: each["rowid"]))


def spelled(numbers: Iterable[int]) -> list[str]:
    """Return tokens as FTS5 reads them."""
    return [f"{number & 0xFFFFFFFF:x}" for number in numbers]
