"""The conversation as a component of the page: React of our own, see `talk.jsx`."""

from typing import Any

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.chat.composer_state import ComposerState
from chat_app.ui.chat.header_state import HeaderState
from chat_app.ui.chat.line_state import LineState
from chat_app.ui.chat.others import OthersState
from chat_app.ui.chat.state import ChatState
from chat_app.ui.components import connection
from chat_app.ui.parts import part
from chat_app.ui.session import SessionState
from chat_app.ui.sidebar.budget import BudgetState
from chat_app.ui.sidebar.chat_list_state import ChatListState


class Talk(rx.Component):
    """Conversation and composer; its props are described in `talk.jsx`."""

    library = part("chat/talk.jsx")
    tag = "Talk"
    lib_dependencies: list[str] = [
        "@radix-ui/react-dialog@1.3.1",
        "@radix-ui/react-dropdown-menu@2.2.1",
        "@radix-ui/react-popover@1.3.1",
        # All of Mermaid in one file of 3 MB; the whole package brings 200 MB.
        "@mermaid-js/tiny@12.0.0",
        "unified@11.0.5",
        "mdast-util-from-markdown@2.1.0",
        "mdast-util-to-hast@13.2.2",
        "hast-util-to-jsx-runtime@2.3.7",
        "remark-gfm@4.0.1",
        "remark-math@6.0.0",
        "remark-cjk-friendly@2.3.3",
        "remark-cjk-friendly-gfm-strikethrough@2.3.2",
        "micromark-core-commonmark@2.0.3",
        "micromark-extension-gfm-autolink-literal@2.1.0",
        "micromark-extension-math@3.1.0",
        "micromark-util-normalize-identifier@2.0.1",
        "rehype-katex@7.0.1",
        "rehype-highlight@7.0.2",
        "katex@0.16.47",
        LUCIDE_LIBRARY,
    ]

    opened: rx.Var[dict[str, Any]]
    earlier: rx.Var[dict[str, Any]]
    change: rx.Var[dict[str, Any]]
    piece: rx.Var[list[Any]]
    quote: rx.Var[dict[str, Any]]
    models: rx.Var[list[dict[str, Any]]]
    voice: rx.Var[dict[str, bool]]
    limits: rx.Var[dict[str, Any]]
    most_mib: rx.Var[int]
    lost: rx.Var[bool]
    head: rx.Var[dict[str, Any]]
    gauge: rx.Var[dict[str, Any]]
    name: rx.Var[str]
    here: rx.Var[dict[str, Any]]
    typing: rx.Var[dict[str, Any]]
    line: rx.Var[dict[str, Any]]

    on_taken: rx.EventHandler[lambda step: [step]]
    on_reopen: rx.EventHandler[lambda chat: [chat]]
    on_resync: rx.EventHandler[lambda chat, message, have, number: [chat, message, have, number]]
    on_unarchive: rx.EventHandler[lambda chat: [chat]]
    on_earlier: rx.EventHandler[lambda chat, before: [chat, before]]
    on_send: rx.EventHandler[
        lambda chat, text, model, begin, attachments: [chat, text, model, begin, attachments]
    ]
    on_edit: rx.EventHandler[
        lambda chat, message, text, model, attachments: [chat, message, text, model, attachments]
    ]
    on_regenerate: rx.EventHandler[lambda chat, message, model: [chat, message, model]]
    on_continue: rx.EventHandler[lambda chat, message: [chat, message]]
    on_compare: rx.EventHandler[
        lambda chat, text, model, other, begin, attachments: [
            chat,
            text,
            model,
            other,
            begin,
            attachments,
        ]
    ]
    on_stop: rx.EventHandler[lambda chat, message: [chat, message]]
    on_react: rx.EventHandler[
        lambda chat, message, reaction, complaints, words: [
            chat,
            message,
            reaction,
            complaints,
            words,
        ]
    ]
    on_branch: rx.EventHandler[lambda chat, message: [chat, message]]
    on_model: rx.EventHandler[lambda chat, model: [chat, model]]
    on_quote: rx.EventHandler[
        lambda question, chat, text, models, begin, attachments: [
            question,
            chat,
            text,
            models,
            begin,
            attachments,
        ]
    ]
    on_quote_anew: rx.EventHandler[
        lambda question, chat, message, deed, text, model, attachments: [
            question,
            chat,
            message,
            deed,
            text,
            model,
            attachments,
        ]
    ]
    on_quote_retries: rx.EventHandler[lambda question, chat, message: [question, chat, message]]
    on_rename: rx.EventHandler[lambda chat, title: [chat, title]]
    on_set_up: rx.EventHandler[lambda chat, settings: [chat, settings]]
    on_leave_out: rx.EventHandler[lambda chat, message: [chat, message]]
    on_look: rx.EventHandler[lambda chat, is_looking: [chat, is_looking]]
    on_write: rx.EventHandler[lambda chat, is_typing: [chat, is_typing]]
    on_archive: rx.EventHandler[lambda chat: [chat]]
    on_move: rx.EventHandler[lambda chat, title: [chat, title]]
    on_delete: rx.EventHandler[lambda chat, title: [chat, title]]


def talk() -> rx.Component:
    """Place the conversation of `ChatState`."""
    return Talk.create(
        opened=ChatState.opened,
        earlier=ChatState.earlier,
        change=ChatState.change,
        piece=ChatState.piece,
        quote=ComposerState.quote,
        models=ComposerState.models,
        voice=ComposerState.voice,
        limits={
            "places": ChatListState.slots,
            "left": ChatListState.slots_left,
            "until": BudgetState.spent_until,
            "helper": BudgetState.helper,
            "admin": SessionState.is_admin,
        },
        most_mib=ComposerState.most_mib,
        lost=connection.is_lost,
        head=HeaderState.head,
        gauge=HeaderState.gauge,
        name=SessionState.name,
        here=OthersState.here,
        typing=OthersState.typing,
        line=LineState.line,
        on_taken=ChatState.taken,
        on_reopen=ChatState.reopen,
        on_resync=ChatState.resync,
        on_unarchive=ChatState.unarchive,
        on_earlier=ChatState.load_earlier,
        on_send=ChatState.send,
        on_edit=ChatState.edit,
        on_regenerate=ChatState.regenerate,
        on_continue=ChatState.go_on,
        on_compare=ChatState.compare,
        on_stop=ChatState.stop,
        on_react=ChatState.react,
        on_branch=ChatState.choose_branch,
        on_model=HeaderState.choose_model,
        on_quote=ComposerState.price,
        on_quote_anew=ComposerState.price_anew,
        on_quote_retries=ComposerState.price_retries,
        on_rename=HeaderState.rename,
        on_set_up=HeaderState.set_up,
        on_leave_out=HeaderState.leave_out,
        on_look=OthersState.look,
        on_write=OthersState.write,
        on_archive=lambda chat: ChatListState.put([chat], "archive"),
        on_move=ChatListState.ask_to_move,
        on_delete=ChatListState.ask_to_delete,
    )
