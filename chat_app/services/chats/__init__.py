"""What people see of their chats: lists, messages, branches, search and export."""

from chat_app.services.chats.chats import (
    ChatPage,
    MessageView,
    choose_branch,
    create,
    delete,
    get,
    get_message,
    messages,
    new_chat,
    page,
    parse_chat_id,
    places,
    react,
    restore,
    update,
)

__all__ = [
    "ChatPage",
    "MessageView",
    "choose_branch",
    "create",
    "delete",
    "get",
    "get_message",
    "messages",
    "new_chat",
    "page",
    "parse_chat_id",
    "places",
    "react",
    "restore",
    "update",
]
