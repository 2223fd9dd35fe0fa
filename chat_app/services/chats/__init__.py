"""What people see of their chats: lists, messages, branches, search and export."""

from chat_app.services.chats.chats import (
    ChatPage,
    MessageView,
    choose_branch,
    create,
    delete,
    get,
    get_message,
    get_to_write,
    messages,
    new_chat,
    page,
    parse_chat_id,
    places,
    react,
    restore,
    update,
)
from chat_app.services.chats.positions import OpenChat

__all__ = [
    "ChatPage",
    "MessageView",
    "OpenChat",
    "choose_branch",
    "create",
    "delete",
    "get",
    "get_message",
    "get_to_write",
    "messages",
    "new_chat",
    "page",
    "parse_chat_id",
    "places",
    "react",
    "restore",
    "update",
]
