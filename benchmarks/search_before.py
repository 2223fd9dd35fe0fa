"""The search as it was before: raw text in trigrams on SQLite, beginnings of words on PostgreSQL.

Kept for comparison: its index, the triggers that wrote it, and the condition it searched by.
"""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, column, func, literal_column, or_, select, table
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from chat_app.models import Chat, Message, MessageStatus, User

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af\U00010000-\U0010ffff]"
)
_SQLITE = (
    "CREATE VIRTUAL TABLE message_search"
    " USING fts5(content, message_id UNINDEXED, chat_id UNINDEXED, tokenize = 'trigram')",
    "INSERT INTO message_search (content, message_id, chat_id)"
    " SELECT content, message_id, chat_id FROM message",
    "CREATE TRIGGER message_search_add AFTER INSERT ON message BEGIN"
    " INSERT INTO message_search (content, message_id, chat_id)"
    " VALUES (NEW.content, NEW.message_id, NEW.chat_id); END",
)
_POSTGRESQL = (
    "CREATE INDEX ix_message_search ON message USING gin (to_tsvector('simple', content))"
    " WHERE status <> 'streaming'",
)


async def build(connection: AsyncConnection) -> None:
    """Make the index, and keep it up to date from now on."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        await connection.exec_driver_sql(statement)


async def drop(connection: AsyncConnection) -> None:
    """Take the index away."""
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("DROP TRIGGER message_search_add")
        await connection.exec_driver_sql("DROP TABLE message_search")
    else:
        await connection.exec_driver_sql("DROP INDEX ix_message_search")


def chats_with(dialect: str, user_id: UUID, words: list[str]) -> ColumnElement[bool]:
    """Return the condition that a chat's title, or one of its messages, contains all the words."""
    title = and_(*(col(Chat.title).icontains(word, autoescape=True) for word in words))
    found = (_on_sqlite if dialect == "sqlite" else _on_postgres)(user_id, words)
    return or_(title, col(Chat.chat_id).in_(found))


def _on_sqlite(user_id: UUID, words: list[str]) -> Any:
    long = [word for word in words if len(word) > 2]
    short = [word for word in words if len(word) <= 2]
    if not long:
        return _one_by_one(user_id, short)
    indexed = table("message_search", column("chat_id"), column("content"))
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in long)
    return select(indexed.c.chat_id).where(
        literal_column("message_search").op("MATCH")(phrases),
        *(indexed.c.content.icontains(word, autoescape=True) for word in short),
    )


def _on_postgres(user_id: UUID, words: list[str]) -> Any:
    whole = [word for word in words if re.search(r"\w", word) and not _SPACELESS.search(word)]
    parts = [word for word in words if word not in whole or not word.isalnum()]
    if not whole:
        return _one_by_one(user_id, parts)
    simple = literal_column("'simple'")
    return select(col(Message.chat_id)).where(
        func.to_tsvector(simple, col(Message.content)).op("@@")(
            func.to_tsquery(simple, " & ".join(f"'{word}':*" for word in whole))
        ),
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


def people_with(q: str) -> ColumnElement[bool]:
    """Return the condition that a name or an e-mail contains this."""
    return or_(
        col(User.email).icontains(q, autoescape=True), col(User.name).icontains(q, autoescape=True)
    )
