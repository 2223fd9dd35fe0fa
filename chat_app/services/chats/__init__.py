"""What people see of their chats: lists, messages, branches, search and export."""

from chat_app.services.chats import temporary
from chat_app.services.chats.access import usable_or_usual, usual_model
from chat_app.services.chats.attachments import AttachedFile
from chat_app.services.chats.changes import NewChat
from chat_app.services.chats.chats import (
    ChatPage,
    create,
    get,
    get_to_read,
    get_to_write,
    new_chat,
    page,
    parse_chat_id,
    slots,
    standing_in,
    update,
)
from chat_app.services.chats.costs import cost
from chat_app.services.chats.listing import Standing
from chat_app.services.chats.positions import OpenChat
from chat_app.services.chats.putting_away import delete, empty_trash, put, restore
from chat_app.services.chats.reactions import react
from chat_app.services.chats.reading import (
    MessageView,
    choose_branch,
    get_message,
    get_view,
    go_to,
    leave_out,
    messages,
)
from chat_app.services.chats.stays import staying

__all__ = [
    "AttachedFile",
    "ChatPage",
    "MessageView",
    "NewChat",
    "OpenChat",
    "Standing",
    "choose_branch",
    "cost",
    "create",
    "delete",
    "empty_trash",
    "get",
    "get_message",
    "get_to_read",
    "get_to_write",
    "get_view",
    "go_to",
    "leave_out",
    "messages",
    "new_chat",
    "page",
    "parse_chat_id",
    "put",
    "react",
    "restore",
    "slots",
    "standing_in",
    "staying",
    "temporary",
    "update",
    "usable_or_usual",
    "usual_model",
]
