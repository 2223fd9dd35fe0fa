"""The list of chats in the sidebar, placed: its React is in `chat_list.jsx`."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.components.buttons import button
from chat_app.ui.parts import part
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.words import say


class _ChatList(rx.Component):
    library = part("sidebar/chat_list.jsx")
    tag = "ChatList"
    lib_dependencies: list[str] = ["@radix-ui/react-dropdown-menu@2.2.1", LUCIDE_LIBRARY]

    rows: rx.Var[list[dict[str, Any]]]
    loaded: rx.Var[bool]
    failure: rx.Var[str]
    query: rx.Var[str]
    more: rx.Var[bool]
    where: rx.Var[str]
    folder: rx.Var[str]
    folders: rx.Var[list[dict[str, Any]]]
    more_folders: rx.Var[bool]
    places: rx.Var[str]
    shared_unread: rx.Var[bool]

    on_refresh: rx.EventHandler[no_args_event_spec]
    on_search: rx.EventHandler[lambda query: [query]]
    on_go: rx.EventHandler[lambda where, folder: [where, folder]]
    on_more: rx.EventHandler[no_args_event_spec]
    on_more_folders: rx.EventHandler[no_args_event_spec]
    on_rename: rx.EventHandler[lambda chat, title: [chat, title]]
    on_pin: rx.EventHandler[lambda chat, pinned: [chat, pinned]]
    on_put: rx.EventHandler[lambda ids, to: [ids, to]]
    on_move: rx.EventHandler[lambda ids, folder: [ids, folder]]
    on_ask: rx.EventHandler[lambda kind, ids, title, folder: [kind, ids, title, folder]]


class _Asking(rx.Component):
    library = part("sidebar/asking.jsx")
    tag = "Asking"
    lib_dependencies: list[str] = ["@radix-ui/react-dialog@1.3.1", LUCIDE_LIBRARY]

    asking: rx.Var[dict[str, Any]]
    folders: rx.Var[list[dict[str, Any]]]

    on_close: rx.EventHandler[no_args_event_spec]
    on_put: rx.EventHandler[lambda ids, to: [ids, to]]
    on_move: rx.EventHandler[lambda ids, folder: [ids, folder]]
    on_save_folder: rx.EventHandler[lambda folder, wanted, ids: [folder, wanted, ids]]
    on_delete_folder: rx.EventHandler[lambda folder: [folder]]
    on_empty_trash: rx.EventHandler[no_args_event_spec]


def new_chat_button() -> rx.Component:
    """Return the button **New chat**; the chat itself is made with its first message."""
    return button(
        rx.icon("square-pen", aria_hidden="true"),
        say("sidebar-new-chat"),
        on_click=rx.redirect("/"),
        class_name="new-chat",
    )


def chat_list() -> rx.Component:
    """Return the search and the navigation **Chats**."""
    places = say("sidebar-places-left", left=ChatListState.slots_left, places=ChatListState.slots)
    return _ChatList.create(
        rows=ChatListState.rows,
        loaded=ChatListState.loaded,
        failure=ChatListState.failure,
        query=ChatListState.query,
        more=ChatListState.more,
        where=ChatListState.where,
        folder=ChatListState.folder,
        folders=ChatListState.folders,
        more_folders=ChatListState.more_folders,
        places=rx.cond(ChatListState.few_places_left, places, ""),
        shared_unread=ChatListState.shared_unread,
        on_refresh=ChatListState.refresh,
        on_search=ChatListState.search,
        on_go=ChatListState.go,
        on_more=ChatListState.load_more,
        on_more_folders=ChatListState.load_more_folders,
        on_rename=ChatListState.rename,
        on_pin=ChatListState.pin,
        on_put=ChatListState.put,
        on_move=ChatListState.move,
        on_ask=ChatListState.ask,
    )


def dialogs() -> rx.Component:
    """Return the dialogs of the list, which the page's header opens as well."""
    return _Asking.create(
        asking=ChatListState.asking,
        folders=ChatListState.folders,
        on_close=ChatListState.close_dialog,
        on_put=ChatListState.put,
        on_move=ChatListState.move,
        on_save_folder=ChatListState.save_folder,
        on_delete_folder=ChatListState.delete_folder,
        on_empty_trash=ChatListState.empty_trash,
    )
