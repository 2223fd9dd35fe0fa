"""Chats as other apps export them: in their shapes, told by hand. See docs/import.md."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

ROOT_OF_CLAUDE = "00000000-0000-4000-8000-000000000000"
ROOT_OF_LIBRECHAT = "00000000-0000-0000-0000-000000000000"


def packed(files: Mapping[str, Any]) -> bytes:
    """Return a zip of JSON files; what is bytes goes in as it is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else as_json(content))
    return written.getvalue()


def as_json(content: Any) -> bytes:
    """Return JSON as other apps write it."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def chatgpt_node(
    node_id: str,
    parent: str | None,
    role: str = "user",
    *parts: Any,
    kind: str = "text",
    at: float | None = 1_756_000_001.5,
    **more: Any,
) -> dict[str, Any]:
    """Return a node of ChatGPT's `mapping`; `metadata`, `recipient` and so on come in `more`."""
    content = more.pop("content", None) or {"content_type": kind, "parts": list(parts)}
    return {
        "id": node_id,
        "parent": parent,
        "children": [],
        "message": {
            "id": node_id,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": at,
            "update_time": None,
            "content": content,
            "status": "finished_successfully",
            "end_turn": None,
            "weight": 1.0,
            "metadata": {},
            "recipient": "all",
            "channel": None,
        }
        | more,
    }


def chatgpt_chat(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a conversation of ChatGPT's with a root that says nothing."""
    root = {"id": "client-created-root", "message": None, "parent": None, "children": []}
    mapping = {node["id"]: node for node in [root, *nodes]}
    for node in nodes:
        if node["parent"] in mapping:
            mapping[node["parent"]]["children"].append(node["id"])
    return {
        "title": "Rolling back",
        "create_time": 1_756_000_000.123456,
        "update_time": 1_756_000_400.5,
        "mapping": mapping,
        "moderation_results": [],
        "current_node": nodes[-1]["id"] if nodes else None,
        "conversation_id": "6b0f0d9c-0000-4000-8000-000000000001",
        "gizmo_id": None,
        "is_archived": False,
        "is_starred": None,
        "default_model_slug": "gpt-5",
        "id": "6b0f0d9c-0000-4000-8000-000000000001",
    } | more


def claude_message(
    message_id: str, sender: str, *blocks: dict[str, Any], parent: str | None = None, **more: Any
) -> dict[str, Any]:
    """Return a message of Claude's; without a parent it is one of before March 2026."""
    text = "".join(each.get("text", "") for each in blocks)
    names = {} if parent is None else {"parent_message_uuid": parent}
    return {
        "uuid": message_id,
        "text": text,
        "content": [
            {"start_timestamp": None, "stop_timestamp": None, "citations": []} | block
            for block in blocks
        ],
        "sender": sender,
        "created_at": "2026-03-01T10:00:00.123456Z",
        "updated_at": "2026-03-01T10:00:00.123456Z",
        "attachments": [],
        "files": [],
    } | (names | more)


def claude_chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a conversation of Claude's."""
    return {
        "uuid": "0b1d4f6e-1111-4222-8333-444455556666",
        "name": "Chess openings",
        "summary": "",
        "created_at": "2026-03-01T10:00:00.000000Z",
        "updated_at": "2026-03-01T11:00:00.000000Z",
        "account": {"uuid": "acc"},
        "chat_messages": list(messages),
    } | more


def says(text: str) -> dict[str, Any]:
    """Return a block of Claude's with text."""
    return {"type": "text", "text": text}


def open_webui_message(
    message_id: str, parent: str | None, role: str, content: Any, **more: Any
) -> dict[str, Any]:
    """Return a message of Open WebUI's."""
    return {
        "id": message_id,
        "parentId": parent,
        "childrenIds": [],
        "role": role,
        "content": content,
        "timestamp": 1_700_000_000,
    } | more


def open_webui_chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a chat of Open WebUI's; `params` are those of the talk."""
    return {
        "id": "b7a5f1de-0000-4000-8000-000000000002",
        "user_id": "u1",
        "title": "Fifteen times seventeen",
        "chat": {
            "id": "",
            "title": "Fifteen times seventeen",
            "models": ["deepseek-r1"],
            "params": more.pop("params", {}),
            "history": {
                "messages": {each["id"]: each for each in messages},
                "currentId": messages[-1]["id"] if messages else None,
            },
            "tags": [],
            "timestamp": 1_700_000_000_000,
            "files": [],
        },
        "created_at": 1_700_000_000,
        "updated_at": 1_700_000_100,
        "share_id": None,
        "archived": False,
        "pinned": False,
        "meta": {},
        "folder_id": None,
    } | more


def librechat_message(
    message_id: str, is_user: bool, text: str, parent: str = ROOT_OF_LIBRECHAT, **more: Any
) -> dict[str, Any]:
    """Return a message of LibreChat's."""
    return {
        "messageId": message_id,
        "conversationId": "27b593be-9500-479c-94cb-050cab8f5033",
        "createdAt": "2024-05-28T18:08:55.014Z",
        "endpoint": "openAI",
        "error": False,
        "isCreatedByUser": is_user,
        "model": None if is_user else "gpt-4o",
        "parentMessageId": parent,
        "sender": "User" if is_user else "GPT-4",
        "text": text,
        "unfinished": False,
    } | more


def librechat_chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a conversation of LibreChat's, its messages one behind the other."""
    return {
        "conversationId": "27b593be-9500-479c-94cb-050cab8f5033",
        "endpoint": "openAI",
        "title": "A long story",
        "exportAt": "08:12:16 GMT-0400 (Eastern Daylight Time)",
        "branches": True,
        "recursive": False,
        "options": {"presetId": None, "model": "gpt-4o", "promptPrefix": "You tell stories."},
        "messages": list(messages),
    } | more


def chat_ui_message(message_id: str, who: str, content: str, **more: Any) -> dict[str, Any]:
    """Return a message of chat-ui's; `ancestors` say what it follows."""
    return {
        "id": message_id,
        "from": who,
        "content": content,
        "createdAt": "2026-08-01T09:00:00.000Z",
        "updatedAt": "2026-08-01T09:00:01.000Z",
        "files": [],
    } | more


def chat_ui_chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a conversation of chat-ui's."""
    return {
        "_id": "66aa0000000000000000beef",
        "title": "Bread",
        "model": "meta-llama/Llama-3.3-70B-Instruct",
        "rootMessageId": messages[0]["id"] if messages else None,
        "messages": list(messages),
        "preprompt": "Be brief.",
        "createdAt": "2026-08-01T09:00:00.000Z",
        "updatedAt": "2026-08-01T09:05:00.000Z",
    } | more
