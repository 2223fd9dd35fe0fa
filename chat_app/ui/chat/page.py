"""The chat page: a new chat at `/`, an existing one at `/chat/[chat_id]`."""

from typing import Any

import reflex as rx

from chat_app.services import live
from chat_app.services.live import Kind
from chat_app.ui import tabs
from chat_app.ui.chat.components import talk
from chat_app.ui.chat.composer_state import ComposerState
from chat_app.ui.chat.state import ChatState
from chat_app.ui.sidebar.shell import ON_LOAD, shell
from chat_app.ui.theme import page_title


def chat() -> rx.Component:
    """Return the page."""
    return shell(talk(), active="chat")


def _catching_up(event: live.Event) -> Any:
    """Return what a tab does when something changed in its chat."""
    if event.kind is Kind.TURN and event.fields["state"] == "ended":
        return ChatState.catch_end(event.fields["reply"])
    if event.kind is Kind.TURN:
        return ChatState.catch_begin(event.fields["reply"])
    if event.kind in {Kind.ANEW, Kind.PLACE}:
        return ChatState.catch_up("all")
    return ChatState.catch_up(event.fields.get("message", ""))


tabs.when(*tabs.OF_CHATS, then=_catching_up, page="chat")
tabs.when(Kind.ACCOUNT, then=lambda _: ComposerState.list_models, page="chat")


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    on_load = [*ON_LOAD, ComposerState.list_models, ChatState.open]
    app.add_page(chat, route="/", title=page_title("chat-new"), on_load=on_load)
    app.add_page(chat, route="/chat/[chat_id]", title=page_title("chat-new"), on_load=on_load)
