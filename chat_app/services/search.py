"""Finds chats by words in their titles and messages.

Messages are searched through an index: FTS5 with trigrams on SQLite (any part of a word, any
script), full text on PostgreSQL (beginnings of words). What an index cannot answer is looked for
in the user's own messages one by one: words under three characters on SQLite, scripts written
without spaces on PostgreSQL. Titles are few (a tier holds 500 chats at most) and need no index.
"""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, column, func, literal_column, or_, select, table
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import Chat, Message, MessageStatus

_TRIGRAM_CHARACTERS = 3
_MAX_WORDS = 10
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af\U00010000-\U0010ffff]"
)
_LETTER = re.compile(r"\w")


def matches(session: AsyncSession, user_id: UUID, words: list[str]) -> ColumnElement[bool]:
    """Return the condition that a chat's title, or one of its messages, contains all the words."""
    words = words[:_MAX_WORDS]
    title = and_(*(col(Chat.title).icontains(word, autoescape=True) for word in words))
    on_postgres = session.get_bind().dialect.name == "postgresql"
    found = _on_postgres(user_id, words) if on_postgres else _on_sqlite(user_id, words)
    return or_(title, col(Chat.chat_id).in_(found))


def _on_sqlite(user_id: UUID, words: list[str]) -> Any:
    long = [word for word in words if len(word) >= _TRIGRAM_CHARACTERS]
    short = [word for word in words if len(word) < _TRIGRAM_CHARACTERS]
    if not long:
        return _one_by_one(user_id, short)
    indexed = table("message_search", column("chat_id"), column("content"))
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in long)
    return select(indexed.c.chat_id).where(
        literal_column("message_search").op("MATCH")(phrases),
        *(indexed.c.content.icontains(word, autoescape=True) for word in short),
    )


def _on_postgres(user_id: UUID, words: list[str]) -> Any:
    whole = [word for word in words if _LETTER.search(word) and not _SPACELESS.search(word)]
    # Full text drops what is no letter: "C++" would find every word that begins with a c.
    parts = [word for word in words if word not in whole or not word.isalnum()]
    if not whole:
        return _one_by_one(user_id, parts)
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in whole)
    simple = literal_column("'simple'")
    return select(col(Message.chat_id)).where(
        func.to_tsvector(simple, col(Message.content)).op("@@")(
            func.to_tsquery(simple, " & ".join(f"'{word}':*" for word in quoted))
        ),
        # The index leaves out replies that are still being written.
        col(Message.status) != literal_column(f"'{MessageStatus.STREAMING}'"),
        *(col(Message.content).icontains(word, autoescape=True) for word in parts),
    )


def _one_by_one(user_id: UUID, words: list[str]) -> Any:
    return (
        select(col(Message.chat_id))
        .join(Chat, col(Chat.chat_id) == col(Message.chat_id))
        .where(
            col(Chat.user_id) == user_id,
            *(col(Message.content).icontains(word, autoescape=True) for word in words),
        )
    )
