"""What is kept of a person, file by file, a page at a time."""

import csv
import io
import json
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import inspect
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.db import briefly, reading
from chat_app.errors import FileNotFound
from chat_app.models import (
    ApiKey,
    AuditEvent,
    AuthSession,
    Chat,
    ChatImport,
    Feedback,
    File,
    Folder,
    Identity,
    LedgerEntry,
    LibraryPrompt,
    Membership,
    Message,
    Organisation,
    ReadingPosition,
    Turn,
    User,
)
from chat_app.services import files
from chat_app.services.admin.reports import defused
from chat_app.services.chats import branches
from chat_app.services.chats.attachments import AttachedFile, attachments_of
from chat_app.services.chats.export import as_iso, message_as_json, said
from chat_app.services.chats.reading import MessageView
from chat_app.services.chats.writers import writers_of

_PAGE = 200
_Row = TypeVar("_Row", bound=SQLModel)

_ACCOUNT = (
    *("user_id", "email", "name", "role", "tier", "user_type", "org_id", "email_verified"),
    *("token_limit", "last_model", "language", "created_at", "last_seen_at"),
)
_CHAT = (
    *("chat_id", "title", "model", "system_prompt", "parameters", "project_id", "task_id"),
    *("pinned", "archived", "is_shared", "created_at", "updated_at", "deleted_at"),
    "tokens_consumed",
)
_KEPT: dict[str, tuple[type[SQLModel], tuple[str, ...]]] = {
    "sessions": (AuthSession, ("user_agent", "created_at", "expires_at", "revoked_at")),
    "api_keys": (
        ApiKey,
        (
            *("key_id", "name", "prefix", "token_limit", "models", "expires_at", "created_at"),
            *("revoked_at", "last_used_at"),
        ),
    ),
    "identities": (Identity, ("issuer", "subject", "created_at", "last_used_at")),
    "folders": (Folder, ("project_id", "name", "system_prompt", "model", "created_at")),
    "member_of": (
        Membership,
        (
            *("chat_id", "role", "added_by", "joined_at", "left_at", "removed_by", "pinned"),
            "project_id",
        ),
    ),
    "imports": (ChatImport, ("import_id", "source", "status", "messages", "created_at")),
    "feedback": (Feedback, ("message_id", "complaints", "words", "created_at")),
}
"""What stands in the profile beside the account: rows of the person, and which columns of them."""
_PROMPT = ("prompt_id", "name", "description", "content", "shared", "created_at", "updated_at")
_LEDGER = ("entry_id", "created_at", "kind", "amount_tokens", "balance_tokens", "turn_id")
_USAGE = (
    *("turn_id", "started_at", "settled_at", "purpose", "model", "chat_id", "message_id", "key_id"),
    *("via", "outcome", "finish_reason", "charged_tokens", "user_tokens", "attachment_tokens"),
    *("ai_tokens", "history_tokens", "system_tokens", "overhead_tokens", "waived_tokens"),
    *("count_method", "cached", "billed_total_tokens", "cost_micro_usd", "cost_method"),
)
_ACTIVITY = ("created_at", "via", "action", "target")
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_LONGEST_NAME = 80


async def profile(user: User) -> AsyncGenerator[bytes, None]:
    """Yield the account and what lies around it, as JSON; no secret, and no digest of one."""
    content: dict[str, Any] = {"account": _picked(user, _ACCOUNT)}
    async with reading() as session:
        org = await session.get(Organisation, user.org_id) if user.org_id else None
    content["account"]["organisation"] = org and org.name
    for name, (table, columns) in _KEPT.items():
        owner: Any = getattr(table, "user_id")  # noqa: B009 (tables of several kinds)
        async with reading() as session:
            kept = select(table).where(owner == user.user_id).order_by(*inspect(table).primary_key)
            found = await session.exec(kept)
            content[name] = [_picked(row, columns) for row in found]
    yield _json(content)


async def conversations(user: User) -> AsyncGenerator[bytes, None]:
    """Yield all chats of a person with every branch, as a list of JSON that can be imported."""
    before = b"["
    async for chat in _rows(_chats(user), col(Chat.chat_id)):
        head = json.dumps(_picked(chat, _CHAT), ensure_ascii=False)
        yield before + b"\n" + head.removesuffix("}").encode() + b', "messages": ['
        between = b"\n"
        async for views in _messages(user, chat):
            for view in views:
                parent_id = view.message.parent_id
                written = message_as_json(view) | {"parent_id": parent_id and str(parent_id)}
                yield between + json.dumps(written, ensure_ascii=False).encode()
                between = b",\n"
        yield b"]}"
        before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


async def readable_chats(user: User) -> AsyncGenerator[tuple[str, bytes], None]:
    """Yield each chat of a person, as they read it last, in Markdown; and what to call that."""
    async for chat in _rows(_chats(user), col(Chat.chat_id)):
        async with reading() as session:
            position = await session.get(ReadingPosition, (user.user_id, chat.chat_id))
            newest = await branches.newest(session, chat.chat_id, 1)
            leaf_id = (position and position.leaf_id) or (newest[-1].message_id if newest else None)
            found = await branches.branch(session, leaf_id, chat.message_count + 1)
            views = await _views(session, user, chat, found)
        day = f"{chat.created_at:%Y-%m-%d}"
        name = name_of(f"{day} {chat.title}", str(chat.chat_id))
        yield f"{name}.md", _as_markdown(chat, views).encode()


async def written_elsewhere(user: User) -> AsyncGenerator[bytes, None]:
    """Yield what a person wrote in chats of others, as JSON: theirs alone, no answers to it."""
    wanted = select(Message).where(col(Message.author_id) == user.user_id)
    before = b"["
    async for message in _rows(wanted, col(Message.message_id)):
        picked = _picked(message, ("message_id", "chat_id", "content", "model", "created_at"))
        yield before + b"\n" + json.dumps(picked, ensure_ascii=False).encode()
        before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


async def prompts(user: User) -> AsyncGenerator[bytes, None]:
    """Yield the prompts that a person keeps, as JSON."""
    mine = select(LibraryPrompt).where(LibraryPrompt.user_id == user.user_id)
    yield _json([_picked(row, _PROMPT) async for row in _rows(mine, col(LibraryPrompt.prompt_id))])


def ledger(user: User) -> AsyncGenerator[bytes, None]:
    """Yield every change to a person's budget, as CSV."""
    mine = select(LedgerEntry).where(LedgerEntry.user_id == user.user_id)
    return _csv(mine, col(LedgerEntry.entry_id), _LEDGER)


def usage(user: User) -> AsyncGenerator[bytes, None]:
    """Yield every exchange that a person paid, as CSV."""
    mine = select(Turn).where(Turn.user_id == user.user_id)
    return _csv(mine, col(Turn.turn_id), _USAGE)


def activity(user: User) -> AsyncGenerator[bytes, None]:
    """Yield what the audit trail has of what a person did, as CSV."""
    mine = select(AuditEvent).where(AuditEvent.actor_id == user.user_id)
    return _csv(mine, col(AuditEvent.event_id), _ACTIVITY)


def kept_files(user: User) -> AsyncGenerator[File, None]:
    """Yield the files of a person: those in the list, and those that their chats hold."""
    return _rows(select(File).where(File.user_id == user.user_id), col(File.file_id))


async def bytes_of(file: File) -> AsyncGenerator[bytes, None]:
    """Yield a file's bytes; nothing where they are lost."""
    try:
        async for piece in files.pieces(file):
            yield piece
    except FileNotFound:
        return


def path_of(file: File) -> str:
    """Return where a file lies in the zip."""
    stem, dot, ending = file.name.rpartition(".")
    return (
        f"files/{name_of(stem or ending, str(file.file_id))}{dot}{_plain(ending) if stem else ''}"
    )


def name_of(words: str, its_id: str) -> str:
    """Return what something is called in any folder, whatever people call it."""
    return f"{_plain(words)[:_LONGEST_NAME]} {its_id[-12:]}".strip()


def _plain(words: str) -> str:
    return _NOT_IN_NAMES.sub(" ", words).strip()


def _chats(user: User) -> SelectOfScalar[Chat]:
    return select(Chat).where(Chat.user_id == user.user_id, col(Chat.erased_at).is_(None))


async def _messages(user: User, chat: Chat) -> AsyncGenerator[list[MessageView], None]:
    """Yield the messages of a chat, all branches, oldest first, some at a time."""
    wanted = select(Message).where(Message.chat_id == chat.chat_id)
    async for some in _pages(wanted, col(Message.message_id)):
        async with reading() as session:
            yield await _views(session, user, chat, some)


async def _views(
    session: Any, user: User, chat: Chat, found: Sequence[Message]
) -> list[MessageView]:
    turns = await branches.turns_of(session, chat.chat_id, found)
    held = await attachments_of(session, found, turns)
    writers = await briefly(session, writers_of, user, chat, found, turns.values())
    return [
        MessageView(
            each,
            [],
            turn := turns.get(each.message_id),
            attachments=held.get(each.message_id, ()),
            author=writers.author(each),
            payer=writers.payer(turn),
            is_shared=chat.is_shared,
        )
        for each in found
    ]


def _as_markdown(chat: Chat, views: list[MessageView]) -> str:
    written = [f"# {chat.title or 'Chat'}", f"{chat.created_at:%Y-%m-%d %H:%M} UTC"]
    for speaker, parts in said(views):
        written.append(f"## {speaker}")
        written += [part if isinstance(part, str) else _linked(part) for part in parts]
    return "\n\n".join(written) + "\n"


def _linked(attached: AttachedFile) -> str:
    file = attached.file
    sign = "!" if file.width else ""
    return f"{sign}[{_plain(file.name)}](<../{path_of(file)}>)"


async def _rows(wanted: SelectOfScalar[_Row], key: Any) -> AsyncGenerator[_Row, None]:
    async for some in _pages(wanted, key):
        for row in some:
            yield row


async def _pages(wanted: SelectOfScalar[_Row], key: Any) -> AsyncGenerator[Sequence[_Row], None]:
    """Yield rows in the order of a key of theirs, some at a time; no transaction lasts for all."""
    page = wanted
    while True:
        async with reading() as session:
            some = list(await session.exec(page.order_by(key).limit(_PAGE)))
        if some:
            yield some
        if len(some) < _PAGE:
            return
        page = wanted.where(key > getattr(some[-1], key.key))


async def _csv(
    wanted: SelectOfScalar[_Row], key: Any, columns: Sequence[str]
) -> AsyncGenerator[bytes, None]:
    yield _lines([columns])
    async for some in _pages(wanted, key):
        yield _lines([_cell(getattr(row, name)) for name in columns] for row in some)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _cell(value: Any) -> str:
    plain = _plainly(value)
    return "" if plain is None else defused(plain) if isinstance(plain, str) else str(plain)


def _picked(row: SQLModel, columns: Iterable[str]) -> dict[str, Any]:
    return {name: _plainly(getattr(row, name)) for name in columns}


def _plainly(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_iso(value)
    return str(value) if isinstance(value, UUID) else value


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
