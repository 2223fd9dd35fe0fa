"""This app: what `services/chats/export.py` writes as JSON, and `services/own_data` likewise."""

from collections import Counter

from chat_app.llm.types import Role
from chat_app.models import MessageStatus
from chat_app.services.imports.conversations import (
    Conversation,
    LeftOut,
    Node,
    Record,
    Said,
    Source,
    id_in,
    moment_in,
    records_in,
    records_of,
    text_in,
)

_KINDS = {"image": LeftOut.PICTURES, "audio": LeftOut.RECORDINGS}
_CUT = {each.value: each for each in (MessageStatus.STOPPED, MessageStatus.PARTIAL)}


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a chat of this app's."""
    return "chat_id" in entry and "messages" in entry


def read(entry: Record) -> Conversation:
    """Return a conversation: the branch that was exported, or all of them.

    Raises:
        Malformed: It is not built as it should be.
    """
    chat = Conversation(
        Source.TALLY,
        id_in(entry, "chat_id") or "",
        text_in(entry, "title"),
        created_at=moment_in(entry, "created_at"),
        updated_at=moment_in(entry, "updated_at"),
        model=text_in(entry, "model"),
    )
    before: str | None = None
    for number, message in enumerate(records_of(entry["messages"], "`messages`")):
        node_id = id_in(message, "message_id") or f"#{number}"
        said = Said(
            Role.USER if message.get("role") == "user" else Role.ASSISTANT,
            _text(message, chat.left_out),
            at=moment_in(message, "created_at"),
            model=text_in(message, "model"),
            is_of_app=not text_in(message, "model"),
            status=_CUT.get(text_in(message, "status"), MessageStatus.COMPLETE),
        )
        # Only what somebody took along with all their data says what stands below what.
        parent_id = id_in(message, "parent_id") if "parent_id" in message else before
        chat.nodes.append(Node(node_id, parent_id, said))
        before = node_id
    return chat


def _text(message: Record, left_out: Counter[LeftOut]) -> str:
    """Return what a message says, and which files it had: their bytes are in no export."""
    names: list[str] = []
    for file in records_in(message.get("attachments")):
        left_out[_KINDS.get(text_in(file, "kind"), LeftOut.FILES)] += 1
        names.append(" ".join(text_in(file, "name").split()) or "?")
    told = [f"Files: {', '.join(names)}"] if names else []
    return "\n\n".join([*told, *filter(None, [text_in(message, "content")])])
