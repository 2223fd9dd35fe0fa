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

from collections.abc import Iterable
from uuid import UUID
from zlib import crc32

from sqlalchemy import ARRAY, Integer, Text, Uuid, column, func, select, table
from sqlmodel import col, or_

from chat_app.models import Attachment, Chat, File, Message, User

PEOPLE = UUID(int=0)
"""Whose texts the names and e-mails of all accounts are, and the chat they are in."""
CHAT_BITS = 24
"""Digits of an entry's number on SQLite that say which of its chat's it is."""
_HALF = 2**31
"""What makes a checksum fit into PostgreSQL's integer."""

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
_NAMES = (
    select(func.aggregate_strings(col(File.name), "\n"))
    .join_from(Attachment, File, col(File.file_id) == col(Attachment.file_id))
    .where(col(Attachment.message_id) == col(Message.message_id))
    .correlate(Message)
    .scalar_subquery()
)
SAID = func.ltrim(col(Message.content) + func.coalesce("\n" + _NAMES, ""), "\n")
"""What a message says and, below it, what its files are called."""
IS_THERE = or_(
    col(Message.message_id).is_not(None),
    col(Chat.chat_id).is_not(None),
    col(User.user_id).is_not(None),
)


def number_of(user_id: UUID) -> int:
    """Return a person's number in the index; should two have one, only their words mix."""
    return crc32(user_id.bytes) - _HALF


def tokens_of(person: int, words: Iterable[str]) -> list[int]:
    """Return the numbers under which a person's messages with these words are kept, in order."""
    start = person & 0xFFFFFFFF
    return [crc32(word.encode(), start) - _HALF for word in words]


def spelled(numbers: Iterable[int]) -> list[str]:
    """Return tokens as FTS5 reads them."""
    return [f"{number & 0xFFFFFFFF:x}" for number in numbers]
