"""LibreChat: the JSON that "Export conversation" writes, one conversation a file.

Source: `useExportConversation.ts` and the test data of its own importer in danny-avila/LibreChat,
read 2026-11-29. Its messages stand in a list, or each in those of the one before ("recursive").
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

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
    records_in,
    records_of,
    text_in,
)

_PARTS = {
    "image_file": LeftOut.PICTURES,
    "image_url": LeftOut.PICTURES,
    "tool_call": LeftOut.TOOLS,
    "error": LeftOut.ERRORS,
    "input_audio": LeftOut.RECORDINGS,
    "video_url": LeftOut.RECORDINGS,
}
_REACTIONS = {"thumbsUp": Reaction.LIKE, "thumbsDown": Reaction.DISLIKE}


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a conversation of LibreChat's."""
    return "conversationId" in entry and ("messages" in entry or "messagesTree" in entry)


def read(entry: Record) -> Conversation:
    """Return a conversation.

    Raises:
        Malformed: It is not built as it should be.
    """
    options = inner(entry, "options")
    chat = Conversation(
        Source.LIBRECHAT,
        id_in(entry, "conversationId") or "",
        text_in(entry, "title") or text_in(options, "title"),
        model=text_in(options, "model"),
        system_prompt=text_in(options, "promptPrefix", "instructions", "system"),
        created_at=moment_in(entry, "createdAt"),
        updated_at=moment_in(entry, "updatedAt"),
        archived=entry.get("isArchived") is True,
    )
    for number, (above, message) in enumerate(_messages(entry)):
        node_id = id_in(message, "messageId", "id") or f"#{number}"
        parent_id = above or id_in(message, "parentMessageId")
        chat.nodes.append(Node(node_id, parent_id, _said(message, chat.left_out)))
    return chat


def _messages(entry: Record) -> Iterator[tuple[str | None, Record]]:
    """Yield every message, and the id of the one whose list it stands in.

    Without a call in a call: a long talk lies thousands of lists deep.
    """
    found = entry.get("messagesTree") or entry.get("messages")
    waiting: list[tuple[str | None, Any]] = [(None, found if isinstance(found, list) else [found])]
    while waiting:
        above, messages = waiting.pop()
        for message in records_of(messages, "`messages`"):
            yield above, message
            if children := message.get("children"):
                waiting.append((id_in(message, "messageId", "id"), children))


def _said(message: Record, left_out: Counter[LeftOut]) -> Said | None:
    texts: list[str] = []
    thoughts: list[str] = []
    for part in records_in(message.get("content")):
        kind = str(part.get("type"))
        if kind == "text":
            texts.append(text_in(part, "text") or text_in(inner(part, "text"), "value"))
        elif kind == "think":
            thoughts.append(text_in(part, "think") or text_in(inner(part, "think"), "value"))
        elif kind in _PARTS:
            left_out[_PARTS[kind]] += 1
    text = "\n\n".join(filter(None, texts)) or text_in(message, "text")
    for file in [*records_in(message.get("files")), *records_in(message.get("attachments"))]:
        is_picture = text_in(file, "type").startswith("image/")
        left_out[LeftOut.PICTURES if is_picture else LeftOut.FILES] += 1
    if message.get("error") is True:
        left_out[LeftOut.ERRORS] += 1
        return None
    return Said(
        Role.USER if message.get("isCreatedByUser") is True else Role.ASSISTANT,
        text,
        at=moment_in(message, "createdAt"),
        model=text_in(message, "model"),
        thinking="\n\n".join(filter(None, thoughts)),
        status=(
            MessageStatus.STOPPED if message.get("unfinished") is True else MessageStatus.COMPLETE
        ),
        reaction=_REACTIONS.get(text_in(inner(message, "feedback"), "rating")),
    )
