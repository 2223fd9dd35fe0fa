"""A chat as a file: its current branch, for people (Markdown, PDF) and programs (JSON)."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import anyio.to_thread

from chat_app.llm.types import Role
from chat_app.models import Chat, FileKind, Message, User
from chat_app.services.chats import chats, pdf_apart, reading
from chat_app.services.chats.attachments import AttachedFile
from chat_app.services.chats.enclosed import Section, enclose
from chat_app.services.presence import Person


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
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        RateLimited: Another PDF is being written for this person.
        FileTooLarge: As PDF it takes more time or memory than there is.
        Unavailable: The store of its pictures is away.
    """
    chat = await chats.get(user, chat_id)
    views = await reading.messages(user, chat_id, limit=chat.message_count)
    name = f"chat-{chat_id}.{kind}"
    if kind is Format.JSON:
        return File(_as_json(chat, views), "application/json", name)
    sections = await enclose(said(views))
    if kind is Format.PDF:
        content = await pdf_apart.write(user.user_id, _title(chat), _moment(chat), sections)
        return File(content, "application/pdf", name)
    text = await anyio.to_thread.run_sync(_as_markdown, chat, sections)
    return File(text, "text/markdown; charset=utf-8", name)


def _as_json(chat: Chat, views: list[reading.MessageView]) -> str:
    content: dict[str, Any] = {
        "chat_id": str(chat.chat_id),
        "title": chat.title,
        "model": chat.model,
        "created_at": as_iso(chat.created_at),
        "updated_at": as_iso(chat.updated_at),
        "tokens_consumed": chat.tokens_consumed,
        "messages": [message_as_json(view) for view in views],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def message_as_json(view: reading.MessageView) -> dict[str, Any]:
    """Return a message as it stands in a chat's file for programs."""
    message = view.message
    people = {"author": view.author, "paid_by": view.payer} if view.is_shared else {}
    return {
        "message_id": str(message.message_id),
        "role": message.role,
        "content": message.content,
        "parts": [_part_as_json(part) for part in view.parts],
        "attachments": [_file_as_json(each) for each in view.attachments],
        "status": message.status,
        "model": message.model,
        "tokens_consumed": view.tokens_consumed,
        "breakdown": breakdown.as_json() if (breakdown := view.breakdown) else None,
        "created_at": as_iso(message.created_at),
    } | {name: _person_as_json(who) for name, who in people.items() if who}


def _person_as_json(person: Person) -> dict[str, str]:
    return {"user_id": str(person.user_id), "name": person.name}


def _part_as_json(part: str | AttachedFile) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    kind = FileKind.DOCUMENT if part.file.kind is FileKind.TEXT else part.file.kind
    return {
        "type": kind,
        "file_id": str(part.file.file_id),
        "media_type": part.file.media_type,
        "width": part.file.width,
        "height": part.file.height,
    }


def _file_as_json(attached: AttachedFile) -> dict[str, Any]:
    file = attached.file
    return {
        "file_id": str(file.file_id),
        "name": file.name,
        "kind": file.kind,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "pages": file.pages,
        "duration_s": None if file.duration_ms is None else file.duration_ms / 1000,
        "tokens": attached.tokens,
        "as_text": attached.as_text,
    }


def _as_markdown(chat: Chat, sections: list[Section]) -> str:
    written = [f"# {_title(chat)}", _moment(chat)]
    for section in sections:
        written.append(f"## {section.heading}")
        written += [part if isinstance(part, str) else part.markdown for part in section.parts]
    return "\n\n".join(written) + "\n"


def said(views: list[reading.MessageView]) -> list[tuple[str, list[str | AttachedFile]]]:
    """Return who said what; a reply that was gone on with is one text, whatever it was cut into."""
    said: list[tuple[str, list[str | AttachedFile]]] = []
    before: Message | None = None
    for view in views:
        message = view.message
        goes_on = before and before.role is message.role is Role.ASSISTANT
        speaker, parts = said.pop() if goes_on else (_speaker(view), [])
        for part in view.parts:
            last = parts[-1] if parts else None
            if isinstance(last, str) and isinstance(part, str):
                parts[-1] = last + part
            else:
                parts.append(part)
        said.append((speaker, parts))
        before = message
    return said


def _title(chat: Chat) -> str:
    return chat.title or "Chat"


def _moment(chat: Chat) -> str:
    return f"{chat.created_at:%Y-%m-%d %H:%M} UTC"


def _speaker(view: reading.MessageView) -> str:
    message = view.message
    if message.role is Role.USER:
        # Where several write, "you" would be whoever reads the file.
        return view.author.name if view.is_shared and view.author else "You"
    return f"Assistant ({message.model or 'the app'})"


def as_iso(moment: datetime) -> str:
    """Return a moment as all JSON of the app has it."""
    return moment.isoformat().replace("+00:00", "Z")
