"""What people see of their chats: lists, messages, branches, search and export."""

from chat_app.services.chats.chats import (
    ChatPage,
    create,
    delete,
    get,
    get_to_write,
    new_chat,
    page,
    parse_chat_id,
    restore,
    slots,
    update,
)
from chat_app.services.chats.positions import OpenChat
from chat_app.services.chats.reading import (
    MessageView,
    choose_branch,
    get_message,
    messages,
    react,
)

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
    "react",
    "restore",
    "slots",
    "update",
]
