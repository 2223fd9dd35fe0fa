"""Saves imported conversations: as rows of chats that nobody sees until all of a file are there."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.db import transaction
from chat_app.llm.types import Role
from chat_app.models import (
    Chat,
    ChatImport,
    ImportedChat,
    ImportStatus,
    Message,
    MessageReaction,
    ReadingPosition,
    now,
)
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import model_of_chat, models_to_choose
from chat_app.services.chats.changes import MAX_SYSTEM_PROMPT_CHARACTERS
from chat_app.services.imports.conversations import Conversation, LeftOut, Said
from chat_app.services.imports.reading import Found
from chat_app.services.turns.drafts import title_of
from chat_app.spelling import readable

MAX_TEXT_CHARACTERS = 200_000
"""Of one message; the longest replies of today's models have half of it."""
_TITLE_CHARACTERS = 200
_MODEL_CHARACTERS = 100
_KEYS_AT_ONCE = 500


@dataclass(slots=True)
class Rows:
    """Some conversations as rows, by table, and what had no room in them."""

    chats: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    messages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    reactions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    positions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    imported: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    left_out: Counter[LeftOut] = field(default_factory=Counter[LeftOut])


def origin_of(found: Found) -> str:
    """Return a digest by which a conversation is known again: app, id and its last change there."""
    chat, tree = found.conversation, found.tree
    last = str(chat.updated_at or chat.created_at or "")
    # Where the app gives no id, by all that was said: many chats begin alike.
    origin = chat.origin_id or "\n".join([chat.title, *(each.said.text for each in tree.messages)])
    told = "\n".join((chat.source, origin, last, str(len(tree.messages))))
    return hashlib.sha256(readable(told).encode()).hexdigest()


class Writer:
    """Makes rows of conversations, for whoever brings them."""

    def __init__(self, caller: Caller):
        """Look up the models.

        Raises:
            ModelNotAllowed: The caller's API key is for none that a chat could go on with.
        """
        self._caller = caller
        self._usable = {model.model_id for model in models_to_choose(caller)}
        self._usual = model_of_chat(caller, None).model_id

    def rows_of(self, import_id: UUID, some: Iterable[tuple[str, Found]]) -> Rows:
        """Return conversations as rows; each comes with its origin, see `origin_of`."""
        rows = Rows()
        for origin, found in some:
            chat = self._write(found, rows)
            rows.imported.append(
                {
                    "chat_id": chat.chat_id,
                    "import_id": import_id,
                    "user_id": chat.user_id,
                    "origin_sha256": origin,
                }
            )
        return rows

    def _write(self, found: Found, rows: Rows) -> Chat:
        conversation, tree = found.conversation, found.tree
        chat_id, moment = uuid7(), now()
        first_at = next((each.said.at for each in tree.messages if each.said.at), None)
        created_at = conversation.created_at or first_at or moment
        ids: list[UUID] = []
        at = created_at
        for placed in tree.messages:
            said = placed.said
            at = said.at or at
            ids.append(message_id := uuid7())
            rows.messages.append(
                {
                    "message_id": message_id,
                    "chat_id": chat_id,
                    "parent_id": None if placed.parent is None else ids[placed.parent],
                    "role": said.role,
                    "content": _cut(said.text, MAX_TEXT_CHARACTERS, rows.left_out),
                    "thinking": _cut(said.thinking, MAX_TEXT_CHARACTERS, rows.left_out) or None,
                    "status": said.status,
                    "model": _model_name(said, conversation),
                    "created_at": at,
                }
            )
            if said.reaction and said.role is Role.ASSISTANT:
                rows.reactions.append(
                    {
                        "message_id": message_id,
                        "user_id": self._caller.user.user_id,
                        "model": rows.messages[-1]["model"],
                        "reaction": said.reaction,
                    }
                )
        model = conversation.model
        prompt = readable(conversation.system_prompt).strip()
        chat = Chat(
            chat_id=chat_id,
            user_id=self._caller.user.user_id,
            title=_title(found),
            model=model if model in self._usable else self._usual,
            system_prompt=_cut(prompt, MAX_SYSTEM_PROMPT_CHARACTERS, rows.left_out) or None,
            pinned=conversation.pinned,
            archived=conversation.archived,
            message_count=len(ids),
            is_active=False,
            created_at=created_at,
            updated_at=conversation.updated_at or max(at, created_at),
        )
        rows.chats.append(chat.model_dump())
        rows.positions.append(
            {
                "user_id": chat.user_id,
                "chat_id": chat_id,
                "leaf_id": None if tree.leaf is None else ids[tree.leaf],
            }
        )
        return chat


async def save(session: AsyncSession, rows: Rows) -> None:
    """Save rows, in the order in which they point at one another."""
    connection = await session.connection()
    for table, some in (
        (Chat, rows.chats),
        (Message, rows.messages),
        (MessageReaction, rows.reactions),
        (ReadingPosition, rows.positions),
        (ImportedChat, rows.imported),
    ):
        if some:
            await connection.execute(insert(SQLModel.metadata.tables[table.__tablename__]), some)


async def known_among(session: AsyncSession, user_id: UUID, origins: Iterable[str]) -> set[str]:
    """Return which conversations a person has from an earlier import; deleted ones do not count."""
    found = await session.exec(
        select(ImportedChat.origin_sha256)
        .join(Chat, col(Chat.chat_id) == col(ImportedChat.chat_id))
        .where(
            ImportedChat.user_id == user_id,
            col(ImportedChat.origin_sha256).in_(list(origins)),
            col(Chat.is_active),
        )
    )
    return set(found)


async def remove_some() -> bool:
    """Remove some chats of imports that failed; say if there were any."""
    async with transaction() as session:
        of_failed = (
            select(ImportedChat.chat_id)
            .join(ChatImport, col(ChatImport.import_id) == col(ImportedChat.import_id))
            .where(ChatImport.status == ImportStatus.FAILED)
            .limit(_KEYS_AT_ONCE)
        )
        chat_ids = list(await session.exec(of_failed))
        for table in (ImportedChat, ReadingPosition, Message, Chat):
            await session.exec(delete(table).where(col(table.chat_id).in_(chat_ids)))
    return bool(chat_ids)


async def show(session: AsyncSession, import_id: UUID, free: int) -> tuple[int, int]:
    """Let the chats of an import be seen: the newest in the list, the others in the archive.

    Args:
        session: That of the import's end.
        import_id: The import.
        free: How many places there are in the list.

    Returns:
        How many chats there are, and how many of them were archived for want of a place.
    """
    mine = select(ImportedChat.chat_id).where(ImportedChat.import_id == import_id)
    is_mine = col(Chat.chat_id).in_(mine)
    listed = list(
        await session.exec(
            select(Chat.chat_id)
            .where(is_mine, ~col(Chat.archived))
            .order_by(
                col(Chat.pinned).desc(), col(Chat.updated_at).desc(), col(Chat.chat_id).desc()
            )
        )
    )
    # Where not all of them fit, one place stays free: nobody wants to import and then to be stuck.
    over = listed[free:] and listed[max(0, free - 1) :]
    for start in range(0, len(over), _KEYS_AT_ONCE):
        some = over[start : start + _KEYS_AT_ONCE]
        await session.exec(
            update(Chat).where(col(Chat.chat_id).in_(some)).values(archived=True, pinned=False)
        )
    shown = await session.exec(update(Chat).where(is_mine).values(is_active=True))
    return shown.rowcount, len(over)


def _title(found: Found) -> str:
    title = " ".join(readable(found.conversation.title).split())
    if title:
        return title[:_TITLE_CHARACTERS]
    questions = (each.said for each in found.tree.messages if each.said.role is Role.USER)
    first = next(questions, found.tree.messages[0].said)
    return title_of(readable(first.text).strip())


def _model_name(said: Said, conversation: Conversation) -> str:
    """Return the model's name; what has none is the app's own, and told to no model."""
    if said.is_of_app:
        return ""
    name = said.model or conversation.model or conversation.source
    return " ".join(readable(name).split())[:_MODEL_CHARACTERS] or conversation.source


def _cut(text: str, most: int, left_out: Counter[LeftOut]) -> str:
    text = readable(text).strip("\n")
    if len(text) <= most:
        return text
    left_out[LeftOut.CUT_TEXTS] += 1
    return text[:most] + "…"
