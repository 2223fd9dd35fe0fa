"""ChatGPT: `conversations.json`, or `conversations-000.json` and so on since March 2026.

Source: "ChatGPT User Data Export Specification (Unofficial)" 3.0 of mohamed-chs/convoviz, and the
test data of LibreChat's importer, both read 2026-11-29. OpenAI describes the format nowhere.
"""

import json
import re
from collections import Counter
from typing import Any

from chat_app.llm.types import Role
from chat_app.models import MessageStatus
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
    list_of,
    moment_in,
    record_of,
    records_in,
    text_in,
)

_PARTS = {
    "image_asset_pointer": LeftOut.PICTURES,
    "audio_asset_pointer": LeftOut.RECORDINGS,
    "real_time_user_audio_video_asset_pointer": LeftOut.RECORDINGS,
    "video_container_asset_pointer": LeftOut.RECORDINGS,
}
_OF_TOOLS = {
    "execution_output",
    "system_error",
    "tether_browsing_display",
    "tether_browsing_code",
    "tether_quote",
    "sonic_webpage",
}
_UNSAID = {"reasoning_recap", "model_editable_context"}
"""What tells of a reply and is not of it."""
_MARK = re.compile("\ue200[^\ue201]*\ue201|【[^【】]{1,80}】")
"""Where a source was named: private characters around ids, or as `【12†source】` until 2025."""
_URL = re.compile(r"https?://[^\s()<>\[\]]+")
_UNLINKED = re.compile(r"[\[\]\n]")
"""What would end the words of a link."""
_NEW_DOCUMENT = "canmore.create_textdoc"


def fits(entry: Record) -> bool:
    """Say whether an object of a file is a conversation of ChatGPT's."""
    return "mapping" in entry


def read(entry: Record) -> Conversation:
    """Return a conversation.

    Raises:
        Malformed: It is not built as it should be.
    """
    chat = Conversation(
        Source.CHATGPT,
        id_in(entry, "conversation_id", "id") or "",
        text_in(entry, "title"),
        current_id=id_in(entry, "current_node"),
        created_at=moment_in(entry, "create_time"),
        updated_at=moment_in(entry, "update_time"),
        model=text_in(entry, "default_model_slug", "model_slug"),
        archived=entry.get("is_archived") is True,
        pinned=entry.get("is_starred") is True or bool(entry.get("pinned_time")),
    )
    instructions: list[str] = []
    for node_id, value in _mapping(entry).items():
        node = record_of(value, f"node `{node_id[:60]}`")
        said = None
        if node.get("message") is not None:
            message = record_of(node["message"], f"the message of node `{node_id[:60]}`")
            if told := _instructions(message):
                instructions.append(told)
            else:
                said = _said(message, chat.left_out)
        chat.nodes.append(Node(node_id, id_in(node, "parent"), said))
    # They stand before every question they were in force for.
    chat.system_prompt = "\n\n".join(dict.fromkeys(instructions))
    return chat


def _mapping(entry: Record) -> Record:
    return {} if entry["mapping"] is None else record_of(entry["mapping"], "`mapping`")


def _instructions(message: Record) -> str:
    """Return what a message tells the model first, if that is what it is for."""
    content, metadata = inner(message, "content"), inner(message, "metadata")
    if content.get("content_type") == "user_editable_context":
        told = (text_in(content, name) for name in ("user_profile", "user_instructions"))
        return "\n\n".join(part for part in told if part.strip())
    if _role(message) != "system" or metadata.get("is_visually_hidden_from_conversation"):
        return ""
    return _text(message, Counter()).strip()


def _said(message: Record, left_out: Counter[LeftOut]) -> Said | None:
    metadata, content = inner(message, "metadata"), inner(message, "content")
    kind, role = text_in(content, "content_type"), _role(message)
    if (
        metadata.get("is_visually_hidden_from_conversation")
        or role not in {"user", "assistant", "tool"}
        or kind in _UNSAID
    ):
        return None
    if role == "tool" or kind in _OF_TOOLS:
        pictures = _count_parts(content, left_out)
        left_out[LeftOut.TOOLS] += not pictures
        return None
    common: dict[str, Any] = {
        "at": moment_in(message, "create_time"),
        "model": text_in(metadata, "model_slug"),
    }
    recipient = text_in(message, "recipient") or "all"
    if role == "assistant" and recipient != "all":
        if recipient == _NEW_DOCUMENT and (text := _new_document(content)):
            return Said(Role.ASSISTANT, text, **common)
        left_out[LeftOut.TOOLS] += 1
        return None
    if kind == "thoughts":
        thoughts = (
            text_in(each, "content", "summary") for each in records_in(content.get("thoughts"))
        )
        return Said(Role.ASSISTANT, "", thinking="\n\n".join(filter(None, thoughts)), **common)
    for file in records_in(metadata.get("attachments")):
        is_picture = text_in(file, "mime_type", "mimeType").startswith("image/")
        left_out[LeftOut.FILES] += not is_picture
    is_cut = (
        message.get("status") == "in_progress"
        or inner(metadata, "finish_details").get("type") == "interrupted"
    )
    return Said(
        Role.USER if role == "user" else Role.ASSISTANT,
        _text(message, left_out),
        status=MessageStatus.STOPPED if is_cut else MessageStatus.COMPLETE,
        **common,
    )


def _role(message: Record) -> str:
    return text_in(inner(message, "author"), "role")


def _text(message: Record, left_out: Counter[LeftOut]) -> str:
    content = inner(message, "content")
    _count_parts(content, left_out)
    if content.get("content_type") == "code":
        language = text_in(content, "language")
        code = text_in(content, "text")
        return document("", code, "" if language == "unknown" else language) if code else ""
    parts = [_text_of_part(part) for part in list_of(content.get("parts"), "`parts`")]
    text = "\n\n".join(part for part in parts if part) or text_in(content, "text")
    return _with_sources(text, inner(message, "metadata"))


def _text_of_part(part: object) -> str:
    """Return what a part says: a text, what was heard in a recording, or what else has words."""
    return part if isinstance(part, str) else text_in(inner({"part": part}, "part"), "text")


def _count_parts(content: Record, left_out: Counter[LeftOut]) -> int:
    """Count the parts that say nothing; return how many there are."""
    silent = [each for each in records_in(content.get("parts")) if not text_in(each, "text")]
    left_out.update(_PARTS.get(text_in(each, "content_type"), LeftOut.FILES) for each in silent)
    return len(silent)


def _with_sources(text: str, metadata: Record) -> str:
    """Return a text with links in the place of the marks that name a source."""
    for reference in records_in(metadata.get("content_references")):
        mark = text_in(reference, "matched_text")
        if mark.strip():
            text = text.replace(mark, text_in(reference, "alt"), 1)
    cited = [each for each in records_in(metadata.get("citations")) if _is_span(each, text)]
    for citation in sorted(cited, key=lambda each: each["start_ix"], reverse=True):
        page = inner(citation, "metadata")
        title, url = _UNLINKED.sub("", text_in(page, "title")), text_in(page, "url")
        link = f" ([{title or url}]({url}))" if _URL.fullmatch(url) else ""
        text = text[: citation["start_ix"]] + link + text[citation["end_ix"] :]
    return _MARK.sub("", text)


def _is_span(citation: Record, text: str) -> bool:
    start, end = citation.get("start_ix"), citation.get("end_ix")
    return type(start) is int and type(end) is int and 0 <= start < end <= len(text)


def _new_document(content: Record) -> str:
    """Return a document of the canvas, which is told as JSON; empty where that is cut off."""
    parts = list_of(content.get("parts"), "`parts`") or [None]
    told = text_in(content, "text") or (parts[0] if isinstance(parts[0], str) else "")
    try:
        made = inner({"made": json.loads(told)}, "made")
    except (ValueError, RecursionError):
        return ""
    text, kind = text_in(made, "content"), text_in(made, "type")
    if not text:
        return ""
    name = text_in(made, "name")
    if kind.startswith("code/"):
        return document(name, text, kind.removeprefix("code/"))
    return f"**{name}**\n\n{text}" if name else text
