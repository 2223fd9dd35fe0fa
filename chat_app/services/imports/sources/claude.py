"""Claude: `conversations.json`, alone or in the zip of "Export data".

Source: exports from 2024 to July 2026 as told in the issues and test data of LibreChat, Cherry
Studio and kenn-io/agentsview, read 2026-11-29. Since March 2026 messages name the one they follow
(`parent_message_uuid`); before, there were no branches in the file.
"""

from collections import Counter
from pathlib import PurePosixPath

from chat_app.llm.types import Role
from chat_app.services.imports.conversations import (
    Conversation,
    LeftOut,
    Node,
    Record,
    Said,
    Source,
    document,
    id_in,
    inner,
    moment_in,
    records_in,
    records_of,
    text_in,
)

_ROLES = {"human": Role.USER, "assistant": Role.ASSISTANT}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".svg"}
_LANGUAGES = {
    "text/html": "html",
    "text/markdown": "markdown",
    "image/svg+xml": "xml",
    "application/vnd.ant.mermaid": "mermaid",
    "application/vnd.ant.react": "jsx",
}


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a conversation of Claude's."""
    return "chat_messages" in entry


def read(entry: Record) -> Conversation:
    """Return a conversation.

    Raises:
        Malformed: It is not built as it should be.
    """
    chat = Conversation(
        Source.CLAUDE,
        id_in(entry, "uuid") or "",
        text_in(entry, "name"),
        current_id=id_in(entry, "current_leaf_message_uuid"),
        created_at=moment_in(entry, "created_at"),
        updated_at=moment_in(entry, "updated_at"),
        model=text_in(entry, "model"),
        pinned=entry.get("is_starred") is True,
    )
    messages = records_of(entry["chat_messages"], "`chat_messages`")
    has_branches = any("parent_message_uuid" in each for each in messages)
    before: str | None = None
    for number, message in enumerate(messages):
        node_id = id_in(message, "uuid") or f"#{number}"
        parent_id = id_in(message, "parent_message_uuid") if has_branches else before
        chat.nodes.append(Node(node_id, parent_id, _said(message, chat.left_out)))
        before = node_id
    chat.current_id = chat.current_id or before
    return chat


def _said(message: Record, left_out: Counter[LeftOut]) -> Said | None:
    role = _ROLES.get(text_in(message, "sender"))
    if role is None:
        return None
    texts: list[str] = []
    thoughts: list[str] = []
    for block in records_in(message.get("content")):
        match block.get("type"):
            case "text":
                texts.append(text_in(block, "text"))
            case "thinking":
                thoughts.append(text_in(block, "thinking"))
            case "tool_use":
                if made := _artifact(block):
                    texts.append(made)
                else:
                    left_out[LeftOut.TOOLS] += 1
            case "image":
                left_out[LeftOut.PICTURES] += 1
            case _:
                # What a tool answered was counted with what it was asked.
                pass
    texts = [text for text in texts if text.strip()] or [text_in(message, "text")]
    texts += _attached(message, left_out)
    return Said(
        role,
        "\n\n".join(text for text in texts if text),
        at=moment_in(message, "created_at"),
        thinking="\n\n".join(filter(None, thoughts)),
    )


def _artifact(block: Record) -> str:
    """Return a document that Claude wrote beside its reply; of later changes only whole ones."""
    made = inner(block, "input")
    content = text_in(made, "content")
    if block.get("name") != "artifacts" or not content:
        return ""
    language = text_in(made, "language") or _LANGUAGES.get(text_in(made, "type"), "")
    return document(text_in(made, "title"), content, language)


def _attached(message: Record, left_out: Counter[LeftOut]) -> list[str]:
    """Return the text of attached files as far as the export has it; count the others."""
    texts: list[str] = []
    for file in records_in(message.get("attachments")):
        if content := text_in(file, "extracted_content"):
            texts.append(document(text_in(file, "file_name"), content))
        else:
            left_out[LeftOut.FILES] += 1
    for file in records_in(message.get("files")):
        ending = PurePosixPath(text_in(file, "file_name")).suffix.lower()
        left_out[LeftOut.PICTURES if ending in _PICTURES else LeftOut.FILES] += 1
    return texts
