"""Open WebUI: `chat-export-….json`, a list of chats, whether of one or of all of them.

Source: `DataControls.svelte` and `Navbar/Menu.svelte` of open-webui/open-webui, and the test data
of LibreChat's importer of its files, read 2026-11-29.
"""

import re
from collections import Counter
from html import unescape

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
    inner,
    moment_in,
    record_of,
    records_in,
    records_of,
    text_in,
    texts_in,
)

_DETAILS = re.compile(r'<details\s+type="(\w+)"[^>]*>(.*?)</details>\s*', re.DOTALL)
"""In a reply's text: what the model thought, or what a tool was asked."""
_SUMMARY = re.compile(r"<summary>.*?</summary>", re.DOTALL)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_REACTIONS = {1: Reaction.LIKE, -1: Reaction.DISLIKE}


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a chat of Open WebUI's, or of before it had that name."""
    return isinstance(entry.get("chat"), dict) or isinstance(entry.get("history"), dict)


def read(entry: Record) -> Conversation:
    """Return a conversation.

    Raises:
        Malformed: It is not built as it should be.
    """
    talk = inner(entry, "chat") or entry
    history = inner(talk, "history")
    chat = Conversation(
        Source.OPEN_WEBUI,
        id_in(entry, "id") or "",
        text_in(entry, "title") or text_in(talk, "title"),
        current_id=id_in(history, "currentId"),
        created_at=moment_in(entry, "created_at", "timestamp") or moment_in(talk, "timestamp"),
        updated_at=moment_in(entry, "updated_at"),
        model=next((each for each in texts_in(talk.get("models")) if each), ""),
        archived=entry.get("archived") is True,
        pinned=entry.get("pinned") is True,
        system_prompt=text_in(inner(talk, "params"), "system") or text_in(talk, "system"),
    )
    if history.get("messages"):
        by_id = record_of(history["messages"], "`history.messages`")
        messages = records_of(list(by_id.values()), "`history.messages`")
        for node_id, message in zip(by_id, messages, strict=True):
            chat.nodes.append(Node(node_id, id_in(message, "parentId"), _said(message, chat)))
        return chat
    before: str | None = None
    for number, message in enumerate(records_of(talk.get("messages"), "`messages`")):
        node_id, parent_id = id_in(message, "id") or f"#{number}", id_in(message, "parentId")
        chat.nodes.append(Node(node_id, parent_id or before, _said(message, chat)))
        before = node_id
    return chat


def _said(message: Record, chat: Conversation) -> Said | None:
    left_out = chat.left_out
    role = text_in(message, "role")
    text, thinking = _content(message, left_out)
    if role == "system":
        chat.system_prompt = chat.system_prompt or text
        return None
    if role not in {"user", "assistant"}:
        left_out[LeftOut.TOOLS] += 1
        return None
    for file in records_in(message.get("files")):
        is_picture = "image" in (file.get("type"), text_in(file, "content_type").partition("/")[0])
        left_out[LeftOut.PICTURES if is_picture else LeftOut.FILES] += 1
    if not text and message.get("error"):
        left_out[LeftOut.ERRORS] += 1
        return None
    is_cut = bool(message.get("error")) or message.get("done") is False
    rating = inner(message, "annotation").get("rating")
    return Said(
        Role(role),
        text,
        at=moment_in(message, "timestamp"),
        model=text_in(message, "model"),
        thinking=thinking,
        status=MessageStatus.PARTIAL if is_cut and role == "assistant" else MessageStatus.COMPLETE,
        reaction=_REACTIONS.get(rating) if isinstance(rating, int) else None,
    )


def _content(message: Record, left_out: Counter[LeftOut]) -> tuple[str, str]:
    """Return what a message says, and what its model thought."""
    outputs = records_in(message.get("output"))
    by_kind = {
        kind: [each for each in outputs if each.get("type") == kind]
        for kind in ("message", "reasoning", "function_call")
    }
    if said := _joined(by_kind["message"]):
        left_out[LeftOut.TOOLS] += len(by_kind["function_call"])
        return said, _joined(by_kind["reasoning"])
    content = message.get("content")
    parts = records_in(content)
    left_out[LeftOut.PICTURES] += sum(each.get("type") == "image_url" for each in parts)
    text = content if isinstance(content, str) else _texts(parts)
    thoughts: list[str] = []

    def take_out(found: re.Match[str]) -> str:
        if found[1] == "reasoning":
            told = unescape(_SUMMARY.sub("", found[2]))
            thoughts.append(_QUOTED.sub("", told.strip()))
        else:
            left_out[LeftOut.TOOLS] += 1
        return ""

    return _DETAILS.sub(take_out, text).strip(), "\n\n".join(thoughts)


def _joined(outputs: list[Record]) -> str:
    told = (_texts(records_in(each.get("summary") or each.get("content"))) for each in outputs)
    return "\n\n".join(filter(None, told))


def _texts(parts: list[Record]) -> str:
    return "\n\n".join(filter(None, (text_in(part, "text") for part in parts)))
