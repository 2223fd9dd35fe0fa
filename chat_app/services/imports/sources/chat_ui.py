"""HuggingFace chat-ui: the `conversations.json` of its data export, alone or in the zip.

Source: `src/routes/api/v2/export/+server.ts` and `src/lib/types/` of huggingface/chat-ui 0.20.0,
read 2026-11-29.
"""

import re
from collections.abc import Iterable
from typing import Any, cast

from chat_app.llm.types import Role
from chat_app.models import MessageStatus, Reaction
from chat_app.services.imports.conversations import (
    Conversation,
    LeftOut,
    Node,
    Record,
    Said,
    Source,
    id_in,
    list_of,
    moment_in,
    records_of,
    text_in,
)

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}
_REACTIONS = {1: Reaction.LIKE, -1: Reaction.DISLIKE}
_THOUGHT = re.compile(r"\A\s*<think>(.*?)</think>\s*", re.DOTALL)
_PICTURE = re.compile(r"\.(png|jpe?g|gif|webp|avif|svg)\Z", re.IGNORECASE)


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a conversation of chat-ui's."""
    messages = entry.get("messages")
    first = cast("list[Any]", messages)[0] if isinstance(messages, list) and messages else None
    return isinstance(first, dict) and "from" in first


def read(entry: Record) -> Conversation:
    """Return a conversation.

    Raises:
        Malformed: It is not built as it should be.
    """
    chat = Conversation(
        Source.CHAT_UI,
        id_in(entry, "_id", "id") or "",
        text_in(entry, "title"),
        created_at=moment_in(entry, "createdAt"),
        updated_at=moment_in(entry, "updatedAt"),
        model=text_in(entry, "model"),
        system_prompt=text_in(entry, "preprompt"),
    )
    messages = records_of(entry["messages"], "`messages`")
    has_branches = any(each.get("ancestors") for each in messages)
    before: str | None = None
    for number, message in enumerate(messages):
        node_id = id_in(message, "id") or f"#{number}"
        ancestors = list_of(message.get("ancestors"), "`ancestors`")
        above = str(ancestors[-1]) if ancestors else None
        parent_id = above if has_branches else before
        chat.nodes.append(Node(node_id, parent_id, _said(message, chat)))
        before = node_id
    chat.current_id = before
    _count_files(messages, chat)
    return chat


def _said(message: Record, chat: Conversation) -> Said | None:
    text = text_in(message, "content")
    if message.get("from") == "system":
        chat.system_prompt = chat.system_prompt or text
        return None
    role = _ROLES.get(text_in(message, "from"))
    if role is None:
        return None
    found = _THOUGHT.match(text)
    score = message.get("score")
    return Said(
        role,
        text[found.end() :] if found else text,
        at=moment_in(message, "createdAt", "updatedAt"),
        thinking=text_in(message, "reasoning") or (found[1].strip() if found else ""),
        status=(
            MessageStatus.STOPPED if message.get("interrupted") is True else MessageStatus.COMPLETE
        ),
        reaction=_REACTIONS.get(score) if isinstance(score, int) else None,
    )


def _count_files(messages: Iterable[Record], chat: Conversation) -> None:
    """Count the files, each once: the export names those of the whole chat at every message."""
    names = {
        str(file)
        for message in messages
        for file in list_of(message.get("files"), "`files`")
        if file
    }
    for name in names:
        chat.left_out[LeftOut.PICTURES if _PICTURE.search(name) else LeftOut.FILES] += 1
