"""A chat as a file: its current branch, for people (Markdown, PDF) and programs (JSON)."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import anyio.to_thread

from chat_app.llm.types import Role
from chat_app.models import Chat, Message, User
from chat_app.services.chats import chats, reading


class Format(StrEnum):
    """Kinds of file."""

    JSON = "json"
    MD = "md"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class File:
    """What is sent for saving."""

    content: str | bytes
    media_type: str
    name: str


async def export(user: User, chat_id: UUID, kind: Format) -> File:
    """Return a chat's current branch as a file.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
    """
    chat = await chats.get(user, chat_id)
    views = await reading.messages(user, chat_id, limit=chat.message_count)
    name = f"chat-{chat_id}.{kind}"
    if kind is Format.JSON:
        return File(_as_json(chat, views), "application/json", name)
    if kind is Format.PDF:
        content = await anyio.to_thread.run_sync(_as_pdf, chat, views)
        return File(content, "application/pdf", name)
    return File(_as_markdown(chat, views), "text/markdown; charset=utf-8", name)


def _as_json(chat: Chat, views: list[reading.MessageView]) -> str:
    content: dict[str, Any] = {
        "chat_id": str(chat.chat_id),
        "title": chat.title,
        "model": chat.model,
        "created_at": _iso(chat.created_at),
        "updated_at": _iso(chat.updated_at),
        "tokens_consumed": chat.tokens_consumed,
        "messages": [
            {
                "message_id": str(view.message.message_id),
                "role": view.message.role,
                "content": view.message.content,
                "status": view.message.status,
                "model": view.message.model,
                "tokens_consumed": view.tokens_consumed,
                "breakdown": breakdown.as_json() if (breakdown := view.breakdown) else None,
                "created_at": _iso(view.message.created_at),
            }
            for view in views
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _as_markdown(chat: Chat, views: list[reading.MessageView]) -> str:
    parts = [f"# {_title(chat)}", _moment(chat)]
    for view in views:
        parts += [f"## {_speaker(view.message)}", view.message.content]
    return "\n\n".join(parts) + "\n"


def _as_pdf(chat: Chat, views: list[reading.MessageView]) -> bytes:
    # Fonts and their shapers are 25 MB that few processes ever need.
    from chat_app.services.chats import pdf

    sections = [pdf.Section(_speaker(each.message), each.message.content) for each in views]
    return pdf.write(_title(chat), _moment(chat), sections)


def _title(chat: Chat) -> str:
    return chat.title or "Chat"


def _moment(chat: Chat) -> str:
    return f"{chat.created_at:%Y-%m-%d %H:%M} UTC"


def _speaker(message: Message) -> str:
    if message.role is Role.USER:
        return "You"
    return f"Assistant ({message.model or 'the app'})"


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
