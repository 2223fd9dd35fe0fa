"""The list of chats in the sidebar: search, groups, what can be done with a chat."""

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec

from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.links import link
from chat_app.ui.components.menu import menu, menu_item
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.parts import part
from chat_app.ui.sidebar.chat_list_state import ChatListState, ChatRow, Piece

_SEARCH_AFTER_MS = 200


class _TitleForm(rx.Component):
    library = part("sidebar/title_form.jsx")
    tag = "TitleForm"
    title: rx.Var[str]
    on_save: rx.EventHandler[passthrough_event_spec(str)]
    on_cancel: rx.EventHandler[no_args_event_spec]


def new_chat_button() -> rx.Component:
    """Return the button **New chat**; the chat itself is made with its first message."""
    return button(
        rx.icon("square-pen", aria_hidden="true"),
        "New chat",
        on_click=rx.redirect("/"),
        class_name="new-chat",
    )


def chat_list() -> rx.Component:
    """Return the search and the navigation **Chats**."""
    return rx.fragment(
        rx.el.div(
            rx.icon("search", aria_hidden="true"),
            rx.debounce_input(
                rx.el.input(
                    id="search-chats",
                    type="text",
                    placeholder="Search chats",
                    aria_label="Search chats",
                    auto_complete="off",
                    value=ChatListState.query,
                    on_change=ChatListState.search,
                ),
                debounce_timeout=_SEARCH_AFTER_MS,
            ),
            rx.el.kbd("Ctrl K", aria_hidden="true"),
            class_name="search",
        ),
        rx.el.nav(
            rx.cond(
                ChatListState.loaded,
                rx.cond(ChatListState.failure != "", _failure(), _found()),
                skeleton(5),
            ),
            aria_label="Chats",
            class_name="chats",
        ),
        rx.cond(ChatListState.few_places_left, _places()),
    )


def delete_dialog() -> rx.Component:
    """Return the dialog that asks before a chat is deleted."""
    return confirm(
        opened=ChatListState.deleting != "",
        title="Delete this chat?",
        text=f"“{ChatListState.deleting_title}” goes from your list and frees a place. "
        "The tokens it used stay in your books.",
        action="Delete",
        on_confirm=ChatListState.delete,
        on_close=ChatListState.set_dialog,
    )


def _found() -> rx.Component:
    return rx.cond(ChatListState.rows, _rows(), _nothing())


def _failure() -> rx.Component:
    return rx.el.div(
        notice(ChatListState.failure, "danger"),
        button("Try again", on_click=ChatListState.refresh),
        class_name="list-failure",
    )


def _rows() -> rx.Component:
    return rx.el.ul(
        rx.foreach(ChatListState.rows, _row),
        rx.cond(
            ChatListState.more,
            rx.el.li(button("Show older chats", look="quiet", on_click=ChatListState.load_more)),
        ),
    )


def _row(row: ChatRow) -> rx.Component:
    return rx.el.li(
        rx.cond(row["heading"] != "", rx.el.h2(row["heading"])),
        rx.cond(ChatListState.renaming == row["chat_id"], _title_form(row), _title(row)),
        key=row["chat_id"],
    )


def _title(row: ChatRow) -> rx.Component:
    chat_id = row["chat_id"]
    return rx.el.div(
        link(
            rx.el.bdi(rx.foreach(row["title_pieces"], _piece), class_name="chat-title"),
            rx.cond(
                row["said"],
                rx.el.bdi(rx.foreach(row["said"], _piece), class_name="chat-said"),
            ),
            href=f"/chat/{chat_id}",
            class_name="chat-link",
            custom_attrs={"title": row["title"]},
        ),
        menu(
            "ellipsis",
            "Chat actions",
            menu_item("pencil", "Rename", on_click=ChatListState.start_renaming(chat_id)),
            rx.cond(
                row["pinned"],
                menu_item("pin-off", "Unpin", on_click=ChatListState.pin(chat_id, False)),
                menu_item("pin", "Pin", on_click=ChatListState.pin(chat_id, True)),
            ),
            menu_item(
                "trash-2",
                "Delete",
                danger=True,
                on_click=ChatListState.ask_to_delete(chat_id, row["title"]),
            ),
            class_name="chat-actions",
        ),
        class_name="chat-row",
    )


def _piece(piece: Piece) -> rx.Component:
    return rx.cond(piece["hit"], rx.el.mark(piece["text"]), piece["text"])


def _title_form(row: ChatRow) -> rx.Component:
    return _TitleForm.create(
        title=row["title"],
        on_save=ChatListState.rename(row["chat_id"]),
        on_cancel=ChatListState.stop_renaming,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ChatListState.query != "",
        empty("search-x", f"No chat contains “{ChatListState.query}”"),
        empty("message-circle", "Your chats will stand here"),
    )


def _places() -> rx.Component:
    return rx.el.p(
        f"{ChatListState.slots_left} of {ChatListState.slots} chats left",
        role="status",
        class_name="slots",
    )
